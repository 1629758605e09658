"""
Find what is wrong with the data and the ontology, and where it is to be mended.

Shapes say what each entity needs, ``ontology/checks`` what must not be in the graph as a whole,
and ``ontology/lint`` what must not be in the ontology.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.curation import claims, shacl
from kg.curation import folder as data
from kg.curation.origins import Origin, Origins
from kg.errors import OntologyError
from kg.model import namespaces
from kg.paths import DATA, ONTOLOGY
from kg.sparql import documented, queries, rules
from kg.sparql.table import Table, Term

SEVERITIES = ("Violation", "Warning", "Info")
_FIELD = re.compile(r"\{(\w+)\}")


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

    def __str__(self) -> str:
        place = f"{self.origin.file}:{self.origin.line}" if self.origin.line else self.origin.file
        parts = (place, self.origin.key, self.focus, f"{self.message} [{self.rule}]")
        return ": ".join(part for part in parts if part)


def check(root: Path = DATA, texts: Path | None = None) -> list[Finding]:
    """
    Return what is to be mended in the data and the ontology, and what no source states.

    The texts of the sources, if there are any, are a folder with a .txt file for each.  Raises
    DataError if the data cannot be read.
    """
    facts = data.read(root)
    origins = Origins(facts)
    store = graph(claims.quads(facts))
    found = [
        *_shaped(store, origins),
        *_asked(store, "checks", origins),
        *_asked(_terms(), "lint", origins),
        *_counted(facts),
        *_repeated(facts),
        *(_unused(store, origins) if root.resolve() == DATA.resolve() else ()),
        *(_misquoted(facts, texts) if texts else ()),
    ]
    return sorted(found, key=_order)


def graph(quads: Iterable[Quad]) -> Store:
    """Return a store in memory that holds quads, the rules, and what the rules infer."""
    store = Store()
    store.bulk_extend(quads)
    store.extend(rules.described_rules())
    rules.infer(store)
    return store


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    origin = finding.origin
    rank = SEVERITIES.index(finding.severity)
    return rank, origin.file, origin.line, finding.focus, finding.rule


def _terms() -> Store:
    store = Store()
    store.extend(Quad(s, p, o, claims.ONTOLOGY) for s, p, o in namespaces.ontology())
    return store


def triples(store: Store) -> list[Triple]:
    """Return every statement of a store once, in whatever graphs it stands."""
    return list(dict.fromkeys(quad.triple for quad in store))


def _shaped(store: Store, origins: Origins) -> Iterator[Finding]:
    for result in shacl.results(triples(store)):
        origin = origins.find(result.focus, result.path, result.value)
        path = namespaces.ident(result.path)
        focus = namespaces.ident(result.focus)
        yield Finding(result.severity, result.shape, focus, path, result.message, origin)


def _asked(store: Store, folder: str, origins: Origins) -> Iterator[Finding]:
    for question in documented.read_sparql_folder(ONTOLOGY / folder).values():
        yield from findings(store, question, origins)


def findings(store: Store, question: documented.Documented, origins: Origins) -> Iterator[Finding]:
    """Yield a finding for each row of a check: of ?focus, by ?path and ?value if it has them."""
    severity = question.one("severity")
    if severity not in SEVERITIES:
        raise OntologyError(f"{question.name}.rq: the severity is one of {', '.join(SEVERITIES)}")
    table = Table.of(queries.evaluate(store, question.text))
    for row in table.terms:
        terms = {name: term for name, term in zip(table.columns, row, strict=True) if term}
        yield _answer(question, severity, terms, origins)


def _answer(
    question: documented.Documented, severity: str, terms: Mapping[str, Term], origins: Origins
) -> Finding:
    origin = origins.find(_iri(terms["focus"]), _iri(terms.get("path")), terms.get("value"))
    plain = {name: _shown(term) for name, term in terms.items()}
    message = _FIELD.sub(lambda field: plain[field[1]], question.one("message"))
    return Finding(severity, question.name, plain["focus"], plain.get("path", ""), message, origin)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        return namespaces.ident(term.value)
    return term.value if isinstance(term, Literal) else str(term)


def _unused(store: Store, origins: Origins) -> Iterator[Finding]:
    """Yield a finding for each code that the data it comes with does not use."""
    message = "No claim uses the code: use it, or remove it."
    for row in queries.run_query(store, "unused-codes").terms:
        code = _iri(row[0])
        origin = origins.find(code, "", None)
        yield Finding("Warning", "unused-code", namespaces.ident(code), "", message, origin)


def _counted(facts: data.Data) -> Iterator[Finding]:
    """Yield a finding for each source with fewer or more claims than it is known to have."""
    counts = Counter(claim.header.source for claim in facts.claims)
    for ident, (source, place) in facts.sources.items():
        band, count = source.claims, counts[ident]
        if not band.least <= count <= band.most:
            message = (
                f"The source has {count} claims where {band.least} to {band.most} are expected: "
                "look for what is lost or doubled, or write other numbers."
            )
            origin = Origin(place.file, place.lines.get("claims", place.line), "claims")
            yield Finding("Violation", "claims-in-band", ident, "", message, origin)


def _repeated(facts: data.Data) -> Iterator[Finding]:
    """Yield a finding for each claim that says what another one says of the same words."""
    gone = claims.revised(facts)
    said: dict[object, list[data.Claim]] = defaultdict(list)
    for claim in facts.claims:
        if claims.name(claim) not in gone:
            statements = frozenset(map(str, claims.statements(claim)))
            said[claim.header.source, statements].append(claim)
    for alike in said.values():
        for other, claim in itertools.combinations(alike, 2):
            if _overlap(other, claim):
                yield _doubled(claim, other)


def _overlap(one: data.Claim, other: data.Claim) -> bool:
    a, b = one.evidence.passages[0], other.evidence.passages[0]
    if a.at is None or b.at is None:
        return (a.unit, a.at) == (b.unit, b.at)
    return a.at < b.at + len(str(b.quote)) and b.at < a.at + len(str(a.quote))


def _doubled(claim: data.Claim, other: data.Claim) -> Finding:
    message = f"The claim says what line {other.place.line} says of the same words: remove one."
    origin = Origin(claim.place.file, claim.place.line, "about")
    return Finding("Warning", "said-twice", claim.evidence.about, "", message, origin)


def _misquoted(facts: data.Data, texts: Path) -> Iterator[Finding]:
    for source in facts.sources:
        file = texts / f"{source.removeprefix('source/')}.txt"
        if file.is_file():
            for problem in data.quotes(facts, file.read_text("utf-8"), source):
                origin = Origin(problem.file, problem.line, problem.key)
                message = f"The quote {problem.message}."
                yield Finding("Violation", "quote-in-text", source, "", message, origin)
