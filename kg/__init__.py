"""An evidence-backed knowledge graph of regional security cooperation."""

from kg.errors import KGError
from kg.graph import Graph, open
from kg.table import Table
from kg.version import VERSION as __version__

__all__ = ["Graph", "KGError", "Table", "__version__", "open"]
