"""What the ontology says about its classes, properties and codes, as plain look-ups."""

import functools
from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from kg.model import namespaces
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS

RANGE = RDFS.range


@functools.cache
def _objects() -> dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]]:
    found: dict[tuple[NamedNode, NamedNode], list[NamedNode | Literal]] = defaultdict(list)
    for s, p, o in namespaces.ontology():
        found[s, p].append(o)
    return dict(found)


def objects(subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
    """Return what the ontology states of a term by a predicate."""
    return _objects().get((subject, predicate), [])


def nodes(subject: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
    """Return the IRIs among what the ontology states of a term by a predicate."""
    return tuple(o for o in objects(subject, predicate) if isinstance(o, NamedNode))


def _instances(kind: NamedNode) -> list[NamedNode]:
    return sorted({s for s, p, o in namespaces.ontology() if p == RDF.type and o == kind}, key=str)


@functools.cache
def classes() -> dict[str, NamedNode]:
    """Return the classes of entities by the path of their ids (``diplomatic-mission``)."""
    found = [c for c in _instances(OWL["Class"]) if RSC.Entity in ancestors(c)]
    return {namespaces.kind_name(c): c for c in found}


@functools.cache
def ancestors(kind: NamedNode) -> tuple[NamedNode, ...]:
    """Return a class and every class above it, nearest first."""
    found = [kind]
    for term in found:
        parents = nodes(term, RDFS.subClassOf)
        found.extend(parent for parent in parents if parent not in found)
    return tuple(found)


@functools.cache
def codes() -> dict[str, tuple[NamedNode, ...]]:
    """Return the codes by name, each with the classes it belongs to."""
    base = namespaces.prefixes()["code"]
    return {c.value.removeprefix(base): nodes(c, RDF.type) for c in _instances(SKOS.Concept)}


def label(term: NamedNode, language: str = "en") -> str:
    """Return a term's preferred label, or its short name if it has none in the language."""
    for value in objects(term, SKOS.prefLabel):
        if isinstance(value, Literal) and value.language == language:
            return value.value
    return namespaces.ident(term.value)


@functools.cache
def _labels() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in namespaces.ontology():
        if p == SKOS.prefLabel and isinstance(o, Literal) and o.language:
            found[s.value][o.language] = o.value
    return found


def labels(iri: str) -> Mapping[str, str]:
    """Return the preferred labels of a term of the ontology by language, or none."""
    return dict(_labels().get(iri, {}))


def is_single(prop: NamedNode) -> bool:
    """Return whether an entity can have one value of the property at a time."""
    return bool(objects(prop, RSC.singleValued))
