"""
The languages people read, and what is said to them: a folder of words for each language.

``ontology/words/LANGUAGE/language.toml`` says what a language is called, and each file beside it
what is said on one subject, such as ``page.toml``. English is the measure: what it says on a
subject, every language that offers the subject says too, with the same gaps.
"""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import OntologyError, UnknownNameError
from kg.paths import ONTOLOGY

WORDS = ONTOLOGY / "words"
ENGLISH = "en"
# Of the plural forms of the CLDR a language has some; each of them has "other".
_FORMS = frozenset(("zero", "one", "two", "few", "many"))
_GAP = re.compile(r"\{(\w+)")


@dataclass(frozen=True)
class Language:
    """A language: its code, its own name, and whether terms and entities have labels in it."""

    code: str
    name: str
    labels: bool


def codes(subject: str = "language", folder: Path = WORDS) -> tuple[str, ...]:
    """Return the codes of the languages that have words on a subject, English first."""
    found = {path.parent.name for path in folder.glob(f"*/{subject}.toml")}
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))


@functools.cache
def languages(folder: Path = WORDS) -> tuple[Language, ...]:
    """Return the languages that there are, English first; raises OntologyError on a bad file."""
    found = []
    for code in codes(folder=folder):
        given = _table(folder, code, "language")
        match given:
            case {"name": str(name), "labels": bool(labels), **others} if name and not others:
                found.append(Language(code, name, labels))
            case _:
                message = "needs name, a text, and labels, true or false, and nothing else"
                raise OntologyError(f"words/{code}/language.toml: {message}")
    return tuple(found)


def labelled() -> tuple[str, ...]:
    """Return the codes of the languages in which terms and entities have labels, English first."""
    return tuple(language.code for language in languages() if language.labels)


@functools.cache
def words(code: str, subject: str, folder: Path = WORDS) -> Mapping[str, str]:
    """
    Return what a language says on a subject, by key; a key in a table follows it after a dot.

    Raises UnknownNameError if the language does not offer the subject, and OntologyError if it
    says more or less on it than English, or with other gaps.
    """
    if code not in codes(subject, folder):
        known = ", ".join(codes(subject, folder)) or "none"
        raise UnknownNameError(f"{subject} speaks no language {code!r}; it speaks {known}", code)
    said = _flat(_table(folder, code, subject))
    english = said if code == ENGLISH else words(ENGLISH, subject, folder)
    for key in (*english, *said):
        stem, _, form = key.rpartition(".")
        model = english.get(f"{stem}.other" if form in _FORMS else key)
        text = said.get(key)
        problem = ""
        if model is None:
            problem = "is nothing that English says; leave it out"
        elif text is None:
            problem = "" if form in _FORMS else f"is missing; English says {model!r}"
        elif not isinstance(text, str) or not text.strip():
            problem = "says nothing; write a text"
        elif set(_GAP.findall(text)) != set(_GAP.findall(model)):
            problem = f"has other gaps than the English {model!r}"
        if problem:
            raise OntologyError(f"words/{code}/{subject}.toml: {key}: {problem}")
    return MappingProxyType(said)


def label_in(labels: Mapping[str, str], language: str = ENGLISH) -> str:
    """
    Return the label in a language: the own one, else the English one, else the first by language.

    What is in no language is under an empty code.  Without any label it is an empty text.  The page
    asks ``core/language.js``, which passes the same vectors.
    """
    order = (language, ENGLISH, *sorted(labels))
    return next((labels[code] for code in order if code in labels), "")


def every(subject: str, key: str) -> dict[str, str]:
    """Return what each language that offers a subject says under a key, by its code."""
    return {code: words(code, subject)[key] for code in codes(subject)}


def _table(folder: Path, code: str, name: str) -> dict[str, Any]:
    # The command line asks for the codes alone, whenever it starts.
    import tomllib

    try:
        return tomllib.loads((folder / code / f"{name}.toml").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise OntologyError(f"words/{code}/{name}.toml: cannot be read: {error}") from error


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key, value in table.items():
        inner = _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
        said |= inner
    return said
