"""
Read a name as words that mean the same in English, Spanish and Portuguese.

The lists in ``ontology/lexicons`` say which forms mean one thing and of which sort it is; the names
of countries come from ISO 3166 and the CLDR.  A word that no list has stays as it is, with no sort.
"""

import csv
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import babel
import pycountry

from kg.model import languages
from kg.paths import ONTOLOGY
from kg.text import fold

Phrases = Mapping[tuple[str, ...], tuple["Word", ...]]
_POSSESSIVE = re.compile("['’]s\\b", re.IGNORECASE)
_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|o|a|er|do|ta|to|va|vo|ma|mo)?")
_ROMAN = re.compile(r"(?=..)(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "da", "do", "das", "dos", "jr", "y", "e"})
_LONGEST = 7


@dataclass(frozen=True)
class Word:
    """One thing in a name: its sort, and its text in the lists' own wording."""

    sort: str
    text: str


def words(name: str) -> tuple[Word, ...]:
    """Return what a name says, phrase by phrase, without the words that say nothing."""
    tokens = _tokens(name)
    found = [word for word in _read(tokens, _phrases()) if word.sort != "stop"]
    # A letter at the end tells one from another: Camp A is not Camp B.
    if len(tokens) > 1 and _passed_over(tokens[-1]) and len(tokens[-1]) == 1:
        found.append(_plain(tokens[-1]))
    return tuple(found)


def person(name: str) -> tuple[Word, ...]:
    """Return the words of a person's name, without ranks, offices and particles."""
    tokens = _untitled(_tokens(name))
    return tuple(_plain(token) for token in tokens if token not in _PARTICLES)


def plain(name: str) -> list[tuple[str, bool]]:
    """Return the words of a name as they stand, and whether an acronym may pass over each."""
    return [(token, _passed_over(token)) for token in _tokens(name)]


def _passed_over(token: str) -> bool:
    return any(word.sort == "stop" for word in _phrases().get((token,), ()))


def _tokens(name: str) -> list[str]:
    return _BEFORE_DIGIT.sub(" ", fold(_POSSESSIVE.sub("", name))).split()


def _read(tokens: Sequence[str], phrases: Phrases) -> Iterator[Word]:
    """Yield the words of the longest phrases, from left to right."""
    at = 0
    while at < len(tokens):
        length = _length(tokens[at:], phrases)
        yield from phrases.get(tuple(tokens[at : at + length]), (_plain(tokens[at]),))
        at += length


def _length(tokens: Sequence[str], phrases: Phrases) -> int:
    fitting = range(min(_LONGEST, len(tokens)), 0, -1)
    return next((n for n in fitting if tuple(tokens[:n]) in phrases), 1)


def _plain(token: str) -> Word:
    if number := _ORDINAL.fullmatch(token):
        return Word("number", str(_short_year(int(number[1]))))
    if len(token) == 1:
        return Word("letter", token)
    if _ROMAN.fullmatch(token):
        return Word("number", str(_roman(token)))
    return Word("", token)


def _short_year(number: int) -> int:
    """Return a number without its century, since SOUTHDEC 24 is that of 2024."""
    return number - 2000 if 2000 <= number < 2100 else number


def _roman(token: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in token]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def _untitled(tokens: list[str]) -> list[str]:
    """Return the words of a name without the titles at its ends, if anything is left."""
    titles = _titles()
    rest = tokens
    while any(tuple(rest[: (n := _length(rest, titles))]) in titles for _ in rest[:1]):
        rest = rest[n:]
    while rest and (rest[-1],) in titles:
        rest = rest[:-1]
    return rest or tokens


@functools.cache
def _titles() -> Phrases:
    rows = _rows("titles")
    return {form: () for row in rows for form in _forms(row["forms"])}


@functools.cache
def _phrases() -> Phrases:
    found = {**_countries(), **_listed()}
    for row in _rows("acronyms"):
        meaning = tuple(_read(fold(row["meaning"]).split(), found))
        found[(row["acronym"],)] = tuple(word for word in meaning if word.sort != "stop")
    return found


def _listed() -> dict[tuple[str, ...], tuple[Word, ...]]:
    found: dict[tuple[str, ...], tuple[Word, ...]] = {}
    for row in _rows("words"):
        for form in _forms(row["forms"]):
            found[form] = (_word(row["sort"], row["meaning"]),)
    return found


def _word(sort: str, meaning: str) -> Word:
    return Word("number", f"month {meaning}") if sort == "month" else Word(sort, meaning)


def _countries() -> dict[tuple[str, ...], tuple[Word, ...]]:
    texts = {country.alpha_2: fold(country.name) for country in pycountry.countries}
    forms = ((tuple(fold(name).split()), code) for code, name in _country_names())
    return {form: (Word("country", texts[code]),) for form, code in forms if form and code in texts}


def _country_names() -> Iterator[tuple[str, str]]:
    """Yield the ISO code and a name, for each name of each country in each language of labels."""
    for language in languages.labelled():
        yield from babel.Locale(language).territories.items()
    for country in pycountry.countries:
        for kind in ("name", "common_name", "official_name"):
            yield country.alpha_2, getattr(country, kind, "")
    for row in _rows("demonyms"):
        for form in _forms(row["forms"]):
            yield row["iso2"], " ".join(form)


def _forms(cell: str) -> list[tuple[str, ...]]:
    return [tuple(form.split()) for form in cell.split(";")]


def _rows(name: str) -> list[dict[str, str]]:
    file = ONTOLOGY / "lexicons" / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
