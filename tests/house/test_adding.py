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
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "adding-a-source.md"
BLOCK = re.compile(r"```(sh|toml)\n(.*?)```", re.DOTALL)
SOURCE, *REGISTER, CLAIMS = (
    "data/sources/example-visit-2031/source.toml",
    "data/register/visit.toml",
    "data/register/meeting.toml",
    "data/sources/example-visit-2031/claims.toml",
)


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE.read_text("utf-8")) if found == kind]


def run(line: str) -> Result:
    program, *arguments = shlex.split(line)
    assert program == "kg"
    return CliRunner().invoke(cli, arguments)


def follow(folder: Path, **changed: str) -> None:
    """Write what the page has a newcomer write, with other words where a test says so."""
    source, *entries, claims = blocks("toml")
    (folder / SOURCE).parent.mkdir(exist_ok=True)
    (folder / SOURCE).write_text(source, "utf-8")
    for file, entry in zip(REGISTER, entries, strict=True):
        with (folder / file).open("a", encoding="utf-8") as register:
            register.write(f"\n{entry}")
    for old, new in changed.items():
        assert old in claims
        claims = claims.replace(old, new)
    (folder / CLAIMS).write_text(claims, "utf-8")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder like a checkout, which is the working directory."""
    # The large tables stay behind, so that a graph is built in seconds.
    shutil.copytree(paths.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("tables"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", str(tmp_path / "build" / "before"))
    return tmp_path


def test_the_page_can_be_followed(checkout: Path) -> None:
    begin, find, check = blocks("sh")
    outputs = {}
    for line in begin.splitlines():
        assert run(line).exit_code == 0, line
    for file in (SOURCE, CLAIMS):
        assert (checkout / file).is_file()
    for line in find.splitlines():
        outputs[line] = run(line)
    for file in (SOURCE, *REGISTER, CLAIMS):
        assert file in PAGE.read_text("utf-8")
    follow(checkout)
    for line in check.splitlines():
        outputs[line] = run(line)
    for line, output in outputs.items():
        assert output.exit_code == 0, f"{line}\n{output.output}"
    assert "command/southcom" in outputs[find.splitlines()[0]].stdout
    assert "diplomatic-mission/us-embassy-argentina" in outputs[find.splitlines()[1]].stdout
    assert "claims: 5 added" in outputs["kg diff build/before build/after"].stdout
    assert blocks("toml")[-1].count("[[claim]]") == 5


def test_a_name_in_the_place_of_an_id_gets_the_suggestion_that_the_page_promises(
    checkout: Path,
) -> None:
    follow(checkout, **{'host = "state/argentina"': 'host = "Argentina"'})
    output = run(f"kg check {CLAIMS}")
    assert output.exit_code == 1
    assert "10: host: 'Argentina' is no id" in output.stdout
    assert "did you mean 'state/argentina' (Argentina)?" in output.stdout
