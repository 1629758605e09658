"""What is known of one entity, and how: its statements by part, conflicts, and what is missing."""

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.entities import evidence, expectations
from kg.entities.evidence import Passage
from kg.entities.expectations import Expectation
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
    rule = namespaces.prefixes()["rule"]
    return [
        Statement(
            triple,
            _sorted(p for basis in own for p in known.get(basis, ())),
            tuple(basis.removeprefix(rule) for basis in own if basis.startswith(rule)),
        )
        for triple, own in bases.items()
        if triple.predicate not in (RDF.type, SKOS.prefLabel)
    ]


def _sorted(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda p: (p.source, p.start or 0, p.end or 0, p.claim)))


def dossier(store: Quads, known: Names, iri: str) -> Dossier:
    """Return what the graph holds of the entity with this IRI."""
    node, label, found = NamedNode(iri), known.label(iri), statements(store, iri)
    own = [s for s in found if s.triple.subject == node]
    types = {quad.object for quad in store.quads_for_pattern(node, RDF.type, None)}
    rsc = namespaces.prefixes()["rsc"]
    kinds = [t for t in types if isinstance(t, NamedNode) and t.value.startswith(rsc)]
    # The narrowest class first.
    kinds.sort(key=lambda kind: (-len(schema.ancestors(kind)), kind.value))
    told = (SKOS.note, SKOS.definition)
    notes = [quad for p in told for quad in store.quads_for_pattern(node, p, None)]
    disputed = queries.run_query(store, "conflicts").dicts() if _may_conflict(found) else []
    return Dossier(
        iri=iri,
        label=label,
        kind=schema.label(kinds[0]) if kinds else "",
        names=tuple(name for name in known.all.get(iri, ()) if name != label),
        note=term_text(notes[0].object) if notes else "",
        said=tuple(s for s in own if s.triple.predicate != SKOS.altLabel or s.passages),
        referring=tuple(s for s in found if s.triple.subject != node),
        conflicts=tuple(
            Conflict(
                row["kind"],
                row["propertyLabel"],
                (
                    (row["valueLabel"], namespaces.ident(row["claim"])),
                    (row["otherLabel"], namespaces.ident(row["otherClaim"])),
                ),
            )
            for row in disputed
            if row["subject"] == iri
        ),
        missing=tuple(_missing(store, node, kinds, found)),
    )


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


def _missing(
    store: Quads, entity: NamedNode, kinds: Iterable[NamedNode], found: Iterable[Statement]
) -> Iterator[str]:
    """Yield the names of what a reader expects of the entity's kinds and no statement gives."""
    values: dict[tuple[NamedNode, bool], list[object]] = defaultdict(list)
    for triple in (statement.triple for statement in found):
        forward = triple.subject == entity
        values[triple.predicate, forward].append(triple.object if forward else triple.subject)

    def met(wanted: Expectation) -> bool:
        given = values[wanted.property, wanted.forward]
        if wanted.kind is None:
            return bool(given)
        nodes = (value for value in given if isinstance(value, NamedNode))
        return any(any(store.quads_for_pattern(n, RDF.type, wanted.kind)) for n in nodes)

    expected = dict.fromkeys(e for kind in kinds for e in expectations.expected(kind))
    yield from dict.fromkeys(wanted.name for wanted in expected if not met(wanted))


def explain(
    store: Quads, known: Names, subject: str, predicate: str | None, obj: str | None
) -> list[Explanation]:
    """
    Return why each statement of a subject holds, or only those with a predicate and object.

    Raises UnknownNameError if a name stands for nothing, or if nothing is stated.
    """
    iri = known.find(subject)
    wanted = glossary.find_term(predicate).iri if predicate else None
    target = obj or None
    # What is the name of nothing is the words of a literal.
    with contextlib.suppress(UnknownNameError):
        target = known.find(obj) if obj else None
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


def _explained(
    store: Quads, triple: Triple, known: Mapping[str, tuple[Passage, ...]], depth: int
) -> Explanation:
    subject, predicate, obj = triple.subject, triple.predicate, triple.object
    graphs = [term_text(q.graph_name) for q in store.quads_for_pattern(subject, predicate, obj)]
    said = _sorted(p for graph in graphs for p in known.get(graph, ()))
    given = next((g for g in map(namespaces.ident, graphs) if g.startswith("graph:")), "")
    prefix = namespaces.prefixes()["rule"]
    applied = [rules.stored_rules()[g.removeprefix(prefix)] for g in graphs if g.startswith(prefix)]
    derived = []
    for rule in applied if depth > 0 else ():
        premises = (p for p in rule.premises(store, triple) if p != triple)
        derived.append((rule, tuple(_explained(store, p, known, depth - 1) for p in premises)))
    return Explanation(triple, said, given.removeprefix("graph:"), tuple(derived))


def shown(term: object, known: Names) -> str:
    """Return a term as a person reads it: a name for an entity, the words of a literal."""
    return known.label(term.value) if isinstance(term, NamedNode) else term_text(term)
