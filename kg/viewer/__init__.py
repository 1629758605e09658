"""The offline page of a network."""
