"""
Say which entity a name may stand for, and which entities may be the same; decide nothing.

Only a name that the graph has, written alike but for case, accents and punctuation, is a link;
everything else is proposed with a score and a reason.  Names of different countries, armed
branches, offices, roles or numbers are never proposed for each other, however alike they look.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from kg.curation.matching import comparison, lexicon
from kg.curation.matching.comparison import Likeness
from kg.curation.matching.lexicon import Word
from kg.entities.names import Names
from kg.model import namespaces, schema
from kg.model.namespaces import RSC
from kg.text import fold

Verdict = Literal["linked", "candidates", "unknown"]
EXACT = 100
PROPOSED = 80
SUSPECTED = 85
_INITIALS = 82
_MOST = 5
# How many names the first, rough comparison lets pass, and how like they must be.
_PASSED = 100
_ROUGHLY = 50
_SHORTEST_ACRONYM = 3


@dataclass(frozen=True)
class Candidate:
    """An entity that a name may stand for, how likely in percent, and why."""

    id: str
    label: str
    score: int
    reason: str


@dataclass(frozen=True)
class Hypothesis:
    """Two entities of one kind that may be the same, how likely in percent, and why."""

    one: str
    other: str
    score: int
    reason: str


@dataclass(frozen=True)
class ReadName:
    """A name of an entity, read word by word."""

    iri: str
    kind: str
    written: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, iri: str, kind: str, written: str) -> "ReadName":
        """Return a name as the names of things of a kind are read."""
        person = kind == "person"
        words = lexicon.person_words(written) if person else lexicon.thing_words(written)
        return cls(iri, kind, written, words)

    @property
    def key(self) -> str:
        """What a first, rough comparison looks at."""
        return " ".join(w.text for w in self.words if w.sort not in ("number", "letter"))

    def likeness(self, known: "ReadName") -> Likeness:
        """Return how alike a known name is, and why."""
        if known.kind == "person":
            score, reason = comparison.of_people(self.words, known.words)
        else:
            score, reason = comparison.of_things(self.words, known.words, known.kind)
        return score, f"{known.written!r}: {reason}"

    def is_spelt_by(self, acronym: str, numbers: frozenset[str]) -> bool:
        """Return whether an acronym beside some numbers is made of the name's beginnings."""
        words = [(w, over) for w, over in lexicon.written_words(self.written) if not w.isdigit()]
        if len(words) < 2 or not comparison.spells(acronym.casefold(), words):
            return False
        return comparison.texts(self.words, "number") == numbers


def match(name: str, names: Names) -> list[Candidate]:
    """Return the entities that a name may stand for, the likeliest first."""
    return Matcher(names).match(name)


def verdict(candidates: Sequence[Candidate]) -> Verdict:
    """Return whether a name is linked to one entity, has candidates, or is unknown."""
    if len(candidates) == 1 and candidates[0].score == EXACT:
        return "linked"
    return "candidates" if candidates else "unknown"


def hypotheses(names: Names) -> list[Hypothesis]:
    """Return the pairs of entities of one kind that may be the same, the likeliest first."""
    return Matcher(names).hypotheses()


class Matcher:
    """The names of a graph, made ready for comparing many others with them."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._pools: dict[str, list[ReadName]] = defaultdict(list)
        for iri, written in names.all.items():
            kind = namespaces.ident(iri).rpartition("/")[0]
            if kind not in schema.kinds_marked(RSC.namedByEditors):
                self._pools[kind].extend(ReadName.of(iri, kind, name) for name in written)
        self._people = _Pool(self._pools["person"])
        self._things = _Pool([n for k, pool in self._pools.items() if k != "person" for n in pool])

    def match(self, name: str) -> list[Candidate]:
        """Return the entities that a name may stand for, the likeliest first."""
        if exact := self._called(name):
            reason = "has this name" if len(exact) == 1 else "is one of several of this name"
            return [self._candidate(iri, (EXACT, reason)) for iri in exact]
        best: dict[str, Likeness] = {}
        for iri, found in self._likely(name):
            best[iri] = max(best.get(iri, comparison.UNLIKE), found)
        likely = [iri for iri in best if best[iri][0] >= PROPOSED]
        likely.sort(key=lambda iri: (-best[iri][0], namespaces.ident(iri)))
        return [self._candidate(iri, best[iri]) for iri in likely[:_MOST]]

    def _called(self, name: str) -> list[str]:
        """Return what has exactly this name; a source only if nothing else has it."""
        found = list(self._names.called(name))
        return [iri for iri in found if not namespaces.ident(iri).startswith("source/")] or found

    def _candidate(self, iri: str, found: Likeness) -> Candidate:
        return Candidate(namespaces.ident(iri), self._names.label(iri), *found)

    def _likely(self, name: str) -> Iterator[tuple[str, Likeness]]:
        for kind, pool in (("person", self._people), ("", self._things)):
            asked = ReadName.of("", kind, name)
            for known in pool.roughly(asked):
                yield known.iri, asked.likeness(known)
        acronym = acronym_in(name)
        numbers = comparison.texts(lexicon.thing_words(name), "number") if acronym else frozenset()
        for known in self._things.names if acronym else ():
            if known.is_spelt_by(acronym, numbers):
                yield known.iri, (_INITIALS, f"{known.written!r}: {acronym} are its initials")

    def hypotheses(self) -> list[Hypothesis]:
        """Return the pairs of entities of one kind that may be the same, the likeliest first."""
        best: dict[tuple[str, str], Likeness] = {}
        for one, other in self._pairs():
            pair = namespaces.ident(one.iri), namespaces.ident(other.iri)
            if fold(one.written) == fold(other.written):
                found = (EXACT, f"both are called {one.written!r}")
            else:
                score, reason = one.likeness(other)
                found = (score, f"{one.written!r} and {reason}")
            best[pair] = max(best.get(pair, comparison.UNLIKE), found)
        likely = [Hypothesis(*pair, *best[pair]) for pair in best if best[pair][0] >= SUSPECTED]
        return sorted(likely, key=lambda found: (-found.score, found.one, found.other))

    def _pairs(self) -> Iterator[tuple[ReadName, ReadName]]:
        # The ontology keeps codes apart itself, which have no kind in their ids; ISO 3166 states.
        for names in (pool for kind, pool in self._pools.items() if kind not in ("", "state")):
            pool = _Pool(names)
            for name in names:
                for other in pool.roughly(name):
                    if name.iri < other.iri:
                        yield name, other


class _Pool:
    """Names among which the ones that are roughly like another are found fast."""

    def __init__(self, names: Sequence[ReadName]) -> None:
        self.names = names
        self._keys = [name.key for name in names]

    def roughly(self, asked: ReadName) -> Iterator[ReadName]:
        found = process.extract(
            asked.key,
            self._keys,
            scorer=fuzz.token_set_ratio,
            score_cutoff=_ROUGHLY,
            limit=_PASSED,
        )
        return (self.names[index] for _, _, index in found)


def acronym_in(name: str) -> str:
    """Return the acronym that a name consists of, but for numbers; nothing if it is none."""
    words = [word for word in name.split() if word.isalpha()]
    if len(words) != 1 or len(words[0]) < _SHORTEST_ACRONYM:
        return ""
    return words[0] if sum(map(str.isupper, words[0])) > 1 else ""
