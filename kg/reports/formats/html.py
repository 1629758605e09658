"""A briefing as one HTML page: nothing is loaded, no script runs, and it prints on A4."""

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator
from importlib import resources

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
    TableRow,
    Text,
)
from kg.reports.formats import figure as briefing_figure
from kg.reports.frame import Cited, CitedPlace, Frame, joined


def page(found: Briefing, frame: Frame) -> str:
    """Return the page of a briefing."""
    style = (resources.files(__package__) / "briefing.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return "\n".join((
        "<!doctype html>",
        f'<html lang="{found.language}">',
        '<head><meta charset="utf-8">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        f" style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{html.escape(joined(found.kicker))}: {html.escape(joined(found.title))}</title>",
        f"<style>{style}</style></head>",
        "<body><main>",
        *_head(found, frame),
        *(line for section in found.sections for line in _section(section, frame)),
        *_evidence(found.notes, frame),
        *_made(found, frame),
        "</main></body></html>",
        "",
    ))  # fmt: skip


def _head(found: Briefing, frame: Frame) -> Iterator[str]:
    yield "<header>"
    day = f"{frame('as-of')} {found.day}"
    yield f'<p class="kicker"><span>{_text(found.kicker)}</span> <span>{day}</span></p>'
    yield f"<h1>{_text(found.title)}</h1>"
    yield f'<p class="about">{frame("contents")}. {frame("original")}</p>'
    yield "</header>"


def _section(section: Section, frame: Frame) -> Iterator[str]:
    yield f"<section><h2>{_text(section.title)}</h2>"
    listed = False
    for block in section.blocks:
        is_line = isinstance(block, Sentence)
        if is_line != listed:
            yield "<ul>" if is_line else "</ul>"
        listed = is_line
        yield from _block(block, frame)
    yield "</ul></section>" if listed else "</section>"


def _block(block: Block, frame: Frame) -> Iterator[str]:
    if isinstance(block, Sentence):
        kind = "" if block.note else ' class="absent"'
        lead = f"<strong>{_text(block.lead)}</strong> " if block.lead else ""
        mark = _mark(block.note, block.inferred)
        yield f"<li{kind}>{lead}{_text(block.text)}{mark}</li>"
    elif isinstance(block, TableBlock):
        yield from _table(block, frame)
    elif isinstance(block, BarChart):
        yield from _figure(block, frame)
    elif isinstance(block, More):
        yield f'<p class="more">{frame("more")}: <code>{html.escape(block.command)}</code></p>'


def _mark(note: int, inferred: str = "") -> str:
    tag = f' <span class="inferred">{html.escape(inferred)}</span>' if inferred else ""
    return f'{tag}<sup><a href="#n{note}">{note}</a></sup>' if note else tag


def _table(table: TableBlock, frame: Frame) -> Iterator[str]:
    yield "<table>"
    if table.title:
        yield f"<caption>{_text(table.title)}</caption>"
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        yield _row(row, frame)
    yield "</tbody></table>"


def _row(row: TableRow, frame: Frame) -> str:
    mark = _mark(row.note, row.inferred)
    first, *others = row.cells
    cells = "".join(f"<td{_kind(cell, frame)}>{_text(cell)}</td>" for cell in others)
    return f'<tr><th scope="row">{_text(first)}{mark}</th>{cells}</tr>'


def _kind(cell: Text, frame: Frame) -> str:
    words = joined(cell)
    if words == frame("not-stated"):
        return ' class="absent"'
    return ' class="number"' if words.replace(",", "").replace(".", "").isdecimal() else ""


def _figure(figure: BarChart, frame: Frame) -> Iterator[str]:
    title = joined(figure.title)
    yield f"<figure><p>{_text(figure.title)}</p>"
    yield briefing_figure.svg(figure, frame.number, title)
    source = f"{frame('source')}: <code>{html.escape(figure.source)}</code>"
    yield f"<figcaption>{source}{_mark(figure.note)}</figcaption></figure>"


def _evidence(notes: Iterable[Note], frame: Frame) -> Iterator[str]:
    yield f'<section class="evidence"><h2>{frame("evidence")}</h2><ol>'
    for note in notes:
        passages = "; ".join(_cited(said) for said in frame.cited(note))
        rest = f'. <span class="rest">{frame("rest")}: {note.rest}</span>' if note.rest else ""
        yield f'<li id="n{note.number}" value="{note.number}">{passages}{rest}</li>'
    yield "</ol></section>"


def _cited(said: Cited) -> str:
    title = f"<cite{_lang(said.language)}>{html.escape(said.title)}</cite>"
    if said.link:
        title = f'<a href="{html.escape(said.link)}" rel="noreferrer">{title}</a>'
    places = "; ".join(_place(place, said.language) for place in said.places)
    return f"{title}, {html.escape(', '.join(said.details))}: {places}"


def _place(place: CitedPlace, language: str) -> str:
    quote = f"<q{_lang(language)}>{html.escape(place.quote)}</q> " if place.quote else ""
    claim = f'<span class="claim">[{html.escape(place.claim)}]</span>'
    return f"{quote}{html.escape(place.unit)} {claim}"


def _made(found: Briefing, frame: Frame) -> Iterator[str]:
    yield f'<section class="made"><h2>{frame("made")}</h2><dl>'
    for key, value in found.made:
        yield f"<dt>{html.escape(key)}</dt><dd>{html.escape(value)}</dd>"
    yield "</dl></section>"


def _text(text: Text) -> str:
    return "".join(map(_span, text))


def _span(span: Run) -> str:
    words = html.escape(span.text)
    return f'<i lang="{html.escape(span.language)}">{words}</i>' if span.language else words


def _lang(language: str) -> str:
    return f' lang="{html.escape(language)}"' if language else ""
