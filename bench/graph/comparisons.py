"""What is compared with what, and how the two take turns."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.analysis import measures
from bench.graph import shapes
from bench.support import report
from bench.support.report import Row
from bench.support.turns import Child, Pair, alternated, command, once
from kg import paths
from kg.model import namespaces
from kg.sparql import queries
from kg.store import builder, versions

_PYTHON = sys.executable
_KG = str(Path(_PYTHON).with_name("kg"))
_FASTER = 20
Reply = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How much is measured, how often, and for how long rdflib may think."""

    sizes: tuple[int, ...]
    starts: int
    rounds: int
    builds: int
    limit: float


QUICK = Plan(sizes=(100_000,), starts=11, rounds=5, builds=2, limit=3.0)
FULL = Plan(sizes=(100_000, 1_000_000), starts=40, rounds=15, builds=3, limit=20.0)


def progress(message: str) -> None:
    """Say on standard error what is going on."""
    sys.stderr.write(f"… {message}\n")


def _starts(shipped: Path, plan: Plan) -> Iterator[Row]:
    progress("starting the command")
    environment = {**os.environ, "KG_STORE": str(shipped)}

    def pair(ours: list[str], theirs: list[str]) -> Pair:
        command(ours, environment)
        return alternated(
            lambda: command(ours, environment), lambda: command(theirs, environment), plan.starts
        )

    click, bare = [_PYTHON, "-c", "import click"], [_PYTHON, "-c", "pass"]
    yield report.compared("`kg --help` / `import click`", pair([_KG, "--help"], click), 1.5)
    query = [_KG, "query", "CQ16"]
    yield report.compared("`kg query CQ16` / bare Python", pair(query, bare), 4)
    text = queries.find_query("CQ16").render({})
    quads, prefixes = str(versions.location(shipped)), repr(namespaces.prefixes())
    alone = [_PYTHON, "-c", _ALONE, quads, text, prefixes]
    yield report.compared("`kg query CQ16` / click and pyoxigraph alone", pair(query, alone))
    show = [_KG, "show", "SOUTHCOM"]
    yield report.compared("`kg show SOUTHCOM` / `kg query CQ16`", pair(show, query))
    one = [_KG, "check", str(paths.DATA / "sources" / "cia-world-factbook" / "claims.toml")]
    yield report.compared("`kg check` of one file / `kg query CQ16`", pair(one, query))
    anew = shipped.with_name("anew")
    build = ["/bin/sh", "-c", 'rm -rf "$2" && exec "$1" build --store "$2"', "sh", _KG, str(anew)]
    yield report.compared("`kg build` of the shipped data / `kg query CQ16`", pair(build, query))


# What no command line on these libraries can do without.
_ALONE = """
import ast, sys, click, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
prefixes = ast.literal_eval(sys.argv[3])
found = store.query(sys.argv[2], prefixes=prefixes, use_default_graph_as_union=True)
for row in found:
    click.echo(" ".join(str(term) for term in row))
"""
_STORED = ("priority-areas", "objective-status", "edges", "names")
_STATEMENTS = "SELECT ?claim ?s ?p ?o {{ GRAPH ?claim {{ ?s ?p ?o }} }} LIMIT {limit}"
_OWN = {
    "own SPARQL": _STATEMENTS.format(limit=1),
    "own SPARQL, limit 1,000": _STATEMENTS.format(limit=1_000),
    "own SPARQL, limit 50,000": _STATEMENTS.format(limit=50_000),
}


def _queries(folder: Path, where: str, plan: Plan) -> Iterator[Row]:
    progress(f"asking the {where} graph")
    asked = {f"stored query {n}": (n, queries.find_query(n).render({})) for n in _STORED}
    asked.update({name: (text, text) for name, text in _OWN.items()})
    with Child("product", folder) as ours, Child("raw", versions.location(folder)) as theirs:
        for name, (query, text) in asked.items():
            yield _query(f"{name}, {where}", ours, theirs, query, text, plan)
        yield _memory(f"asking the {where} graph", ours.peak, theirs.peak)


def _query(what: str, ours: Child, theirs: Child, query: str, text: str, plan: Plan) -> Row:
    prefixes = namespaces.prefixes()
    first, second = ours.ask(query=query), theirs.ask(query=text, prefixes=prefixes)
    if first["digest"] != second["digest"]:
        raise RuntimeError(f"{what}: the answers differ")
    pair = alternated(
        lambda: float(ours.ask(query=query)["seconds"]),
        lambda: float(theirs.ask(query=text, prefixes=prefixes)["seconds"]),
        plan.rounds,
    )
    return report.compared(f"{what} ({first['rows']:,} rows)", pair, 1.1)


def _built(folder: Path, size: int, plan: Plan) -> Iterator[Row]:
    """Build the same graph both ways; leave the file of quads and the store without rules."""
    file = folder / "quads.nq"
    progress(f"writing {size:,} quads")
    once("quads", file, size)
    builds = plan.builds if size == min(plan.sizes) else 1
    made, loaded = [], []
    for turn in range(builds):
        progress(f"building {size:,} quads, {turn + 1} of {builds}")
        places = (folder / f"made-{turn}", folder / _digest(turn))
        for place in places:
            place.mkdir()
        made.append(once("pipeline", places[0] / "quads", size))
        loaded.append(once("load", places[1] / "quads", file))
    (folder / "CURRENT").write_text(f"{_digest(0)}\n", "utf-8")
    yield from _build_rows(size, made, loaded)


def _digest(turn: int) -> str:
    """Return a name that a store takes for that of a graph."""
    return f"{turn:016x}"


def _build_rows(size: int, made: list[Reply], loaded: list[Reply]) -> Iterator[Row]:
    first, bulk = made[0], [m["seconds"] for m in loaded]
    whole = Pair([m["seconds"] for m in made], bulk)
    extra = f"{first['inferred']:,} inferred"
    yield report.compared(f"build {first['quads']:,} quads and {extra} / bulk load", whole)
    part = Pair([m["loading"] for m in made], bulk)
    yield report.compared("of that, from claims to quads in the store / bulk load", part)
    rules = report.duration(median(m["rules"] for m in made))
    yield Row("of that, rules", rules, "", "")
    speeds = [first["quads"] / median(times) for times in (part.ours, whole.ours, bulk)]
    ours = f"{speeds[1]:,.0f} ({speeds[0]:,.0f} without rules)"
    yield Row("quads a second", ours, f"{speeds[2]:,.0f}", f"{speeds[1] / speeds[2]:.2f}")
    peaks = (max(m["peak"] for m in made), max(m["peak"] for m in loaded))
    yield _memory(f"building {size:,} quads", *peaks)


def _memory(what: str, ours: float, theirs: float) -> Row:
    texts = (f"{ours:,.0f} MiB", f"{theirs:,.0f} MiB")
    return Row(f"peak memory, {what}", *texts, f"{ours / theirs:.2f}")


def _shapes(folder: Path, size: int, plan: Plan) -> Iterator[Row]:
    progress(f"loading {size:,} quads into rdflib")
    with Child("embedded", folder) as ours, Child("other", folder / "quads.nq") as theirs:
        loading = theirs.ask()["seconds"]
        progress(f"rdflib took {loading:.0f} s to load")
        faster = []
        for name, text in shapes.queries().items():
            progress(f"{name}, {size:,} quads")
            row, ratio = _shape(f"{name}, {size:,} quads", ours, theirs, text, plan)
            faster.append(ratio)
            yield row
        middle = median(faster)
        aim = (f"> {_FASTER}", middle > _FASTER)
        yield Row(f"eight shapes, {size:,} quads, median", "", "", f"{middle:,.0f} × faster", *aim)
        yield _memory(f"asking {size:,} quads", ours.peak, theirs.peak)


def _shape(what: str, ours: Child, theirs: Child, text: str, plan: Plan) -> tuple[Row, float]:
    prefixes = namespaces.prefixes()
    first = ours.ask(query=text)
    second = theirs.ask(query=text, prefixes=prefixes, limit=plan.limit)
    own, their = [first["seconds"]], [second["seconds"]]
    stopped = bool(second.get("stopped"))
    differ = not stopped and first["digest"] != second["digest"]
    slow = stopped or second["seconds"] > plan.limit / 4
    for _ in range(0 if slow else plan.rounds - 1):
        own.append(ours.ask(query=text)["seconds"])
        their.append(theirs.ask(query=text, prefixes=prefixes, limit=plan.limit)["seconds"])
    row = _faster(f"{what} ({first['rows']:,} rows)", Pair(own, their), stopped=stopped)
    return (replace(row[0], aim="equal rows", met=False) if differ else row[0]), row[1]


def _faster(what: str, pair: Pair, *, stopped: bool) -> tuple[Row, float]:
    more, times = ("> " if stopped else ""), 1 / pair.ratio
    ours, theirs = report.duration(median(pair.ours)), report.duration(median(pair.theirs))
    ratio = f"{more}{times:,.3g} × faster" if times < 100 else f"{more}{times:,.0f} × faster"
    return Row(what, ours, more + theirs, ratio, "equal rows", None if stopped else True), times


def rows(folder: Path, plan: Plan) -> Iterator[Row]:
    """Yield every comparison of a plan, working in an empty folder."""
    shipped = folder / "shipped"
    builder.build_store(shipped)
    yield from _starts(shipped, plan)
    yield from _queries(shipped, "shipped", plan)
    progress("measuring the shipped graph")
    yield from measures.rows(shipped)
    for size in plan.sizes:
        place = folder / str(size)
        place.mkdir()
        yield from _built(place, size, plan)
        if size == min(plan.sizes):
            yield from _queries(place, "synthetic", plan)
        yield from _shapes(place, size, plan)
