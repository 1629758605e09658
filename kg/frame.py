"""What every format of a briefing says alike: the words of the frame, numbers, passages."""

import re
from dataclasses import dataclass

from kg.briefing import Text
from kg.evidence import Passage
from kg.terminal import safe
from kg.wording import Wording

_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")


@dataclass(frozen=True)
class Cited:
    """A passage as a note shows it; the language is empty if it is the reader's."""

    quote: str
    title: str
    language: str
    link: str
    details: tuple[str, ...]
    claim: str


class Frame:
    """The words of one language around what a briefing says."""

    def __init__(self, wording: Wording, languages: dict[str, str]) -> None:
        self._words = wording
        self._languages = languages
        self.language = wording.language

    def __call__(self, key: str) -> str:
        """Return a word of the frame."""
        return self._words.frame(key)

    def number(self, value: float) -> str:
        """Return a number as it stands in a figure."""
        return self._words.number(f"{value:g}" if value < 1e6 else f"{value:.0f}")

    def passage(self, passage: Passage) -> Cited:
        """Return what a note says of a passage."""
        spoken = self._languages.get(passage.source, "")
        dated = self._words.date(passage.date, "short") if passage.date else self("undated")
        level = self("inferred") if passage.inferred else self("said")
        return Cited(
            quote=safe(passage.quote),
            title=safe(passage.title),
            language=spoken if spoken != self.language else "",
            link=passage.address if _LINK.fullmatch(passage.address) else "",
            details=(
                dated,
                safe(passage.unit) or self("no-place"),
                f"{self('grade')} {passage.grade}",
                level,
            ),
            claim=f"claim:{passage.claim}",
        )


def joined(text: Text) -> str:
    """Return a text without its marks."""
    return "".join(span.text for span in text)
