"""
Read the documented SPARQL files: a header of ``#+ key: value`` lines, and the query itself.

Prefixes are not written in the files; they come from the ontology's main file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError

_LINE = re.compile(r"#\+\s+([a-z-]+):\s*(.*?)\s*$")


@dataclass(frozen=True)
class Documented:
    """A SPARQL text and what its header says of it; a repeated key has several values."""

    path: Path
    header: Mapping[str, tuple[str, ...]]
    text: str

    @property
    def name(self) -> str:
        """Return the name by which the text is called: its file's."""
        return self.path.stem

    def one(self, key: str, default: str | None = None) -> str:
        """Return the value of a key; raises OntologyError if it is missing or repeated."""
        values = self.header.get(key, ())
        if len(values) > 1 or (not values and default is None):
            found = "is repeated" if values else "is missing"
            raise OntologyError(f"{self.name}.rq: the header key {key!r} {found}")
        return values[0] if values else str(default)


def read_sparql_file(file: Path) -> Documented:
    """Return a documented SPARQL file; raises OntologyError if it cannot be read."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{file}: {error}") from error
    header: dict[str, tuple[str, ...]] = {}
    body = []
    for line in text.splitlines():
        if match := _LINE.match(line):
            header[match[1]] = (*header.get(match[1], ()), match[2])
        else:
            body.append(line)
    return Documented(file, header, "\n".join(body).strip() + "\n")


def read_sparql_folder(path: Path) -> dict[str, Documented]:
    """Return every documented SPARQL file of a folder, at whatever depth, by its name."""
    files = sorted(path.rglob("*.rq"), key=lambda file: file.name)
    return {file.stem: read_sparql_file(file) for file in files}
