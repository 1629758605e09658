"""What the rooms that draw, measure, report and export need of an open graph."""

from typing import Protocol

from kg.entities.names import Names
from kg.model.manifest import Manifest
from kg.network.networks import Networks
from kg.sparql.answers import Answer
from kg.sparql.quads import Quads
from kg.sparql.table import Table


class Reader(Protocol):
    """An open graph: its quads, what things are called, answers to questions, and networks."""

    store: Quads

    @property
    def manifest(self) -> Manifest:
        """What the graph was made from, and how much is in it."""

    @property
    def names(self) -> Names:
        """What every entity and code is called."""

    @property
    def networks(self) -> Networks:
        """Entities and relations: all of them, those of an answer, those near an entity."""

    def query(self, query: str, **parameters: object) -> Table:
        """Return the answer to a stored query, or to SPARQL of the user's own."""

    def ask(self, sparql: str, format: str | None = None) -> Answer:
        """Return the answer to untrusted SPARQL."""
