"""
Which part of the graph is measured: the cut, and what is left of a relation under it.

A relation stays if at least one passage of evidence for it stays.  What only a rule says stays if
each of its premises does; if it follows in several ways, all of them have to stay, so that ranges
are rather too wide than too narrow.  It is never said outright.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.entities.evidence import Passage
from kg.errors import AnalysisError
from kg.model import namespaces, schema
from kg.model.dates import PartialDate, Span
from kg.model.grades import RELIABILITIES, is_grade
from kg.model.namespaces import RSC
from kg.network.network import Network, Node, Relation

_DATED = ("rsc:startDate", "rsc:endDate", "rsc:signingDate", "rsc:period")


@dataclass(frozen=True)
class Cut:
    """What is looked at; an empty part does not narrow anything."""

    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    between: Span | None = None
    as_of: PartialDate | None = None
    said_only: bool = False
    done_only: bool = False
    grades: tuple[str, ...] = ()

    def keeps(self, passage: Passage) -> bool:
        """Return whether a passage counts."""
        if (self.said_only and passage.inferred) or (self.done_only and not passage.happened):
            return False
        if self.as_of:
            published = PartialDate.maybe(passage.date)
            if published is None or published.last_day > self.as_of.last_day:
                return False
        return (
            (not self.sources or passage.source in self.sources)
            and passage.source not in self.without
            and (not self.grades or bool({passage.grade, passage.grade[:1]} & {*self.grades}))
        )

    def holds(self, relation: Relation) -> bool:
        """Return whether a relation stays: some passage, or a rule with every premise."""
        return any(map(self.keeps, relation.passages)) or self.infers(relation)

    def infers(self, relation: Relation) -> bool:
        """Return whether the rules that infer a relation still do."""
        if not relation.rules or self.said_only:
            return False
        # Without a known premise nothing is known of its source, grade or day.
        whole = not (self.sources or self.grades or self.as_of)
        known = [any(map(self.keeps, premise)) for premise in relation.premises]
        return all(known) if known else whole

    def dates(self, span: Span | None) -> bool:
        """Return whether something of this time counts; what has no date does not, if asked."""
        return self.between is None or (span is not None and span.may_touch(self.between))

    def span(self, node: Node) -> Span | None:
        """Return the time that the evidence of the cut leaves for an entity, if any."""
        starts: list[PartialDate] = []
        ends: list[PartialDate] = []
        for fact in node.facts:
            stays = not fact.passages or any(map(self.keeps, fact.passages))
            date = PartialDate.maybe(fact.value) if fact.property in _DATED and stays else None
            if date:
                (ends if fact.property == "rsc:endDate" else starts).append(date)
        if not starts and not ends:
            return None
        start = min(starts or ends)
        # A standing tie goes on until its end is stated.
        if not ends and node.kind in schema.kinds_marked(RSC.lasting):
            return Span(start)
        end = max(ends or starts, key=lambda date: date.last_day)
        return Span(start, end if end.last_day >= start.first_day else start)

    def remainder(self, network: Network) -> "Remainder":
        """Return what is left of a network: all of its nodes, and the relations that hold."""
        spans = {key: self.span(node) for key, node in network.nodes.items()}
        kept = []
        for relation in network.relations:
            ends = (relation.source, relation.target)
            if self.kinds and not any(is_kind(network.nodes[e].kind, self.kinds) for e in ends):
                continue
            if self.dates(spans[ends[0]] or spans[ends[1]]) and self.holds(relation):
                said = tuple(filter(self.keeps, relation.passages))
                rules = relation.rules if self.infers(relation) else ()
                inferred = all(passage.inferred for passage in said)
                kept.append(replace(relation, passages=said, rules=rules, inferred=inferred))
        return Remainder(replace(network, relations=tuple(kept)), spans)

    def checked(self) -> "Cut":
        """Return a cut that can be made; raises AnalysisError if a kind or grade is none."""
        for kind in self.kinds:
            if kind not in schema.classes():
                message = f"{kind!r} is no kind; 'kg query kinds' lists them (as kebab-case)"
                raise AnalysisError(message)
        for grade in self.grades:
            if grade not in RELIABILITIES and not is_grade(grade):
                message = f"{grade!r} is no grade; write A to F, or with a number, as B2"
                raise AnalysisError(message)
        return replace(self, grades=tuple(sorted(self.grades)))

    def __str__(self) -> str:
        parts = [
            ", ".join(self.kinds),
            self.between,
            self.as_of and f"sources published by {self.as_of}",
            self.sources and f"only {', '.join(self.sources)}",
            self.without and f"without {', '.join(self.without)}",
            self.grades and f"grades {', '.join(self.grades)}",
            "no plans" if self.done_only else "",
            "said outright" if self.said_only else "said and inferred",
        ]
        return "; ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Remainder:
    """What a cut leaves of a network, with only the evidence that counts, and of which time."""

    network: Network
    spans: Mapping[str, Span | None]


def is_kind(kind: str, wanted: Iterable[str]) -> bool:
    """Return whether a kind is one of others or below one of them."""
    found = schema.classes().get(kind)
    above = {namespaces.kind_name(c) for c in schema.ancestors(found)} if found else {kind}
    return bool(above & {*wanted})


def variants(found: Iterable[Passage]) -> dict[str, Cut]:
    """Return the cuts that a finding is tried under: without each source, with A and B, as said."""
    sources = sorted({(passage.title, passage.source) for passage in found})
    return {
        **{f"without {title}": Cut(without=(source,)) for title, source in sources},
        "grades A and B only": Cut(grades=("A", "B")),
        "said outright only": Cut(said_only=True),
    }
