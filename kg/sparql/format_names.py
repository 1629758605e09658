"""
What the formats of answers are called, and what the engine calls them.

They stand by themselves so that they can be offered without the engine.
"""

TABLES = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPHS = {"nt": "N_TRIPLES", "ttl": "TURTLE", "jsonld": "JSON_LD", "rdf": "RDF_XML"}
