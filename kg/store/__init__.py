"""
Where the graph lies: built in a folder or held by a service, compared and sent.

In come the data, tables and rules; out come a graph in a folder that is whole or not there, its
manifest, what differs between two graphs, and the same quads read from a SPARQL service.  It
imports the model, the tables, SPARQL, entities and curation; nothing about networks or pages.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.model.manifest import Manifest
    from kg.store.builder import build_store
    from kg.store.diff import Difference
    from kg.store.load_table import add_table
    from kg.store.push import Ends, push_graph
    from kg.store.remote.service import Service, open_service
    from kg.store.snapshot import Snapshot, read_snapshot
    from kg.store.versions import open_store

__all__ = [
    "Difference",
    "Ends",
    "Manifest",
    "Service",
    "Snapshot",
    "add_table",
    "build_store",
    "open_service",
    "open_store",
    "push_graph",
    "read_snapshot",
]

__getattr__ = face(
    __name__,
    {
        "builder": ("build_store",),
        "diff": ("Difference",),
        "load_table": ("add_table",),
        "push": ("Ends", "push_graph"),
        "remote.service": ("Service", "open_service"),
        "snapshot": ("Snapshot", "read_snapshot"),
        "versions": ("Manifest", "open_store"),
    },
)
