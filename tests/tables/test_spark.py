"""Spark and DuckDB run the same mappings and give the same quads and the same report."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import os
import shutil

import pytest

from kg.model import namespaces
from kg.paths import DATA
from kg.tables import engines, loader, mapping

JAVA, PYSPARK = shutil.which("java"), importlib.util.find_spec("pyspark")
pytestmark = [
    pytest.mark.skipif(JAVA is None, reason="Spark needs Java"),
    pytest.mark.skipif(PYSPARK is None and "CI" not in os.environ, reason="pyspark is an extra"),
    # What Spark says of the version of a library that it hardly uses here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated"),
    # What DuckDB says of how Ibis reads it.
    pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning"),
    # Spark leaves the pipes and sockets to its gateway open until the process ends.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]
TRAINING, ASSISTANCE = "foreign-military-training", "us-military-assistance"
EVERY = 35
NAMES = loader.KnownNames(
    {
        "colombia": namespaces.entity("state/colombia").value,
        "peru": namespaces.entity("state/peru").value,
    },
    {("colombia", "Armada Nacional"): namespaces.entity("organization/colombian-navy").value},
)
HEADER = ("Country", "Fiscal Year", "Funding Account Name", "Obligations (Historical Dollars)",
          "Obligations (Constant Dollars)")  # fmt: skip
INVENTED = [
    ("Peru", "1999", 'A fund called "Ávila", and more', "$1,200.50", "0045"),
    ("Peru", "1999", 'A fund called "Ávila", and more', "$1,200.50", "0045"),
    ("Peru (coast)", "1976tq", "two\nlines", "-", ""),
    ("  Colombia ", "2001", "  INTERNATIONAL   MILITARY EDUCATION\t", "99999999999.2500", "N/A"),
    ("Atlantis", "2001", "", "1", "2"),
    ("Peru", "", "back\\slash and 'quote' 😀 \ufffd", "7 3/4/2001", "1e5"),
]


@pytest.fixture(scope="module")
def spark():
    engine = engines.Spark("local[2]")
    yield engine
    engine.close()


@pytest.fixture
def duckdb(tmp_path):
    engine = engines.DuckDB(tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def training(tmp_path):
    import pyarrow.parquet

    whole = pyarrow.parquet.read_table(DATA / "tables" / f"{TRAINING}.parquet")
    file = tmp_path / "some.parquet"
    pyarrow.parquet.write_table(whole.take(list(range(0, len(whole), EVERY))), file)
    return file


@pytest.fixture
def assistance(tmp_path):
    file = tmp_path / "invented.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADER, *INVENTED])
    return file


def written(engine, file, name, target):
    """Return the report of a table, a hash of each part, and the rows set aside."""
    report = loader.load(
        engine, [file], name, mapping.read_mapping(mapping.find_mapping(name)), NAMES, target
    )
    aside = target / loader.ASIDE
    hashes = {f.name: digest(f) for f in target.iterdir() if f.is_dir()}
    return report, hashes, sorted(aside.read_text("utf-8").split("\n")) if aside.exists() else []


def digest(folder):
    lines = []
    for part in engines.line_files(folder):
        with engines.opened(part) as file:
            lines += file.read().splitlines()
    assert lines
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


def test_two_thousand_rows_of_parquet_give_the_same_quads(duckdb, spark, training, tmp_path):
    ours = written(duckdb, training, TRAINING, tmp_path / "duckdb")
    theirs = written(spark, training, TRAINING, tmp_path / "spark")
    assert ours == theirs
    assert ours[0].rows > 1_900
    assert len(ours[1]) == 7


def test_invented_csv_gives_the_same_quads(duckdb, spark, assistance, tmp_path):
    ours = written(duckdb, assistance, ASSISTANCE, tmp_path / "duckdb")
    theirs = written(spark, assistance, ASSISTANCE, tmp_path / "spark")
    assert ours == theirs
    assert (ours[0].rows, ours[0].aside) == (len(INVENTED), 1)


def test_what_spark_writes_is_compressed_and_can_be_loaded(spark, assistance, tmp_path):
    target = tmp_path / "spark"
    written(spark, assistance, ASSISTANCE, target)
    parts = [part for folder in target.iterdir() if folder.is_dir()
             for part in engines.line_files(folder)]  # fmt: skip
    assert {part.suffix for part in parts} == {".gz", ".nq"}
    import pyoxigraph

    graph = pyoxigraph.Store()
    for part in parts:
        with engines.opened(part) as file:
            graph.bulk_load(file, format=pyoxigraph.RdfFormat.N_QUADS)
    assert len(list(graph.quads_for_pattern(None, namespaces.RSC.asPrinted, None))) == 5


def test_spark_needs_an_address_and_a_folder():
    from click.testing import CliRunner

    from kg.cli.main import cli

    done = CliRunner().invoke(cli, ["load", TRAINING, "x.csv", "--engine", "spark"])
    assert done.exit_code == 2
    assert "--engine spark needs --master and -o" in done.output
