"""The command line: run in this process, or as a user runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from kg.cli.main import cli

KG = (sys.executable, "-m", "kg")


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    raw: bytes
    messages: str

    @property
    def out(self) -> str:
        """The standard output as text."""
        return self.raw.decode("utf-8")

    @property
    def error(self) -> str:
        """The one line of the error; fails if there is none, or more."""
        lines = self.messages.splitlines()
        assert self.code == 1, self.messages
        assert len(lines) == 1, self.messages
        assert lines[0].startswith("Error: ")
        return lines[0].removeprefix("Error: ")


def kg(
    *arguments: str | Path, given: str | bytes = b"", data: Path | None = None, **variables: str
) -> Ran:
    """
    Run the command in this process, which spares its start; what is no exit is raised.

    With a folder of data it is the one that is read if no other is named.
    """
    defaults = {name: {"data": data} for name in cli.commands} if data else None
    done = CliRunner(env=variables).invoke(
        cli, list(map(str, arguments)), input=given, prog_name="kg", default_map=defaults
    )
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout_bytes, done.stderr)


def process(*arguments: str | Path, given: str | bytes = b"", **variables: str) -> Ran:
    """Run the command in a process of its own, as a user does."""
    done = subprocess.run(
        [*KG, *map(str, arguments)],
        input=given.encode() if isinstance(given, str) else given,
        env={**os.environ, **variables},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8"))
