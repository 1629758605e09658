"""
Check one file of the data folder against the rest, and suggest what unknown names may stand for.

The other claims are not read, so that it is a matter of a moment; what only shows in the graph as
a whole is left to ``checks``.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.curation import folder
from kg.curation.matching.matcher import Matcher
from kg.entities.names import Names
from kg.errors import DataError, Problem, StoreError
from kg.model import languages, namespaces, schema, toml_files
from kg.model.namespaces import RDFS

_FOLDERS = ("register", "sources", "claims")
_SHOWN = 3


def check_file(file: Path, texts: Path | None = None) -> list[Problem]:
    """
    Return what is to be mended in one file of the register, the sources or the claims.

    Raises StoreError if the file lies in no such folder.
    """
    path = file.absolute()
    name, root = path.parent.name, path.parent.parent
    if name not in _FOLDERS or not path.is_file():
        raise StoreError(f"{file}: is no file in a folder {', '.join(_FOLDERS)}", file)
    stem = path.name.partition(".")[0]
    with tempfile.TemporaryDirectory() as beside:
        # A folder of data that holds this file, its tables, and what they refer to.
        for one in _FOLDERS:
            needed = one != "claims" and (name != "register" or one == name)
            if needed and (root / one).is_dir():
                (Path(beside) / one).symlink_to(root / one)
            else:
                (Path(beside) / one).mkdir()
        for part in path.parent.glob(f"{stem}.*") if name == "claims" else ():
            (Path(beside) / name / part.name).symlink_to(part)
        try:
            data = folder.read_folder(Path(beside))
            found = [
                problem
                for source, text in (folder.texts_of(data, texts) if texts else ())
                for problem in folder.misquotes(data, source, text)
            ]
        except DataError as error:
            found = list(error.problems)
    # Another file may have a problem for the sake of this one.
    own = f"{name}/{stem}."
    found = [p for p in found if p.file.startswith(own) or p.other.startswith(own)]
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
    for file in toml_files.toml_folder(root, "register", []):
        for kind, tables in file.tables.items():
            for table in tables if kind in schema.classes() and isinstance(tables, list) else ():
                if isinstance(table, dict) and str(table.get("id")).startswith(f"{kind}/"):
                    named[namespaces.entity(table["id"]).value] = tuple(names_in(table))
    named = {iri: names for iri, names in named.items() if names}
    return Names({iri: names[0] for iri, names in named.items()}, named)


def names_in(table: Mapping[str, object]) -> Iterator[str]:
    """Yield what an entry of the register calls an entity, in every language."""
    for key in ("name", *languages.labelled()[1:], "also"):
        value = table.get(key, [])
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str):
                yield name
