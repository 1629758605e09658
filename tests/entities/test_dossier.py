"""A dossier tells said from inferred, marks conflicts and gaps, and leads down to quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import kg
from kg.entities import dossier_text
from kg.entities.dossier import Explanation
from kg.errors import UnknownNameError
from kg.model import namespaces
from kg.sparql.table import term_text
from kg.store import builder
from tests.support.small_data import FILES, write

REGISTRY, SOURCES, CLAIMS = FILES


@pytest.fixture(scope="module")
def graph(invented_store_path):
    with kg.open(invented_store_path) as found:
        yield found


def said(graph, entity: str) -> dict[tuple[str, str], bool]:
    """Return what is said of an entity, by property and value, and whether it is inferred."""
    return {
        (
            namespaces.ident(s.triple.predicate.value),
            namespaces.ident(term_text(s.triple.object)),
        ): s.inferred
        for s in graph.show(entity).said
    }


def lines(graph, entity: str) -> str:
    return "\n".join(dossier_text.dossier_lines(graph.show(entity), graph.names))


def leaves(found: Explanation) -> Iterator[Explanation]:
    premises = [premise for _, inner in found.derived for premise in inner]
    if not premises:
        yield found
    for premise in premises:
        yield from leaves(premise)


def test_dossier_begins_with_what_the_entity_is(graph):
    found = graph.show("KCC")
    assert (found.label, found.kind) == ("Kestrian Coastal Command", "Command")
    assert set(found.names) == {"Comando Costero de Kestria", "KCC"}
    first, second = lines(graph, "KCC").splitlines()[:2]
    assert first == "Kestrian Coastal Command  (Command, command/kestrian-coastal-command)"
    assert second == "also called: Comando Costero de Kestria; KCC"


def test_what_is_said_and_what_is_inferred_are_told_apart(graph):
    found = said(graph, "visit/kcc-2031-05")
    assert found["rsc:hasHost", "ministry/valdoria-defense"] is False
    assert found["rsc:hasParticipant", "person/ilva-toren"] is True
    shown = lines(graph, "visit/kcc-2031-05")
    assert "    · Ministry of Defense of Valdoria\n        “hosted by the Valdorian" in shown
    assert "    ~ Ilva Toren\n        inferred by rule holder-takes-part" in shown


def test_claim_that_a_reader_infers_is_marked(graph):
    assert said(graph, "KCC")["rsc:isAffiliatedWith", "state/kestria"] is True
    assert "H0.s1 58-82, inferred, ongoing, B6]" in lines(graph, "KCC")


def test_what_refers_to_an_entity_is_shown_with_its_evidence(graph):
    found = graph.show("ministry/valdoria-defense")
    assert {term_text(s.triple.object) for s in found.referring} == {found.iri}
    assert all(s.passages or s.rules for s in (*found.said, *found.referring))


def test_conflicts_are_marked_with_both_sides(graph):
    [conflict] = graph.show("tenure/toren-kcc").conflicts
    assert {value for value, _ in conflict.sides} == {"Almirante", "Vice Admiral"}
    shown = lines(graph, "tenure/toren-kcc")
    assert "Conflicts\n  ! value of “rank or title”: Almirante [claim:" in shown
    assert "against  Vice Admiral [claim:" in shown


def test_one_date_that_is_more_precise_than_another_is_no_conflict(graph):
    starts = [v for (p, v), _ in said(graph, "tenure/toren-kcc").items() if p == "rsc:startDate"]
    assert sorted(starts) == ["2030", "2030-04"]
    assert "start date" not in lines(graph, "tenure/toren-kcc").partition("Conflicts")[2]


def test_what_is_not_stated_is_named(graph):
    missing = graph.show("exercise/long-tide-2031").missing
    assert missing
    assert len(set(missing)) == len(missing)
    shown = " ".join(lines(graph, "exercise/long-tide-2031").partition("Not stated")[2].split())
    assert shown == ", ".join(missing)


def test_entity_of_which_nothing_is_said_says_so(tmp_path):
    builder.build_store(tmp_path / "store", write(tmp_path / "data"))
    with kg.open(tmp_path / "store") as graph:
        shown = lines(graph, "state/borduria")
    assert "nothing: no claim in the graph speaks of it" in shown


def test_code_has_a_dossier_too(graph):
    found = graph.show("smuggling")
    assert found.note
    assert namespaces.ident(found.iri) == "code:smuggling"
    assert any(s.passages for s in found.referring)


def test_explanation_of_what_is_said_gives_every_passage(graph):
    [found] = graph.explain("tenure/toren-kcc", "hasHolder")
    assert {p.unit for p in found.passages} == {"G0.s1", "R0.s1"}
    assert found.derived == ()
    shown = "\n".join(dossier_text.explanation_lines(found, graph.names))
    assert "“La almirante Ilva Toren asumió el mando en 2030”" in shown
    assert "https://example.org/gaceta-de-valdoria-2030  (2030)" in shown


def test_explanation_of_what_a_rule_infers_goes_down_to_the_quotes(graph):
    found = graph.explain("visit/kcc-2031-05", "has participant", "Ilva Toren")
    assert len(found) == 1
    assert [rule.name for rule, _ in found[0].derived] == ["holder-takes-part"]
    ends = list(leaves(found[0]))
    assert len(ends) > 1
    assert all(end.passages or end.given for end in ends)
    assert any(p.quote for end in ends for p in end.passages)
    shown = "\n".join(dossier_text.explanation_lines(found[0], graph.names))
    assert "  inferred by rule holder-takes-part: " in shown
    assert "        “" in shown


@pytest.mark.parametrize("entity", ["state/valdoria", "visit/kcc-2031-05", "visit/kcc-earlier"])
def test_every_statement_of_a_dossier_is_explained_to_the_end(graph, entity):
    for found in graph.explain(entity):
        for end in leaves(found):
            assert end.passages or end.given, end.triple


def test_explanation_may_name_a_literal(graph):
    [found] = graph.explain("tenure/toren-kcc", "rank", "Vice Admiral")
    assert term_text(found.triple.object) == "Vice Admiral"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("nobody",), "nothing in the graph is called 'nobody'"),
        (("KCC", "hasHots"), "the ontology has no term 'hasHots'; did you mean"),
        (("KCC", "hasHost"), "nothing of the kind is stated of 'Kestrian Coastal Command'"),
        (("KCC", "isAffiliatedWith", "nowhere"), "nothing of the kind is stated of"),
    ],
)
def test_question_without_an_answer_says_why(graph, asked, says):
    with pytest.raises(UnknownNameError, match=says):
        graph.explain(*asked)


def test_hostile_names_are_shown_and_do_nothing(tmp_path):
    hostile = json.dumps("\x1b[31mAna\x07\u202e\r\n<b>")
    spoilt = {
        REGISTRY: FILES[REGISTRY].replace('"Ana"', hostile).replace('"Avalia"', hostile),
        SOURCES: FILES[SOURCES].replace('"Ana in Avalia"', hostile),
    }
    builder.build_store(tmp_path / "store", write(tmp_path / "data", spoilt))
    with kg.open(tmp_path / "store") as graph:
        every = [lines(graph, "person/ana"), lines(graph, "visit/ana")]
        for found in graph.explain("visit/ana"):
            every.extend(dossier_text.explanation_lines(found, graph.names))
    for line in "\n".join(every).split("\n"):
        assert line.isprintable() or not line
        assert "\u202e" not in line
