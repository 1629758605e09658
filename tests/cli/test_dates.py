"""Dates on the command line: what is none is wrong use, told by one line, in every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

import click
import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from kg.cli.options import DateType, DayType, SpanType, WeekType

Taken: TypeAlias = tuple[tuple[str, ...], click.Parameter]

FORM = "write 2025, 2025-08 or 2025-08-20"
NO_DATES = ("soon", "2025-99", "2025-02-31", "20250820", "2025-8", "today's")
# What a parameter is called that takes a date.
DATED = re.compile(r"\b(dates?|days?|week|as_of|between|since|until|when|span)\b", re.IGNORECASE)


def taken(command: click.Command, *names: str) -> Iterator[Taken]:
    """Yield every parameter of a command and of those below it, with the words that call it."""
    parameters = command.get_params(click.Context(command))
    yield from ((names, parameter) for parameter in parameters)
    for name, below in getattr(command, "commands", {}).items():
        yield from taken(below, *names, name)


EVERY = list(taken(cli))
DATES = [(names, one) for names, one in EVERY if isinstance(one.type, DateType)]


def called(found: Taken) -> str:
    """Return what a test of a parameter is called."""
    return " ".join((*found[0], str(found[1].name)))


def asked(found: Taken, *words: str) -> list[str]:
    """Return the words of a command that gives a parameter."""
    names, parameter = found
    return [*names, *(parameter.opts if isinstance(parameter, click.Option) else ()), *words]


def wrong(arguments: list[str]) -> str:
    """Return the error of a command that is used wrongly, as its last line."""
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    *_, line = done.stderr.splitlines()
    assert line.startswith("Error: Invalid value for ")
    assert "Traceback" not in done.stderr
    return line


def test_whatever_is_called_a_date_is_read_as_one() -> None:
    dated = [found for found in EVERY if DATED.search(f"{found[1].name} {found[1].metavar}")]
    assert dated
    assert [called(found) for found in dated if not isinstance(found[1].type, DateType)] == []


def test_every_command_with_dates_is_among_those_tried() -> None:
    commands = {names for names, _ in DATES}
    assert commands >= {("status",), ("analyze",), ("plot",), ("view",), ("report", "week")}


@pytest.mark.parametrize("found", DATES, ids=called)
@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_date_is_wrong_use(found: Taken, written: str) -> None:
    kind = found[1].type
    if isinstance(kind, SpanType):
        for words in ((written, "2026"), ("2020", written)):
            assert f"{written!r} is no date" in (line := wrong(asked(found, *words)))
            assert line.endswith(FORM)
    elif isinstance(kind, WeekType):
        if written != "20250820":
            assert f"{written!r} is no day; write 2025-08-20" in wrong(asked(found, written))
    else:
        line = wrong(asked(found, written))
        assert f"{written!r} is no date" in line
        assert line.endswith(f"{FORM}, or today" if isinstance(kind, DayType) else FORM)


@pytest.mark.parametrize("found", DATES, ids=called)
def test_nothing_and_the_dates_of_others_are_wrong_use_too(found: Taken) -> None:
    for written in ("", "2025-08-20T00:00:00", "2025/08/20", "٢٠٢٥", "\x1b[31m"):
        kind = found[1].type
        wrong(asked(found, *((written, written) if isinstance(kind, SpanType) else (written,))))


@pytest.mark.parametrize("found", [f for f in DATES if isinstance(f[1].type, SpanType)], ids=called)
def test_two_dates_have_a_day_between_them(found: Taken) -> None:
    line = wrong(asked(found, "2032", "2030"))
    assert line.endswith("between 2032 and 2030 there is no day; write the earlier one first")


@pytest.mark.parametrize("found", [f for f in DATES if type(f[1].type) is DateType], ids=called)
def test_today_is_a_date_only_where_it_is_the_default(found: Taken) -> None:
    assert "'today' is no date" in wrong(asked(found, "today"))


@pytest.mark.parametrize(
    ("query", "value"), [("CQ18", "2025-02-31"), ("objective-status", "soon"), ("CQ18", "2025-99")]
)
def test_a_parameter_of_a_query_that_is_no_date_is_wrong_use(
    invented_store_path, query: str, value: str
) -> None:
    store = ["--store", str(invented_store_path)]
    done = CliRunner().invoke(cli, ["query", query, f"date={value}", *store])
    assert (done.exit_code, done.stdout) == (2, "")
    line = done.stderr.splitlines()[-1]
    assert f"date={value!r} is no date" in line
    assert line.endswith(FORM)


def test_the_day_of_a_report_may_be_that_of_today(invented_store_path) -> None:
    store = ["--store", str(invented_store_path)]
    for day in ("today", "2032", "2032-01", "2032-01-01"):
        assert CliRunner().invoke(cli, ["status", "--as-of", day, *store]).exit_code == 0
