"""The command line in a process: pipes that close, full disks, odd locales, hostile names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store import builder
from tests.support.command import KG, kg, process
from tests.support.small_data import CLAIM, FILES, HEADER, write

REGISTRY, SOURCES, CLAIMS = FILES


@pytest.mark.parametrize(
    "arguments",
    [
        *(["queries"], ["terms"], ["query", "claims"], ["query", "claims", "--format", "json"]),
        *(["show", "Valdoria"], ["explain", "Valdoria"], ["export", "--format", "nq", "-o", "-"]),
    ],
    ids=" ".join,
)
def test_reader_that_stops_early_does_no_harm(invented_store_path, arguments):
    with subprocess.Popen(
        [*KG, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "KG_STORE": str(invented_store_path), "PYTHONUNBUFFERED": "1"},
    ) as child:
        child.stdout.read(1)
        child.stdout.close()
        messages = child.stderr.read().decode()
    assert "Traceback" not in messages
    assert "Exception ignored" not in messages
    assert child.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    "arguments",
    [["queries"], ["query", "claims"], ["query", "claims", "--format", "csv"], ["show", "KCC"]],
    ids=" ".join,
)
def test_output_that_cannot_be_written_is_one_line(invented_store_path, arguments):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*KG, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env={**os.environ, "KG_STORE": str(invented_store_path)},
        )
    says = b"Error: standard output cannot be written (No space left on device)\n"
    assert (done.returncode, done.stderr) == (1, says)


@pytest.mark.parametrize(
    "variables",
    [
        {"NO_COLOR": "1"},
        {"LANG": "C", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        {"TERM": "dumb", "COLUMNS": "20"},
        {"HOME": "/nonexistent"},
    ],
    ids=str,
)
@pytest.mark.parametrize("arguments", [["show", "Valdoria"], ["query", "names"], ["queries"]])
def test_surroundings_of_the_process_do_not_matter(invented_store_path, arguments, variables):
    done = process(*arguments, KG_STORE=str(invented_store_path), **variables)
    assert done.code == 0, done.messages
    assert done.raw
    assert b"\x1b" not in done.raw


def test_documents_are_utf8_in_any_surroundings(invented_store_path):
    arguments = ("query", "names", "--format", "csv", "--store", invented_store_path)
    plain = process(*arguments)
    assert process(*arguments, PYTHONIOENCODING="ascii").raw == plain.raw
    assert "Valdória" in plain.out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """Return a store whose names hold everything that could act on a terminal."""
    root = tmp_path_factory.mktemp("hostile")
    name = json.dumps("\x1b]0;owned\x07\x1b[2J\u202eAna\u2066\r\n\x9b31m")
    spoilt = {
        REGISTRY: FILES[REGISTRY].replace('"Ana"', name).replace('"Avalia"', name),
        SOURCES: FILES[SOURCES].replace('"Ana in Avalia"', name),
        CLAIMS: f"{HEADER}{CLAIM}theme = {name}\n",
    }
    builder.build_store(root / "store", write(root / "data", spoilt))
    return root / "store"


@pytest.mark.parametrize(
    "arguments",
    [
        *(["show", "person/ana"], ["show", "visit/ana"], ["explain", "visit/ana"], ["about"]),
        *(["query", "names"], ["query", "edges"], ["show", "Anna"], ["query", "statements"]),
    ],
    ids=" ".join,
)
def test_hostile_names_do_nothing_to_the_terminal(hostile, arguments):
    more = ["entity=visit/ana"] if arguments[-1] == "statements" else []
    done = kg(*arguments, *more, "--store", hostile)
    text = done.out + done.messages
    assert text
    assert all(line.isprintable() for line in text.split("\n"))
    assert not set(text) & set("\u202e\u2066\x1b\x07\x9b\r")


def test_command_is_the_module_too():
    script = Path(sys.executable).with_name("kg")
    command = [str(script)] if script.exists() else [*KG]
    done = subprocess.run([*command, "--version"], capture_output=True, check=True, text=True)
    assert done.stdout == kg("--version").out
