"""What loads only when somebody asks for it: the public names of a room, and large libraries."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def face(room: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """
    Return the ``__getattr__`` of a package whose public names lie in modules inside it.

    ``homes`` says for each module, relative to the package, which names it gives.  The function
    raises AttributeError for any other name.
    """
    modules = {name: module for module, names in homes.items() for name in names}

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{modules[name]}"), name)

    return get


class Library:
    """An outside library that loads when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
