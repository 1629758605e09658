"""Names to be matched, from a column of a CSV file, and what was found, as CSV."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import text
from kg.curation.matching import matcher as matching
from kg.entities.names import Names
from kg.errors import QueryError
from kg.model import namespaces
from kg.text import NOT_JSON, Cleaner, Guard

Row = tuple[str | int, ...]
COLUMNS = ("name", "verdict", "id", "label", "score", "reason")
PAIR_COLUMNS = ("one", "oneLabel", "other", "otherLabel", "score", "reason")


def names_in_column(file: Path, column: str | None) -> list[str]:
    """Return the names in a column of a CSV file; raises QueryError if there is no such column."""
    try:
        raw = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: {error}") from error
    try:
        header, *body = list(rows) or [[]]
    except csv.Error as error:
        raise QueryError(f"{file}:{rows.line_num}: is no CSV ({error})") from error
    if not header or (column is not None and column not in header):
        hint = text.suggestion(str(column), header) or f"; it has {', '.join(header) or 'none'}"
        raise QueryError(f"{file}: has no column {column or 'at all'!r}{hint}")
    at = header.index(column) if column is not None else 0
    return [row[at] for row in body if len(row) > at and row[at].strip()]


def candidate_rows(wanted: Iterable[str], known: Names) -> Iterator[Row]:
    """Yield the header, and for each name its candidates, or that it is unknown."""
    matcher = matching.Matcher(known)
    yield COLUMNS
    for name in wanted:
        found = matcher.match(name)
        verdict = matching.verdict(found)
        for candidate in found:
            yield name, verdict, candidate.id, candidate.label, candidate.score, candidate.reason
        if not found:
            yield name, verdict, "", "", "", ""


def pair_rows(known: Names) -> Iterator[Row]:
    """Yield the header, and the pairs of entities of one kind that may be the same."""
    yield PAIR_COLUMNS
    for found in matching.hypotheses(known):
        one, other = (known.label(namespaces.entity(i).value) for i in (found.one, found.other))
        yield found.one, one, found.other, other, found.score, found.reason


def pair_drafts(known: Names) -> Iterator[str]:
    """Yield the pairs that may be the same as claims to be completed and judged by a person."""
    for found in matching.hypotheses(known):
        yield from ("", "[[claim]]", f"about = {toml_string(found.one)}")
        yield f"possibly_same_as = {toml_string(found.other)}"
        yield from ('level = "inferred"', 'modality = "ongoing"')
        yield f"reason = {toml_string(found.reason)}"
        yield f"score = {found.score}"


def toml_string(words: str) -> str:
    """Return words as a string of TOML; its escapes are those of JSON, and DEL is one more."""
    return json.dumps(Cleaner(NOT_JSON)(words), ensure_ascii=False).replace("\x7f", "\\u007f")


def csv_document(found: Iterable[Row]) -> bytes:
    """Return rows as CSV that is safe to open in a spreadsheet."""
    guard = Guard(Cleaner(NOT_JSON))
    written = []
    for row in found:
        # The end of a line that CSV has, or the writer would leave a carriage return unquoted.
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([guard(cell) for cell in row])
        written.append(line.getvalue().removesuffix("\r\n") + "\n")
    return "".join(written).encode()
