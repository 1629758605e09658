"""How answers look in a terminal: plain text, aligned, and safe to print."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from kg.model import namespaces
from kg.sparql.table import Table, Term
from kg.text import safe

_WIDEST = 60


def cell(term: Term | None) -> str:
    """Return a term as it stands in a table: ids for IRIs, the words of a literal."""
    if isinstance(term, NamedNode):
        return safe(namespaces.ident(term.value))
    if isinstance(term, Literal):
        return safe(term.value)
    return "" if term is None else safe(str(term))


def table(found: Table, width: int) -> Iterator[str]:
    """Yield the lines of a table that fits the width, or its rows one below the other."""
    rows = [[cell(term) for term in row] for row in found.terms]
    widths = _fitted([[*found.columns], *rows], width)
    if rows and sum(widths) + 2 * (len(widths) - 1) > width:
        yield from _records(found.columns, rows, width)
        return
    yield from _wrapped(found.columns, widths)
    yield "  ".join("─" * w for w in widths)
    for row in rows:
        yield from _wrapped(row, widths)


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Yield each row as lines of column and value, where the columns do not fit side by side."""
    name = max(map(len, columns))
    for number, row in enumerate(rows, 1):
        yield f"{f'── {number} ':─<{min(width, 60)}}"
        for column, value in zip(columns, row, strict=True):
            if value:
                yield from _wrapped((column, value), (name, max(width - name - 2, 20)))


def _fitted(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths = [min(w, _WIDEST) for w in longest]
    words = [max(map(_longest_word, column)) for column in zip(*rows, strict=True)]
    while sum(widths) + 2 * (len(widths) - 1) > width:
        slack = [w - max(least, 8) for w, least in zip(widths, words, strict=True)]
        if max(slack) <= 0:
            return widths
        widths[slack.index(max(slack))] -= 1
    return widths


def _longest_word(text: str) -> int:
    return min(max(map(len, text.split()), default=0), 30)


def _wrapped(cells: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [textwrap.wrap(c, w) or [""] for c, w in zip(cells, widths, strict=True)]
    for line in range(max(map(len, columns))):
        parts = (c[line] if line < len(c) else "" for c in columns)
        text = "  ".join(p.ljust(w) for p, w in zip(parts, widths, strict=True))
        yield text.rstrip()
