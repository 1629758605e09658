"""The ontology and the data model as Python sees them."""
