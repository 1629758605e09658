"""
How statements are written as N-Quads, as Ibis expressions that any engine runs.

An expression gives the lines of one thing as one text; what is not there gives no line.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ibis
from ibis.expr.types import StringValue, Table

from kg.model.namespaces import XSD
from kg.tables import cells
from kg.tables.mapping import Column

_TYPES = {"year": XSD.gYear, "date": XSD.date, "start": XSD.date, "end": XSD.date,
          "integer": XSD.integer, "money": XSD.decimal}  # fmt: skip
_QUADS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
# What JSON does not allow in a string, with its escape as it stands inside a literal.
_QUOTED = {"\\": "\\" * 4, '"': "\\" * 3 + '"'}
_NAMED = {"\n": "\\\\n", "\r": "\\\\r", "\t": "\\\\t"}
_CONTROLS = {**{chr(n): f"\\\\u{n:04x}" for n in range(1, 0x20)}, **_NAMED}
_CONTROL = r"[\x01-\x1f]"
_BETWEEN = "\x7f"
_LINKS = ("code", "state", "unit")
Pieces: TypeAlias = tuple[StringValue | str, ...]


def joined(statements: Sequence[StringValue]) -> StringValue:
    """Return statements as lines of one text; those of what is not there are left out."""
    return ibis.literal("\n").join(statements)


def statement(value: StringValue, *pieces: StringValue | str) -> StringValue:
    """Return the pieces of a statement as one text, nothing if its value is not there."""
    return ibis.ifelse(value.notnull(), together(*pieces), cells.nothing())


def together(*pieces: StringValue | str) -> StringValue:
    """Return pieces as one text; where + copies all before it each time, this copies them once."""
    merged: list[StringValue | str] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return ibis.literal("").join(merged)


def encoded(value: StringValue, column: Column) -> tuple[str, StringValue, str]:
    """Return a value as the RDF term that its form calls for, with what stands around it."""
    if column.form in _LINKS:
        return "<", value, ">"
    kind = _TYPES.get(column.form)
    if kind is not None:
        return '"', value, f'"^^{kind}'
    return '"', _escaped(value), '"' + (f"@{column.language}" if column.language else "")


def iri(text: StringValue) -> StringValue:
    """Return an address as an IRI is written."""
    return "<" + text + ">"


def literal(text: StringValue) -> StringValue:
    """Return a text as a literal is written."""
    return '"' + _escaped(text) + '"'


def _escaped(text: StringValue) -> StringValue:
    """Return a text with a backslash before what N-Quads do not allow in a string."""
    special = ibis.or_(*(text.contains(c) for c in _QUADS))
    return ibis.ifelse(special, _replaced(text, _QUADS), text)


def _replaced(text: StringValue, escapes: Mapping[str, str]) -> StringValue:
    for character, escape in escapes.items():
        text = text.replace(character, escape)
    return text


def as_printed(table: Table) -> tuple[StringValue, StringValue]:
    """Return every cell of a row that is not empty, as JSON inside a literal, and a hash of all."""
    texts = {cell: table[cell].cast("string").nullif("") for cell in table.columns}
    whole = ibis.literal(_BETWEEN).join([text.fill_null("") for text in texts.values()])
    # One look at a row tells whether any of its cells has something to escape; most have nothing.
    special = whole.re_search(r'[\x01-\x1f"\\]')
    quoted = _object({cell: _replaced(text, _QUOTED) for cell, text in texts.items()})
    escaped = ibis.ifelse(whole.re_search(_CONTROL), _replaced(quoted, _CONTROLS), quoted)
    return ibis.ifelse(special, escaped, _object(texts)), whole.hexdigest("md5")


def _object(texts: Mapping[str, StringValue]) -> StringValue:
    """Return texts with their names as a JSON object; those that are not there are left out."""
    pairs = []
    for cell, text in texts.items():
        label = cell.replace("\\", _QUOTED["\\"]).replace('"', _QUOTED['"'])
        pairs.append(ibis.literal(f'\\"{label}\\": \\"') + text)
    inside = ibis.literal('\\", ').join(pairs)
    return ibis.ifelse(inside == "", "{}", together("{", inside, '\\"}'))


def printed_json(table: Table) -> StringValue:
    """Return the cells of a row as a JSON object, from how it is written in a literal."""
    # Engines write groups of a pattern in different ways, so there is none here.
    text = table.printed.replace("\\\\", cells.BETWEEN).replace('\\"', '"')
    return text.replace(cells.BETWEEN, "\\")
