"""
Files for other tools: RDF, networks and tables, each under the name of one format.

Statements, a network or the rows of a query come in; files that are written whole or not at all
go out, with a word on what is in them. It imports the rooms below it and, of analysis, nothing; a
new format is one module in ``formats``.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.export.kinds import Format, Written
    from kg.export.registry import FORMATS, write_network, write_rdf, write_statements, write_table
    from kg.export.selection import write

__all__ = [
    "FORMATS",
    "Format",
    "Written",
    "write",
    "write_network",
    "write_rdf",
    "write_statements",
    "write_table",
]

__getattr__ = face(
    __name__,
    {
        "kinds": ("Format", "Written"),
        "registry": ("FORMATS", "write_network", "write_rdf", "write_statements", "write_table"),
        "selection": ("write",),
    },
)
