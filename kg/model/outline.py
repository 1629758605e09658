"""
The coasts and borders of the hemisphere, coarse and small, and the middle of each state.

Both are in degrees and rounded to a tenth.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from kg.model import geography

Ring: TypeAlias = list[int]

_SCALE = 10
_HEMISPHERE = "Americas"


def hemisphere() -> list[dict[str, Any]]:
    """
    Return each land of the hemisphere: its code, its rings, and its middle.

    A ring is one list of longitudes and latitudes in turn, in tenths of a degree.  The package
    has no rings for the smallest islands; they have their middle alone.
    """
    drawn = [
        {"state": code, "rings": list(map(_rounded, rings)), "at": _middle(code)}
        for code, rings in geography.outlines(_HEMISPHERE).items()
    ]
    return [land for land in drawn if land["rings"] or land["at"]]


def middles() -> Mapping[str, tuple[float, float]]:
    """Return the longitude and latitude of the middle of each state by its ISO alpha-3 code."""
    found = {code: geography.middle(code) for code in geography.codes()}
    return {code: place for code, place in found.items() if place}


def _middle(code: str) -> list[int] | None:
    place = geography.middle(code)
    return [round(degree * _SCALE) for degree in place] if place else None


def _rounded(points: geography.Ring) -> Ring:
    places = [(round(x * _SCALE), round(y * _SCALE)) for x, y in points]
    kept = [
        place for place, before in zip(places, [None, *places], strict=False) if place != before
    ]
    return [number for place in kept for number in place]
