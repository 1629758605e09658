"""Rows of any table to quads, by a declarative mapping."""
