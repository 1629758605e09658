"""
Statements as files: N-Quads, TriG, Turtle, N-Triples, RDF/XML, JSON-LD.

Statements are sorted as N-Quads lines and repeated ones dropped before anything is written, so
the same set gives the same bytes. An Oxigraph store on disk dumps in an order that depends only
on its content, but one in memory does not, and neither is promised to stay: so the order is ours.
Sorted lines without blank nodes are also what RDF Dataset Canonicalization prescribes.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from kg.errors import ExportError
from kg.text import NOT_XML

Statement: TypeAlias = ox.Quad | ox.Triple

FORMATS: Mapping[str, ox.RdfFormat] = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}

# Lines sorted at once; above this many the sort goes through files.
_RUN = 1_000_000
_BATCH = 10_000
_SHOWN = 80

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_PREFIX = re.compile(r"((?!xml)[A-Za-z][A-Za-z0-9_-]*)?")

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(f"[{_START}][-.0-9\u00b7\u0300-\u036f\u203f\u2040{_START}]*\\Z")


def write(
    statements: Iterable[Statement], name: str, file: IO[bytes], prefixes: Mapping[str, str]
) -> int:
    """Write statements in one RDF format and return how many there were.

    Raises ExportError if the format is RDF/XML and a statement does not fit into XML.
    """
    form = FORMATS[name]
    _check(prefixes)
    lines = Tally(_sorted(map(_line_for(form), statements)))
    if form == ox.RdfFormat.N_QUADS:
        file.writelines(line.encode() for line in lines)
        return lines.count
    quads = _parsed(line.rpartition("\t")[2] for line in lines)
    if form == ox.RdfFormat.RDF_XML:
        fit = (_fit_for_xml(quad.triple) for quad in quads)
        ox.serialize(fit, cast(IO[bytes], _CarriageReturns(file)), form, prefixes=dict(prefixes))
    elif form.supports_datasets:
        ox.serialize(quads, file, form, prefixes=dict(prefixes))
    else:
        ox.serialize((quad.triple for quad in quads), file, form, prefixes=dict(prefixes))
    return lines.count


def ordered(statements: Iterable[Statement]) -> Iterator[ox.Quad]:
    """Yield each statement once, in the order of N-Quads lines."""
    return _parsed(_sorted(map(_quad_line, statements)))


class Tally(Iterator[str]):
    """Lines that are counted while they pass."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.count = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        return line


class _CarriageReturns:
    """A file that writes carriage returns as references, or XML readers make them line feeds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        self._file.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._file.flush()


def _check(prefixes: Mapping[str, str]) -> None:
    for prefix in prefixes:
        if not _PREFIX.fullmatch(prefix):
            raise ExportError(f"{prefix!r} cannot be a prefix: use ASCII letters, digits, - and _")


def _line_for(form: ox.RdfFormat) -> Callable[[Statement], str]:
    if form == ox.RdfFormat.N_QUADS:
        return _quad_line
    return _line_by_graph if form.supports_datasets else _triple_line


def _quad_line(statement: Statement) -> str:
    return f"{statement} .\n"


def _line_by_graph(statement: Statement) -> str:
    """Return a line that sorts by graph first; N-Quads escapes tabs, so the tab is a safe mark."""
    graph = statement.graph_name if isinstance(statement, ox.Quad) else ox.DefaultGraph()
    return f"{graph}\t{statement} .\n"


def _triple_line(statement: Statement) -> str:
    return f"{statement.triple if isinstance(statement, ox.Quad) else statement} .\n"


def _sorted(lines: Iterator[str]) -> Iterator[str]:
    """Yield each line once, in order, with no more than one run of them in memory."""
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        run = sorted(islice(lines, _RUN))
        while following := sorted(islice(lines, _RUN)):
            runs.append(_shelved(run, stack.enter_context(_shelf())))
            run = following
        yield from (line for line, _ in groupby(heapq.merge(*runs, run)))


def _shelf() -> IO[str]:
    return TemporaryFile("w+", encoding="utf-8", newline="\n")


def _shelved(run: list[str], shelf: IO[str]) -> IO[str]:
    shelf.writelines(run)
    shelf.seek(0)
    return shelf


def _parsed(lines: Iterator[str]) -> Iterator[ox.Quad]:
    while batch := "".join(islice(lines, _BATCH)):
        yield from ox.parse(batch, format=ox.RdfFormat.N_QUADS)


def _fit_for_xml(triple: ox.Triple) -> ox.Triple:
    """Return the triple unchanged: Oxigraph would write these cases too, as XML nobody can read."""
    if found := NOT_XML.search(_literal(triple)):
        raise ExportError(
            f"RDF/XML cannot hold U+{ord(found[0]):04X}, which is in the literal "
            f"{_shown(triple.object)} of {triple.subject}; write Turtle (ttl) instead"
        )
    for name in _element_names(triple):
        if not _XML_NAME.search(name.value):
            raise ExportError(
                f"RDF/XML cannot hold {name}, which does not end in a name; "
                "write Turtle (ttl) instead"
            )
    if isinstance(triple.object, ox.Triple):
        _fit_for_xml(triple.object)
    return triple


def _literal(triple: ox.Triple) -> str:
    return triple.object.value if isinstance(triple.object, ox.Literal) else ""


def _element_names(triple: ox.Triple) -> Iterator[ox.NamedNode]:
    """Yield what becomes the name of an XML element: properties, and the class of a thing."""
    yield triple.predicate
    if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
        yield triple.object


def _shown(term: object) -> str:
    text = ascii(str(term))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
