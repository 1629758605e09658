"""
Check one file of the data folder against the rest, and suggest what unknown names may stand for.

The other claims are not read, so that it is a matter of a moment; what only shows in the graph as
a whole is left to ``checks``.
"""

import functools
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from kg.curation import folder as data
from kg.curation.matching import matcher as matching
from kg.entities.names import Names
from kg.errors import DataError, Problem, StoreError
from kg.model import languages, namespaces, schema, toml_files
from kg.model.namespaces import SKOS
from kg.model.toml_files import File

_FOLDERS = ("register", "sources", "claims")
_SHOWN = 3
Where = tuple[str, int, str]


def check(file: Path, texts: Path | None = None) -> list[Problem]:
    """
    Return what is to be mended in one file of the register, the sources or the claims.

    Raises StoreError if the file lies in no such folder.
    """
    path = file.absolute()
    folder, root = path.parent.name, path.parent.parent
    if folder not in _FOLDERS or not path.is_file():
        raise StoreError(f"{file}: is no file in a folder {', '.join(_FOLDERS)}", file)
    with tempfile.TemporaryDirectory() as beside:
        _link(path, root, Path(beside))
        found = [p for p in _problems(Path(beside), texts) if _concerns(p, path)]
        return _suggested(found, root, folder)


def _link(path: Path, root: Path, beside: Path) -> None:
    """Make a folder of data that holds one file and what it refers to."""
    whole = {"register": _FOLDERS[:1]}.get(path.parent.name, _FOLDERS[:2])
    for name in _FOLDERS:
        if name in whole and (root / name).is_dir():
            (beside / name).symlink_to(root / name)
        else:
            (beside / name).mkdir()
    if path.parent.name == "claims":
        for part in path.parent.glob(f"{_stem(path)}.*"):
            (beside / "claims" / part.name).symlink_to(part)


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


def _problems(root: Path, texts: Path | None) -> list[Problem]:
    try:
        facts = data.read(root)
    except DataError as error:
        return list(error.problems)
    return [] if texts is None else list(_misquoted(facts, texts))


def _misquoted(facts: data.Data, texts: Path) -> Iterator[Problem]:
    for source in sorted({claim.header.source for claim in facts.claims}):
        text = texts / f"{source.removeprefix('source/')}.txt"
        if text.is_file():
            yield from data.quotes(facts, text.read_text("utf-8"), source)


def _concerns(problem: Problem, path: Path) -> bool:
    """Return whether a problem is in a file or its tables, or in another one for its sake."""
    own = f"{path.parent.name}/{_stem(path)}."
    return problem.file.startswith(own) or problem.other.startswith(own)


def _suggested(problems: list[Problem], root: Path, folder: str) -> list[Problem]:
    """Return the problems with the ids that the unknown names in them may stand for."""
    if all(problem.suggestions for problem in problems):
        return problems
    written = dict(_written(root, folder))
    matcher = matching.Matcher(_names(root))
    return [_hinted(problem, written, matcher) for problem in problems]


def _hinted(
    problem: Problem, written: Mapping[Where, object], matcher: matching.Matcher
) -> Problem:
    value = written.get((problem.file, problem.line, problem.key))
    unknown = problem.value in (value if isinstance(value, list) else [value])
    if problem.suggestions or not problem.value or not unknown:
        return problem
    found = _meant(problem.value, problem.key, matcher)[:_SHOWN]
    if not found:
        return problem
    ids = tuple(candidate.id.removeprefix("code:") for candidate in found)
    shown = (f"'{i}' ({candidate.label})" for i, candidate in zip(ids, found, strict=True))
    message = f"{problem.message}; did you mean {' or '.join(shown)}?"
    return replace(problem, message=message, suggestions=ids)


def _meant(value: str, key: str, matcher: matching.Matcher) -> list[matching.Candidate]:
    name = value.rpartition("/")[2].replace("-", " ") if "/" in value else value
    return [c for c in matcher.match(name) if _fits(c.id, key)]


def _fits(ident: str, key: str) -> bool:
    if ident.startswith("code:"):
        classes = schema.codes()[ident.removeprefix("code:")]
    else:
        classes = (schema.classes()[ident.partition("/")[0]],)
    above = {a for kind in classes for a in schema.ancestors(kind)}
    return not _wanted(key) or not above.isdisjoint(_wanted(key))


@functools.cache
def _wanted(key: str) -> frozenset[NamedNode]:
    """Return the classes to which a key leads, none if it is no key of a claim's content."""
    return frozenset(
        kind for prop in schema.properties_of_key(key) for kind in schema.nodes(prop, schema.RANGE)
    )


def _written(root: Path, folder: str) -> Iterator[tuple[Where, object]]:
    """Yield what stands at each key of the files of a folder."""
    heads = toml_files.folder(root, folder, [])
    tables = toml_files.tables(root, folder, heads, []) if folder == "claims" else []
    for file in (*heads, *tables):
        yield from _values(file)


def _values(file: File) -> Iterator[tuple[Where, object]]:
    for name, content in {"": [file.tables], **file.tables}.items():
        for index, table in enumerate(content if isinstance(content, list) else ()):
            if isinstance(table, dict):
                place = file.place(name, index)
                for key, value in table.items():
                    yield (file.name, place.lines.get(key, place.line), key), value


def _names(root: Path) -> Names:
    """Return what the register calls its entities, as far as it can be read, and the codes."""
    named = {namespaces.entity(code).value: tuple(_labels(code)) for code in schema.codes()}
    for file in toml_files.folder(root, "register", []):
        for kind, tables in file.tables.items():
            for table in tables if kind in schema.classes() and isinstance(tables, list) else ():
                if isinstance(table, dict) and str(table.get("id")).startswith(f"{kind}/"):
                    named[namespaces.entity(table["id"]).value] = tuple(_called(table))
    named = {iri: names for iri, names in named.items() if names}
    return Names({iri: names[0] for iri, names in named.items()}, named)


def _labels(code: str) -> Iterator[str]:
    for label in schema.objects(namespaces.entity(code), SKOS.prefLabel):
        yield label.value


def _called(table: Mapping[str, object]) -> Iterator[str]:
    for key in ("name", *languages.labelled()[1:], "also"):
        value = table.get(key, [])
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str):
                yield name
