"""
Read the data folder: the register of entities, and each source with what it says.

The register has a file for each kind of entity.  A source has a folder with ``source.toml`` and,
if there are claims, ``claims.toml`` and tables of further claims (CSV).  Every file is read to its
end and every problem is collected, so that a curator mends them all at once; nothing that has a
problem is passed on.
"""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pyoxigraph import NamedNode, Triple

from kg.errors import DataError, Problem, ProblemCode
from kg.model import countries, kinds, namespaces, schema, toml_files
from kg.model.fields import Record
from kg.model.kinds import Content
from kg.model.namespaces import RDFS, RSC
from kg.model.records import Citation, Entity, Evidence, Header, Source
from kg.model.toml_files import File, Place
from kg.model.validation import record
from kg.text import close_names, did_you_mean


@dataclass(frozen=True)
class Claim:
    """One thing that a source says, with the file and line where it is written."""

    header: Header
    evidence: Evidence
    content: Content
    place: Place

    @functools.cached_property
    def statements(self) -> tuple[Triple, ...]:
        """The triples that the claim states."""
        subject = namespaces.entity(self.evidence.about)
        said = self.content.said()
        return tuple(Triple(subject, term.predicate, term.encode(one)) for _, term, one in said)

    @functools.cached_property
    def name(self) -> str:
        """The hash that names the claim: 20 hexadecimal digits."""
        lines = sorted(map(str, self.statements))
        lines.extend(f"{p.unit}\t{p.at}\t{p.quote}" for p in self.evidence.passages)
        lines.extend((self.header.source, self.evidence.level, self.evidence.modality))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Data:
    """Everything that the data folder says."""

    entities: Mapping[str, tuple[Entity, NamedNode, Place]]
    sources: Mapping[str, tuple[Source, Place]]
    claims: tuple[Claim, ...]

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


def read_folder(root: Path, claims_of: Iterable[str] = ("*",)) -> Data:
    """
    Return what the folder says, with the claims of all sources or of those named by their folders.

    Raises DataError with every problem found in it.
    """
    reading = _Reading(root)
    data = reading.data([f"sources/{name}/claims.toml" for name in claims_of])
    if reading.problems:
        raise DataError(sorted(set(reading.problems)))
    return data


def references(record: Record) -> Iterator[tuple[str, str, NamedNode]]:
    """Yield the key, the id and the property of each entity or code that a record refers to."""
    for key, term, value in record.said():
        if term.encode is namespaces.entity:
            yield key, value, term.predicate


def texts_of(data: Data, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each source with claims whose text is in a folder of .txt files, and the text."""
    for source in sorted({claim.header.source for claim in data.claims}):
        file = folder / f"{source.removeprefix('source/')}.txt"
        if file.is_file():
            yield source, file.read_text("utf-8")


def misquotes(data: Data, source: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each quote that the source's text does not have at its offset."""
    for claim in data.claims:
        for passage in claim.evidence.passages if claim.header.source == source else ():
            if passage.quote is None or text.startswith(passage.quote, passage.at or 0):
                continue
            found = text.find(passage.quote)
            remedy = f"write at = {found}" if found >= 0 else "the text does not have these words"
            message = f"does not stand at {passage.at}; {remedy}"
            yield claim.place.problem("quote", message, "misquoted")


class _Reading:
    """One pass through a folder of data, and what is wrong in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.entities: dict[str, tuple[Entity, NamedNode, Place]] = {}
        self.sources: dict[str, tuple[Source, Place]] = {}
        self.spoilt: set[str] = set()  # ids of records that could not be read
        self.known = Data(self.entities, self.sources, ())

    def data(self, patterns: Iterable[str]) -> Data:
        """Return what the folder says, as far as it can be read, with some files of claims."""
        self.layout()
        for file in toml_files.toml_under(self.root, "register/*.toml", self.problems):
            for kind, tables in file.tables.items():
                self.register(file, kind, tables)
        for file in toml_files.toml_under(self.root, "sources/*/source.toml", self.problems):
            self.source(file)
        found = (toml_files.toml_under(self.root, one, self.problems) for one in patterns)
        heads = [file for files in found for file in files]
        tables = toml_files.csv_beside(self.root, heads, self.problems)
        claims = tuple(claim for file in (*heads, *tables) for claim in self.claims(file))
        self.repeated(claims)
        for source, place in self.sources.values():
            self.misfits(source, place)
        for claim in claims:
            self.misfits(claim.content, claim.place)
            self.misfits(claim.evidence, claim.place, beside=claim.header)
        return Data(self.entities, self.sources, claims)

    def layout(self) -> None:
        """Find the folders that are missing, and the files that would not be read."""
        for name in ("register", "sources"):
            if not (self.root / name).is_dir():
                self.tell(
                    Place(f"{self.root}", 0), "", f"has no folder {name}/; create it", "missing"
                )
        # Claims once had a folder of their own, with the sources' files beside it.
        for old, new in (("sources", "source"), ("claims", "claims")):
            for path in (*(self.root / old).glob("*.toml"), *(self.root / old).glob("*.csv")):
                source, *part = path.stem.split(".", 1)
                target = f"sources/{source}/{part[0] if part else new}{path.suffix}"
                message = f"is not read here; move it to {target}"
                self.tell(Place(f"{old}/{path.name}", 0), "", message, "misplaced")
        for path in (self.root / "sources").glob("*/"):
            name, files = f"sources/{path.name}", {file.name for file in path.iterdir()}
            if "source.toml" not in files:
                self.tell(Place(name, 0), "", "has no source.toml; say what it is", "missing")
            for file in files:
                place = Place(f"{name}/{file}", 0)
                if file.endswith(".csv") and "claims.toml" not in files:
                    message = "has no claims.toml beside it that names its source"
                    self.tell(place, "", message, "missing")
                if file.endswith(".toml") and file not in ("source.toml", "claims.toml"):
                    message = "is not read; a source has source.toml and claims.toml"
                    self.tell(place, "", message, "misplaced")

    def tell(
        self,
        place: Place,
        key: str,
        message: str,
        code: ProblemCode,
        value: str = "",
        near: tuple[str, ...] = (),
        other: str = "",
    ) -> None:
        """Add what is wrong at a key."""
        self.problems.append(place.problem(key, message, code, value, near, other))

    def listed(self, file: File, kind: str, tables: Any) -> list[dict[str, Any]]:
        """Return the tables under a heading."""
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        message = f"write each one as a table under [[{kind}]]"
        self.tell(file.place(kind), "", message, "malformed")
        return []

    def register(self, file: File, kind: str, tables: Any) -> None:
        """Read the entities of a kind in a file of the register."""
        if kind not in schema.classes():
            near = close_names(kind, schema.classes())
            message = f"[[{kind}]] is no kind of entity{did_you_mean(near)}"
            self.tell(file.place(kind), "", message, "unknown", kind, near)
            return
        for index, table in enumerate(self.listed(file, kind, tables)):
            place = file.place(kind, index)
            entity = record(Entity, table, place, self.problems)
            if entity is None:
                self.spoilt.add(str(table.get("id")))
                continue
            if not entity.id.startswith(f"{kind}/"):
                message = f"{entity.id!r} must begin with {kind + '/'!r}"
                self.tell(place, "id", message, "malformed", entity.id)
            if entity.iso3 and countries.country(entity.iso3) is None:
                message = f"{entity.iso3!r} is no ISO 3166-1 alpha-3 code"
                self.tell(place, "iso3", message, "unknown", entity.iso3)
            _, _, first = self.entities.setdefault(
                entity.id, (entity, schema.classes()[kind], place)
            )
            if first is not place:
                message = f"{entity.id!r} is taken by {first.file}:{first.line}"
                self.tell(place, "id", message, "repeated", entity.id, other=first.file)

    def source(self, file: File) -> None:
        """Read the source that a file describes."""
        place = file.place()
        source = record(Source, file.tables, place, self.problems)
        if source is None:
            self.spoilt.add(str(file.tables.get("id")))
            return
        _, first = self.sources.setdefault(source.id, (source, place))
        if first is not place:
            message = f"{source.id!r} is taken by {first.file}"
            self.tell(place, "id", message, "repeated", source.id, other=first.file)

    def claims(self, file: File) -> Iterator[Claim]:
        """Yield the claims of a file that can be read."""
        tables, place = dict(file.tables), file.place()
        rows = self.listed(file, "claim", tables.pop("claim", []))
        header = record(Header, tables, place, self.problems)
        if header is None or header.source in self.spoilt:
            return
        if header.source not in self.sources:
            near = close_names(header.source, self.sources)
            message = f"unknown source {header.source!r}{did_you_mean(near)}"
            self.tell(place, "source", message, "unknown", header.source, near)
            return
        described = self.sources[header.source][1].file
        if PurePath(described).parent != PurePath(file.name).parent:
            message = f"{header.source!r} is described in {described}; move its claims beside that"
            self.tell(place, "source", message, "misplaced", header.source)
            return
        self.misfits(header, place)
        self.misfit(place, "credibility", header.credibility, RSC.hasCredibility)
        for index, table in enumerate(rows):
            if claim := self.claim(header, table, file.place("claim", index)):
                for citation in claim.evidence.passages:
                    self.misplaced(claim.place, citation, self.sources[header.source][0])
                yield claim

    def claim(self, header: Header, table: Mapping[str, Any], place: Place) -> Claim | None:
        """Return a claim, or None if it cannot be read."""
        before = len(self.problems)
        about = table.get("about")
        classes: tuple[NamedNode, ...] = ()
        if isinstance(about, str) and about not in self.spoilt:
            classes = self.known.kinds_of(about)
            if not classes:
                near = close_names(about, self.known.ids())
                message = f"{about!r} is not in the register{did_you_mean(near)}"
                self.tell(place, "about", message, "unknown", about, near)
        first = {k: v for k, v in table.items() if k in Citation.model_fields}
        own = {k: v for k, v in table.items() if k in Evidence.model_fields}
        rest = {k: v for k, v in table.items() if k not in first and k not in own}
        # The short form unit, quote, at is the first passage.
        passages = own.get("passages", [])
        if (first or not passages) and isinstance(passages, list):
            own["passages"] = [first, *passages]
        whole = {"credibility": header.credibility, **own}
        evidence = record(Evidence, whole, place, self.problems)
        content = record(kinds.content(*classes), rest, place, self.problems) if classes else None
        if evidence is None or content is None or len(self.problems) > before:
            return None
        if not any(content.said()):
            message = "says nothing; add at least one key beside the evidence"
            self.tell(place, "about", message, "missing")
        if evidence.level == "inferred" and evidence.reason is None:
            message = "is missing; say why it follows from the quote"
            self.tell(place, "reason", message, "missing")
        if evidence.level == "explicit" and evidence.reason is not None:
            message = "is only for an inferred claim; delete it, or the level"
            self.tell(place, "reason", message, "misplaced")
        return Claim(header, evidence, content, place)

    def misplaced(self, place: Place, citation: Citation, source: Source) -> None:
        """Find what does not fit the text units of a source."""
        units = {name: (start, end) for name, start, end in source.units}
        if not units:
            if (citation.at is None) != (citation.quote is None):
                message = "goes with a quote; write both or neither"
                self.tell(place, "at", message, "misplaced")
            return
        for key in Citation.model_fields:
            if getattr(citation, key) is None:
                message = f"is missing; {source.id} lists its text units"
                self.tell(place, key, message, "missing")
                return
        unit, quote, at = str(citation.unit), str(citation.quote), int(citation.at or 0)
        if unit not in units:
            near = close_names(unit, units)
            message = f"{source.id} has no unit {unit!r}{did_you_mean(near)}"
            self.tell(place, "unit", message, "unknown", unit, near)
            return
        start, end = units[unit]
        if not start <= at <= at + len(quote) <= end:
            message = (
                f"the quote would span {at}-{at + len(quote)}, but unit {unit} spans "
                f"{start}-{end}; correct the quote, its offset or its unit"
            )
            self.tell(place, "at", message, "misquoted")

    def repeated(self, claims: tuple[Claim, ...]) -> None:
        """Find the claims that say the same, of the same words and in the same way."""
        first: dict[object, Place] = {}
        for claim in claims:
            said = claim.evidence
            content = (claim.header.source, said.about, frozenset(claim.statements))
            how = (said.passages, said.level, said.modality)
            place = first.setdefault((*content, *how), claim.place)
            if place is not claim.place:
                message = f"says the same as the claim at {place.file}:{place.line}; delete one"
                self.tell(claim.place, "about", message, "repeated", other=place.file)

    def misfits(self, record: Record, place: Place, beside: Header | None = None) -> None:
        """Find the ids and codes of a record that there are not, or that do not fit their keys."""
        for key, ident, prop in references(record):
            if getattr(beside, key, None) != ident:  # what the file's header says is told there
                self.misfit(place, key, ident, prop)

    def misfit(self, place: Place, key: str, ident: str, prop: NamedNode) -> None:
        """Find whether an id or code is none, or does not fit its key."""
        if ident in self.spoilt:
            return
        actual = {a for kind in self.known.kinds_of(ident) for a in schema.ancestors(kind)}
        wanted = schema.nodes(prop, RDFS.range)
        if not actual:
            near = close_names(ident, self.known.ids())
            message = f"unknown id or code {ident!r}{did_you_mean(near)}"
            self.tell(place, key, message, "unknown", ident, near)
        elif wanted and not actual.intersection(wanted):
            message = f"{ident!r} is no {' or '.join(map(schema.label, wanted))}"
            self.tell(place, key, message, "misfit", ident)
