"""The measures of the network."""
