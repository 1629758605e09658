"""What things are called, and how dates and numbers are written, in the reader's language."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from pyoxigraph import Literal, NamedNode

from kg.model import languages, namespaces, schema
from kg.model.dates import PartialDate, Precision
from kg.model.languages import ENGLISH
from kg.model.namespaces import XSD
from kg.reports.phrases import SUBJECT, Phrase, phrase
from kg.sparql import queries
from kg.sparql.quads import Quads
from kg.sparql.table import Term, term_text
from kg.text import safe

_DATES = {XSD.date, XSD.gYear, XSD.gYearMonth}
_NUMBERS = {XSD.integer, XSD.decimal, XSD.double}
_SKELETONS: Mapping[str, Mapping[Precision, str]] = {
    "long": {"year": "y", "month": "yMMMM"},
    "short": {"year": "y", "month": "yMMM", "day": "yMMMd"},
}


class Wording:
    """The words of one language for what is in a graph."""

    def __init__(self, store: Quads, language: str) -> None:
        self.language = language
        self._locale = Locale(language)
        self._labels: dict[str, dict[str, str]] = defaultdict(dict)
        for iri, name, spoken, preferred, _ in queries.run_query(store, "names").rows:
            if preferred:
                self._labels[iri].setdefault(spoken, name)

    @property
    def tag(self) -> str:
        """The language with the country where most of its readers are, such as es-ES."""
        language, *_, country = get_global("likely_subtags")[self.language].split("_")
        return f"{language}-{country}"

    def frame(self, key: str) -> str:
        """Return a word of the frame."""
        return languages.words(self.language, SUBJECT)[f"frame.{key}"]

    def phrase(self, said: str) -> Phrase:
        """Return the sentence that a recipe means."""
        return phrase(said, self.language)

    def label(self, iri: str) -> tuple[str, str]:
        """Return the name of a thing, and its language if that is not the reader's."""
        named: Mapping[str, str] = self._labels.get(iri) or self._term(iri)
        # The name of a person is the same in every language.
        own = self.language if namespaces.ident(iri).startswith("person/") else ""
        for language in (self.language, ENGLISH, *named):
            if language in named:
                return safe(named[language]), "" if self.language in (own, language) else language
        return safe(namespaces.ident(iri)), ""

    @functools.cache  # noqa: B019 -- a wording lives as long as the report that it serves
    def _term(self, iri: str) -> Mapping[str, str]:
        if not namespaces.ident(iri).startswith("rsc:"):
            return {}
        found = {
            tongue: schema.label(NamedNode(iri), tongue) for tongue in (self.language, ENGLISH)
        }
        return {tongue: name for tongue, name in found.items() if name != namespaces.ident(iri)}

    def plain(self, term: Term, original: str) -> tuple[str, str]:
        """Return a value as it is written, and its language if that is not the reader's."""
        if isinstance(term, NamedNode):
            return self.label(term.value)
        if isinstance(term, Literal):
            if term.datatype in _DATES:
                return self.date(term.value), ""
            if term.datatype in _NUMBERS:
                return self.number(term.value), ""
            spoken = term.language or original
            named = re.search(r"[^\W\d_]", term.value) and spoken != self.language
            return safe(term.value), spoken if named else ""
        return safe(term_text(term)), ""

    def number(self, written: str) -> str:
        """Return a number with the separators of the language."""
        try:
            return format_decimal(Decimal(written), locale=self._locale, decimal_quantization=False)
        except InvalidOperation:
            return safe(written)

    def date(self, written: str, style: str = "long") -> str:
        """Return a year, month or day in words, as precise as it is given."""
        date = PartialDate.maybe(written)
        if date is None:
            return safe(written)
        if date.precision == "day":
            form = "medium" if style == "short" else style
            found = format_date(date.first_day, form, self._locale)
        else:
            skeleton = _SKELETONS[style][date.precision]
            found = format_skeleton(skeleton, date.first_day, locale=self._locale)
        # A short date stands in narrow columns, where it is not to be broken.
        return str(found).replace(" ", "\u00a0") if style == "short" else str(found)

    def span(self, first: str, last: str) -> str:
        """Return the days from one date to another."""
        one, other = PartialDate.maybe(first), PartialDate.maybe(last)
        if first == last or other is None:
            return self.date(first, "short")
        if one is None or one.precision != other.precision or one > other:
            return f"{self.date(first, 'short')} – {self.date(last, 'short')}"
        skeleton = _SKELETONS["short"][one.precision]
        found = format_interval(one.first_day, other.first_day, skeleton, locale=self._locale)
        return re.sub(r"\s?–\s?", "–", str(found))

    def listed(self, texts: Sequence[str]) -> str:
        """Return texts as a list with "and"."""
        return str(format_list(texts, locale=self._locale))

    def lower(self, text: str) -> str:
        """Return a name as it stands within a sentence, abbreviations as they are."""
        return text[:1].lower() + text[1:] if text[1:2].islower() else text
