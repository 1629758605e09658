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


def subregion(name: str) -> frozenset[str]:
    """Return the ISO alpha-3 codes of a subregion (United Nations M49); none if it is none."""
    wanted = name.casefold().replace("-", " ")
    keys = ("subregion", "intermediateregion")
    return frozenset(
        code
        for code, land in _lands().items()
        if wanted in [str(land[key]).casefold() for key in keys if land.get(key)]
    )


def outlines(region: str) -> dict[str, list[Ring]]:
    """Return the outer rings of each land of a region by its ISO alpha-3 code, in degrees."""
    found = {}
    for code, land in sorted(_lands().items()):
        if land.get("region") == region:
            shapes = [one["geometry"] for one in (land.get("geoJSON") or {}).get("features", ())]
            parts = [
                part
                for shape in shapes
                for part in (
                    [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
                )
            ]
            found[code] = [[(float(x), float(y)) for x, y, *_ in outer] for outer, *_ in parts]
    return found


def middle(code: str) -> tuple[float, float] | None:
    """Return the longitude and latitude of the middle of a land."""
    place = _lands().get(code, {}).get("latlng")
    return (float(place[1]), float(place[0])) if place else None


def middles() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of the middle of each state by its ISO alpha-3 code."""
    found = {code: middle(code) for code in sorted(_lands())}
    return {code: place for code, place in found.items() if place}


def hemisphere() -> list[dict[str, Any]]:
    """
    Return each land of the hemisphere: its code, its rings, and its middle.

    A ring is one list of longitudes and latitudes in turn, in tenths of a degree.  The package
    has no rings for the smallest islands; they have their middle alone.
    """
    drawn = []
    for code, rings in outlines(_HEMISPHERE).items():
        flat = []
        for ring in rings:
            points = [(round(x * _SCALE), round(y * _SCALE)) for x, y in ring]
            apart = [p for p, last in zip(points, [None, *points], strict=False) if p != last]
            flat.append([number for point in apart for number in point])
        place = middle(code)
        at = [round(degree * _SCALE) for degree in place] if place else None
        if flat or at:
            drawn.append({"state": code, "rings": flat, "at": at})
    return drawn
