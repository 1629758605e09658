"""What the ontology says about its classes, properties and codes, as plain look-ups."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from kg.model import namespaces
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS


@functools.cache
def _index() -> Mapping[tuple[str, str], list[NamedNode | Literal]]:
    """Return what the ontology states, by the addresses of subject and predicate."""
    found: dict[tuple[str, str], list[NamedNode | Literal]] = defaultdict(list)
    for s, p, o in namespaces.ontology():
        found[s.value, p.value].append(o)
    return dict(found)


def objects(subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
    """Return what the ontology states of a term by a predicate."""
    return _index().get((subject.value, predicate.value), [])


def nodes(subject: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
    """Return the IRIs among what the ontology states of a term by a predicate."""
    return tuple(o for o in objects(subject, predicate) if isinstance(o, NamedNode))


def text(subject: NamedNode, predicate: NamedNode) -> str:
    """Return the one value that the ontology states of a term by a predicate; empty if none."""
    return next((o.value for o in objects(subject, predicate)), "")


def instances(kind: NamedNode) -> list[NamedNode]:
    """Return the terms of a sort, such as owl:Class, in order."""
    return sorted({s for s, p, o in namespaces.ontology() if p == RDF.type and o == kind}, key=str)


@functools.cache
def classes() -> dict[str, NamedNode]:
    """Return the classes of entities by the path of their ids (``diplomatic-mission``)."""
    found = [c for c in instances(OWL["Class"]) if RSC.Entity in ancestors(c)]
    return {namespaces.kind_name(c): c for c in found}


@functools.cache
def ancestors(term: NamedNode, above: NamedNode = RDFS.subClassOf) -> tuple[NamedNode, ...]:
    """Return a class and every class above it, nearest first, or a property and those above it."""
    found = [term]
    for one in found:
        found.extend(parent for parent in nodes(one, above) if parent not in found)
    return tuple(found)


@functools.cache
def codes() -> dict[str, tuple[NamedNode, ...]]:
    """Return the codes by name, each with the classes it belongs to."""
    base = namespaces.prefixes()["code"]
    return {c.value.removeprefix(base): nodes(c, RDF.type) for c in instances(SKOS.Concept)}


def label(term: NamedNode, language: str = "en") -> str:
    """Return a term's preferred label, or its short name if it has none in the language."""
    for value in objects(term, SKOS.prefLabel):
        if isinstance(value, Literal) and value.language == language:
            return value.value
    return namespaces.ident(term.value)


def labels(iri: str) -> Mapping[str, str]:
    """Return the preferred labels of a term of the ontology by language, or none."""
    found = _index().get((iri, SKOS.prefLabel.value), ())
    return {o.language: o.value for o in found if isinstance(o, Literal) and o.language}


def is_single(prop: NamedNode) -> bool:
    """Return whether an entity can have one value of the property at a time."""
    return bool(objects(prop, RSC.singleValued))


@functools.cache
def keys(*kinds: NamedNode) -> Mapping[str, NamedNode]:
    """Return the keys of a claim about what is of these classes, and what each stands for."""
    alone = {kind for kind in kinds if objects(kind, RSC.ownKeysOnly)}
    above = [a for k in kinds for a in ((k,) if k in alone else ancestors(k))]
    props = (prop for kind in reversed(above) for prop in _keyed().get(kind, ()))
    return {
        text(prop, RSC.key): prop for prop in props if not {*nodes(prop, RSC.notKeyOf)} & {*above}
    }


@functools.cache
def _keyed() -> Mapping[NamedNode, list[NamedNode]]:
    """Return the properties with a key by the classes that have it."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for prop, predicate, _ in namespaces.ontology():
        if predicate == RSC.key:
            for kind in nodes(prop, RSC.keyOf) or nodes(prop, RDFS.domain):
                found[kind].append(prop)
    return found


def properties_of_key(key: str) -> tuple[NamedNode, ...]:
    """Return the properties for which a key stands, in claims about whatever kind of thing."""
    props = {prop for found in _keyed().values() for prop in found}
    return tuple(sorted((p for p in props if text(p, RSC.key) == key), key=str))


def display_group(kind: NamedNode) -> str:
    """Return the entry of the legend to which the members of a class belong."""
    return _nearest(ancestors(kind), RSC.displayGroup)


@functools.cache
def kinds_marked(mark: NamedNode, value: str = "true") -> frozenset[str]:
    """Return the names of the classes of which an annotation says a value, and of those below."""
    named = {namespaces.kind_name(kind): kind for kind in instances(OWL["Class"])}
    return frozenset(n for n, kind in named.items() if _nearest(ancestors(kind), mark) == value)


@functools.cache
def properties_marked(mark: NamedNode) -> Mapping[str, str]:
    """Return what an annotation says of properties, and so of those below, by prefixed name."""
    props = [*instances(OWL.ObjectProperty), *instances(OWL.DatatypeProperty)]
    said = {
        namespaces.ident(p.value): _nearest(ancestors(p, RDFS.subPropertyOf), mark) for p in props
    }
    return {name: value for name, value in said.items() if value}


def occasions(*, asked: bool = False) -> frozenset[str]:
    """Return the kinds that tie those who take part, with those that do so only when asked."""
    always = kinds_marked(RSC.occasion, "always")
    return always | kinds_marked(RSC.occasion, "when asked") if asked else always


def leads_to() -> Mapping[str, str]:
    """Return the stage of the results chain to which each property leads, by prefixed name."""
    return properties_marked(RSC.leadsTo)


@functools.cache
def stages() -> Mapping[str, str]:
    """Return the stage of the results chain at which each kind of thing stands, by its name."""
    found = {}
    for prop, stage in leads_to().items():
        for end in nodes(namespaces.iri(prop), RDFS.range):
            for kind in instances(OWL["Class"]):
                if end in ancestors(kind):
                    found[namespaces.kind_name(kind)] = stage
    return found


def _nearest(terms: Iterable[NamedNode], annotation: NamedNode) -> str:
    return next((text(term, annotation) for term in terms if objects(term, annotation)), "")
