"""Invented networks, statements and texts that no export may break on."""

from __future__ import annotations

import json
import random
from typing import Any

import networkx as nx
import pyoxigraph as ox
from hypothesis import strategies as st

EX = "https://example.org/rsc/"
PREFIXES = {
    "rsc": f"{EX}ontology#",
    "id": f"{EX}id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}

HOSTILE = {
    "empty": "",
    "quotes": "\"double\" 'single' `back` \\ backslash \\n",
    "controls": "".join(map(chr, range(0x20))) + "\x7f\x80\x85\x9f",
    "formula": "=1+1",
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "sign": "-2+3",
    "blank formula": " \t=1+1",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "apostrophe": "'=1+1",
    "name": "'Ndrangheta",
    "markup": "</script><b onclick='x'>&amp;&lt;</b><!-- --> <![CDATA[ ]]>",
    "section": "a ]]> b",
    "bidi": "\u202eright\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628 \u2066x\u2069",
    "emoji": "\U0001f1e6\U0001f1f7 \U0001f469\u200d\U0001f680",
    "noncharacters": "a\ufffeb\uffffc\U0001fffed",
    "long": "la frontera " * 900,
    "lines": "one\ntwo\r\nthree\rfour\u2028five\u2029six\ttab",
    "blanks": "  led and trailed  ",
    "delimiters": 'a,b;c|d"e',
    "mark": "\ufeffbyte order mark",
}
# What networks may hold too, though RDF may not.
LABELS = {**HOSTILE, "surrogate": "half \ud83d of a character"}

# All of Unicode, half characters included.
anything = st.text(st.characters(exclude_categories=()), max_size=60)
# What an RDF literal can hold.
unicode_text = st.text(max_size=60)


def evidence(quote: str, number: int = 1) -> dict[str, Any]:
    """Return an invented piece of evidence."""
    return {
        "claim": f"c{number}",
        "source": "Bulletin",
        "source_iri": f"{EX}source/bulletin-{number}",
        "url": "https://example.org/bulletin",
        "unit": "S0.s1",
        "quote": quote,
        "start": None,
        "end": 12,
        "level": "explicit",
        "modality": "past",
        "grade": "B2",
        "reason": "",
        "date": "2021-03-04",
    }


def node(label: str) -> dict[str, Any]:
    """Return the attributes of an invented node."""
    return {
        "iri": f"{EX}id/state/ruritania",
        "label": label,
        "kind": "training-activity",
        "kind_label": "Training Activity",
        "names": [label, "Other name"],
        "note": label,
        "facts": [{"property": "rsc:date", "value": label, "evidence": [evidence(label)]}],
        "group": "engagement",
    }


def edge(predicate: str, label: str, inferred: bool = False) -> dict[str, Any]:
    """Return the attributes of an invented edge with two pieces of evidence."""
    return {
        "predicate": predicate,
        "label": label,
        "inferred": inferred,
        "rule": "A rule" if inferred else "",
        "evidence": [evidence(label, 1), evidence(f"second {label}", 2)],
    }


def network(label: str, shuffled: int | None = None) -> nx.MultiDiGraph:
    """Return a network with the label in every place, parallel edges, a loop and an odd node."""
    built = nx.MultiDiGraph(title=label, version="abc123", as_of="")
    nodes = [(name, node(label)) for name in ("visit/one", "state/ruritania", "code:terrorism")]
    nodes.append(("state/empty", {"label": None, "names": [], "facts": [], "kind": "state"}))
    edges = [
        ("visit/one", "state/ruritania", "rsc:hasHost"),
        ("visit/one", "state/ruritania", "rsc:takesPlaceIn"),
        ("state/ruritania", "visit/one", "rsc:hasHost"),
        ("state/ruritania", "state/ruritania", "rsc:borders"),
        ("visit/one", "code:terrorism", "rsc:hasThreat"),
    ]
    if shuffled is not None:
        random.Random(shuffled).shuffle(nodes)
        random.Random(shuffled).shuffle(edges)
    for name, data in nodes:
        built.add_node(name, **data)
    for source, target, key in edges:
        built.add_edge(source, target, key, **edge(key, label, inferred=key == "rsc:borders"))
    built.add_edge("state/empty", "visit/one", "rsc:knows", predicate="rsc:knows", evidence=[])
    return built


def statements(*labels: str) -> list[ox.Quad]:
    """Return invented statements: each label plain and with a language, in two graphs."""
    name = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = []
    for number, label in enumerate(labels):
        thing = ox.NamedNode(f"{EX}id/state/s{number}")
        graph, other = (ox.NamedNode(f"{EX}claim/{part}{number}") for part in "ab")
        quads += [
            ox.Quad(thing, kind, ox.NamedNode(f"{EX}ontology#State"), graph),
            ox.Quad(thing, name, ox.Literal(label), graph),
            ox.Quad(thing, name, ox.Literal(label), other),
            ox.Quad(thing, name, ox.Literal(label, language="es"), other),
            ox.Quad(thing, name, ox.Literal(number), ox.DefaultGraph()),
        ]
    return quads


def fit(label: str) -> str:
    """Return what XML and CSV can hold of a label, found character by character."""
    return "".join(char if _is_xml(ord(char)) else "\ufffd" for char in label)


def _is_xml(code: int) -> bool:
    planes = (0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF)
    return code in (9, 10, 13) or any(low <= code <= high for low, high in planes)


def packed(value: list[Any]) -> list[Any]:
    """Return a value that went through JSON inside XML: only what JSON escapes survives."""
    text = json.dumps(value, ensure_ascii=False)
    unpacked: list[Any] = json.loads(fit(text))
    return unpacked
