"""Tables to quads to a store, against morph-kgc, rdflib and a bare bulk load."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bench.graph.comparisons import progress
from bench.support import report
from bench.support.report import Row
from bench.support.turns import Pair, once
from bench.tables import children as table_children
from bench.tables import enlarged, morph
from bench.tables.scale import NAME, base, child, source
from kg.tables.mapping import find_mapping

_PLAIN = """\
title = "The same table, every column as text"
row = "The training of persons of a state in one course."
class = "rsc:TrainingActivity"
source = "source/foreign-military-training-report"
extracted = 2026-11-24
extracted_by = "the benchmark"
review = "unreviewed"
credibility = "credibility-2"
place = "volume {region_file}, page {page_number}"
"""
_COLUMN = (
    '\n[[column]]\nname = "{name}"\ncell = "{cell}"\nproperty = "rsc:courseTitle"\nmissing = []\n'
)
_LOOPED, _ROWS = 20_000, 255_248
Quads = tuple[float, int]


def rows(folder: Path, table: Path) -> Iterator[Row]:
    """Yield every comparison on a table of the training report, working in an empty folder."""
    quads = base(folder)
    yield from _mapped(folder, table, quads)
    yield from _piped(folder, table, quads)


def _mapped(folder: Path, table: Path, quads: Path) -> Iterator[Row]:
    columns, length = _flat(table, folder / "flat.csv"), enlarged.length(table)
    plain = folder / "plain.toml"
    named = ((name, name.replace("_", "-")) for name in columns)
    plain.write_text(
        _PLAIN + "".join(_COLUMN.format(cell=cell, name=name) for cell, name in named), "utf-8"
    )
    for cores in dict.fromkeys((1, os.cpu_count() or 1)):
        theirs = _materialized(folder, [*columns, "printed"], cores)
        for what, mapping in (("every column as text", plain), (NAME, find_mapping(NAME))):
            ours = _written(folder, table, quads, mapping, cores)
            clock = "processor time, one core each" if cores == 1 else f"wall time, {cores} cores"
            aim = 5 if mapping is plain else None
            yield _faster(f"`{what}`: {length:,} rows against morph-kgc, {clock}",
                          ours, theirs, length, aim)  # fmt: skip
    yield _looped(folder, columns, _written(folder, table, quads, plain, 1), length)


def _materialized(folder: Path, columns: list[str], cores: int) -> Quads:
    """Return how long morph-kgc takes, and how many quads it writes; of three runs the median."""
    runs: list[Quads] = []
    for turn in range(3):
        progress(f"morph-kgc on {cores}, {turn + 1} of 3")
        seconds, spent, lines = morph.materialized(folder / "flat.csv", columns, folder, cores)
        runs.append((spent if cores == 1 else seconds, lines))
    return sorted(runs)[1]


def _written(folder: Path, table: Path, quads: Path, mapping: Path, cores: int) -> Quads:
    """Return how long a table takes as quads, and how many these are; of three runs the median."""
    runs: list[Quads] = []
    for turn in range(3):
        progress(f"{mapping.stem} on {cores}, {turn + 1} of 3")
        target, work = folder / f"mapped-{mapping.stem}", folder / f"work-{mapping.stem}"
        for old in (target, work):
            shutil.rmtree(old, ignore_errors=True)
        made = child(table_children.mapped, base=quads, mapping=mapping, file=table,
                     target=target, work=work, threads=cores)  # fmt: skip
        table_children.unpacked(target)
        lines = sum(_lines(one) for one in target.iterdir())
        runs.append((made["spent"] if cores == 1 else made["seconds"], lines))
    return sorted(runs)[1]


def _looped(folder: Path, columns: list[str], ours: Quads, length: int) -> Row:
    progress("rdflib")
    part = folder / "part.csv"
    some = min(_LOOPED, length)
    duckdb.sql(
        f"COPY (FROM read_csv('{folder}/flat.csv', all_varchar=true) LIMIT {some}) TO '{part}'"
    )
    looped = morph.looped(part, [*columns, "printed"], folder / "looped.nq")
    scaled = (looped[0] * length / some, looped[1])
    return _faster(f"the same against rdflib, {some:,} rows scaled up", ours, scaled, length, 5)


def _flat(table: Path, target: Path) -> list[str]:
    """Write a table as CSV with what a mapping without functions cannot reckon; its columns."""
    columns = [n for n, *_ in duckdb.sql(f"DESCRIBE FROM read_parquet('{table}')").fetchall()]
    printed = f"to_json(struct_pack({', '.join(f'{c} := {c}' for c in columns)}))::varchar"
    duckdb.sql(f"""COPY (
        SELECT *, row_number() OVER () AS key, {printed} AS printed,
               md5(concat_ws('-', region_file, page_number)) AS part
        FROM read_parquet('{table}')) TO '{target}' (FORMAT csv, HEADER)""")
    return columns


def _faster(what: str, ours: Quads, theirs: Quads, length: int, aim: float | None) -> Row:
    times = theirs[0] / ours[0]
    first, second = (f"{length / s:,.0f} rows a second, {n:,} quads" for s, n in (ours, theirs))
    aimed = f"≥ {aim:g} ×" if aim else ""
    return Row(what, first, second, f"{times:.1f} × faster", aimed, times >= aim if aim else None)


def _lines(folder: Path) -> int:
    if not folder.is_dir():
        return 0
    total = 0
    for part in folder.glob("*.nq"):
        with part.open("rb") as file:
            total += sum(1 for _ in file)
    return total


def _piped(folder: Path, table: Path, quads: Path) -> Iterator[Row]:
    mapping = find_mapping(NAME)
    made, loaded = [], []
    for turn in range(2):
        progress(f"Parquet to a store, {turn + 1} of 2")
        made.append(child(table_children.piped, base=quads, mapping=mapping, file=table,
                          target=folder / f"made-{turn}"))  # fmt: skip
        files = sorted((folder / f"mapped-{NAME}").glob("*/*.nq"))
        loaded.append(once("load", folder / f"bulk-{turn}", *files))
    count = f"{made[0]['rows']:,} rows, {made[0]['quads']:,} quads"
    pair = Pair([m["seconds"] for m in made], [m["whole"] for m in loaded])
    yield report.compared(
        f"Parquet to a store on disk, {count} / bulk load of the N-Quads", pair, 1.5
    )
    pair = Pair([m["loaded"] for m in made], [m["seconds"] for m in loaded])
    yield report.compared("the same, both without compaction", pair)
    peaks = [max(m["peak"] for m in side) for side in (made, loaded)]
    first, second = peaks
    yield Row("peak memory of that", f"{first:,.0f} MiB", f"{second:,.0f} MiB",
              f"{first / second:.2f}", "< 2 GiB", first < 2048)  # fmt: skip
    for times in (2, 4):
        progress(f"{times} times the rows")
        larger, target = folder / f"{times}.parquet", folder / f"times-{times}"
        enlarged.write(table, larger, times)
        found = child(table_children.piped, base=quads, mapping=mapping, file=larger, target=target)
        yield Row(f"peak memory, {found['rows']:,} rows ({found['quads']:,} quads)",
                  f"{found['peak']:,.0f} MiB", f"{first:,.0f} MiB for {made[0]['rows']:,} rows",
                  f"{found['peak'] / first:.2f}", "< 2 GiB", found["peak"] < 2048)  # fmt: skip


def whole(folder: Path) -> Path:
    """Return a table as long as the whole report: this, or the rows that are shipped, enlarged."""
    found = source()
    length = enlarged.length(found)
    if length >= _ROWS:
        return found
    enlarged.write(found, folder / "whole.parquet", _ROWS / length)
    return folder / "whole.parquet"


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        found = list(rows(Path(name), whole(Path(name))))
    sys.stdout.write("\n".join([report.environment(), "", *report.markdown(found)]) + "\n")


if __name__ == "__main__":
    main()
