"""
Read the data folder: the register of entities, and each source with what it says.

The register has a file for each kind of entity.  A source has a folder with ``source.toml`` and,
if there are claims, ``claims.toml`` and tables of further claims (CSV).  Every file is read to its
end and every problem is collected, so that a curator mends them all at once; nothing that has a
problem is passed on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from pyoxigraph import NamedNode

from kg.errors import DataError, Problem
from kg.model import countries, kinds, schema
from kg.model import toml_files as written
from kg.model.kinds import Content
from kg.model.namespaces import DCTERMS, RSC
from kg.model.records import Entity, Evidence, Header, Passage, Source
from kg.model.toml_files import File, Place
from kg.model.validation import record
from kg.text import close_names, did_you_mean

_PASSAGE_KEYS = ("unit", "quote", "at")


@dataclass(frozen=True)
class Claim:
    """One thing that a source says, with the file and line where it is written."""

    header: Header
    evidence: Evidence
    content: Content
    place: Place


@dataclass(frozen=True)
class Data:
    """Everything that the data folder says."""

    entities: Mapping[str, tuple[Entity, NamedNode, Place]]
    sources: Mapping[str, tuple[Source, Place]]
    claims: tuple[Claim, ...]
    spoilt: frozenset[str] = frozenset()  # ids of records that could not be read

    def kinds_of(self, ident: str) -> tuple[NamedNode, ...]:
        """Return the classes of an entity, source or code; empty if there is none of this id."""
        if ident in self.entities:
            return (self.entities[ident][1],)
        if ident in self.sources:
            return (RSC.Source,)
        return schema.codes().get(ident, ())

    def ids(self) -> list[str]:
        """Return the id of everything that a claim can be about."""
        return [*self.entities, *self.sources, *schema.codes()]


def read(root: Path, claims_of: Iterable[str] = ("*",)) -> Data:
    """
    Return what the folder says, with the claims of all sources or of those named by their folders.

    Raises DataError with every problem found in it.
    """
    problems = list(_misplaced(root))
    spoilt: set[str] = set()
    entities = _register(written.folder(root, "register/*.toml", problems), problems, spoilt)
    sources = _sources(written.folder(root, "sources/*/source.toml", problems), problems, spoilt)
    patterns = [f"sources/{name}/claims.toml" for name in claims_of]
    heads = [file for one in patterns for file in written.folder(root, one, problems)]
    files = [*heads, *written.tables(root, heads, problems)]
    known = Data(entities, sources, (), frozenset(spoilt))
    claims = tuple(claim for file in files for claim in _claims(file, known, problems))
    data = replace(known, claims=claims)
    problems.extend(_repeated(claims))
    problems.extend(_misused(data))
    if problems:
        raise DataError(sorted(set(problems)))
    return data


def _misplaced(root: Path) -> Iterator[Problem]:
    """Yield a problem for each folder that is missing, and for each file that would not be read."""
    for name in ("register", "sources"):
        if not (root / name).is_dir():
            yield Problem(f"{root}", 0, "", f"has no folder {name}/; create it", "missing")
    # Claims once had a folder of their own, with the sources' files beside it.
    for old, new in (("sources", "source"), ("claims", "claims")):
        for path in (*(root / old).glob("*.toml"), *(root / old).glob("*.csv")):
            source, *part = path.stem.split(".", 1)
            place = f"sources/{source}/{part[0] if part else new}{path.suffix}"
            message = f"is not read here; move it to {place}"
            yield Problem(f"{old}/{path.name}", 0, "", message, "misplaced")
    for path in (root / "sources").glob("*/"):
        name, files = f"sources/{path.name}", {file.name for file in path.iterdir()}
        if "source.toml" not in files:
            message = "has no source.toml; say what it is"
            yield Problem(name, 0, "", message, "missing")
        for file in files:
            if file.endswith(".csv") and "claims.toml" not in files:
                message = "has no claims.toml beside it that names its source"
                yield Problem(f"{name}/{file}", 0, "", message, "missing")
            if file.endswith(".toml") and file not in ("source.toml", "claims.toml"):
                message = "is not read; a source has source.toml and claims.toml"
                yield Problem(f"{name}/{file}", 0, "", message, "misplaced")


def _register(
    files: list[File], problems: list[Problem], spoilt: set[str]
) -> dict[str, tuple[Entity, NamedNode, Place]]:
    found: dict[str, tuple[Entity, NamedNode, Place]] = {}
    for file in files:
        for kind, tables in file.tables.items():
            if kind not in schema.classes():
                problems.append(_unknown_kind(file, kind))
                continue
            for index, table in enumerate(_listed(file, kind, tables, problems)):
                place = file.place(kind, index)
                entity = record(Entity, table, place, problems)
                if entity is None:
                    spoilt.add(str(table.get("id")))
                    continue
                problems.extend(_misnamed(entity, kind, found, place))
                found.setdefault(entity.id, (entity, schema.classes()[kind], place))
    return found


def _listed(file: File, kind: str, tables: Any, problems: list[Problem]) -> list[dict[str, Any]]:
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tables
    message = f"write each one as a table under [[{kind}]]"
    problems.append(file.place(kind).problem("", message, "malformed"))
    return []


def _unknown_kind(file: File, kind: str) -> Problem:
    near = close_names(kind, schema.classes())
    message = f"[[{kind}]] is no kind of entity{did_you_mean(near)}"
    return file.place(kind).problem("", message, "unknown", kind, near)


def _misnamed(
    entity: Entity, kind: str, found: Mapping[str, tuple[Entity, NamedNode, Place]], place: Place
) -> Iterator[Problem]:
    if not entity.id.startswith(f"{kind}/"):
        message = f"{entity.id!r} must begin with {kind + '/'!r}"
        yield place.problem("id", message, "malformed", entity.id)
    if entity.iso3 and countries.country(entity.iso3) is None:
        message = f"{entity.iso3!r} is no ISO 3166-1 alpha-3 code"
        yield place.problem("iso3", message, "unknown", entity.iso3)
    if entity.id in found:
        first = found[entity.id][2]
        message = f"{entity.id!r} is taken by {first.file}:{first.line}"
        yield place.problem("id", message, "repeated", entity.id, other=first.file)


def _sources(
    files: list[File], problems: list[Problem], spoilt: set[str]
) -> dict[str, tuple[Source, Place]]:
    found: dict[str, tuple[Source, Place]] = {}
    for file in files:
        place = file.place()
        source = record(Source, file.tables, place, problems)
        if source is None:
            spoilt.add(str(file.tables.get("id")))
            continue
        if source.id in found:
            first = found[source.id][1].file
            message = f"{source.id!r} is taken by {first}"
            problems.append(place.problem("id", message, "repeated", source.id, other=first))
        found.setdefault(source.id, (source, place))
    return found


def _claims(file: File, known: Data, problems: list[Problem]) -> Iterator[Claim]:
    tables = dict(file.tables)
    rows = _listed(file, "claim", tables.pop("claim", []), problems)
    header = record(Header, tables, file.place(), problems)
    if header is None or header.source in known.spoilt:
        return
    if header.source not in known.sources:
        near = close_names(header.source, known.sources)
        message = f"unknown source {header.source!r}{did_you_mean(near)}"
        problems.append(file.place().problem("source", message, "unknown", header.source, near))
        return
    described = known.sources[header.source][1].file
    if PurePath(described).parent != PurePath(file.name).parent:
        message = f"{header.source!r} is described in {described}; move its claims beside that"
        problems.append(file.place().problem("source", message, "misplaced", header.source))
        return
    for key, prop in (("review", RSC.hasReviewStatus), ("credibility", RSC.hasCredibility)):
        problems.extend(_misfit(known, file.place(), key, getattr(header, key), prop))
    for index, table in enumerate(rows):
        place = file.place("claim", index)
        if claim := _claim(header, table, place, known, problems):
            problems.extend(_misquoted(claim, known.sources[header.source][0]))
            yield claim


def _claim(
    header: Header, table: Mapping[str, Any], place: Place, known: Data, problems: list[Problem]
) -> Claim | None:
    classes = _subject(table.get("about"), place, known, problems)
    before = len(problems)
    own = {k: v for k, v in table.items() if k in Evidence.model_fields or k in _PASSAGE_KEYS}
    rest = {k: v for k, v in table.items() if k not in own}
    evidence = record(Evidence, _evidence(own, header), place, problems)
    content = record(kinds.content(*classes), rest, place, problems) if classes else None
    if evidence is None or content is None or len(problems) > before:
        return None
    claim = Claim(header, evidence, content, place)
    problems.extend(_incomplete(claim))
    return claim


def _subject(
    about: Any, place: Place, known: Data, problems: list[Problem]
) -> tuple[NamedNode, ...]:
    """Return the classes of what a claim is about, none if it is not known."""
    if not isinstance(about, str) or about in known.spoilt:
        return ()
    classes = known.kinds_of(about)
    if not classes:
        near = close_names(about, known.ids())
        message = f"{about!r} is not in the register{did_you_mean(near)}"
        problems.append(place.problem("about", message, "unknown", about, near))
    return classes


def _evidence(own: Mapping[str, Any], header: Header) -> dict[str, Any]:
    """Return the evidence keys with the short form ``unit, quote, at`` as a first passage."""
    whole = {k: v for k, v in own.items() if k not in _PASSAGE_KEYS}
    first = {k: own[k] for k in _PASSAGE_KEYS if k in own}
    passages = whole.get("passages", [])
    if first or not passages:
        whole["passages"] = [first, *passages] if isinstance(passages, list) else passages
    return {"credibility": header.credibility, **whole}


def _incomplete(claim: Claim) -> Iterator[Problem]:
    if not stated(claim):
        message = "says nothing; add at least one key beside the evidence"
        yield claim.place.problem("about", message, "missing")
    if claim.evidence.level == "inferred" and claim.evidence.reason is None:
        message = "is missing; say why it follows from the quote"
        yield claim.place.problem("reason", message, "missing")
    if claim.evidence.level == "explicit" and claim.evidence.reason is not None:
        message = "is only for an inferred claim; delete it, or the level"
        yield claim.place.problem("reason", message, "misplaced")


def stated(claim: Claim) -> frozenset[tuple[str, Any]]:
    """Return the keys and values that a claim states."""
    return frozenset((key, one) for key, _, one in claim.content.said())


def _repeated(claims: tuple[Claim, ...]) -> Iterator[Problem]:
    first: dict[object, Place] = {}
    for claim in claims:
        said = claim.evidence
        content = (claim.header.source, said.about, stated(claim))
        place = first.setdefault((*content, said.passages, said.level, said.modality), claim.place)
        if place is not claim.place:
            message = f"says the same as the claim at {place.file}:{place.line}; delete one"
            yield claim.place.problem("about", message, "repeated", other=place.file)


def _misquoted(claim: Claim, source: Source) -> Iterator[Problem]:
    for passage in claim.evidence.passages:
        if source.units:
            yield from _outside(claim, passage, source)
        elif (passage.at is None) != (passage.quote is None):
            message = "goes with a quote; write both or neither"
            yield claim.place.problem("at", message, "misplaced")


def _outside(claim: Claim, passage: Passage, source: Source) -> Iterator[Problem]:
    units = {name: (start, end) for name, start, end in source.units}
    for key in ("unit", "quote", "at"):
        if getattr(passage, key) is None:
            message = f"is missing; {source.id} lists its text units"
            yield claim.place.problem(key, message, "missing")
            return
    unit, quote, at = str(passage.unit), str(passage.quote), int(passage.at or 0)
    if unit not in units:
        near = close_names(unit, units)
        message = f"{source.id} has no unit {unit!r}{did_you_mean(near)}"
        yield claim.place.problem("unit", message, "unknown", unit, near)
        return
    start, end = units[unit]
    if not start <= at <= at + len(quote) <= end:
        message = (
            f"the quote would span {at}-{at + len(quote)}, but unit {unit} spans {start}-{end}; "
            "correct the quote, its offset or its unit"
        )
        yield claim.place.problem("at", message, "misquoted")


def quotes(data: Data, text: str, source: str) -> Iterator[Problem]:
    """Yield a problem for each quote that the source's text does not have at its offset."""
    for claim in data.claims:
        for passage in claim.evidence.passages if claim.header.source == source else ():
            yield from _unlike(claim, passage, text)


def _unlike(claim: Claim, passage: Passage, text: str) -> Iterator[Problem]:
    if passage.quote is None or text.startswith(passage.quote, passage.at or 0):
        return
    found = text.find(passage.quote)
    remedy = f"write at = {found}" if found >= 0 else "the text does not have these words"
    message = f"does not stand at {passage.at}; {remedy}"
    yield claim.place.problem("quote", message, "misquoted")


def references(claim: Claim) -> Iterator[tuple[str, str, NamedNode]]:
    """Yield the key, the id and the property of each entity or code that a claim refers to."""
    for key, term, one in claim.content.said():
        if isinstance(term.encode(one), NamedNode):
            yield key, one, term.predicate


def _misused(data: Data) -> Iterator[Problem]:
    """Yield a problem for each id or code that there is not, or that does not fit its key."""
    for claim in data.claims:
        evidence = claim.evidence
        for key, ident, prop in references(claim):
            yield from _misfit(data, claim.place, key, ident, prop)
        yield from _misfit(data, claim.place, "level", evidence.level, RSC.hasLevel)
        yield from _misfit(data, claim.place, "modality", evidence.modality, RSC.hasModality)
        if evidence.credibility != claim.header.credibility:
            credibility = evidence.credibility
            yield from _misfit(data, claim.place, "credibility", credibility, RSC.hasCredibility)
    for source, place in data.sources.values():
        yield from _misfit(data, place, "publisher", source.publisher, DCTERMS.publisher)
        yield from _misfit(data, place, "reliability", source.reliability, RSC.hasReliability)


def _misfit(data: Data, place: Place, key: str, ident: str, prop: NamedNode) -> Iterator[Problem]:
    if ident in data.spoilt:
        return
    actual = {a for kind in data.kinds_of(ident) for a in schema.ancestors(kind)}
    wanted = schema.nodes(prop, schema.RANGE)
    if not actual:
        near = close_names(ident, data.ids())
        message = f"unknown id or code {ident!r}{did_you_mean(near)}"
        yield place.problem(key, message, "unknown", ident, near)
    elif wanted and not actual.intersection(wanted):
        message = f"{ident!r} is no {' or '.join(map(schema.label, wanted))}"
        yield place.problem(key, message, "misfit", ident)
