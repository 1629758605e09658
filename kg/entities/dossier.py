"""What is known of one entity, and how: its statements by part, conflicts, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.entities import evidence, expectations
from kg.entities.evidence import Passage
from kg.entities.names import Names
from kg.errors import UnknownNameError
from kg.model import glossary, namespaces, schema
from kg.model.namespaces import RDF, RSC, SKOS
from kg.sparql import queries, rules
from kg.sparql.quads import Quads
from kg.sparql.table import term_text

_DEPTH = 8


@dataclass(frozen=True)
class Statement:
    """A triple, the passages that say it, and the rules that infer it."""

    triple: Triple
    passages: tuple[Passage, ...]
    rules: tuple[str, ...]

    @property
    def inferred(self) -> bool:
        """Whether no source says it outright."""
        return all(p.inferred for p in self.passages)


@dataclass(frozen=True)
class Conflict:
    """Two values that claims give for one property, or two tenses for one statement."""

    kind: str
    property: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Dossier:
    """What the graph holds of one entity."""

    iri: str
    label: str
    kind: str
    names: tuple[str, ...]
    note: str
    said: tuple[Statement, ...]
    referring: tuple[Statement, ...]
    conflicts: tuple[Conflict, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a statement is in the graph: passages, or rules with the statements they came from."""

    triple: Triple
    passages: tuple[Passage, ...]
    given: str
    derived: tuple[tuple[rules.Rule, tuple["Explanation", ...]], ...]


def statements(store: Quads, iri: str) -> list[Statement]:
    """Return the statements of an entity and those that refer to it, each with its bases."""
    bases: dict[Triple, list[str]] = defaultdict(list)
    table = queries.run_query(store, "statements", {"entity": iri})
    for subject, predicate, obj, basis in table.terms:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and obj is not None:
            bases[Triple(subject, predicate, obj)].append(term_text(basis))
    known = evidence.passages(store)
    shown = (t for t in bases if t.predicate not in (RDF.type, SKOS.prefLabel))
    return [_statement(triple, bases[triple], known) for triple in shown]


def _statement(
    triple: Triple, bases: list[str], known: Mapping[str, tuple[Passage, ...]]
) -> Statement:
    said = _sorted(p for basis in bases for p in known.get(basis, ()))
    rule = namespaces.prefixes()["rule"]
    ruled = tuple(basis.removeprefix(rule) for basis in bases if basis.startswith(rule))
    return Statement(triple, said, ruled)


def _sorted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda p: (p.source, p.start or 0, p.end or 0, p.claim)))


def dossier(store: Quads, known: Names, iri: str) -> Dossier:
    """Return what the graph holds of the entity with this IRI."""
    found = statements(store, iri)
    own = [s for s in found if term_text(s.triple.subject) == iri]
    kinds = _kinds(store, iri)
    return Dossier(
        iri=iri,
        label=known.label(iri),
        kind=schema.label(kinds[0]) if kinds else "",
        names=tuple(n for n in known.all.get(iri, ()) if n != known.label(iri)),
        note=_note(store, iri),
        said=tuple(s for s in own if s.triple.predicate != SKOS.altLabel or s.passages),
        referring=tuple(s for s in found if term_text(s.triple.subject) != iri),
        conflicts=tuple(_conflicts(store, iri)) if _may_conflict(found) else (),
        missing=tuple(_missing(store, kinds, found, iri)),
    )


def _kinds(store: Quads, iri: str) -> list[NamedNode]:
    types = [q.object for q in store.quads_for_pattern(NamedNode(iri), RDF.type, None)]
    return sorted(
        {t for t in types if isinstance(t, NamedNode) and t.value.startswith(_rsc())},
        key=lambda kind: -len(schema.ancestors(kind)),
    )


def _rsc() -> str:
    return namespaces.prefixes()["rsc"]


def _note(store: Quads, iri: str) -> str:
    wanted = (SKOS.note, SKOS.definition)
    found = [q for p in wanted for q in store.quads_for_pattern(NamedNode(iri), p, None)]
    return term_text(found[0].object) if found else ""


def _may_conflict(found: list[Statement]) -> bool:
    """Return whether it is worth asking: most entities have one value for each property."""
    values: dict[object, set[object]] = defaultdict(set)
    for statement in found:
        triple = statement.triple
        if triple.predicate in (RSC.possiblySameAs, RSC.isObservationOf):
            return True
        if len({p.modality for p in statement.passages}) > 1:
            return True
        if schema.is_single(triple.predicate):
            values[triple.subject, triple.predicate].add(triple.object)
    return any(len(objects) > 1 for objects in values.values())


def _conflicts(store: Quads, iri: str) -> Iterator[Conflict]:
    for row in queries.run_query(store, "conflicts").dicts():
        if row["subject"] == iri:
            first = (row["valueLabel"], namespaces.ident(row["claim"]))
            other = (row["otherLabel"], namespaces.ident(row["otherClaim"]))
            yield Conflict(row["kind"], row["propertyLabel"], (first, other))


def _missing(
    store: Quads, kinds: list[NamedNode], found: list[Statement], iri: str
) -> Iterator[str]:
    """Yield the names of what a reader expects of the entity's kinds and no statement gives."""
    expected = dict.fromkeys(e for kind in kinds for e in expectations.expected(kind))
    unmet = (e.name for e in expected if not any(_meets(store, e, s, iri) for s in found))
    yield from dict.fromkeys(unmet)


def _meets(store: Quads, wanted: expectations.Expectation, statement: Statement, iri: str) -> bool:
    triple = statement.triple
    forward = term_text(triple.subject) == iri
    if (triple.predicate, forward) != (wanted.property, wanted.forward):
        return False
    value = triple.object if forward else triple.subject
    if wanted.kind is None:
        return True
    return isinstance(value, NamedNode) and any(
        store.quads_for_pattern(value, RDF.type, wanted.kind)
    )


def explain(
    store: Quads, known: Names, subject: str, predicate: str | None, obj: str | None
) -> list[Explanation]:
    """
    Return why each statement of a subject holds, or only those with a predicate and object.

    Raises UnknownNameError if a name stands for nothing, or if nothing is stated.
    """
    iri = known.find(subject)
    wanted = glossary.find_term(predicate).iri if predicate else None
    target = _object(known, obj) if obj else None
    found = [
        s.triple
        for s in statements(store, iri)
        if term_text(s.triple.subject) == iri
        and wanted in (None, s.triple.predicate.value)
        and target in (None, term_text(s.triple.object))
    ]
    if not found:
        message = f"nothing of the kind is stated of {known.label(iri)!r}"
        raise UnknownNameError(message, subject)
    said = evidence.passages(store)
    return [_explained(store, triple, said, _DEPTH) for triple in found]


def _object(known: Names, text: str) -> str:
    """Return the IRI that a name stands for, or the text itself as a literal's words."""
    try:
        return known.find(text)
    except UnknownNameError:
        return text


def _explained(
    store: Quads, triple: Triple, known: Mapping[str, tuple[Passage, ...]], depth: int
) -> Explanation:
    subject, predicate, obj = triple.subject, triple.predicate, triple.object
    graphs = [term_text(q.graph_name) for q in store.quads_for_pattern(subject, predicate, obj)]
    said = _sorted(p for graph in graphs for p in known.get(graph, ()))
    given = next((g for g in map(namespaces.ident, graphs) if g.startswith("graph:")), "")
    prefix = namespaces.prefixes()["rule"]
    applied = [rules.stored_rules()[g.removeprefix(prefix)] for g in graphs if g.startswith(prefix)]
    derived = tuple(
        (rule, _reasons(store, rule, triple, known, depth)) for rule in applied if depth > 0
    )
    return Explanation(triple, said, given.removeprefix("graph:"), derived)


def _reasons(
    store: Quads,
    rule: rules.Rule,
    triple: Triple,
    known: Mapping[str, tuple[Passage, ...]],
    depth: int,
) -> tuple[Explanation, ...]:
    found = (p for p in rule.premises(store, triple) if p != triple)
    return tuple(_explained(store, p, known, depth - 1) for p in found)


def shown(term: object, known: Names) -> str:
    """Return a term as a person reads it: a name for an entity, the words of a literal."""
    return known.label(term.value) if isinstance(term, NamedNode) else term_text(term)
