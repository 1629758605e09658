"""Each form of a cell is read where that is certain, and said to be unread where it is not."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from kg.tables import cells, engines, loader
from kg.tables.mapping import Column, Mapping

CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)
slow = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def column(form: str, **keys: object) -> Column:
    return Column.model_validate({"name": "c", "cell": ["c"], "as": form, **keys})


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.DuckDB]:
    found = engines.DuckDB(tmp_path_factory.mktemp("engine"))
    yield found
    found.close()


def read(engine: engines.DuckDB, col: Column, *texts: str | None) -> tuple[object, object]:
    """Return the value and remark of a column whose cells have these texts."""
    table = ibis.memtable(
        {f"c{n}": [text] for n, text in enumerate(texts)},
        schema={f"c{n}": "string" for n in range(len(texts))},
    )
    col = col.model_copy(update={"cell": table.columns})
    reading = cells.reading(cells.column_text(table, col), col)
    [row] = engine.connection.to_pyarrow(
        table.select(value=reading.value, remark=reading.remark)
    ).to_pylist()
    return row["value"], row["remark"]


IMET = "https://example.org/rsc/code/imet"
YEARS = {"pattern": "(?:FY|Fiscal Year) *([0-9]{4}|[0-9]{2})"}
PATTERNS = {"match": {r"\bIMET\b": "imet", "SECTION 333": "section-333"}}
BAND = {"least": "1997-10-01", "most": "2022-12-31"}


@pytest.mark.parametrize(
    ("col", "text", "value", "remark"),
    [
        (column("text"), "  A   COURSE ", "A COURSE", None),
        (column("text"), "N/A", None, None),
        (column("text", repair={"ß": "á"}), "Bogotß", "Bogotá", cells.ENCODING),
        (column("text"), "Staff \ufffd College", "Staff \ufffd College", cells.LOST),
        (column("code", **PATTERNS), "IMET-1 - FY 09 DoS Training", IMET, None),
        (column("code", **PATTERNS), "imet, FY 09", IMET, None),
        (column("code", **PATTERNS), "SIMETRY", None, cells.NO_CODE),
        (column("year", **YEARS), "IMET, FY 09", "2009", None),
        (column("year", **YEARS), "IMET, FY99", "1999", None),
        (column("year", **YEARS), "IMET - Fiscal Year 2010 Training", "2010", None),
        (column("year", **YEARS), "IMET", None, cells.NO_YEAR),
        (column("integer", most=5000), "1,250", "1250", None),
        (column("integer", most=5000), "007", "7", None),
        (column("integer", most=5000), "9000", None, "kept raw: more than 5000"),
        (column("integer", least=1), "0", None, "kept raw: less than 1"),
        (column("integer"), "1 39529-7099", "1", cells.APART),
        (column("integer"), "25 Pristina,", "25", cells.APART),
        (column("integer"), "30 30", None, cells.NO_NUMBER),
        (column("integer"), "many", None, cells.NO_NUMBER),
        (column("money"), "$12,300.50", "12300.50", None),
        (column("money"), "1042 6/21/2009", "1042", cells.APART),
        (column("money"), "10000 4/16/2009 5/12/2009", "10000", cells.APART),
        (column("money"), "$48,102 $0", None, cells.NO_NUMBER),
        (column("money", most=100), "1000000000000000000", None, "kept raw: more than 100"),
        (column("date"), "2/29/2008", "2008-02-29", None),
        (column("date"), "2/29/2009", None, cells.NO_DATE),
        (column("date"), "2009-03-01", "2009-03-01", None),
        (column("date"), "12/10/207", None, cells.NO_DATE),
        (column("date", **BAND), "6/27/2106", None, "kept raw: not from 1997-10-01 to 2022-12-31"),
    ],
)
def test_cell_is_read(
    engine: engines.DuckDB, col: Column, text: str, value: str | None, remark: str | None
) -> None:
    assert read(engine, col, text) == (value, remark)


@pytest.mark.parametrize(
    ("first", "between", "last", "start", "end"),
    [
        ("1/5/2009", "100", "4/17/2009", ("2009-01-05", None), ("2009-04-17", None)),
        ("1/5/2009 4/17/2009", "100", None, ("2009-01-05", cells.ELSEWHERE),
         ("2009-04-17", cells.ELSEWHERE)),
        (None, "320 9/15/2003", "9/19/2003", ("2003-09-15", cells.ELSEWHERE), ("2003-09-19", None)),
        (None, "9 7/7/2008 9/30/2009", None, ("2008-07-07", cells.ELSEWHERE),
         ("2009-09-30", cells.ELSEWHERE)),
        ("6/11/01 4/30/01", "$1 $0", "6/30/01 5/3/01", (None, cells.NO_DATE),
         (None, cells.NO_DATE)),
        ("$0", "0", "1/31/2016", (None, cells.NO_DATE), ("2016-01-31", None)),
        ("1/5/2009", None, None, ("2009-01-05", None), (None, None)),
        (None, None, "1/5/2009", (None, None), ("2009-01-05", None)),
        (None, None, None, (None, None), (None, None)),
    ],
)  # fmt: skip
def test_dates_that_slipped_into_another_cell_are_found(
    engine: engines.DuckDB, first: str, between: str, last: str, start: object, end: object
) -> None:
    assert read(engine, column("start"), first, between, last) == start
    assert read(engine, column("end"), first, between, last) == end


@slow
@given(st.dates(datetime.date(1951, 1, 1), datetime.date(2049, 12, 31)))
def test_every_day_of_the_calendar_is_read(engine: engines.DuckDB, day: datetime.date) -> None:
    written = f"{day.month}/{day.day}/{day.year}"
    assert read(engine, column("date"), written) == (day.isoformat(), None)


@slow
@given(st.integers(1, 12), st.integers(29, 99), st.integers(1997, 2024))
def test_no_other_day_is_made_up(
    engine: engines.DuckDB, month: int, number: int, year: int
) -> None:
    value, _ = read(engine, column("date"), f"{month}/{number}/{year}")
    try:
        expected = datetime.date(year, month, number).isoformat()
    except ValueError:
        expected = None
    assert value == expected


@slow
@given(CELLS)
def test_name_of_a_unit_ends_its_iri_alike_with_and_without_an_engine(
    engine: engines.DuckDB, name: str
) -> None:
    table = ibis.memtable({"name": [name]}, schema={"name": "string"})
    found = engine.connection.to_pyarrow(table.select(end=cells.unit_end(table.name)))
    assert found["end"].to_pylist() == [cells.unit_end_of(name)]


MAPPING = Mapping.model_validate(
    {
        "title": "Invented",
        "row": "One row.",
        "class": "rsc:TrainingActivity",
        "source": "source/herald",
        "extracted": "2031-01-01",
        "extracted_by": "the invented editors",
        "review": "unreviewed",
        "credibility": "credibility-6",
        "place": "page {page}",
        "column": [
            {"name": "title", "cell": ["title"], "property": "rsc:courseTitle"},
            {
                "name": "unit",
                "cell": ["unit"],
                "as": "unit",
                "property": "rsc:trainsUnit",
                "several": ";",
            },
            {"name": "state", "cell": ["state"], "as": "state"},
        ],
    }
)
KNOWN = loader.KnownNames({"avalia": "https://example.org/rsc/id/state/avalia"}, {})


@slow
@given(CELLS, CELLS, CELLS)
def test_any_text_comes_through_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, title: str, unit: str, page: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    file = folder / "rows.jsonl"
    row = {"title": title, "unit": unit, "page": page, "state": "Avalia"}
    file.write_text(json.dumps(row) + "\n", "utf-8")
    engine = engines.DuckDB(folder)
    try:
        target = folder / "quads"
        target.mkdir()
        report = loader.load(engine, [file], "invented", MAPPING, KNOWN, target)
    finally:
        engine.close()
    parts = [p for one in target.glob("*/") for p in engines.line_files(one)]
    quads = [q for part in parts for q in _parsed(part)]
    assert report.entities == 1
    [printed] = [q.object for q in quads if q.predicate.value.endswith("#asPrinted")]
    assert json.loads(printed.value) == {key: text for key, text in row.items() if text}
    titles = [q.object for q in quads if q.predicate.value.endswith("#courseTitle")]
    kept = [title] if _plain(title) not in ("", "N/A", "n/a") else []
    assert [_plain(t.value) for t in titles] == [_plain(t) for t in kept]


def _plain(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f]", " ", text).split())


def _parsed(part: Path) -> Iterator[object]:
    with engines.opened(part) as lines:
        return iter(list(parse(lines.read(), format=RdfFormat.N_QUADS)))


def test_a_total_is_an_integer_or_a_decimal() -> None:
    assert str(Literal(3).datatype.value).endswith("integer")
