"""
Sentences with gaps, as the recipes of reports hold them.

``{column}`` stands for the values of a column, ``{column:form}`` for them in a form,
``{column?one|many}`` for the word that goes with a number; what stands in ``[...]`` is left out
if one of its columns has no value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import OntologyError

FORMS = ("plain", "and", "lower", "date", "short", "span", "quote", "id")
_SLOT = re.compile(r"\{(\w+)(?::(\w+)|\?([^|{}]*)\|([^{}]*))?\}")
_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")


@dataclass(frozen=True)
class Slot:
    """A gap: the column that fills it, and the form of its values, or one word or another."""

    column: str
    form: str
    words: tuple[str, str] | None


@dataclass(frozen=True)
class Part:
    """A stretch of a sentence, which may be left out if a value is missing."""

    pieces: tuple[str | Slot, ...]
    optional: bool

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the stretch needs."""
        return frozenset(p.column for p in self.pieces if isinstance(p, Slot))


@dataclass(frozen=True)
class Phrase:
    """A sentence with gaps."""

    parts: tuple[Part, ...]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the sentence names."""
        return frozenset[str]().union(*(part.columns for part in self.parts))


def parse(text: str, where: str) -> Phrase:
    """Return a sentence with gaps; raises OntologyError, naming the place, if it is malformed."""
    found = list(_PART.finditer(text))
    if "".join(match[0] for match in found) != text:
        raise OntologyError(f"{where}: a bracket is not closed in {text!r}")
    return Phrase(
        tuple(
            Part(tuple(_pieces(match[1] or match[2] or "", where)), match[1] is not None)
            for match in found
        )
    )


def _pieces(text: str, where: str) -> Iterator[str | Slot]:
    end = 0
    for match in _SLOT.finditer(text):
        yield from _words(text[end : match.start()], where)
        form = match[2] or "plain"
        if form not in FORMS:
            raise OntologyError(f"{where}: no form {form!r}; write one of {', '.join(FORMS)}")
        words = (match[3], match[4]) if match[3] is not None else None
        yield Slot(match[1], form, words)
        end = match.end()
    yield from _words(text[end:], where)


def _words(text: str, where: str) -> Iterator[str]:
    if "{" in text or "}" in text:
        raise OntologyError(f"{where}: a gap is written {{column}}, not as in {text!r}")
    if text:
        yield text
