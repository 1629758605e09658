"""Where the graph lies: built in a folder or held by a service."""
