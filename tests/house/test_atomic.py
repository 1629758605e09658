"""What is written takes its place whole, and what fails leaves the place as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.atomic import DRAFTS, replace_text, replacing, replacing_folder
from kg.errors import ExportError


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def test_text_takes_the_place_of_another(tmp_path: Path) -> None:
    for text in ("one", "número dos"):
        replace_text(tmp_path / "file", text)
        assert contents(tmp_path) == {"file": text}


def test_text_that_has_no_place_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_text(tmp_path / "none" / "file", "one")


def test_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    for number in range(2):
        with replacing_folder(tmp_path / "folder") as draft:
            (draft / "inner").mkdir()
            (draft / "inner" / f"{number}").write_text("new", "utf-8")
        assert contents(tmp_path) == {f"folder/inner/{number}": "new"}


def test_folder_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "folder") as draft:
        (draft / "file").write_text("old", "utf-8")

    def fail() -> None:
        with replacing_folder(tmp_path / "folder") as draft:
            (draft / "file").write_text("new", "utf-8")
            raise ValueError("half of it")

    with pytest.raises(ValueError, match="half"):
        fail()
    assert contents(tmp_path) == {"folder/file": "old"}
    assert list(tmp_path.glob(DRAFTS)) == []


def test_remains_of_a_killed_process_are_known_and_no_hindrance(tmp_path: Path) -> None:
    killed = replacing_folder(tmp_path / "folder")
    (killed.__enter__() / "half").touch()
    [left] = tmp_path.glob(DRAFTS)
    assert (left / "half").is_file()
    with replacing_folder(tmp_path / "folder") as draft:
        (draft / "file").write_text("new", "utf-8")
    assert contents(tmp_path) == {"folder/file": "new"}


def test_files_take_their_places_together_or_not_at_all(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("old", "utf-8")

    def fail() -> None:
        with replacing(one, other) as files:
            files[0].write(b"new")
            raise ValueError("half of it")

    with pytest.raises(ValueError, match="half"):
        fail()
    assert contents(tmp_path) == {"one": "old"}
    with pytest.raises(ExportError, match="there is no folder"), replacing(one, one / "two" / "x"):
        pass
