"""Which characters a format can hold, and what stands for the others."""

from __future__ import annotations

import re

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
