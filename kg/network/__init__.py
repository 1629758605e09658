"""Entities and relations as one network, and what its inferred relations rest on."""
