"""Say what was added, withdrawn or revised between two graphs, in words or as an RDF Patch."""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.curation import claims
from kg.entities.names import Names
from kg.model import namespaces
from kg.model.namespaces import CLAIM, RDF, RULE, SKOS
from kg.sparql.table import term_text
from kg.store.snapshot import Said, Snapshot

_CLAIMS = ("added", "revised", "changed", "withdrawn", "restored", "removed", "judged anew")
_REGISTER = ("registered", "struck off", "re-registered")
_SORTS = (*_REGISTER, *_CLAIMS)


@dataclass(frozen=True)
class Change:
    """What happened to one claim, or to one entry of the register, in words."""

    about: str
    sort: str
    words: str


@dataclass(frozen=True)
class Difference:
    """Two graphs, and what each has that the other has not."""

    old: Snapshot
    new: Snapshot

    @cached_property
    def added(self) -> frozenset[Quad]:
        """The statements that only the new graph has."""
        return self.new.quads - self.old.quads

    @cached_property
    def removed(self) -> frozenset[Quad]:
        """The statements that only the old graph has."""
        return self.old.quads - self.new.quads

    @cached_property
    def changes(self) -> list[Change]:
        """What happened to the claims and to the register, in the order of the entities."""
        found = [*_registered(self), *_said(self)]
        return sorted(found, key=lambda c: (c.about, _SORTS.index(c.sort), c.words))

    def label(self, iri: str) -> str:
        """Return what the new graph calls something, or the old one, or its short IRI."""
        return self.new.labels.get(iri) or Names(self.old.labels, {}).label(iri)


def lines(found: Difference) -> Iterator[str]:
    """Yield what changed as lines: by entity, and a summary."""
    by_entity: dict[str, list[Change]] = defaultdict(list)
    for change in found.changes:
        by_entity[change.about].append(change)
    for about, changes in by_entity.items():
        yield f"{found.label(about)}  ({namespaces.ident(about)})"
        yield from (f"  {change.sort}: {change.words}" for change in changes)
    yield summary(found)


def summary(found: Difference) -> str:
    """Return how much changed in one line."""
    counts = Counter(change.sort for change in found.changes)
    said = [f"{counts[sort]} {sort}" for sort in _CLAIMS if counts[sort]]
    listed = [f"{counts[sort]} {sort}" for sort in _REGISTER if counts[sort]]
    parts = [f"{name}: {', '.join(c)}" for name, c in (("claims", said), ("register", listed)) if c]
    parts.extend(_elsewhere(found))
    return "; ".join(parts) or "no difference"


def _elsewhere(found: Difference) -> Iterator[str]:
    """Yield how many statements changed in the graphs that are told by number alone."""
    more, less = (Counter(map(_part, quads)) for quads in (found.added, found.removed))
    for part in ("ontology", "inferred", "other"):
        if more[part] or less[part]:
            yield f"{part}: {more[part]} statements more, {less[part]} fewer"


def _part(quad: Quad) -> str:
    graph = term_text(quad.graph_name)
    if quad.graph_name == claims.ONTOLOGY:
        return "ontology"
    if graph.startswith(RULE[""].value):
        return "inferred"
    told = quad.graph_name in (claims.REGISTER, claims.PROVENANCE)
    return "claims" if told or graph.startswith(CLAIM[""].value) else "other"


def _registered(found: Difference) -> Iterator[Change]:
    old, new = (s.graphs.get(claims.REGISTER.value, {}) for s in (found.old, found.new))
    for subject in {*old, *new}:
        before, after = old.get(subject, frozenset()), new.get(subject, frozenset())
        if not before:
            yield Change(subject, "registered", _entry(found, after))
        elif not after:
            yield Change(subject, "struck off", _entry(found, before))
        elif before != after:
            words = _swapped(found, before - after, after - before)
            yield Change(subject, "re-registered", words)


def _entry(found: Difference, triples: Iterable[Triple]) -> str:
    kinds = sorted(found.label(term_text(t.object)) for t in triples if t.predicate == RDF.type)
    return f"{' and '.join(kinds) or 'of no kind'}"


def _said(found: Difference) -> Iterator[Change]:
    old, new = found.old.claims, found.new.claims
    added, removed = dict(_only(new, old)), dict(_only(old, new))
    settled: set[str] = set()
    for claim in added.values():
        if before := old.get(claim.revises):
            settled |= {claim.revises}
            yield _revision(found, "revised", before, claim)
    for place in (_passage, _properties):
        for name, other in _rewritten(removed, added, place):
            yield _revision(found, "changed", removed.pop(name), added.pop(other))
    for claim in added.values():
        if claim.revises not in old:
            yield _change(found, "added", claim)
    for name, claim in removed.items():
        if name not in settled:
            yield _change(found, "removed", claim)
    for name in old.keys() & new.keys() - settled:
        yield from _kept(found, old[name], new[name])


def _only(one: Mapping[str, Said], other: Mapping[str, Said]) -> Iterator[tuple[str, Said]]:
    return ((name, claim) for name, claim in one.items() if name not in other)


def _rewritten(
    removed: Mapping[str, Said], added: Mapping[str, Said], place: Callable[[Said], object]
) -> list[tuple[str, str]]:
    """Return which removed claim and which added one are one claim, written anew in its place."""
    places: dict[object, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, said in enumerate((removed, added)):
        for name, claim in said.items():
            if not claim.revises and place(claim):
                places[claim.source, claim.about, place(claim)][side].append(name)
    alone = (pair for pair in places.values() if len(pair[0]) == len(pair[1]) == 1)
    return [(before[0], after[0]) for before, after in alone]


def _passage(claim: Said) -> object:
    return claim.passages


def _properties(claim: Said) -> object:
    return frozenset(triple.predicate for triple in claim.statements)


def _kept(found: Difference, before: Said, after: Said) -> Iterator[Change]:
    if before.withdrawn != after.withdrawn:
        yield _change(found, "withdrawn" if after.withdrawn else "restored", after)
    words = [
        f"{name} {_judged(found, before, name)} → {_judged(found, after, name)}"
        for name in sorted({*before.judged, *after.judged})
        if before.judged.get(name) != after.judged.get(name)
    ]
    if words:
        told = _told(found, after.statements)
        yield Change(after.about, "judged anew", f"{', '.join(words)}: {told}")


def _judged(found: Difference, claim: Said, name: str) -> str:
    return found.label(claim.judged[name]) if name in claim.judged else "none"


def _change(found: Difference, sort: str, claim: Said) -> Change:
    told = _told(found, claim.statements)
    return Change(claim.about, sort, f"{told} [{found.label(claim.source)}]")


def _revision(found: Difference, sort: str, before: Said, after: Said) -> Change:
    words = _swapped(
        found, before.statements - after.statements, after.statements - before.statements
    )
    words = words or _told(found, after.statements)
    return Change(after.about, sort, f"{words} [{found.label(after.source)}]")


def _swapped(found: Difference, before: Iterable[Triple], after: Iterable[Triple]) -> str:
    """Return which values of each property made room for which others."""
    values: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, triples in enumerate((before, after)):
        for triple in triples:
            values[_property(found, triple)][side].append(_value(found, triple.object))
    return "; ".join(
        f"{name} {', '.join(sorted(gone)) or 'none'} → {', '.join(sorted(come)) or 'none'}"
        for name, (gone, come) in sorted(values.items())
    )


def _told(found: Difference, triples: Iterable[Triple]) -> str:
    words = (f"{_property(found, t)} {_value(found, t.object)}" for t in triples)
    return "; ".join(sorted(words)) or "nothing"


def _property(found: Difference, triple: Triple) -> str:
    if triple.predicate == SKOS.prefLabel and isinstance(triple.object, Literal):
        return f"name ({triple.object.language})"
    return found.label(triple.predicate.value)


def _value(found: Difference, term: object) -> str:
    return found.label(term.value) if isinstance(term, NamedNode) else f"“{term_text(term)}”"


def patch(found: Difference) -> Iterator[str]:
    """Yield the RDF Patch that makes the old graph the new one: sorted, with both digests."""
    rows = [f"D {quad} ." for quad in sorted(found.removed, key=str)]
    rows += [f"A {quad} ." for quad in sorted(found.added, key=str)]
    old, new = digest(found.old.quads), digest(found.new.quads)
    yield f"H id <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, old + new)}> ."
    yield f'H old "{old}" .'
    yield f'H new "{new}" .'
    yield from ("TX .", *rows, "TC .")


def digest(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of statements as sorted N-Quads lines."""
    return hashlib.sha256("".join(sorted(f"{q} .\n" for q in quads)).encode()).hexdigest()
