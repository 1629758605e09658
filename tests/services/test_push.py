"""A pushed graph arrives whole, or the next push goes on where the last one was interrupted."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph
import pytest

from kg.errors import ExportError, ServiceError, StoreError
from kg.store import builder, chunks, push, versions
from kg.store.remote import service
from kg.store.remote.http import Patience
from tests.support import engines
from tests.support.command import kg
from tests.support.small_data import write
from tests.support.stores import copied

SIZE = 200
QUICK = Patience(deadline=10, attempts=2, pause=0.01)


def update(address: str, text: str) -> None:
    """Change a service behind our back."""
    to = address.replace("/query", "/update")
    with urlopen(Request(to, urlencode({"update": text}).encode())):
        pass


def held(address: str) -> set[pyoxigraph.Quad]:
    with service.open_service(address) as there:
        return set(there)


def notes(folder: Path) -> list[Path]:
    return list((folder / "pushes").glob("*"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a store of the smallest data."""
    (tmp_path / "small").mkdir()
    builder.build_store(tmp_path / "small" / "store", write(tmp_path / "small" / "data"))
    return tmp_path / "small" / "store"


@pytest.fixture
def own(invented_store_path: Path, tmp_path: Path) -> Path:
    """Return a store of the invented data that this test alone pushes from."""
    return copied(invented_store_path, tmp_path / "own")


@pytest.mark.parametrize("way", ["quads", "update"])
def test_all_of_it_arrives(own: Path, tmp_path: Path, way: str) -> None:
    with engines.oxigraph(tmp_path) as running:
        told = running.address.replace("/query", "/update") if way == "update" else None
        done = push.push_graph(own, push.Ends.of(running.address, told), size=SIZE)
        here = versions.open_store(own)
        assert (done.statements, done.found, done.samples) == (len(here), 0, 200)
        assert held(running.address) == set(here)
        assert notes(own) == []


def test_command_says_what_it_did(own: Path, tmp_path: Path) -> None:
    with engines.oxigraph(tmp_path) as running:
        done = kg("push", running.address, "--store", own)
        assert done.code == 0
        assert re.fullmatch(
            r"pushed: 7,\d+ statements in 2 parts; the counts of 4 families of graphs "
            r"and 200 samples agree\n",
            done.messages,
        )


def test_service_that_dies_loses_nothing_and_the_push_goes_on(own: Path, tmp_path: Path) -> None:
    here, port, said = versions.open_store(own), engines.free_port(), list[str]()
    with engines.oxigraph(tmp_path, port=port) as running:

        def kill(message: str) -> None:
            if message.startswith("part 7 of"):
                running.kill()

        with pytest.raises(ServiceError) as caught:
            push.push_graph(
                own, push.Ends.of(running.address), size=SIZE, patience=QUICK, progress=kill
            )
    text = str(caught.value)
    assert text.startswith(f"http://127.0.0.1:{port}/")
    assert "nothing answers there" in text
    assert re.search(r"7 of \d\d parts have arrived: run the same command again to go on", text)
    assert "\n" not in text
    assert len(notes(own)) == 1
    with engines.oxigraph(tmp_path, port=port) as running:
        with pytest.raises(StoreError, match="holds no whole graph"):
            service.open_service(running.address)
        to = push.Ends.of(running.address)
        done = push.push_graph(own, to, size=SIZE, patience=QUICK, progress=said.append)
        assert done.found == 7
        assert said[0].startswith("going on after 7 of ")
        assert [line for line in said if line.startswith("part 7 of")] == []
        assert held(running.address) == set(here)
        assert notes(own) == []


def test_killed_command_goes_on_too(own: Path, tmp_path: Path) -> None:
    with engines.oxigraph(tmp_path) as running:

        def stop(message: str) -> None:
            if message.startswith("part 1 of"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            push.push_graph(own, push.Ends.of(running.address), progress=stop)
        done = kg("push", running.address, "--store", own)
        assert done.messages.splitlines()[0] == "… going on after 1 of 2 parts"
        assert "1 of which were there" in done.messages
        assert held(running.address) == set(versions.open_store(own))


def test_service_that_comes_back_empty_gets_all_of_it_again(own: Path, tmp_path: Path) -> None:
    port, said = engines.free_port(), list[str]()
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    with engines.oxigraph(tmp_path / "old", port=port) as running:

        def stop(message: str) -> None:
            if message.startswith("part 3 of"):
                running.kill()

        with pytest.raises(ServiceError):
            push.push_graph(
                own, push.Ends.of(running.address), size=SIZE, patience=QUICK, progress=stop
            )
    with engines.oxigraph(tmp_path / "new", port=port) as running:
        done = push.push_graph(own, push.Ends.of(running.address), size=SIZE, progress=said.append)
        assert said[0].startswith("the service has lost what it had")
        assert done.found == 0
        assert held(running.address) == set(versions.open_store(own))


def test_another_graph_takes_the_place_of_the_old_and_leaves_the_rest_alone(
    own: Path, small: Path, tmp_path: Path
) -> None:
    with engines.oxigraph(tmp_path) as running:
        update(running.address, "INSERT DATA { GRAPH <http://other/g> { <x:s> <x:p> <x:o> } }")
        push.push_graph(own, push.Ends.of(running.address))
        push.push_graph(small, push.Ends.of(running.address))
        assert held(running.address) == set(versions.open_store(small))
        with service.open_service(running.address) as there:
            assert len(list(there.rows("SELECT * { GRAPH <http://other/g> { ?s ?p ?o } }"))) == 1


def test_reader_meets_no_half_of_a_graph(own: Path, small: Path, tmp_path: Path) -> None:
    with engines.oxigraph(tmp_path) as running:
        push.push_graph(small, push.Ends.of(running.address))
        met = []

        def read(_: str) -> None:
            with pytest.raises(StoreError, match="holds no whole graph"):
                service.open_service(running.address)
            met.append(1)

        push.push_graph(own, push.Ends.of(running.address), size=SIZE, progress=read)
        assert len(met) > 10


@pytest.mark.parametrize(
    "change",
    [
        "DELETE DATA {{ GRAPH {g} {{ {t} }} }}",
        "INSERT DATA {{ GRAPH {g} {{ {t} . <x:s> <x:p> <x:o> }} }}",
        "DELETE DATA {{ GRAPH {g} {{ {t} }} }} ; INSERT DATA {{ GRAPH {g} {{ <x:s> <x:p> 1 }} }}",
    ],
    ids=["less", "more", "other"],
)
def test_graph_that_is_not_what_was_sent_is_found_out(
    own: Path, tmp_path: Path, change: str
) -> None:
    with engines.oxigraph(tmp_path) as running:
        tally = chunks.Census()
        list(chunks.cut_graph(versions.open_store(own), tally))
        quad = tally.sample[7]

        def spoil(message: str) -> None:
            if message == "comparing":
                update(running.address, change.format(g=quad.graph_name, t=quad.triple))

        to = push.Ends.of(running.address)
        with pytest.raises(ServiceError, match="run the command again"):
            push.push_graph(own, to, progress=spoil)
        with pytest.raises(StoreError, match="holds no whole graph"):
            service.open_service(running.address)
        assert push.push_graph(own, to).found == 0
        assert held(running.address) == set(versions.open_store(own))


def test_address_that_takes_nothing_is_an_error(own: Path, tmp_path: Path) -> None:
    with engines.oxigraph(tmp_path) as running:
        error = kg(
            *("push", running.address, "--store", own),
            *("--update", running.address.replace("/query", "/nothing")),
        ).error
    assert "/nothing: answered 404 Not Found" in error


@pytest.mark.parametrize(
    ("query", "update", "quads"),
    [
        ("http://h/query", "http://h/update", ["http://h/store", "http://h/data"]),
        ("http://h:3030/ds/query", "http://h:3030/ds/update", ["http://h:3030/ds/store"]),
        ("http://h:8890/sparql", "http://h:8890/sparql", []),
        (
            "http://h:7200/repositories/kg",
            "http://h:7200/repositories/kg/statements",
            ["http://h:7200/repositories/kg/statements"],
        ),
    ],
)
def test_other_ends_of_a_service_are_known_from_its_query_address(
    query: str, update: str, quads: list[str]
) -> None:
    found = push.Ends.of(query)
    assert (str(found.query), str(found.update)) == (query, update)
    assert [str(place) for place in found.quads][: len(quads)] == quads


def test_parts_are_always_the_same(invented_store_path: Path) -> None:
    def digests() -> list[str]:
        quads = versions.open_store(invented_store_path)
        return [part.digest for part in chunks.cut_graph(quads, chunks.Census(), SIZE)]

    assert digests() == digests()


def test_bulk_files_hold_all_and_say_so(own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bulk"
    done = kg("push", "--bulk", folder, "--store", own)
    assert (done.code, done.out) == (0, "")
    listing = json.loads((folder / "manifest.json").read_text("utf-8"))
    quads, total = set[pyoxigraph.Quad](), 0
    for entry in listing["parts"]:
        packed = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(packed).hexdigest() == entry["sha256"]
        assert len(packed) == entry["bytes"]
        found = list(pyoxigraph.parse(gzip.decompress(packed), pyoxigraph.RdfFormat.N_QUADS))
        assert len(found) == entry["statements"]
        quads |= set(found)
        total += len(found)
    here = versions.open_store(own)
    last = {quad for quad in quads if quad.graph_name == service.MANIFEST}
    assert len(last) == 1
    assert quads - last == set(here)
    assert total == len(here) + 1 == sum(listing["families"].values()) + 1
    assert listing["statements"] == len(here)


def test_bulk_files_are_the_same_each_time_and_a_graph_when_loaded(
    own: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    quads, location = versions.open_store(own), versions.location(own)
    manifest = versions.manifest_of(location)
    for folder in (one, other, one):
        chunks.write_chunks(quads, manifest, service.manifest_quad(manifest), folder, size=1000)
    assert len(list(one.iterdir())) > 6
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in other.iterdir()
    }
    (tmp_path / "served").mkdir()
    with engines.oxigraph(tmp_path / "served") as running:
        for file in sorted(one.glob("*.nq.gz")):
            body, kind = gzip.decompress(file.read_bytes()), {"Content-Type": "application/n-quads"}
            with urlopen(Request(running.address.replace("/query", "/store"), body, kind)):
                pass
        assert held(running.address) == set(quads)


def test_folder_with_other_things_is_left_alone(own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("five years", "utf-8")
    assert "holds other things (thesis.txt)" in kg("push", "--bulk", folder, "--store", own).error
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_folder_that_cannot_be_written_is_an_error(own: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    location = versions.location(own)
    manifest = versions.manifest_of(location)
    last = service.manifest_quad(manifest)
    with pytest.raises(ExportError, match="cannot be written"):
        chunks.write_chunks(versions.open_quads(location), manifest, last, tmp_path / "file" / "x")


@pytest.mark.parametrize(
    "arguments",
    [[], ["http://127.0.0.1:1/query", "--bulk", "x"], ["--bulk", "x", "--quads", "http://h/q"]],
    ids=str,
)
def test_an_address_or_a_folder_is_wanted(arguments: list[str], own: Path) -> None:
    assert kg("push", *arguments, "--store", own).code == 2
