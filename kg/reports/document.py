"""A briefing as it is before it is HTML, Markdown or DOCX: sections, sentences, tables, notes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from kg.entities.evidence import Passage
from kg.sparql.table import Term


@dataclass(frozen=True)
class Run:
    """A stretch of text: its language if it is not the reader's, and the cells it comes from."""

    text: str
    language: str = ""
    cells: tuple[Term, ...] = ()


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Basis:
    """The stored query, what it was asked, and the rows from which something is said."""

    query: str
    given: Mapping[str, str]
    rows: tuple[tuple[Term | None, ...], ...]

    @property
    def command(self) -> str:
        """The command that prints these rows and all others."""
        given = "".join(f" {name}={value}" for name, value in self.given.items())
        return f"kg query {self.query}{given}"


@dataclass(frozen=True)
class Sentence:
    """What rows say, and a word if it is inferred; its note is 0 if it says that nothing is."""

    form: ClassVar[str] = "sentence"

    lead: Text
    text: Text
    note: int
    inferred: str
    basis: Basis


@dataclass(frozen=True)
class TableRow:
    """A row of a table, with the number of its note, and a word if it is inferred."""

    cells: tuple[Text, ...]
    note: int
    inferred: str
    basis: Basis


@dataclass(frozen=True)
class TableBlock:
    """A table under a title, which may be empty."""

    form: ClassVar[str] = "table"

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class Bar:
    """A number of a figure: where it stands, to which group it belongs, and from which rows."""

    place: str
    group: str
    number: float
    basis: Basis


@dataclass(frozen=True)
class BarChart:
    """Bars, upright and stacked over the years or lying one below the other."""

    form: ClassVar[str] = "figure"

    kind: str
    title: Text
    source: str
    bars: tuple[Bar, ...]
    note: int

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the bars; years without a number have theirs too."""
        found = tuple(dict.fromkeys(bar.place for bar in self.bars))
        if self.kind != "columns" or not all(p.isdecimal() and len(p) == 4 for p in found):
            return found
        years = [int(place) for place in found]
        return tuple(str(year) for year in range(min(years), max(years) + 1))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups, largest first."""
        sums: dict[str, float] = {}
        for bar in self.bars:
            sums[bar.group] = sums.get(bar.group, 0) + bar.number
        return tuple(sorted(sums, key=lambda group: (-sums[group], group)))

    def number(self, place: str, group: str) -> float:
        """Return the height of the bar of a group in a place."""
        return sum(b.number for b in self.bars if (b.place, b.group) == (place, group))


@dataclass(frozen=True)
class More:
    """The command that prints what a list was too short for."""

    form: ClassVar[str] = "more"

    command: str


Block = Sentence | TableBlock | BarChart | More


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: Text
    blocks: tuple[Block, ...]

    def listed(self) -> Iterator[tuple[bool, tuple[Block, ...]]]:
        """Yield the blocks in order, sentences that follow one another as one list."""
        for is_list, blocks in groupby(self.blocks, lambda block: isinstance(block, Sentence)):
            yield is_list, tuple(blocks)


@dataclass(frozen=True)
class Note:
    """The evidence for a sentence: its claims, and the passages that are shown of them."""

    number: int
    claims: tuple[str, ...]
    passages: tuple[Passage, ...]
    rest: int


@dataclass(frozen=True)
class Briefing:
    """A report, complete, in one language."""

    language: str
    kicker: Text
    title: Text
    day: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    made: tuple[tuple[str, str], ...]
