"""
Find what is wrong with the data and the ontology, and where it is to be mended.

Shapes say what each entity needs, ``ontology/checks`` what must not be in the graph as a whole,
and ``ontology/lint`` what must not be in the ontology.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.curation import claims, folder, shacl
from kg.curation.folder import Claim, Data
from kg.curation.origins import Origin, Origins
from kg.errors import OntologyError
from kg.model import namespaces
from kg.paths import DATA, ONTOLOGY
from kg.sparql import documented, queries, rules
from kg.sparql.table import Table, term_text

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Finding:
    """Something to mend (Violation, Warning), or something that no source states (Info)."""

    severity: str
    rule: str
    focus: str
    path: str
    message: str
    origin: Origin

    @property
    def serious(self) -> bool:
        """Whether somebody has to mend it."""
        return self.severity != "Info"

    def order(self) -> tuple[int, str, int, str, str]:
        """Return what findings are sorted by: what is worse, then where it is to be mended."""
        rank = SEVERITIES.index(self.severity)
        return rank, self.origin.file, self.origin.line, self.focus, self.rule

    def __str__(self) -> str:
        place = f"{self.origin.file}:{self.origin.line}" if self.origin.line else self.origin.file
        parts = (place, self.origin.key, self.focus, f"{self.message} [{self.rule}]")
        return ": ".join(part for part in parts if part)


def check_data(root: Path = DATA, texts: Path | None = None) -> list[Finding]:
    """
    Return what is to be mended in the data and the ontology, and what no source states.

    The texts of the sources, if there are any, are a folder with a .txt file for each.  Raises
    DataError if the data cannot be read.
    """
    data = folder.read_folder(root)
    origins = Origins(data)
    store = reasoned(claims.quads(data))
    terms = Store()
    terms.extend(Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology())
    found = [
        *broken_shapes(store, origins),
        *folder_findings(store, "checks", origins),
        *folder_findings(terms, "lint", origins),
        *out_of_band(data),
        *said_twice(data),
        *(misquoted(data, texts) if texts else ()),
    ]
    if root.resolve() == DATA.resolve():
        found.extend(unused_codes(store, origins))
    return sorted(found, key=Finding.order)


def reasoned(quads: Iterable[Quad]) -> Store:
    """Return a store in memory that holds quads, the rules, and what the rules infer."""
    store = Store()
    store.bulk_extend(quads)
    store.extend(rules.described_rules())
    rules.infer(store)
    return store


def triples(store: Store) -> list[Triple]:
    """Return every statement of a store once, in whatever graphs it stands."""
    return list(dict.fromkeys(quad.triple for quad in store))


def broken_shapes(store: Store, origins: Origins) -> Iterator[Finding]:
    """Yield a finding for everything that the shapes find in a graph."""
    for result in shacl.shape_results(triples(store)):
        origin = origins.find(result.focus, result.path, result.value)
        path = namespaces.ident(result.path)
        focus = namespaces.ident(result.focus)
        yield Finding(result.severity, result.shape, focus, path, result.message, origin)


def folder_findings(store: Store, name: str, origins: Origins) -> Iterator[Finding]:
    """Yield the findings of every question in a folder of the ontology."""
    for question in documented.read_sparql_folder(ONTOLOGY / name).values():
        yield from question_findings(store, question, origins)


def question_findings(
    store: Store, question: documented.Documented, origins: Origins
) -> Iterator[Finding]:
    """Yield a finding for each row of a check: of ?focus, by ?path and ?value if it has them."""
    severity = question.one("severity")
    if severity not in SEVERITIES:
        raise OntologyError(f"{question.name}.rq: the severity is one of {', '.join(SEVERITIES)}")
    table = Table.of(queries.evaluate(store, question.text))
    for row in table.terms:
        terms = {name: term for name, term in zip(table.columns, row, strict=True) if term}
        iris = {name: term.value for name, term in terms.items() if isinstance(term, NamedNode)}
        shown = {name: term_text(term) for name, term in terms.items()}
        shown |= {name: namespaces.ident(iri) for name, iri in iris.items()}
        focus, path = iris.get("focus", ""), iris.get("path", "")
        origin = origins.find(focus, path, terms.get("value"))
        message = question.one("message").format_map(shown)
        rule, named = question.name, shown.get("path", "")
        yield Finding(severity, rule, shown["focus"], named, message, origin)


def unused_codes(store: Store, origins: Origins) -> Iterator[Finding]:
    """Yield a finding for each code that the data it comes with does not use."""
    message = "No claim uses the code: use it, or remove it."
    for row in queries.run_query(store, "unused-codes").terms:
        code = term_text(row[0])
        origin = origins.find(code)
        yield Finding("Warning", "unused-code", namespaces.ident(code), "", message, origin)


def out_of_band(data: Data) -> Iterator[Finding]:
    """Yield a finding for each source with fewer or more claims than it is known to have."""
    counts = Counter(claim.header.source for claim in data.claims)
    for ident, (source, place) in data.sources.items():
        band, count = source.claims, counts[ident]
        if not band.least <= count <= band.most:
            message = (
                f"The source has {count} claims where {band.least} to {band.most} are expected: "
                "look for what is lost or doubled, or write other numbers."
            )
            origin = Origin.at(place, "claims")
            yield Finding("Violation", "claims-in-band", ident, "", message, origin)


def said_twice(data: Data) -> Iterator[Finding]:
    """Yield a finding for each claim that says what another one says of the same words."""
    gone = claims.revised(data)
    said: dict[object, list[Claim]] = defaultdict(list)
    for claim in data.claims:
        if claim.name not in gone:
            said[claim.header.source, frozenset(claim.statements)].append(claim)
    for alike in said.values():
        for other, claim in itertools.combinations(alike, 2):
            a, b = other.evidence.passages[0], claim.evidence.passages[0]
            if a.at is None or b.at is None:
                overlap = (a.unit, a.at) == (b.unit, b.at)
            else:
                overlap = a.at < b.at + len(str(b.quote)) and b.at < a.at + len(str(a.quote))
            if overlap:
                line = other.place.line
                message = f"The claim says what line {line} says of the same words: remove one."
                origin = Origin(claim.place.file, claim.place.line, "about")
                about = claim.evidence.about
                yield Finding("Warning", "said-twice", about, "", message, origin)


def misquoted(data: Data, texts: Path) -> Iterator[Finding]:
    """Yield a finding for each quote that the text of its source does not have at its offset."""
    for source, words in folder.texts_of(data, texts):
        for problem in folder.misquotes(data, source, words):
            origin = Origin(problem.file, problem.line, problem.key)
            message = f"The quote {problem.message}."
            yield Finding("Violation", "quote-in-text", source, "", message, origin)
