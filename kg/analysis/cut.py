"""
Which part of the graph is measured: the cut, and what is left of a relation under it.

A relation stays if at least one passage of evidence for it stays.  What only a rule says stays if
each of its premises does; if it follows in several ways, all of them have to stay, so that ranges
are rather too wide than too narrow.  It is never said outright.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import AnalysisError
from kg.model import namespaces, schema
from kg.model.dates import PARTIAL_DATE, first_day, last_day
from kg.model.namespaces import RSC
from kg.network.network import Network

Span = tuple[str, str]
_RULE = "by rule"


@dataclass(frozen=True)
class Support:
    """What a cut has to know of one passage: its source, grade, level and publication."""

    source: str
    title: str
    grade: str
    inferred: bool
    published: str
    happened: bool = True


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

    def keeps(self, support: Support) -> bool:
        """Return whether a passage counts."""
        if (self.said_only and support.inferred) or (self.done_only and not support.happened):
            return False
        if support.source == _RULE:
            return True
        return (
            (not self.sources or support.source in self.sources)
            and support.source not in self.without
            and (not self.grades or bool({support.grade, support.grade[:1]} & {*self.grades}))
            and (self.as_of is None or _known(support.published, self.as_of))
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


def supports(edge: Mapping[str, Any]) -> tuple[Support, ...]:
    """Return everything that a relation of the network rests on."""
    grounds = (piece for premise in edge.get("premises", ()) for piece in premise)
    said = [_support(piece) for piece in (*edge["evidence"], *grounds)]
    ruled = [Support(_RULE, edge["rule"], "", True, "")] if edge["rule"] else []
    return tuple(dict.fromkeys([*said, *ruled]))


def holds(edge: Mapping[str, Any], cut: Cut) -> bool:
    """Return whether a relation stays: some passage, or a rule with every premise."""
    if any(cut.keeps(_support(piece)) for piece in edge["evidence"]):
        return True
    return bool(edge["rule"]) and _ruled(edge.get("premises", ()), cut)


def _ruled(premises: Iterable[Iterable[Mapping[str, Any]]], cut: Cut) -> bool:
    known = [any(cut.keeps(_support(piece)) for piece in premise) for premise in premises]
    # Without a known premise nothing is known of its source, grade or day.
    whole = not (cut.sources or cut.grades or cut.as_of)
    return not cut.said_only and (all(known) if known else whole)


def _support(piece: Mapping[str, Any]) -> Support:
    return Support(
        namespaces.ident(piece["source_iri"]),
        piece["source"],
        piece["grade"],
        piece["level"] == "inferred",
        piece["date"],
        piece["modality"] in ("past", "ongoing"),
    )


def span(node: Mapping[str, Any], cut: Cut) -> Span | None:
    """Return the first and last day that the evidence of a cut leaves for an entity, if any."""
    labels = {schema.label(p): p for p in (RSC.startDate, RSC.endDate, RSC.signingDate, RSC.period)}
    starts: list[str] = []
    ends: list[str] = []
    for fact in node["facts"]:
        prop = labels.get(fact["property"])
        if prop and (not fact["evidence"] or any(map(cut.keeps, map(_support, fact["evidence"])))):
            (ends if prop == RSC.endDate else starts).append(fact["value"])
    if not starts and not ends:
        return None
    begun = min(map(first_day, starts or ends))
    return begun, max(begun, *map(last_day, ends or _lasting(node["kind"], starts)))


def _lasting(kind: str, starts: list[str]) -> list[str]:
    """Return the end of what has none: a standing tie goes on until its end is stated."""
    return ["9999"] if kind in schema.kinds_marked(RSC.lasting) else starts


def apply(network: Network, cut: Cut) -> Network:
    """Return the part of the network that a cut leaves, with only the evidence that counts."""
    left = network.__class__(**network.graph)
    for node, data in network.nodes(data=True):
        left.add_node(node, **{**data, "span": span(data, cut)})
    for source, target, key, data in network.edges(keys=True, data=True):
        ends = (left.nodes[source], left.nodes[target])
        if cut.kinds and not any(is_kind(end["kind"], cut.kinds) for end in ends):
            continue
        if not cut.dates(ends[0]["span"] or ends[1]["span"]):
            continue
        if holds(data, cut):
            left.add_edge(source, target, key=key, **_narrowed(data, cut))
    return left


def _narrowed(data: Mapping[str, Any], cut: Cut) -> dict[str, Any]:
    said = [piece for piece in data["evidence"] if cut.keeps(_support(piece))]
    rule = data["rule"] if data["rule"] and _ruled(data.get("premises", ()), cut) else ""
    inferred = all(piece["level"] == "inferred" for piece in said)
    return {**data, "evidence": said, "rule": rule, "inferred": inferred}


def variants(found: Iterable[Support]) -> dict[str, Cut]:
    """Return the cuts that a finding is tried under: without each source, with A and B, as said."""
    sources = sorted({(s.title, s.source) for s in found if s.source != _RULE})
    return {
        **{f"without {title}": Cut(without=(source,)) for title, source in sources},
        "grades A and B only": Cut(grades=("A", "B")),
        "said outright only": Cut(said_only=True),
    }
