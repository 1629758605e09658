"""What every format of a briefing says alike: the words of the frame, numbers, passages."""

import re
from collections import defaultdict
from dataclasses import dataclass

from kg.entities.evidence import Passage
from kg.reports.document import Note, Text
from kg.reports.localization import Wording
from kg.text import safe

_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")


@dataclass(frozen=True)
class CitedPlace:
    """Where a claim rests in its source, and in which words, if any are at hand."""

    quote: str
    unit: str
    claim: str

    @property
    def where(self) -> str:
        """The place, and the claim in brackets."""
        return f"{self.unit} [{self.claim}]"


@dataclass(frozen=True)
class Cited:
    """Passages of one source as a note shows them; the language is empty if it is the reader's."""

    places: tuple[CitedPlace, ...]
    title: str
    language: str
    link: str
    details: tuple[str, ...]


class Frame:
    """The words of one language around what a briefing says."""

    def __init__(self, wording: Wording, languages: dict[str, str]) -> None:
        self._words = wording
        self._languages = languages
        self.language = wording.language
        self.tag = wording.tag

    def __call__(self, key: str) -> str:
        """Return a word of the frame."""
        return self._words.frame(key)

    def number(self, value: float) -> str:
        """Return a number as it stands in a figure."""
        return self._words.number(f"{value:g}" if value < 1e6 else f"{value:.0f}")

    def cited(self, note: Note) -> list[Cited]:
        """Return the passages that a note shows, those alike in source and grade together."""
        alike: dict[tuple[str, str, bool], list[Passage]] = defaultdict(list)
        for passage in note.passages:
            alike[passage.source, passage.grade, passage.inferred].append(passage)
        return [self._cited(passages) for passages in alike.values()]

    def _cited(self, passages: list[Passage]) -> Cited:
        first = passages[0]
        spoken = self._languages.get(first.source, "")
        return Cited(
            places=tuple(map(self._place, passages)),
            title=safe(first.title),
            language=spoken if spoken != self.language else "",
            link=first.address if _LINK.fullmatch(first.address) else "",
            details=(
                self._words.date(first.date, "short") if first.date else self("undated"),
                f"{self('grade')} {first.grade}",
                self("inferred") if first.inferred else self("said"),
            ),
        )

    def _place(self, passage: Passage) -> CitedPlace:
        unit = safe(passage.unit) or self("no-place")
        if not passage.quote:
            unit = f"{self('no-quote')}, {unit}" if passage.unit else self("neither")
        return CitedPlace(safe(passage.quote), unit, f"claim:{passage.claim}")


def joined(text: Text) -> str:
    """Return a text without its marks."""
    return "".join(span.text for span in text)
