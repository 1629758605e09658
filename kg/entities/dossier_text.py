"""How a dossier and an explanation read in a terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.entities.dossier import Dossier, Explanation, Statement, shown
from kg.entities.evidence import Passage
from kg.entities.names import Names
from kg.model import namespaces
from kg.text import safe

_MODALITIES = {"past": "past", "ongoing": "ongoing", "planned": "planned", "aspirational": "hoped"}


def dossier_lines(found: Dossier, known: Names) -> Iterator[str]:
    """Yield the lines of a dossier."""
    yield f"{safe(found.label)}  ({found.kind or 'entity'}, {namespaces.ident(found.iri)})"
    if found.names:
        yield f"also called: {safe('; '.join(found.names))}"
    if found.note:
        yield from textwrap.wrap(safe(found.note), 96)
    yield from _part("What is said of it", found.said, known, forward=True)
    yield from _part("What refers to it", found.referring, known, forward=False)
    if found.said or found.referring:
        yield from ("", "· said outright   ~ inferred")
    if found.conflicts:
        yield from ("", "Conflicts")
        for conflict in found.conflicts:
            sides = "  against  ".join(f"{value} [{claim}]" for value, claim in conflict.sides)
            yield f"  ! {conflict.kind} of “{conflict.property}”: {safe(sides)}"
    if found.missing:
        yield from ("", "Not stated")
        yield from textwrap.wrap(
            ", ".join(found.missing), 96, initial_indent="  ", subsequent_indent="  "
        )
    if not (found.said or found.referring):
        yield "  nothing: no claim in the graph speaks of it"


def _part(title: str, found: Sequence[Statement], known: Names, *, forward: bool) -> Iterator[str]:
    if not found:
        return
    yield from ("", title)
    for predicate, group in groupby(found, key=lambda s: s.triple.predicate):
        yield f"  {known.label(predicate.value)}"
        for statement in group:
            triple = statement.triple
            other = shown(triple.object if forward else triple.subject, known)
            mark = "~" if statement.inferred else "·"
            yield f"    {mark} {safe(other)}"
            yield from (f"        {_said(passage)}" for passage in statement.passages)
            yield from (f"        inferred by rule {rule}" for rule in statement.rules)


def _said(passage: Passage) -> str:
    how = _MODALITIES.get(passage.modality, passage.modality)
    level = "inferred, " if passage.inferred else ""
    span = "" if passage.start is None else f"{passage.start}-{passage.end}"
    place = " ".join(filter(None, (passage.source.removeprefix("source/"), passage.unit, span)))
    words = f"“{safe(passage.quote)}”  " if passage.quote else ""
    return f"{words}[{safe(place)}, {level}{how}, {passage.grade}]"


def explanation_lines(found: Explanation, known: Names, depth: int = 0) -> Iterator[str]:
    """Yield the lines of an explanation, premises set in below what follows from them."""
    pad = "    " * depth
    triple = found.triple
    parts = (shown(triple.subject, known), known.label(triple.predicate.value))
    yield f"{pad}{safe(parts[0])} — {parts[1]} → {safe(shown(triple.object, known))}"
    for passage in found.passages:
        yield f"{pad}  {_said(passage)}"
        yield f"{pad}    {safe(passage.title)}"
        yield f"{pad}    {passage.address}" + (f"  ({passage.date})" if passage.date else "")
        yield f"{pad}    claim {passage.claim}" + (
            f"; because {safe(passage.reason)}" if passage.reason else ""
        )
    if found.given:
        yield f"{pad}  given by the {found.given}"
    for rule, premises in found.derived:
        yield f"{pad}  inferred by rule {rule.name}: {rule.meaning}"
        for premise in premises:
            yield from explanation_lines(premise, known, depth + 1)
