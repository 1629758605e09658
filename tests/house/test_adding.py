"""What the page on adding a source tells a newcomer to do works, command by command."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import paths
from kg.cli.main import cli

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-source.md"
BLOCK = re.compile(r"```(sh|toml)\n(.*?)```", re.DOTALL)
FILES = (
    "data/sources/example-visit-2031.toml",
    "data/register/example-visit.toml",
    "data/claims/example-visit-2031.toml",
)


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE.read_text("utf-8")) if found == kind]


def run(line: str) -> Result:
    program, *arguments = shlex.split(line)
    assert program == "kg"
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder like a checkout, which is the working directory."""
    shutil.copytree(paths.DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "build" / "before"))
    return tmp_path


def test_the_page_can_be_followed(checkout: Path) -> None:
    begin, find, check = blocks("sh")
    source, register, claims = blocks("toml")
    outputs = {}
    for line in begin.splitlines():
        assert run(line).exit_code == 0, line
    for file in (FILES[0], FILES[2]):
        assert (checkout / file).is_file()
    for line in find.splitlines():
        outputs[line] = run(line)
    for file, text in zip(FILES, (source, register, claims), strict=True):
        assert file in PAGE.read_text("utf-8")
        (checkout / file).write_text(text, "utf-8")
    for line in check.splitlines():
        outputs[line] = run(line)
    for line, output in outputs.items():
        assert output.exit_code == 0, f"{line}\n{output.output}"
    assert "command/southcom" in outputs[find.splitlines()[0]].stdout
    assert "diplomatic-mission/us-embassy-argentina" in outputs[find.splitlines()[1]].stdout
    assert "claims: 5 added" in outputs["kg diff build/before build/after"].stdout
    assert claims.count("[[claim]]") == 5


def test_a_name_in_the_place_of_an_id_gets_the_suggestion_that_the_page_promises(
    checkout: Path,
) -> None:
    source, register, claims = blocks("toml")
    spoilt = claims.replace('host = "state/argentina"', 'host = "Argentina"')
    for file, text in zip(FILES, (source, register, spoilt), strict=True):
        (checkout / file).write_text(text, "utf-8")
    output = run(f"kg check {FILES[2]}")
    assert output.exit_code == 1
    assert "10: host: 'Argentina' is no id" in output.stdout
    assert "did you mean 'state/argentina' (Argentina)?" in output.stdout
