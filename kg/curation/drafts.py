"""
Begin the files of a new source: what is to be filled in, with hints; nothing is fetched or guessed.
"""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from kg.errors import ExportError, Problem
from kg.model import namespaces, schema, toml_files
from kg.model.namespaces import RSC
from kg.model.records import Source
from kg.model.toml_files import Place
from kg.model.validation import record
from kg.text import fold

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d\d)(?:[-/](\d\d))?(?!\d)")
_NO_NAME = ("com", "org", "net", "co", "gov", "gob", "gub", "mil", "edu", "ac")
_WORDS = 5
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_SOURCE = """\
# A source: what it is, who published it, how far it is trusted. Fill in every "" and check with
#   kg check {path}
id = "source/{slug}"
title = ""  # as the source has it, in its own language
publisher = ""  # an organization of the register, such as "organization/…"{publisher}
address = {address}
# date = "2025-08-20"  # as precisely as the source has it, or "2025-08", or "2025"
retrieved = {today}
language = ""  # two letters, such as "en", "es" or "pt"
licence = ""  # in a sentence, such as "Copyright of the publisher; facts and short quotes only."
reliability = ""  # of the publisher:
{reliability}
claims = {{ least = 1, most = 20 }}  # how many claims are expected; 'kg check' counts them
# note = ""  # where a reader could err
"""

_CLAIMS = """\
# What the source says: a table [[claim]] for each thing. Fill in every "" and check with
#   kg check {path}
source = "source/{slug}"
extracted = {today}
extracted_by = ""  # who reads the source
review = "unreviewed"
credibility = ""  # of what it says, unless a claim says otherwise:
{credibility}

# [[claim]]
# about = "…"  # an id of the register, a code, or this source; 'kg match NAME' finds ids
# …  # what is said: a key of its kind; 'kg terms' lists what there is
# modality = "…"  # {modality}
# level = "inferred"  # if the source does not say it outright; then add a reason
# reason = "…"
# quote = "…"  # the exact words; leave out quote and at if you have not the text before you
# at = 0  # the offset of the first character in the source's text
"""


def draft(address: str, root: Path, today: datetime.date, name: str | None = None) -> list[Path]:
    """
    Write the files of a new source into a folder of data and return their paths.

    Raises ExportError if the address is none or is known, or if a file is there already.
    """
    slug = _named(name) if name else _slug(_proper(address))
    paths = [root / "sources" / slug / name for name in ("source.toml", "claims.toml")]
    for path in paths:
        if path.exists():
            raise ExportError(f"{path}: is there already; choose another --name")
    sources = toml_files.toml_under(root, "sources/*/source.toml", [])
    for known in sources:
        if known.tables.get("address") == address:
            raise ExportError(f"{address}: is the address of {known.name}")
    for path, text in zip(paths, _texts(paths, address, today, sources), strict=True):
        _write(path, text)
    return paths


def _proper(address: str) -> str:
    problems: list[Problem] = []
    record(Source, {"address": address}, Place("", 0), problems)
    for problem in problems:
        if problem.key == "address":
            raise ExportError(problem.message)
    if not urlsplit(address).hostname:
        raise ExportError(f"{address!r} is no address; it names no site")
    return address


def _named(name: str) -> str:
    if not _SLUG.fullmatch(name):
        raise ExportError(f"{name!r} is no name; write small letters, digits and hyphens")
    return name


def _texts(
    paths: list[Path], address: str, today: datetime.date, sources: list[toml_files.File]
) -> Iterator[str]:
    slug = paths[0].parent.name
    yield _SOURCE.format(
        path=paths[0],
        slug=slug,
        address=json.dumps(address, ensure_ascii=False),
        today=today.isoformat(),
        publisher="".join(_of_same_site(address, sources)),
        reliability=_choices(RSC.Reliability),
    )
    yield _CLAIMS.format(
        path=paths[1],
        slug=slug,
        today=today.isoformat(),
        credibility=_choices(RSC.Credibility),
        modality=", ".join(_codes(RSC.Modality)),
    )


def _of_same_site(address: str, sources: list[toml_files.File]) -> Iterator[str]:
    """Yield what the other sources of a site have as their publisher, as a hint."""
    site = urlsplit(address).netloc
    same = [s for s in sources if urlsplit(str(s.tables.get("address"))).netloc == site]
    for publisher in sorted({str(source.tables.get("publisher")) for source in same}):
        yield f"\n# others of {site} have {publisher}"


def _choices(kind: NamedNode) -> str:
    codes = _codes(kind)
    return "\n".join(f"#   {code}  {schema.label(namespaces.entity(code))}" for code in codes)


def _codes(kind: NamedNode) -> list[str]:
    return [code for code, kinds in schema.codes().items() if kind in kinds]


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror})") from error


def _slug(address: str) -> str:
    """Return a name made of an address: the site, the date in it, and the last words."""
    parts = urlsplit(address)
    date = _DATE.search(parts.path)
    words = _last_words(parts.path)
    pieces = [_site(str(parts.hostname)), *(filter(None, date.groups()) if date else ()), *words]
    return "-".join(piece for piece in pieces if piece) or "source"


def _site(host: str) -> str:
    labels = host.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _NO_NAME:
        labels.pop()
    return "-".join(_plain(labels[-1])) if labels else ""


def _last_words(path: str) -> list[str]:
    for part in reversed(_DATE.sub("/", path).split("/")):
        words = _plain(part.rpartition(".")[0] or part)
        if any(not word.isdigit() for word in words):
            return words[:_WORDS]
    return []


def _plain(text: str) -> list[str]:
    return [word for word in fold(text).split() if _SLUG.fullmatch(word)]
