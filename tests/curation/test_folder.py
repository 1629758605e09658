"""Each mistake of a curator is named with file, line, key and remedy, and none is passed on."""

from __future__ import annotations

import shutil
import tomllib
from decimal import Decimal

import pytest

from kg.curation import folder as data
from kg.model.dates import PartialDate
from kg.paths import DATA
from tests.support.paths import INVENTED
from tests.support.small_data import (
    CLAIM,
    FILES,
    HEADER,
    REGISTER,
    SOURCE,
    problem,
    problems,
    write,
)

REGISTRY, SOURCES, CLAIMS = FILES
every_folder = pytest.mark.parametrize("root", [DATA, INVENTED], ids=["shipped", "invented"])
CITED = CLAIM[CLAIM.index("modality") :]
COUNTED = f'\n[[claim]]\nabout = "observation/visitors"\n{CITED}'


def test_small_data_has_no_problem(tmp_path):
    found = data.read_folder(write(tmp_path))
    assert (len(found.entities), len(found.sources), len(found.claims)) == (6, 1, 1)
    [claim] = found.claims
    assert (claim.place.file, claim.place.line) == (CLAIMS, 7)


@every_folder
def test_register_has_a_file_for_each_kind_in_the_order_of_ids(root):
    for file in (root / "register").glob("*.toml"):
        [(kind, entries)] = tomllib.loads(file.read_text("utf-8")).items()
        assert kind == file.stem
        assert [e["id"] for e in entries] == sorted(e["id"] for e in entries), file.name


@every_folder
def test_source_is_named_like_its_folder(root):
    for file in (root / "sources").glob("*/source.toml"):
        assert tomllib.loads(file.read_text("utf-8"))["id"] == f"source/{file.parent.name}"


@pytest.mark.parametrize(
    "written",
    [
        *('"2025-13"', '"2025-8"', '"25-08-2025"', '"2025-02-31"', '"2023-02-29"', '"0000"', '""'),
        *(
            '"2025-08-20 "',
            '"2025\\n"',
            '"２０２５"',
            "2025",
            "2025-08-20T10:00:00",
            "10:00:00",
            "true",
        ),
        *("2025-08-20T00:00:00", "2025-08-20T10:00:00Z", "20250820", "2025.5"),
    ],
)
def test_what_is_no_date_is_refused(tmp_path, written):
    found = problem(tmp_path, CLAIMS, f"{HEADER}{CLAIM}start = {written}\n")
    assert found.startswith(":15: start: ")
    assert found.endswith("is no date; write '2025', '2025-08' or '2025-08-20'")


@pytest.mark.parametrize("written", ['"2025"', '"2025-08"', '"2025-08-20"', "2025-08-20"])
def test_date_may_be_partial(tmp_path, written):
    [claim] = data.read_folder(
        write(tmp_path, {CLAIMS: f"{HEADER}{CLAIM}start = {written}\n"})
    ).claims
    assert claim.content.start == PartialDate(written.strip('"'))


@pytest.mark.parametrize(
    "written", ["2031-07-01T00:00:00", "20310701", '"1 July 2031"', '"2031-02-30"', "true"]
)
def test_what_is_no_day_is_refused(tmp_path, written):
    found = problem(tmp_path, SOURCES, SOURCE.replace("2031-07-01", written))
    assert found.startswith(":5: retrieved: ")
    assert found.endswith("is no day; write it as 2025-08-20")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        *((v, "is no number") for v in ("nan", "inf", "-inf", '"nan"', '"x"', "true", "[1]")),
        *((v, "is too large or too fine") for v in ("1e400", '"1E+50000"', "1e-400", "1e20")),
        ("0.1234567890123456789", "is too large or too fine"),
    ],
)
def test_number_that_cannot_be_kept_is_refused(tmp_path, written, says):
    found = problem(tmp_path, CLAIMS, f"{HEADER}{COUNTED}value = {written}\n")
    assert found.startswith(":13: value: ")
    assert says in found


@pytest.mark.parametrize("written", ["5", "-5", "0.1", "1_000", "12345678901234567.891", "1e3"])
def test_number_is_kept_to_the_last_digit(tmp_path, written):
    [claim] = data.read_folder(
        write(tmp_path, {CLAIMS: f"{HEADER}{COUNTED}value = {written}\n"})
    ).claims
    assert claim.content.value == Decimal(written)


def test_source_of_a_taken_id_is_refused(tmp_path):
    found = problem(tmp_path, "sources/two/source.toml", SOURCE)
    assert found == ":1: id: 'source/herald' is taken by sources/herald/source.toml"


@pytest.mark.parametrize(
    "other", [CLAIM, CLAIM.replace("at = 0\n", "at = 0\nwithdrawn = 2031-07-02")]
)
def test_claim_that_is_made_twice_is_named(tmp_path, other):
    found = problem(tmp_path, CLAIMS, HEADER + CLAIM + other)
    assert found == f":17: about: says the same as the claim at {CLAIMS}:7; delete one"


def test_claim_that_is_made_twice_in_another_file_is_named(tmp_path):
    row = "visit/ana,person/ana,state/avalia,past,s1,Ana 😀 visited Avalia,0"
    rows = f"about,visitor,place,modality,unit,quote,at\n{row}\n"
    found = problem(tmp_path, "sources/herald/rows.csv", rows)
    assert found == f":2: about: says the same as the claim at {CLAIMS}:7; delete one"


def test_claims_beside_another_source_are_named(tmp_path):
    two = SOURCE.replace("source/herald", "source/two")
    write(tmp_path, {"sources/two/source.toml": two})
    [found] = problems(write(tmp_path, {"sources/two/claims.toml": HEADER}))
    assert str(found) == (
        "sources/two/claims.toml:1: source: 'source/herald' is described in "
        "sources/herald/source.toml; move its claims beside that"
    )


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("sources/two.toml", "is not read here; move it to sources/two/source.toml"),
        ("claims/two.toml", "is not read here; move it to sources/two/claims.toml"),
        ("claims/two.visits.csv", "is not read here; move it to sources/two/visits.csv"),
        ("claims/two.csv", "is not read here; move it to sources/two/claims.csv"),
        ("sources/herald/claim.toml", "is not read; a source has source.toml and claims.toml"),
    ],
)
def test_file_that_would_not_be_read_is_told_where_it_belongs(tmp_path, file, says):
    assert problem(tmp_path, file, "") == f": {says}"


def test_folder_of_a_source_that_is_not_described_is_named(tmp_path):
    [found] = problems(write(tmp_path, {"sources/two/notes.txt": ""}))
    assert str(found) == "sources/two: has no source.toml; say what it is"


def test_what_is_not_utf8_is_named_with_its_byte(tmp_path):
    raw = (HEADER + CLAIM).replace("😀", "é").encode("latin-1")
    found = problem(tmp_path, CLAIMS, raw)
    assert found == f": is not UTF-8 at byte {raw.index(0xE9)}; save it as UTF-8"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + (HEADER + CLAIM).encode(),
        (HEADER + CLAIM).replace("\n", "\r\n"),
        f"# {'x' * 9}\n{HEADER}{CLAIM}# \u2028 \u0085 \n",
    ],
)
def test_what_editors_add_to_a_file_does_no_harm(tmp_path, content):
    assert len(data.read_folder(write(tmp_path, {CLAIMS: content})).claims) == 1


@pytest.mark.parametrize("name", [REGISTRY, SOURCES, CLAIMS])
def test_empty_file_is_no_bug(tmp_path, name):
    assert problems(write(tmp_path, {name: ""}))


@pytest.mark.parametrize(
    "deep", [f"a = {'[' * 5000}{']' * 5000}", "a = " + "{a=" * 5000 + "1" + "}" * 5000]
)
def test_deep_nesting_is_refused(tmp_path, deep):
    found = problem(tmp_path, CLAIMS, f"{HEADER}[[claim]]\n{deep}\n")
    assert found == ": is nested too deeply; write flat tables"


def test_huge_file_is_refused(tmp_path):
    with (write(tmp_path) / REGISTRY).open("ab") as file:
        file.truncate(2**30)
    assert "register/all.toml: is larger than 32 MiB; split it" in map(str, problems(tmp_path))


@pytest.mark.parametrize("folder", ["register", "sources"])
def test_missing_folder_is_named(tmp_path, folder):
    shutil.rmtree(write(tmp_path) / folder)
    assert f"{tmp_path}: has no folder {folder}/; create it" in map(str, problems(tmp_path))


def test_line_is_found_beside_texts_that_look_like_keys(tmp_path):
    note = 'note = """\n[[claim]]\nvisitr = 1\n"""\n'
    broken = f"{HEADER}{CLAIM}reason = '''\n[[claim]]\nvisitr = 1\n'''\nvisitr = 3\n"
    found = problems(write(tmp_path, {CLAIMS: broken, SOURCES: f"{SOURCE}{note}"}))
    assert [str(p).partition(": unknown")[0] for p in found] == [f"{CLAIMS}:19: visitr"]


def test_several_problems_are_told_at_once_in_order(tmp_path):
    broken = {
        REGISTRY: REGISTER.replace('"person/ana"', '"state/ana"'),
        SOURCES: SOURCE.replace("reliability-b", "reliability-x"),
        CLAIMS: f"{HEADER}{CLAIM}foo = 1\nbar = 2\nlevel = 3\n",
    }
    found = problems(write(tmp_path, broken))
    assert [(p.file, p.line, p.key) for p in found] == [
        (REGISTRY, 14, "id"),
        (CLAIMS, 15, "foo"),
        (CLAIMS, 16, "bar"),
        (CLAIMS, 17, "level"),
        (SOURCES, 8, "reliability"),
    ]


def test_claims_about_what_could_not_be_read_are_not_blamed(tmp_path):
    broken = {
        REGISTRY: REGISTER.replace('name = "Visit of Ana"', "name = 1").replace('"Ana"', "1"),
        SOURCES: SOURCE,
    }
    found = problems(write(tmp_path, broken))
    assert {p.file for p in found} == {REGISTRY}


def table(*rows: str) -> str:
    return "\n".join(("about,visitor,modality,unit,quote,at", *rows, ""))


TABLE_MISTAKES = {
    "unknown id": ("visit/ana,person/anna,past,s1,Ana,0", ":2: visitor: unknown id or code"),
    "missing": ("visit/ana,person/ana,,s1,Ana,0", ":2: modality: is missing; write it"),
    "offset": ("visit/ana,person/ana,past,s1,Ana,x", ":2: at: 'x' is no offset; write a whole"),
    "negative": ("visit/ana,person/ana,past,s1,Ana,-1", ":2: at: '-1' is no offset; write a"),
    "short row": ("visit/ana,person/ana", ": line 2 has not as many cells as the first line"),
    "long row": ("visit/ana,person/ana,past,s1,Ana,0,1", ": line 2 has not as many cells as the"),
    "open quote": ('"visit/ana', ": unexpected end of data"),
}


@pytest.mark.parametrize("name", TABLE_MISTAKES)
def test_mistake_in_a_table_of_claims_is_named(tmp_path, name):
    row, says = TABLE_MISTAKES[name]
    assert problem(tmp_path, "sources/herald/rows.csv", table(row)).startswith(says)


def test_table_of_claims_is_read_with_its_lines(tmp_path):
    rows = table(
        "visit/ana,person/ana;state/borduria,past,s1,Ana,0", "visit/ana,person/ana,past,s1,Ana,0"
    )
    found = data.read_folder(write(tmp_path, {"sources/herald/rows.csv": rows}))
    assert [(c.place.file, c.place.line) for c in found.claims[1:]] == [
        ("sources/herald/rows.csv", 2),
        ("sources/herald/rows.csv", 3),
    ]
    assert found.claims[1].content.visitor == ("person/ana", "state/borduria")


def test_table_with_a_column_twice_is_refused(tmp_path):
    found = problem(tmp_path, "sources/herald/rows.csv", "about,visitor,visitor\n")
    assert found == ": has two columns of the same name; each key needs one of its own"


def test_table_that_names_no_source_is_refused(tmp_path):
    other = SOURCE.replace("source/herald", "source/other")
    write(tmp_path, {"sources/other/source.toml": other})
    found = problem(tmp_path, "sources/other/rows.csv", table())
    assert found == ": has no claims.toml beside it that names its source"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Ana 😀 visited Avalia", None),
        ("So Ana 😀 visited Avalia", "does not stand at 0; write at = 3"),
        ("Ana visited Avalia", "does not stand at 0; the text does not have these words"),
    ],
)
def test_quote_is_held_against_the_text(tmp_path, text, says):
    found = list(data.misquotes(data.read_folder(write(tmp_path)), "source/herald", text))
    assert [str(p) for p in found] == ([f"{CLAIMS}:13: quote: {says}"] if says else [])
