"""
The names of things: prefixes, the ontology's terms, and the way from an id to an IRI and back.

The base address is written in the headers of the Turtle files and read from there.  Prefixes are
cheap to read and serve every command; the terms are read only when a term is asked for.
"""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import OntologyError
from kg.paths import ONTOLOGY

_PREFIX = re.compile(r"@prefix\s+([a-z]+):\s+<([^>]+)>\s+\.")


@functools.cache
def prefixes() -> dict[str, str]:
    """Return the prefixes of the ontology's main file, which all queries may use."""
    file = ONTOLOGY / "rsc.ttl"
    try:
        head = file.read_text("utf-8").partition("\n\n")[0]
    except OSError as error:
        raise OntologyError(f"{file}: cannot be read ({error.strerror})") from error
    return dict(_PREFIX.findall(head))


def base() -> str:
    """Return the address under which the ontology, its codes and its entities lie."""
    return prefixes()["rsc"].removesuffix("ontology#")


def turtle(file: Path) -> Iterator[Triple]:
    """Yield the triples of an RDF file; raises OntologyError if it is malformed."""
    from kg.model import rdf_parser  # what asks stored queries reads no Turtle

    for quad in rdf_parser.read_rdf(file):
        yield quad.triple


def turtle_files(*folders: str) -> list[Path]:
    """Return the ontology's Turtle files, those of its own folder and of the named ones."""
    return [f for folder in ("", *folders) for f in sorted((ONTOLOGY / folder).glob("*.ttl"))]


@functools.cache
def ontology() -> tuple[Triple, ...]:
    """Return every triple of the terms and codes."""
    return tuple(triple for file in turtle_files("codes") for triple in turtle(file))


class Namespace:
    """A namespace that is closed over a set of names: asking for another one fails."""

    def __init__(self, prefix: str, *, closed: bool = False) -> None:
        self._prefix = prefix
        self._closed = closed

    def __getattr__(self, name: str) -> NamedNode:
        node = self[name]
        if self._closed and node not in _declared():
            raise AttributeError(f"term {name!r} is not declared in namespace {self._prefix}:")
        self.__dict__[name] = node
        return node

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(prefixes()[self._prefix] + name)


@functools.cache
def _declared() -> frozenset[object]:
    return frozenset(triple.subject for triple in ontology())


RSC = Namespace("rsc", closed=True)
CODE = Namespace("code")
GRAPH = Namespace("graph")
CLAIM = Namespace("claim")
RULE = Namespace("rule")
DCTERMS = Namespace("dcterms")
DQV = Namespace("dqv")
OA = Namespace("oa")
OWL = Namespace("owl")
PROV = Namespace("prov")
RDF = Namespace("rdf")
RDFS = Namespace("rdfs")
SCHEMA = Namespace("schema")
SKOS = Namespace("skos")
XSD = Namespace("xsd")


def entity(ident: str) -> NamedNode:
    """Return the IRI of the entity, source or code with this id."""
    names = prefixes()
    if ident.startswith("source/"):
        return NamedNode(names["source"] + ident.removeprefix("source/"))
    return NamedNode((names["id"] if "/" in ident else names["code"]) + ident)


def ident(iri: str) -> str:
    """Return the short form of an IRI: an id, or a prefixed name, or the IRI itself."""
    names = prefixes()
    if iri.startswith(names["id"]):
        return iri.removeprefix(names["id"])
    if iri.startswith(names["source"]):
        return "source/" + iri.removeprefix(names["source"])
    for prefix, base in names.items():
        if iri.startswith(base) and len(iri) > len(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri


def iri(short: str) -> NamedNode:
    """Return the IRI of an id, a code, a prefixed name or an IRI: the way back from ``ident``."""
    prefix, colon, local = short.partition(":")
    if not colon:
        return entity(short)
    return NamedNode(prefixes()[prefix] + local if prefix in prefixes() else short)


def local_name(iri: str) -> str:
    """Return what follows the namespace in the address of a term: ``rsc:Visit``, ``Visit``."""
    return ident(iri).rpartition(":")[2]


def kebab(name: str) -> str:
    """Return a class name as the path of its ids: ``DiplomaticMission``, ``diplomatic-mission``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def kind_name(kind: NamedNode) -> str:
    """Return what the ids of a class begin with: ``diplomatic-mission``."""
    return kebab(local_name(kind.value))
