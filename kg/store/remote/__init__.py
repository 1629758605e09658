"""
A SPARQL service, read over HTTP as if its quads lay here.

In comes an address; out come the answers to queries and patterns, whole or not at all, in time
and within limits, or an error that says what the service said.  It imports SPARQL and the model.
"""
