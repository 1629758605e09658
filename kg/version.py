"""The version of the package, of its ontology and of its data, which are released together."""

VERSION = "0.1.0"
