"""
The formats that an answer can be written in: one table for rows, one for graphs.

The confined process loads this module too, so it imports only the engine.
"""

from pyoxigraph import QueryResultsFormat, RdfFormat

TABLES = {
    "tsv": QueryResultsFormat.TSV,
    "csv": QueryResultsFormat.CSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPHS = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
