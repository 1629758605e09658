"""
Questions and answers: stored queries, results, rules, and the process for foreign SPARQL.

In come quads (a store, a service) and the text of a query, stored here or written by anybody;
out come tables of RDF terms, documents in the formats of the standard, and what rules infer.
It imports the model alone, and neither knows where quads lie nor what they are about.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.sparql.answers import Answer
    from kg.sparql.quads import Quads
    from kg.sparql.queries import Query, find_query, run_query, stored_queries
    from kg.sparql.sandbox import Sandbox
    from kg.sparql.table import Table

__all__ = [
    "Answer",
    "Quads",
    "Query",
    "Sandbox",
    "Table",
    "find_query",
    "run_query",
    "stored_queries",
]

__getattr__ = face(
    __name__,
    {
        "answers": ("Answer",),
        "quads": ("Quads",),
        "queries": ("Query", "find_query", "run_query", "stored_queries"),
        "sandbox": ("Sandbox",),
        "table": ("Table",),
    },
)
