"""
Check one file of the data folder against the rest, and suggest what unknown names may stand for.

The other claims are not read, so that it is a matter of a moment; what only shows in the graph as
a whole is left to ``checks``.
"""

import functools
import glob
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

_SHOWN = 3
Where = tuple[str, int, str]


def check(file: Path, texts: Path | None = None) -> list[Problem]:
    """
    Return what is to be mended in one file of the register or of a source.

    The tables of a source's claims are checked with ``claims.toml``.  Raises StoreError if the file
    is neither.
    """
    path = file.absolute()
    in_register, in_source = path.parent.name == "register", path.parents[1].name == "sources"
    if not path.is_file() or not (in_register or in_source):
        raise StoreError(
            f"{file}: is no file register/KIND.toml, or in a folder sources/NAME", file
        )
    root = path.parents[1 if in_register else 2]
    claims = in_source and path.name != "source.toml"
    beside = (path.parent / "claims.toml", *path.parent.glob("*.csv")) if claims else (path,)
    own = [one.relative_to(root).as_posix() for one in beside]
    source = [glob.escape(path.parent.name)] if claims else []
    found = [p for p in _problems(root, source, texts) if _concerns(p, own)]
    return _suggested(found, root, own)


def _problems(root: Path, claims_of: list[str], texts: Path | None) -> list[Problem]:
    try:
        facts = data.read(root, claims_of)
    except DataError as error:
        return list(error.problems)
    return [] if texts is None else list(_misquoted(facts, texts))


def _misquoted(facts: data.Data, texts: Path) -> Iterator[Problem]:
    for source in sorted({claim.header.source for claim in facts.claims}):
        text = texts / f"{source.removeprefix('source/')}.txt"
        if text.is_file():
            yield from data.quotes(facts, text.read_text("utf-8"), source)


def _concerns(problem: Problem, own: list[str]) -> bool:
    """Return whether a problem is in one of the files, or in another one for its sake."""
    return problem.file in own or problem.other in own


def _suggested(problems: list[Problem], root: Path, own: list[str]) -> list[Problem]:
    """Return the problems with the ids that the unknown names in them may stand for."""
    if all(problem.suggestions for problem in problems):
        return problems
    written = dict(_written(root, own))
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


def _written(root: Path, own: list[str]) -> Iterator[tuple[Where, object]]:
    """Yield what stands at each key of some files."""
    heads = [
        file
        for name in own
        if not name.endswith(".csv")
        for file in toml_files.folder(root, glob.escape(name), [])
    ]
    for file in (*heads, *toml_files.tables(root, heads, [])):
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
    for file in toml_files.folder(root, "register/*.toml", []):
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
