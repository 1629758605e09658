"""A graph that a SPARQL service holds."""
