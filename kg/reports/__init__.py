"""Briefings in which each sentence is a row of a stored query."""
