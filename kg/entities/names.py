"""Find the entity that a person means: by id, by IRI, or by any of its names."""

import contextlib
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from pyoxigraph import NamedNode

from kg.errors import AmbiguousNameError, UnknownNameError
from kg.model import languages, namespaces
from kg.model.namespaces import RSC
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import term_text
from kg.text import close_names, did_you_mean, fold

_ISO = ("isoAlpha2", "isoAlpha3")
# Terms of other vocabularies that the graph uses as they are.
_REUSED = {"skos:altLabel": "also called", "skos:note": "note", "rdf:type": "kind"}


@dataclass(frozen=True)
class Names:
    """
    What every entity and code is called: the names of each, its labels, and the codes of states.

    ``labels`` are in English as far as there are any; ``translated`` has them by language.
    """

    labels: Mapping[str, str]
    all: Mapping[str, tuple[str, ...]]
    translated: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Quads) -> Self:
        """Return the names of every entity, source and code in a graph."""
        every: dict[str, dict[str, None]] = defaultdict(dict)
        labels: dict[str, dict[str, str]] = defaultdict(dict)
        for iri, name, language, preferred, _ in queries.run_query(store, "names").rows:
            every[iri][name] = None
            if preferred:
                labels[iri].setdefault(language, name)
        iso = (store.quads_for_pattern(None, RSC[code], None) for code in _ISO)
        return cls(
            {iri: languages.label_in(own) for iri, own in labels.items()},
            {iri: tuple(names) for iri, names in every.items()},
            {
                iri: {code: name for code, name in own.items() if code}
                for iri, own in labels.items()
            },
            {term_text(quad.object): term_text(quad.subject) for quads in iso for quad in quads},
        )

    def label(self, iri: str) -> str:
        """Return the preferred English name of an entity or term, or its short IRI."""
        if label := self.labels.get(iri):
            return label
        short = namespaces.ident(iri)
        if not short.startswith("rsc:"):
            return _REUSED.get(short, short)
        from kg.model import schema  # what asks of entities alone reads no Turtle

        return schema.label(NamedNode(iri))

    def called(self, name: str) -> tuple[str, ...]:
        """Return the IRIs of what has a name, or one alike but for case, accents and signs."""
        return self._index.get(fold(name), ())

    def find(self, name: str, fit: Callable[[str], bool] = lambda _: True) -> str:
        """
        Return the IRI of what a person means: by IRI, by id, by any name, or by an ISO code.

        The id of a source may lack its beginning.  Only what is fit, told by its IRI, can be meant.
        Raises AmbiguousNameError if several things are, and UnknownNameError if none is.
        """
        for meant in self._readings(name):
            found = [iri for iri in meant if iri in self.all and fit(iri)]
            if len(found) == 1:
                return found[0]
            if found:
                ids = [namespaces.ident(iri) for iri in found]
                message = f"{name!r} is a name of several entities: {', '.join(ids)}; give an id"
                raise AmbiguousNameError(message, name, ids)
        known = {code for code, iri in self.codes.items() if fit(iri)}
        for iri in filter(fit, self.all):
            ident = namespaces.ident(iri)
            known |= {*self.all[iri], ident, ident.removeprefix("source/")}
        near = close_names(name, known)
        message = f"nothing in the graph is called {name!r}{did_you_mean(near)}"
        raise UnknownNameError(message, name, near)

    def _readings(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield what a name may stand for, the surest first."""
        yield (name,)
        ident = name.strip()
        # What has characters that no IRI has is no id.
        with contextlib.suppress(ValueError):
            yield (namespaces.entity(ident).value,)
        yield self.called(name)
        yield (self.codes.get(ident.upper(), ""),)
        with contextlib.suppress(ValueError):
            yield (namespaces.entity(f"source/{ident}").value,)

    @functools.cached_property
    def _index(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, dict[str, None]] = defaultdict(dict)
        for iri, names in self.all.items():
            for name in (*names, namespaces.ident(iri)):
                index[fold(name)][iri] = None
        return {name: tuple(iris) for name, iris in index.items()}
