"""Every command that the README shows runs, on the shipped graph, in the order it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.paths import DATA
from kg.store import load_table
from kg.store.table_catalog import Holding
from tests.support.paths import ROOT
from tests.support.stores import copied

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
def store_of_ours(shipped_store_path, tmp_path_factory) -> Path:
    """Return a store that the README's commands can change, with a loaded table in it."""
    return copied(shipped_store_path, tmp_path_factory.mktemp("ours") / "store")


@pytest.fixture(scope="module")
def place(store_of_ours, tmp_path_factory) -> Path:
    """Return a folder with the command in it, where the README's commands can write."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "exercises.toml").write_text(EXERCISES, "utf-8")
    (folder / "exercises.csv").write_text("no,name\n1,Invented Exercise\n", "utf-8")
    mapping, rows = folder / "exercises.toml", folder / "exercises.csv"
    load_table.add_table(store_of_ours, DATA, Holding("exercises", mapping, (rows,)))
    (folder / "bin").mkdir()
    command = folder / "bin" / "kg"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m kg "$@"\n', "utf-8")
    command.chmod(0o755)
    (folder / "tables").mkdir()
    return folder


def environment(folder: Path, store: Path) -> dict[str, str]:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "KG_STORE": str(store)}


def test_readme_shows_the_commands():
    from kg.cli.main import cli

    shown = {found for line in SHOWN for found in re.findall(r"\bkg ([a-z]+)", line)}
    assert shown >= set(cli.commands) - {"about"}


@pytest.mark.parametrize("line", SHOWN)
def test_command_in_the_readme_runs(place, store_of_ours, line):
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=place,
        env=environment(place, store_of_ours),
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    code, _, _ = line.partition("#")
    kept = re.search(r"> (\S+)", code)
    assert done.stdout or done.stderr or (place / kept[1]).stat().st_size
    if kept and kept[1] == "exercises.toml":
        # What a person does between these lines: fill in the draft.
        (place / "exercises.toml").write_text(EXERCISES, "utf-8")


@pytest.mark.parametrize("code", PYTHON.findall(README))
def test_python_in_the_readme_runs(place, shipped_store_path, code):
    pytest.importorskip("pandas", reason="pandas is an extra")
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env=environment(place, shipped_store_path),
        capture_output=True,
        check=True,
        timeout=60,
    )
