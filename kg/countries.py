"""Codes and names of states: ISO 3166 by pycountry, names by the CLDR as babel carries it."""

import functools
from collections.abc import Iterator
from typing import Any

import babel
import pycountry
from pyoxigraph import NamedNode

from kg.records import Entity
from kg.vocab import RSC

_LANGUAGES = ("es", "pt")


@functools.cache
def country(iso3: str) -> Any:
    """Return the entry of ISO 3166-1 with this alpha-3 code, or None."""
    return pycountry.countries.get(alpha_3=iso3)


def codes(iso3: str) -> Iterator[tuple[NamedNode, str]]:
    """Yield the codes of a state; M49 shares its digits with ISO 3166-1 numeric."""
    entry = country(iso3)
    yield RSC.isoAlpha2, entry.alpha_2
    yield RSC.isoAlpha3, entry.alpha_3
    yield RSC.m49Code, entry.numeric


def names(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield the names of a state by language: the register's in English, the CLDR's in others."""
    entry = country(str(entity.iso3))
    yield "en", entity.name
    for language in _LANGUAGES:
        given = getattr(entity, language)
        yield language, given or babel.Locale(language).territories[entry.alpha_2]
