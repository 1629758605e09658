"""
Hold the rows of the tables in a built graph against the shapes, some thousands at a time.

What is wrong with a row is wrong with its mapping, and so with many rows: there is one finding for
each shape that rows of a source break, with how many break it and one of them.  The rows of a
graph are checked once; what is found is kept beside the graph.
"""

import contextlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.atomic import replace_text
from kg.curation import shacl
from kg.curation.checks import Finding
from kg.curation.origins import Origin
from kg.model import namespaces
from kg.model.namespaces import GRAPH, RDF
from kg.sparql import queries
from kg.sparql.table import Table
from kg.store import versions
from kg.store.table_catalog import Progress

_KEPT = "rows-checked.json"
# Bytes of N-Triples that are held against the shapes at a time.
_BATCH = 40_000_000
_SUBJECT = re.compile(rb"^<([^>]+)>", re.MULTILINE)
_OBJECT = re.compile(rb"> <([^>]+)> \.$", re.MULTILINE)
_PARTS = """
SELECT ?part ?source ?evidence {
  GRAPH graph:provenance {
    ?part a rsc:TablePart
    OPTIONAL { ?part prov:hadPrimarySource ?source }
    OPTIONAL { ?part rsc:hasEvidence ?evidence }
  }
} ORDER BY ?source ?part"""
_RECKONED = """
SELECT ?graph ?source { GRAPH graph:provenance { ?graph prov:wasDerivedFrom ?source } }
ORDER BY ?graph"""


def check_rows(target: Path, progress: Progress = lambda _: None) -> list[Finding]:
    """
    Return what the rows of the current graph's tables break, and what nothing states of them.

    Raises StoreError if there is no graph.
    """
    quads = versions.location(target)
    kept = quads.parent / _KEPT
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(kept.read_text("utf-8"))
        return [Finding(**{**one, "origin": Origin(**one["origin"])}) for one in known]
    found = list(row_findings(versions.open_quads(quads), progress))
    # Without a file that can be written, they are checked again the next time.
    with contextlib.suppress(OSError):
        replace_text(kept, json.dumps([asdict(finding) for finding in found]))
    return found


def row_findings(quads: pyoxigraph.Store, progress: Progress = lambda _: None) -> Iterator[Finding]:
    """Yield a finding for each shape that rows of a source break."""
    first: dict[tuple[str, str], shacl.ShapeResult] = {}
    counts: Counter[tuple[str, str]] = Counter()
    held = 0
    for source, lines in _batches(quads):
        own = set(_SUBJECT.findall(lines))
        # Of what classes things are, by rule too.
        kinds = (
            quad
            for name in sorted(own.union(_OBJECT.findall(lines)))
            for quad in quads.quads_for_pattern(NamedNode(name.decode()), RDF.type, None)
        )
        text = (lines + b"".join(map(_line, kinds))).decode()
        for result in shacl.shape_results_of(text):
            if result.focus.encode() in own:
                first.setdefault((source, result.shape), result)
                counts[source, result.shape] += 1
        held += len(own)
        progress(f"checking rows: {held:,} things")
    for (source, shape), found in first.items():
        focus, path = namespaces.ident(found.focus), namespaces.ident(found.path)
        message = f"{found.message} ({counts[source, shape]:,} such)"
        yield Finding(found.severity, shape, focus, path, message, Origin(source, 0, ""))


def _batches(quads: pyoxigraph.Store) -> Iterator[tuple[str, bytes]]:
    """Yield lines of N-Triples with the source that they are of; no thing is in two batches."""
    batch, before = BytesIO(), ""
    for source, piece in _pieces(quads):
        if batch.tell() and (source != before or batch.tell() + len(piece) > _BATCH):
            yield before, batch.getvalue()
            batch = BytesIO()
        batch.write(piece)
        before = source
    if batch.tell():
        yield before, batch.getvalue()


def _pieces(quads: pyoxigraph.Store) -> Iterator[tuple[str, bytes]]:
    """Yield lines of N-Triples that belong together, with the source that they are of."""
    for part, source, evidence in Table.of(queries.evaluate(quads, _PARTS)).rows:
        piece = BytesIO()
        quads.dump(piece, RdfFormat.N_TRIPLES, from_graph=NamedNode(part))
        for thing in filter(None, (part, evidence)):
            found = quads.quads_for_pattern(NamedNode(thing), None, None, GRAPH["provenance"])
            piece.writelines(map(_line, found))
        yield namespaces.ident(source or ""), piece.getvalue()
    for graph, source in Table.of(queries.evaluate(quads, _RECKONED)).rows:
        with tempfile.TemporaryFile() as lines:
            quads.dump(lines, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))
            lines.seek(0)
            # A store gives the lines of each thing one after the other.
            for _, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
                yield namespaces.ident(source), b"".join(group)


def _line(quad: Quad) -> bytes:
    return f"{quad.triple} .\n".encode()
