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
from kg.sparql import text_table
from kg.sparql.table import Table, plain_value
from kg.text import safe

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
class ShownPicture:
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
    kept = found.only(*columns) if columns else found
    terms = list(dict.fromkeys(kept.terms)) if columns else kept.terms
    top = Table(kept.columns, terms[:first])
    left = len(terms) - len(top)
    rest = f"… and {left:,} more rows" if left else ""
    text = "\n".join(filter(None, (*text_table.table_lines(top, _WIDTH), rest)))
    return Shown(text, f"{_html(top)}<p>{rest}</p>" if rest else _html(top))


def figure(picture: Picture) -> ShownPicture:
    """Return a picture to be shown; raises AnalysisError if matplotlib is missing."""
    with tempfile.TemporaryDirectory() as folder:
        file = canvas.write(picture, Path(folder) / "figure.png")
        return ShownPicture(safe(picture.title), file.read_bytes())


def lines(found: Iterable[str], first: int = 30) -> Shown:
    """Return the first lines of a text, such as a dossier's, to be shown as they are."""
    text = "\n".join(islice(found, first))
    return Shown(text, f"<pre>{html.escape(text)}</pre>")


def _html(found: Table) -> str:
    """Return a table as HTML, numbers to the right."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in found.columns)
    body = ""
    for row in found.terms:
        body += "<tr>"
        for term in row:
            is_number = isinstance(term, Literal) and not isinstance(plain_value(term), str | bool)
            right = ' style="text-align:right"' if is_number else ""
            body += f"<td{right}>{html.escape(text_table.cell_text(term))}</td>"
        body += "</tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
