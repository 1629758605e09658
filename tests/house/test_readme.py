"""Every command that the README shows runs, on the shipped data, in the order it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from kg.cli.main import cli
from kg.paths import DATA
from kg.store import builder, load_table
from kg.store.table_catalog import Holding
from tests.support import command
from tests.support.paths import ROOT

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = [
    line
    for block in BLOCK.findall(README)
    for line in block.replace("\\\n", " ").splitlines()
    if re.search(r"\bkg\b", line.partition("#")[0])
]


EXERCISES = """\
title = "Exercises"
row = "One exercise."
class = "rsc:Exercise"
source = "source/dvids-2022-04-29-richardson"
extracted = 2026-11-24
extracted_by = "the reader"
review = "unreviewed"
credibility = "credibility-6"
place = "row {no}"
drawn = true

[[column]]
name = "name"
cell = "name"
property = "skos:prefLabel"
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped data with one row of its tables in twenty, to be built in seconds."""
    path = tmp_path_factory.mktemp("shipped") / "data"
    shutil.copytree(DATA, path, ignore=shutil.ignore_patterns("*.parquet"))
    for table in (DATA / "tables").glob("*.parquet"):
        some = f"select * exclude n from (select *, row_number() over () as n from '{table}')"
        target = path / "tables" / table.name
        duckdb.sql(f"copy ({some} where n % 20 = 0 order by n) to '{target}' (format parquet)")
    return path


@pytest.fixture(scope="module")
def place(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store and the command in it, where the README's commands can write."""
    folder = tmp_path_factory.mktemp("readme")
    mapping, rows = folder / "exercises.toml", folder / "exercises.csv"
    mapping.write_text(EXERCISES, "utf-8")
    rows.write_text("no,name\n1,Invented Exercise\n", "utf-8")
    builder.build_store(folder / "store", data)
    load_table.add_table(folder / "store", data, Holding("exercises", mapping, (rows,)))
    (folder / "bin").mkdir()
    script = folder / "bin" / "kg"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m kg "$@"\n', "utf-8")
    script.chmod(0o755)
    (folder / "tables").mkdir()
    return folder


def environment(folder: Path) -> dict[str, str]:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "KG_STORE": str(folder / "store")}


def test_readme_shows_the_commands() -> None:
    shown = {found for line in SHOWN for found in re.findall(r"\bkg ([a-z]+)", line)}
    assert shown >= set(cli.commands) - {"about"}


@pytest.mark.parametrize("line", SHOWN)
def test_command_in_the_readme_runs(
    line: str, place: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One line drafts the mapping; the next has it filled in.
    (place / "exercises.toml").write_text(EXERCISES, "utf-8")
    if re.search(r"[|>&]", line.partition("#")[0]):
        shell = ["bash", "-o", "pipefail", "-c", line]
        done = subprocess.run(
            shell, cwd=place, env=environment(place), capture_output=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        written = [place / name for name in re.findall(r"> (\S+)", line)]
        assert done.stdout or done.stderr or all(file.stat().st_size for file in written)
        return
    monkeypatch.chdir(place)
    monkeypatch.setenv("KG_STORE", str(place / "store"))
    ran = command.kg(*shlex.split(line, comments=True)[1:], data=data)
    assert ran.code == 0, ran.messages
    assert ran.raw or ran.messages


@pytest.mark.parametrize("code", PYTHON.findall(README))
def test_python_in_the_readme_runs(place: Path, code: str) -> None:
    pytest.importorskip("pandas", reason="pandas is an extra")
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env=environment(place),
        capture_output=True,
        check=True,
        timeout=60,
    )
