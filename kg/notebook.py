"""
What a notebook shows: sentences, the rows of an answer, pictures, and the lines of a dossier.

Names and quotes come from sources and are never taken for markup; a plain console shows the same
as text.
"""

import html
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal

from kg.analysis.figures import canvas
from kg.analysis.figures.canvas import Picture
from kg.errors import QueryError
from kg.sparql import text_table
from kg.sparql.table import Table, Term, plain_value
from kg.text import safe, suggestion

_WIDTH = 120


@dataclass(frozen=True)
class Shown:
    """Something to read, as text and as HTML."""

    text: str
    html: str = field(repr=False)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


@dataclass(frozen=True)
class Figure:
    """A picture to look at, with its title as its text."""

    text: str
    png: bytes = field(repr=False)

    def __repr__(self) -> str:
        return self.text

    def _repr_png_(self) -> bytes:
        return self.png


def say(sentence: str) -> Shown:
    """Return a sentence to be shown below a cell."""
    plain = safe(sentence)
    return Shown(plain, f"<p>{html.escape(plain)}</p>")


def rows(found: Table, *columns: str, first: int = 12) -> Shown:
    """
    Return the first rows of an answer, of some of its columns and each row once, to be shown.

    Raises QueryError if the answer has no such column.
    """
    kept = _only(found, columns) if columns else found
    top = Table(kept.columns, kept.terms[:first])
    left = len(kept) - len(top)
    rest = f"… and {left:,} more rows" if left else ""
    text = "\n".join(filter(None, (*text_table.table_lines(top, _WIDTH), rest)))
    return Shown(text, f"{_html(top)}<p>{rest}</p>" if rest else _html(top))


def figure(picture: Picture) -> Figure:
    """Return a picture to be shown; raises AnalysisError if matplotlib is missing."""
    with tempfile.TemporaryDirectory() as folder:
        file = canvas.draw(picture, Path(folder) / "figure.png")
        return Figure(safe(picture.title), file.read_bytes())


def lines(found: Iterable[str], first: int = 30) -> Shown:
    """Return the first lines of a text, such as a dossier's, to be shown as they are."""
    text = "\n".join(islice(found, first))
    return Shown(text, f"<pre>{html.escape(text)}</pre>")


def _only(found: Table, columns: tuple[str, ...]) -> Table:
    for name in columns:
        if name not in found.columns:
            hint = suggestion(name, found.columns) or f"; there are {', '.join(found.columns)}"
            raise QueryError(f"the answer has no column {name!r}{hint}")
    places = [found.columns.index(name) for name in columns]
    return Table(columns, list(dict.fromkeys(tuple(row[p] for p in places) for row in found.terms)))


def _html(found: Table) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in found.columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in found.terms)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(term: Term | None) -> str:
    words = html.escape(text_table.cell_text(term))
    is_number = isinstance(term, Literal) and not isinstance(plain_value(term), str | bool)
    return f'<td style="text-align:right">{words}</td>' if is_number else f"<td>{words}</td>"
