"""
Stories: numbered steps through the page, each with a view, a selection and words, from a TOML file.

What a step points at must be in the graph; every mistake is told with its line and key.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kg.entities.names import Names
from kg.errors import DataError, Problem, UnknownNameError
from kg.model import languages, namespaces, toml_files
from kg.model.fields import Dated, Record, Texts, Words, translated
from kg.model.toml_files import File
from kg.model.validation import record
from kg.paths import DATA

Told: TypeAlias = dict[str, Any]


@translated(languages.codes(), "title_{}")
class Heading(Record):
    """What a story is called, in English and perhaps in other languages."""

    title: Words


@translated(languages.codes(), "text_{}")
class Step(Heading):
    """One step: what it says, and what the page shows meanwhile."""

    text: Words
    view: Literal["network", "chain", "map"] = "network"
    select: Words | None = None
    path: Texts = ()
    since: Dated | None = None
    until: Dated | None = None


def shipped() -> list[Path]:
    """Return the files of the stories that come with the data."""
    return sorted((DATA / "stories").glob("*.toml"))


def read(path: Path, known: Names) -> Told:
    """Return a story as the page takes it; raises DataError with every problem in its file."""
    problems: list[Problem] = []
    file = toml_files.read_toml(path, problems)
    told = _story(file, known, problems) if file else {}
    if problems:
        raise DataError(sorted(set(problems)))
    return told


def _story(file: File, known: Names, problems: list[Problem]) -> Told:
    head = {key: value for key, value in file.tables.items() if key != "step"}
    heading = record(Heading, head, file.place(), problems)
    tables = file.tables.get("step")
    if not isinstance(tables, list) or not tables:
        message = "is missing; write a table [[step]] for each"
        problems.append(file.place().problem("step", message, "missing"))
        return {}
    steps = [_step(file, at, table, known, problems) for at, table in enumerate(tables)]
    return {"title": _words(heading, "title") if heading else {}, "steps": steps}


def _step(file: File, at: int, table: Any, known: Names, problems: list[Problem]) -> Told:
    place = file.place("step", at)
    step = record(Step, table, place, problems)
    if step is None:
        return {}
    if len(step.path) not in (0, 2):
        message = "has two ends; write the ids of both"
        problems.append(place.problem("path", message, "malformed"))
    told = {"title": _words(step, "title"), "text": _words(step, "text"), "view": step.view}
    keys = {
        name: [_found(one, known, name, place, problems) for one in named]
        for name, named in (("select", (step.select,) if step.select else ()), ("path", step.path))
    }
    return {
        **told,
        "select": next(iter(keys["select"]), None),
        "path": keys["path"] or None,
        "since": step.since and str(step.since),
        "until": step.until and str(step.until),
    }


def _found(
    name: str, known: Names, key: str, place: toml_files.Place, problems: list[Problem]
) -> str:
    try:
        return namespaces.ident(known.find(name))
    except UnknownNameError as error:
        problems.append(place.problem(key, f"{error}", "unknown", error.name, error.suggestions))
        return ""


def _words(record: Record, key: str) -> Mapping[str, str]:
    keys = {code: f"{key}_{code}" for code in languages.codes()} | {languages.ENGLISH: key}
    return {code: words for code, one in keys.items() if (words := getattr(record, one))}
