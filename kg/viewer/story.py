"""
Stories: numbered steps through the page, each with a view, a selection and words, from a TOML file.

What a step points at must be in the graph; every mistake is told with its line and key.
"""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from kg.entities.names import Names
from kg.errors import DataError, Problem, UnknownNameError
from kg.model import languages, namespaces, toml_files
from kg.model.fields import Dated, Record, Texts, Words, translated
from kg.model.toml_files import Place
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


def read_story(path: Path, names: Names) -> Told:
    """Return a story as the page takes it; raises DataError with every problem in its file."""
    problems: list[Problem] = []
    told: Told = {}
    if file := toml_files.read_toml(path, problems):
        head = {key: value for key, value in file.tables.items() if key != "step"}
        heading = record(Heading, head, file.place(), problems)
        tables = file.tables.get("step")
        if not isinstance(tables, list) or not tables:
            message = "is missing; write a table [[step]] for each"
            problems.append(file.place().problem("step", message, "missing"))
            tables = []
        steps = [_step(file.place("step", at), t, names, problems) for at, t in enumerate(tables)]
        told = {"title": _words(heading, "title") if heading else {}, "steps": steps}
    if problems:
        raise DataError(sorted(set(problems)))
    return told


def shipped_stories(names: Names) -> list[Told]:
    """Return the stories that come with the data, if all that they point at has a name."""
    told = []
    for path in sorted((DATA / "stories").glob("*.toml")):
        # A story about the shipped data has no place in the page of another graph.
        with contextlib.suppress(DataError):
            told.append(read_story(path, names))
    return told


def _step(place: Place, table: Any, names: Names, problems: list[Problem]) -> Told:
    step = record(Step, table, place, problems)
    if step is None:
        return {}
    if len(step.path) not in (0, 2):
        message = "has two ends; write the ids of both"
        problems.append(place.problem("path", message, "malformed"))
    keys: dict[str, list[str]] = {"select": [], "path": []}
    for key, named in (("select", [step.select] if step.select else []), ("path", step.path)):
        for name in named:
            try:
                keys[key].append(namespaces.ident(names.find(name)))
            except UnknownNameError as error:
                near = error.suggestions
                problems.append(place.problem(key, str(error), "unknown", error.name, near))
    return {
        "title": _words(step, "title"),
        "text": _words(step, "text"),
        "view": step.view,
        "select": next(iter(keys["select"]), None),
        "path": keys["path"] or None,
        "since": step.since and str(step.since),
        "until": step.until and str(step.until),
    }


def _words(record: Record, key: str) -> Mapping[str, str]:
    """Return what a record says under a key by language."""
    keys = {code: f"{key}_{code}" for code in languages.codes()} | {languages.ENGLISH: key}
    return {code: words for code, one in keys.items() if (words := getattr(record, one))}
