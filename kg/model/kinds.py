"""
The records of what claims say, made from what the ontology says of each kind of entity.

A claim is a fragment, so every key is optional here; what a whole entity needs is said in
``ontology/shapes``.  A key that takes one value stands for a single-valued property.
"""

import functools
from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, create_model
from pyoxigraph import Literal, NamedNode

from kg.errors import OntologyError
from kg.model import namespaces, schema, terms
from kg.model.dates import PartialDate
from kg.model.fields import Code, Dated, Id, Number, Record, Thing, Words, listed
from kg.model.namespaces import OWL, RDF, RDFS, RSC, SKOS, XSD
from kg.model.records import Citation, Evidence
from kg.model.terms import Term


class Content(Record):
    """What a claim says of a thing; how it comes to say so stands beside it."""

    beside: ClassVar[tuple[str, ...]] = (*Evidence.model_fields, *Citation.model_fields)


@functools.cache
def content(*kinds: NamedNode) -> type[Content]:
    """Return the record of what a claim can say of what is of these classes."""
    fields: dict[str, Any] = {}
    for key, prop in schema.keys(*kinds).items():
        form, encode = value_form(prop)
        several = Annotated[tuple[form, ...], BeforeValidator(listed)]  # type: ignore[valid-type]
        given, default = (form | None, None) if schema.is_single(prop) else (several, ())
        fields[key] = (Annotated[given, Term(prop, encode)], default)
    return create_model(namespaces.local_name(kinds[0].value), __base__=Content, **fields)


def value_form(prop: NamedNode) -> tuple[Any, Callable[[Any], NamedNode | Literal]]:
    """
    Return the form that a value of a property has in a file, and how it becomes a term.

    Raises OntologyError if the range is nothing that a file can hold.
    """
    literals: dict[NamedNode, tuple[Any, Callable[[Any], Literal]]] = {
        XSD.string: (Words, terms.text),
        RDFS.Literal: (Words, terms.text),
        XSD.decimal: (Number, terms.number),
        RSC.PartialDate: (Dated, PartialDate.literal),
    }
    ranges = schema.nodes(prop, RDFS.range)
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
