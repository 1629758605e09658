"""Where the ontology, the data and the store lie, in a checkout and in an installed package."""

import os
from pathlib import Path
from typing import TypeAlias

# Where a graph is: a folder of this machine, or the address of a service.
Place: TypeAlias = Path | str

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent
# An installed package has its folders inside, a checkout beside the package.
_ROOT = _PACKAGE if (_PACKAGE / "ontology").is_dir() else _CHECKOUT

# The terms, what is held of them, what follows from them, what is asked, and words for people.
ONTOLOGY = _ROOT / "ontology"
# The data that come with the package: the register, the sources and their claims, tables, stories.
DATA = _ROOT / "data"


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
