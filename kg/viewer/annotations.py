"""What a page tells beside its network: what is disputed, unknown, due, inferred from what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Triple

from kg.entities import status
from kg.model import geography, namespaces, schema
from kg.model.namespaces import RDF
from kg.sparql import rules

if TYPE_CHECKING:
    from kg.network.network import Network
    from kg.network.reader import Reader


def margins(graph: Reader, whole: Network, day: str) -> dict[str, Any]:
    """Return by name what the parts of a page read beside the network, as things stand on a day."""
    states = status.standings(graph.store, day) if day else {}
    return {
        "outline": geography.hemisphere(),
        "standings": {
            namespaces.ident(iri): [dict(one) for one in own] for iri, own in states.items()
        },
        "conflicts": _conflicts(graph, whole),
        "unknowns": _unknowns(graph, whole),
        "premises": _premises(graph, whole),
    }


def _conflicts(graph: Reader, whole: Network) -> list[dict[str, Any]]:
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
        if namespaces.ident(row["subject"]) in whole
    ]


def _unknowns(graph: Reader, whole: Network) -> Mapping[str, list[Mapping[str, str]]]:
    """Return what no source states of an entity, though a reader would expect it."""
    found: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in graph.query("gaps").dicts():
        key = namespaces.ident(row["entityId"])
        if key in whole:
            found[key].append(schema.labels(row["property"]))
    return found


def _premises(graph: Reader, whole: Network) -> Mapping[str, list[list[str]]]:
    """Return from which relations each relation that a rule infers follows."""
    found: dict[str, list[list[str]]] = {}
    for relation in (relation for relation in whole.relations if relation.rules):
        conclusion = relation.triple
        applied = (rules.stored_rules()[name] for name in relation.rules)
        grounds = [p for rule in applied for p in rule.premises(graph.store, conclusion)]
        if grounds:
            found[f"{relation.source} {relation.predicate} {relation.target}"] = [
                _words(ground)
                for ground in grounds
                if ground != conclusion and ground.predicate != RDF.type
            ]
    return found


def _words(triple: Triple) -> list[str]:
    """Return a premise as the page knows its parts: keys of entities, or the words of a value."""
    return [_part(triple.subject), namespaces.ident(triple.predicate.value), _part(triple.object)]


def _part(term: Any) -> str:
    return namespaces.ident(term.value) if isinstance(term, NamedNode) else str(term.value)
