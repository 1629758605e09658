"""A small invented data folder that a test can write, spoil and build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import kg as package
from kg.curation import folder
from kg.errors import DataError, Problem

TEXT = "Ana 😀 visited Avalia. The café\u0301 opened."
REGISTER = """\
[[state]]
id = "state/avalia"
name = "Avalia"

[[state]]
id = "state/borduria"
name = "Borduria"

[[organization]]
id = "organization/herald"
name = "Herald"

[[person]]
id = "person/ana"
name = "Ana"

[[visit]]
id = "visit/ana"
name = "Visit of Ana"

[[observation]]
id = "observation/visitors"
name = "Visitors"
"""
SOURCE = """\
id = "source/herald"
title = "Ana in Avalia"
publisher = "organization/herald"
address = "https://example.org/herald"
retrieved = 2031-07-01
language = "en"
licence = "Invented."
reliability = "reliability-b"
claims = { least = 1, most = 9 }
units = [
    ["s1", 0, 21],
    ["s2", 22, 39],
]
"""
HEADER = """\
source = "source/herald"
extracted = 2031-07-01
extracted_by = "the invented editors"
review = "unreviewed"
credibility = "credibility-6"
"""
CLAIM = """
[[claim]]
about = "visit/ana"
visitor = "person/ana"
place = "state/avalia"
modality = "past"
unit = "s1"
quote = "Ana 😀 visited Avalia"
at = 0
"""
FILES: Mapping[str, str] = {
    "register/all.toml": REGISTER,
    "sources/herald/source.toml": SOURCE,
    "sources/herald/claims.toml": HEADER + CLAIM,
}


def write(root: Path, changed: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the folder, with other files or other content where the test says so; return it."""
    for name, content in {**FILES, **(changed or {})}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def problems(root: Path) -> list[Problem]:
    """Return the problems of a data folder in order."""
    with pytest.raises(DataError) as caught:
        folder.read_folder(root)
    found = list(caught.value.problems)
    assert str(caught.value).splitlines() == [str(problem) for problem in found]
    return found


def problem(root: Path, file: str, content: str | bytes | None) -> str:
    """Return the only problem that a file of the small data has with this content."""
    found = problems(write(root, {file: content}))
    assert len(found) == 1, found
    assert str(found[0]).startswith(f"{file}:{found[0].line}: " if found[0].line else f"{file}: ")
    return str(found[0]).removeprefix(file)


def visitors(target: Path) -> set[str]:
    """Return the names of those that a stored graph calls visitors."""
    with package.open(target) as graph:
        found = graph.store.query(
            "SELECT ?v { GRAPH ?g { ?s ?p ?v } FILTER(STRENDS(STR(?p), 'hasVisitor')) }",
        )
        return {row["v"].value.rpartition("/")[2] for row in found}
