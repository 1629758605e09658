"""
The outlines, middles and subregions of states, as the package countryinfo (MIT) has them.

Coasts and borders are coarse and small: degrees, or tenths of a degree where the page draws them.
"""

import functools
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, TypeAlias

Ring: TypeAlias = list[tuple[float, float]]

_SCALE = 10
_HEMISPHERE = "Americas"


@functools.cache
def _lands() -> dict[str, dict[str, Any]]:
    folder = resources.files("countryinfo") / "data"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    read = (json.loads((folder / name).read_text("utf-8")) for name in names)
    return {land["ISO"]["alpha3"]: land for land in read}


def codes() -> list[str]:
    """Return the ISO alpha-3 codes of the lands that are known."""
    return sorted(_lands())


def subregion(name: str) -> frozenset[str]:
    """Return the ISO alpha-3 codes of a subregion (United Nations M49); none if it is none."""
    wanted = name.casefold().replace("-", " ")
    found = (code for code, land in _lands().items() if _lies_in(land, wanted))
    return frozenset(found)


def _lies_in(land: dict[str, Any], wanted: str) -> bool:
    regions = (land.get("subregion"), land.get("intermediateregion"))
    return wanted in [str(region).casefold() for region in regions if region]


def outlines(region: str) -> dict[str, list[Ring]]:
    """Return the rings of each land of a region by its ISO alpha-3 code, in degrees."""
    lands = {code: land for code, land in _lands().items() if land.get("region") == region}
    return {code: _rings(land) for code, land in sorted(lands.items())}


def middle(code: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of the middle of a land."""
    place = _lands().get(code, {}).get("latlng")
    return (float(place[1]), float(place[0])) if place else None


def _rings(land: dict[str, Any]) -> list[Ring]:
    found: list[Ring] = []
    for feature in (land.get("geoJSON") or {}).get("features", ()):
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found.extend([(float(x), float(y)) for x, y, *_ in outer] for outer, *_ in parts)
    return found


def hemisphere() -> list[dict[str, Any]]:
    """
    Return each land of the hemisphere: its code, its rings, and its middle.

    A ring is one list of longitudes and latitudes in turn, in tenths of a degree.  The package
    has no rings for the smallest islands; they have their middle alone.
    """
    drawn = [
        {"state": code, "rings": list(map(_rounded, rings)), "at": _tenths(code)}
        for code, rings in outlines(_HEMISPHERE).items()
    ]
    return [land for land in drawn if land["rings"] or land["at"]]


def middles() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of the middle of each state by its ISO alpha-3 code."""
    found = {code: middle(code) for code in codes()}
    return {code: place for code, place in found.items() if place}


def _tenths(code: str) -> list[int] | None:
    place = middle(code)
    return [round(degree * _SCALE) for degree in place] if place else None


def _rounded(points: Ring) -> list[int]:
    places = [(round(x * _SCALE), round(y * _SCALE)) for x, y in points]
    kept = [
        place for place, before in zip(places, [None, *places], strict=False) if place != before
    ]
    return [number for place in kept for number in place]
