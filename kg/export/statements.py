"""
Statements in order: in the syntaxes of RDF, and as the cells of a table.

Statements are sorted as N-Quads lines and repeated ones dropped before anything is written, so
the same set gives the same bytes. An Oxigraph store on disk dumps in an order that depends only
on its content, but one in memory does not, and neither is promised to stay: so the order is ours.
Sorted lines without blank nodes are also what RDF Dataset Canonicalization prescribes.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import IO, TypeAlias, cast

import pyoxigraph as ox

from kg.errors import ExportError
from kg.sparql.table import Term
from kg.text import NOT_XML

Statement: TypeAlias = ox.Quad | ox.Triple

# What a table says of a statement; an object without datatype is a thing and not a text.
STATEMENT_COLUMNS = ("subject", "predicate", "object", "datatype", "language", "graph")

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


def serialize(
    statements: Iterable[Statement],
    suffix: str,
    file: IO[bytes],
    prefixes: Mapping[str, str],
) -> int:
    """Write statements in the syntax of a suffix and return how many there were.

    Raises ExportError if there is no such syntax or a prefix is not plain, or if the syntax is
    RDF/XML and a statement does not fit into XML.
    """
    form = ox.RdfFormat.from_extension(suffix.removeprefix("."))
    if form is None:
        raise ExportError(f"no syntax of RDF has the suffix {suffix}")
    for prefix in prefixes:
        if not _PREFIX.fullmatch(prefix):
            raise ExportError(f"{prefix!r} cannot be a prefix: use ASCII letters, digits, - and _")
    if form == ox.RdfFormat.N_QUADS:
        lines = _Counted(sorted_lines(f"{statement} .\n" for statement in statements))
        file.writelines(line.encode() for line in lines)
        return lines.count
    # N-Quads escapes tabs, so that a tab is a safe mark after what a line is sorted by.
    lines = _Counted(
        sorted_lines(
            f"{_graph_name(one)}\t{one} .\n" if form.supports_datasets else f"{_triple(one)} .\n"
            for one in statements
        )
    )
    quads = parsed_lines(line.rpartition("\t")[2] for line in lines)
    if form == ox.RdfFormat.RDF_XML:
        fit = (fit_for_xml(quad.triple) for quad in quads)
        ox.serialize(fit, cast(IO[bytes], _CarriageReturns(file)), form, prefixes=dict(prefixes))
    elif form.supports_datasets:
        ox.serialize(quads, file, form, prefixes=dict(prefixes))
    else:
        ox.serialize((quad.triple for quad in quads), file, form, prefixes=dict(prefixes))
    return lines.count


def ordered(statements: Iterable[Statement]) -> Iterator[ox.Quad]:
    """Yield each statement once, in the order of N-Quads lines."""
    return parsed_lines(sorted_lines(f"{statement} .\n" for statement in statements))


def statement_cells(quad: ox.Quad) -> tuple[str | None, ...]:
    """Return what a table says of a statement."""
    literal = quad.object if isinstance(quad.object, ox.Literal) else None
    return (
        term_cell(quad.subject),
        quad.predicate.value,
        term_cell(quad.object),
        literal and literal.datatype.value,
        literal and literal.language,
        None if isinstance(quad.graph_name, ox.DefaultGraph) else term_cell(quad.graph_name),
    )


def term_cell(term: Term) -> str:
    """Return the IRI of a name, the words of a literal, and else what N-Quads has for a term."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def fit_for_xml(triple: ox.Triple) -> ox.Triple:
    """
    Return the triple unchanged; raises ExportError if RDF/XML cannot hold it.

    Oxigraph would write these cases too, as XML nobody can read.
    """
    literal = triple.object.value if isinstance(triple.object, ox.Literal) else ""
    if found := NOT_XML.search(literal):
        shown = ascii(str(triple.object))
        raise ExportError(
            f"RDF/XML cannot hold U+{ord(found[0]):04X}, which is in the literal "
            f"{shown if len(shown) <= _SHOWN else f'{shown[:_SHOWN]}...'} of {triple.subject}; "
            "write Turtle (ttl) instead"
        )
    # Properties become names of XML elements, and so does the class of a thing.
    names = [triple.predicate]
    if triple.predicate == _TYPE and isinstance(triple.object, ox.NamedNode):
        names.append(triple.object)
    for name in names:
        if not _XML_NAME.search(name.value):
            raise ExportError(
                f"RDF/XML cannot hold {name}, which does not end in a name; "
                "write Turtle (ttl) instead"
            )
    if isinstance(triple.object, ox.Triple):
        fit_for_xml(triple.object)
    return triple


def sorted_lines(lines: Iterator[str]) -> Iterator[str]:
    """Yield each line once, in order, with no more than one run of them in memory."""
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        run = sorted(islice(lines, _RUN))
        while following := sorted(islice(lines, _RUN)):
            shelf = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
            shelf.writelines(run)
            shelf.seek(0)
            runs.append(shelf)
            run = following
        yield from (line for line, _ in groupby(heapq.merge(*runs, run)))


def parsed_lines(lines: Iterator[str]) -> Iterator[ox.Quad]:
    """Yield the statements in lines of N-Quads."""
    while batch := "".join(islice(lines, _BATCH)):
        yield from ox.parse(batch, format=ox.RdfFormat.N_QUADS)


class _Counted(Iterator[str]):
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


def _graph_name(statement: Statement) -> object:
    return statement.graph_name if isinstance(statement, ox.Quad) else ox.DefaultGraph()


def _triple(statement: Statement) -> ox.Triple:
    return statement.triple if isinstance(statement, ox.Quad) else statement
