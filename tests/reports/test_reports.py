"""Whatever a report says comes from rows and leads to claims, and every text in it stays a text."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt
from pyoxigraph import NamedNode

import kg
from kg.errors import KGError, OntologyError, UnknownNameError
from kg.model import languages, namespaces, schema
from kg.model.namespaces import RDF, RSC
from kg.reports import phrases, templates
from kg.reports import registry as reports
from kg.reports.document import (
    BarChart,
    Basis,
    Briefing,
    Run,
    Sentence,
    TableBlock,
    TableRow,
)
from kg.reports.formats import FORMATS
from kg.reports.localization import Wording
from kg.reports.templates import Recipe
from kg.sparql import queries
from kg.sparql.table import term_text
from kg.store import builder
from kg.text import safe
from tests.support.command import kg as run
from tests.support.remembered import remembered
from tests.support.small_data import CLAIM, HEADER, REGISTER, SOURCE, write

INVENTED = [
    ("country", "state/valdoria"),
    ("actor", "KCC"),
    ("source", "source/halen-courier-2031-05-14"),
    ("week", "2031-05-14"),
    ("target", ""),
]
SHIPPED = [
    ("country", "ARG"),
    ("actor", "SOUTHCOM"),
    ("source", "mondialnews-2025-08-20"),
    ("week", "2025-08-18"),
    ("target", ""),
]
EVERY = [*(("invented", *r) for r in INVENTED), *(("shipped", *r) for r in SHIPPED)]
FOLDER = Path(templates.__file__).parent
DAY = {"invented": "2032-01-01", "shipped": "2026-11-24"}
LANGUAGES = languages.codes(phrases.SUBJECT)
every_report = pytest.mark.parametrize(("which", "name", "about"), EVERY)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def graphs(invented_store_path, shipped_store_path):
    with remembered(invented_store_path) as one, remembered(shipped_store_path) as other:
        yield {"invented": one, "shipped": other}


@pytest.fixture(scope="module")
def made(graphs):
    """How to write a report; each is written once."""
    known: dict[tuple[str, ...], tuple[Briefing, object]] = {}

    def write_once(which: str, name: str, about: str, language: str = "en"):
        key = (which, name, about, language)
        if key not in known:
            given = {"language": language, "day": DAY[which]}
            known[key] = reports.compose(graphs[which], name, about, **given)
        return known[key]

    return write_once


def said(found: Briefing) -> Iterator[tuple[Sentence | TableRow, list[Run]]]:
    """Yield what is said, with its spans: sentences and rows of tables."""
    for section in found.sections:
        for block in section.blocks:
            if isinstance(block, Sentence):
                yield block, [*block.lead, *block.text]
            elif isinstance(block, TableBlock):
                for row in block.rows:
                    yield row, [span for cell in row.cells for span in cell]


def figures(found: Briefing) -> list[BarChart]:
    return [b for s in found.sections for b in s.blocks if isinstance(b, BarChart)]


def digits(words: str) -> set[str]:
    """Return the numbers in a text, without separators and leading zeros."""
    whole = re.sub(r"(?<=\d)[.,\u00a0](?=\d{3}(?!\d))", "", words)
    return {run.lstrip("0") or "0" for run in re.findall(r"\d+", whole)}


def of_cells(graph: kg.Graph, span: Run) -> set[str]:
    """Return the numbers in the cells of a span and in what they are called."""
    found: set[str] = set()
    for cell in span.cells:
        iri = term_text(cell)
        labels = [schema.label(cell, tongue) for tongue in LANGUAGES] if named(cell) else []
        for words in (iri, *graph.names.all.get(iri, ()), *labels):
            found |= digits(words)
    return found


def named(cell: object) -> bool:
    return isinstance(cell, NamedNode)


def rows(graph: kg.Graph, basis: Basis) -> set[tuple[object, ...]]:
    return plain(queries.run_query(graph.store, basis.query, basis.given).terms)


def plain(found: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Return rows in which claims that stand in one cell have no order."""
    return {tuple(" ".join(sorted(term_text(cell).split())) for cell in row) for row in found}


@every_language
@every_report
def test_each_number_comes_from_a_row_of_a_stored_query(which, name, about, language, made, graphs):
    graph = graphs[which]
    found, _ = made(which, name, about, language)
    counted = 0
    for one, spans in said(found):
        known = {cell for row in one.basis.rows for cell in row}
        for span in spans:
            assert set(span.cells) <= known
            assert digits(span.text) <= of_cells(graph, span), span
            counted += len(digits(span.text))
    assert counted


@every_report
def test_the_rows_are_those_that_the_query_gives(which, name, about, made, graphs):
    found, _ = made(which, name, about)
    answers: dict[str, set[tuple[object, ...]]] = {}
    bases = [one.basis for one, _ in said(found)]
    bases += [bar.basis for figure in figures(found) for bar in figure.bars]
    for basis in bases:
        if basis.command not in answers:
            answers[basis.command] = rows(graphs[which], basis)
        assert plain(basis.rows) <= answers[basis.command]


@every_report
def test_each_bar_has_the_height_that_its_row_gives(which, name, about, made):
    for figure in figures(made(which, name, about)[0]):
        # Sums over tables rest on printed rows and not on claims.
        assert bool(figure.note) != (figure.source.split()[2] == "people-trained")
        for bar in figure.bars:
            cells = {term_text(cell) for row in bar.basis.rows for cell in row}
            assert any(bar.number == float(c) for c in cells if re.fullmatch(r"[\d.]+", c))


@every_report
def test_each_sentence_has_a_note_that_leads_to_a_claim(which, name, about, made, graphs):
    found, _ = made(which, name, about)
    notes = {note.number: note for note in found.notes}
    base = namespaces.prefixes()["claim"]
    for one, spans in said(found):
        if one.note:
            assert notes[one.note].passages
            for claim in notes[one.note].claims:
                kinds = graphs[which].store.quads_for_pattern(NamedNode(claim), RDF.type, None)
                assert {quad.object for quad in kinds} & {RSC.Claim, RSC.TablePart}
        else:
            cells = [term_text(cell) for row in one.basis.rows for cell in row]
            assert not any(cell.startswith(base) for cell in cells), spans
    assert sorted(notes) == list(range(1, len(notes) + 1))


@every_language
def test_no_template_says_a_number_itself(language):
    for key in languages.words(language, phrases.SUBJECT):
        words = phrases.phrase(key, language).words
        assert not re.search(r"\d", words.replace("{0}", "")), key


def said_by(recipe: Recipe) -> Iterator[str]:
    """Yield what a recipe says: keys of words, and gaps as they stand."""
    yield from (recipe.kicker, recipe.title)
    for section in recipe.sections:
        yield section.title
        for piece in section.pieces:
            yield from (piece.title, piece.none)
            for line in piece.lines:
                yield from (line.lead, line.text)
            for column in piece.columns:
                yield from (column.title, column.cell)


def test_every_word_is_said():
    said = {text for recipe in templates.stored().values() for text in said_by(recipe)}
    keys = languages.words(languages.ENGLISH, phrases.SUBJECT)
    code = "".join(file.read_text("utf-8") for file in FOLDER.rglob("*.*"))
    for key in keys:
        quoted = re.escape(key.removeprefix("frame."))
        assert key in said or re.search(f"""["']{quoted}["']""", code), key
    assert {text for text in said if text and not phrases.stands_alone(text)} <= set(keys)


@every_language
@every_report
def test_page_leads_from_each_sentence_to_its_evidence(which, name, about, language, made):
    found, frame = made(which, name, about, language)
    page = html.fromstring(reports.render(found, frame, "html"))
    assert page.get("lang") == language
    for item in page.xpath("//main/section/ul/li[not(@class='absent')] | //tbody/tr"):
        targets = [a.get("href").removeprefix("#") for a in item.xpath(".//sup/a")]
        if not targets:
            assert frame("not-stated") in item.text_content()
        for target in targets:
            [note] = page.xpath(f"//li[@id='{target}']")
            assert "claim:" in note.text_content()
            assert frame("grade") in note.text_content()


@every_language
def test_each_format_says_the_same_numbers(language, made):
    found, frame = made("shipped", "country", "ARG", language)
    expected = {d for _, spans in said(found) for span in spans for d in digits(span.text)}
    page = html.fromstring(reports.render(found, frame, "html"))
    lines = reports.render(found, frame, "md").decode()
    document = docx.Document(io.BytesIO(reports.render(found, frame, "docx")))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    words = " ".join((*(p.text for p in document.paragraphs), *cells))
    for shown in (" ".join(page.itertext()), lines, words):
        assert expected <= digits(shown)


def test_what_has_no_name_in_the_readers_language_is_marked(made):
    found, frame = made("shipped", "source", "mondialnews-2025-08-20", "es")
    page = html.fromstring(reports.render(found, frame, "html"))
    assert page.xpath("//h1/i[@lang='en']")
    assert not html.fromstring(
        reports.render(*made("shipped", "source", "mondialnews-2025-08-20"), "html")
    ).xpath("//h1/i")
    assert "# *U.S. SOUTHCOM" in reports.render(found, frame, "md").decode()


def test_spanish_report_is_spanish(made):
    found, frame = made("shipped", "country", "ARG", "es")
    lines = reports.render(found, frame, "md").decode()
    assert "Visita de Carlos Presti al Comando Sur" in lines
    assert "## Dónde discrepan las afirmaciones" in lines
    assert "45.418.098 en 2025" in lines
    assert "24 de noviembre de 2026" in lines
    assert not re.search(r"\b(Not stated|grade|said|Evidence)\b", lines)


@pytest.mark.parametrize(
    ("language", "written", "style", "shown"),
    [
        ("en", "2025-08-18", "long", "August 18, 2025"),
        ("es", "2025-08-18", "long", "18 de agosto de 2025"),
        ("en", "2025-08", "long", "August 2025"),
        ("es", "2025-08", "long", "agosto de 2025"),
        ("en", "2025", "long", "2025"),
        ("en", "2025-08-18", "short", "Aug 18, 2025"),
        ("es", "2025-08-18", "short", "18 ago 2025"),
        ("en", "2025-02-31", "long", "2025-02-31"),
        ("en", "soon", "long", "soon"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(invented, language, written, style, shown):
    found = Wording(invented, language).date(written, style)
    assert found.replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2025-08-19", "2025-08-21", "Aug 19–21, 2025"),
        ("2025-08-19", "2025-08-19", "Aug 19, 2025"),
        ("2025-08", "2025-08-21", "Aug 2025 – Aug 21, 2025"),
        ("2025-08-21", "2025-08-19", "Aug 21, 2025 – Aug 19, 2025"),
    ],
)
def test_span_of_days_is_shortened_only_where_it_is_one(invented, first, last, shown):
    assert Wording(invented, "en").span(first, last).replace("\u00a0", " ") == shown


@given(st.text(alphabet=st.characters(exclude_characters="{}[]")))
def test_text_without_gaps_stays_as_it_is(words):
    assert phrases.parse(words, "here").columns == frozenset()


@pytest.mark.parametrize("words", ["{a", "a}", "[a", "a]", "[a[b]]", "{a:loud}", "{a b}", "{}"])
def test_malformed_sentence_names_its_place(words):
    with pytest.raises(OntologyError, match=r"^here: "):
        phrases.parse(words, "here")


RECIPE = """\
kicker = "country"
title = "{day}"

[[section]]
title = "brief"

[[section.piece]]
query = "claims"
"""


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (('kicker = "country"\n', ""), "the key 'kicker' is missing"),
        (('title = "{day}"', 'titel = "T"\ntitle = "T"'), "no key 'titel'; did you mean 'title'"),
        (('"claims"', '"clams"'), "no stored query is called 'clams'; did you mean 'claims'"),
        (('"claims"', '"claims"\nby = "subject"'), "claims has no column 'subject'"),
        (('"claims"', '"claims"\nkind = "pie"'), "no kind 'pie'"),
        (('"claims"', '"claims"\n[[section.piece.line]]\nlead = "x"'), "the key 'text' is missing"),
        (('"claims"', '"claims"\nnone = "gaps"'), "has no 'none.gaps'; did you mean 'gap'"),
        (('"claims"', '"claims"\nnone = "zzz"'), r"has no 'none.zzz'; write it under \[none\]"),
        (('"claims"', '"claims"\nnone = "no {x}"'), "words stand in words/LANGUAGE/report.toml"),
        (('title = "brief"', 'title = "{"'), "a gap is written"),
        (('kicker = "country"', 'kicker = "'), "line 1"),
    ],
)
def test_malformed_recipe_is_refused(changed, says, tmp_path, monkeypatch):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "mine.toml").write_text(RECIPE.replace(*changed), "utf-8")
    monkeypatch.setattr(templates, "ONTOLOGY", tmp_path)
    templates.stored.cache_clear()
    try:
        with pytest.raises(KGError, match=says):
            templates.stored()
    finally:
        templates.stored.cache_clear()


def test_report_leaves_out_what_begins_after_its_day(graphs):
    early, _ = reports.compose(graphs["invented"], "country", "state/valdoria", day="2030-12-31")
    years = {d for _, spans in said(early) for s in spans for d in digits(s.text) if len(d) == 4}
    late, _ = reports.compose(graphs["invented"], "country", "state/valdoria", day="2032-01-01")
    after = {d for _, spans in said(late) for s in spans for d in digits(s.text) if len(d) == 4}
    engagements = [
        s.basis for s, _ in said(early) if s.basis.query == "report-engagements" and s.note
    ]
    starts = {term_text(cell) for b in engagements for row in b.rows for cell in row}
    assert not any(s.startswith("2031-0") for s in starts)
    assert "2031" in after
    assert years


def test_what_nobody_states_is_said_so(made):
    lines = reports.render(*made("invented", "country", "state/valdoria"), "md").decode()
    assert "Not stated: any threat actor that operates there." in lines
    assert "## What is not known" in lines


def test_what_is_undated_is_said_so(made):
    lines = reports.render(*made("invented", "country", "state/valdoria"), "md").decode()
    assert "- **undated** " in lines
    assert "****" not in lines


def test_less_precise_date_does_not_stand_beside_a_more_precise_one(made):
    lines = reports.render(*made("shipped", "country", "ARG"), "md").decode()
    assert "since November 2016." in lines
    assert "2016 / November" not in lines


def test_what_is_inferred_is_marked_wholly_or_in_part(made):
    found, frame = made("shipped", "actor", "SOUTHCOM")
    notes = {note.number: note for note in found.notes}
    marks = {one.inferred for one, _ in said(found)}
    assert marks == {"", frame("inferred"), frame("partly")}
    for one, _ in said(found):
        if one.inferred:
            assert any(p.inferred for p in notes[one.note].passages)


def test_plan_is_not_told_as_done(made):
    lines = reports.render(*made("shipped", "country", "ARG"), "md").decode()
    [line] = [x for x in lines.splitlines() if x.startswith("- **Last exercise:**")]
    assert "Tridente 2025, planned for" in line


@every_language
def test_document_has_styles_language_and_real_footnotes(language, made):
    found, frame = made("shipped", "country", "ARG", language)
    body = reports.render(found, frame, "docx")
    document = docx.Document(io.BytesIO(body))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert len(heads) == len(found.sections) + 1
    assert {t.style.name for t in document.tables} == {"Light List Accent 1"}
    assert document.core_properties.language == {"en": "en-US", "es": "es-ES"}[language]
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        main = etree.fromstring(package.read("word/document.xml"))
        styles = package.read("word/styles.xml").decode()
    space = {"w": notes.nsmap["w"]}
    assert len(notes.findall("w:footnote", space)) == len(found.notes) + 2
    assert len(main.findall(".//w:footnoteReference", space)) == len(found.notes)
    assert f'w:val="{document.core_properties.language}"' in styles
    assert all(p.get("descr") for p in main.iter("{*}docPr"))


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or pdftotext is not installed",
)
@every_language
def test_libreoffice_shows_every_row_on_few_pages(language, made, tmp_path):
    file = tmp_path / "report.docx"
    found, frame = made("shipped", "country", "ARG", language)
    file.write_bytes(reports.render(found, frame, "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=180)
    pdf = tmp_path / "report.pdf"
    show = ["pdftotext", "-raw", str(pdf), "-"]
    shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
    assert shown.count("\f") <= 4
    words = re.sub(r"\s", "", shown)
    for table in docx.Document(io.BytesIO(file.read_bytes())).tables:
        for row in table.rows:
            # A long cell is broken into lines between which other cells may stand.
            first, second = (re.sub(r"\s", "", cell.text)[:8] for cell in row.cells[:2])
            assert first in words
            assert second in words


@pytest.mark.parametrize("format", FORMATS)
def test_same_graph_and_day_give_the_same_bytes(format, made, graphs):
    first = reports.render(*made("invented", "week", "2031-05-14"), format)
    again = reports.compose(graphs["invented"], "week", "2031-05-14", day="2032-01-01")
    assert reports.render(*again, format) == first


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    "[x](javascript:alert(1)) ![y](https://example.org/z.png)",
    "<https://example.org/> www.example.org ana@example.org",
    "| a | b |\n# head\n- item\n> quote\n1. one",
    "[^1]: note\n\n    code",
    "`code` **bold** _em_ ~~del~~ $x^2$ :smile:",
    "{subject} {day} [left out] {{x}}",
    "&lt;b&gt; &#60;i&#62; ]]> <!-- x -->",
    "\u202eevil\u2066 \u200f",
    "\x1b[31mred\x07",
    "=HYPERLINK(1) w:footnote </w:t></w:r>",
    "- ñ 😀 \ufffd",
    "---",
]


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request, tmp_path_factory):
    """A graph in which names, titles and quotes are hostile, and the name as it may be shown."""
    root = tmp_path_factory.mktemp("hostile")
    words = json.dumps(request.param, ensure_ascii=False)
    units = 'units = [\n    ["s1", 0, 400],\n]\n'
    claim = CLAIM.replace('"Ana 😀 visited Avalia"', words) + 'start = "2031-06-02"\n'
    changed = {
        "register/all.toml": REGISTER.replace('"Visit of Ana"', words).replace('"Avalia"', words),
        "sources/herald/source.toml": SOURCE.partition("units")[0].replace('"Ana in Avalia"', words)
        + units,
        "sources/herald/claims.toml": HEADER + claim,
    }
    builder.build_store(root / "store", write(root / "data", changed))
    with kg.open(root / "store") as graph:
        yield graph, safe(request.param)


@pytest.fixture(params=["state/avalia", "source/herald"])
def attacked(request, hostile):
    graph, shown = hostile
    name = request.param.partition("/")[0].replace("state", "country")
    return *reports.compose(graph, name, request.param, day="2031-07-01"), shown


def squeezed(words: str) -> str:
    return " ".join(words.split())


def test_hostile_text_is_shown_in_html_and_does_nothing(attacked):
    found, frame, shown = attacked
    body = reports.render(found, frame, "html").decode()
    page = html.document_fromstring(body)
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    for element in page.iter():
        assert element.tag not in ("script", "img", "iframe", "object", "link", etree.Comment)
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
    for address in page.xpath("//@href"):
        assert address == "https://example.org/herald" or re.fullmatch(r"#n\d+", address)
    assert squeezed(shown) in squeezed(page.text_content())


def test_hostile_text_is_shown_in_markdown_and_marks_nothing(attacked):
    found, frame, shown = attacked
    lines = reports.render(found, frame, "md").decode()
    plain = re.sub(r"\[\^\d+\]:? ?", "", lines)
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(plain)
    inner = [child for token in tokens for child in (token, *(token.children or ()))]
    assert not {t.type for t in inner} & {"html_block", "html_inline", "image", "fence"}
    assert {t.attrs["href"] for t in inner if t.type == "link_open"} <= {
        "https://example.org/herald"
    }
    words = squeezed(" ".join(t.content for t in inner if t.type in ("text", "text_special")))
    assert re.sub(r"\s", "", shown) in re.sub(r"\s", "", words)
    heads = [t for t in tokens if t.type == "heading_open"]
    assert len(heads) == len(found.sections) + 3


def test_hostile_text_is_shown_in_a_document_and_stays_text(attacked):
    found, frame, shown = attacked
    body = reports.render(found, frame, "docx")
    document = docx.Document(io.BytesIO(body))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    words = squeezed(" ".join((*(p.text for p in document.paragraphs), *cells)))
    assert squeezed(shown) in words
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        links = package.read("word/_rels/document.xml.rels").decode()
    assert len(notes) == len(found.notes) + 2
    assert 'TargetMode="External"' not in links


@pytest.mark.parametrize(
    ("name", "about", "says"),
    [
        ("country", "Argentinia", "no country 'Argentinia'; did you mean 'Argentina'"),
        ("country", "ARGG", "no country 'ARGG'; did you mean 'ARG'"),
        ("country", "SOUTHCOM", "no country 'SOUTHCOM'"),
        ("actor", "SOTHCOM", "no actor 'SOTHCOM'; did you mean 'SOUTHCOM'"),
        ("source", "mondialnews-2025-08-2", "did you mean 'mondialnews-2025-08-20'"),
        ("source", "nothing of the kind", "no source 'nothing of the kind'; such as"),
        ("week", "1999-01-01", "dated in the week of 1998-12-28; the nearest days are"),
    ],
)
def test_what_is_unknown_gets_one_line_with_a_suggestion(name, about, says, graphs):
    with pytest.raises(UnknownNameError) as caught:
        reports.compose(graphs["shipped"], name, about)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("about", ["ARG", "ar", "Argentina", "state/argentina"])
def test_country_is_known_by_code_name_and_id(about, graphs):
    found, _ = reports.compose(graphs["shipped"], "country", about, day="2026-11-24")
    assert found.title[0].text == "Argentina"


def test_week_may_be_given_by_any_of_its_days(graphs):
    titles = {
        reports.compose(graphs["shipped"], "week", about, day="2026-11-24")[0].title
        for about in ("2025-08-18", "2025-08-24", "2025-W34")
    }
    assert len(titles) == 1


@pytest.mark.parametrize(
    ("file", "begins"), [("a.html", b"<!doctype html>"), ("a.md", b"# "), ("a.docx", b"PK")]
)
def test_command_writes_the_format_of_the_suffix(file, begins, tmp_path, invented_store_path):
    target = tmp_path / file
    store_option = ("--store", invented_store_path)
    done = run("report", "week", "2031-05-14", "-o", target, "--lang", "es", *store_option)
    assert (done.code, done.raw) == (0, b"")
    assert target.read_bytes().startswith(begins)


def test_command_prints_markdown_and_refuses_other_suffixes(tmp_path, invented_store_path):
    store_option = ("--store", invented_store_path)
    done = run("report", "target", "--as-of", "2032-01-01", *store_option)
    assert done.out.startswith("# Promises as of January 1, 2032\n")
    done = run("report", "target", "-o", tmp_path / "a.txt", *store_option)
    assert done.error.endswith("name it .html, .md or .docx, or give --format")
    done = run("report", "country", "Valdoriaa", *store_option)
    assert "did you mean 'Valdoria'" in done.error
    assert list(tmp_path.iterdir()) == []


def test_every_report_has_a_command():
    from kg.cli.reports import report

    assert set(report.commands) == set(templates.stored())


def test_queries_of_the_reports_are_used():
    asked = {p.query for r in templates.stored().values() for s in r.sections for p in s.pieces}
    asked |= {
        p.only.query for r in templates.stored().values() for s in r.sections for p in s.pieces
        if p.only
    }  # fmt: skip
    asked |= {"report-source-card", "report-dated-days"}
    assert {name for name in queries.stored_queries() if name.startswith("report-")} <= asked


def test_folder_of_recipes_holds_nothing_else():
    folder = Path(templates.ONTOLOGY) / "reports"
    assert {file.suffix for file in folder.iterdir()} == {".toml"}


TRIAL = """
import sys
from pathlib import Path
from kg import paths
paths.ONTOLOGY = Path(sys.argv.pop(1))  # before anything else is imported

from kg.cli.main import cli
cli()
"""


def test_a_further_language_is_a_file(tmp_path, invented_store_path):
    shutil.copytree(templates.ONTOLOGY, tmp_path / "ontology")
    words = tmp_path / "ontology" / "words"
    english = (words / "en" / "report.toml").read_text("utf-8")
    dutch = english.replace('"Country briefing"', '"Over een land"')
    (words / "nl").mkdir()
    (words / "nl" / "language.toml").write_text('name = "Nederlands"\nlabels = false\n', "utf-8")
    (words / "nl" / "report.toml").write_text(dutch, "utf-8")
    about = ["country", "state/valdoria", "--lang", "nl", "--as-of", "2032-01-01"]
    store_option = ["--store", str(invented_store_path)]
    command = [sys.executable, "-c", TRIAL, str(words.parent), "report", *about, *store_option]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    head, _, kicker, *_ = done.stdout.splitlines()
    # Names that the graph has in no such language are in English, and marked so.
    assert head == "# *Valdoria*"
    assert kicker == "**Over een land** · As of 1 januari 2032"
