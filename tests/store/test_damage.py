"""A store that is missing, damaged or out of reach says so in a line, and what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import kg as package
from kg.errors import StoreError
from kg.store import builder, versions
from tests.support.command import kg
from tests.support.small_data import CLAIM, FILES, HEADER, visitors, write

REGISTRY, SOURCES, CLAIMS = FILES
OTHER = {CLAIMS: HEADER + CLAIM.replace("person/ana", "state/borduria")}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return a store of the small data."""
    builder.build_store(tmp_path / "store", write(tmp_path / "data"))
    return tmp_path / "store"


def test_store_that_is_missing_says_what_to_run(tmp_path):
    done = kg("query", "CQ16", "--store", tmp_path / "none")
    says = "holds no graph; run 'kg build' (or name one with --store)"
    assert done.error == f"{tmp_path / 'none'}: {says}"
    assert not (tmp_path / "none").exists()
    with pytest.raises(StoreError, match="holds no graph"):
        package.open(tmp_path / "none")


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"../../..", b"/etc", b"x" * 5000, b"\0", b"0" * 16, b"."]
)
def test_garbage_in_current_is_no_graph_and_the_next_build_mends_it(tmp_path, built, content):
    (built / "CURRENT").write_bytes(content)
    assert "holds no graph; run 'kg build'" in kg("about", "--store", built).error
    assert builder.build_store(built, tmp_path / "data")[1]
    assert visitors(built) == {"ana"}


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '"x"', '{"digest": 1}', "\ud800".encode("utf-8", "replace")]
)
def test_garbage_in_the_manifest_is_mended_by_the_next_build(tmp_path, built, content):
    path = built / versions.manifest_of(versions.location(built)).digest / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    says = f"{path.parent}: has no manifest; delete it and run 'kg build'"
    with package.open(built) as graph, pytest.raises(StoreError, match="has no manifest"):
        _ = graph.manifest
    assert kg("about", "--store", built).error == says
    assert builder.build_store(built, tmp_path / "data")[1]
    assert json.loads(path.read_text("utf-8"))["claims"] == 1


def test_manifest_of_another_input_is_not_believed(tmp_path, built):
    path = built / versions.manifest_of(versions.location(built)).digest / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(path.parent.name, "0" * 16), "utf-8")
    assert builder.build_store(built, tmp_path / "data")[1]


@pytest.mark.parametrize("spoil", ["cut", "empty", "gone", "noise"])
@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_damaged_graph_is_named_and_can_be_built_anew(tmp_path, built, spoil, pattern):
    quads = versions.location(built)
    for file in quads.glob(pattern):
        raw = file.read_bytes()
        file.unlink()
        if spoil != "gone":
            kept = {"cut": raw[: len(raw) // 2], "empty": b"", "noise": bytes(b ^ 255 for b in raw)}
            file.write_bytes(kept[spoil])
    with pytest.raises(StoreError, match="is damaged"):
        package.open(built)
    done = kg("query", "CQ16", "--store", built)
    assert done.error.startswith(f"{quads}: is damaged (")
    assert done.error.endswith("; delete it and run 'kg build'")
    shutil.rmtree(quads)
    assert builder.build_store(built, tmp_path / "data")[1]
    assert visitors(built) == {"ana"}


def test_store_path_that_is_a_file_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"mine")
    with pytest.raises(StoreError, match=r"file: cannot be written \(File exists\)"):
        builder.build_store(path, write(tmp_path / "data"))
    with pytest.raises(StoreError, match="holds no graph"):
        versions.open_store(path)
    assert path.read_bytes() == b"mine"
    assert kg("build", "--store", path).code == 2


def test_folder_that_may_not_be_written_is_refused_and_still_read(tmp_path, built):
    mounted = subprocess.run(
        ["mount", "--bind", "-o", "ro", str(built), str(built)], capture_output=True, check=False
    )
    if mounted.returncode and os.geteuid() == 0:
        pytest.skip("this superuser can neither be refused nor mount a folder for reading only")
    if mounted.returncode:
        built.chmod(0o500)
    try:
        write(tmp_path / "data", OTHER)
        done = kg("build", "--store", built, "--data", tmp_path / "data")
        assert f"{built}: cannot be written (" in done.error
        assert visitors(built) == {"ana"}
        assert kg("query", "-", "--store", built, given="ASK {}").out == "yes\n"
    finally:
        if mounted.returncode:
            built.chmod(0o700)
        else:
            subprocess.run(["umount", str(built)], check=True)


def test_default_store_is_named_by_the_environment(tmp_path, built):
    assert kg("about", KG_STORE=str(built)).code == 0
    assert kg("about", KG_STORE=str(tmp_path)).error.startswith(f"{tmp_path}: holds no graph")
