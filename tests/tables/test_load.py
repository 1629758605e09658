"""A table is loaded whole or not at all, nothing is dropped in silence, and mistakes are named."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyoxigraph
import pytest

import kg as package
from kg.curation import folder as data
from kg.errors import DataError, TableError
from kg.model.namespaces import RSC
from kg.store import builder, load_table, table_catalog, versions
from kg.store.table_catalog import Holding
from kg.tables import engines, file_formats
from kg.tables.loader import LoadReport
from kg.tables.mapping import find_mapping, read_mapping, stored_mappings
from tests.support.command import KG, kg
from tests.support.paths import INVENTED

ROWS = INVENTED / "tables" / "foreign-military-training.csv"
TRAINING = "foreign-military-training"
OWN = """\
title = "Exercises of the Reach"
row = "One exercise."
class = "rsc:Exercise"
source = "source/halen-almanac-2031"
extracted = 2031-07-01
extracted_by = "the invented editors"
review = "unreviewed"
credibility = "credibility-3"
place = "row {no}"
drawn = true

[[column]]
name = "label"
cell = "name"
property = "skos:prefLabel"

[[column]]
name = "host"
cell = "host"
as = "state"
property = "rsc:hasHost"
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of the invented data without its tables."""
    folder = tmp_path_factory.mktemp("base")
    shutil.copytree(INVENTED, folder / "data", ignore=shutil.ignore_patterns("tables"))
    builder.build_store(folder / "store", folder / "data")
    return folder


@pytest.fixture
def graph(base: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return a store to load into, and the data that it was built from."""
    shutil.copytree(base / "store", tmp_path / "store")
    return tmp_path / "store", base / "data"


def load(target: Path, folder: Path, *files: Path, name: str = TRAINING) -> LoadReport:
    path = find_mapping(name)
    _, report = load_table.add_table(target, folder, Holding(path.stem, path, files))
    assert report is not None
    return report


def quads(target: Path) -> set[pyoxigraph.Quad]:
    return set(versions.open_store(target))


def rows(target: Path) -> set[str]:
    found = versions.open_store(target).quads_for_pattern(None, RSC.asPrinted, None)
    return {quad.object.value for quad in found}


def test_every_row_is_an_entity_or_stands_among_those_set_aside(graph: tuple[Path, Path]) -> None:
    target, folder = graph
    report = load(target, folder, ROWS)
    given = list(csv.DictReader(io.StringIO(ROWS.read_text("utf-8"))))
    assert report.rows == len(given) == report.entities + report.aside
    aside = target / str(versions.manifest_of(versions.location(target)).digest)
    text = (aside / f"{TRAINING}-set-aside.csv").read_text("utf-8")
    kept = list(csv.DictReader(io.StringIO(text)))
    reasons = {json.loads(row["row"])["country"]: row["reason"] for row in kept}
    assert reasons == {
        "Neverland": "set aside: country cannot be read",
        "Valdoria": "set aside: a sum of other rows",
    }
    aside = [json.loads(row["row"]) for row in kept]
    plain = [{k: v for k, v in row.items() if v} for row in given]
    plain = [row for row in plain if row not in aside]
    printed = [json.loads(text) for text in rows(target)]
    assert {json.dumps(row, sort_keys=True) for row in printed} == {
        json.dumps(row, sort_keys=True) for row in plain
    }


def test_rows_that_are_alike_in_every_cell_stay_apart(graph: tuple[Path, Path]) -> None:
    target, folder = graph
    load(target, folder, ROWS)
    found = versions.open_store(target).quads_for_pattern(None, RSC.asPrinted, None)
    subjects = [quad.subject for quad in found]
    assert len(subjects) == len(set(subjects)) == len(rows(target)) + 1


def test_order_of_the_rows_changes_nothing(base: Path, tmp_path: Path) -> None:
    head, *lines = ROWS.read_text("utf-8").splitlines()
    other = tmp_path / "turned.csv"
    other.write_text("\n".join([head, *reversed(lines)]) + "\n", "utf-8")
    found = []
    for file in (ROWS, other):
        shutil.copytree(base / "store", tmp_path / file.stem)
        load(tmp_path / file.stem, base / "data", file)
        found.append(quads(tmp_path / file.stem))
    assert found[0] == found[1]


def _tsv(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def _jsonl(text: str) -> str:
    found = csv.DictReader(io.StringIO(text))
    return "".join(json.dumps({k: v or None for k, v in row.items()}) + "\n" for row in found)


WRITTEN: dict[str, Callable[[Path], None]] = {
    "t.tsv": lambda f: f.write_text(_tsv(ROWS.read_text("utf-8")), "utf-8") and None,
    "t.jsonl": lambda f: f.write_text(_jsonl(ROWS.read_text("utf-8")), "utf-8") and None,
    "t.csv.gz": lambda f: f.write_bytes(gzip.compress(ROWS.read_bytes())) and None,
    "t.parquet": lambda f: duckdb.sql(
        f"copy (from read_csv('{ROWS}', all_varchar=true)) to '{f}' (format parquet)"
    ),
    "t.csv.zst": lambda f: duckdb.sql(
        f"copy (from read_csv('{ROWS}', all_varchar=true)) to '{f}' (format csv, compression zstd)"
    ),
}


@pytest.fixture(scope="module")
def expected(base: Path, tmp_path_factory: pytest.TempPathFactory) -> set[pyoxigraph.Quad]:
    target = tmp_path_factory.mktemp("expected") / "store"
    shutil.copytree(base / "store", target)
    load(target, base / "data", ROWS)
    return quads(target)


@pytest.mark.parametrize("name", WRITTEN)
def test_format_of_the_file_changes_nothing(
    graph: tuple[Path, Path], tmp_path: Path, name: str, expected: set[pyoxigraph.Quad]
) -> None:
    WRITTEN[name](tmp_path / name)
    load(*graph, tmp_path / name)
    assert quads(graph[0]) == expected


def test_many_files_are_one_table(
    graph: tuple[Path, Path], tmp_path: Path, expected: set[pyoxigraph.Quad]
) -> None:
    head, *lines = ROWS.read_text("utf-8").splitlines(keepends=True)
    for number, part in enumerate((lines[:4], lines[4:])):
        (tmp_path / f"{number}.csv").write_text(head + "".join(part), "utf-8")
    load(*graph, tmp_path / "0.csv", tmp_path / "1.csv")
    assert quads(graph[0]) == expected


def test_standard_input_is_a_file_too(
    graph: tuple[Path, Path], expected: set[pyoxigraph.Quad]
) -> None:
    target, folder = graph
    done = kg("load", TRAINING, "-", "--store", target, "--data", folder, given=ROWS.read_bytes())
    assert done.code == 0, done.messages
    assert "13 rows in, 11 entities out, 2 rows set aside" in done.messages
    assert "several names in one cell" in done.out
    assert quads(target) == expected


def test_loading_again_changes_nothing_and_unloading_takes_it_out(graph: tuple[Path, Path]) -> None:
    target, folder = graph
    before = quads(target)
    load(target, folder, ROWS)
    _, again = load_table.add_table(
        target, folder, Holding(TRAINING, find_mapping(TRAINING), (ROWS,))
    )
    assert again is None
    manifest, built = builder.build_store(target, folder)
    assert not built
    assert manifest.rows == 11
    done = kg("unload", TRAINING, "--store", target, "--data", folder)
    assert done.code == 0, done.messages
    assert quads(target) == before


def test_a_loaded_table_takes_the_place_of_one_of_the_data(tmp_path: Path) -> None:
    shutil.copytree(INVENTED, tmp_path / "data")
    target = tmp_path / "store"
    builder.build_store(target, tmp_path / "data")
    head, first, *_ = ROWS.read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "one.csv").write_text(head + first, "utf-8")
    load(target, tmp_path / "data", tmp_path / "one.csv")
    assert len(rows(target)) == 1 + 4  # and the four rows of the other table


def test_changed_data_are_built_with_the_loaded_table(base: Path, tmp_path: Path) -> None:
    target, folder = tmp_path / "store", tmp_path / "data"
    shutil.copytree(base / "store", target)
    shutil.copytree(base / "data", folder)
    load(target, folder, ROWS)
    with (folder / "register" / "state.toml").open("a", encoding="utf-8") as out:
        out.write('\n[[state]]\nid = "state/borduria"\nname = "Borduria"\n')
    manifest, built = builder.build_store(target, folder)
    assert built
    assert manifest.rows == 11


def test_drawn_rows_join_the_network(graph: tuple[Path, Path], tmp_path: Path) -> None:
    target, folder = graph
    (tmp_path / "reach-exercises.toml").write_text(OWN, "utf-8")
    (tmp_path / "rows.csv").write_text("no,name,host\n1,Cold Reach,Valdoria\n", "utf-8")
    load(target, folder, tmp_path / "rows.csv", name=str(tmp_path / "reach-exercises.toml"))
    with package.open(target) as found:
        [edge] = found.around("Cold Reach").edges(data=True)
        assert edge[1] == "state/valdoria"
        assert edge[2]["label"] == "has host"
        assert [e["unit"] for e in edge[2]["evidence"]] == ["row 1"]
        asked = found.query("ASK { ?x a rsc:Engagement ; skos:prefLabel 'Cold Reach' }")
        assert asked.rows == [(True,)]


def test_names_of_rows_may_have_a_language(graph: tuple[Path, Path], tmp_path: Path) -> None:
    target, folder = graph
    mapping = tmp_path / "reach-exercises.toml"
    named = 'property = "skos:prefLabel"'
    mapping.write_text(OWN.replace(named, f'{named}\nlanguage = "en"'), "utf-8")
    (tmp_path / "rows.csv").write_text("no,name,host\n1,Cold Reach,Valdoria\n", "utf-8")
    load(target, folder, tmp_path / "rows.csv", name=str(mapping))
    with package.open(target) as found:
        assert found.query("ASK { ?x skos:prefLabel 'Cold Reach'@en }").rows == [(True,)]
        shown = found.query("engagements-by-state").dicts()
    assert "Cold Reach" in {row["item"] for row in shown}


def spoilt(tmp_path: Path, old: str, new: str) -> Path:
    """Return a mapping with one mistake in it."""
    file = tmp_path / "reach-exercises.toml"
    assert old in OWN
    file.write_text(OWN.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rsc:Exercise", "rsc:Exercize", "class: 'rsc:Exercize' is no class"),
        ("rsc:hasHost", "rsc:hasHosts", "property: 'rsc:hasHosts' is no property"),
        ('as = "state"', 'as = "land"', "as"),
        ('row = "One exercise."\n', "", "row: is missing; write it"),
        ("drawn", "drawm", "drawm: unknown key; did you mean 'drawn'?"),
        ('name = "host"', 'name = "label"', "'label' is taken by another column"),
        ('as = "state"', 'as = "code"', "needs match"),
        ('as = "state"', 'as = "year"', "needs pattern"),
        ('as = "state"', 'as = "unit"', "'unit' needs a column as = 'state', whose units they are"),
        ('as = "state"', 'language = "English"', "'English' is no language"),
        ('as = "state"', 'as = "year"\npattern = "("', "the pattern '(' is wrong"),
        ('as = "state"', 'as = "code"\nmatch = { A = "imett" }', "'imett' is no code"),
        ("drawn = true", "[[total]]\nby = ['hosts']", "'hosts' is no column; did you mean 'host'?"),
        ('title = "', "title = ", "is not valid TOML"),
    ],
)
def test_wrong_mapping_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(DataError) as raised:
        read_mapping(spoilt(tmp_path, old, new))
    assert said in str(raised.value)
    assert "reach-exercises.toml" in str(raised.value)


def test_unknown_mapping_gets_a_suggestion() -> None:
    done = kg("load", "foreign-military-trainings", ROWS)
    assert done.code == 1
    assert "did you mean 'foreign-military-training'?" in done.messages


def test_missing_column_is_named_with_those_there_are(
    graph: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / "short.csv"
    file.write_text(ROWS.read_text("utf-8").replace("country", "contry", 1), "utf-8")
    before = quads(graph[0])
    with pytest.raises(
        TableError, match=r"short.csv: has no column 'country'; did you mean 'contry'"
    ):
        load(*graph, file)
    assert quads(graph[0]) == before
    assert table_catalog.loaded_tables(graph[0]) == {}


def test_files_with_other_columns_are_not_mixed(graph: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(TableError, match=r"other.csv: its columns are not those of"):
        load(*graph, ROWS, tmp_path / "other.csv")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated_parquet_is_refused(
    graph: tuple[Path, Path], tmp_path: Path, share: float
) -> None:
    WRITTEN["t.parquet"](tmp_path / "t.parquet")
    whole = (tmp_path / "t.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[: int(len(whole) * share)])
    before = quads(graph[0])
    with pytest.raises(TableError, match=r"cut.parquet: cannot be read"):
        load(*graph, tmp_path / "cut.parquet")
    assert quads(graph[0]) == before


def test_row_with_too_many_cells_is_refused_with_its_line(
    graph: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / "ragged.csv"
    lines = ROWS.read_text("utf-8").splitlines()
    lines[3] += ',more,"and more"'
    file.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(TableError, match=r"ragged.csv: .*line 4 has 15 cells, not 13"):
        load(*graph, file)


@pytest.mark.parametrize("mark", [";", "|", "\t"])
def test_cells_may_stand_between_other_signs(
    graph: tuple[Path, Path], tmp_path: Path, mark: str, expected: set[pyoxigraph.Quad]
) -> None:
    out = io.StringIO()
    table = csv.reader(io.StringIO(ROWS.read_text("utf-8")))
    csv.writer(out, delimiter=mark).writerows(table)
    (tmp_path / "signs.csv").write_text(out.getvalue(), "utf-8")
    load(*graph, tmp_path / "signs.csv")
    assert quads(graph[0]) == expected


def test_what_is_no_table_is_named(graph: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"PK")
    with pytest.raises(TableError, match=r"table.xlsx: its name tells no format"):
        load(*graph, tmp_path / "table.xlsx")
    with pytest.raises(TableError, match=r"gone.csv: is no file"):
        load(*graph, tmp_path / "gone.csv")
    done = kg("load", TRAINING, "-", "--store", graph[0], given=b"")
    assert done.error == "standard input: is empty; pipe a table into it"


def test_without_a_graph_there_is_nothing_to_load_into(tmp_path: Path) -> None:
    done = kg("load", TRAINING, ROWS, "--store", tmp_path / "none")
    assert "run 'kg build'" in done.error


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.store import load_table
from kg.store.table_catalog import Holding
from kg.tables.mapping import find_mapping
target, data, rows, last = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
steps = 0
def count(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.mkdir", "shutil.rmtree", "os.link") and arguments:
        if str(arguments[0]).startswith(str(target)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
path = find_mapping("foreign-military-training")
load_table.add_table(target, data, Holding(path.stem, path, (rows,)))
print(steps)
"""


def killed(target: Path, folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(target), str(folder), str(ROWS), str(step)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_killed_load_leaves_the_old_graph_or_the_whole_new_one(
    base: Path, tmp_path: Path, expected: set[pyoxigraph.Quad]
) -> None:
    shutil.copytree(base / "store", tmp_path / "whole")
    old = quads(tmp_path / "whole")
    steps = int(killed(tmp_path / "whole", base / "data", 0).stdout)
    for step in sorted({1, 2, steps // 3, steps // 2, steps - 9, steps - 6}):
        target = tmp_path / str(step)
        shutil.copytree(base / "store", target)
        done = killed(target, base / "data", step)
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert quads(target) in (old, expected)
        report = load_table.add_table(
            target, base / "data", Holding(TRAINING, find_mapping(TRAINING), (ROWS,))
        )
        assert report[0].rows == 11
        assert quads(target) == expected


def test_full_disk_leaves_the_old_graph(graph: tuple[Path, Path]) -> None:
    target, folder = graph
    before = quads(target)

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = subprocess.run(
        [*KG, "load", TRAINING, str(ROWS), "--store", str(target), "--data", str(folder)],
        preexec_fn=little,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert quads(target) == before


def test_quality_of_a_table_is_in_the_graph(graph: tuple[Path, Path]) -> None:
    report = load(*graph, ROWS)
    with package.open(graph[0]) as found:
        measured = {row[1]: row[2] for row in found.query("table-quality").rows}
    assert measured["rows in"] == report.rows
    assert measured["rows set aside"] == report.aside
    for remark in report.remarks:
        assert measured[f"{remark.column}: {remark.text}"] == remark.rows


def test_drafted_mapping_is_one_after_filling_in(tmp_path: Path) -> None:
    file = tmp_path / "exercises of the reach.csv"
    file.write_text('no,Name "x",Country,Day,Sum\n1,Cold,Valdoria,2/3/2010,$5\n', "utf-8")
    done = kg("new", "mapping", file)
    assert done.code == 0, done.messages
    drafted = tomllib.loads(done.out)
    assert [c["cell"] for c in drafted["column"]] == ["no", 'Name "x"', "Country", "Day", "Sum"]
    assert [c["as"] for c in drafted["column"]] == ["integer", "text", "state", "date", "money"]
    filled = done.out.replace('title = ""', 'title = "T"').replace('row = ""', 'row = "R"')
    filled = filled.replace('class = ""', 'class = "rsc:Exercise"').replace(
        'source = "source/"', 'source = "source/x"'
    )
    filled = filled.replace('extracted_by = ""', 'extracted_by = "E"').replace(
        'property = ""\n', ""
    )
    (tmp_path / "drafted.toml").write_text(filled, "utf-8")
    assert read_mapping(tmp_path / "drafted.toml").cells[:2] == ("no", 'Name "x"')


def test_every_stored_mapping_is_whole_and_its_source_is_in_the_data() -> None:
    sources = data.read_folder(package.paths.DATA).sources
    for path in stored_mappings().values():
        assert read_mapping(path).source in sources


def test_engine_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = engines.DuckDB(tmp_path)
    engine.close()
    assert os.listdir(tmp_path) in ([], ["work.duckdb"])


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.TSV.gz", "tsv"), ("a.b.ndjson.zst", "jsonl"), ("a.pq", "parquet")],
)
def test_name_tells_the_format(name: str, form: str) -> None:
    assert file_formats.format_of(Path(name)).name == form
