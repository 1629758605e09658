"""Say what was added, withdrawn or revised between two graphs, in words or as an RDF Patch."""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.curation import claims
from kg.entities.names import Names
from kg.model import namespaces
from kg.model.namespaces import CLAIM, RDF, RULE, SKOS
from kg.sparql.table import term_text
from kg.store.snapshot import RecordedClaim, Snapshot

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
        found = [*self._register_changes(), *self._claim_changes()]
        return sorted(found, key=lambda c: (c.about, _SORTS.index(c.sort), c.words))

    def label(self, iri: str) -> str:
        """Return what the new graph calls something, or the old one, or its short IRI."""
        return self.new.labels.get(iri) or Names(self.old.labels, {}).label(iri)

    def lines(self) -> Iterator[str]:
        """Yield what changed as lines: by entity, and a summary."""
        by_entity: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            by_entity[change.about].append(change)
        for about, changes in by_entity.items():
            yield f"{self.label(about)}  ({namespaces.ident(about)})"
            yield from (f"  {change.sort}: {change.words}" for change in changes)
        yield self.summary()

    def summary(self) -> str:
        """Return how much changed in one line."""
        counts = Counter(change.sort for change in self.changes)
        parts = []
        for name, sorts in (("claims", _CLAIMS), ("register", _REGISTER)):
            if said := [f"{counts[sort]} {sort}" for sort in sorts if counts[sort]]:
                parts.append(f"{name}: {', '.join(said)}")
        # Of the other graphs the numbers are told alone.
        more, less = (Counter(map(_graph_part, quads)) for quads in (self.added, self.removed))
        for part in ("ontology", "inferred", "other"):
            if more[part] or less[part]:
                parts.append(f"{part}: {more[part]} statements more, {less[part]} fewer")
        return "; ".join(parts) or "no difference"

    def patch(self) -> Iterator[str]:
        """Yield the RDF Patch that makes the old graph the new one: sorted, with both digests."""
        rows = [f"D {quad} ." for quad in sorted(self.removed, key=str)]
        rows += [f"A {quad} ." for quad in sorted(self.added, key=str)]
        old, new = quads_digest(self.old.quads), quads_digest(self.new.quads)
        yield f"H id <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, old + new)}> ."
        yield f'H old "{old}" .'
        yield f'H new "{new}" .'
        yield from ("TX .", *rows, "TC .")

    def _register_changes(self) -> Iterator[Change]:
        old, new = (s.graphs.get(claims.REGISTER.value, {}) for s in (self.old, self.new))
        for subject in {*old, *new}:
            before, after = old.get(subject, frozenset()), new.get(subject, frozenset())
            if before and after:
                if before != after:
                    words = self._swapped(before - after, after - before)
                    yield Change(subject, "re-registered", words)
                continue
            kinds = sorted(
                self.label(term_text(triple.object))
                for triple in before or after
                if triple.predicate == RDF.type
            )
            sort = "registered" if after else "struck off"
            yield Change(subject, sort, " and ".join(kinds) or "of no kind")

    def _claim_changes(self) -> Iterator[Change]:
        old, new = self.old.claims, self.new.claims
        added = {name: claim for name, claim in new.items() if name not in old}
        removed = {name: claim for name, claim in old.items() if name not in new}
        settled: set[str] = set()
        for claim in added.values():
            if before := old.get(claim.revises):
                settled |= {claim.revises}
                yield self._revision("revised", before, claim)
        for feature in (attrgetter("passages"), attrgetter("properties")):
            for name, other in _rewritten(removed, added, feature):
                yield self._revision("changed", removed.pop(name), added.pop(other))
        for claim in added.values():
            if claim.revises not in old:
                yield self._change("added", claim)
        for name, claim in removed.items():
            if name not in settled:
                yield self._change("removed", claim)
        for name in old.keys() & new.keys() - settled:
            before, after = old[name], new[name]
            if before.withdrawn != after.withdrawn:
                yield self._change("withdrawn" if after.withdrawn else "restored", after)
            if words := self._judgements(before.judged, after.judged):
                told = f"{', '.join(words)}: {self._told(after.statements)}"
                yield Change(after.about, "judged anew", told)

    def _judgements(self, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
        """Return which judgements of a claim made room for which others."""
        pairs = [(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]
        return [
            f"{name} {self.label(old) if old is not None else 'none'} → "
            f"{self.label(new) if new is not None else 'none'}"
            for name, old, new in pairs
            if old != new
        ]

    def _change(self, sort: str, claim: RecordedClaim) -> Change:
        told = self._told(claim.statements)
        return Change(claim.about, sort, f"{told} [{self.label(claim.source)}]")

    def _revision(self, sort: str, before: RecordedClaim, after: RecordedClaim) -> Change:
        words = self._swapped(
            before.statements - after.statements, after.statements - before.statements
        )
        words = words or self._told(after.statements)
        return Change(after.about, sort, f"{words} [{self.label(after.source)}]")

    def _swapped(self, before: Iterable[Triple], after: Iterable[Triple]) -> str:
        """Return which values of each property made room for which others."""
        values: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, triples in enumerate((before, after)):
            for triple in triples:
                values[self._property(triple)][side].append(self._value(triple.object))
        return "; ".join(
            f"{name} {', '.join(sorted(gone)) or 'none'} → {', '.join(sorted(come)) or 'none'}"
            for name, (gone, come) in sorted(values.items())
        )

    def _told(self, triples: Iterable[Triple]) -> str:
        words = (f"{self._property(t)} {self._value(t.object)}" for t in triples)
        return "; ".join(sorted(words)) or "nothing"

    def _property(self, triple: Triple) -> str:
        if triple.predicate == SKOS.prefLabel and isinstance(triple.object, Literal):
            return f"name ({triple.object.language})"
        return self.label(triple.predicate.value)

    def _value(self, term: object) -> str:
        return self.label(term.value) if isinstance(term, NamedNode) else f"“{term_text(term)}”"


def quads_digest(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of statements as sorted N-Quads lines."""
    return hashlib.sha256("".join(sorted(f"{q} .\n" for q in quads)).encode()).hexdigest()


def _graph_part(quad: Quad) -> str:
    """Return which part of the whole the named graph of a quad belongs to."""
    graph = term_text(quad.graph_name)
    if quad.graph_name == claims.ONTOLOGY:
        return "ontology"
    if graph.startswith(RULE[""].value):
        return "inferred"
    told = quad.graph_name in (claims.REGISTER, claims.PROVENANCE)
    return "claims" if told or graph.startswith(CLAIM[""].value) else "other"


def _rewritten(
    removed: Mapping[str, RecordedClaim],
    added: Mapping[str, RecordedClaim],
    feature: Callable[[RecordedClaim], object],
) -> list[tuple[str, str]]:
    """Return which removed claim and which added one are one claim, for they share a feature."""
    places: dict[object, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, said in enumerate((removed, added)):
        for name, claim in said.items():
            if not claim.revises and feature(claim):
                places[claim.source, claim.about, feature(claim)][side].append(name)
    alone = (pair for pair in places.values() if len(pair[0]) == len(pair[1]) == 1)
    return [(before[0], after[0]) for before, after in alone]
