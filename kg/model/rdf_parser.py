"""
Read RDF files that strangers may have written, in whatever format their suffix names.

The engine's parsers overflow the stack on deep nesting, which kills the process, and RDF/XML's
entities can fill the memory.  So a file's size, encoding and depth are looked at before it is
parsed.  The looks agree with the parsers on everything up to the first syntax error, at which the
parsers stop.  Nothing that a file names is fetched.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, parse

from kg.errors import OntologyError

SIZE = 64 * 2**20
DEPTH = 100
SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

# Strings, addresses, comments and escapes may hold brackets that open nothing.
_TURTLE = re.compile(
    r"""
      \"\"\"(?: [^"\\] | \\. | "{1,2}(?!") )*+\"\"\" | '''(?: [^'\\] | \\. | '{1,2}(?!') )*+'''
    | "(?: [^"\\\r\n] | \\. )*+" | '(?: [^'\\\r\n] | \\. )*+'
    | \#[^\r\n]*+ | \\. | <(?!<)[^<>"{}|^`\x00-\x20]*+>
    | (?P<open> <<\(?+ | [({\[] ) | (?P<close> \)?+>> | [)}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"|(?P<open>[{\[])|(?P<close>[}\]])', re.DOTALL)
_OPENING = ("<<", "(", "[", "{")
_TOO_DEEP = f"is nested deeper than {DEPTH} levels; give inner things names"
_PLACE = re.compile(r"^Parser error (?:at|between) .*?: | \(line \d+\)$", re.DOTALL)


def read_rdf(path: Path) -> Iterator[Quad]:
    """Yield the statements of an RDF file; raises OntologyError if it is not safe and valid."""
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        _refuse(path, 0, f"has no suffix of an RDF format; name it {', '.join(SUFFIXES)}")
    text = _bounded_text(path)
    if form == RdfFormat.RDF_XML:
        _check_xml(path, text)
    else:
        _check_depth(path, text, _JSON if form == RdfFormat.JSON_LD else _TURTLE)
    try:
        yield from parse(text.encode(), format=form)
    except (SyntaxError, ValueError) as error:
        message = f"{_PLACE.sub('', str(error))}; correct it"
        if "LoadDocumentCallback" in message:
            message = "names a remote @context, and nothing is fetched; write it in the file"
        line = getattr(error, "lineno", None) or 0
        _refuse(path, line, "".join(c if c.isprintable() else " " for c in message))


def _bounded_text(path: Path) -> str:
    """Return the text of a file without its byte order mark; raises OntologyError if too large."""
    try:
        # A pipe or a device may have no end, and to open it may take forever.
        if path.exists() and not path.is_file():
            _refuse(path, 0, "is no file; name one")
        with path.open("rb") as file:
            raw = file.read(SIZE + 1)
        if len(raw) > SIZE:
            _refuse(path, 0, f"is larger than {SIZE >> 20} MiB; split it")
        return raw.decode("utf-8").removeprefix("\ufeff")
    except OSError as error:
        _refuse(path, 0, f"cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(path, line, f"is not UTF-8 at byte {error.start}; save it as UTF-8")


def _check_depth(path: Path, text: str, tokens: re.Pattern[str]) -> None:
    """Refuse a text in which brackets are nested too deeply."""
    if sum(map(text.count, _OPENING)) <= DEPTH:
        return
    depth = 0
    for token in tokens.finditer(text):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > DEPTH:
            _refuse(path, text.count("\n", 0, token.start()) + 1, _TOO_DEEP)


def _check_xml(path: Path, text: str) -> None:
    """Refuse what is no XML, what declares a document type, and what is nested too deeply."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def refuse(*_: object) -> None:
        message = "declares a document type, whose entities are not expanded; save it as Turtle"
        _refuse(path, parser.CurrentLineNumber, message)

    def enter(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            _refuse(path, parser.CurrentLineNumber, _TOO_DEEP)

    def leave(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        message = f"is not valid XML ({expat.errors.messages[error.code]}); correct it"
        _refuse(path, error.lineno, message)


def _refuse(path: Path, line: int, message: str) -> NoReturn:
    place = f"{path}:{line}" if line else f"{path}"
    raise OntologyError(f"{place}: {message}")
