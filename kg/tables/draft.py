"""
A mapping to begin with, made from a look at a table: its columns, and what their cells look like.

It is a proposal: what a column means is for a person to say, and every property is left open.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ibis.expr.types import Table

from kg.errors import TableError
from kg.tables.engines import Engine
from kg.text import fold

_LOOKED = 2000
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(\d{4}|\d{2})|\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(19|20)\d\d")
_WHOLE = re.compile(r"[\d,]{1,9}")
_MONEY = re.compile(r"\$ ?[\d,]+(\.\d+)?|\d+\.\d+")
_FORMS = (("year", _YEAR), ("date", _DATE), ("integer", _WHOLE), ("money", _MONEY))
_STATES = {"country", "state", "pais", "nation", "recipient"}


def draft(engine: Engine, file: Path, format: str | None = None) -> str:
    """Return the text of a mapping for a table; raises TableError if it cannot be read."""
    table = engine.read([file], format)
    sample = table.limit(_LOOKED).to_pyarrow().to_pylist()
    if not sample:
        raise TableError(f"{file}: has no rows; a mapping is drafted from at least one")
    return "\n".join([*_head(file, table), *_columns(table, sample)])


def _head(file: Path, table: Table) -> Iterator[str]:
    first = table.columns[0]
    yield f"# A mapping for {file.name}: say what each column means, remove what is not needed."
    yield ""
    yield 'title = ""                     # what the table is called'
    yield 'row = ""                       # what one row tells of, in a sentence'
    yield 'class = ""                     # a class of the ontology, such as rsc:TrainingActivity'
    yield 'source = "source/"             # a source of the data folder; see kg new source'
    yield "extracted = 2000-01-01         # the day on which the table was made or fetched"
    yield 'extracted_by = ""'
    yield 'review = "unreviewed"'
    yield 'credibility = "credibility-6"  # 1 confirmed to 6 cannot be judged'
    yield f'place = "row of {{{first}}}"   # where a row stands in the source'


def _columns(table: Table, sample: list[dict[str, str | None]]) -> Iterator[str]:
    for name in table.columns:
        cells = [str(row[name]).strip() for row in sample if row[name] not in (None, "")]
        yield ""
        yield "[[column]]"
        yield f"name = {_quoted('-'.join(fold(name).split()) or 'column')}"
        yield f"cell = {_quoted(name)}"
        form = _form(name, cells)
        yield f'as = "{form}"'
        if form == "year":
            yield "pattern = '^([0-9]{4})$'"
        yield 'property = ""'
        yield f"# {_seen(cells, len(sample))}"


def _form(name: str, cells: list[str]) -> str:
    if fold(name) in _STATES:
        return "state"
    for form, pattern in _FORMS:
        # Some cells of a column are always broken.
        if cells and sum(bool(pattern.fullmatch(cell)) for cell in cells) >= 0.9 * len(cells):
            return form
    return "text"


def _seen(cells: list[str], rows: int) -> str:
    distinct = list(dict.fromkeys(cells))
    shown = ", ".join(_quoted(cell[:40]) for cell in distinct[:3])
    return f"{len(cells)} of {rows} cells filled, {len(distinct)} distinct: {shown or 'none'}"


def _quoted(text: str) -> str:
    plain = "".join(c if c.isprintable() else " " for c in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
