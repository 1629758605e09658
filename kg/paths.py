"""Where the ontology, the data and the store lie, in a checkout and in an installed package."""

import os
from pathlib import Path
from typing import TypeAlias

# Where a graph is: a folder of this machine, or the address of a service.
Place: TypeAlias = Path | str

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def _root(packed: str, name: str) -> Path:
    """Return a folder inside the package if it is installed, else the checkout's."""
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _CHECKOUT / name


# The package has a module named data, so its folder of data has another name.
ONTOLOGY = _root("ontology", "ontology")
DATA = _root("data_files", "data")


def place(text: str | Path) -> Place:
    """Return a text as the address that it is, or else as a path."""
    return str(text) if str(text).lower().startswith(("http:", "https:")) else Path(text)


def store() -> Place:
    """Return the default store: $KG_STORE, else the checkout's, else the user's data folder."""
    if named := os.environ.get("KG_STORE"):
        return place(named)
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "ontology").is_dir():
        return _CHECKOUT / "build" / "store"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "kg" / "store"
