"""What the page says exists in three languages, is used, and takes the same things in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

VIEWER = Path(__file__).parents[2] / "kg" / "viewer" / "web"
TEXTS = {
    file: (VIEWER / "core" / f"{file}.js").read_text("utf-8").partition("= {\n")[2]
    for file in ("words", "phrases")
}
ENTRY = re.compile(r'^  "?([\w.-]+)"?: \[\s*((?:"(?:[^"\\]|\\.)*",?\s*){3})\],?$', re.MULTILINE)
PHRASES = {
    key: json.loads(f"[{texts.strip().rstrip(',')}]")
    for text in TEXTS.values()
    for key, texts in ENTRY.findall(text)
}
PROGRAM = "\n".join(
    file.read_text("utf-8") for file in sorted(VIEWER.rglob("*.js")) if file.stem not in TEXTS
)
TEMPLATE = (VIEWER / "template.html").read_text("utf-8")
SAID = re.findall(r'\bsay\(\s*"([\w.-]+)"', PROGRAM) + re.findall(
    r'data-(?:say|aria-label|title|placeholder)(?:"\s*:\s*|=)"([\w.-]+)"', PROGRAM + TEMPLATE
)


def test_every_phrase_is_read():
    written = sum(
        text.count('": [') + len(re.findall(r"^  \w+: \[", text, re.MULTILINE))
        for text in TEXTS.values()
    )
    assert len(PHRASES) == written > 200


@pytest.mark.parametrize("key", sorted(set(SAID)))
def test_what_is_said_is_known(key):
    assert key in PHRASES


@pytest.mark.parametrize("key", PHRASES)
def test_languages_take_the_same_things_in(key):
    places = [sorted(re.findall(r"\{\d\}", text)) for text in PHRASES[key]]
    assert places[0] == places[1] == places[2]
    assert all(text.strip() for text in PHRASES[key])
