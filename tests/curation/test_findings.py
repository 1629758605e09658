"""A finding leads to the line to mend, and whole data has none to mend."""

import shutil

import pytest

from kg import paths
from kg.curation import checks
from kg.curation.origins import Origin
from kg.entities import expectations
from kg.errors import DataError
from kg.model.namespaces import RSC
from tests.support.paths import INVENTED


@pytest.mark.parametrize("root", [INVENTED, paths.DATA], ids=["invented", "shipped"])
def test_whole_data_has_nothing_to_mend(root):
    assert [str(f) for f in checks.check_data(root) if f.serious] == []


def test_invented_quotes_stand_in_their_texts():
    found = checks.check_data(INVENTED, INVENTED / "texts")
    assert [str(f) for f in found if f.serious] == []


# A folder of data with one thing wrong at a time.

REGISTER = """[[organization]]
id = "organization/paper"
name = "Paper"

[[person]]
id = "person/ana"
name = "Ana"

[[visit]]
id = "visit/call"
name = "Call"
"""
SOURCE = """id = "source/paper"
title = "Paper"
publisher = "organization/paper"
address = "https://example.com/paper"
retrieved = 2031-01-02
language = "en"
licence = "Public domain."
reliability = "reliability-f"
claims = { least = 1, most = 3 }
units = [["s1", 0, 300]]
"""
HEADER = """source = "source/paper"
extracted = 2031-01-02
extracted_by = "the editors"
review = "unreviewed"
credibility = "credibility-6"
"""
CLAIM_OF_VISIT = """
[[claim]]
about = "visit/call"
visitor = "person/ana"
unit = "s1"
quote = "Ana called"
at = 0
modality = "past"
"""
TEXT = "Ana called on them in March, and left the town again in February."


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes a folder of data and returns its path."""

    def write(register=REGISTER, source=SOURCE, said=CLAIM_OF_VISIT):
        files = {
            "register/paper.toml": register,
            "sources/paper/source.toml": source,
            "sources/paper/claims.toml": HEADER + said,
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        return tmp_path

    return write


def serious(root, texts=None):
    return [f for f in checks.check_data(root, texts) if f.serious]


def line(text, wanted):
    return next(n for n, found in enumerate(text.splitlines(), 1) if found.startswith(wanted))


def test_sound_folder_has_no_finding(folder):
    assert serious(folder()) == []


def test_what_is_missing_leads_to_the_entry_in_the_register(folder):
    said = CLAIM_OF_VISIT.replace('visitor = "person/ana"', 'participant = "person/ana"')
    [finding] = serious(folder(said=said))
    assert finding.rule == "visit-visitor"
    assert finding.focus == "visit/call"
    assert finding.origin == Origin("register/paper.toml", line(REGISTER, "[[visit]]"), "visitor")
    assert str(finding).startswith("register/paper.toml:9: visitor: visit/call: A visit needs")


def test_what_is_wrong_leads_to_the_key_of_the_claim(folder):
    long = CLAIM_OF_VISIT.replace("Ana called", "word " * 25)
    [finding] = serious(folder(said=long))
    assert finding.rule == "evidence-length"
    assert finding.severity == "Warning"
    where = line(HEADER + long, "quote")
    assert finding.origin == Origin("sources/paper/claims.toml", where, "quote")


def test_wrong_order_of_dates_leads_to_the_later_one(folder):
    said = CLAIM_OF_VISIT.replace("unit", 'start = "2030-03"\nend = "2030-02"\nunit')
    [finding] = serious(folder(said=said))
    assert finding.rule == "ends-before-it-starts"
    assert finding.origin == Origin(
        "sources/paper/claims.toml", line(HEADER + said, "end ="), "end"
    )


def test_amount_without_a_currency_is_found(folder):
    said = CLAIM_OF_VISIT.replace("unit", "amount = 500\nunit")
    [finding] = serious(folder(said=said))
    assert finding.rule == "amount-currency"
    assert finding.origin.key == "currency"


def test_source_finding_leads_to_the_source(folder):
    [finding] = serious(folder(source=SOURCE.replace("least = 1, most = 3", "least = 2, most = 3")))
    assert finding.rule == "claims-in-band"
    assert finding.origin == Origin("sources/paper/source.toml", line(SOURCE, "claims"), "claims")
    assert "1 claims where 2 to 3 are expected" in finding.message


def test_claim_made_twice_is_found(folder):
    again = CLAIM_OF_VISIT + CLAIM_OF_VISIT.replace("Ana called", "called").replace(
        "at = 0", "at = 4"
    )
    [finding] = serious(folder(said=again))
    assert finding.rule == "said-twice"
    assert finding.origin == Origin("sources/paper/claims.toml", 15, "about")
    assert "line 7 says" in finding.message


def test_same_thing_said_in_other_words_is_no_finding(folder):
    again = CLAIM_OF_VISIT + CLAIM_OF_VISIT.replace("at = 0", "at = 40")
    assert serious(folder(said=again)) == []


def test_withdrawn_claim_repeats_nothing(folder):
    again = CLAIM_OF_VISIT.replace("modality", "withdrawn = 2031-01-03\nmodality")
    said = CLAIM_OF_VISIT.replace('"past"', '"ongoing"') + again
    assert serious(folder(said=said)) == []


def test_quote_is_held_against_the_text_if_there_is_one(folder, tmp_path):
    root = folder(said=CLAIM_OF_VISIT.replace("at = 0", "at = 3"))
    texts = tmp_path / "texts"
    texts.mkdir()
    assert serious(root, texts) == []
    (texts / "paper.txt").write_text(TEXT, "utf-8")
    [finding] = serious(root, texts)
    assert finding.rule == "quote-in-text"
    assert finding.message == "The quote does not stand at 3; write at = 0."


def test_data_that_cannot_be_read_is_an_error_and_no_finding(folder):
    with pytest.raises(DataError, match="is not in the register"):
        checks.check_data(folder(said=CLAIM_OF_VISIT.replace("visit/call", "visit/cal")))


def test_check_does_not_change_the_data(folder):
    root = folder()
    before = {f: f.read_bytes() for f in root.rglob("*") if f.is_file()}
    checks.check_data(root)
    assert {f: f.read_bytes() for f in root.rglob("*") if f.is_file()} == before


def test_findings_come_with_the_gravest_first_and_by_line(folder):
    said = CLAIM_OF_VISIT.replace('visitor = "person/ana"', 'participant = "person/ana"')
    found = checks.check_data(folder(said=said.replace("Ana called", "word " * 25)))
    ranks = [checks.SEVERITIES.index(f.severity) for f in found]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_what_is_not_stated_is_no_reason_to_mend(folder):
    found = [f for f in checks.check_data(folder()) if not f.serious]
    assert {f.severity for f in found} == {"Info"}
    assert "engagement-start-stated" in {f.rule for f in found}


def test_what_a_reader_expects_is_read_from_the_shapes():
    assert {e.name for e in expectations.expected(RSC.Visit)} == {
        "start date",
        "end date",
        "place",
        "host",
    }


def test_copy_of_the_shipped_data_is_as_clean_as_the_data(tmp_path):
    shutil.copytree(paths.DATA, tmp_path / "copy")
    assert serious(tmp_path / "copy") == []


def test_unused_code_is_found_in_the_data_that_the_codes_come_with(monkeypatch):
    monkeypatch.setattr(checks, "DATA", INVENTED)
    found = [f for f in checks.check_data(INVENTED) if f.rule == "unused-code"]
    assert "code:venezuela-crisis" in {f.focus for f in found}
    assert all(f.serious and f.origin.file.startswith("ontology/codes/") for f in found)
