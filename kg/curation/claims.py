"""
Turn what the data folder says into quads: one named graph for each claim, and its provenance.

A claim's name is a hash of what it states, of its source and passages, and of how it is said, so
that loading it twice changes nothing.  The hash is taken before loading, since a store may rewrite
literals.
"""

import urllib.parse
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.curation.folder import Claim, Data
from kg.model import countries, namespaces
from kg.model.namespaces import CLAIM, DCTERMS, GRAPH, OA, RDF, RSC, SCHEMA, SKOS
from kg.model.records import Citation, Entity, Source

PROVENANCE = GRAPH["provenance"]
REGISTER = GRAPH["register"]
ONTOLOGY = GRAPH["ontology"]


def quads(data: Data) -> Iterator[Quad]:
    """Yield the ontology, the register, the sources and the claims, each in its named graphs."""
    for subject, predicate, value in namespaces.ontology():
        yield Quad(subject, predicate, value, ONTOLOGY)
    for entity, kind, _ in data.entities.values():
        yield from entity_quads(entity, kind)
    for source, _ in data.sources.values():
        yield from source_quads(source)
    superseded = revised(data)
    for claim in data.claims:
        source = data.sources[claim.header.source][0]
        yield from claim_quads(claim, source, withdrawn=claim.name in superseded)


def revised(data: Data) -> frozenset[str]:
    """Return the names of the claims that are withdrawn or that a later claim revises."""
    withdrawn = {claim.name for claim in data.claims if claim.evidence.withdrawn}
    return frozenset(withdrawn | {c.evidence.revises for c in data.claims if c.evidence.revises})


def entity_quads(entity: Entity, kind: NamedNode) -> Iterator[Quad]:
    """Yield what the register says of an entity of a class."""
    subject = namespaces.entity(entity.id)
    yield Quad(subject, RDF.type, kind, REGISTER)
    names = countries.names_of_state(entity) if entity.iso3 else entity.names().items()
    for language, label in names:
        if label:
            yield Quad(subject, SKOS.prefLabel, Literal(label, language=language), REGISTER)
    for _, term, value in entity.said():
        yield Quad(subject, term.predicate, term.encode(value), REGISTER)
    for predicate, code in countries.codes_of_state(entity.iso3) if entity.iso3 else ():
        yield Quad(subject, predicate, Literal(code), REGISTER)


def source_quads(source: Source) -> Iterator[Quad]:
    """Yield what is known of a source, and its text units."""
    subject = namespaces.entity(source.id)
    title = Literal(source.title, language=source.language)
    yield Quad(subject, RDF.type, RSC.Source, REGISTER)
    yield Quad(subject, SKOS.prefLabel, title, REGISTER)
    yield Quad(subject, DCTERMS.title, title, REGISTER)
    for _, term, value in source.said():
        yield Quad(subject, term.predicate, term.encode(value), REGISTER)
    for order, (name, start, end) in enumerate(source.units):
        unit = unit_of(source.id, name)
        yield Quad(unit, RDF.type, RSC.TextUnit, PROVENANCE)
        yield Quad(unit, DCTERMS.isPartOf, subject, PROVENANCE)
        yield Quad(unit, DCTERMS.identifier, Literal(name), PROVENANCE)
        yield Quad(unit, OA.start, Literal(start), PROVENANCE)
        yield Quad(unit, OA.end, Literal(end), PROVENANCE)
        yield Quad(unit, SCHEMA.position, Literal(order), PROVENANCE)


def unit_of(source: str, unit: str) -> NamedNode:
    """Return the IRI of a text unit of a source."""
    return NamedNode(f"{namespaces.entity(source).value}#{urllib.parse.quote(unit)}")


def claim_quads(claim: Claim, source: Source, *, withdrawn: bool) -> Iterator[Quad]:
    """Yield what a claim states, and where from; what is withdrawn is kept as text alone."""
    subject = CLAIM[claim.name]
    yield Quad(subject, RDF.type, RSC.Claim, PROVENANCE)
    for record in (claim.header, claim.evidence):
        for _, term, value in record.said():
            yield Quad(subject, term.predicate, term.encode(value), PROVENANCE)
    if withdrawn:
        text = "".join(f"{triple} .\n" for triple in sorted(claim.statements, key=str))
        yield Quad(subject, RSC.withdrawnStatements, Literal(text), PROVENANCE)
    else:
        yield from (Quad(s, p, o, subject) for s, p, o in claim.statements)
    for order, citation in enumerate(claim.evidence.passages, 1):
        passage = NamedNode(f"{subject.value}#{order}")
        yield Quad(subject, RSC.hasEvidence, passage, PROVENANCE)
        yield from citation_quads(citation, source, passage)


def citation_quads(citation: Citation, source: Source, passage: NamedNode) -> Iterator[Quad]:
    """Yield where in a source a passage is, under its own IRI."""
    yield Quad(passage, RDF.type, RSC.Evidence, PROVENANCE)
    yield Quad(passage, OA.hasSource, namespaces.entity(source.id), PROVENANCE)
    if citation.unit is not None and source.units:
        yield Quad(passage, RSC.isInUnit, unit_of(source.id, citation.unit), PROVENANCE)
    elif citation.unit is not None:
        yield Quad(passage, RSC.placeInSource, Literal(citation.unit), PROVENANCE)
    if citation.quote is not None and citation.at is not None:
        yield Quad(passage, OA.exact, Literal(citation.quote), PROVENANCE)
        yield Quad(passage, OA.start, Literal(citation.at), PROVENANCE)
        yield Quad(passage, OA.end, Literal(citation.at + len(citation.quote)), PROVENANCE)
