"""Tables to quads and to a store, against morph-kgc, rdflib and a bare bulk load."""
