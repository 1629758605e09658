"""An evidence-backed knowledge graph of regional security cooperation."""

from typing import TYPE_CHECKING, Any

from kg.version import VERSION as __version__

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.graph import Graph, open
    from kg.sparql.table import Table

__all__ = ["Graph", "KGError", "Table", "__version__", "open"]

# What a command does not need, it does not load.
_HOMES = {"Graph": "graph", "open": "graph", "Table": "sparql.table", "KGError": "errors"}


def __getattr__(name: str) -> Any:
    """Return a public name from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"kg.{_HOMES[name]}"), name)
