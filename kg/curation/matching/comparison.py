"""
Compare two names word by word, and say how alike they are and why.

Words of the guarded sorts decide before any counting does: names of different countries, armed
branches, offices, roles or numbers are not alike at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.curation.matching.lexicon import Word

Likeness = tuple[int, str]
UNLIKE: Likeness = (0, "")
# The most that names score that are not written alike, and that are so only in part.
_FULL = 98
_PARTIAL = 80
# How like two words are, in percent, of which one is the other misspelt.  Names of people are
# longer in letters that differ; an acronym with another letter is another one.
_MISSPELT = 88
_MISSPELT_PERSON = 80
_SHORTEST = 4  # shorter words are not misspelt but others
_LIGHT = 0.6  # what a word such as "conference" weighs


def of_things(asked: Sequence[Word], known: Sequence[Word], kind: str = "") -> Likeness:
    """Return how alike two names of things are, in percent, and why; the kind is the second's."""
    if _apart(asked, known):
        return UNLIKE
    numbers = _texts(asked, "number"), _texts(known, "number")
    words = _counting([word for word in asked if word in known or not _says_kind(word, kind)])
    # Numbers that agree speak for a name as much as one word does, but not alone.
    shared = [Word("number", "")] if words and all(numbers) else []
    found = _counted([*words, *shared], [*_counting(known), *shared], _MISSPELT)
    if any(numbers) and not all(numbers):
        return _in_part(found, "one has a number")
    if _crossed(asked, known):
        return _in_part(found, "the countries stand in another order")
    return found


def _in_part(found: Likeness, reason: str) -> Likeness:
    return min(found[0], _PARTIAL), f"{found[1]}; {reason}"


def of_people(asked: Sequence[Word], known: Sequence[Word]) -> Likeness:
    """Return how alike two names of people are, in percent, and why."""
    if _differ(_texts(asked, "letter"), _texts(known, "letter")):
        return UNLIKE
    words, others = _counting(asked), _counting(known)
    if len(words) == 1 and any(_likeness(words[0], w) >= _MISSPELT_PERSON for w in others[1:]):
        return _PARTIAL, "a family name alone"
    return _counted(words, others, _MISSPELT_PERSON)


def spells(acronym: str, words: Sequence[tuple[str, bool]]) -> bool:
    """Return whether an acronym is made of the beginnings of words; some may be passed over."""
    if not words:
        return not acronym
    (word, passed_over), rest = words[0], words[1:]
    if passed_over and spells(acronym, rest):
        return True
    return any(
        spells(acronym[length:], rest)
        for length in range(1, len(word) + 1)
        if acronym.startswith(word[:length])
    )


def _apart(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Return whether words of the guarded sorts tell two names apart."""
    for sort in ("branch", "role"):
        if _texts(one, sort) != _texts(other, sort):
            return True
    for sort in ("office", "letter"):
        if _differ(_texts(one, sort), _texts(other, sort)):
            return True
    for sort in ("country", "number"):
        a, b = _texts(one, sort), _texts(other, sort)
        if not (a <= b or b <= a):
            return True
    # The embassy of one country in another is not that of the other in the one.
    return _crossed(one, other) and bool(_texts(one, "office") | _texts(one, "role"))


def _texts(words: Sequence[Word], sort: str) -> frozenset[str]:
    return frozenset(word.text for word in words if word.sort == sort)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one != other


def _crossed(one: Sequence[Word], other: Sequence[Word]) -> bool:
    a, b = (list(dict.fromkeys(w for w in words if w.sort == "country")) for words in (one, other))
    return [country for country in a if country in b] != [country for country in b if country in a]


def _says_kind(word: Word, kind: str) -> bool:
    """Return whether a word only says what kind a thing is, such as "exercise" of an exercise."""
    series = kind == "series" and word.text in ("conference", "exercise")
    return word.sort == "generic" and (series or word.text in kind.split("-"))


def _counting(words: Sequence[Word]) -> list[Word]:
    """Return the words that count, each once; numbers and initials only keep names apart."""
    return list(dict.fromkeys(w for w in words if w.sort not in ("number", "letter")))


@dataclass(frozen=True)
class _Pair:
    """A word of one name, and the word of the other that it stands for."""

    word: Word
    other: Word
    likeness: float


def _counted(words: Sequence[Word], others: Sequence[Word], misspelt: int) -> Likeness:
    """Return twice the weight of what two names share, as a part of all they weigh."""
    whole = sum(map(_weight, (*words, *others)))
    if "".join(w.text for w in words) == "".join(w.text for w in others) and whole:
        return _FULL, "the same words in another form"
    pairs = list(_paired(words, others, misspelt))
    shared = sum((_weight(p.word) + _weight(p.other)) * p.likeness for p in pairs)
    score = min(_FULL, round(100 * shared / whole)) if whole else 0
    return score, _reason(words, others, pairs)


def _weight(word: Word) -> float:
    return _LIGHT if word.sort == "generic" else 1


def _paired(words: Sequence[Word], others: Sequence[Word], misspelt: int) -> Iterator[_Pair]:
    """Yield which words stand for each other: first those that are the same, then the likest."""
    left = [other for other in others if other not in words]
    yield from (_Pair(word, word, 1) for word in words if word in others)
    for word in (w for w in words if w not in others):
        likest = max(left, key=lambda other: _likeness(word, other), default=None)
        if likest and _likeness(word, likest) >= misspelt:
            left.remove(likest)
            yield _Pair(word, likest, _likeness(word, likest) / 100)


def _likeness(word: Word, other: Word) -> float:
    """Return how alike two words are in percent; two that are both in the lists are not."""
    if word == other:
        return 100
    if (word.sort and other.sort) or min(len(word.text), len(other.text)) < _SHORTEST:
        return 0
    return fuzz.ratio(word.text, other.text)


def _reason(words: Sequence[Word], others: Sequence[Word], pairs: Sequence[_Pair]) -> str:
    shared, given = {p.word for p in pairs}, {p.other for p in pairs}
    swapped = [f"{p.word.text!r} for {p.other.text!r}" for p in pairs if p.word != p.other]
    added = [f"{w.text!r} besides" for w in words if w not in shared]
    missing = [f"without {w.text!r}" for w in others if w not in given]
    return ", ".join((*swapped, *added, *missing)) or "the same words in another form"
