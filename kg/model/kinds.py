"""
The records of what claims say, made from what the ontology says of each kind of entity.

A claim is a fragment, so every key is optional here; what a whole entity needs is said in
``ontology/shapes``.  A key that takes one value stands for a single-valued property.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, create_model
from pyoxigraph import Literal, NamedNode

from kg.errors import OntologyError
from kg.model import namespaces, schema, terms
from kg.model.dates import PartialDate
from kg.model.fields import Code, Dated, Id, Number, Record, Thing, Words, listed
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS, XSD
from kg.model.terms import Term


class Content(Record):
    """What a claim says of a thing."""

    terms: ClassVar[Mapping[str, Term]] = {}

    def said(self) -> Iterator[tuple[str, Term, Any]]:
        """Yield each value that is given, with its key and what the key stands for."""
        for key, term in self.terms.items():
            value = getattr(self, key)
            for one in value if isinstance(value, tuple) else (value,):
                if one is not None:
                    yield key, term, one


@functools.cache
def content(*kinds: NamedNode) -> type[Content]:
    """Return the record of what a claim can say of what is of these classes."""
    keys = schema.keys(*kinds)
    fields: dict[str, Any] = {}
    for key, prop in keys.items():
        form, _ = _form(prop)
        many = Annotated[tuple[form, ...], BeforeValidator(listed)]  # type: ignore[valid-type]
        fields[key] = (form | None, None) if schema.is_single(prop) else (many, ())
    made = create_model(namespaces.local_name(kinds[0].value), __base__=Content, **fields)
    made.terms = {key: Term(prop, _form(prop)[1]) for key, prop in keys.items()}
    return made


def _form(prop: NamedNode) -> tuple[Any, Callable[[Any], NamedNode | Literal]]:
    """Return the form that values of a property have in a file, and how they become terms."""
    literals: dict[NamedNode, tuple[Any, Callable[[Any], Literal]]] = {
        XSD.string: (Words, terms.text),
        RDFS.Literal: (Words, terms.text),
        XSD.decimal: (Number, terms.number),
        RSC.PartialDate: (Dated, PartialDate.literal),
    }
    ranges = schema.nodes(prop, schema.RANGE)
    if not ranges:
        return Thing, namespaces.entity
    if ranges[0] in literals:
        return literals[ranges[0]]
    if OWL["Class"] in schema.nodes(ranges[0], RDF.type):
        is_code = SKOS.Concept in schema.ancestors(ranges[0])
        return Code if is_code else Id, namespaces.entity
    known = ", ".join(namespaces.ident(kind.value) for kind in literals)
    raise OntologyError(
        f"{namespaces.ident(prop.value)} has a key, so its range is a class or one of {known}"
    )
