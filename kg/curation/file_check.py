"""
Check one file of the data folder against the rest, and suggest what unknown names may stand for.

The other claims are not read, so that it is a matter of a moment; what only shows in the graph as
a whole is left to ``checks``.
"""

import glob
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.curation import folder
from kg.curation.matching.matcher import Matcher
from kg.entities.names import Names
from kg.errors import DataError, Problem, StoreError
from kg.model import languages, namespaces, schema, toml_files
from kg.model.namespaces import RDFS

_SHOWN = 3


def check_file(file: Path, texts: Path | None = None) -> list[Problem]:
    """
    Return what is to be mended in one file of the register or of a source.

    The tables of a source's claims are checked with ``claims.toml``.  Raises StoreError if the file
    is neither.
    """
    path = file.absolute()
    in_register, in_source = path.parent.name == "register", path.parents[1].name == "sources"
    if not path.is_file() or not (in_register or in_source):
        message = f"{file}: is no file register/KIND.toml, or in a folder sources/NAME"
        raise StoreError(message, file)
    root = path.parents[1 if in_register else 2]
    claims = in_source and path.name != "source.toml"
    beside = (path.parent / "claims.toml", *path.parent.glob("*.csv")) if claims else (path,)
    own = [one.relative_to(root).as_posix() for one in beside]
    try:
        data = folder.read_folder(root, [glob.escape(path.parent.name)] if claims else [])
        found = [
            problem
            for source, text in (folder.texts_of(data, texts) if texts else ())
            for problem in folder.misquotes(data, source, text)
        ]
    except DataError as error:
        found = list(error.problems)
    # Another file may have a problem for the sake of this one.
    found = [p for p in found if p.file in own or p.other in own]
    if all(problem.suggestions for problem in found):
        return found
    matcher = Matcher(names_of_register(root))
    return [hinted(problem, matcher) for problem in found]


def hinted(problem: Problem, matcher: Matcher) -> Problem:
    """Return a problem with the ids for which a name stands that was written instead of one."""
    value, key = problem.value, problem.key
    if problem.suggestions or not value or key in ("", value):
        return problem
    name = value.rpartition("/")[2].replace("-", " ") if "/" in value else value
    found = [c for c in matcher.match(name) if fits(c.id, key)][:_SHOWN]
    if not found:
        return problem
    ids = tuple(candidate.id.removeprefix("code:") for candidate in found)
    shown = (f"'{i}' ({candidate.label})" for i, candidate in zip(ids, found, strict=True))
    message = f"{problem.message}; did you mean {' or '.join(shown)}?"
    return replace(problem, message=message, suggestions=ids)


def fits(ident: str, key: str) -> bool:
    """Return whether a key can lead to an entity or code, as every key can that has no range."""
    if ident.startswith("code:"):
        classes = schema.codes()[ident.removeprefix("code:")]
    else:
        classes = (schema.classes()[ident.partition("/")[0]],)
    above = {a for kind in classes for a in schema.ancestors(kind)}
    props = schema.properties_of_key(key)
    wanted = {kind for prop in props for kind in schema.nodes(prop, RDFS.range)}
    return not wanted or not above.isdisjoint(wanted)


def names_of_register(root: Path) -> Names:
    """Return what the register calls its entities, as far as it can be read, and the codes."""
    named = {}
    for code in schema.codes():
        iri = namespaces.entity(code).value
        named[iri] = tuple(schema.labels(iri).values())
    for file in toml_files.toml_under(root, "register/*.toml", []):
        for kind, tables in file.tables.items():
            for table in tables if kind in schema.classes() and isinstance(tables, list) else ():
                if isinstance(table, dict) and str(table.get("id")).startswith(f"{kind}/"):
                    named[namespaces.entity(table["id"]).value] = tuple(_names_in(table))
    named = {iri: names for iri, names in named.items() if names}
    return Names({iri: names[0] for iri, names in named.items()}, named)


def _names_in(table: Mapping[str, object]) -> Iterator[str]:
    """Yield what an entry of the register calls an entity, in every language."""
    for key in ("name", *languages.labelled()[1:], "also"):
        value = table.get(key, [])
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str):
                yield name
