"""
Read a name as words that mean the same in every language of labels.

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

Form = tuple[str, ...]
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

    @classmethod
    def unlisted(cls, token: str) -> "Word":
        """Return what a word says that no list has: a number, a letter, or itself."""
        if ordinal := _ORDINAL.fullmatch(token):
            number = int(ordinal[1])
            # A year counts without its century, since SOUTHDEC 24 is that of 2024.
            return cls("number", str(number - 2000 if 2000 <= number < 2100 else number))
        if len(token) == 1:
            return cls("letter", token)
        if _ROMAN.fullmatch(token):
            values = [_ROMAN_VALUES[letter] for letter in token]
            signed = (-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))
            return cls("number", str(sum(signed)))
        return cls("", token)


def thing_words(name: str) -> tuple[Word, ...]:
    """Return what a name says, phrase by phrase, without the words that say nothing."""
    tokens = _tokens_of(name)
    found = [word for word in read_phrases(tokens, phrases()) if word.sort != "stop"]
    # A letter at the end tells one from another: Camp A is not Camp B.
    if len(tokens) > 1 and _passed_over(tokens[-1]) and len(tokens[-1]) == 1:
        found.append(Word.unlisted(tokens[-1]))
    return tuple(found)


def person_words(name: str) -> tuple[Word, ...]:
    """Return the words of a person's name, without ranks, offices and particles."""
    rest = tokens = _tokens_of(name)
    while rest and tuple(rest[: (length := _longest(rest, titles()))]) in titles():
        rest = rest[length:]
    while rest and (rest[-1],) in titles():
        rest = rest[:-1]
    return tuple(Word.unlisted(one) for one in rest or tokens if one not in _PARTICLES)


def written_words(name: str) -> list[tuple[str, bool]]:
    """Return the words of a name as they stand, and whether an acronym may pass over each."""
    return [(token, _passed_over(token)) for token in _tokens_of(name)]


def _tokens_of(name: str) -> list[str]:
    """Return the words of a name, folded, with a number apart from the letters before it."""
    return _BEFORE_DIGIT.sub(" ", fold(_POSSESSIVE.sub("", name))).split()


def _passed_over(token: str) -> bool:
    """Return whether a word says nothing, such as "of"."""
    return any(word.sort == "stop" for word in phrases().get((token,), ()))


def read_phrases(tokens: Sequence[str], known: Mapping[Form, tuple[Word, ...]]) -> Iterator[Word]:
    """Yield the words of the longest phrases, from left to right."""
    at = 0
    while at < len(tokens):
        length = _longest(tokens[at:], known)
        form = tuple(tokens[at : at + length])
        yield from known.get(form, (Word.unlisted(tokens[at]),))
        at += length


def _longest(tokens: Sequence[str], known: Mapping[Form, object]) -> int:
    """Return how many words the longest phrase at the beginning has; one if none is known."""
    fitting = range(min(_LONGEST, len(tokens)), 0, -1)
    return next((n for n in fitting if tuple(tokens[:n]) in known), 1)


@functools.cache
def titles() -> Mapping[Form, tuple[Word, ...]]:
    """Return the ranks and offices that may stand before or after a person's name."""
    return {form: () for row in lexicon("titles") for form in _forms(row["forms"])}


@functools.cache
def phrases() -> Mapping[Form, tuple[Word, ...]]:
    """Return what each phrase of the lists says; an acronym says what it stands for."""
    countries = {country.alpha_2: fold(country.name) for country in pycountry.countries}
    named: list[tuple[str, str]] = []
    for language in languages.labelled():
        named.extend(babel.Locale(language).territories.items())
    for country in pycountry.countries:
        keys = ("name", "common_name", "official_name")
        named.extend((country.alpha_2, getattr(country, key, "")) for key in keys)
    for row in lexicon("demonyms"):
        named.extend((row["iso2"], " ".join(form)) for form in _forms(row["forms"]))
    found: dict[Form, tuple[Word, ...]] = {}
    for code, name in named:
        if (form := tuple(fold(name).split())) and code in countries:
            found[form] = (Word("country", countries[code]),)
    for row in lexicon("words"):
        sort, meaning = row["sort"], row["meaning"]
        word = Word("number", f"month {meaning}") if sort == "month" else Word(sort, meaning)
        found |= dict.fromkeys(_forms(row["forms"]), (word,))
    for row in lexicon("acronyms"):
        said = read_phrases(fold(row["meaning"]).split(), found)
        found[(row["acronym"],)] = tuple(word for word in [*said] if word.sort != "stop")
    return found


def _forms(cell: str) -> list[Form]:
    """Return the forms that a cell of a list names, each as its words."""
    return [tuple(form.split()) for form in cell.split(";")]


def lexicon(name: str) -> list[dict[str, str]]:
    """Return the rows of a list of words in the ontology."""
    file = ONTOLOGY / "lexicons" / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
