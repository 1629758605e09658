"""The two graphs that tests read: one of invented data, and the one that is shipped."""

from __future__ import annotations

import gc
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import settings

from kg.entities.names import Names
from kg.network.networks import Networks
from kg.store import versions
from tests.support.paths import INVENTED
from tests.support.stores import built_once

# A machine that others use is slow at times; how long a thing takes is asked in bench/.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")


def pytest_collection_finish() -> None:
    """Keep what is loaded by now from being looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def invented_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store of the invented data."""
    return built_once(tmp_path_factory, "invented", INVENTED)


@pytest.fixture(scope="session")
def shipped_store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store of the shipped data."""
    return built_once(tmp_path_factory, "shipped")


@pytest.fixture(scope="session")
def invented(invented_store_path: Path) -> pyoxigraph.Store:
    """Return the graph of the invented data, open for reading."""
    return versions.open_store(invented_store_path)


@pytest.fixture(scope="session")
def networks(invented: pyoxigraph.Store) -> Networks:
    """Return the networks of the invented data."""
    return Networks(invented, Names.of(invented))


@pytest.fixture(scope="session")
def shipped(shipped_store_path: Path) -> pyoxigraph.Store:
    """Return the graph of the shipped data, open for reading."""
    return versions.open_store(shipped_store_path)
