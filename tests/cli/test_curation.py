"""The curators' commands: rows on standard output, counts and remedies on standard error."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.main import cli
from tests.support import small_data

HEADER = ["name", "verdict", "id", "label", "score", "reason"]


def kg(*arguments: str | Path, given: str = "") -> Result:
    found = CliRunner().invoke(cli, [*map(str, arguments)], input=given)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.reader(io.StringIO(result.stdout)))


def test_a_name_is_matched(invented_store_path: Path) -> None:
    header, row = rows(kg("match", "kestrian coastal command", "--store", invented_store_path))
    assert header == HEADER
    ident = "command/kestrian-coastal-command"
    assert row[1:] == ["linked", ident, "Kestrian Coastal Command", "100", "has this name"]


def test_a_column_is_matched(invented_store_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(
        "\ufeffyear,who\n2031,KCC\n2031,Adm. Ilva Torren\n2031,\n2031,Nobody\n2031\n2031,=1+1\n",
        "utf-8",
    )
    found = kg("match", "--file", file, "--column", "who", "--store", invented_store_path)
    assert [row[:3] for row in rows(found)[1:]] == [
        ["KCC", "linked", "command/kestrian-coastal-command"],
        ["Adm. Ilva Torren", "candidates", "person/ilva-toren"],
        ["Nobody", "unknown", ""],
        ["'=1+1", "unknown", ""],
    ]


def test_the_first_column_of_standard_input_is_matched(invented_store_path: Path) -> None:
    found = kg("match", "--file", "-", "--store", invented_store_path, given="who\nValdoria\n")
    assert [row[:3] for row in rows(found)[1:]] == [["Valdoria", "linked", "state/valdoria"]]


def test_pairs_are_listed(invented_store_path: Path) -> None:
    header, *found = rows(kg("match", "--pairs", "--store", invented_store_path))
    assert header == ["one", "oneLabel", "other", "otherLabel", "score", "reason"]
    assert found == []


def test_pairs_have_ids_labels_and_reasons(tmp_path: Path) -> None:
    more = small_data.REGISTER + '\n[[person]]\nid = "person/ana-oss"\nname = "Anna Oss"\n'
    more += '\n[[person]]\nid = "person/anna-os"\nname = "Anna Oss"\n'
    root = small_data.write(tmp_path / "data", {"register/all.toml": more})
    store = tmp_path / "store"
    assert kg("build", "--data", root, "--store", store).exit_code == 0
    _, row = rows(kg("match", "--pairs", "--store", store))
    assert row[:5] == ["person/ana-oss", "Anna Oss", "person/anna-os", "Anna Oss", "100"]


@pytest.mark.parametrize("arguments", [(), ("A", "--pairs"), ("A", "--column", "who")])
def test_match_wants_one_thing(arguments: tuple[str, ...]) -> None:
    assert kg("match", *arguments).exit_code == 2


@pytest.mark.parametrize(
    ("content", "column", "message"),
    [
        (b"who\nA\n", "whom", "has no column 'whom'; did you mean 'who'?"),
        (b"who,what\nA,B\n", "zzz", "has no column 'zzz'; it has who, what"),
        (b"", "", "has no column 'at all'; it has none"),
        (b'who\n"A"B\n', "", "is no CSV"),
        (b"who\n\xff\n", "", "invalid start byte"),
    ],
)
def test_a_file_that_is_no_column_of_names_is_told(
    content: bytes, column: str, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    file.write_bytes(content)
    found = kg("match", "--file", file, *(["--column", column] if column else []))
    assert found.exit_code == 1
    assert message in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    found = kg("match", "--file", tmp_path / "none.csv")
    assert (found.exit_code, "No such file" in found.stderr) == (1, True)


def test_a_difference_is_told_in_words_and_as_a_patch(tmp_path: Path) -> None:
    old = small_data.write(tmp_path / "old")
    register = small_data.REGISTER.replace('name = "Borduria"', 'name = "Bord\u202euria"')
    new = small_data.write(tmp_path / "new", {"register/all.toml": register})
    words = kg("diff", old, new)
    assert words.exit_code == 0
    assert "Bord\ufffduria  (state/borduria)" in words.stdout
    assert words.stderr == "register: 1 re-registered\n"
    patch = kg("diff", old, new, "--format", "patch")
    assert [line[:2] for line in patch.stdout.splitlines()[3:]] == ["TX", "D ", "A ", "TC"]


def test_a_difference_of_what_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert kg("diff", tmp_path / "none", tmp_path).exit_code == 2


def test_a_new_source_is_begun_and_checked(tmp_path: Path) -> None:
    root = small_data.write(tmp_path)
    begun = kg("new", "source", "https://example.org/peace", "--data", root)
    assert begun.exit_code == 0
    source, claims = begun.stdout.splitlines()
    assert source == str(root / "sources" / "example-peace" / "source.toml")
    assert "then run 'kg check'" in begun.stderr
    checked = kg("check", claims)
    assert checked.exit_code == 1
    assert checked.stdout.startswith("sources/example-peace/claims.toml:")
    assert checked.stderr == f"2 problems in {claims}\n"
    again = kg("new", "source", "https://example.org/peace", "--data", root)
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)


def test_a_file_in_order_is_checked(tmp_path: Path) -> None:
    file = small_data.write(tmp_path) / "sources" / "herald" / "claims.toml"
    checked = kg("check", file)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert checked.stderr == f"no problems in {file}\n"


def test_all_of_the_data_is_checked(tmp_path: Path) -> None:
    root = small_data.write(tmp_path)
    checked = kg("check", "--data", root)
    assert checked.stderr.splitlines()[-1].endswith("that no source states")
    assert checked.exit_code == bool(checked.stdout)


def test_sources_are_listed_with_what_they_contribute(invented_store_path: Path) -> None:
    found = kg("sources", "--store", invented_store_path)
    assert found.exit_code == 0
    assert found.stderr == "6 rows\n"
    assert "source/halen-almanac-2031" in found.stdout


def test_of_one_source_the_sorts_of_claims_are_listed(invented_store_path: Path) -> None:
    found = kg("sources", "Asuntos del sur", "--store", invented_store_path)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0].split() == ["level", "modality", "grade", "claims"]
    unknown = kg("sources", "Nothing", "--store", invented_store_path)
    assert (unknown.exit_code, "is called 'Nothing'" in unknown.stderr) == (1, True)


def test_pairs_can_be_drafts_of_claims(shipped_store_path: Path) -> None:
    found = kg("match", "--pairs", "--format", "toml", "--store", shipped_store_path)
    drafts = tomllib.loads(found.stdout)["claim"]
    _, *pairs = rows(kg("match", "--pairs", "--store", shipped_store_path))
    assert [(d["about"], d["possibly_same_as"], str(d["score"]), d["reason"]) for d in drafts] == [
        (one, other, score, reason) for one, _, other, _, score, reason in pairs
    ]
    assert {(d["level"], d["modality"]) for d in drafts} == {("inferred", "ongoing")}
    assert "goes with --pairs" in kg("match", "A", "--format", "toml").stderr
