"""The outlines and subregions of states, as the package countryinfo (MIT) has them."""

import functools
import json
from importlib import resources
from typing import Any, TypeAlias

Ring: TypeAlias = list[tuple[float, float]]


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
