"""What a rule's conclusion rests on in the end: the statements that it is drawn from."""

from collections.abc import Mapping
from dataclasses import replace

from pyoxigraph import Triple

from kg.entities.evidence import Passage
from kg.network.network import Network, Relation
from kg.sparql import rules
from kg.sparql.quads import Quads
from kg.sparql.table import term_text

Passages = Mapping[str, tuple[Passage, ...]]
Premises = tuple[tuple[Passage, ...], ...]


def grounded(store: Quads, network: Network, said: Passages) -> Network:
    """Return a network whose relations by rule have their premises, with the passages of each."""

    def with_premises(relation: Relation) -> Relation:
        applied = (rules.stored_rules()[name] for name in relation.rules)
        found = (p for rule in applied for p in premises(store, rule, relation.triple, said))
        return replace(relation, premises=tuple(found))

    relations = (with_premises(r) if r.rules else r for r in network.relations)
    return replace(network, relations=tuple(relations))


def premises(store: Quads, rule: rules.Rule, conclusion: Triple, said: Passages) -> Premises:
    """
    Return the passages of each premise of a conclusion that a claim states, over all its ways.

    A premise that no claim states (a kind, a code's own relation) is not listed.
    """
    found = []
    for triple in rule.premises(store, conclusion):
        quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        if passages := tuple(p for quad in quads for p in said.get(term_text(quad.graph_name), ())):
            found.append(passages)
    return tuple(found)
