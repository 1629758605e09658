"""The page's script where it needs no page: under node, as the modules that it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.model import languages
from kg.viewer.bundle import WEB
from tests.support.paths import TESTS


@pytest.mark.parametrize("name", ["script", "script_features", "script_dates"])
def test_script_does_under_node_what_it_says(tmp_path: Path, name: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    shutil.copytree(WEB, tmp_path / "viewer")
    # Tells node, which would take them for older scripts, that the files are modules.
    (tmp_path / "viewer" / "package.json").write_text('{"type": "module"}', "utf-8")
    words = {code: dict(languages.words(code, "page")) for code in languages.codes("page")}
    done = subprocess.run(
        [node, "--test", "--test-reporter=spec", str(Path(__file__).with_name(f"{name}.mjs"))],
        env={
            **os.environ,
            "SCRIPT": str(tmp_path / "viewer"),
            "WORDS": json.dumps(words),
            "VECTORS": str(TESTS / "vectors"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
