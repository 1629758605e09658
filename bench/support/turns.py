"""Run things in turns, in processes of their own, and take the medians."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class Child:
    """A process of ``bench.graph.children`` that answers requests until it is closed."""

    def __init__(self, name: str, *arguments: object) -> None:
        self.peak = 0.0
        self._name = name
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "bench.graph.children", name, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def ask(self, **request: object) -> dict[str, Any]:
        """Return the reply to a request; raises RuntimeError if the process has ended."""
        if not self._popen.stdin or not self._popen.stdout:
            raise RuntimeError("the child has no pipes")
        self._popen.stdin.write(json.dumps(request) + "\n")
        self._popen.stdin.flush()
        line = self._popen.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name}: ended with {self._popen.wait()}")
        reply: dict[str, Any] = json.loads(line)
        self.peak = reply["peak"]
        return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._popen:
            self._popen.kill()


def once(name: str, *arguments: object) -> dict[str, Any]:
    """Return the reply of a fresh child to one request."""
    with Child(name, *arguments) as child:
        return child.ask()


def command(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds that a command takes; raises CalledProcessError if it fails."""
    begun = time.perf_counter()
    subprocess.run(words, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


@dataclass
class Pair:
    """The times of two things that took turns, in seconds."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times as long ours takes, in the median."""
        return median(self.ours) / median(self.theirs)


def alternated(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> Pair:
    """Return the times of two things, run in turns."""
    pair = Pair()
    for _ in range(rounds):
        pair.ours.append(ours())
        pair.theirs.append(theirs())
    return pair
