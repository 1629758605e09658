"""A store of a few statements, and a sandbox that asks it within narrow limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.sparql.sandbox import Sandbox
from tests.support.sandbox_samples import build


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sandbox") / "store", 200)


@pytest.fixture(scope="module")
def sandbox(place: Path) -> Iterator[Sandbox]:
    with Sandbox(place, deadline=1.0, memory=512 * 1024**2, result_limit=1024**2) as sandbox:
        yield sandbox


@pytest.fixture
def answering(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The sandbox, which answers before the test and has to answer after it."""
    assert sandbox.run("ASK { ?s ?p ?o }").boolean()
    yield sandbox
    assert sandbox.run("ASK { ?s ?p ?o }").boolean()
