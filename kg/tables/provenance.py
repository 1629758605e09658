"""What the rows of a table rest on: the pages, or other places, of its source."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import StringColumn, StringValue, Table
from pyoxigraph import Literal, NamedNode

from kg.model import namespaces
from kg.model.namespaces import CLAIM, GRAPH, PROV, RDF, RSC, XSD
from kg.tables import nquads
from kg.tables.mapping import Mapping


def part_lines(table: Table, mapping: Mapping) -> StringColumn:
    """Return for each place in the source the N-Quads that say what its rows rest on."""
    kind = RSC.Claim if mapping.drawn else RSC.TablePart
    parts = table.select("part", "place", "modality").distinct()
    part = ibis.literal(CLAIM[""].value) + parts.part
    subject, evidence = nquads.iri(part), nquads.iri(part + "#1")
    end = f" {GRAPH['provenance']} ."
    source = namespaces.entity(mapping.source)
    modality = nquads.iri(ibis.literal(namespaces.entity("").value) + parts.modality)
    fixed: Sequence[tuple[NamedNode, str | StringValue]] = (
        (RDF.type, str(kind)),
        (PROV.hadPrimarySource, str(source)),
        (PROV.wasAttributedTo, str(Literal(mapping.extracted_by))),
        (PROV.generatedAtTime, f'"{mapping.extracted.isoformat()}"^^{XSD.date}'),
        (RSC.hasLevel, str(namespaces.entity("explicit"))),
        (RSC.hasModality, modality),
        (RSC.hasCredibility, str(namespaces.entity(mapping.credibility))),
        (RSC.hasReviewStatus, str(namespaces.entity(mapping.review))),
        (RSC.hasEvidence, evidence),
    )
    statements = [subject + f" {predicate} " + value + end for predicate, value in fixed]
    statements.append(evidence + f" {RDF.type} {RSC.Evidence}{end}")
    statements.append(evidence + f" {namespaces.OA.hasSource} {source}{end}")
    statements.append(evidence + f" {RSC.placeInSource} " + nquads.literal(parts.place) + end)
    return nquads.joined(statements).name("line")
