"""
Lend rdflib's interface over the embedded store.

Walking and serializing go straight to the store.  Queries never reach rdflib's own engine, which
would fetch remote addresses and has no deadline: they run where all SPARQL of the user's runs.
"""

import io
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import pyoxigraph
import rdflib
from oxrdflib import OxigraphStore
from rdflib.query import Result

from kg.errors import QueryError
from kg.model import namespaces
from kg.sparql.answers import Answer

Ask = Callable[[str, str | None], Answer]


class LentStore(OxigraphStore):
    """The embedded store behind rdflib's interface, for reading."""

    def __init__(self, store: pyoxigraph.Store, ask: Ask) -> None:
        super().__init__(store=store)
        self._ask = ask

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Return the answer to a query over the union of all graphs; raises QueryError if none."""
        if not isinstance(query, str) or initBindings or kwargs or queryGraph != "__UNION__":
            raise QueryError("here a query is one text over the whole dataset, without bindings")
        answer = self._ask(query, None)
        if answer.form != "construct":
            body = self._ask(query, "json").body
            return Result.parse(io.BytesIO(body), format="json")
        result = Result("CONSTRUCT")
        result.graph = rdflib.Graph()
        text = pyoxigraph.serialize(answer.triples(), format=pyoxigraph.RdfFormat.N_TRIPLES)
        result.graph.parse(data=text, format="nt")
        return result

    def update(self, *_: object, **__: object) -> NoReturn:
        """Refuse: the graph is built from the data folder, and read here."""
        raise QueryError("the graph is for reading; change the data and build it anew")

    add = remove = remove_graph = update
    addN = update  # noqa: N815

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Do nothing: rdflib asks for it when somebody wants to read a named graph."""


def rdflib_dataset(store: pyoxigraph.Store, ask: Ask) -> rdflib.Dataset:
    """Return an rdflib Dataset over the store, whose default graph is the union of all."""
    lent = rdflib.Dataset(store=LentStore(store, ask), default_union=True)
    for prefix, base in namespaces.prefixes().items():
        lent.bind(prefix, base)
    return lent
