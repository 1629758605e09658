"""
What can be told of a query from its tokens alone: its form, and why it will not be run.

The engine's parser is laxer than the standard's tokens: ``1SERVICE:x{}`` calls a service, and
``?a<2)SERVICE?x#>`` is a comparison rather than an IRI. A text that could be read both ways
is therefore refused as soon as it names a service anywhere.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from kg.errors import QueryError, QuerySyntaxError
from kg.text import one_line

SIZE = 32 * 1024
DEPTH = 100
FORMS = ("select", "ask", "construct", "describe")
UPDATES = {
    *("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"),
}

_NAME = r"\w\-·\u0300-\u036f\u203f\u2040"
_TOKEN = re.compile(
    rf"""
      (?P<blank> \s++ | \#[^\r\n]*+ )
    | (?P<string> '''(?: [^'\\] | \\. | '{{1,2}}(?!') )*+'''
                | \"\"\"(?: [^"\\] | \\. | "{{1,2}}(?!") )*+\"\"\"
                | '(?: [^'\\\r\n] | \\. )*+' | "(?: [^"\\\r\n] | \\. )*+" )
    | (?P<iri> <(?: [^<>"{{}}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}} )*+> )
    | (?P<variable> [?$]\w++ )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<prefixed> (?P<prefix> (?: [^\W\d_][{_NAME}.]*+ | _ )? ) :
                    (?: (?: [\w:%] | \\. )(?: [{_NAME}.:%] | \\. )*+ )? )
    | (?P<word> [^\W\d]\w*+ )
    | (?P<number> \d++ )
    | (?P<open> << | [{{(\[] )
    | (?P<close> >> | [}})\]] )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)


class Token(NamedTuple):
    """A piece of a query's text: its kind, its text, and the prefix if it has one."""

    kind: str
    text: str
    prefix: str = ""


_EDGE = Token("edge", "")


def check(query: str) -> None:
    """Raise QueryError if ``query`` is too large, too deep, an update or calls a service."""
    _check_size(query)
    tokens = list(_tokens(query))
    _check_depth(tokens)
    _check_updates(tokens)
    if "service" in query.lower():
        _check_services(tokens)


def form(query: str) -> str:
    """Return what ``query`` asks for: select, ask, construct or describe.

    Raises QueryError if it is no query.
    """
    for before, token in pairwise([_EDGE, *_tokens(query)]):
        if token.kind in {"word", "prefixed"} and before.text.upper() != "PREFIX":
            for name in FORMS:
                if token.text.lower().startswith(name):
                    return name
    raise QueryError("this is no query: start it with SELECT, ASK, CONSTRUCT or DESCRIBE")


def names_dataset(query: str) -> bool:
    """Return whether ``query`` says with FROM which graphs it is about."""
    return "from" in query.lower() and any(
        token.kind == "word" and re.search("FROM(NAMED)?$", token.text.upper())
        for token in _tokens(query)
    )


def explain(error: str, query: str, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """Return in one line where the engine's parser failed, and why if that can be told."""
    found = _SYNTAX_ERROR.match(error)
    if not found:
        return QuerySyntaxError(f"the query is not valid: {one_line(error)}")
    line, column = int(found[1]), int(found[2])
    rest = query.split("\n")[line - 1 : line]
    near = rest[0][column - 1 : column + 29].strip() if rest else ""
    place = f"line {line}, column {column}, {f'near {near!r}' if near else 'at the end'}"
    message = f"the query has a syntax error at {place}{_reason(found[3], query, prefixes)}"
    return QuerySyntaxError(message, line, column)


def _reason(expected: str, query: str, prefixes: Mapping[str, str]) -> str:
    undeclared = sorted(_undeclared(query, prefixes))
    if undeclared:
        return f": the prefix {undeclared[0]}: is not declared"
    choices = expected.removeprefix("one of ").split(", ")
    said = [choice for choice in choices if re.fullmatch(r"[A-Z][A-Za-z]* [A-Za-z ]+", choice)]
    return f": {said[0]}" if said else ""


def _undeclared(query: str, prefixes: Mapping[str, str]) -> set[str]:
    pairs = list(pairwise([_EDGE, *_tokens(query)]))
    named = [(before.text.upper(), token) for before, token in pairs if token.kind == "prefixed"]
    declared = {token.prefix for before, token in named if before == "PREFIX"}
    return {token.prefix for _, token in named} - declared - set(prefixes) - {"_"}


def _tokens(query: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "blank":
            yield Token(match.lastgroup or "", match[0], match["prefix"] or "")


def _check_size(query: str) -> None:
    try:
        size = len(query.encode())
    except UnicodeEncodeError as error:
        place = f"character {error.start + 1}"
        raise QueryError(f"the query is not valid Unicode at {place}: remove it") from error
    if size > SIZE:
        raise QueryError(
            f"the query is {size:,} bytes long and may be {SIZE:,}: "
            "match by a pattern rather than by a list, or ask in several queries"
        )


def _check_depth(tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > DEPTH:
            raise QueryError(f"the query nests deeper than {DEPTH} brackets: flatten it")


def _check_updates(tokens: list[Token]) -> None:
    for token in tokens:
        if token.kind == "word" and token.text.upper() == "DEFINE":
            raise QueryError("DEFINE is no SPARQL: leave it out")
        if token.kind == "word" and token.text.upper() in UPDATES:
            raise QueryError(
                f"{token.text.upper()} would change the data, which queries only read: "
                "ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
            )


def _check_services(tokens: list[Token]) -> None:
    for before, token, after in zip([_EDGE, *tokens], tokens, [*tokens[1:], _EDGE], strict=False):
        if _calls_service(before, token, after):
            raise QueryError(
                "SERVICE would send the query elsewhere, and queries never leave the store: "
                "ask the other service by itself and join the answers"
            )
        if _may_be_comparison(token):
            raise QueryError(
                f"{one_line(token.text)} could be read as a comparison: write the IRI in full, "
                "or put a space after the <"
            )


def _calls_service(before: Token, token: Token, after: Token) -> bool:
    if token.kind == "word":
        return "service" in token.text.lower()
    glued = token.kind == "prefixed" and "service" in token.prefix.lower() and after.text == "{"
    return glued and before.text.upper() not in {"GRAPH", "FROM", "NAMED"}


def _may_be_comparison(token: Token) -> bool:
    ambiguous = token.kind == "iri" and ("'" in token.text or "#" in token.text)
    return ambiguous and not _ABSOLUTE.match(token.text)
