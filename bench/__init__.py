"""Measure the package against the libraries it stands on: ``python -m bench``."""
