"""What statements rest on: the passages of claims, and the rules that infer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from kg.model import namespaces
from kg.sparql import queries
from kg.sparql.quads import Quads

_TEXTS = ("claim", "unit", "quote", "level", "modality", "grade", "reason", "date")


@dataclass(frozen=True)
class Passage:
    """Exact words in one place of a source, and how the claim that rests on them is to be taken."""

    claim: str = ""
    source: str = ""
    title: str = ""
    address: str = ""
    date: str = ""
    unit: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    level: str = "explicit"
    modality: str = ""
    grade: str = ""
    reason: str = ""

    @property
    def inferred(self) -> bool:
        """Whether the source does not say it outright."""
        return self.level == "inferred"

    @property
    def happened(self) -> bool:
        """Whether it is told as something that was or is, not as a plan or a hope."""
        return self.modality in ("past", "ongoing")

    @property
    def source_iri(self) -> str:
        """The IRI of the source; one that is not of this graph is its own."""
        own = self.source.startswith("source/")
        return namespaces.entity(self.source).value if own else self.source

    def attributes(self) -> dict[str, Any]:
        """Return the passage as JSON has it, the source by its title, IRI and address."""
        return {
            **{name: getattr(self, name) for name in (*_TEXTS, "start", "end")},
            "source": self.title,
            "source_iri": self.source_iri,
            "url": self.address,
        }

    @classmethod
    def of(cls, attributes: Mapping[str, Any]) -> Self:
        """Return the passage with these attributes; those that are missing are empty."""
        iri = str(attributes.get("source_iri") or "")
        own = iri.startswith(namespaces.prefixes()["source"])
        start, end = (attributes.get(name) for name in ("start", "end"))
        return cls(
            source=namespaces.ident(iri) if own else iri,
            title=str(attributes.get("source") or ""),
            address=str(attributes.get("url") or ""),
            start=None if start is None else int(start),
            end=None if end is None else int(end),
            **{name: str(attributes.get(name) or "") for name in _TEXTS},
        )


def passages(store: Quads) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages on which each claim rests, by the IRI of the claim."""
    return _passages(store, "evidence")


def parts(store: Quads) -> Mapping[str, tuple[Passage, ...]]:
    """Return where each part of a table stands in its source, by the IRI of the part."""
    return _passages(store, "evidence-of-tables")


def _passages(store: Quads, query: str) -> Mapping[str, tuple[Passage, ...]]:
    sources = {row["source"]: row for row in queries.run_query(store, "sources").dicts()}
    found: dict[str, list[Passage]] = defaultdict(list)
    for row in queries.run_query(store, query).dicts():
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
