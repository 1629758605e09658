"""
Begin the files of a new source: what is to be filled in, with hints; nothing is fetched or guessed.
"""

import datetime
import json
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg.errors import ExportError, Problem
from kg.model import languages, namespaces, schema, toml_files
from kg.model.namespaces import RSC
from kg.model.records import Source
from kg.model.toml_files import File, Place
from kg.model.validation import record
from kg.text import fold

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d\d)(?:[-/](\d\d))?(?!\d)")
_NO_NAME = ("com", "org", "net", "co", "gov", "gob", "gub", "mil", "edu", "ac")
_WORDS = 5
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def draft_source(
    address: str,
    root: Path,
    today: datetime.date,
    name: str | None = None,
    language: str = languages.ENGLISH,
) -> list[Path]:
    """
    Write the files of a new source into a folder of data, with hints, and return their paths.

    Raises ExportError if the address is none or is known, or if a file is there already.
    """
    if name and not _SLUG.fullmatch(name):
        raise ExportError(f"{name!r} is no name; write small letters, digits and hyphens")
    problems: list[Problem] = []
    record(Source, {"address": address}, Place("", 0), problems)
    for problem in problems:
        if problem.key == "address":
            raise ExportError(problem.message)
    if not urlsplit(address).hostname:
        raise ExportError(f"{address!r} is no address; it names no site")
    folder = root / "sources" / (name or slug_of(address))
    paths = [folder / "source.toml", folder / "claims.toml"]
    for path in paths:
        if path.exists():
            raise ExportError(f"{path}: is there already; choose another --name")
    sources = toml_files.toml_under(root, "sources/*/source.toml", [])
    for known in sources:
        if known.tables.get("address") == address:
            raise ExportError(f"{address}: is the address of {known.name}")
    texts = [
        source_draft(paths[0], address, today, sources, language),
        claims_draft(paths[1], today, language),
    ]
    for path, text in zip(paths, texts, strict=True):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise ExportError(f"{path}: cannot be written ({error.strerror})") from error
    return paths


def source_draft(
    path: Path, address: str, today: datetime.date, sources: Iterable[File], language: str
) -> str:
    """Return the file of a source, with what other sources of its site have as a hint."""
    words = languages.words(language, "drafts")
    site = urlsplit(address).netloc
    same = [s for s in sources if urlsplit(str(s.tables.get("address"))).netloc == site]
    others = [
        f"# {words['source.others'].format(site=site, publisher=publisher)}"
        for publisher in sorted({str(source.tables.get("publisher")) for source in same})
    ]
    lines = [
        f"# {words['source.head']}",
        f"#   kg check {path}",
        f'id = "source/{path.parent.name}"',
        f'title = ""  # {words["source.title"]}',
        f'publisher = ""  # {words["source.publisher"]}',
        *others,
        f"address = {json.dumps(address, ensure_ascii=False)}",
        f'# date = "2025-08-20"  # {words["source.date"]}',
        f"retrieved = {today.isoformat()}",
        f'language = ""  # {words["source.language"]}',
        f'licence = ""  # {words["source.licence"]}',
        f'reliability = ""  # {words["source.reliability"]}',
        *_choices(RSC.Reliability, language),
        f"claims = {{ least = 1, most = 20 }}  # {words['source.claims']}",
        f'# note = ""  # {words["source.note"]}',
    ]
    return "\n".join(lines) + "\n"


def claims_draft(path: Path, today: datetime.date, language: str) -> str:
    """Return the file of the claims of a source."""
    words = languages.words(language, "drafts")
    modalities = ", ".join(code for code, kinds in schema.codes().items() if RSC.Modality in kinds)
    lines = [
        f"# {words['claims.head']}",
        f"#   kg check {path}",
        f'source = "source/{path.parent.name}"',
        f"extracted = {today.isoformat()}",
        f'extracted_by = ""  # {words["claims.extracted_by"]}',
        'review = "unreviewed"',
        f'credibility = ""  # {words["claims.credibility"]}',
        *_choices(RSC.Credibility, language),
        "",
        "# [[claim]]",
        f'# about = "…"  # {words["claims.about"]}',
        f"# …  # {words['claims.content']}",
        f'# modality = "…"  # {modalities}',
        f'# level = "inferred"  # {words["claims.level"]}',
        '# reason = "…"',
        f'# quote = "…"  # {words["claims.quote"]}',
        f"# at = 0  # {words['claims.at']}",
    ]
    return "\n".join(lines) + "\n"


def _choices(kind: NamedNode, language: str) -> list[str]:
    """Return the codes of a class and what they are called, as lines of comment."""
    codes = [code for code, kinds in schema.codes().items() if kind in kinds]
    return [f"#   {one}  {schema.label(namespaces.entity(one), language)}" for one in codes]


def slug_of(address: str) -> str:
    """Return a name made of an address: the site, the date in it, and the last words."""
    parts = urlsplit(address)
    labels = str(parts.hostname).split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _NO_NAME:
        labels.pop()
    site = "-".join(_plain_words(labels[-1])) if labels else ""
    date = _DATE.search(parts.path)
    pieces = [site, *(filter(None, date.groups()) if date else ())]
    for part in reversed(_DATE.sub("/", parts.path).split("/")):
        words = _plain_words(part.rpartition(".")[0] or part)
        if any(not word.isdigit() for word in words):
            pieces.extend(words[:_WORDS])
            break
    return "-".join(piece for piece in pieces if piece) or "source"


def _plain_words(text: str) -> list[str]:
    """Return the words of a text that can stand in an id."""
    return [word for word in fold(text).split() if _SLUG.fullmatch(word)]
