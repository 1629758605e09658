"""
How the cells of a table are read, as Ibis expressions that any engine runs.

Each function gives the value of a column in the form in which it is written as RDF, nothing where
the cell is empty or cannot be read, and a remark where it is not simply as printed.  A remark says
first what became of the value: repaired, kept raw, flagged, or set aside.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import ibis
from ibis.expr.types import BooleanValue, NumericValue, StringValue, Table

from kg.model import namespaces
from kg.tables.mapping import Column

Words: TypeAlias = StringValue

DATE = r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})\b"
SPANS = ("start", "end")
SEPARATOR = "\x1f"
BETWEEN = "\x1e"
_SPACES = r"[\s\x00-\x1f]+"
_SUPERFLUOUS = r"[\x00-\x1f]|  |^ | $"
_LONGEST = 60
# Letters with accents, and what stands for them in an IRI.
_ACCENTS = ("áàâãäåéèêëíìîïóòôõöúùûüñçýÁÀÂÃÄÅÉÈÊËÍÌÎÏÓÒÔÕÖÚÙÛÜÑÇÝ",
            "aaaaaaeeeeiiiiooooouuuuncyAAAAAAEEEEIIIIOOOOOUUUUNCY")  # fmt: skip

ELSEWHERE = "repaired: a date found in another cell"
ENCODING = "repaired: characters of another encoding"
LOST = "flagged: characters that are lost"
SPELLING = "repaired: another spelling"
APART = "repaired: a number apart from other words"
NO_DATE = "kept raw: no single date"
NO_NUMBER = "kept raw: no number"
NO_CODE = "kept raw: no code fits"
NO_YEAR = "kept raw: no year"
NO_STATE = "kept raw: no state of this name"
SEVERAL = "repaired: several names in one cell"
PERHAPS_SEVERAL = "flagged: perhaps several names in one cell"
BACKWARDS = "flagged: ends before it starts"


@dataclass(frozen=True)
class Reading:
    """The value of a column, and the remark on it."""

    value: Words
    remark: Words


def nothing() -> Words:
    """Return the text that is not there."""
    return ibis.null("string")


def once(value: Words, function: Callable[[Words], Words]) -> Words:
    """Return a function of a value that is reckoned once, however often the function uses it."""
    return ibis.array([value]).map(function)[0]


def cleaned(table: Table, cell: str, missing: tuple[str, ...] = ()) -> Words:
    """Return a cell without superfluous spaces; nothing if it is empty or says that it is."""
    printed = table[cell].cast("string")
    spaced = printed.re_search(_SUPERFLUOUS)
    text = ibis.ifelse(spaced, printed.re_replace(_SPACES, " ").strip(), printed)
    return ibis.cases(*((text == word, nothing()) for word in ("", *missing)), else_=text)


def column_text(table: Table, column: Column) -> Words:
    """Return the cells of a column as one text, from which its value is read."""
    cells = [cleaned(table, cell, column.missing) for cell in column.cell]
    if column.form in SPANS:
        words = [cell.fill_null("") for cell in cells]
        return ibis.literal(BETWEEN).join(words)
    if len(cells) == 1:
        return cells[0]
    joined = ibis.literal("")
    for cell in cells:
        joined = joined + ibis.coalesce(cell + " | ", "")
    joined = joined.re_replace(r" \| $", "")
    return ibis.ifelse(joined == "", nothing(), joined)


def reading(text: Words, column: Column) -> Reading:
    """Return the reading of the text of a column, but for what the graph has to know."""
    return _READERS[column.form](text, column)


def read_text(text: Words, column: Column) -> Reading:
    """Read a text as it is, but for the characters that the mapping repairs."""
    value = repaired(text, column)
    remark = ibis.cases((value != text, ENCODING), (value.contains("\ufffd"), LOST))
    return Reading(value, remark)


def repaired(text: Words, column: Column) -> Words:
    """Return a text with the characters that the mapping repairs."""
    for wrong, right in column.repair:
        text = text.replace(wrong, right)
    return text


def read_code(text: Words, column: Column) -> Reading:
    """Read the code whose pattern is found first."""

    def iri(code: str) -> Words:
        return ibis.literal(namespaces.entity(code).value)

    upper = text.upper()
    value = ibis.cases(
        (text.isnull(), nothing()),
        *((upper.re_search(pattern), iri(code)) for pattern, code in column.match),
        else_=iri(column.otherwise) if column.otherwise else nothing(),
    )
    return Reading(value, ibis.cases((text.notnull() & value.isnull(), NO_CODE)))


def read_year(text: Words, column: Column) -> Reading:
    """Read the digits of a year where the pattern of the column has them."""
    digits = text.re_extract(str(column.pattern), 1).nullif("")
    year = ibis.ifelse(digits.length() == 4, digits, century(digits) + digits)
    value = ibis.ifelse(year.re_search("^(19|20)[0-9]{2}$"), year, nothing())
    return Reading(value, ibis.cases((text.notnull() & value.isnull(), NO_YEAR)))


def century(digits: Words) -> Words:
    """Return the first two digits of a year of which the last two are written."""
    return ibis.ifelse(digits >= "50", "19", "20")


def read_date(text: Words, column: Column) -> Reading:
    """Read a day that is written as month/day/year or as year-month-day."""
    one = ibis.ifelse(text.re_search(f"^{DATE}$"), text, nothing())
    iso = text.re_search("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    day = once(ibis.ifelse(iso, text, once(one, iso_date)), calendar_day)
    beyond = outside(day, column, str)
    remark = ibis.cases(
        (beyond, f"kept raw: {column.limits}"), (text.notnull() & day.isnull(), NO_DATE)
    )
    return Reading(ibis.ifelse(beyond, nothing(), day), remark)


def read_span(text: Words, column: Column) -> Reading:
    """Read the start or end of a span whose two dates may have slipped into other cells."""
    found = r"(?:" + DATE + r" ?)+"
    first = text.re_extract(f"^([^{BETWEEN}]*){BETWEEN}", 1)
    last = text.re_extract(f"{BETWEEN}([^{BETWEEN}]*)$", 1)
    slipped = text.re_extract(f"^{BETWEEN}.*?({found}){BETWEEN}", 1).strip()
    start = ibis.ifelse(first == "", slipped, first)
    ends = column.form == "end"
    own = last if ends else first
    alone = own.re_search(f"^{DATE}$")
    pair = (start + " " + last).strip().re_extract(f"^({DATE}) ({DATE})$", 2 if ends else 1)
    day = once(once(ibis.ifelse(alone, own, pair), iso_date), calendar_day)
    beyond = outside(day, column, str)
    value = ibis.ifelse(beyond, nothing(), day)
    remark = ibis.cases(
        (beyond, f"kept raw: {column.limits}"),
        (value.notnull() & ~alone, ELSEWHERE),
        ((own != "") & day.isnull(), NO_DATE),
    )
    return Reading(value, remark)


def iso_date(date: Words) -> Words:
    """Return month/day/year as year-month-day."""
    parts = [date.re_extract(r"^([0-9]+)/([0-9]+)/([0-9]+)$", part) for part in (1, 2, 3)]
    month, day, year = parts
    before = ibis.ifelse(year.length() == 2, century(year), "")
    return before + year + "-" + month.lpad(2, "0") + "-" + day.lpad(2, "0")


def calendar_day(day: Words) -> Words:
    """Return a day of the calendar; nothing if there is none."""
    year, month, number = day.left(4), day.substr(5, 2), day.right(2)
    leap = (year.re_replace("[^0-9]", "0").cast("int64") % 4) == 0
    most = ibis.cases(
        (month.isin(["04", "06", "09", "11"]), "30"),
        (month == "02", ibis.ifelse(leap, "29", "28")),
        else_="31",
    )
    shaped = day.re_search("^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}$")
    return ibis.ifelse(shaped & (number >= "01") & (number <= most), day, nothing())


def outside(
    value: Words | NumericValue, column: Column, limit: type[str] | type[float]
) -> BooleanValue:
    """Return whether a value, compared as text or as a number, is beyond what a column allows."""
    beyond = ibis.literal(False)
    if column.least is not None:
        beyond = beyond | (value < limit(column.least)).fill_null(False)
    if column.most is not None:
        beyond = beyond | (value > limit(column.most)).fill_null(False)
    return beyond


def read_number(text: Words, column: Column) -> Reading:
    """Read a number, from which a date or an address that slipped in behind it is kept apart."""
    digits = _DIGITS[column.form]
    bare = text.re_replace(r"[$,]", "").strip()
    own = bare.re_extract(f"^({digits})$", 1).nullif("")
    dated = bare.re_extract(
        rf"^({digits})(?: {DATE})+$|^({digits}) (?:[A-Za-z]|[0-9]{{5}}-)", 1
    ).nullif("")
    addressed = bare.re_extract(rf"^({digits}) (?:[A-Za-z]|[0-9]{{5}}-)", 1).nullif("")
    found = ibis.coalesce(own, dated, addressed)
    # Leading zeros are no part of a number; without them it compares by length and digits.
    plain = found.re_extract("^0*([0-9].*)$", 1)
    beyond = outside(plain.re_replace(r"\..*$", "").cast("float64"), column, float)
    remark = ibis.cases(
        (beyond, f"kept raw: {column.limits}"),
        (own.isnull() & found.notnull(), APART),
        (bare.notnull() & (bare != "") & found.isnull(), NO_NUMBER),
    )
    return Reading(ibis.ifelse(beyond, nothing(), plain), remark)


def read_units(text: Words, column: Column) -> Reading:
    """Read the names of units in a cell, each as the end of the IRI of a unit of that name."""
    whole = repaired(text, column)
    names = whole.split(column.several) if column.several else ibis.array([whole])
    ends = names.map(folded).map(shortened).filter(lambda end: end != "")
    value = ibis.ifelse(whole.isnull(), nothing(), ends.join(SEPARATOR).nullif(""))
    remark = ibis.cases(
        (value.contains(SEPARATOR), SEVERAL),
        (whole != text, ENCODING),
        (text.contains("\ufffd"), LOST),
        (text.re_search(",|/| [Aa][Nn][Dd] |&"), PERHAPS_SEVERAL),
    )
    return Reading(value, remark)


def folded(text: Words) -> Words:
    """Return a name in small letters and digits with hyphens between its words."""
    plain = text.translate(*_ACCENTS).lower()
    return plain.re_replace("[^a-z0-9]+", "-").re_replace("^-|-$", "")


def shortened(plain: Words) -> Words:
    """Return a folded name; of a long one the beginning, with a hash of the whole."""
    short = plain.left(_LONGEST) + "-" + plain.hexdigest("md5").left(8)
    return ibis.ifelse(plain.length() > _LONGEST, short, plain)


def unit_start(state: Words) -> Words:
    """Return how the IRIs of the units of a state begin."""
    start = ibis.literal(namespaces.entity("reported-unit/").value)
    return start + state.re_extract("/([^/]+)$", 1) + "-"


def unit_end(name: Words) -> Words:
    """Return how the IRI of a unit of this name ends; spellings alike in letters share it."""
    return once(folded(name), shortened)


def unit_end_of(name: str) -> str:
    """Return how the IRI of a unit of this name ends, reckoned without an engine."""
    plain = name.translate(str.maketrans(*_ACCENTS)).lower()
    plain = re.sub("^-|-$", "", re.sub("[^a-z0-9]+", "-", plain))
    digest = hashlib.md5(plain.encode(), usedforsecurity=False).hexdigest()
    return f"{plain[:_LONGEST]}-{digest[:8]}" if len(plain) > _LONGEST else plain


_DIGITS = {"integer": r"[0-9]{1,9}", "money": r"[0-9]{1,20}(?:\.[0-9]{1,4})?"}
_READERS: Mapping[str, Callable[[Words, Column], Reading]] = {
    "text": read_text,
    "code": read_code,
    "year": read_year,
    "date": read_date,
    "start": read_span,
    "end": read_span,
    "integer": read_number,
    "money": read_number,
    "unit": read_units,
}
