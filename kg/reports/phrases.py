"""
Sentences with gaps, as the recipes of reports and the words of a language hold them.

``{column}`` stands for the values of a column, ``{column:form}`` for them in a form,
``{column?one|many}`` for the word that goes with a number; what stands in ``[...]`` is left out
if one of its columns has no value.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.model import languages

# What reports say is in words/LANGUAGE/report.toml.
SUBJECT = "report"
FORMS = ("plain", "and", "lower", "date", "short", "span", "quote", "id")
_SLOT = re.compile(r"\{(\w+)(?::(\w+)|\?([^|{}]*)\|([^{}]*))?\}")
_STRETCH = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")


@dataclass(frozen=True)
class Slot:
    """A gap: the column that fills it, and the form of its values, or one word or another."""

    column: str
    form: str
    words: tuple[str, str] | None


@dataclass(frozen=True)
class Stretch:
    """A part of a sentence, which may be left out if a value is missing."""

    pieces: tuple[str | Slot, ...]
    optional: bool

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the stretch needs."""
        return frozenset(p.column for p in self.pieces if isinstance(p, Slot))


@dataclass(frozen=True)
class Phrase:
    """A sentence with gaps."""

    stretches: tuple[Stretch, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the sentence names."""
        return frozenset[str]().union(*(stretch.columns for stretch in self.stretches))

    @property
    def words(self) -> str:
        """What the sentence says itself, without its gaps."""
        pieces = (piece for stretch in self.stretches for piece in stretch.pieces)
        return " ".join(piece for piece in pieces if isinstance(piece, str))


def stands_alone(said: str) -> bool:
    """Return whether what a recipe says is a sentence of gaps, and no key to one."""
    return "{" in said


@functools.cache
def phrase(said: str, language: str) -> Phrase:
    """
    Return the sentence that a recipe means, in a language: by its key, or as it stands there.

    Raises OntologyError if it is malformed.
    """
    if stands_alone(said):
        return parse(said, "a recipe")
    return parse(
        languages.words(language, SUBJECT)[said], f"words/{language}/{SUBJECT}.toml: {said}"
    )


def parse(text: str, where: str) -> Phrase:
    """Return a sentence with gaps; raises OntologyError, naming the place, if it is malformed."""
    found = list(_STRETCH.finditer(text))
    if "".join(match[0] for match in found) != text:
        raise OntologyError(f"{where}: a bracket is not closed in {text!r}")
    return Phrase(
        tuple(
            Stretch(tuple(_pieces(match[1] or match[2] or "", where)), match[1] is not None)
            for match in found
        )
    )


def _pieces(text: str, where: str) -> Iterator[str | Slot]:
    """Yield the words and the gaps of a stretch, in order."""
    end = 0
    for match in [*_SLOT.finditer(text), None]:
        words = text[end : match.start() if match else len(text)]
        if "{" in words or "}" in words:
            raise OntologyError(f"{where}: a gap is written {{column}}, not as in {words!r}")
        if words:
            yield words
        if match:
            form = match[2] or "plain"
            if form not in FORMS:
                raise OntologyError(f"{where}: no form {form!r}; write one of {', '.join(FORMS)}")
            yield Slot(match[1], form, (match[3], match[4]) if match[3] is not None else None)
            end = match.end()
