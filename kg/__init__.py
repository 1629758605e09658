"""An evidence-backed knowledge graph of regional security cooperation."""

from typing import TYPE_CHECKING

from kg.lazy import face
from kg.version import VERSION as __version__

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.graph import Graph, open
    from kg.sparql.table import Table

__all__ = ["Graph", "KGError", "Table", "__version__", "open"]

__getattr__ = face(
    __name__,
    {
        "errors": ("KGError",),
        "graph": ("Graph", "open"),
        "sparql.table": ("Table",),
    },
)
