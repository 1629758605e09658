"""RDF files of strangers are read whole or refused in one line, and never end the process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.model import rdf_parser

PREFIX = "@prefix : <http://example.org/> .\n"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
    ' rdf:version="1.2">{}</rdf:RDF>'
)
THING = '<rdf:Description rdf:about="http://e/a"><e:p>x</e:p></rdf:Description>'
TERM = "<http://e/a> <http://e/b> "


def triple_terms(depth: int) -> str:
    return TERM + f"<<( {TERM}" * depth + "<http://e/c>" + " )>>" * depth + " ."


def xml_triple_terms(depth: int) -> str:
    open_ = '<e:p rdf:parseType="Triple"><rdf:Description rdf:about="http://e/a">'
    inner = open_ * depth + "<e:p>x</e:p>" + "</rdf:Description></e:p>" * depth
    return RDF.format(f'<rdf:Description rdf:about="http://e/a">{inner}</rdf:Description>')


def objects(depth: int) -> str:
    return '{"http://e/p":' * depth + "1" + "}" * depth


def brackets(opening: str, closing: str, depth: int) -> str:
    return f"{PREFIX}:a :b {opening * depth}:c{closing * depth} ."


DEEP = {
    "triple-terms.ttl": triple_terms(20_000),
    "triple-terms.nt": triple_terms(20_000),
    "triple-terms.nq": triple_terms(20_000),
    "triple-terms.trig": triple_terms(20_000),
    "triple-terms.rdf": xml_triple_terms(20_000),
    "objects.jsonld": objects(6_000),
}
NESTED = {
    "blank-nodes.ttl": brackets("[ :p ", " ]", 101),
    "lists.ttl": brackets("( ", " )", 101),
    "reifiers.trig": brackets("<< :a :b ", " >>", 101),
    "elements.rdf": RDF.format("<rdf:Description><e:p>" * 101 + "</e:p></rdf:Description>" * 101),
    "arrays.jsonld": '{"http://e/p":' + "[" * 101 + "]" * 101 + "}",
}


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def message(path: Path) -> str:
    with pytest.raises(OntologyError) as caught:
        list(rdf_parser.read_rdf(path))
    text = str(caught.value)
    assert "\n" not in text
    assert text.isprintable()
    assert text.startswith(str(path))
    return text.removeprefix(str(path))


def child(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", f"{PREFIX}:a :b :c ."),
        ("a.TTL", f"{PREFIX}:a :b :c ."),
        ("a.nt", f"{TERM}<http://e/c> ."),
        ("a.nq", f"{TERM}<http://e/c> <http://e/g> ."),
        ("a.trig", f"{PREFIX}:g {{ :a :b :c }}"),
        ("a.rdf", RDF.format(THING)),
        ("a.owl", RDF.format(THING)),
        ("a.xml", f"<?xml version='1.0'?><!-- & -->{RDF.format(THING)}"),
        ("a.jsonld", '{"@id": "http://e/a", "http://e/b": {"@id": "http://e/c"}}'),
        ("mark.ttl", b"\xef\xbb\xbf<http://e/a> <http://e/b> <http://e/c> ."),
        ("mark.jsonld", b'\xef\xbb\xbf{"@id": "http://e/a", "http://e/b": 1}'),
    ],
)
def test_file_is_read_in_the_format_of_its_suffix(tmp_path, name, content):
    [quad] = rdf_parser.read_rdf(written(tmp_path, name, content))
    assert quad.subject.value in {"http://e/a", "http://example.org/a"}


@pytest.mark.parametrize("name", DEEP)
def test_depth_that_kills_the_engine_is_refused(tmp_path, name):
    path = written(tmp_path, name, DEEP[name])
    raw = (
        "import sys, pathlib; from pyoxigraph import parse\n"
        "from kg.model.rdf_parser import SUFFIXES\n"
        "p = pathlib.Path(sys.argv[1]); list(parse(p.read_bytes(), format=SUFFIXES[p.suffix]))"
    )
    ours = (
        "import sys, pathlib; from kg.errors import OntologyError\n"
        "from kg.model import rdf_parser as rdf_input\n"
        "try: list(rdf_input.read_rdf(pathlib.Path(sys.argv[1])))\n"
        "except OntologyError as error: print(error)"
    )
    assert child(raw, path).returncode < 0, "the engine has learnt it; the check can go"
    found = child(ours, path)
    assert (found.returncode, found.stderr) == (0, "")
    assert "1: is nested deeper than 100 levels" in found.stdout


@pytest.mark.parametrize("name", NESTED)
def test_nesting_past_the_limit_is_refused(tmp_path, name):
    assert "is nested deeper than 100 levels" in message(written(tmp_path, name, NESTED[name]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nt", triple_terms(100)),
        ("lists.ttl", brackets("( ", " )", 100)),
        ("many.ttl", f"{PREFIX}:a :b {'[], ' * 500}()."),
        ("objects.jsonld", objects(100)),
        ("siblings.jsonld", '{"http://e/p": [' + "[1]," * 500 + "[]]}"),
        ("elements.rdf", RDF.format(THING * 500)),
        ("string.jsonld", '{"http://e/p": "\\"' + "[{" * 500 + '"}'),
        ("string.ttl", PREFIX + ':a :b "\\"' + "([" * 500 + '", ' + f"'''{'(' * 500}''' ."),
        ("long.ttl", PREFIX + ':a :b """""' + "<<(" * 500 + '\n"""@en .'),
        ("iri.ttl", f"{PREFIX}:a :b <http://e/{'(' * 500}> ."),
        ("comment.ttl", f"{PREFIX}# it's {'([' * 500}\n:a :b :c ."),
        ("name.ttl", PREFIX + r":a :b :c\'" + r"\(" * 500 + " ."),
    ],
)
def test_brackets_that_do_not_nest_past_the_limit_are_read(tmp_path, name, content):
    assert list(rdf_parser.read_rdf(written(tmp_path, name, content)))


@pytest.mark.parametrize(
    ("disguise", "name"),
    [
        (f'"{"x" * 9} \' # " ; :c ', "quotes"),
        ("'\"' ; :c ", "apostrophes"),
        ('"""a""b\\"""" ; :c ', "long string"),
        ("<http://e/#> ; :c ", "address"),
        ('"#"@en ; :c # "\n', "comment"),
        (":d\\#\\' ; :c ", "escapes"),
    ],
)
def test_nesting_cannot_hide(tmp_path, disguise, name):
    deep = f"{PREFIX}:a :b {disguise}{'( ' * 101}{') ' * 101} ."
    assert "nested deeper" in message(written(tmp_path, "a.ttl", deep)), name


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE r>",
        '<?xml version="1.0"?>\n<!-- <rdf:RDF> -->\n<!DOCTYPE r [<!ENTITY a "x">]>',
        '<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>',
    ],
)
@pytest.mark.parametrize("suffix", [".rdf", ".owl", ".xml"])
def test_document_types_are_refused(tmp_path, head, suffix):
    found = message(written(tmp_path, f"a{suffix}", head + RDF.format(THING)))
    assert "declares a document type" in found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_entities_in_another_encoding_are_refused(tmp_path, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE r [<!ENTITY a "é">]>'
    assert message(written(tmp_path, "a.rdf", (head + RDF.format("&a;")).encode(encoding)))


def test_entities_that_multiply_cost_nothing(tmp_path):
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30)]
    bomb = f'<!DOCTYPE r [<!ENTITY e0 "boom">{"".join(lines)}]>' + RDF.format("&e29;")
    assert "declares a document type" in message(written(tmp_path, "a.rdf", bomb))


def test_entity_without_a_document_type_is_refused(tmp_path):
    assert "undefined entity" in message(written(tmp_path, "a.rdf", RDF.format("&a;")))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ttl", f"{PREFIX}:a :b :c .\n:a :b c .", ":3: c is not a valid RDF object; correct it"),
        ("a.nq", f"{TERM}<http://e/c> .\n\nx", ":3: "),
        ("a.jsonld", '{\n"p": 1,,}', ":2: Object keys must be strings; correct it"),
        ("a.rdf", "<a>\n\n</b>", ":3: is not valid XML (mismatched tag); correct it"),
        ("a.rdf", "", ":1: is not valid XML (no element found); correct it"),
        ("a.rdf", "<a/>", ": XML namespaces are required in RDF/XML; correct it"),
        ("a.ttl", b"<a>\n\xff", ":2: is not UTF-8 at byte 4; save it as UTF-8"),
        ("a.ttl", b"<a\x1b[31m> <b> <c>", ":1: "),
        ("a.txt", "", "has no suffix of an RDF format; name it .ttl, .nt, "),
        ("a", "", "has no suffix of an RDF format"),
    ],
)
def test_mistake_is_named_with_line_and_remedy(tmp_path, name, content, says):
    assert says in message(written(tmp_path, name, content))


@pytest.mark.parametrize("key", ["@context", "@import"])
def test_remote_context_is_never_fetched(tmp_path, key):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f'"http://127.0.0.1:{server.getsockname()[1]}/c"'
        context = address if key == "@context" else f'{{"@import": {address}}}'
        path = written(tmp_path, "a.jsonld", f'{{"@context": {context}, "p": 1}}')
        assert "nothing is fetched" in message(path)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_file_past_the_size_limit_is_refused(tmp_path):
    path = tmp_path / "a.nt"
    with path.open("wb") as file:
        file.truncate(rdf_parser.SIZE + 1)
    assert "is larger than 64 MiB; split it" in message(path)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    assert "is no file" in message(tmp_path / "pipe.ttl")
    assert "is no file" in message(tmp_path / "folder.ttl")
    assert "cannot be read (No such file or directory)" in message(tmp_path / "missing.ttl")


PIECES = st.sampled_from(
    [
        *("<<(", ")>>", "<<", ">>", "[", "]", "(", ")", "{", "}", "{|", "|}", '"', "'", '"""', "#"),
        *("\\", "\n", "<http://e/a>", ":a", "a", ".", ",", ";", "@prefix", "@en", "^^", "1", " "),
        *(
            '"@context":',
            '"@id"',
            '"@graph"',
            ":",
            "<a>",
            "</a>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
        ),
        *("<!DOCTYPE a>", "&a;", "<?xml?>", RDF, THING, TERM, PREFIX, "\0", "\ufeff", "é"),
    ]
)


@pytest.mark.parametrize("suffix", rdf_parser.SUFFIXES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=200) | st.lists(PIECES).map(lambda p: "".join(p).encode()))
def test_any_bytes_are_read_or_refused(tmp_path, suffix, content):
    path = written(tmp_path, f"a{suffix}", content)
    with contextlib.suppress(OntologyError):
        list(rdf_parser.read_rdf(path))
