"""A briefing as Markdown with footnotes, in which no text can become markup."""

import re
from collections.abc import Iterator

from kg.reports.document import (
    BarChart,
    Block,
    Briefing,
    More,
    Note,
    Run,
    Section,
    Sentence,
    TableBlock,
    Text,
)
from kg.reports.frame import Cited, CitedPlace, Frame

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^&@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
# What would begin a list, a heading or a rule at the beginning of a line.
_FIRST = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=]))(?=.)")


def page(found: Briefing, frame: Frame) -> str:
    """Return the text of a briefing."""
    return "\n".join((
        f"# {_text(found.title)}",
        "",
        f"**{_text(found.kicker)}** · {frame('as-of')} {found.day}",
        "",
        f"{escaped(frame('contents'))}. {escaped(frame('original'))}",
        *(line for section in found.sections for line in _section(section, frame)),
        "",
        f"## {frame('made')}",
        "",
        *(f"- **{escaped(key)}:** {escaped(value)}" for key, value in found.made),
        "",
        f"## {frame('evidence')}",
        "",
        *(line for note in found.notes for line in _note(note, frame)),
    ))  # fmt: skip


def escaped(text: str) -> str:
    """Return a text in which no character marks anything up."""
    one = " ".join(text.split())
    return _FIRST.sub(r"\1\\", _SPECIAL.sub(r"\\\1", one))


def _section(section: Section, frame: Frame) -> Iterator[str]:
    yield ""
    yield f"## {_text(section.title)}"
    listed = False
    for block in section.blocks:
        if not (listed and isinstance(block, Sentence)):
            yield ""
        listed = isinstance(block, Sentence)
        yield from _block(block, frame)


def _block(block: Block, frame: Frame) -> Iterator[str]:
    if isinstance(block, Sentence):
        lead = f"**{_text(block.lead)}** " if block.lead else ""
        yield f"- {lead}{_text(block.text)}{_mark(block.note, block.inferred)}"
    elif isinstance(block, TableBlock):
        yield from _table(block, frame)
    elif isinstance(block, BarChart):
        yield from _figure(block, frame)
    elif isinstance(block, More):
        yield f"{escaped(frame('more'))}: {_code(block.command)}"


def _mark(note: int, inferred: str = "") -> str:
    tag = f" ({escaped(inferred)})" if inferred else ""
    return f"{tag}[^{note}]" if note else tag


def _table(table: TableBlock, frame: Frame) -> Iterator[str]:
    if table.title:
        yield f"**{_text(table.title)}**"
        yield ""
    yield f"| {' | '.join(map(_text, table.heads))} |"
    yield f"|{' --- |' * len(table.heads)}"
    for row in table.rows:
        first, *others = map(_text, row.cells)
        cells = (f"{first}{_mark(row.note, row.inferred)}", *others)
        yield f"| {' | '.join(cells)} |"


def _figure(figure: BarChart, frame: Frame) -> Iterator[str]:
    """Yield the numbers of a figure as a table, since Markdown draws nothing."""
    yield f"**{_text(figure.title)}**"
    yield ""
    groups = figure.groups
    yield f"| | {' | '.join(map(escaped, groups))} |"
    yield f"| --- |{' ---: |' * len(groups)}"
    for place in figure.places:
        numbers = (figure.number(place, group) for group in groups)
        cells = " | ".join(frame.number(n) if n else "" for n in numbers)
        yield f"| {escaped(place)} | {cells} |"
    yield ""
    source = f"{escaped(frame('source'))}: {_code(figure.source)}"
    yield f"{source}{_mark(figure.note)}"


def _note(note: Note, frame: Frame) -> Iterator[str]:
    passages = "; ".join(_cited(said) for said in frame.cited(note))
    rest = f". {escaped(frame('rest'))}: {note.rest}" if note.rest else ""
    yield f"[^{note.number}]: {passages}{rest}"
    yield ""


def _cited(said: Cited) -> str:
    title = f"*{escaped(said.title)}*"
    link = f"[{title}](<{said.link}>)" if said.link else title
    return f"{link}, {escaped(', '.join(said.details))}: {'; '.join(map(_place, said.places))}"


def _place(place: CitedPlace) -> str:
    quote = f"“{escaped(place.quote)}” " if place.quote else ""
    return quote + escaped(place.where)


def _text(text: Text) -> str:
    return "".join(map(_span, text))


def _span(span: Run) -> str:
    # Spaces at the ends are the sentence's; a star next to one would mark nothing.
    inner = span.text.strip()
    before, _, after = span.text.partition(inner) if inner else (span.text, "", "")
    words = escaped(inner)
    mark = "*" if span.language and inner else ""
    return f"{' ' if before else ''}{mark}{words}{mark}{' ' if after else ''}"


def _code(command: str) -> str:
    return f"`{' '.join(command.replace('`', chr(39)).split())}`"
