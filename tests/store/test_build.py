"""A build is whole or does not happen: the old graph serves through kills and full disks."""

from __future__ import annotations

import contextlib
import fcntl
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg as package
from kg.errors import DataError, StoreError
from kg.store import builder, versions
from tests.support.command import KG, kg, process
from tests.support.paths import INVENTED
from tests.support.small_data import CLAIM, FILES, HEADER, visitors, write

REGISTRY, SOURCES, CLAIMS = FILES
OTHER = {CLAIMS: HEADER + CLAIM.replace("person/ana", "state/borduria")}
AUDITED = """
import os, signal, sys
from pathlib import Path
from kg.store import builder
target, data, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
steps = 0
def count(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.mkdir", "shutil.rmtree") and arguments:
        if str(arguments[0]).startswith(str(target)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
builder.build_store(target, data)
print(steps)
"""


def exported(target: Path) -> bytes:
    done = kg("export", "--format", "nq", "-o", "-", "--store", target)
    assert done.code == 0, done.messages
    return done.raw


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return a store of the small data."""
    builder.build_store(tmp_path / "store", write(tmp_path / "data"))
    return tmp_path / "store"


def large(root: Path, claims: int) -> Path:
    """Write a data folder whose build takes a while."""
    people = range(claims)
    register = "".join(f'\n[[person]]\nid = "person/p{n}"\nname = "P {n}"\n' for n in people)
    said = [CLAIM.replace("person/ana", f"person/p{n}") for n in people]
    return write(root, {REGISTRY: FILES[REGISTRY] + register, CLAIMS: HEADER + "".join(said)})


def test_build_says_what_is_in_the_graph(tmp_path):
    manifest, was_built = builder.build_store(tmp_path / "store", write(tmp_path / "data"))
    assert was_built
    assert (manifest.claims, manifest.entities, manifest.sources) == (1, 6, 1)
    with package.open(tmp_path / "store") as graph:
        assert len(graph.store) == manifest.statements
        assert graph.manifest == manifest


def test_same_input_gives_the_same_bytes_from_whatever_files(tmp_path):
    shutil.copytree(INVENTED, tmp_path / "as it is")
    moved = shutil.copytree(INVENTED, tmp_path / "moved" / "deeper")
    for number, file in enumerate(sorted(moved.glob("register/*.toml"), reverse=True)):
        entries = re.split(r"(?m)^(?=\[\[)", file.read_text("utf-8"))
        file.unlink()
        for part in (0, 1):
            own = "\n".join(reversed(entries[part::2]))
            file.with_name(f"{number}-{part}.toml").write_text(own, "utf-8")
    for number, folder in enumerate(sorted(moved.glob("sources/*"), reverse=True)):
        for file in folder.glob("claims.toml"):
            head, *tables = re.split(r"(?m)^(?=\[\[)", file.read_text("utf-8"))
            file.write_text("\n".join([head, *reversed(tables)]), "utf-8")
        for file in folder.glob("*.csv"):
            file.rename(file.with_name(f"{number}.csv"))
        folder.rename(folder.with_name(str(number)))
    paths = [tmp_path / "one", tmp_path / "two"]
    builder.build_store(paths[0], tmp_path / "as it is")
    builder.build_store(paths[1], moved)
    assert exported(paths[0]) == exported(paths[1])


def test_same_input_gives_the_same_bytes_again(tmp_path, built):
    before = exported(built)
    shutil.rmtree(built)
    builder.build_store(built, tmp_path / "data")
    assert exported(built) == before


def test_unchanged_input_is_not_built_again(tmp_path, built):
    before = {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.name != "LOCK"}
    manifest, was_built = builder.build_store(built, tmp_path / "data")
    assert not was_built
    assert manifest == versions.manifest_of(versions.location(built))
    assert {p: p.stat().st_mtime_ns for p in built.rglob("*") if p.name != "LOCK"} == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (CLAIMS, OTHER[CLAIMS]),
        (REGISTRY, FILES[REGISTRY].replace('"Ana"', '"Anna"')),
        ("sources/herald/rows.csv", "about,visitor,modality,unit,quote,at\n"),
    ],
)
def test_changed_input_is_built_anew(tmp_path, built, name, content):
    write(tmp_path / "data", {name: content})
    assert builder.build_store(built, tmp_path / "data")[1]


def test_data_with_problems_leaves_the_old_graph(tmp_path, built):
    write(tmp_path / "data", {CLAIMS: HEADER + CLAIM.replace("person/ana", "person/anna")})
    with pytest.raises(DataError):
        builder.build_store(built, tmp_path / "data")
    assert visitors(built) == {"ana"}
    assert not list(built.glob("*.part"))


def test_build_keeps_its_hands_off_other_things_in_the_folder(tmp_path):
    (tmp_path / "store" / "photos").mkdir(parents=True)
    (tmp_path / "store" / "photos" / "cat.png").write_bytes(b"cat")
    data = write(tmp_path / "data")
    for change in (None, OTHER, None):
        builder.build_store(tmp_path / "store", write(data, change))
    assert (tmp_path / "store" / "photos" / "cat.png").read_bytes() == b"cat"


def test_only_the_graph_before_the_current_one_is_kept(tmp_path, built):
    first = versions.manifest_of(versions.location(built)).digest
    for number in range(3):
        write(tmp_path / "data", {REGISTRY: f"{FILES[REGISTRY]}# {number}\n"})
        builder.build_store(built, tmp_path / "data")
    folders = sorted(p.name for p in built.iterdir() if p.is_dir())
    assert len(folders) == 2
    assert first not in folders
    assert (built / "CURRENT").read_text("utf-8").strip() in folders


def test_open_graph_keeps_answering_while_others_take_its_place(tmp_path, built):
    with package.open(built) as old:
        before = old.query("claims").terms
        builder.build_store(built, write(tmp_path / "data", OTHER))
        assert old.query("claims").terms == before
        [(visitor,)] = old.query("SELECT ?o { ?s rsc:hasVisitor ?o }").rows
        assert visitor.endswith("person/ana")
        assert visitors(built) == {"borduria"}


def steps(target: Path, data: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", AUDITED, str(target), str(data), str(last)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def test_kill_at_any_step_on_the_disk_leaves_a_whole_graph(tmp_path, built):
    shutil.copytree(built, tmp_path / "spare")
    data = write(tmp_path / "data", OTHER)
    done = steps(tmp_path / "spare", data, 0)
    assert done.returncode == 0, done.stderr
    total = int(done.stdout)
    assert total > 20
    seen = []
    for last in [*range(1, 8), *range(total - 14, total + 1)]:
        target = shutil.copytree(built, tmp_path / f"killed-{last}")
        assert steps(target, data, last).returncode == -signal.SIGKILL
        seen.append(visitors(target))
        if last % 5 == 0:
            assert builder.build_store(target, data)[0].claims == 1
            assert visitors(target) == {"borduria"}
            assert not list(target.glob("*.part"))
    assert seen == sorted(seen, key=lambda names: names == {"borduria"})
    assert seen[0] == {"ana"}
    assert seen[-1] == {"borduria"}


def test_kill_at_any_moment_leaves_a_whole_graph(tmp_path, built):
    data = large(tmp_path / "large", 1500)
    spare = tmp_path / "spare"
    started = time.monotonic()
    assert process("build", "--store", spare, "--data", data).code == 0
    whole = time.monotonic() - started
    killed = 0
    moments = random.Random(7)
    for _ in range(80):
        if killed == 8:
            break
        child = subprocess.Popen(
            [*KG, "build", "--store", str(built), "--data", str(data)],
            stderr=subprocess.DEVNULL,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(whole * moments.random())
        child.kill()
        child.wait()
        assert visitors(built) == ({"ana"} if child.returncode else visitors(spare)), killed
        killed += child.returncode == -signal.SIGKILL
        if child.returncode == 0:  # It was quicker this time: back to the small data, and again.
            builder.build_store(built, tmp_path / "data")
    assert killed == 8
    assert kg("build", "--store", built, "--data", data).code == 0
    assert visitors(built) == visitors(spare)
    assert exported(built) == exported(spare)


@contextlib.contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    path.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only the superuser can make a small disk; the size limit is tested instead")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_full_disk_leaves_the_old_graph(tmp_path):
    with small_disk(tmp_path / "disk", "12m") as disk:
        target = disk / "store"
        builder.build_store(target, write(tmp_path / "data"))
        taken = (disk / "ballast").open("wb", buffering=0)
        with taken, contextlib.suppress(OSError):
            while True:
                taken.write(bytes(2**16))
                taken.flush()
        done = kg("build", "--store", target, "--data", write(tmp_path / "data", OTHER))
        assert "the graph could not be written" in done.error
        assert "No space left on device" in done.error
        with pytest.raises(StoreError, match="No space left on device"):
            builder.build_store(target, tmp_path / "data")
        assert visitors(target) == {"ana"}
        assert not list(target.glob("*.part"))
        (disk / "ballast").unlink()
        assert kg("build", "--store", target, "--data", tmp_path / "data").code == 0
        assert visitors(target) == {"borduria"}


def test_limit_on_file_size_leaves_the_old_graph(tmp_path, built):
    limited = subprocess.run(
        [*KG, "build", "--store", built, "--data", large(tmp_path / "large", 300)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2**15, 2**15)),
        capture_output=True,
        check=False,
        text=True,
    )
    assert limited.returncode == 1
    assert limited.stderr.startswith(f"Error: {built}: the graph could not be written (")
    assert len(limited.stderr.splitlines()) == 1
    assert visitors(built) == {"ana"}


def test_second_build_at_the_same_time_is_told_to_wait(tmp_path, built):
    with (built / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = kg("build", "--store", built, "--data", tmp_path / "data")
        assert done.error == f"{built}: another build is running; wait for it"
        with pytest.raises(StoreError, match="another build is running; wait for it"):
            builder.build_store(built, tmp_path / "data")
        assert visitors(built) == {"ana"}
