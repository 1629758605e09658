"""What a page tells beside its network: what is disputed, unknown, due, inferred from what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.entities import status
from kg.model import geography, namespaces, schema
from kg.model.namespaces import RDF
from kg.sparql import rules
from kg.sparql.table import term_text

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader


def annotate(graph: Reader, network: Network, day: str) -> dict[str, Any]:
    """Return by name what the parts of a page read beside the network, as things stand on a day."""
    states = status.standings(graph.store, day) if day else {}
    return {
        "outline": geography.hemisphere(),
        "standings": {
            namespaces.ident(iri): [dict(one) for one in own] for iri, own in states.items()
        },
        "conflicts": conflicts(graph, network),
        "unknowns": unknowns(graph, network),
        "premises": premises(graph, network),
    }


def conflicts(graph: Reader, network: Network) -> list[dict[str, Any]]:
    """Return what the sources disagree about, with both sides."""
    label = graph.names.label
    return [
        {
            "subject": namespaces.ident(row["subject"]),
            "property": row["propertyLabel"],
            "value": row["valueLabel"],
            "source": label(row["source"]),
            "grade": row["grade"],
            "other": row["otherLabel"],
            "otherSource": label(row["otherSource"]),
            "otherGrade": row["otherGrade"],
        }
        for row in graph.query("conflicts").dicts()
        if namespaces.ident(row["subject"]) in network
    ]


def unknowns(graph: Reader, network: Network) -> dict[str, list[dict[str, str]]]:
    """Return what no source states of an entity, though a reader would expect it, by its key."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in graph.query("gaps").dicts():
        key = namespaces.ident(row["entityId"])
        if key in network:
            found[key].append(dict(schema.labels(row["property"])))
    return found


def premises(graph: Reader, network: Network) -> dict[str, list[list[str]]]:
    """
    Return from which statements each relation that a rule infers follows.

    A statement is a subject, a property and an object as the page knows them: keys of entities, or
    the words of a value.
    """
    found: dict[str, list[list[str]]] = {}
    for relation in (relation for relation in network.relations if relation.rules):
        conclusion = relation.triple
        applied = (rules.stored_rules()[name] for name in relation.rules)
        grounds = [p for rule in applied for p in rule.premises(graph.store, conclusion)]
        if grounds:
            found[f"{relation.source} {relation.predicate} {relation.target}"] = [
                [
                    namespaces.ident(term.value) if isinstance(term, NamedNode) else term_text(term)
                    for term in ground
                ]
                for ground in grounds
                if ground != conclusion and ground.predicate != RDF.type
            ]
    return found
