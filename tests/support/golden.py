"""
The answers of the stored queries on the invented data, as text that a person can review.

Run ``python -m tests.support.golden`` to write ``tests/golden/*.csv`` and
the ``rows`` of each query's header anew, and read the difference before you keep it.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Store

from kg.model import namespaces
from kg.paths import ONTOLOGY
from kg.sparql import documented, queries
from kg.sparql.table import Table
from kg.store import builder, versions
from tests.support.paths import INVENTED, TESTS

FOLDER = TESTS / "golden"
MOST_ROWS = 25

COURIER = {"source": "source/halen-courier-2031-05-14"}
DATE = {"date": "2032-01-01"}
PLACE = {"place": "state/valdoria"}
COMMANDER = {"post": "post/kcc-commander"}
PERIOD = {"from": "2030", "to": "2032"}
STATES = {"one": "state/kestria", "other": "state/valdoria"}
SERIES = {"series": "series/reach-dialogue"}
VALDORIA = {"entity": "state/valdoria", "to": "2032"}
MAY = {"from": "2031-05-12", "to": "2031-05-18"}
# What is asked of the invented data where the default asks about the shipped data.
GIVEN: Mapping[str, Mapping[str, str]] = {
    "CQ06": PLACE,
    "CQ07": PLACE,
    "CQ18": DATE,
    "CQ24": STATES,
    "CQ26": {"subject": "visit/kcc-2031-05"},
    "CQ28": {**COMMANDER, "date": "2031-05-12"},
    "CQ29": {**COMMANDER, "mission": "diplomatic-mission/kestria-in-valdoria"},
    "CQ30": SERIES,
    "CQ31": {**COMMANDER, **PLACE, **PERIOD},
    "CQ34": {**STATES, "year": "2030"},
    "CQ35": STATES,
    "CQ36": {
        "source": "source/gaceta-de-valdoria-2030",
        "event": "conference/reach-dialogue-2031",
    },
    "CQ38": SERIES,
    "CQ39": {"country": "state/valdoria", "year": "2010"},
    "CQ40": {"state": "state/kestria", **PERIOD},
    "Q05": DATE,
    "Q07": {"entity": "threat-actor/grey-tide"},
    "Q19": {**COMMANDER, "date": "2031-05-12"},
    "Q40": {"year": "2031"},
    "Q41": {**COMMANDER, **PERIOD},
    "Q42": SERIES,
    "Q44": PERIOD,
    "Q45": DATE,
    "Q47": {"state": "state/tamerlund"},
    "Q48": {"body": "multilateral-body/consejo-del-sur"},
    "Q52": {"sender": "state/kestria"},
    "Q59": DATE,
    "Q60": {"state": "state/valdoria"},
    "Q61": STATES,
    "Q62": {"entity": "person/ilva-toren"},
    "Q70": {"from": "2009", "to": "2011"},
    "Q71": {"country": "state/valdoria", "from": "2009", "to": "2011"},
    "Q72": {"from": "2009", "to": "2011"},
    "Q73": {"from": "2009", "to": "2011"},
    "Q74": {"early": "2009", "late": "2010"},
    "Q75": {"from": "2009", "to": "2011"},
    "Q76": {"country": "state/valdoria", "from": "2009", "to": "2011"},
    "Q77": {"country": "state/valdoria", "from": "2009", "to": "2011"},
    "Q83": {"from": "2009", "to": "2011"},
    "Q79": {"country": "state/valdoria", "year": "2010"},
    "R01": VALDORIA,
    "R02": VALDORIA,
    "R03": VALDORIA,
    "R04": VALDORIA,
    "R05": VALDORIA,
    "R06": VALDORIA,
    "R07": {"state": "state/tamerlund"},
    "R08": VALDORIA,
    "R09": VALDORIA,
    "R10": {"place": "state/tamerlund"},
    "R11": {"entity": "ministry/valdoria-defense", "to": "2032"},
    "R12": {"entity": "command/kestrian-coastal-command", "to": "2032"},
    "R13": {"entity": "state/valdoria"},
    "R19": MAY,
    "R20": {"from": "2031-06-01", "to": "2031-06-30"},
    "R21": MAY,
    "R22": MAY,
    "R25": VALDORIA,
    "R26": MAY,
    "R27": {"entity": "state/valdoria", "to": "2032"},
}


def given(query: queries.Query) -> dict[str, str]:
    """Return the parameters with which a query is asked of the invented data."""
    named = {p.name for p in query.parameters}
    source = COURIER if "source" in named else {}
    return {**source, **GIVEN.get(query.id, {})}


def text(table: Table) -> str:
    """Return the first rows of an answer as CSV with short names, and how many there are."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows[:MOST_ROWS]:
        writer.writerow(_short(cell) for cell in row)
    out.write(f"{len(table)} rows\n")
    return out.getvalue()


def _short(cell: object) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    name = namespaces.ident(cell)
    return "claim" if name.startswith("claim:") else name


def _counted(query: queries.Query, file: Path, shipped: Store) -> None:
    if all(p.default is not None for p in query.parameters):
        rows = f"#+ rows: {len(queries.run_query(shipped, query))}\n"
        kept = re.sub(r"(?m)^#\+ rows:.*\n", "", file.read_text("utf-8"))
        file.write_text(re.sub(r"(?m)^(#\+ columns:.*\n)", rf"\1{rows}", kept), "utf-8")


def _opened(folder: str, *data: Path) -> Store:
    builder.build_store(Path(folder), *data)
    return versions.open_store(Path(folder))


def main() -> None:
    """Write the golden answers and the row counts anew."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        invented, shipped = _opened(one, INVENTED), _opened(other)
        for old in FOLDER.glob("*.csv"):
            old.unlink()
        FOLDER.mkdir(exist_ok=True)
        for name, file in documented.read_sparql_folder(ONTOLOGY / "queries").items():
            query = queries.find_query(name)
            answer = text(queries.run_query(invented, query, given(query)))
            (FOLDER / f"{name}.csv").write_text(answer, "utf-8")
            _counted(query, file.path, shipped)


if __name__ == "__main__":
    main()
