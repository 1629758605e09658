"""An export is written whole or not at all, wherever it goes."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ExportError
from kg.export import registry as export
from kg.sparql.table import Table
from tests.support.export_samples import EX, PREFIXES, network, statements

SINGLE = [name for name in export.FORMATS if name not in ("gephi", "neo4j")]
PAIRS = ["gephi", "neo4j"]


def write(name: str, target: Path | str, size: int = 1) -> export.Written:
    """Write something of about the size in any format."""
    label = "x" * size
    match export.FORMATS[name].kind:
        case "rdf":
            return export.write_rdf(statements(label), name, target, PREFIXES)
        case "network":
            return export.write_network(network(label), name, target)
    table = Table(("x",), [(ox.Literal(f"{number} {label}"),) for number in range(50)])
    return export.write_table(table, name, target)


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let the system refuse files larger than the limit, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("name", SINGLE)
def test_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    target.write_text("old")
    with full_disk(400), pytest.raises(ExportError, match=r"cannot write .*out: "):
        write(name, target, 5000)
    assert tree(tmp_path) == {"out": b"old"}


@pytest.mark.parametrize("name", PAIRS)
def test_full_disk_leaves_both_old_files_of_a_pair(tmp_path: Path, name: str) -> None:
    (tmp_path / "big").mkdir()
    nodes, edges = (path.stat().st_size for path in write(name, tmp_path / "big", 1200).paths)
    write(name, tmp_path)
    before = tree(tmp_path)
    assert nodes < edges
    with (
        full_disk((nodes + edges) // 2),
        pytest.raises(ExportError, match=r"nodes\.csv and .*edges\.csv"),
    ):
        write(name, tmp_path, 1200)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", SINGLE)
def test_folder_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="it is a folder; name a file in it"):
        write(name, tmp_path)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", export.FORMATS)
def test_missing_folder_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"there is no folder .*missing; make it first"):
        write(name, tmp_path / "missing" / "out")


def test_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with pytest.raises(ExportError, match="there is no folder"):
        write("nq", tmp_path / "file" / "out")
    assert tree(tmp_path) == {"file": b"old"}


@pytest.mark.parametrize("name", PAIRS)
def test_pair_goes_into_a_folder_or_beside_a_name(tmp_path: Path, name: str) -> None:
    inside = write(name, tmp_path)
    beside = write(name, tmp_path / "trip.csv")
    assert [path.name for path in inside.paths] == ["nodes.csv", "edges.csv"]
    assert [path.name for path in beside.paths] == ["trip-nodes.csv", "trip-edges.csv"]
    assert all(path.is_file() for path in (*inside.paths, *beside.paths))


@pytest.mark.parametrize("name", PAIRS)
def test_pair_is_both_or_none(tmp_path: Path, name: str) -> None:
    broken = network("x")
    broken.add_edge("visit/one", "state/ruritania", "not a name")
    with pytest.raises(ExportError, match="not a name"):
        export.write_network(broken, name, tmp_path)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", SINGLE)
def test_dash_is_standard_output(
    tmp_path: Path, name: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    report = write(name, "-")
    write(name, tmp_path / "out")
    assert capsysbinary.readouterr().out == (tmp_path / "out").read_bytes()
    assert report.paths == ()


@pytest.mark.parametrize("name", PAIRS)
def test_pair_has_no_place_on_standard_output(name: str) -> None:
    with pytest.raises(ExportError, match="two files"):
        write(name, "-")


def test_failed_export_prints_nothing(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(ExportError):
        export.write_rdf(statements("fine", "bad\x01"), "rdfxml", "-", PREFIXES)
    assert capsysbinary.readouterr().out == b""


def test_pipe_is_written_through(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write("nt", pipe)
    reader.join(5)
    assert read == [_bytes(lambda path: write("nt", path), tmp_path)]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def _bytes(save: Callable[[Path], object], folder: Path) -> bytes:
    save(folder / "again")
    return (folder / "again").read_bytes()


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write("nq", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() != "old"


def test_permissions_are_those_of_the_old_file_or_the_usual(tmp_path: Path) -> None:
    (tmp_path / "old").touch(0o640)
    (tmp_path / "usual").touch()
    for name in ("old", "new"):
        write("nq", tmp_path / name)
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    ("save", "fit"),
    [
        (lambda name, path: export.write_rdf([], name, path, {}), "nq, trig, ttl"),
        (lambda name, path: export.write_network(network("x"), name, path), "graphml, gexf"),
        (lambda name, path: export.write_statements([], name, path), "parquet"),
    ],
)
def test_wrong_format_lists_the_right_ones(
    tmp_path: Path, save: Callable[[str, Path], object], fit: str
) -> None:
    with pytest.raises(ExportError, match=f"'dot' is no format for this.*{fit}"):
        save("dot", tmp_path / "out")


def test_reader_that_leaves_is_no_error_of_ours() -> None:
    code = (
        "import pyoxigraph as ox; from kg.export import registry as export;"
        f"n = ox.NamedNode('{EX}x');"
        "export.write_rdf((ox.Triple(n, n, ox.Literal(i)) for i in range(9999)), 'nt', '-', {})"
    )
    command = f'"{sys.executable}" -c "{code}" | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert "ExportError" not in done.stderr


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = {"pyarrow", "networkx", "pandas", "rdflib"}
    code = f"import sys, kg.export.registry; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
