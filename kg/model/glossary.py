"""The reference of the ontology: what each class, property and code means."""

import functools
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg import text
from kg.errors import UnknownNameError
from kg.model import namespaces, schema
from kg.model.languages import ENGLISH
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


_TITLES = {
    "label": SKOS.prefLabel,
    "example": SKOS.example,
    "note": SKOS.scopeNote,
    "kind of": RDFS.subClassOf,
    "special case of": RDFS.subPropertyOf,
    "of": RDFS.domain,
    "to": RDFS.range,
    "narrower than": SKOS.broader,
    "in list": SKOS.inScheme,
    "notation": SKOS.notation,
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
        term = NamedNode(self.iri)
        found = [
            (title, shown(value))
            for title, predicate in _TITLES.items()
            for value in schema.objects(term, predicate)
        ]
        for title, predicate in (("narrower", RDFS.subClassOf), ("contains", SKOS.inScheme)):
            below = (s for s, p, o in namespaces.ontology() if p == predicate and o == term)
            found.extend((title, namespaces.ident(getattr(s, "value", ""))) for s in below)
        if schema.is_single(term):
            found.append(("values", "one at a time; two from different claims are a conflict"))
        keys = {key.value for key in schema.objects(term, RSC.key)}
        if term == RSC.Source or term in schema.classes().values():
            keys.add(f"[[{namespaces.kind_name(term)}]]")
        found.extend(("key in data files", key) for key in sorted(keys))
        for mark in schema.instances(OWL.AnnotationProperty):
            if mark not in (RSC.key, RSC.singleValued):
                said = schema.objects(term, mark)
                found.extend((schema.label(mark), shown(value)) for value in said)
        return tuple(found)


@functools.cache
def entries() -> dict[str, Entry]:
    """Return every term and code by its prefixed name, classes first."""
    order = list(_KINDS)
    found: dict[NamedNode, NamedNode] = {}
    for s, p, o in namespaces.ontology():
        if p == RDF.type and o in _KINDS and isinstance(s, NamedNode):
            found[s] = min(found.get(s, o), o, key=order.index)
    known = {}
    for term in sorted(found, key=lambda s: (order.index(found[s]), s.value)):
        definition = next((shown(d) for d in schema.objects(term, SKOS.definition)), "")
        name, kind = namespaces.ident(term.value), _KINDS[found[term]]
        known[name] = Entry(term.value, name, kind, schema.label(term), definition)
    return known


def find_term(name: str) -> Entry:
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


def shown(value: NamedNode | Literal) -> str:
    """Return a term by its short name, and words with their language if they are not English."""
    if isinstance(value, NamedNode):
        return namespaces.ident(value.value)
    foreign = value.language not in (None, ENGLISH)
    return f"{value.value} ({value.language})" if foreign else value.value
