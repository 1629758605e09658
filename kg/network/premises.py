"""What a rule's conclusion rests on in the end: the passages of the claims it is drawn from."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pyoxigraph import Triple

from kg.entities import evidence
from kg.entities.evidence import Passage
from kg.model import namespaces
from kg.network.network import Network
from kg.sparql import rules
from kg.sparql.quads import Quads
from kg.sparql.table import text

Piece = dict[str, Any]
Premises = tuple[tuple[Piece, ...], ...]


def grounded(store: Quads, network: Network) -> Network:
    """Return a network whose edges by rule have their premises, with the evidence of each."""
    said, made = evidence.passages(store), network.copy()
    named = {rule.title: rule for rule in rules.stored().values()}
    for source, target, data in made.edges(data=True):
        if data["rule"]:
            triple = Triple(*map(namespaces.iri, (source, data["predicate"], target)))
            found = (named[title] for title in data["rule"].split("; "))
            data["premises"] = tuple(p for r in found for p in premises(store, r, triple, said))
    return made


def premises(
    store: Quads, rule: rules.Rule, conclusion: Triple, said: Mapping[str, tuple[Passage, ...]]
) -> Premises:
    """
    Return the evidence of each premise of a conclusion that a claim states, over all its ways.

    A premise that no claim states (a kind, a code's own relation) is not listed.
    """
    found = (_said(store, triple, said) for triple in rules.premises(store, rule, conclusion))
    return tuple(pieces for premise in found if (pieces := tuple(premise)))


def piece(passage: Passage) -> Piece:
    """Return a passage in the form that edges of the network have it."""
    own = asdict(passage)
    return {**own, "source": own["title"], "source_iri": namespaces.entity(passage.source).value}


def _said(store: Quads, triple: Triple, said: Mapping[str, tuple[Passage, ...]]) -> Iterator[Piece]:
    for quad in store.quads_for_pattern(triple.subject, triple.predicate, triple.object):
        yield from map(piece, said.get(text(quad.graph_name), ()))
