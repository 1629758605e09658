"""What statements rest on: the passages of claims, and the rules that infer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import namespaces
from kg.sparql import queries
from kg.sparql.quads import Quads


@dataclass(frozen=True)
class Passage:
    """Exact words in one place of a source, and how the claim that rests on them is to be taken."""

    claim: str
    source: str
    title: str
    address: str
    date: str
    unit: str
    quote: str
    start: int | None
    end: int | None
    level: str
    modality: str
    grade: str
    reason: str

    @property
    def inferred(self) -> bool:
        """Whether the source does not say it outright."""
        return self.level == "inferred"


def passages(store: Quads) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages on which each claim rests, by the IRI of the claim."""
    return _passages(store, "evidence")


def parts(store: Quads) -> Mapping[str, tuple[Passage, ...]]:
    """Return where each part of a table stands in its source, by the IRI of the part."""
    return _passages(store, "evidence-of-tables")


def _passages(store: Quads, query: str) -> Mapping[str, tuple[Passage, ...]]:
    sources = {row["source"]: row for row in queries.run(store, queries.find("sources")).dicts()}
    found: dict[str, list[Passage]] = defaultdict(list)
    for row in queries.run(store, queries.find(query)).dicts():
        source = sources[row["source"]]
        found[row["claim"]].append(
            Passage(
                claim=row["claim"].removeprefix(namespaces.prefixes()["claim"]),
                source=namespaces.ident(row["source"]),
                title=source["title"],
                address=source["address"],
                date=str(source["date"] or ""),
                unit=row["unit"] or "",
                quote=row["quote"] or "",
                start=row["start"],
                end=row["end"],
                level=namespaces.ident(row["level"]).removeprefix("code:"),
                modality=namespaces.ident(row["modality"]).removeprefix("code:"),
                grade=row["grade"],
                reason=row["reason"] or "",
            )
        )
    return {claim: tuple(rows) for claim, rows in found.items()}
