"""
Turn what the data folder says into quads: one named graph for each claim, and its provenance.

A claim's name is a hash of what it states, of its source and passages, and of how it is said, so
that loading it twice changes nothing.  The hash is taken before loading, since a store may rewrite
literals.
"""

import hashlib
import urllib.parse
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.curation.folder import Claim, Data
from kg.model import countries, namespaces
from kg.model.namespaces import CLAIM, DCTERMS, GRAPH, OA, PROV, RDF, RDFS, RSC, SCHEMA, SKOS, XSD
from kg.model.records import Entity, Passage, Source

PROVENANCE = GRAPH["provenance"]
REGISTER = GRAPH["register"]
ONTOLOGY = GRAPH["ontology"]
_WIKIDATA = "http://www.wikidata.org/entity/"


def quads(data: Data) -> Iterator[Quad]:
    """Yield the ontology, the register, the sources and the claims, each in its named graphs."""
    for triple in namespaces.ontology():
        yield _in(triple, ONTOLOGY)
    for entity, kind, _ in data.entities.values():
        yield from _registered(entity, kind)
    for source, _ in data.sources.values():
        yield from _source(source)
    superseded = revised(data)
    for claim in data.claims:
        source = data.sources[claim.header.source][0]
        yield from _claim(claim, source, superseded)


def _in(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def revised(data: Data) -> frozenset[str]:
    """Return the names of the claims that are withdrawn or that a later claim revises."""
    withdrawn = {name(claim) for claim in data.claims if claim.evidence.withdrawn}
    return frozenset(withdrawn | {c.evidence.revises for c in data.claims if c.evidence.revises})


def name(claim: Claim) -> str:
    """Return the hash that names a claim: 20 hexadecimal digits."""
    return _hash(claim, statements(claim))


def _hash(claim: Claim, triples: list[Triple]) -> str:
    lines = sorted(map(str, triples))
    lines.extend(f"{p.unit}\t{p.at}\t{p.quote}" for p in claim.evidence.passages)
    lines.extend((claim.header.source, claim.evidence.level, claim.evidence.modality))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:20]


def statements(claim: Claim) -> list[Triple]:
    """Return the triples that a claim states."""
    subject = namespaces.entity(claim.evidence.about)
    return [Triple(subject, t.predicate, t.encode(one)) for _, t, one in claim.content.said()]


def _registered(entity: Entity, kind: NamedNode) -> Iterator[Quad]:
    subject = namespaces.entity(entity.id)
    yield Quad(subject, RDF.type, kind, REGISTER)
    names = countries.names(entity) if entity.iso3 else entity.names().items()
    for language, label in names:
        if label:
            yield Quad(subject, SKOS.prefLabel, Literal(label, language=language), REGISTER)
    for label in entity.also:
        yield Quad(subject, SKOS.altLabel, Literal(label), REGISTER)
    if entity.note:
        yield Quad(subject, SKOS.note, Literal(entity.note, language="en"), REGISTER)
    for predicate, code in countries.codes(entity.iso3) if entity.iso3 else ():
        yield Quad(subject, predicate, Literal(code), REGISTER)
    if entity.wikidata:
        yield Quad(subject, SKOS.exactMatch, NamedNode(_WIKIDATA + entity.wikidata), REGISTER)


def _source(source: Source) -> Iterator[Quad]:
    subject = namespaces.entity(source.id)
    facts: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF.type, RSC.Source),
        (SKOS.prefLabel, Literal(source.title, language=source.language)),
        (DCTERMS.title, Literal(source.title, language=source.language)),
        (DCTERMS.publisher, namespaces.entity(source.publisher)),
        (DCTERMS.language, Literal(source.language)),
        (DCTERMS.license, Literal(source.licence)),
        (SCHEMA.url, NamedNode(source.address)),
        (RSC.retrievalDate, Literal(source.retrieved.isoformat(), datatype=XSD.date)),
        (RSC.hasReliability, namespaces.entity(source.reliability)),
    ]
    if source.date:
        facts.append((DCTERMS.issued, source.date.literal()))
    if source.note:
        facts.append((SKOS.note, Literal(source.note, language="en")))
    for predicate, value in facts:
        yield Quad(subject, predicate, value, REGISTER)
    for order, (unit, start, end) in enumerate(source.units):
        yield from _unit(source, unit, start, end, order)


def _unit(source: Source, unit: str, start: int, end: int, order: int) -> Iterator[Quad]:
    subject = unit_of(source.id, unit)
    yield Quad(subject, RDF.type, RSC.TextUnit, PROVENANCE)
    yield Quad(subject, DCTERMS.isPartOf, namespaces.entity(source.id), PROVENANCE)
    yield Quad(subject, DCTERMS.identifier, Literal(unit), PROVENANCE)
    yield Quad(subject, OA.start, Literal(start), PROVENANCE)
    yield Quad(subject, OA.end, Literal(end), PROVENANCE)
    yield Quad(subject, SCHEMA.position, Literal(order), PROVENANCE)


def unit_of(source: str, unit: str) -> NamedNode:
    """Return the IRI of a text unit of a source."""
    return NamedNode(f"{namespaces.entity(source).value}#{urllib.parse.quote(unit)}")


def _claim(claim: Claim, source: Source, superseded: frozenset[str]) -> Iterator[Quad]:
    triples = statements(claim)
    digest = _hash(claim, triples)
    subject, withdrawn = CLAIM[digest], digest in superseded
    if not withdrawn:
        for triple in triples:
            yield _in(triple, subject)
    for predicate, value in _provenance(claim):
        yield Quad(subject, predicate, value, PROVENANCE)
    if withdrawn:
        text = "".join(f"{triple} .\n" for triple in sorted(triples, key=str))
        yield Quad(subject, RSC.withdrawnStatements, Literal(text), PROVENANCE)
    for order, passage in enumerate(claim.evidence.passages, 1):
        evidence = NamedNode(f"{subject.value}#{order}")
        yield Quad(subject, RSC.hasEvidence, evidence, PROVENANCE)
        for predicate, value in _evidence(source, passage):
            yield Quad(evidence, predicate, value, PROVENANCE)


def _evidence(source: Source, passage: Passage) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    yield RDF.type, RSC.Evidence
    yield OA.hasSource, namespaces.entity(source.id)
    if passage.unit is not None and source.units:
        yield RSC.isInUnit, unit_of(source.id, passage.unit)
    elif passage.unit is not None:
        yield RSC.placeInSource, Literal(passage.unit)
    if passage.quote is not None and passage.at is not None:
        yield OA.exact, Literal(passage.quote)
        yield OA.start, Literal(passage.at)
        yield OA.end, Literal(passage.at + len(passage.quote))


def _provenance(claim: Claim) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    header, evidence = claim.header, claim.evidence
    yield RDF.type, RSC.Claim
    yield PROV.hadPrimarySource, namespaces.entity(header.source)
    yield PROV.wasAttributedTo, Literal(header.extracted_by)
    yield PROV.generatedAtTime, Literal(header.extracted.isoformat(), datatype=XSD.date)
    yield RSC.hasLevel, namespaces.entity(evidence.level)
    yield RSC.hasModality, namespaces.entity(evidence.modality)
    yield RSC.hasCredibility, namespaces.entity(evidence.credibility)
    yield RSC.hasReviewStatus, namespaces.entity(header.review)
    if evidence.reason:
        yield RSC.reason, Literal(evidence.reason)
    if evidence.score is not None:
        yield RSC.score, Literal(evidence.score)
    for address in evidence.see_also:
        yield RDFS.seeAlso, NamedNode(address)
    if evidence.revises:
        yield PROV.wasRevisionOf, CLAIM[evidence.revises]
    if evidence.withdrawn:
        yield PROV.invalidatedAtTime, Literal(evidence.withdrawn.isoformat(), datatype=XSD.date)
