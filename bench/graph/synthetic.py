"""
An invented graph of any size in the shapes of the ontology, the same for the same seed.

Nothing is kept: each entity, source and claim is made from its number when it is asked for, so
that a million quads need no more memory than a thousand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, cast

from pyoxigraph import NamedNode

from kg.curation import claims
from kg.curation.folder import Claim, Data
from kg.model import kinds, schema
from kg.model.dates import PartialDate
from kg.model.records import Band, Citation, Entity, Evidence, Header, Source
from kg.model.toml_files import Place

STATES, BODIES, COMMANDS, TOWNS = 32, 12, 64, 256
_SHARED = {
    **{"state": STATES, "multilateral-body": BODIES},
    **{"command": COMMANDS, "locality": TOWNS},
}
_EVENTS = ("visit", "meeting", "conference", "exercise")
_PER_SOURCE = 50
_CHAIN = 8
_EVERY = 4
_PLANNED = ("post", "priority-area", "objective", "target")
_UNIT_LENGTH = 1000
_AREAS = ("maritime-security", "border-security", "cyberspace-security", "disaster-relief")
_ACTIVITIES = ("joint-training", "dialogue", "coastal-patrols", "exchange-programs")
_WORDS = "amber harbour signal granite delta lantern orchard falcon meridian copper tundra pallet"
_HERE = Place("synthetic", 0)
_SAMPLE = 64


def event(number: int) -> str:
    """Return the id of the engagement with a number."""
    return f"{_EVENTS[number % len(_EVENTS)]}/e{number}"


@dataclass(frozen=True)
class _Register(Mapping[str, tuple[Entity, NamedNode, Place]]):
    episodes: int

    def __iter__(self) -> Iterator[str]:
        for kind, count in _SHARED.items():
            yield from (f"{kind}/k{number}" for number in range(count))
        for number in range(self.episodes):
            yield event(number)
            yield from (f"{kind}/e{number}" for kind in ("person", "tenure", "membership"))
            if number % _EVERY == 0:
                yield from (f"{kind}/e{number}" for kind in _PLANNED)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, ident: str) -> tuple[Entity, NamedNode, Place]:
        kind, _, name = ident.partition("/")
        words = " ".join(_chance(ident).sample(_WORDS.split(), 2)).title()
        return Entity(id=ident, name=f"{words} {name}"), schema.classes()[kind], _HERE


@dataclass(frozen=True)
class _Sources(Mapping[str, tuple[Source, Place]]):
    episodes: int

    def __iter__(self) -> Iterator[str]:
        last = max(self.episodes - 1, 0) // _PER_SOURCE
        return (f"source/document-{number}" for number in range(last + 1))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, ident: str) -> tuple[Source, Place]:
        units = ((f"S{n}", n * _UNIT_LENGTH, (n + 1) * _UNIT_LENGTH) for n in range(_PER_SOURCE))
        source = Source(
            id=ident,
            title=f"Document {ident}",
            publisher="multilateral-body/k0",
            address=f"https://example.org/{ident}",
            date=PartialDate("2025-06-01"),
            retrieved=date(2026, 1, 1),
            language="en",
            licence="none",
            reliability="reliability-b",
            claims=Band(least=0, most=1000),
            units=tuple(units),
        )
        return source, _HERE


@dataclass(frozen=True)
class _Claims:
    episodes: int
    seed: int

    def __iter__(self) -> Iterator[Claim]:
        for number, (about, content) in enumerate(_geography()):
            yield _claim(0, number, about, content)
        for episode in range(self.episodes):
            stated = _episode(episode, self.episodes, _chance(f"{self.seed} {episode}"))
            for number, (about, content) in enumerate(stated, 500):
                yield _claim(episode, number, about, content)


def data(episodes: int, seed: int = 1) -> Data:
    """Return the data of so many engagements and what surrounds them, made as it is read."""
    made = cast("tuple[Claim, ...]", _Claims(episodes, seed))
    return Data(_Register(episodes), _Sources(episodes), made)


@cache
def episodes(quads: int) -> int:
    """Return how many engagements give about so many quads, the ontology's among them."""
    least, some = (sum(1 for _ in claims.quads(data(n))) for n in (0, _SAMPLE))
    return max(1, round((quads - least) / (some - least) * _SAMPLE))


def _geography() -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(STATES):
        yield f"state/k{n}", {"borders_on": f"state/k{(n + 1) % STATES}"}
    for n in range(TOWNS):
        yield f"locality/k{n}", {"within": f"state/k{n % STATES}"}


def _episode(n: int, last: int, chance: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    host, guest = chance.sample(range(STATES), 2)
    command, town = chance.randrange(COMMANDS), chance.randrange(TOWNS)
    # A post has a handful of holders however large the graph is.
    post = f"post/e{chance.randrange(0, last, _EVERY)}"
    start = date(2000, 1, 1) + timedelta(days=chance.randrange(9000))
    end = {"end": _text(start + timedelta(days=3))} if chance.random() < 0.7 else {}
    yield event(n), {"host": f"state/k{host}", "visitor": post}
    yield event(n), {"participant": [f"state/k{guest}", f"command/k{command}"]}
    yield event(n), {"place": f"locality/k{town}"}
    yield event(n), {"start": _text(start), **end}
    if (n + 1) % _CHAIN and n + 1 < last:
        yield event(n), {"precedes": event(n + 1)}
    yield from _careers(n, post, guest, start, chance)
    if n % _EVERY == 0:
        yield f"post/e{n}", {"post_in": f"command/k{command}"}
        yield from _plans(n, start, chance)


def _careers(
    n: int, post: str, state: int, day: date, chance: Random
) -> Iterator[tuple[str, dict[str, Any]]]:
    begun = day - timedelta(days=chance.randrange(700))
    tenure = {"tenure_of": post, "holder": f"person/e{n}", "rank": "Admiral"}
    period = {"start": _text(begun), "end": _text(begun + timedelta(days=730))}
    yield f"tenure/e{n}", {**tenure, **period}
    body = f"multilateral-body/k{chance.randrange(BODIES)}"
    membership = {"member": f"state/k{state}", "member_of": body, "status": "observer"}
    yield f"membership/e{n}", {**membership, "start": f"{begun.year}"}


def _plans(n: int, day: date, chance: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    area = {"area": chance.choice(_AREAS)} if chance.random() < 0.2 else {}
    plan = {"objective": f"objective/e{n}", "counters": "smuggling", **area}
    yield f"priority-area/e{n}", plan
    yield f"objective/e{n}", {"target": f"target/e{n}"}
    goal = {"value": Decimal(chance.randrange(1, 1000)), "comparator": "at-least"}
    yield f"target/e{n}", {**goal, "due": f"{day.year + 2}", "unit_of_measure": "person"}


def _chance(seed: str) -> Random:
    return Random(seed)


def _text(day: date) -> str:
    return day.isoformat()


def _claim(episode: int, number: int, about: str, content: dict[str, Any]) -> Claim:
    unit = episode % _PER_SOURCE
    words = " ".join(_chance(f"{about} {number}").choices(_WORDS.split(), k=9))
    quote = f"{words} {number}"
    passage = Citation(unit=f"S{unit}", quote=quote, at=unit * _UNIT_LENGTH + number % 900)
    evidence = Evidence(
        about=about, passages=(passage,), modality="past", credibility="credibility-3"
    )
    kind = kinds.content(schema.classes()[about.partition("/")[0]])
    return Claim(_header(episode // _PER_SOURCE), evidence, kind.model_validate(content), _HERE)


def _header(number: int) -> Header:
    return Header(
        source=f"source/document-{number}",
        extracted=date(2026, 1, 1),
        extracted_by="the generator",
        review="unreviewed",
        credibility="credibility-3",
    )
