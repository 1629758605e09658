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
        return (
            (not self.sources or passage.source in self.sources)
            and passage.source not in self.without
            and (not self.grades or bool({passage.grade, passage.grade[:1]} & {*self.grades}))
            and (self.as_of is None or _known(passage.date, self.as_of))
        )

    def dates(self, span: Span | None) -> bool:
        """Return whether something of this time counts; what has no date does not, if asked."""
        return self.between is None or (span is not None and span.may_touch(self.between))

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


def checked(cut: Cut) -> Cut:
    """
    Return a cut that can be made.

    Raises AnalysisError if a kind or grade is none.
    """
    for kind in cut.kinds:
        if kind not in schema.classes():
            raise AnalysisError(f"{kind!r} is no kind; 'kg query kinds' lists them (as kebab-case)")
    for grade in cut.grades:
        if grade not in RELIABILITIES and not is_grade(grade):
            raise AnalysisError(f"{grade!r} is no grade; write A to F, or with a number, as B2")
    return replace(cut, grades=tuple(sorted(cut.grades)))


def _known(published: str, day: PartialDate) -> bool:
    date = PartialDate.maybe(published)
    return date is not None and date.last_day <= day.last_day


def is_kind(kind: str, wanted: Iterable[str]) -> bool:
    """Return whether a kind is one of others or below one of them."""
    found = schema.classes().get(kind)
    above = {namespaces.kind_name(c) for c in schema.ancestors(found)} if found else {kind}
    return bool(above & {*wanted})


def holds(relation: Relation, cut: Cut) -> bool:
    """Return whether a relation stays: some passage, or a rule with every premise."""
    return any(map(cut.keeps, relation.passages)) or _ruled(relation, cut)


def _ruled(relation: Relation, cut: Cut) -> bool:
    """Return whether the rules that infer a relation still do."""
    if not relation.rules or cut.said_only:
        return False
    # Without a known premise nothing is known of its source, grade or day.
    whole = not (cut.sources or cut.grades or cut.as_of)
    known = [any(map(cut.keeps, premise)) for premise in relation.premises]
    return all(known) if known else whole


def span(node: Node, cut: Cut) -> Span | None:
    """Return the time that the evidence of a cut leaves for an entity, if any."""
    starts: list[PartialDate] = []
    ends: list[PartialDate] = []
    for fact in node.facts:
        if fact.property in _DATED and (not fact.passages or any(map(cut.keeps, fact.passages))):
            date = PartialDate.maybe(fact.value)
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


@dataclass(frozen=True)
class Remainder:
    """What a cut leaves of a network, with only the evidence that counts, and of which time."""

    network: Network
    spans: Mapping[str, Span | None]


def apply(network: Network, cut: Cut) -> Remainder:
    """Return what a cut leaves of a network: all of its nodes, and the relations that hold."""
    spans = {key: span(node, cut) for key, node in network.nodes.items()}
    kept = []
    for relation in network.relations:
        ends = (relation.source, relation.target)
        if cut.kinds and not any(is_kind(network.nodes[end].kind, cut.kinds) for end in ends):
            continue
        if cut.dates(spans[ends[0]] or spans[ends[1]]) and holds(relation, cut):
            kept.append(_narrowed(relation, cut))
    return Remainder(replace(network, relations=tuple(kept)), spans)


def _narrowed(relation: Relation, cut: Cut) -> Relation:
    said = tuple(filter(cut.keeps, relation.passages))
    rules = relation.rules if _ruled(relation, cut) else ()
    return replace(relation, passages=said, rules=rules, inferred=all(p.inferred for p in said))


def variants(found: Iterable[Passage]) -> dict[str, Cut]:
    """Return the cuts that a finding is tried under: without each source, with A and B, as said."""
    sources = sorted({(passage.title, passage.source) for passage in found})
    return {
        **{f"without {title}": Cut(without=(source,)) for title, source in sources},
        "grades A and B only": Cut(grades=("A", "B")),
        "said outright only": Cut(said_only=True),
    }
