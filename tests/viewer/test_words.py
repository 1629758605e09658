"""What the page says is known and used, and takes the same things in in every language."""

from __future__ import annotations

import re

import pytest

from kg.model import languages
from kg.viewer import compose
from kg.viewer.bundle import WEB

CODES = languages.codes("page")
ENGLISH = languages.words("en", "page")
PROGRAM = "\n".join(file.read_text("utf-8") for file in sorted(WEB.rglob("*.js")))
TEMPLATE = (WEB / "template.html").read_text("utf-8")
SAID = set(
    re.findall(r'\b(?:say|label|hint|wording)\(\s*"([\w.-]+)"', PROGRAM + TEMPLATE)
    + re.findall(r'data-(?:say|aria-label|title|placeholder)(?:"\s*:\s*|=)"([\w.-]+)"', PROGRAM)
)
# Keys that end in what the data or the state have, and words that follow a number.
LISTS = set(
    re.findall(r"`([\w.]+)\.\$\{", PROGRAM)
    + re.findall(r'\bmeant\("(\w+)"', PROGRAM)
    + re.findall(r'\bcounted\([^;]*?, "(\w+)"\)', PROGRAM)
)
QUOTED = set(re.findall(r'"([\w.-]+)"', PROGRAM + TEMPLATE)) | {compose.OVERVIEW}


@pytest.mark.parametrize("key", sorted(SAID))
def test_what_is_said_is_known(key: str) -> None:
    assert key in ENGLISH


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_list_has_words(name: str) -> None:
    assert any(key.startswith(f"{name}.") for key in ENGLISH)


def test_what_is_known_is_said() -> None:
    assert len(ENGLISH) > 200
    listed = tuple(f"{name}." for name in LISTS)
    assert {key for key in ENGLISH if key not in QUOTED and not key.startswith(listed)} == set()


@pytest.mark.parametrize("code", CODES)
def test_languages_take_the_same_things_in(code: str) -> None:
    words = languages.words(code, "page")
    for key, text in words.items():
        model = ENGLISH.get(key) or ENGLISH[f"{key.rpartition('.')[0]}.other"]
        assert sorted(re.findall(r"\{.*?\}", text)) == sorted(re.findall(r"\{\d\}", model)), key
