"""
A whole graph at one time, to be compared with another: its statements, claims and names.

It comes from a store, from a service, from a folder of data (with what the rules infer from it),
or from an exported file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from kg.curation import checks, claims, folder
from kg.errors import ExportError, StoreError
from kg.model import rdf_parser
from kg.model.namespaces import CLAIM, OA, PROV, RSC, SKOS
from kg.paths import Place
from kg.sparql.table import term_text
from kg.store import versions
from kg.store.remote import service

_FILES = (".nq", ".trig")
_JUDGED = {
    RSC.hasCredibility: "credibility",
    RSC.hasReviewStatus: "review",
    RSC.reason: "reason",
    RSC.score: "score",
    PROV.generatedAtTime: "day of extraction",
    PROV.wasAttributedTo: "extracted by",
}


@dataclass(frozen=True)
class RecordedClaim:
    """A claim: what it states, of which source, and how it is judged."""

    statements: frozenset[Triple]
    source: str
    withdrawn: bool
    revises: str
    judged: Mapping[str, str]
    passages: frozenset[str]

    @property
    def about(self) -> str:
        """What the claim is about."""
        return min((term_text(triple.subject) for triple in self.statements), default="")

    @property
    def properties(self) -> frozenset[NamedNode]:
        """Which properties it states."""
        return frozenset(triple.predicate for triple in self.statements)


@dataclass(frozen=True)
class Snapshot:
    """The statements of a graph, each in its named graph."""

    quads: frozenset[Quad]

    @cached_property
    def graphs(self) -> Mapping[str, Mapping[str, frozenset[Triple]]]:
        """The statements by the IRIs of their named graph and of their subject."""
        found: dict[str, dict[str, set[Triple]]] = defaultdict(lambda: defaultdict(set))
        for quad in self.quads:
            found[term_text(quad.graph_name)][term_text(quad.subject)].add(quad.triple)
        return {g: {s: frozenset(t) for s, t in by.items()} for g, by in found.items()}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The name of every entity, code, source and term, in English if it has one."""
        named = [quad for quad in self.quads if quad.predicate == SKOS.prefLabel]
        named.sort(key=lambda quad: (getattr(quad.object, "language", "") == "en", str(quad)))
        return {term_text(quad.subject): term_text(quad.object) for quad in named}

    @cached_property
    def claims(self) -> Mapping[str, RecordedClaim]:
        """The claims by IRI."""
        known = self.graphs.get(claims.PROVENANCE.value, {})
        judged = (s for s, about in known.items() if any(t.object == RSC.Claim for t in about))
        stating = (graph for graph in self.graphs if graph.startswith(CLAIM[""].value))
        return {claim: self._claim(claim) for claim in {*judged, *stating}}

    def _claim(self, claim: str) -> RecordedClaim:
        about = self.graphs.get(claims.PROVENANCE.value, {}).get(claim, frozenset())
        values = {triple.predicate: triple.object for triple in about}
        withdrawn = values.get(RSC.withdrawnStatements)
        if withdrawn is None:
            stated = frozenset(t for ts in self.graphs.get(claim, {}).values() for t in ts)
        else:
            kept = parse(term_text(withdrawn), format=RdfFormat.N_TRIPLES)
            stated = frozenset(quad.triple for quad in kept)
        return RecordedClaim(
            stated,
            term_text(values.get(PROV.hadPrimarySource)),
            withdrawn is not None,
            term_text(values.get(PROV.wasRevisionOf)),
            {name: term_text(values[p]) for p, name in _JUDGED.items() if p in values},
            frozenset(self._passages(t.object for t in about if t.predicate == RSC.hasEvidence)),
        )

    def _passages(self, evidence: Iterable[object]) -> Iterator[str]:
        """Yield the places and the words on which a claim rests."""
        known = self.graphs.get(claims.PROVENANCE.value, {})
        for passage in evidence:
            for triple in known.get(term_text(passage), ()):
                if triple.predicate in (RSC.isInUnit, RSC.placeInSource, OA.exact, OA.start):
                    yield f"{triple.predicate} {triple.object}"


def read_snapshot(path: Place) -> Snapshot:
    """
    Return the graph in a store, on a service, in a folder of data, or in an exported file.

    Raises StoreError if the path is none of these, and what reading one of them raises.
    """
    if isinstance(path, str):
        with service.open_service(path) as found:
            quads = frozenset(found)
    elif (path / "CURRENT").is_file():
        quads = frozenset(versions.open_store(path))
    elif (path / "register").is_dir():
        quads = frozenset(checks.reasoned(claims.quads(folder.read_folder(path))))
    elif path.suffix in _FILES:
        quads = frozenset(rdf_parser.read_rdf(path))
    else:
        message = f"{path}: is no store, no folder of data and no file {' or '.join(_FILES)}"
        raise StoreError(message, path)
    if any(isinstance(term, BlankNode) for quad in quads for term in quad):
        raise ExportError(f"{path}: has blank nodes, which two files cannot be compared by")
    return Snapshot(quads)
