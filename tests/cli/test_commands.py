"""The command line: data on standard output, one-line errors, exit codes 0, 1 and 2."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
import rdflib
from click.testing import CliRunner

from kg.cli.main import cli
from kg.version import VERSION
from tests.support.command import kg
from tests.support.small_data import CLAIM, FILES, HEADER, write

REGISTRY, SOURCES, CLAIMS = FILES
COMMANDS = sorted(cli.commands)
OPTIONS = [
    pytest.param(option, id=f"{name}.{option.name}")
    for name in COMMANDS
    for option in cli.commands[name].get_params(
        click.Context(cli.commands[name], **cli.context_settings)
    )
    if isinstance(option, click.Option)
]
VISITS = "SELECT ?v ?l { ?v a rsc:Visit ; skos:prefLabel ?l } ORDER BY ?v"
MADE = "CONSTRUCT { ?v a rsc:Visit } WHERE { ?v a rsc:Visit }"
NEEDS_STORE = [
    *(["about"], ["query", "claims"], ["query", "-"], ["show", "x"], ["explain", "x"], ["status"]),
    *(["export", "--format", "nq", "-o", "-"], ["view", "-o", "x.html"]),
]


@pytest.fixture
def ask(invented_store_path, monkeypatch):
    """Return a function that runs a command on the invented graph, in this process."""
    monkeypatch.setenv("KG_STORE", str(invented_store_path))

    def run(*arguments: str | Path, given: str | None = None):
        return CliRunner().invoke(cli, list(map(str, arguments)), input=given)

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help(name):
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert done.stdout.startswith("Usage: cli")
    assert cli.commands[name].help
    assert CliRunner().invoke(cli, [name, "-h"]).stdout == done.stdout


@pytest.mark.parametrize("option", OPTIONS)
def test_option_has_help(option):
    assert option.help
    assert option.help[0].isupper()
    assert option.help.endswith((".", "]"))


def test_version_is_that_of_the_package():
    assert kg("--version").out == f"kg, version {VERSION}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["qeury"],
        ["query"],
        ["query", "claims", "x"],
        ["query", "claims", "--format", "yaml"],
        ["query", "claims", "--file", "x"],
        ["query", "-", "date=2031"],
        ["query", "-", "--deadline", "0"],
        ["show"],
        ["export", "--format", "nq"],
        ["export", "--format", "nq", "-o", "-", "--query", "x", "--entity", "y"],
        ["export", "--format", "nq", "-o", "-", "--hops", "11"],
        ["view"],
        ["build", "--data", "does/not/exist"],
    ],
)
def test_wrong_use_is_shown_with_exit_code_2(ask, arguments):
    done = ask(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr


@pytest.mark.parametrize("arguments", NEEDS_STORE, ids=" ".join)
def test_command_that_reads_takes_a_store_and_names_it_if_it_is_none(tmp_path, arguments):
    done = CliRunner().invoke(cli, [*arguments, "--store", str(tmp_path / "none")], input="ASK {}")
    assert done.exit_code == 1
    assert done.stdout == ""
    says = "holds no graph; run 'kg build' (or name one with --store)"
    assert done.stderr == f"Error: {tmp_path / 'none'}: {says}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["query", "claimss"], "no stored query is called 'claimss'; did you mean 'claims'"),
        (["query", "zzzzzzzzz"], "no stored query is called 'zzzzzzzzz'; 'kg queries' lists them"),
        (
            ["query", "objective-status", "dat=2031"],
            "unknown parameter 'dat'; did you mean 'date'?",
        ),
        (
            ["query", "claims", "--format", "ttl"],
            "this answer cannot be written as ttl; choose csv,",
        ),
        (
            ["show", "Valdorya"],
            "nothing in the graph is called 'Valdorya'; did you mean 'Valdoria'",
        ),
        (["show", "\x1b[31m"], "nothing in the graph is called '\\x1b[31m'"),
        (["explain", "KCC", "hasHots"], "no term 'hasHots'; did you mean"),
        (["terms", "hasHots"], "the ontology has no term 'hasHots'; did you mean"),
        (["export", "--format", "gephi", "-o", "-"], "this format is two files: give a folder"),
        (["export", "--format", "nq", "-o", "no/such/x"], "there is no folder no/such; make it"),
        (
            ["export", "--format", "nq", "-o", "-", "--entity", "Valdorya"],
            "did you mean 'Valdoria'",
        ),
        (
            ["export", "--format", "graphml", "-o", "-", "--query", "claims"],
            "begin with source and",
        ),
        (["query", "--file", "none.rq"], "none.rq"),
    ],
)
def test_error_is_one_line_that_says_what_to_write(ask, arguments, says):
    done = ask(*arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith("Error: ")
    assert says in line
    assert line.isprintable()


def test_own_query_with_a_mistake_is_one_line(ask):
    for given in ("SELECT * { ?s ?p", "SELECT * { SERVICE <http://x/> {} }", "", "\0", "DROP ALL"):
        done = ask("query", "-", given=given)
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_own_query_that_is_not_utf8_is_one_line(invented_store_path):
    done = kg("query", "-", "--store", invented_store_path, given=b"ASK { \xff }")
    assert done.error.startswith("standard input: ")


def test_rows_are_a_table_by_default(ask):
    done = ask("query", "-", given=VISITS)
    assert done.stdout.splitlines()[0].split() == ["v", "l"]
    assert "visit/kcc-2031-05" in done.stdout
    assert done.stderr == "2 rows\n"
    assert ask("query", "-", given="ASK {}").stdout == "yes\n"


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def read_tsv(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def read_json(text: str) -> list[list[str]]:
    found = json.loads(text)
    columns = found["head"]["vars"]
    rows = [
        [row.get(c, {}).get("value", "") for c in columns] for row in found["results"]["bindings"]
    ]
    return [columns, *rows]


def read_xml(text: str) -> list[list[str]]:
    space = {"s": "http://www.w3.org/2005/sparql-results#"}
    root = ElementTree.fromstring(text)
    columns = [v.attrib["name"] for v in root.findall("s:head/s:variable", space)]
    results = root.findall("s:results/s:result", space)
    return [columns, *([b[0].text or "" for b in r.findall("s:binding", space)] for r in results)]


@pytest.mark.parametrize(
    ("format", "read"),
    [("csv", read_csv), ("tsv", read_tsv), ("json", read_json), ("xml", read_xml)],
)
def test_rows_are_read_by_others(ask, format, read):
    done = ask("query", "-", "--format", format, given=VISITS)
    head, *rows = read(done.stdout)
    assert [name.lstrip("?") for name in head] == ["v", "l"]
    assert len(rows) == 2
    assert rows[0][0].strip("<>").endswith("/id/visit/kcc-2031-05")
    stored = read(ask("query", "claims", "--format", format).stdout)
    assert len(stored) > 50
    assert len({len(row) for row in stored}) == 1 or format in {"json", "xml"}


@pytest.mark.parametrize(
    ("format", "name"), [(None, "turtle"), ("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset.*is deprecated:DeprecationWarning")
def test_graphs_are_read_by_others(ask, format, name):
    options = ["--format", format] if format else []
    done = ask("query", "-", *options, given=MADE)
    assert len(rdflib.Graph().parse(data=done.stdout, format=name)) == 2


def test_graph_has_no_rows_and_rows_are_no_graph(ask):
    assert (
        "gives a graph; choose --format nt or ttl or"
        in ask("query", "-", "--format", "csv", given=MADE).stderr
    )
    assert (
        "gives rows; choose --format table or"
        in ask("query", "-", "--format", "ttl", given=VISITS).stderr
    )


def test_query_comes_from_a_file(ask, tmp_path):
    (tmp_path / "q.rq").write_text(VISITS, "utf-8")
    done = ask("query", "--file", tmp_path / "q.rq", "--format", "csv")
    assert done.stdout == ask("query", "-", "--format", "csv", given=VISITS).stdout


def test_queries_are_listed_with_their_questions(ask):
    lines = ask("queries").stdout.splitlines()
    assert any("CQ16" in line and line.endswith("?") for line in lines)
    assert any(line.strip().startswith("date=… ") for line in lines)


def states(ask, day: str) -> dict[str, str]:
    done = ask("query", "objective-status", f"date={day}", "--format", "csv")
    rows = csv.DictReader(io.StringIO(done.stdout))
    return {row["objectiveId"].rpartition("/")[2]: row["state"] for row in rows}


def test_status_changes_with_the_day(ask):
    before, after = states(ask, "2029-06-01"), states(ask, "2032-01-01")
    assert set(before) == set(after)
    assert before["open-platform"] != after["open-platform"] == "Overdue"
    assert after["train-officers"] == "Missed"
    shown = ask("status", "--as-of", "2032-01-01")
    assert "Overdue" in shown.stdout
    assert shown.stderr == f"{len(after)} rows\n"
    assert ask("status").exit_code == 0


def test_show_prints_a_dossier(ask):
    done = ask("show", "KCC")
    assert done.stdout.startswith("Kestrian Coastal Command  (Command, command/kestrian-coastal-")
    assert done.stderr == ""


def test_explain_goes_down_to_the_quotes_of_what_is_inferred(ask):
    done = ask("explain", "visit/kcc-2031-05", "has participant", "Ilva Toren")
    assert "inferred by rule holder-takes-part" in done.stdout
    assert "“La almirante Ilva Toren asumió el mando en 2030”" in done.stdout


def test_terms_are_listed_and_explained(ask):
    lines = ask("terms").stdout.splitlines()
    assert lines[0].startswith("rsc:")
    assert len(lines) > 200
    assert "key in data files: host" in ask("terms", "hasHost").stdout


def test_about_tells_a_newcomer_what_is_there(ask):
    done = ask("about")
    assert " claims of " in done.stdout.splitlines()[0]
    assert "Try next:" in done.stdout


def test_exports_say_on_the_other_stream_what_they_wrote(ask, tmp_path):
    done = ask("export", "--format", "nt", "-o", tmp_path / "x.nt", "--entity", "KCC")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith(f"wrote {tmp_path / 'x.nt'} (")
    graph = rdflib.Graph().parse(tmp_path / "x.nt", format="nt")
    assert f"({len(graph):,} statements" in done.stderr
    rows = ask("export", "--format", "parquet", "-o", tmp_path / "x.parquet", "--query", "CQ16")
    assert rows.exit_code == 0, rows.stderr
    made = ask("export", "--format", "ttl", "-o", "-", "--query", MADE)
    assert len(rdflib.Graph().parse(data=made.stdout, format="turtle")) == 2


def test_view_writes_one_page(ask, tmp_path):
    done = ask("view", "-o", tmp_path / "x.html", "--entity", "KCC")
    assert done.stderr.startswith(f"wrote {tmp_path / 'x.html'} (")
    assert "Kestrian Coastal Command" in (tmp_path / "x.html").read_text("utf-8")


def test_build_lists_every_problem_and_counts_them(tmp_path):
    data = write(tmp_path / "data", {CLAIMS: f"{HEADER}{CLAIM}foo = 1\n\u202ebar = 2\n"})
    done = kg("build", "--store", tmp_path / "store", "--data", data)
    assert (done.code, done.out) == (1, "")
    assert done.messages.splitlines()[-1] == "1 problem in the data; no graph built"
    write(tmp_path / "data", {CLAIMS: f"{HEADER}{CLAIM}foo = 1\nbar = 2\n"})
    done = kg("build", "--store", tmp_path / "store", "--data", data)
    assert done.messages.splitlines() == [
        f"{CLAIMS}:15: foo: unknown key",
        f"{CLAIMS}:16: bar: unknown key",
        "2 problems in the data; no graph built",
    ]
    write(tmp_path / "data")
    done = kg("build", "--store", tmp_path / "store", "--data", data)
    assert done.messages.startswith("built: 1 claims of 1 source about 6 entities; ")
    done = kg("build", "--store", tmp_path / "store", "--data", data)
    assert done.messages.startswith("unchanged: ")


def test_check_shows_findings_with_exit_code_1(tmp_path):
    done = kg("check", "--data", write(tmp_path / "data"))
    assert done.code == 1
    assert any(line.startswith(f"{REGISTRY}:") for line in done.out.splitlines())
    assert done.messages.splitlines()[-1].startswith(f"{len(done.out.splitlines())} finding")


def test_queries_are_those_that_people_ask_unless_all_are_wanted(ask):
    people, every = (ask("queries", *options).stdout for options in ((), ("--all",)))
    assert "overdue-objectives" in people
    assert "people-trained" in people
    for name in ("report-period", "whereabouts"):
        assert name not in people
        assert name in every
    assert {line.split()[0] for line in people.splitlines()} < {
        line.split()[0] for line in every.splitlines()
    }


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("cq18", "overdue-objectives"),
        ("Overdue-Objectives", "overdue-objectives"),
        ("target YEAR", "overdue-objectives"),
        ("the day on which", "overdue-objectives"),
    ],
)
def test_queries_are_listed_by_a_word_in_what_is_told_of_them(ask, word, name):
    shown = ask("queries", word).stdout
    assert name in shown
    assert len(shown.splitlines()) < len(ask("queries").stdout.splitlines()) / 4


def test_a_word_that_no_question_has_is_told(ask):
    done = ask("queries", "whereabout")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: no question speaks of 'whereabout'; with --all there are more\n"
    assert "whereabouts" in ask("queries", "--all", "whereabout").stdout
    assert ask("queries", "--all", "zzzz").stderr == "Error: no question speaks of 'zzzz'\n"
