"""How answers look in a terminal: plain text, aligned, and safe to print."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from kg.model import namespaces
from kg.sparql.table import Table, Term
from kg.text import safe

# Of a column, in characters; a word that is longer than the longest may be broken.
_NARROWEST, _WIDEST, _LONGEST_WORD = 8, 60, 30


def cell_text(term: Term | None) -> str:
    """Return a term as it stands in a table: ids for IRIs, the words of a literal."""
    if isinstance(term, NamedNode):
        return safe(namespaces.ident(term.value))
    if isinstance(term, Literal):
        return safe(term.value)
    return "" if term is None else safe(str(term))


def table_lines(table: Table, width: int) -> Iterator[str]:
    """Yield the lines of a table that fits the width, or its rows one below the other."""
    rows = [[cell_text(term) for term in row] for row in table.terms]
    widths = _fitted([[*table.columns], *rows], width)
    if not rows or sum(widths) + 2 * (len(widths) - 1) <= width:
        yield from _wrapped(table.columns, widths)
        yield "  ".join("─" * w for w in widths)
        for row in rows:
            yield from _wrapped(row, widths)
        return
    name = max(map(len, table.columns))
    for number, row in enumerate(rows, 1):
        yield f"{f'── {number} ':─<{min(width, 60)}}"
        for column, value in zip(table.columns, row, strict=True):
            if value:
                yield from _wrapped((column, value), (name, max(width - name - 2, 20)))


def _fitted(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return widths of columns that fit a width if their longest words allow it."""
    columns = list(zip(*rows, strict=True))
    widths = [min(max(map(len, column)), _WIDEST) for column in columns]
    words = [max(map(len, " ".join(column).split()), default=0) for column in columns]
    least = [max(min(longest, _LONGEST_WORD), _NARROWEST) for longest in words]
    while sum(widths) + 2 * (len(widths) - 1) > width:
        slack = [w - narrow for w, narrow in zip(widths, least, strict=True)]
        if max(slack) <= 0:
            return widths
        widths[slack.index(max(slack))] -= 1
    return widths


def _wrapped(cells: Iterable[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [textwrap.wrap(c, w) or [""] for c, w in zip(cells, widths, strict=True)]
    for line in range(max(map(len, columns))):
        parts = (c[line] if line < len(c) else "" for c in columns)
        text = "  ".join(p.ljust(w) for p, w in zip(parts, widths, strict=True))
        yield text.rstrip()
