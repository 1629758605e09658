"""
The coasts and borders of the hemisphere, coarse and small, and the middle of each state.

Both are read from the package countryinfo (MIT), in degrees, and rounded to a tenth.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, TypeAlias

Ring: TypeAlias = list[int]

_SCALE = 10
_HEMISPHERE = "Americas"


def hemisphere() -> list[dict[str, Any]]:
    """
    Return each land of the hemisphere: its code, its rings, and its middle.

    A ring is one list of longitudes and latitudes in turn, in tenths of a degree.  The package
    has no rings for the smallest islands; they have their middle alone.
    """
    lands = (land for land in _lands() if land.get("region") == _HEMISPHERE)
    drawn = [
        {"state": _code(land), "rings": list(_rings(land)), "at": _middle(land)} for land in lands
    ]
    return [land for land in drawn if land["rings"] or land["at"]]


@functools.cache
def middles() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of the middle of each state by its ISO alpha-3 code."""
    return {
        _code(land): (float(land["latlng"][1]), float(land["latlng"][0]))
        for land in _lands()
        if land.get("latlng")
    }


@functools.cache
def _lands() -> tuple[dict[str, Any], ...]:
    folder = resources.files("countryinfo") / "data"
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".json"))
    read = (json.loads((folder / name).read_text("utf-8")) for name in files)
    # A few lands stand in two files, spelt in two ways.
    return tuple({_code(land): land for land in read}.values())


def _code(land: Mapping[str, Any]) -> str:
    return str(land["ISO"]["alpha3"])


def _middle(land: Mapping[str, Any]) -> list[int] | None:
    if not land.get("latlng"):
        return None
    latitude, longitude = land["latlng"]
    return [round(longitude * _SCALE), round(latitude * _SCALE)]


def _rings(land: Mapping[str, Any]) -> Iterator[Ring]:
    for feature in (land.get("geoJSON") or {}).get("features", ()):
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for outer, *_ in parts:
            yield _rounded(outer)


def _rounded(points: list[list[float]]) -> Ring:
    places = [(round(x * _SCALE), round(y * _SCALE)) for x, y, *_ in points]
    kept = [
        place for place, before in zip(places, [None, *places], strict=False) if place != before
    ]
    return [number for place in kept for number in place]
