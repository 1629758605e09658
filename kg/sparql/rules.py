"""
Derive what follows from what is stated, by the rules in ``ontology/rules``, to a fixpoint.

A rule is a CONSTRUCT of one triple whose conditions are plain triple patterns and filters, each
filter on lines of its own that begin with FILTER.  So the conditions can be read as the premises
of each conclusion, and ``Rule.premises`` finds them again when somebody asks why.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store, Triple

from kg.errors import OntologyError
from kg.model.namespaces import GRAPH, RDF, RSC, RULE, SKOS
from kg.paths import ONTOLOGY
from kg.sparql import documented, queries
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

    def conclusions(self, store: Quads) -> Iterator[Triple]:
        """Return what the rule infers from a store, stated or not, perhaps several times."""
        return _constructed(store, self.text)

    def premises(self, store: Quads, conclusion: Triple) -> list[Triple]:
        """Return the statements from which it infers a conclusion, over all ways it does so."""
        variables = self.conclusion.removesuffix(".").split()
        pairs = [(v, t) for v, t in zip(variables, conclusion, strict=True) if v.startswith("?")]
        names, values = zip(*pairs, strict=True)
        bound = f"VALUES ({' '.join(names)}) {{ ({' '.join(map(str, values))}) }}"
        patterns = _FILTER.sub("", self.conditions)
        where = f"{bound} {self.conditions}"
        found = _constructed(store, f"CONSTRUCT {{ {patterns} }} WHERE {{ {where} }}")
        return sorted(set(found), key=str)


@functools.cache
def stored_rules() -> dict[str, Rule]:
    """Return the rules by name; raises OntologyError if one has not the form of a rule."""
    return {
        name: parse_rule(file)
        for name, file in documented.read_sparql_folder(ONTOLOGY / "rules").items()
    }


def parse_rule(file: documented.Documented) -> Rule:
    """Return the rule in a file; raises OntologyError if it has another form."""
    match = _SHAPE.fullmatch(file.text)
    if not match:
        raise OntologyError(f"rules/{file.name}.rq: must be CONSTRUCT {{ … }} WHERE {{ … }}")
    conclusion, conditions = match[1].strip(), match[2].strip()
    return Rule(
        file.name, file.one("title"), file.one("meaning"), file.text, conclusion, conditions
    )


def described_rules() -> Iterator[Quad]:
    """Yield what the graph says of the rules themselves."""
    for rule in stored_rules().values():
        graph = GRAPH["provenance"]
        yield Quad(rule.graph, RDF.type, RSC.Rule, graph)
        yield Quad(rule.graph, SKOS.prefLabel, Literal(rule.title, language="en"), graph)
        yield Quad(rule.graph, SKOS.definition, Literal(rule.meaning, language="en"), graph)


def infer(store: Store, progress: Callable[[str], None] = lambda _: None) -> int:
    """Add what the rules infer to the store, each in the rule's graph; return how many triples."""
    total = 0
    known: dict[str, set[Triple]] = {name: set() for name in stored_rules()}
    for _ in range(_ROUNDS):
        added = 0
        for rule in stored_rules().values():
            found = [t for t in dict.fromkeys(rule.conclusions(store)) if t not in known[rule.name]]
            known[rule.name].update(found)
            # What somebody states needs no rule.
            stated = store.quads_for_pattern
            new = [t for t in found if not any(stated(t.subject, t.predicate, t.object))]
            store.extend(Quad(t.subject, t.predicate, t.object, rule.graph) for t in new)
            added += len(new)
        total += added
        progress(f"{total:,} statements inferred")
        if not added:
            return total
    raise OntologyError(f"the rules do not come to an end within {_ROUNDS} rounds")


def _constructed(store: Quads, text: str) -> Iterator[Triple]:
    found = queries.evaluate(store, text)
    if not isinstance(found, QueryTriples):
        raise OntologyError("a rule must be a CONSTRUCT query")
    return found
