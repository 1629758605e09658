"""
Compare two names word by word, and say how alike they are and why.

Words of the guarded sorts decide before any counting does: names of different countries, armed
branches, offices, roles or numbers are not alike at all.
"""

from collections.abc import Sequence
from functools import partial

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
_SERIES = ("conference", "exercise")


def of_things(asked: Sequence[Word], known: Sequence[Word], kind: str = "") -> Likeness:
    """Return how alike two names of things are, in percent, and why; the kind is the second's."""
    if apart(asked, known):
        return UNLIKE
    # A word may say no more than what kind a thing is, such as "exercise" of an exercise.
    said = {*kind.split("-"), *(_SERIES if kind == "series" else ())}
    telling = [w for w in asked if w in known or w.sort != "generic" or w.text not in said]
    words, others = counting(telling), counting(known)
    numbers = texts(asked, "number"), texts(known, "number")
    # Numbers that agree speak for a name as much as one word does, but not alone.
    shared = [Word("number", "")] if words and all(numbers) else []
    score, reason = likeness([*words, *shared], [*others, *shared], _MISSPELT)
    if any(numbers) and not all(numbers):
        return min(score, _PARTIAL), f"{reason}; one has a number"
    if crossed(asked, known):
        return min(score, _PARTIAL), f"{reason}; the countries stand in another order"
    return score, reason


def of_people(asked: Sequence[Word], known: Sequence[Word]) -> Likeness:
    """Return how alike two names of people are, in percent, and why."""
    if _differ(texts(asked, "letter"), texts(known, "letter")):
        return UNLIKE
    names, whole = counting(asked), counting(known)
    if len(names) == 1 and any(alike(names[0], w) >= _MISSPELT_PERSON for w in whole[1:]):
        return _PARTIAL, "a family name alone"
    return likeness(names, whole, _MISSPELT_PERSON)


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


def texts(words: Sequence[Word], sort: str) -> frozenset[str]:
    """Return what the words of a sort say."""
    return frozenset(word.text for word in words if word.sort == sort)


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether both of two names say something, and not the same."""
    return bool(one and other) and one != other


def counting(words: Sequence[Word]) -> list[Word]:
    """Return the words that count, each once; numbers and initials only keep names apart."""
    return list(dict.fromkeys(w for w in words if w.sort not in ("number", "letter")))


def apart(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Return whether words of the guarded sorts tell two names apart."""
    for sort in ("branch", "role"):
        if texts(one, sort) != texts(other, sort):
            return True
    for sort in ("office", "letter"):
        if _differ(texts(one, sort), texts(other, sort)):
            return True
    for sort in ("country", "number"):
        a, b = texts(one, sort), texts(other, sort)
        if not (a <= b or b <= a):
            return True
    # The embassy of one country in another is not that of the other in the one.
    return crossed(one, other) and bool(texts(one, "office") | texts(one, "role"))


def crossed(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Return whether two names have the countries that both name in another order."""
    a, b = (list(dict.fromkeys(w for w in words if w.sort == "country")) for words in (one, other))
    return [country for country in a if country in b] != [country for country in b if country in a]


def alike(word: Word, other: Word) -> float:
    """Return how alike two words are in percent; two that are both in the lists are not."""
    if word == other:
        return 100
    if (word.sort and other.sort) or min(len(word.text), len(other.text)) < _SHORTEST:
        return 0
    return fuzz.ratio(word.text, other.text)


def likeness(words: Sequence[Word], others: Sequence[Word], misspelt: int) -> Likeness:
    """Return twice the weight of what two names share, as a part of all they weigh, and why."""
    weight = {word: _LIGHT if word.sort == "generic" else 1 for word in (*words, *others)}
    whole = sum(weight[word] for word in (*words, *others))
    if "".join(w.text for w in words) == "".join(w.text for w in others) and whole:
        return _FULL, "the same words in another form"
    # Which words stand for each other: first those that are the same, then the likest.
    stands = {word: word for word in words if word in others}
    left = [other for other in others if other not in words]
    for word in (w for w in words if w not in others):
        likest = max(left, key=partial(alike, word), default=None)
        if likest and alike(word, likest) >= misspelt:
            left.remove(likest)
            stands[word] = likest
    shared = sum((weight[w] + weight[o]) * (alike(w, o) / 100) for w, o in stands.items())
    score = min(_FULL, round(100 * shared / whole)) if whole else 0
    swapped = [f"{w.text!r} for {o.text!r}" for w, o in stands.items() if w != o]
    added = [f"{w.text!r} besides" for w in words if w not in stands]
    missing = [f"without {o.text!r}" for o in others if o not in stands.values()]
    return score, ", ".join((*swapped, *added, *missing)) or "the same words in another form"
