"""Templates filled with the values of rows: runs of text that know the cells they come from."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.model import namespaces
from kg.model.dates import PartialDate, precise
from kg.reports.document import Run, Text
from kg.reports.localization import Wording
from kg.reports.phrases import Slot
from kg.sparql.table import Term, term_text
from kg.text import safe

Values = Mapping[str, tuple[Term, ...]]
# Private characters stand for the items of a list while its language joins them.
_MARK = 0xE000


class Filler:
    """Fills templates in one language."""

    def __init__(self, words: Wording) -> None:
        self._words = words

    def fill(self, said: str, values: Values, original: str = "") -> Text:
        """
        Return what a recipe says, with values; nothing if it says nothing.

        Texts without a language are in the original's.
        """
        runs: list[Run] = []
        for stretch in self._words.phrase(said).stretches if said else ():
            if stretch.optional and not all(values.get(column) for column in stretch.columns):
                continue
            for piece in stretch.pieces:
                if isinstance(piece, Slot):
                    runs.extend(self._slot(piece, values, original))
                else:
                    runs.append(Run(piece))
        return tuple(runs)

    def _slot(self, slot: Slot, values: Values, original: str) -> Iterator[Run]:
        cells = _precise(values.get(slot.column, ()))
        if slot.words:
            yield Run(slot.words[0] if [term_text(c) for c in cells] == ["1"] else slot.words[1])
        elif slot.form == "span":
            last = _precise(values.get("end", ()))
            yield Run(self._span(cells, last), "", (*cells, *last))
        elif slot.form in ("and", "quote") and len(cells) > 1:
            yield from self._listed([self._one(cell, slot, original) for cell in cells])
        else:
            for number, cell in enumerate(cells):
                if number:
                    yield Run(" / ")
                yield self._one(cell, slot, original)

    def _span(self, first: Sequence[Term], last: Sequence[Term]) -> str:
        if not first:
            return self._words.frame("undated")
        if len(first) == 1 and len(last) == 1:
            return self._words.span(term_text(first[0]), term_text(last[0]))
        return " / ".join(self._words.date(term_text(cell), "short") for cell in first)

    def _listed(self, runs: Sequence[Run]) -> Iterator[Run]:
        """Yield runs as a list, with the language's own words between them."""
        marks = [chr(_MARK + n) for n in range(len(runs))]
        for part in re.split(f"([{marks[0]}-{marks[-1]}])", self._words.listed(marks)):
            if part in marks:
                yield runs[ord(part) - _MARK]
            elif part:
                yield Run(part)

    def _one(self, cell: Term, slot: Slot, original: str) -> Run:
        words = self._words
        if slot.form in ("date", "short"):
            style = "short" if slot.form == "short" else "long"
            return Run(words.date(term_text(cell), style), "", (cell,))
        if slot.form == "id":
            return Run(safe(namespaces.ident(term_text(cell))), "", (cell,))
        found, language = words.plain(cell, original)
        if slot.form == "lower" and not language:
            found = words.lower(found)
        if slot.form == "quote":
            found = words.frame("quoted").format(found)
        return Run(found, language, (cell,))


def _precise(cells: Sequence[Term]) -> tuple[Term, ...]:
    """Return values without the dates that only say less than another one of them."""
    dates = [PartialDate.maybe(term_text(cell)) for cell in cells]
    if None in dates:
        return tuple(cells)
    finest = precise(date for date in dates if date)
    kept = [cell for cell, date in zip(cells, dates, strict=True) if date in finest]
    return tuple(sorted(kept, key=term_text))
