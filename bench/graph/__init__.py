"""Asking, building and starting, against the bare engine, rdflib and others."""
