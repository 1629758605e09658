"""Codes and names of states: ISO 3166 by pycountry, names by the CLDR as babel carries it."""

import functools
from collections.abc import Iterator
from typing import Any

import babel
import pycountry
from pyoxigraph import Literal, NamedNode, Quad

from kg.model import namespaces
from kg.model.namespaces import GRAPH, RDF, RSC, SKOS
from kg.model.records import Entity
from kg.text import fold


@functools.cache
def country(iso3: str) -> Any:
    """Return the entry of ISO 3166-1 with this alpha-3 code, or None."""
    return pycountry.countries.get(alpha_3=iso3)


def codes_of_state(iso3: str) -> Iterator[tuple[NamedNode, str]]:
    """Yield the codes of a state; M49 shares its digits with ISO 3166-1 numeric."""
    entry = country(iso3)
    yield RSC.isoAlpha2, entry.alpha_2
    yield RSC.isoAlpha3, entry.alpha_3
    yield RSC.m49Code, entry.numeric


def names_of_state(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the names of a state by language: the register's in English, the CLDR's in others."""
    entry = country(str(entity.iso3))
    for language, given in entity.names().items():
        yield language, given or babel.Locale(language).territories[entry.alpha_2]


@functools.cache
def _codes() -> dict[str, str]:
    """Return the alpha-3 code of every state by its names in ISO 3166 and in the CLDR, folded."""
    english = babel.Locale("en").territories
    found: dict[str, str] = {}
    for entry in pycountry.countries:
        names = [getattr(entry, key, "") for key in ("name", "common_name", "official_name")]
        for name in (*names, str(english.get(entry.alpha_2, "")), entry.alpha_3):
            if name:
                found.setdefault(fold(name), entry.alpha_3)
                # "Congo, Republic of" and "Republic of Congo" are one name.
                found.setdefault(_turned(name), entry.alpha_3)
    return found


def _turned(name: str) -> str:
    before, _, after = name.partition(", ")
    return fold(f"{after} {before}")


def alpha3(name: str) -> str | None:
    """Return the alpha-3 code of the state of ISO 3166 that has this name, or None."""
    known = _codes()
    return known.get(fold(name)) or known.get(_turned(name))


def slug(iso3: str) -> str:
    """Return how the id of a state ends that is not in the register."""
    return fold(str(babel.Locale("en").territories[country(iso3).alpha_2])).replace(" ", "-")


def minted(ident: str) -> list[Quad]:
    """Return what the register says of a state that only tables name, by the end of its id."""
    iso3 = next(entry.alpha_3 for entry in pycountry.countries if slug(entry.alpha_3) == ident)
    state, register = namespaces.entity(f"state/{ident}"), GRAPH["register"]
    entity = Entity(
        id=f"state/{ident}",
        name=str(babel.Locale("en").territories[country(iso3).alpha_2]),
        iso3=iso3,
    )
    quads = [Quad(state, RDF.type, RSC.State, register)]
    for language, name in names_of_state(entity):
        quads.append(Quad(state, SKOS.prefLabel, Literal(name, language=language), register))
    return quads + [Quad(state, p, Literal(value), register) for p, value in codes_of_state(iso3)]
