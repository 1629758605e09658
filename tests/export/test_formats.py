"""A format is one module: what it says of itself is offered, shown and written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kg.export import FORMATS
from tests.support.command import kg as run
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text("utf-8")
TABLE = re.compile(r"^\| formats \| for \|\n\|---\|---\|\n((?:\|.*\n)+)", re.MULTILINE)

INVENTED = """\
from kg.export.kinds import NetworkFormat
from kg.export.network import nodes

def names(network, guard):
    for node, _ in nodes(network):
        yield f"{node}\\n"

FORMATS = (NetworkFormat("names", "Names", ".txt", "invented", (names,)),)
"""


def test_help_says_what_each_format_is_for() -> None:
    # A line may be broken after a hyphen.
    told = re.sub(r"\s", "", run("export", "--help").out.partition("Formats:")[2])
    for form in FORMATS.values():
        assert re.sub(r"\s", "", form.name + form.description) in told


def test_readme_shows_formats_of_each_kind() -> None:
    [table] = re.findall(
        r"^\| formats \| for \|\n\|---\|---\|\n((?:\|.*\n)+)", README, re.MULTILINE
    )
    names = [
        name for row in table.splitlines() for name in re.findall("`(.+?)`", row.split("|")[1])
    ]
    assert set(names) <= set(FORMATS)
    assert {FORMATS[name].kind for name in names} == {form.kind for form in FORMATS.values()}


def test_module_among_the_formats_is_a_format(tmp_path: Path, invented_store_path: Path) -> None:
    (tmp_path / "of_ours.py").write_text(INVENTED, "utf-8")
    target = tmp_path / "names.txt"
    arguments = ["export", "--format", "names", "-o", str(target)]
    code = f"""
from kg.export import formats
formats.__path__.append({str(tmp_path)!r})
from kg.cli.main import cli
cli({[*arguments, "--store", str(invented_store_path)]})
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert "state/valdoria" in target.read_text("utf-8").splitlines()
