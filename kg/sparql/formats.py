"""
The formats that an answer can be written in, each called as the names of its files end.

What they are called is known without the engine, so that they can be offered before anything is
loaded.  The confined process loads this module too.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import QueryResultsFormat, RdfFormat

TABLES = ("csv", "tsv", "json", "xml")
GRAPHS = ("ttl", "nt", "jsonld", "rdf")


def table_format(name: str) -> "QueryResultsFormat":
    """Return the engine's format of rows of a name; raises KeyError if the engine has none."""
    from pyoxigraph import QueryResultsFormat

    if (found := QueryResultsFormat.from_extension(name)) is None:
        raise KeyError(name)
    return found


def graph_format(name: str) -> "RdfFormat":
    """Return the engine's format of graphs of a name; raises KeyError if the engine has none."""
    from pyoxigraph import RdfFormat

    if (found := RdfFormat.from_extension(name)) is None:
        raise KeyError(name)
    return found
