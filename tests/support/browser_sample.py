"""An invented region, as large and as tangled as what one long report says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from networkx import MultiDiGraph

_SOURCE = "Commander of the Northern Command Visits Veldania"
_KINDS = {
    "state": ("State", "agent"),
    "command": ("Command", "agent"),
    "ministry": ("Ministry", "agent"),
    "embassy": ("Embassy", "agent"),
    "partner-group": ("Partner Group", "agent"),
    "post": ("Post", "post"),
    "visit": ("Visit", "engagement"),
    "meeting": ("Meeting", "engagement"),
    "conference": ("Conference", "engagement"),
    "exercise": ("Exercise", "engagement"),
    "region": ("Region", "place"),
    "city": ("City", "place"),
    "threat": ("Threat", "threat"),
    "hazard": ("Hazard", "threat"),
    "threat-actor": ("Threat Actor Class", "threat"),
    "initiative": ("Initiative", "results"),
    "objective": ("Objective", "results"),
    "target": ("Target", "results"),
    "outcome": ("Outcome", "results"),
    "indicator": ("Indicator", "results"),
    "action-point": ("Action Point", "commitment"),
    "commitment": ("Commitment", "commitment"),
    "source": ("Source", "source"),
    "cooperation-area": ("Cooperation Area", "code"),
    "status": ("Status", "code"),
}

_NAMES = {
    "state": "Republic of Veldania;Union of Caldera;Orsinia;Tamberland;Marquesa;"
    "Republic of Quillota;Isle of Sorrel;Pardovia",
    "command": "Northern Command;Joint Staff of Veldania;Fleet Command South;Air Wing Caldera"
,
    "ministry": "Ministry of Defence of Veldania;Ministry of Security of Veldania;"
    "Ministry of Foreign Affairs;Department of War of Caldera",
    "embassy": "Embassy of Caldera in Veldania;Embassy of Orsinia in Caldera",
    "partner-group": "Partner nations of the hemisphere;Senior officials of Veldania;"
    "Key leaders from across the region;Regional defence forces;Local communities",
    "post": "Commander of the Northern Command;Minister of Defence of Veldania;"
    "Chief of the Joint Staff;Ambassador of Caldera;Director of Training",
    "visit": "Visit of the commander to Veldania;Earlier visit of the commander to Veldania",
    "meeting": "Meeting with senior officials;Meeting with defence leaders;"
    "Meeting with regional partners;Closing discussion;"
    "Round table on intelligence sharing;Working lunch at the embassy",
    "conference": "Regional security conference;Southern Sea dialogue",
    "exercise": "Biannual multinational drills;Exercise Harbour Light;Exercise Condor Bridge",
    "region": "Western Hemisphere;South of the continent;Southern Sea;Border region;"
    "Strait of Pardovia",
    "city": "Port Esperança;San Telmo del Río;Weißenhafen",
    "threat": "Terrorism;Organized crime;Trafficking networks;Illicit trafficking;Cybercrime;"
    "Smuggling;Transnational threats;Drug trafficking;Border insecurity;Illegal fishing",
    "hazard": "Natural disasters;Climate-related emergencies;Humanitarian crises",
    "threat-actor": "Criminal networks;Trafficking organizations;Terrorist groups",
    "initiative": "Counterterrorism training;Maritime security;Humanitarian assistance;"
    "Intelligence sharing;Training programmes;Joint exercises;Exchange programmes;"
    "Coastal radar network",
    "objective": "Enhance tactical response;Strengthen coastal patrols;Coordinate disaster relief;"
    "Exchange data in real time;Establish a secure regional platform;"
    "Reach 500 or more local officers a year;Conduct biannual multinational drills",
    "target": "Secure platform by 2025;500+ local officers trained annually;"
    "Two drills a year, ongoing",
    "outcome": "Improved neutralization of threats;Reduced smuggling activity;"
    "Faster response to emergencies;Better anticipation of threats",
    "indicator": "Officers trained a year;Drills held a year;Platform in service",
    "action-point": "Enhanced information exchange;Capacity building;Multinational exercises;"
    "Community engagement",
    "commitment": "Counter transnational threats together;"
    "Improve real-time information exchange platforms;Integrate analytical processes;"
    "Expand joint training exercises;Sustain dialogue and partnership;"
    "Enhance maritime security",
    "source": "Commander of the Northern Command Visits Veldania;"
    "Communiqué of the Ministry of Defence",
    "cooperation-area": "Counterterrorism;Counter-drug trafficking;Maritime and border security;"
    "Military intelligence;Cyberspace security;"
    "Humanitarian assistance and disaster relief;Coalition operations",
    "status": "Planned;Ongoing;Met;Missed",
}  # fmt: skip

_ALSO = {
    "command:0": ("NORCOM", "Comando Norte", "U.N. Northern Command (NORCOM)"),
    "state:0": ("Veldania", "República de Veldânia"),
    "city:0": ("Puerto Esperanza",),
}

# predicate, kinds of subject, kinds of object, how many of each meet, whether it is inferred
_RULES: tuple[tuple[str, str, str, int, bool], ...] = (
    ("hasHost", "visit meeting conference exercise", "state", 1, False),
    ("hasParticipant", "visit meeting conference exercise", "post partner-group command", 4, False),
    ("isPartOf", "meeting", "visit conference", 1, False),
    ("precedes", "meeting", "meeting", 1, True),
    ("takesPlaceIn", "visit meeting conference exercise", "city region", 1, False),
    ("isCoordinatedWith", "visit conference", "embassy", 1, False),
    ("addresses", "visit meeting conference", "threat hazard", 4, False),
    ("hasTopic", "visit meeting conference", "initiative cooperation-area", 3, False),
    ("belongsTo", "command ministry embassy", "state", 1, False),
    ("isPostAt", "post", "command ministry embassy", 1, False),
    ("isSituatedIn", "city state", "region", 1, False),
    ("counters", "initiative action-point commitment", "threat", 2, False),
    ("counters", "initiative action-point commitment", "threat hazard threat-actor", 3, True),
    ("counters", "objective", "threat hazard threat-actor", 3, True),
    ("isKindOf", "threat", "threat", 1, False),
    ("isPosedBy", "threat", "threat-actor", 1, True),
    ("hasObjective", "initiative", "objective", 1, False),
    ("hasTarget", "objective", "target", 1, False),
    ("isMeasuredBy", "target", "indicator", 1, False),
    ("hasExpectedOutcome", "objective", "outcome", 1, False),
    ("isAlignedWith", "action-point", "initiative objective", 2, True),
    ("isMadeAt", "action-point commitment", "meeting visit conference", 1, False),
    ("bindsAgent", "commitment", "state partner-group", 2, False),
    ("hasArea", "initiative action-point", "cooperation-area", 1, False),
    ("hasArea", "objective commitment exercise", "cooperation-area", 1, True),
    ("hasStatus", "target commitment initiative", "status", 1, True),
    ("isReportedBy", "visit conference", "source", 1, False),
    ("affects", "threat hazard", "region state", 1, False),
)  # fmt: skip


def network() -> MultiDiGraph:
    """Return the invented network, about 110 entities and 420 relations."""
    graph = MultiDiGraph(title="Who met whom in Veldania", version="b7e1c04d", as_of="2026-11-24")
    for kind, names in _NAMES.items():
        for number, label in enumerate(names.split(";")):
            graph.add_node(f"{kind}/{number}", **_entity(kind, number, label))
    for turn, (predicate, subjects, objects, count, inferred) in enumerate(_RULES):
        pairs = _pairs(turn, _of(subjects), _of(objects), count)
        for number, (source, target) in enumerate(pairs):
            relation = _relation(predicate, number // count, inferred)
            graph.add_edge(source, target, key=f"rsc:{predicate}", **relation)
    return graph


def _of(kinds: str) -> list[str]:
    return [f"{kind}/{n}" for kind in kinds.split() for n in range(_NAMES[kind].count(";") + 1)]


def _pairs(
    rule: int, subjects: list[str], objects: list[str], count: int
) -> Iterator[tuple[str, str]]:
    for (at, subject), turn in product(enumerate(subjects), range(count)):
        target = objects[(at * (rule % 3 + 1) + turn * (turn + rule)) % len(objects)]
        if subject != target:
            yield subject, target


def _entity(kind: str, number: int, label: str) -> dict[str, Any]:
    title, group = _KINDS[kind]
    return {
        "iri": f"https://example.org/id/{kind}/{number}",
        "label": label,
        "kind": kind,
        "kind_label": title,
        "names": list(_ALSO.get(f"{kind}:{number}", ())),
        "note": "The report names no date." if kind == "visit" else "",
        "facts": list(_facts(kind, number)),
        "group": group,
    }


def _facts(kind: str, number: int) -> Iterator[dict[str, Any]]:
    if kind in ("visit", "meeting", "conference"):
        yield {"property": "rsc:startDate", "value": "not stated", "evidence": []}
    if kind == "target":
        evidence = [piece(number, False)]
        yield {"property": "rsc:targetValue", "value": "500", "evidence": evidence}


def _relation(predicate: str, number: int, inferred: bool) -> dict[str, Any]:
    by_rule = inferred and predicate == "hasArea"
    numbers = (number, number + 1) if number % 4 == 0 else (number,)
    return {
        "predicate": f"rsc:{predicate}",
        "label": "".join(f" {c.lower()}" if c.isupper() else c for c in predicate),
        "inferred": inferred,
        "rule": "What counters a threat of an area works in that area" if by_rule else "",
        "evidence": [piece(each, inferred) for each in numbers],
    }


_QUOTES = (
    "The commander of the Northern Command has returned to Veldania for a series of meetings",
    "Leaders from several countries convened to address the evolving challenges in the region",
    "Emphasis was placed on fostering trust among partner nations and enhancing interoperability",
    "Creating secure channels for real-time data sharing",
    "Reach 500+ local officers trained annually",
)


def piece(number: int, inferred: bool) -> dict[str, Any]:
    """Return invented evidence."""
    quote = _QUOTES[number % len(_QUOTES)]
    return {
        "claim": f"{number * 7919 + 4096:08x}", "source": _SOURCE,
        "source_iri": "https://example.org/source/veldania", "url": "https://example.org/veldania",
        "unit": f"S{number % 6}.s{number % 9}", "quote": quote, "start": 100 * number,
        "end": 100 * number + len(quote), "level": "inferred" if inferred else "explicit",
        "modality": ("past", "ongoing", "planned", "aspirational")[number % 4],
        "grade": ("F6", "B2", "C3")[number % 3], "date": "",
        "reason": "The row of the table names the area, not the threat." if inferred else "",
    }  # fmt: skip
