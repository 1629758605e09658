"""
Where things are on the map: in a locality whose coordinates a source gives, or in some state.

What has no stated locality or state is absent, as is a mission to several states whose seat
nobody states.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import geography, namespaces
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import term_text


@dataclass(frozen=True, order=True)
class Spot:
    """A point of the map, the place it stands for, and whether it is exact or a state's middle."""

    lon: float
    lat: float
    name: str
    key: str
    exact: bool


def places(store: Quads) -> Mapping[str, tuple[Spot, ...]]:
    """Return the spots of each entity that has any, by its IRI, the exact ones first."""
    table = queries.run_query(store, "whereabouts")
    stated: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in table.terms:
        cells = {
            column: term_text(cell) for column, cell in zip(table.columns, row, strict=True) if cell
        }
        stated[cells["entity"]].append(cells)
    return {iri: found for iri, rows in stated.items() if (found := spots(rows))}


def spots(rows: Sequence[Mapping[str, str]]) -> tuple[Spot, ...]:
    """
    Return where something is, of the rows that state it: localities, and middles of other states.

    A row has the ``role`` of the place and, as far as stated, the IRI of the ``place`` with its
    ``label``, ``latitude`` and ``longitude``, and of the ``state`` with its label and code.
    """
    # Whom a mission is sent to says where it is only if it says so alone.
    seats = [row for row in rows if row["role"] != "received"]
    alone = len({row.get("state") for row in rows if row["role"] == "received"}) == 1
    told = seats or (rows if alone else [])
    exact = {row["place"]: row for row in reversed(told) if "latitude" in row}
    known = {row.get("state") for row in told if "latitude" in row}
    vague = {row["state"]: row for row in told if "state" in row and row["state"] not in known}
    middles = geography.middles()
    localities = sorted(
        Spot(
            float(row["longitude"]),
            float(row["latitude"]),
            row["label"],
            namespaces.ident(row["place"]),
            True,
        )
        for row in exact.values()
    )
    states = sorted(
        Spot(
            *middles[row["iso3"]],
            row["stateLabel"],
            namespaces.ident(row["state"]),
            row["role"] == "itself",
        )
        for row in vague.values()
        if row["iso3"] in middles
    )
    return (*localities, *states)
