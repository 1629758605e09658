"""A briefing as a Word document: heading and table styles, pictures, and real footnotes."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from kg.reports.document import BarChart, Block, Briefing, More, Note, Sentence, TableBlock, Text
from kg.reports.formats import figure
from kg.reports.frame import Frame, joined
from kg.text import NOT_XML, Cleaner

_COLOUR = RGBColor(0x12, 0x39, 0x5C)
_QUIET = RGBColor(0x55, 0x60, 0x6E)
_FONT = "Liberation Sans"
# Word keeps the first two footnotes for its separators.
_FIRST = 2
_WIDE = 16.6
# Of each style: size, whether it is bold, and the space before and after, in points.
_STYLES: Mapping[str, tuple[float, bool | None, float, float]] = {
    "Normal": (9.5, None, 0, 4),
    "Title": (20, True, 0, 4),
    "Subtitle": (10, True, 0, 2),
    "Heading 1": (12, True, 9, 2),
    "List Bullet": (9.5, None, 0, 2),
    "Caption": (7.5, False, 0, 3),
    "Table Title": (9, True, 6, 3),
    "Table Text": (8, None, 0.5, 0.5),
    "Footnote Text": (7, None, 0, 0),
}
_STAMP = (1980, 1, 1, 0, 0, 0)


def page(found: Briefing, frame: Frame) -> bytes:
    """Return the document of a briefing; the same briefing gives the same bytes."""
    return _Writer(found, frame).written()


class _Writer:
    def __init__(self, found: Briefing, frame: Frame) -> None:
        self._found, self._frame = found, frame
        self._clean = Cleaner(NOT_XML)
        self._document: Any = Document()
        self._cited: set[int] = set()
        self._bookmarks = 0

    def written(self) -> bytes:
        self._style()
        self._head()
        for section in self._found.sections:
            self._document.add_heading(self._clean(joined(section.title)), 1)
            for block in section.blocks:
                self._block(block)
        self._made()
        self._properties()
        self._foot()
        self._footnotes()
        out = io.BytesIO()
        self._document.save(out)
        return without_times(out.getvalue())

    def _style(self) -> None:
        """Give the document its paper, its styles and its language."""
        paper, styles = self._document.sections[0], self._document.styles
        paper.page_width, paper.page_height = Cm(21), Cm(29.7)
        paper.left_margin = paper.right_margin = Cm(2.2)
        paper.top_margin = paper.bottom_margin = Cm(2)
        for name in ("Table Title", "Table Text", "Footnote Text"):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
        for name, (size, bold, before, after) in _STYLES.items():
            style = styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.italic, style.font.bold = False, bold
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
            spacing = style.paragraph_format
            spacing.space_before, spacing.space_after = Pt(before), Pt(after)
            spacing.line_spacing = 1.08
        styles["Table Title"].paragraph_format.keep_with_next = True
        for name in ("Title", "Subtitle", "Heading 1"):
            styles[name].font.color.rgb = _COLOUR
        styles["Caption"].font.color.rgb = _QUIET
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self._frame.tag)

    def _head(self) -> None:
        kicker = self._document.add_paragraph(style="Subtitle")
        kicker.add_run(
            self._clean(f"{joined(self._found.kicker)} · {self._frame('as-of')} {self._found.day}")
        )
        self._runs(self._document.add_paragraph(style="Title"), self._found.title)
        about = f"{self._frame('contents')}. {self._frame('original')}"
        self._document.add_paragraph(about, style="Caption")

    def _block(self, block: Block) -> None:
        if isinstance(block, Sentence):
            self._sentence(block)
        elif isinstance(block, TableBlock):
            self._table(block)
        elif isinstance(block, BarChart):
            self._figure(block)
        elif isinstance(block, More):
            text = f"{self._frame('more')}: {block.command}"
            self._document.add_paragraph(self._clean(text), style="Caption")

    def _sentence(self, block: Sentence) -> None:
        paragraph = self._document.add_paragraph(style="List Bullet")
        if block.lead:
            self._runs(paragraph, block.lead, bold=True)
            paragraph.add_run(" ")
        self._runs(paragraph, block.text)
        self._mark(paragraph, block.note, block.inferred)

    def _runs(self, paragraph: Any, text: Text, *, bold: bool = False) -> None:
        for span in text:
            run = paragraph.add_run(self._clean(span.text))
            run.bold = bold or None
            if span.language:
                run.italic = True
                mark = OxmlElement("w:lang")
                mark.set(qn("w:val"), _tag(span.language))
                run._r.get_or_add_rPr().append(mark)

    def _mark(self, paragraph: Any, note: int, inferred: str = "") -> None:
        if inferred:
            run = paragraph.add_run(f" ({inferred})")
            run.font.color.rgb = _QUIET
        if note:
            self._reference(paragraph, note)

    def _reference(self, paragraph: Any, note: int) -> None:
        """Set the number of a footnote: the footnote itself once, then a reference to it."""
        if note in self._cited:
            _field(paragraph, f" NOTEREF _note{note} \\f \\h ", str(note))
            return
        self._cited.add(note)
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), f"_note{note}")
        run = paragraph.add_run(style="Footnote Reference")
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(note - 1 + _FIRST))
        run._r.append(reference)
        run._r.addprevious(start)
        run._r.addnext(end)

    def _table(self, block: TableBlock) -> None:
        if block.title:
            self._document.add_paragraph(self._clean(joined(block.title)), style="Table Title")
        table = self._document.add_table(1, len(block.heads), style="Light List Accent 1")
        for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
            cell.paragraphs[0].style = "Table Text"
            self._runs(cell.paragraphs[0], head, bold=True)
        # The heads stand at the top of every page that the table reaches.
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in block.rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row.cells, strict=True):
                cell.paragraphs[0].style = "Table Text"
                self._runs(cell.paragraphs[0], text)
            self._mark(cells[0].paragraphs[0], row.note, row.inferred)
        _fitted(table, block)
        self._document.add_paragraph(style="Table Text")

    def _figure(self, block: BarChart) -> None:
        title = self._clean(joined(block.title))
        paragraph = self._document.add_paragraph(style="Table Title")
        # In one paragraph, so that no page ends between the title and the picture.
        run = paragraph.add_run(title)
        run.add_break()
        image = io.BytesIO(figure.png(block, self._frame.number))
        picture = run.add_picture(image, width=Cm(_WIDE))
        picture._inline.docPr.set("descr", title)
        caption = self._document.add_paragraph(style="Caption")
        caption.add_run(self._clean(f"{self._frame('source')}: {block.source}"))
        self._mark(caption, block.note)

    def _made(self) -> None:
        self._document.add_heading(self._frame("made"), 1)
        for key, value in self._found.made:
            paragraph = self._document.add_paragraph(style="Caption")
            paragraph.add_run(f"{key}: ").bold = True
            paragraph.add_run(self._clean(value))

    def _properties(self) -> None:
        properties = self._document.core_properties
        properties.title = self._clean(joined(self._found.title))[:255]
        properties.subject = self._clean(joined(self._found.kicker))[:255]
        properties.language = self._frame.tag
        properties.author = properties.comments = properties.last_modified_by = ""

    def _foot(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(f"{self._frame('page')} ")
        _field(paragraph, " PAGE ", "1")

    def _footnotes(self) -> None:
        notes = (note for note in self._found.notes if note.number in self._cited)
        separators = (
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
            "</w:footnote>"
            for number, kind in enumerate(("separator", "continuationSeparator"))
        )
        body = "".join((*separators, *(self._footnote(note) for note in notes)))
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        blob = f"{head}<w:footnotes {nsdecls('w')}>{body}</w:footnotes>"
        part = self._document.part
        notes_part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob.encode(), part.package
        )
        part.relate_to(notes_part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _footnote(self, note: Note) -> str:
        return (
            f'<w:footnote w:id="{note.number - 1 + _FIRST}"><w:p>'
            '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f"{''.join(self._evidence(note))}</w:p></w:footnote>"
        )

    def _evidence(self, note: Note) -> Iterator[str]:
        for number, said in enumerate(self._frame.cited(note)):
            yield self._run("; " if number else " ")
            yield self._run(said.title, said.language, italic=True)
            yield self._run(f", {', '.join(said.details)}: ")
            for place in said.places:
                if place.quote:
                    yield self._run(f"“{place.quote}” ", said.language)
                yield self._run(f"{place.where}; " if place != said.places[-1] else place.where)
        if note.rest:
            yield self._run(f". {self._frame('rest')}: {note.rest}")

    def _run(self, text: str, language: str = "", *, italic: bool = False) -> str:
        marks = ("<w:i/>" if italic else "") + (
            f'<w:lang w:val="{_tag(language)}"/>' if language else ""
        )
        words = self._clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _tag(language: str) -> str:
    return re.sub(r"[^A-Za-z-]", "", language)


def _fitted(table: Any, block: TableBlock) -> None:
    """Give each column a width that goes with its longest text."""
    texts = [block.heads, *(row.cells for row in block.rows)]
    longest = [max(len(joined(cell)) for cell in column) for column in zip(*texts, strict=True)]
    # Room for the number of the note, and for a date on one line.
    longest[0] += 5
    shares = [min(max(length, 14), 38) for length in longest]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(_WIDE * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")
    look.set(qn("w:val"), "0420")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run(shown)
    if "NOTEREF" in instruction:
        run.style = "Footnote Reference"
    paragraph._p.append(field)
    field.append(run._r)


def without_times(package: bytes) -> bytes:
    """Return a package of files in one order and without the times at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        # What says of which kinds the files are comes first.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
