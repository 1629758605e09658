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
from kg.model.dates import PARTIAL_DATE, first_day, last_day
from kg.network.network import Network, Node, Relation

Span = tuple[str, str]
_DATED = ("rsc:startDate", "rsc:endDate", "rsc:signingDate", "rsc:period")


@dataclass(frozen=True)
class Cut:
    """What is looked at; an empty part does not narrow anything."""

    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    between: Span | None = None
    as_of: str | None = None
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
        if self.between is None:
            return True
        if span is None:
            return False
        return span[0] <= last_day(self.between[1]) and span[1] >= first_day(self.between[0])

    def __str__(self) -> str:
        parts = [
            ", ".join(self.kinds),
            self.between and f"{self.between[0]} to {self.between[1]}",
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

    Raises AnalysisError if a kind, day or grade is none.
    """
    for kind in cut.kinds:
        if kind not in schema.classes():
            raise AnalysisError(f"{kind!r} is no kind; 'kg query kinds' lists them (as kebab-case)")
    for day in (*(cut.between or ()), *([cut.as_of] if cut.as_of else [])):
        if not PARTIAL_DATE.fullmatch(day):
            raise AnalysisError(f"{day!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    if cut.between and first_day(cut.between[0]) > last_day(cut.between[1]):
        raise AnalysisError(f"between {cut.between[0]} and {cut.between[1]} there is no day")
    for grade in cut.grades:
        if grade[:1] not in "ABCDEF" or grade[1:] not in ("", *"123456"):
            raise AnalysisError(f"{grade!r} is no grade; write A to F, or with a number, as B2")
    return replace(cut, grades=tuple(sorted(cut.grades)))


def _known(published: str, day: str) -> bool:
    return bool(published) and last_day(published) <= last_day(day)


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
    """Return the first and last day that the evidence of a cut leaves for an entity, if any."""
    starts: list[str] = []
    ends: list[str] = []
    for fact in node.facts:
        if fact.property in _DATED and (not fact.passages or any(map(cut.keeps, fact.passages))):
            (ends if fact.property == "rsc:endDate" else starts).append(fact.value)
    if not starts and not ends:
        return None
    begun = min(map(first_day, starts or ends))
    return begun, max(begun, *map(last_day, ends or _lasting(node.kind, starts)))


def _lasting(kind: str, starts: list[str]) -> list[str]:
    """Return the end of what has none: a standing tie goes on until its end is stated."""
    return ["9999"] if is_kind(kind, ("relationship", "membership")) else starts


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
