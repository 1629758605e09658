"""Foreign text: folded for comparing, made safe to show, and fit for the files of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | None

# Nobody misspells a text of this length, and comparing it takes very long.
_LONGEST = 200


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and extra spaces, for comparing."""
    # Decomposing can give capitals, and folding them can give what decomposes further.
    plain = name
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain).casefold()
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def close_names(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known names, three at most, that a misspelt name may stand for."""
    import difflib

    if len(name) > _LONGEST:
        return ()
    folded = {k.casefold(): k for k in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return tuple(folded[c] for c in close)


def did_you_mean(names: Collection[str]) -> str:
    """Return '; did you mean …?' with names, or nothing if there are none."""
    return f"; did you mean {' or '.join(map(repr, names))}?" if names else ""


def suggestion(name: str, known: Collection[str]) -> str:
    """Return '; did you mean …?' with the known names that are close to a name, or nothing."""
    return did_you_mean(close_names(name, known))


# A label may hold characters that move the cursor, colour the screen or reverse the line.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """Return a text in which no character can do anything but be shown."""
    return _UNSAFE.sub(lambda found: " " if found[0] in "\t\n\r" else "\ufffd", text)


def one_line(text: str) -> str:
    """Return the beginning of a foreign text, fit for an error message."""
    printable = "".join(c if c.isprintable() else " " for c in text[:1000])
    return " ".join(printable.split())[:200]


# Spreadsheets pass over blanks before a formula and take full-width signs for plain ones. The
# page's script has the same rule (features/takeaway.js) and passes the same vectors.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])")


class Guard:
    """Makes text safe for a spreadsheet and counts what would have been run as a formula."""

    def __init__(self, clean: Cleaner) -> None:
        self.clean = clean
        self.guarded = 0

    def __call__(self, cell: Cell) -> str:
        """Return a cell as the text of a CSV field."""
        if cell is None:
            return ""
        if not isinstance(cell, str):
            return str(cell).lower()
        text = self.clean(cell)
        if not _FORMULA.match(text):
            return text
        self.guarded += 1
        return f"'{text}"


# XML 1.0 has no way to write these; no CSV reader can be trusted with them either.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# JSON escapes control characters, but half a character is not UTF-8.
NOT_JSON = re.compile("[\ud800-\udfff]")


_REPLACEMENT = "\ufffd"


class Cleaner:
    """Replaces characters a format cannot hold by U+FFFD and counts them."""

    def __init__(self, unfit: re.Pattern[str]) -> None:
        self._unfit = unfit
        self.replaced = 0

    def __call__(self, text: str) -> str:
        """Return the text as the format can hold it."""
        clean, count = self._unfit.subn(_REPLACEMENT, text)
        self.replaced += count
        return clean
