"""A new source begins with two files that say what is to be filled in, and spoils nothing."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from kg.curation import drafts, file_check
from kg.curation import folder as data
from kg.errors import ExportError
from kg.model import languages
from tests.support import small_data

DAY = datetime.date(2031, 9, 1)
ADDRESS = "https://news.example.org/2031/08/21/the-visit-of-ana.html"


def draft(root: Path, address: str = ADDRESS, name: str | None = None) -> list[Path]:
    return drafts.draft_source(address, root, DAY, name)


def test_both_files_are_written_with_the_day(tmp_path: Path) -> None:
    source, claims = draft(small_data.write(tmp_path))
    slug = "example-2031-08-21-the-visit-of-ana"
    assert source == tmp_path / "sources" / slug / "source.toml"
    assert claims == tmp_path / "sources" / slug / "claims.toml"
    known = tomllib.loads(source.read_text("utf-8"))
    assert (known["id"], known["address"], known["retrieved"]) == (f"source/{slug}", ADDRESS, DAY)
    said = tomllib.loads(claims.read_text("utf-8"))
    assert (said["source"], said["extracted"]) == (f"source/{slug}", DAY)


def test_what_is_to_be_filled_in_is_what_the_check_names(tmp_path: Path) -> None:
    source, claims = draft(small_data.write(tmp_path))
    keys = [problem.key for problem in file_check.check_file(source)]
    assert keys == ["title", "publisher", "language", "licence", "reliability"]
    assert [problem.key for problem in file_check.check_file(claims)] == [
        "extracted_by",
        "credibility",
    ]


def test_a_draft_that_is_filled_in_is_data(tmp_path: Path) -> None:
    source, claims = draft(small_data.write(tmp_path))
    filled = {
        "title": "T",
        "publisher": "organization/herald",
        "language": "en",
        "licence": "L.",
        "reliability": "reliability-b",
        "extracted_by": "me",
        "credibility": "credibility-3",
    }
    for file in (source, claims):
        text = file.read_text("utf-8")
        for key, value in filled.items():
            text = text.replace(f'\n{key} = ""', f'\n{key} = "{value}"')
        file.write_text(text, "utf-8")
        assert file_check.check_file(file) == []
    assert len(data.read_folder(tmp_path).sources) == 2


def test_hints_name_the_choices_and_what_others_of_the_site_have(tmp_path: Path) -> None:
    other = small_data.SOURCE.replace("example.org/herald", "news.example.org/herald")
    source, claims = draft(small_data.write(tmp_path, {"sources/herald/source.toml": other}))
    text = source.read_text("utf-8")
    assert "\n# others of news.example.org have organization/herald\n" in text
    assert "\n#   reliability-a  Completely reliable\n" in text
    text = claims.read_text("utf-8")
    assert "\n#   credibility-6  Truth cannot be judged\n" in text
    assert '# modality = "…"  # aspirational, ongoing, past, planned' in text


@pytest.mark.parametrize("language", languages.codes("drafts"))
def test_hints_are_in_the_language_asked_for_and_the_keys_are_the_same(
    language: str, tmp_path: Path
) -> None:
    root = small_data.write(tmp_path)
    for path, plain in zip(
        drafts.draft_source(ADDRESS, root, DAY, "one", language),
        drafts.draft_source(f"{ADDRESS}?", root, DAY, "two"),
        strict=True,
    ):
        text = path.read_text("utf-8")
        told = tomllib.loads(text.replace("source/one", "source/two").replace("html", "html?"))
        assert {**told, "address": ADDRESS} == {
            **tomllib.loads(plain.read_text("utf-8")),
            "address": ADDRESS,
        }
        for key, words in languages.words(language, "drafts").items():
            if key.startswith(f"{path.stem}.") and "{" not in words:
                assert words in text


@pytest.mark.parametrize("name", ["source", "claims"])
def test_no_file_is_overwritten(name: str, tmp_path: Path) -> None:
    folder = small_data.write(tmp_path) / "sources" / "herald"
    there = folder / f"{name}.toml"
    before = there.read_bytes()
    other = folder / {"source": "claims.toml", "claims": "source.toml"}[name]
    other.unlink()
    with pytest.raises(ExportError, match=rf"herald/{name}\.toml: is there already"):
        draft(tmp_path, name="herald")
    assert there.read_bytes() == before
    assert not other.exists()


def test_a_known_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"is the address of sources/herald/source\.toml"):
        draft(small_data.write(tmp_path), "https://example.org/herald")


@pytest.mark.parametrize("address", ["news", "ftp://example.org/a", "https://", 'https://a b"c'])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is no address"):
        draft(tmp_path, address)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "A", "a b", "../a", "a/b", "a-", "á"])
def test_what_can_be_no_name_is_refused(name: str, tmp_path: Path) -> None:
    if name:
        with pytest.raises(ExportError, match="is no name; write small letters"):
            draft(tmp_path, name=name)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        (
            "https://www.navy.example.mil.zz/a/b/Adm-Oss-Takes-Command/",
            "example-adm-oss-takes-command",
        ),
        ("https://en.example.com/2031/06/Paz_en_el_Mar", "example-2031-06-paz-en-el-mar"),
        ("https://example.com.zz/?p=5604", "example"),
        ("https://example.org/news/12345/", "example-news"),
        (
            "https://example.org/uno-dos-tres-cuatro-cinco-seis.html",
            "example-uno-dos-tres-cuatro-cinco",
        ),
        ("https://example.org/2031-08-21-ana", "example-2031-08-21-ana"),
        ("https://localhost/ana", "ana"),
        ("https://localhost/", "source"),
    ],
)
def test_the_name_is_made_of_the_address(address: str, slug: str, tmp_path: Path) -> None:
    source, _ = draft(tmp_path, address)
    assert source.parent.name == slug


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("")
    with pytest.raises(ExportError, match=r"sources/.*: cannot be written"):
        draft(tmp_path)
