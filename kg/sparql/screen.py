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

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of some words of SPARQL, in whatever case."""
        return self.kind == "word" and self.text.upper() in words


_EDGE = Token("edge", "")


def tokenize(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, without blanks and comments."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup != "blank":
            yield Token(match.lastgroup or "", match[0], match["prefix"] or "")


def check_query(query: str) -> None:
    """Raise QueryError if ``query`` is too large, too deep, an update or calls a service."""
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
    tokens, depth = list(tokenize(query)), 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > DEPTH:
            raise QueryError(f"the query nests deeper than {DEPTH} brackets: flatten it")
        if token.is_word("DEFINE"):
            raise QueryError("DEFINE is no SPARQL: leave it out")
        if token.is_word(*UPDATES):
            raise QueryError(
                f"{token.text.upper()} would change the data, which queries only read: "
                "ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
    if "service" in query.lower():
        for before, token, after in zip(
            [_EDGE, *tokens], tokens, [*tokens[1:], _EDGE], strict=False
        ):
            _check_service(before, token, after)


def _check_service(before: Token, token: Token, after: Token) -> None:
    """Raise QueryError if a token may call a service, in a query that names one anywhere."""
    glued = token.kind == "prefixed" and "service" in token.prefix.lower() and after.text == "{"
    if (token.kind == "word" and "service" in token.text.lower()) or (
        glued and before.text.upper() not in {"GRAPH", "FROM", "NAMED"}
    ):
        raise QueryError(
            "SERVICE would send the query elsewhere, and queries never leave the store: "
            "ask the other service by itself and join the answers"
        )
    ambiguous = token.kind == "iri" and ("'" in token.text or "#" in token.text)
    if ambiguous and not _ABSOLUTE.match(token.text):
        raise QueryError(
            f"{one_line(token.text)} could be read as a comparison: write the IRI in full, "
            "or put a space after the <"
        )


def query_form(query: str) -> str:
    """Return what ``query`` asks for: select, ask, construct or describe.

    Raises QueryError if it is no query.
    """
    for before, token in pairwise([_EDGE, *tokenize(query)]):
        if token.kind in {"word", "prefixed"} and before.text.upper() != "PREFIX":
            for name in FORMS:
                if token.text.lower().startswith(name):
                    return name
    raise QueryError("this is no query: start it with SELECT, ASK, CONSTRUCT or DESCRIBE")


def names_dataset(query: str) -> bool:
    """Return whether ``query`` says with FROM which graphs it is about."""
    return "from" in query.lower() and any(
        token.kind == "word" and re.search("FROM(NAMED)?$", token.text.upper())
        for token in tokenize(query)
    )


def explain_syntax_error(error: str, query: str, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """Return in one line where the engine's parser failed, and why if that can be told."""
    found = _SYNTAX_ERROR.match(error)
    if not found:
        return QuerySyntaxError(f"the query is not valid: {one_line(error)}")
    line, column = int(found[1]), int(found[2])
    rest = query.split("\n")[line - 1 : line]
    near = rest[0][column - 1 : column + 29].strip() if rest else ""
    place = f"line {line}, column {column}, {f'near {near!r}' if near else 'at the end'}"
    named = [
        (before.text.upper(), token.prefix)
        for before, token in pairwise([_EDGE, *tokenize(query)])
        if token.kind == "prefixed"
    ]
    declared = {"_", *prefixes, *(prefix for before, prefix in named if before == "PREFIX")}
    undeclared = sorted({prefix for _, prefix in named} - declared)
    # What the parser expected is of use where it is said in words of the grammar.
    choices = found[3].removeprefix("one of ").split(", ")
    said = [choice for choice in choices if re.fullmatch(r"[A-Z][A-Za-z]* [A-Za-z ]+", choice)]
    reason = f": {said[0]}" if said else ""
    if undeclared:
        reason = f": the prefix {undeclared[0]}: is not declared"
    message = f"the query has a syntax error at {place}{reason}"
    return QuerySyntaxError(message, line, column)
