"""
Where things are on the map: in a locality whose coordinates a source gives, or in some state.

What has no stated locality or state is absent, as is a mission to several states whose seat
nobody states.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import geography, namespaces
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import term_text

_Row = Mapping[str, str]


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
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in table.terms:
        cells = {
            column: term_text(cell) for column, cell in zip(table.columns, row, strict=True) if cell
        }
        found[cells["entity"]].append(cells)
    spots = {iri: _spots(_telling(rows)) for iri, rows in found.items()}
    return {iri: found for iri, found in spots.items() if found}


def _telling(rows: list[_Row]) -> list[_Row]:
    """Return the rows that say where something is; whom a mission is sent to says it only alone."""
    seats = [row for row in rows if row["role"] != "received"]
    sent = {row.get("state") for row in rows if row["role"] == "received"}
    return seats or (rows if len(sent) == 1 else [])


def _spots(rows: Iterable[_Row]) -> tuple[Spot, ...]:
    rows = list(rows)
    exact = {row["place"]: row for row in reversed(rows) if "latitude" in row}
    known = {row.get("state") for row in rows if "latitude" in row}
    vague = {row["state"]: row for row in rows if "state" in row and row["state"] not in known}
    middles = geography.middles()
    return (
        *sorted(_exact(row) for row in exact.values()),
        *sorted(
            _vague(row, middles[row["iso3"]]) for row in vague.values() if row["iso3"] in middles
        ),
    )


def _exact(row: _Row) -> Spot:
    longitude, latitude = float(row["longitude"]), float(row["latitude"])
    return Spot(longitude, latitude, row["label"], namespaces.ident(row["place"]), True)


def _vague(row: _Row, middle: tuple[float, float]) -> Spot:
    return Spot(*middle, row["stateLabel"], namespaces.ident(row["state"]), row["role"] == "itself")
