"""How each objective stands on a day, as the stored query of that name finds it."""

from collections import defaultdict
from collections.abc import Mapping

from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import term_text

Standing = Mapping[str, str]


def standings(store: Quads, day: str) -> Mapping[str, tuple[Standing, ...]]:
    """
    Return the state of each objective on a day, one for each of its targets, by its IRI.

    A state is ``overdue``, ``missed``, ``due``, ``ongoing``, ``no-data`` or ``met``; beside it
    stand the day it is due, the days since, and the words of the source, as far as there are any.
    """
    table = queries.run_query(store, "objective-status", {"date": day})
    found: dict[str, list[Standing]] = defaultdict(list)
    for row in table.terms:
        cells = {
            column: term_text(cell) for column, cell in zip(table.columns, row, strict=True) if cell
        }
        told = {"state": cells["state"].lower().replace(" ", "-")}
        told |= {key: cells[key] for key in ("due", "days", "written", "actual") if key in cells}
        found[cells["objectiveId"]].append(told)
    return {iri: tuple(states) for iri, states in found.items()}
