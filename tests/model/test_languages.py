"""There is one list of languages, and each says all that English says, with the same gaps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import paths
from kg.errors import OntologyError, UnknownNameError
from kg.model import languages, records, schema
from kg.viewer import story
from tests.support.paths import vectors

# Labels by language, and what is chosen of them; the page's script passes them too.
VECTORS = vectors("labels")
SUBJECTS = sorted({path.stem for path in languages.WORDS.glob("*/*.toml")} - {"language"})
HEAD = 'name = "English"\nlabels = true\n'
ENGLISH = 'more = "{0} more"\n[step]\none = "{0} step"\nother = "{0} steps"\n'


def folder(root: Path, **files: str) -> Path:
    """Return a folder of words with English, and with what else is given for other languages."""
    for code, text in {"en": ENGLISH, **files}.items():
        (root / code).mkdir()
        (root / code / "language.toml").write_text(HEAD, "utf-8")
        (root / code / "page.toml").write_text(text, "utf-8")
    return root


def test_english_comes_first_and_every_language_has_its_own_name() -> None:
    found = languages.languages()
    assert found[0].code == languages.labelled()[0] == "en"
    assert [one.code for one in found[1:]] == sorted(one.code for one in found[1:])
    assert len({one.name for one in found}) == len(found) > 2


@pytest.mark.parametrize(
    ("code", "subject"),
    [(code, subject) for subject in SUBJECTS for code in languages.codes(subject)],
)
def test_shipped_words_are_complete(code: str, subject: str) -> None:
    assert len(languages.words(code, subject)) >= len(SUBJECTS)


def test_another_language_is_files_and_may_have_other_plural_forms(tmp_path: Path) -> None:
    polish = ENGLISH + 'few = "{0} kroki"\n'
    root = folder(tmp_path, pl=polish)
    assert [one.code for one in languages.languages(root)] == ["en", "pl"]
    assert languages.words("pl", "page", root)["step.few"] == "{0} kroki"
    assert "step.few" not in languages.words("en", "page", root)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENGLISH.replace("more =", "less ="), "more: is missing; English says '{0} more'"),
        (ENGLISH.replace("other =", "two ="), "step.other: is missing"),
        (ENGLISH + 'third = "x"', "step.third: is nothing that English says"),
        (ENGLISH.replace("{0} more", "more"), "more: has other gaps"),
        (ENGLISH.replace("{0} steps", "{1} steps"), "step.other: has other gaps"),
        (ENGLISH.replace('"{0} more"', '" "'), "more: says nothing"),
        (ENGLISH.replace('"{0} more"', "3"), "more: says nothing"),
        ("=", "cannot be read"),
    ],
)
def test_words_that_do_not_fit_the_english_ones_are_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    root = folder(tmp_path, xx=text)
    with pytest.raises(OntologyError) as caught:
        languages.words("xx", "page", root)
    assert str(caught.value).startswith("words/xx/page.toml: ")
    assert told in str(caught.value)


def test_language_that_does_not_offer_a_subject_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'xx'; it speaks en, es"):
        languages.words("xx", "page")


@pytest.mark.parametrize("head", ["", 'name = ""\nlabels = true', HEAD + "more = 1", "name = 1"])
def test_language_without_a_name_is_refused(tmp_path: Path, head: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "language.toml").write_text(head, "utf-8")
    with pytest.raises(OntologyError, match=r"words/en/language\.toml: needs name"):
        languages.languages(tmp_path)


def test_terms_have_labels_in_exactly_the_languages_of_labels() -> None:
    asked = (paths.ONTOLOGY / "lint" / "labels-in-each-language.rq").read_text("utf-8")
    wanted = re.findall(r'"(\w+)"', asked.partition("VALUES ?language")[2].partition("}")[0])
    assert ("en", *wanted) == languages.labelled()
    spoken = {code for iri in schema.classes().values() for code in schema.labels(iri.value)}
    assert spoken == set(languages.labelled())


def test_register_and_stories_have_keys_for_the_languages_that_there_are() -> None:
    assert set(languages.labelled()[1:]) < set(records.Entity.model_fields)
    assert {f"title_{code}" for code in languages.codes()[1:]} < set(story.Step.model_fields)
    entity = records.Entity.model_validate({"id": "city/x", "name": "X", "es": "Equis"})
    assert entity.names() == {"en": "X", "es": "Equis", "pt": None}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["labels"]))
def test_a_label_is_in_the_language_or_in_english_or_the_first(vector) -> None:
    assert languages.label_in(vector["labels"], vector["language"]) == vector["label"]


def test_what_has_no_label_is_called_nothing() -> None:
    assert languages.label_in({}) == ""
