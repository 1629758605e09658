"""How cost grows with the rows of a table: ``bench.tables.scale QUADS...``, in millions."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.support import report
from bench.support.turns import Child
from bench.tables import children as table_children
from bench.tables import enlarged
from bench.tables import shapes as table_shapes
from bench.tables.children import Handler, Reply
from kg import paths
from kg.sparql import queries
from kg.sparql.table import Table
from kg.store import builder, versions
from kg.tables.mapping import find_mapping

NAME = "foreign-military-training"
_DIGEST = "0" * 16
_PER_ROW = 15.0


def source() -> Path:
    """Return the whole report if it is here, the rows that come with the data if not."""
    whole = Path(enlarged.REPORT)
    return whole if whole.is_file() else paths.DATA / "tables" / f"{NAME}.parquet"


def child(action: Handler, **request: Any) -> Reply:
    """Return what a fresh process replies to a request; raises RuntimeError if it ends early."""
    values = {key: str(v) if isinstance(v, Path) else v for key, v in request.items()}
    with Child("table", action.__name__) as fresh:
        return fresh.ask(**values)


def base(folder: Path) -> Path:
    """Return a new graph of the data without its tables, for tables to be added to."""
    quads = folder / "base" / "quads"
    quads.parent.mkdir()
    builder.fill_store(quads.parent, paths.DATA, _DIGEST, {})
    return quads


def size_of(folder: Path) -> float:
    """Return the size of a folder in GB."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e9


def grown(folder: Path, millions: float) -> Iterator[tuple[str, str]]:
    """Yield what a graph of so many million quads costs, each figure with its name."""
    place = folder / f"{millions:g}"
    (place / _DIGEST).mkdir(parents=True)
    table, quads = place / "rows.parquet", place / _DIGEST / "quads"
    rows = enlarged.write(source(), table, millions * 1e6 / _PER_ROW / enlarged.length(source()))
    mapping = find_mapping(NAME)
    made = child(table_children.piped, base=folder / "base" / "quads", mapping=mapping,
                 file=table, target=quads)  # fmt: skip
    (place / "CURRENT").write_text(f"{_DIGEST}\n", "utf-8")
    yield "rows", f"{rows:,}"
    yield "quads of the table", f"{made['quads']:,}"
    yield "Parquet to a store ready for questions", report.duration(made["seconds"])
    yield "quads a second", f"{made['quads'] / made['seconds']:,.0f}"
    yield "of that, compaction", report.duration(made["seconds"] - made["loaded"])
    yield "disk", f"{size_of(quads):.2f} GB"
    yield "peak memory", f"{made['peak']:,.0f} MiB"
    yield from _asked(place)
    yield from _checked(quads)
    shutil.rmtree(place)


def _asked(place: Path) -> Iterator[tuple[str, str]]:
    opened = versions.open_store(place)
    [[unit, _, activity]] = Table.of(queries.evaluate(opened, table_shapes.SOME)).rows
    asked = {f"shape: {n}": t for n, t in table_shapes.shapes(f"<{unit}>", f"<{activity}>").items()}
    asked |= {f"stored: {n}": queries.find_query(n).render({}) for n in table_shapes.STORED}
    del opened
    times = child(table_children.ask, store=place, queries=asked)["times"]
    for name, (seconds, found_rows) in times.items():
        yield name, f"{report.duration(seconds)} ({found_rows:,} rows)" if seconds else found_rows


def _checked(quads: Path) -> Iterator[tuple[str, str]]:
    held = child(table_children.check, quads=quads)
    yield "all rows against the shapes", report.duration(held["seconds"])
    yield "of that, peak memory", f"{held['peak']:,.0f} MiB"
    yield "of that, findings", f"{held['found']:,}"
    ruled = child(table_children.infer, quads=quads)
    yield "all rules again", report.duration(ruled["seconds"])


def main() -> None:
    """Measure each size, and print the figures of all of them side by side."""
    parser = argparse.ArgumentParser(prog="python -m bench.tables.scale", description=__doc__)
    parser.add_argument("millions", nargs="*", type=float, default=[1, 4, 10, 50])
    sizes = parser.parse_args().millions
    columns: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        base(Path(name))
        for millions in sizes:
            columns.append({})
            for what, figure in grown(Path(name), millions):
                columns[-1][what] = figure
                sys.stderr.write(f"… {time.strftime('%X')} {millions:g} M: {what}: {figure}\n")
    sys.stdout.write("\n".join(table(sizes, columns)) + "\n")


def table(sizes: list[float], columns: list[dict[str, str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table with a column for each size."""
    yield "| | " + " | ".join(f"{size:g} million quads" for size in sizes) + " |"
    yield "|---" * (len(sizes) + 1) + "|"
    for what in columns[0]:
        yield f"| {what} | " + " | ".join(c.get(what, "") for c in columns) + " |"


if __name__ == "__main__":
    main()
