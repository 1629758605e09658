"""Where the ontology, the data and the store lie, in a checkout and in an installed package."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent


def _root(packed: str, name: str) -> Path:
    """Return a folder inside the package if it is installed, else the checkout's."""
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _CHECKOUT / name


# The package has a module named data, so its folder of data has another name.
ONTOLOGY = _root("ontology", "ontology")
DATA = _root("data_files", "data")


def store() -> Path:
    """Return the default store: $KG_STORE, else the checkout's, else the user's data folder."""
    if named := os.environ.get("KG_STORE"):
        return Path(named)
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "ontology").is_dir():
        return _CHECKOUT / "build" / "store"
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(share) / "kg" / "store"
