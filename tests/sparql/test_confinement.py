"""A confined process reads its directory, and can neither write, connect nor start anything."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from kg.sparql import sandbox
from tests.support.sandbox_samples import LINUX, ROOT

FORBIDDEN = {
    "connect": "import socket; socket.socket()",
    "fork": "os.fork()",
    "execute": "os.execv('/bin/true', ['true'])",
    "thread": "import threading; threading.Thread(target=print).start()",
    "create": "os.open('new', os.O_CREAT | os.O_RDONLY)",
    "write": "os.open('old', os.O_WRONLY)",
    "truncate": "os.truncate('old', 0)",
    "remove": "os.unlink('old')",
    "rename": "os.rename('old', 'new')",
    "mode": "os.chmod('old', 0)",
    "read elsewhere": "os.open('/etc/passwd', os.O_RDONLY)",
    "list elsewhere": "os.listdir('/')",
    "read above": "os.open('../secret', os.O_RDONLY)",
    "signal": "os.kill(os.getppid(), 0)",
    "trace": "check(libc.ptrace(0, 0, 0, 0))",
    "io_uring": "check(libc.syscall(425, 1, None))",
    "machine code": "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "raise limits": "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))",
    "memory": "bytearray(1 << 30)",
}
TRIAL = """
import ctypes, os, resource, socket, mmap, threading
from kg.sparql.confinement import confine
libc = ctypes.CDLL(None, use_errno=True)
def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "denied")
confine(".", 1 << 28)
assert os.read(os.open("old", os.O_RDONLY), 9) == b"kept"
try:
    {attempt}
except (OSError, MemoryError, RuntimeError, ValueError):
    print("denied")
"""


@LINUX
@pytest.mark.parametrize("attempt", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_confined_process_is_denied(tmp_path: Path, attempt: str) -> None:
    directory = tmp_path / "directory"
    directory.mkdir()
    (directory / "old").write_text("kept")
    (tmp_path / "secret").write_text("secret")
    done = subprocess.run(
        [sys.executable, "-c", TRIAL.format(attempt=attempt)],
        cwd=directory,
        env={"PYTHONPATH": ROOT},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "denied\n", done.stderr
    assert (directory / "old").read_text() == "kept"


def test_only_its_own_small_modules_load_in_the_process_that_is_confined(tmp_path: Path) -> None:
    seen = "; print(*(name for name in sys.modules if name.partition('.')[0] not in plain))"
    plain = "plain = {*sys.stdlib_module_names, '__main__', 'pyoxigraph'}"
    code = sandbox.START.replace("worker.main()", f"{plain}{seen}")
    package, site = Path(ROOT) / "kg", Path(pyoxigraph.__file__).parent.parent
    command = [sys.executable, "-I", "-S", "-c", code, str(package), str(site)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True)
    own = {
        "kg",
        "kg.sparql",
        *(f"kg.sparql.{name}" for name in ("confinement", "format_names", "formats", "worker")),
    }
    assert {name for name in done.stdout.split() if not name.startswith("pyoxigraph.")} == own
