"""One file is checked against the rest at once, and unknown names get suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.curation import file_check
from kg.errors import StoreError
from tests.support import small_data

CLAIMS = "sources/herald/claims.toml"
OTHER = """
[[region]]
id = "region/avalian-coast"
name = "Avalian Coast"
es = "Costa de Avalia"
also = ["The Coast"]
"""


def problems(root: Path, file: str, **changed: str) -> list[str]:
    """Return the problems of a file of the small data, in which some text is another."""
    small_data.write(root)
    path = root / file
    text = path.read_text("utf-8")
    for key, value in changed.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(old, f"{key} = {value}", 1)
    path.write_text(text, "utf-8")
    return [str(problem) for problem in file_check.check_file(path)]


def test_a_file_in_order_has_no_problems(tmp_path: Path) -> None:
    for file in (CLAIMS, "sources/herald/source.toml", "register/all.toml"):
        assert problems(tmp_path, file) == []


def test_a_problem_names_line_and_key(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, CLAIMS, at="99")
    assert problem.startswith("sources/herald/claims.toml:14: at: the quote would span 99-119")


@pytest.mark.parametrize(
    ("key", "value", "line", "meant"),
    [
        ("place", '"Avalia"', 10, "'state/avalia' (Avalia)"),
        ("place", '["state/borduria", "AVALIA"]', 10, "'state/avalia' (Avalia)"),
        ("place", '"locality/avalia"', 10, "'state/avalia' (Avalia)"),
        ("visitor", '"Ana"', 9, "'person/ana' (Ana)"),
        ("about", '"Ana\'s visit"', 8, "'visit/ana' (Visit of Ana)"),
        ("modality", '"Past"', 11, "'past' (Past)"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(
    key: str, value: str, line: int, meant: str, tmp_path: Path
) -> None:
    problem = problems(tmp_path, CLAIMS, **{key: value})[0]
    assert problem.startswith(f"sources/herald/claims.toml:{line}: {key}: ")
    assert f"did you mean {meant}" in problem


def test_a_suggestion_fits_the_key(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, CLAIMS, place='"Visitors"')
    assert "did you mean" not in problem


def test_a_publisher_gets_a_suggestion(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "sources/herald/source.toml", publisher='"The Herald"')
    assert "did you mean 'organization/herald' (Herald)?" in problem


def test_tables_are_checked_with_their_file(tmp_path: Path) -> None:
    table = "about,place,modality,unit,quote,at\nvisit/ana,Avalia,past,s1,Ana,0\n"
    small_data.write(tmp_path, {"sources/herald/rows.csv": table})
    for name in ("sources/herald/rows.csv", CLAIMS):
        [problem] = file_check.check_file(tmp_path / name)
        assert str(problem).startswith("sources/herald/rows.csv:2: place: 'Avalia' is no id")
        assert "did you mean 'state/avalia' (Avalia)?" in str(problem)


def test_what_is_wrong_elsewhere_is_left_out(tmp_path: Path) -> None:
    small_data.write(
        tmp_path, {"sources/other/claims.toml": "nonsense", "register/z.toml": "[[nothing]]"}
    )
    assert file_check.check_file(tmp_path / CLAIMS) == []


def test_an_id_that_another_file_has_is_told(tmp_path: Path) -> None:
    double = '[[person]]\nid = "person/ana"\nname = "Other"\n'
    small_data.write(tmp_path, {"register/zz.toml": double})
    for name in ("register/all.toml", "register/zz.toml"):
        [problem] = file_check.check_file(tmp_path / name)
        assert "'person/ana' is taken by register/all.toml:" in str(problem)


@pytest.mark.parametrize(
    "register", ["[[region]]\n[[state]]\nid = 3\n", "region = 1\n[state]\n", OTHER]
)
def test_suggestions_come_from_what_can_be_read(register: str, tmp_path: Path) -> None:
    small_data.write(tmp_path, {"register/more.toml": register})
    [problem] = problems(tmp_path, CLAIMS, place='"Coast of Avalia"')
    assert ("region/avalian-coast" in problem) == (register == OTHER)


def test_quotes_are_held_against_the_text(tmp_path: Path) -> None:
    small_data.write(tmp_path / "data")
    texts = tmp_path / "texts"
    texts.mkdir()
    file = tmp_path / "data" / CLAIMS
    assert file_check.check_file(file, texts) == []
    (texts / "herald.txt").write_text(small_data.TEXT, "utf-8")
    assert file_check.check_file(file, texts) == []
    (texts / "herald.txt").write_text("x" + small_data.TEXT, "utf-8")
    [problem] = file_check.check_file(file, texts)
    assert str(problem) == f"{CLAIMS}:13: quote: does not stand at 0; write at = 1"


@pytest.mark.parametrize(
    "name", ["sources/herald/none.toml", "elsewhere.toml", "sources/herald", "sources"]
)
def test_what_is_no_file_of_the_data_is_refused(name: str, tmp_path: Path) -> None:
    small_data.write(tmp_path, {"elsewhere.toml": ""})
    with pytest.raises(
        StoreError, match=r"is no file register/KIND\.toml, or in a folder sources/NAME"
    ):
        file_check.check_file(tmp_path / name)


def test_one_file_is_checked_against_a_large_register(tmp_path: Path) -> None:
    entry = '[[person]]\nid = "person/p{0}"\nname = "Person {0} of Many"\n\n'
    many: Mapping[str, str] = {"register/many.toml": "".join(map(entry.format, range(3000)))}
    small_data.write(tmp_path, many)
    assert len(problems(tmp_path, CLAIMS, visitor='"Ana"')) == 1
