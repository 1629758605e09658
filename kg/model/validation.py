"""Say what is wrong with what a curator wrote, at which key, and what to write instead."""

from typing import Any, TypeVar

from pydantic import ValidationError

from kg.errors import Problem, ProblemCode
from kg.model.fields import Record
from kg.model.records import Citation
from kg.model.toml_files import Place
from kg.text import close_names, did_you_mean

R = TypeVar("R", bound=Record)

_REMEDIES = {
    "missing": "is missing; write it",
    "string_type": "must be text; write it in quotes",
    "string_too_short": "is empty; write it, or leave the key out",
    "tuple_type": "must be one text, or several in [ ]",
    "too_short": "has too few items",
    "too_long": "has too many items",
    "model_type": "must be a table of keys and values",
}


def record(kind: type[R], table: Any, place: Place, problems: list[Problem]) -> R | None:
    """Return a table as a record, or None after adding what is wrong with it to the problems."""
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            key, *inner = map(str, found["loc"] or ("",))
            # The short form of a passage is flat: its keys stand beside those of the claim.
            if (
                key == "passages"
                and len(inner) == 2
                and (inner[1] in place.lines or not place.lines)
            ):
                key, inner = inner[1], []
            parts = [f"item {int(part) + 1}" if part.isdigit() else part for part in inner]
            where = f" ({', '.join(parts)})" if parts else ""
            code: ProblemCode = "missing" if found["type"] == "missing" else "malformed"
            value = found["input"] if isinstance(found["input"], str) else ""
            near: tuple[str, ...] = ()
            message = _REMEDIES.get(found["type"], found["msg"])
            if found["type"] == "extra_forbidden":
                own = (*kind.model_fields, *kind.beside)
                code, value = "unknown", str(found["loc"][-1])
                near = close_names(value, (*Citation.model_fields,) if where else own)
                message = f"unknown key{did_you_mean(near)}"
            problems.append(place.problem(key, f"{message}{where}", code, value, near))
        return None
