"""Find the entity that a person means: by id, by IRI, or by any of its names."""

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import AmbiguousNameError, UnknownNameError
from kg.model import namespaces
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.text import close_names, did_you_mean, fold


@dataclass(frozen=True)
class Names:
    """What every entity and code is called."""

    labels: Mapping[str, str]
    all: Mapping[str, tuple[str, ...]]
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, iri: str) -> str:
        """Return the preferred English name of an entity or term, or its short IRI."""
        return self.labels.get(iri) or _term_label(iri)

    def find(self, name: str) -> str:
        """Return the IRI that a name stands for; raises UnknownNameError if none or several."""
        for iri in (name, _iri(name.strip())):
            if iri in self.all:
                return iri
        found = self._index.get(fold(name), ())
        if len(found) == 1:
            return found[0]
        if found:
            ids = [namespaces.ident(iri) for iri in found]
            message = f"{name!r} is a name of several entities: {', '.join(ids)}; give an id"
            raise AmbiguousNameError(message, name, ids)
        known = {n for names in self.all.values() for n in names}
        near = close_names(name, known | {namespaces.ident(iri) for iri in self.all})
        message = f"nothing in the graph is called {name!r}{did_you_mean(near)}"
        raise UnknownNameError(message, name, near)

    @functools.cached_property
    def _index(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = defaultdict(dict)
        for iri, names in self.all.items():
            for name in (*names, namespaces.ident(iri)):
                index[fold(name)][iri] = None
        return {name: tuple(iris) for name, iris in index.items()}


def _iri(ident: str) -> str:
    try:
        return namespaces.entity(ident).value
    except ValueError:  # characters that no IRI has
        return ident


def read(store: Quads) -> Names:
    """Return the names of every entity, source and code in the graph."""
    labels: dict[str, str] = {}
    every: dict[str, dict[str, None]] = defaultdict(dict)
    translated: dict[str, dict[str, str]] = defaultdict(dict)
    for iri, name, language, preferred, _ in queries.run(store, queries.find("names")).rows:
        every[iri][name] = None
        if preferred and (language == "en" or iri not in labels):
            labels[iri] = name
        if preferred and language:
            translated[iri].setdefault(language, name)
    return Names(labels, {iri: tuple(names) for iri, names in every.items()}, translated)


@functools.cache
def _terms() -> dict[str, str]:
    from kg.model import schema
    from kg.model.namespaces import SKOS

    named = {s for s, p, _ in namespaces.ontology() if p == SKOS.prefLabel}
    return {term.value: schema.label(term) for term in named}


# Terms of other vocabularies that the graph uses as they are.
_REUSED = {"skos:altLabel": "also called", "skos:note": "note", "rdf:type": "kind"}


def _term_label(iri: str) -> str:
    short = namespaces.ident(iri)
    return (_terms().get(iri) if short.startswith("rsc:") else _REUSED.get(short)) or short
