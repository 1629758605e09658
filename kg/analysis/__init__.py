"""Measures over a cut through the network, each with its range."""
