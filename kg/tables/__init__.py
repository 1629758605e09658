"""
Rows of any table to quads, by a declarative mapping, on DuckDB or on Spark.

Files of rows and a mapping come in; lines of N-Quads go out, with a report of how every cell was
read.  The room imports ``kg.model`` and the modules at the top, and it alone knows Ibis, DuckDB
and PySpark; they load when a table is read, and not before.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.tables.draft import draft_mapping
    from kg.tables.engines import DuckDB, Spark
    from kg.tables.loader import KnownNames, LoadReport, load
    from kg.tables.mapping import Mapping, find_mapping, read_mapping, stored_mappings
    from kg.tables.quality import Remark

__all__ = [
    "DuckDB",
    "KnownNames",
    "LoadReport",
    "Mapping",
    "Remark",
    "Spark",
    "draft_mapping",
    "find_mapping",
    "load",
    "read_mapping",
    "stored_mappings",
]

__getattr__ = face(
    __name__,
    {
        "draft": ("draft_mapping",),
        "engines": ("DuckDB", "Spark"),
        "loader": ("KnownNames", "LoadReport", "load"),
        "mapping": ("Mapping", "find_mapping", "read_mapping", "stored_mappings"),
        "quality": ("Remark",),
    },
)
