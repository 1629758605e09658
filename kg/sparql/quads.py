"""What reading needs of the place where the quads lie, be it a store on disk or a service."""

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Triple,
)

from kg.sparql.formats import Result


class Quads(Protocol):
    """Quads that answer SPARQL and patterns; the embedded store is one as it is."""

    def query(
        self,
        query: str,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Result:
        """Return the answer to a SPARQL query."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Return the quads that have these terms; None stands for any."""

    def __iter__(self) -> Iterator[Quad]:
        """Return every quad."""

    def __len__(self) -> int:
        """Return how many quads there are."""
