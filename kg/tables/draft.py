"""
A mapping to begin with, made from a look at a table: its columns, and what their cells look like.

It is a proposal: what a column means is for a person to say, and every property is left open.
"""

import re
from pathlib import Path

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
_HEAD = """\
# A mapping for {file}: say what each column means, remove what is not needed.

title = ""                     # what the table is called
row = ""                       # what one row tells of, in a sentence
class = ""                     # a class of the ontology, such as rsc:TrainingActivity
source = "source/"             # a source of the data folder; see kg new source
extracted = 2000-01-01         # the day on which the table was made or fetched
extracted_by = ""
review = "unreviewed"
credibility = "credibility-6"  # 1 confirmed to 6 cannot be judged
place = "row of {{{first}}}"   # where a row stands in the source"""
_COLUMN = """
[[column]]
name = {name}
cell = {cell}
as = "{form}"{more}
property = ""
# {cells} of {rows} cells filled, {distinct} distinct: {shown}"""


def draft_mapping(engine: Engine, file: Path, format: str | None = None) -> str:
    """Return the text of a mapping for a table; raises TableError if it cannot be read."""
    table = engine.read([file], format)
    sample = table.limit(_LOOKED).to_pyarrow().to_pylist()
    if not sample:
        raise TableError(f"{file}: has no rows; a mapping is drafted from at least one")
    parts = [_HEAD.format(file=file.name, first=table.columns[0])]
    for name in table.columns:
        cells = [str(row[name]).strip() for row in sample if row[name] not in (None, "")]
        form, distinct = likely_form(name, cells), list(dict.fromkeys(cells))
        parts.append(
            _COLUMN.format(
                name=_quoted("-".join(fold(name).split()) or "column"),
                cell=_quoted(name),
                form=form,
                more="\npattern = '^([0-9]{4})$'" if form == "year" else "",
                cells=len(cells),
                rows=len(sample),
                distinct=len(distinct),
                shown=", ".join(_quoted(cell[:40]) for cell in distinct[:3]) or "none",
            )
        )
    return "\n".join(parts)


def likely_form(name: str, cells: list[str]) -> str:
    """Return the form that the name of a column, or nearly all of its cells, speak for."""
    if fold(name) in _STATES:
        return "state"
    for form, pattern in _FORMS:
        # Some cells of a column are always broken.
        if cells and sum(bool(pattern.fullmatch(cell)) for cell in cells) >= 0.9 * len(cells):
            return form
    return "text"


def _quoted(text: str) -> str:
    """Return a text as a string of TOML."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
