"""
Derive what follows from what is stated, by the rules in ``ontology/rules``, to a fixpoint.

A rule is a CONSTRUCT of one triple whose conditions are plain triple patterns and filters, each
filter on lines of its own that begin with FILTER.  So the conditions can be read as the premises
of each conclusion, and ``premises`` finds them again when somebody asks why.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from kg.errors import OntologyError
from kg.model import namespaces
from kg.model.namespaces import GRAPH, RDF, RSC, RULE, SKOS
from kg.paths import ONTOLOGY
from kg.sparql import documented
from kg.sparql.quads import Quads

_SHAPE = re.compile(r"CONSTRUCT\s*\{(.*?)\}\s*WHERE\s*\{(.*)\}\s*", re.DOTALL)
_FILTER = re.compile(r"^\s*FILTER\b.*$", re.MULTILINE)
_ROUNDS = 50


@dataclass(frozen=True)
class Rule:
    """A named CONSTRUCT, what it means, its conclusion and its conditions."""

    name: str
    title: str
    meaning: str
    text: str
    conclusion: str
    conditions: str

    @property
    def graph(self) -> NamedNode:
        """Return the named graph that holds what the rule infers."""
        return RULE[self.name]


@functools.cache
def stored() -> dict[str, Rule]:
    """Return the rules by name; raises OntologyError if one has not the form of a rule."""
    return {name: _rule(file) for name, file in documented.folder(ONTOLOGY / "rules").items()}


def _rule(file: documented.Documented) -> Rule:
    match = _SHAPE.fullmatch(file.text)
    if not match:
        raise OntologyError(f"rules/{file.name}.rq: must be CONSTRUCT {{ … }} WHERE {{ … }}")
    conclusion, conditions = match[1].strip(), match[2].strip()
    return Rule(
        file.name, file.one("title"), file.one("meaning"), file.text, conclusion, conditions
    )


def described() -> Iterator[Quad]:
    """Yield what the graph says of the rules themselves."""
    for rule in stored().values():
        graph = GRAPH["provenance"]
        yield Quad(rule.graph, RDF.type, RSC.Rule, graph)
        yield Quad(rule.graph, SKOS.prefLabel, Literal(rule.title, language="en"), graph)
        yield Quad(rule.graph, SKOS.definition, Literal(rule.meaning, language="en"), graph)


def run(store: Store, progress: Callable[[str], None] = lambda _: None) -> int:
    """Add what the rules infer to the store, each in the rule's graph; return how many triples."""
    total = 0
    known: dict[str, set[Triple]] = {name: set() for name in stored()}
    for _ in range(_ROUNDS):
        added = 0
        for rule in stored().values():
            new = _new(store, rule, known[rule.name])
            store.extend(Quad(t.subject, t.predicate, t.object, rule.graph) for t in new)
            added += len(new)
        total += added
        progress(f"{total:,} statements inferred")
        if not added:
            return total
    raise OntologyError(f"the rules do not come to an end within {_ROUNDS} rounds")


def _new(store: Store, rule: Rule, known: set[Triple]) -> list[Triple]:
    """Return what a rule infers and nobody states, and add all it infers to what is known."""
    found = [t for t in dict.fromkeys(_constructed(store, rule.text)) if t not in known]
    known.update(found)
    stated = store.quads_for_pattern
    return [t for t in found if not any(stated(t.subject, t.predicate, t.object))]


def _constructed(store: Quads, text: str) -> Iterator[Triple]:
    found = store.query(text, prefixes=namespaces.prefixes(), use_default_graph_as_union=True)
    if not isinstance(found, QueryTriples):
        raise OntologyError("a rule must be a CONSTRUCT query")
    return found


def premises(store: Quads, rule: Rule, conclusion: Triple) -> list[Triple]:
    """Return the statements from which a rule infers a conclusion, over all ways it does so."""
    patterns = _FILTER.sub("", rule.conditions)
    where = f"{_bound(rule, conclusion)} {rule.conditions}"
    found = _constructed(store, f"CONSTRUCT {{ {patterns} }} WHERE {{ {where} }}")
    return sorted(set(found), key=str)


def _bound(rule: Rule, conclusion: Triple) -> str:
    """Return VALUES that bind the variables of a rule's conclusion to those of a statement."""
    variables = rule.conclusion.removesuffix(".").split()
    pairs = [(v, t) for v, t in zip(variables, conclusion, strict=True) if v.startswith("?")]
    names, values = zip(*pairs, strict=True)
    return f"VALUES ({' '.join(names)}) {{ ({' '.join(map(str, values))}) }}"
