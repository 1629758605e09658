"""RDF and Parquet exports hold every statement, and no export leaves half a file."""

from __future__ import annotations

import random
import sys
import warnings
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given

from kg.errors import ExportError
from kg.export import registry as export
from kg.export import statements as ordering
from kg.sparql.table import Table, Term
from tests.support.export_samples import EX, HOSTILE, PREFIXES, statements, unicode_text

READERS = {
    "nq": "nquads",
    "trig": "trig",
    "ttl": "turtle",
    "nt": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}
WITH_GRAPHS = ("nq", "trig", "jsonld")
RDF = [name for name, form in export.FORMATS.items() if form.kind == "rdf"]
FIT_FOR_XML = [HOSTILE[name] for name in HOSTILE if name not in ("controls", "noncharacters")]


def read(path: Path, name: str) -> set[tuple[str, ...]]:
    """Return what rdflib finds in a file: statements with the name of their graph."""
    found = rdflib.Dataset()
    target = found if name in WITH_GRAPHS else found.default_graph
    with warnings.catch_warnings():
        # rdflib's parsers and quads() use what rdflib itself has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        target.parse(data=path.read_bytes(), format=READERS[name])
        quads = list(found.quads())
    return {(s.n3(), p.n3(), _term(o), _name(g)) for s, p, o, g in quads}


def _name(graph: object) -> str:
    return "" if graph in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID) else str(graph)


def _term(term: object) -> str:
    if not isinstance(term, rdflib.Literal):
        return str(term)
    return f"{term.language or term.datatype or ''}|{term}"


def expected(quads: list[ox.Quad], name: str) -> set[tuple[str, ...]]:
    """Return what a reader should find."""
    return {
        (
            str(quad.subject),
            str(quad.predicate),
            _ours(quad.object),
            quad.graph_name.value
            if name in WITH_GRAPHS and isinstance(quad.graph_name, ox.NamedNode)
            else "",
        )
        for quad in quads
    }


def _ours(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    assert isinstance(term, ox.Literal)
    kind = "" if term.datatype.value.endswith("#string") else term.datatype.value
    return f"{term.language or kind}|{term.value}"


def written(tmp_path: Path, quads: list[ox.Quad], name: str) -> bytes:
    target = tmp_path / "out"
    export.write_rdf(quads, name, target, PREFIXES)
    return target.read_bytes()


@pytest.mark.parametrize("name", RDF)
def test_another_reader_finds_every_statement(tmp_path: Path, name: str) -> None:
    labels = FIT_FOR_XML if name == "rdfxml" else HOSTILE.values()
    quads = statements(*labels)
    report = export.write_rdf(quads, name, tmp_path / "out", PREFIXES)
    found = read(tmp_path / "out", name)
    assert found == expected(quads, name)
    assert report.counts == {"statements": len(found)}
    assert report.paths == (tmp_path / "out",)


@pytest.mark.parametrize("name", [name for name in RDF if name != "rdfxml"])
@given(label=unicode_text)
def test_any_label_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, label: str
) -> None:
    target = tmp_path_factory.getbasetemp() / f"any-{name}"
    export.write_rdf(statements(label), name, target, PREFIXES)
    assert read(target, name) == expected(statements(label), name)


@given(label=unicode_text)
def test_rdfxml_brings_a_label_back_or_refuses_it(
    tmp_path_factory: pytest.TempPathFactory, label: str
) -> None:
    target = tmp_path_factory.getbasetemp() / "any-rdfxml"
    try:
        export.write_rdf(statements(label), "rdfxml", target, PREFIXES)
    except ExportError:
        assert any((c < " " and c not in "\t\n\r") or c in "\ufffe\uffff" for c in label)
    else:
        assert read(target, "rdfxml") == expected(statements(label), "rdfxml")


@pytest.mark.parametrize("name", RDF)
def test_order_of_statements_does_not_change_a_byte(tmp_path: Path, name: str) -> None:
    quads = statements(*FIT_FOR_XML)
    first = written(tmp_path, quads, name)
    for seed in range(3):
        random.Random(seed).shuffle(quads)
        assert written(tmp_path, quads + quads[:5], name) == first


@pytest.mark.parametrize("name", RDF)
def test_sorting_through_files_gives_the_same_bytes(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quads = statements(*FIT_FOR_XML)
    first = written(tmp_path, quads, name)
    monkeypatch.setattr(ordering, "_RUN", 7)
    monkeypatch.setattr(ordering, "_BATCH", 3)
    assert written(tmp_path, quads[::-1], name) == first


def test_nquads_are_the_canonical_lines(tmp_path: Path) -> None:
    lines = written(tmp_path, statements(*HOSTILE.values()), "nq").decode().split("\n")
    assert lines.pop() == ""
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("name", RDF)
def test_triples_of_a_construct_are_taken(tmp_path: Path, name: str) -> None:
    store = ox.Store()
    store.extend(statements("A", "B"))
    made = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(made, ox.QueryTriples)
    export.write_rdf(made, name, tmp_path / "out", PREFIXES)
    assert len(read(tmp_path / "out", name)) == 8


@pytest.mark.parametrize("name", ["trig", "jsonld"])
def test_graph_stands_in_one_place(tmp_path: Path, name: str) -> None:
    things = [ox.NamedNode(f"{EX}id/{letter}") for letter in "abc"]
    graphs = [ox.NamedNode(f"{EX}claim/{number}") for number in "12"]
    quads = [ox.Quad(thing, things[0], things[1], graph) for thing in things for graph in graphs]
    text = written(tmp_path, quads, name)
    assert [text.count(f"{EX}claim/{number}".encode()) for number in "12"] == [1, 1]


def test_nothing_is_a_valid_export(tmp_path: Path) -> None:
    for name in RDF:
        export.write_rdf([], name, tmp_path / "out", PREFIXES)
        assert read(tmp_path / "out", name) == set()


def test_prefixes_shorten_names(tmp_path: Path) -> None:
    assert b"id:state\\/s0 a rsc:State" in written(tmp_path, statements("A"), "ttl")


@pytest.mark.parametrize("bad", ["\x01", "\x1f", "\ufffe", "\uffff"])
def test_rdfxml_refuses_what_xml_cannot_hold(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ExportError, match=rf"U\+{ord(bad):04X}.*\"a.*id/state/s0.*ttl"):
        export.write_rdf(statements(f"a{bad}b"), "rdfxml", tmp_path / "out", PREFIXES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("predicate", "thing"),
    [
        (f"{EX}1", f"{EX}x"),
        (PREFIXES["rdf"] + "type", f"{EX}1"),
        (PREFIXES["rdf"] + "li", f"{EX}x"),
    ],
)
def test_rdfxml_refuses_what_cannot_be_an_element(
    tmp_path: Path, predicate: str, thing: str
) -> None:
    subject, property_, value = map(ox.NamedNode, (f"{EX}id/x", predicate, thing))
    with pytest.raises(ExportError, match="RDF/XML"):
        export.write_rdf(
            [ox.Triple(subject, property_, value)], "rdfxml", tmp_path / "out", PREFIXES
        )


@pytest.mark.parametrize("prefix", ["a b", "1", 'x"', "xmlns", "é"])
def test_prefix_that_breaks_a_file_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(ExportError, match="prefix"):
        export.write_rdf(statements("A"), "trig", tmp_path / "out", {prefix: EX})


def column(*terms: Term | None) -> Table:
    return Table(("x",), [(term,) for term in terms])


def parquet(tmp_path: Path, table: Table) -> tuple[str, list[object]]:
    target = tmp_path / "t.parquet"
    export.write_table(table, "parquet", target)
    found = duckdb.from_parquet(str(target))
    return str(found.types[0]), [row[0] for row in found.fetchall()]


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))


FIVE = typed("05", "integer")
PRICE = typed("-12.50", "decimal")


@pytest.mark.parametrize(
    ("terms", "kind", "values"),
    [
        ([FIVE, None], "BIGINT", [5, None]),
        ([PRICE, typed("100", "decimal")], "DECIMAL(5,2)", [Decimal("-12.50"), 100]),
        ([typed("1.5", "double"), None], "DOUBLE", [1.5, None]),
        ([typed("true", "boolean")], "BOOLEAN", [True]),
        ([typed("2020-02-29", "date")], "DATE", [date(2020, 2, 29)]),
        ([FIVE, PRICE], "VARCHAR", ["05", "-12.50"]),
        ([typed("1", "boolean"), FIVE], "VARCHAR", ["1", "05"]),
        ([typed(str(2**63), "integer")], "VARCHAR", [str(2**63)]),
        ([typed("9" * 99, "decimal")], "VARCHAR", ["9" * 99]),
        ([typed("NaN", "decimal")], "VARCHAR", ["NaN"]),
        ([typed("2020-02-30", "date")], "VARCHAR", ["2020-02-30"]),
        ([ox.NamedNode(EX), typed("2001", "gYear")], "VARCHAR", [EX, "2001"]),
        ([None], "VARCHAR", [None]),
        ([], "VARCHAR", []),
    ],
)
def test_column_of_one_kind_is_typed_and_a_mixed_one_is_text(
    tmp_path: Path, terms: list[Term | None], kind: str, values: list[object]
) -> None:
    assert parquet(tmp_path, column(*terms)) == (kind, values)


def test_long_decimal_keeps_every_digit(tmp_path: Path) -> None:
    value = "9" * 50 + "." + "1" * 20
    export.write_table(column(typed(value, "decimal")), "parquet", tmp_path / "t.parquet")
    (found,) = pyarrow.parquet.read_table(tmp_path / "t.parquet")["x"].to_pylist()
    assert found == Decimal(value)


@given(label=unicode_text)
def test_any_text_of_a_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory, label: str
) -> None:
    table = column(ox.Literal(label), ox.Literal(label, language="es"))
    assert parquet(tmp_path_factory.getbasetemp(), table) == ("VARCHAR", [label, label])


def test_statements_become_rows(tmp_path: Path) -> None:
    quads = statements(*HOSTILE.values())
    report = export.write_statements(quads[::-1] + quads, "parquet", tmp_path / "s.parquet")
    found = duckdb.from_parquet(str(tmp_path / "s.parquet"))
    assert tuple(found.columns) == (
        "subject",
        "predicate",
        "object",
        "datatype",
        "language",
        "graph",
    )
    rows = found.fetchall()
    assert report.counts == {"statements": len(rows)} == {"statements": len(quads)}
    number = f"{EX}id/state/s0", PREFIXES["skos"] + "prefLabel", "0"
    assert (*number, "http://www.w3.org/2001/XMLSchema#integer", None, None) in rows
    assert {row[2] for row in rows if row[4] == "es"} == set(HOSTILE.values())


def test_statements_of_parquet_do_not_depend_on_order(tmp_path: Path) -> None:
    quads = statements(*HOSTILE.values())
    for name, given_quads in (("a", quads), ("b", quads[::-1])):
        export.write_statements(given_quads, "parquet", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_missing_pyarrow_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match=r"pip install 'security-cooperation-graph\[parquet\]'"):
        export.write_table(column(FIVE), "parquet", tmp_path / "t.parquet")
    assert list(tmp_path.iterdir()) == []
