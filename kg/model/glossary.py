"""The reference of the ontology: what each class, property and code means."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg import text
from kg.errors import UnknownNameError
from kg.model import namespaces, schema
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS

_KINDS = {
    OWL["Class"]: "class",
    OWL.ObjectProperty: "relation",
    OWL.DatatypeProperty: "value",
    OWL.AnnotationProperty: "annotation",
    RDFS.Datatype: "datatype",
    SKOS.ConceptScheme: "code list",
    SKOS.Concept: "code",
}


@dataclass(frozen=True)
class Entry:
    """A term of the ontology."""

    iri: str
    name: str
    kind: str
    label: str
    definition: str

    @property
    def short(self) -> str:
        """Its name without the prefix."""
        return namespaces.local_name(self.iri)

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """Everything else that the Turtle says of it, and its keys in data files, by title."""
        return tuple(_details(NamedNode(self.iri)))


@functools.cache
def entries() -> dict[str, Entry]:
    """Return every term and code by its prefixed name, classes first."""
    order = list(_KINDS)
    found: dict[NamedNode, NamedNode] = {}
    for s, p, o in namespaces.ontology():
        if p == RDF.type and o in _KINDS and isinstance(s, NamedNode):
            found[s] = min(found.get(s, o), o, key=order.index)
    terms = sorted(found, key=lambda s: (order.index(found[s]), s.value))
    return {namespaces.ident(s.value): _entry(s, _KINDS[found[s]]) for s in terms}


def find(name: str) -> Entry:
    """Return a term by its name, prefixed name, IRI or label; raises UnknownNameError if none."""
    known = entries().values()
    wanted = namespaces.ident(name)
    for entry in known:
        if wanted in (entry.name, entry.short) or name.casefold() == entry.label.casefold():
            return entry
    every = [n for entry in known for n in (entry.name, entry.short, entry.label)]
    near = text.close_names(name, every)
    hint = text.did_you_mean(near) or "; 'kg terms' lists them"
    raise UnknownNameError(f"the ontology has no term {name!r}{hint}", name, near)


def _entry(term: NamedNode, kind: str) -> Entry:
    definition = next((_shown(d) for d in schema.objects(term, SKOS.definition)), "")
    return Entry(term.value, namespaces.ident(term.value), kind, schema.label(term), definition)


def _details(term: NamedNode) -> Iterator[tuple[str, str]]:
    for title, predicate in (
        ("label", SKOS.prefLabel),
        ("example", SKOS.example),
        ("note", SKOS.scopeNote),
        ("kind of", RDFS.subClassOf),
        ("special case of", RDFS.subPropertyOf),
        ("of", RDFS.domain),
        ("to", RDFS.range),
        ("narrower than", SKOS.broader),
        ("in list", SKOS.inScheme),
        ("notation", SKOS.notation),
    ):
        for value in schema.objects(term, predicate):
            yield title, _shown(value)
    for title, predicate in (("narrower", RDFS.subClassOf), ("contains", SKOS.inScheme)):
        for s, p, o in namespaces.ontology():
            if p == predicate and o == term:
                yield title, namespaces.ident(str(getattr(s, "value", s)))
    if schema.is_single(term):
        yield "values", "one at a time; two from different claims are a conflict"
    for key in _keys(term):
        yield "key in data files", key


def _keys(term: NamedNode) -> Iterator[str]:
    named = {key.value for key in schema.objects(term, RSC.key)}
    if term == RSC.Source or term in schema.classes().values():
        named.add(f"[[{namespaces.kind_name(term)}]]")
    yield from sorted(named)


def _shown(value: NamedNode | Literal) -> str:
    if isinstance(value, NamedNode):
        return namespaces.ident(value.value)
    return (
        f"{value.value} ({value.language})" if value.language not in (None, "en") else value.value
    )
