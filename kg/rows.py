"""
The rows of a table as quads: first read and remarked on, then written as lines of N-Quads.

A row is an entity whose name is a hash of all its cells; rows that are the same in every cell are
numbered, since a report lists one line for each of them.  The rows of one place in the source, a
page, share a named graph, as the statements of a claim do.
"""

import re
from collections.abc import Callable, Sequence

import ibis
from ibis.expr.types import BooleanValue, StringColumn, StringValue, Table
from pyoxigraph import NamedNode

from kg import cells, schema, vocab
from kg.engines import Engine
from kg.mappings import Column, Mapping, term
from kg.vocab import CLAIM, GRAPH, PROV, RDF, RSC, RULE, XSD

ASIDE = "set aside"
_TYPES = {"year": XSD.gYear, "date": XSD.date, "start": XSD.date, "end": XSD.date,
          "integer": XSD.integer, "money": XSD.decimal}  # fmt: skip
_LINKS = ("code", "state", "unit")
Known = Callable[[str, Column], tuple[str | None, str | None]]


def read(engine: Engine, table: Table, name: str, mapping: Mapping, known: Known) -> Table:
    """
    Return the rows with the values and remarks of each column, and where each row stands.

    A column is read from its distinct texts, of which there are far fewer than rows.
    """
    texts = {_text(c.name): cells.text(table, c) for c in mapping.column}
    printed = _printed(table)
    key = (name + "\t" + printed).hexdigest("md5")
    place = _place(table, mapping.place)
    base = engine.keep("texts", table.select(printed=printed, whole=key, place=place, **texts))
    whole = base
    for number, column in enumerate(mapping.column):
        readings = _readings(base, column, known)
        whole = _beside(whole, engine.keep(f"reading_{number}", readings), column)
    return engine.keep("rows", _placed(_whole_units(whole, mapping), name, mapping))


def _readings(base: Table, column: Column, known: Known) -> Table:
    """Return each text of a column with its value and the remark on it."""
    asked = base.select(asked=base[_text(column.name)]).distinct()
    asked = asked.filter(asked.asked.notnull())
    if column.form == "state":
        return _states(asked, column, known)
    reading = cells.read(asked.asked, column)
    return asked.select("asked", value=reading.value, remark=reading.remark)


def _states(asked: Table, column: Column, known: Known) -> Table:
    texts = asked.to_pyarrow()["asked"].to_pylist()
    found = [(text, *known(text, column)) for text in sorted(texts)]
    schema = {"asked": "string", "value": "string", "remark": "string"}
    named = {key: [row[place] for row in found] for place, key in enumerate(schema)}
    return ibis.memtable(named, schema=schema)


def _beside(table: Table, readings: Table, column: Column) -> Table:
    """Return the rows with the value and remark of a column beside them."""
    renamed = readings.select(
        readings.asked,
        **{_value(column.name): readings["value"], _remark(column.name): readings.remark},
    )
    joined = table.left_join(renamed, table[_text(column.name)] == renamed.asked)
    return joined.drop("asked")


def _whole_units(table: Table, mapping: Mapping) -> Table:
    """Return the rows with the ends of the IRIs of their units made whole."""
    units = {
        _value(c.name): _unit_iris(table, c, mapping) for c in mapping.column if c.form == "unit"
    }
    return table.mutate(**units) if units else table


def _unit_iris(table: Table, column: Column, mapping: Mapping) -> StringValue:
    start = unit_start(table[_value(owner(mapping).name)])
    ends = table[_value(column.name)]
    # A unit of no known state is told apart from none.
    return start + ends.replace(cells.SEPARATOR, cells.SEPARATOR + start)


def unit_start(state: StringValue) -> StringValue:
    """Return how the IRIs of the units of a state begin."""
    return (
        ibis.literal(vocab.entity("reported-unit/").value) + state.re_extract("/([^/]+)$", 1) + "-"
    )


def owner(mapping: Mapping) -> Column:
    """Return the column of the state to which the units of a row belong."""
    return next(c for c in mapping.column if c.form == "state")


def _placed(table: Table, name: str, mapping: Mapping) -> Table:
    """Return the rows with their key, their part of the source, and whether they are set aside."""
    table = table.mutate(aside=_aside(table, mapping), modality=_modality(table, mapping))
    number = ibis.row_number().over(group_by=table.whole, order_by=table.whole)
    part = (name + "\t" + table.place + "\t" + table.modality).hexdigest("md5")
    key = (table.whole + "-" + number.cast("string")).hexdigest("md5").left(20)
    return _checked(table.mutate(key=key, part=part.left(20)), mapping)


def _text(name: str) -> str:
    return f"text {name}"


def _value(name: str) -> str:
    return f"value {name}"


def _remark(name: str) -> str:
    return f"remark {name}"


def _printed(table: Table) -> StringValue:
    """Return every cell of a row that is not empty, as a JSON object."""
    text = ibis.literal("")
    for cell in table.columns:
        value = table[cell].cast("string")
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        for character, escape in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            quoted = quoted.replace(character, escape)
        label = cell.replace("\\", "\\\\").replace('"', '\\"')
        text = text + ibis.coalesce(ibis.literal(f'"{label}": "') + quoted + '", ', "")
    return ibis.literal("{") + text.re_replace(", $", "") + "}"


def _aside(table: Table, mapping: Mapping) -> StringValue:
    reasons = [
        (table[_value(c.name)].isnull(), f"{ASIDE}: {c.name} cannot be read")
        for c in mapping.column
        if c.required
    ]
    return ibis.cases(*reasons) if reasons else cells.nothing()


def _modality(table: Table, mapping: Mapping) -> StringValue:
    if mapping.planned is None:
        return ibis.literal("past")
    year, after = (table[_value(n)] for n in (mapping.planned.year, mapping.planned.after))
    return ibis.ifelse((year > after).fill_null(False), "planned", "past")


def _place(table: Table, template: str) -> StringValue:
    """Return the place of a row; a part of the template whose cell is empty is left out."""
    text = ibis.literal("")
    for piece in template.split(", "):
        words: StringValue = ibis.literal("")
        for literal, cell in re.findall(r"([^{]*)(?:\{([^}]+)\})?", piece):
            words = words + literal
            words = words + cells.clean(table, cell) if cell else words
        text = text + ibis.coalesce(words + ", ", "")
    return text.re_replace(", $", "")


def _checked(table: Table, mapping: Mapping) -> Table:
    """Return the table with a remark where a row ends before it starts."""
    forms = {c.form: _value(c.name) for c in mapping.column}
    name = next((_remark(c.name) for c in mapping.column if c.form == "end"), None)
    if name is None or "start" not in forms:
        return table
    wrong = (table[forms["end"]] < table[forms["start"]]).fill_null(False)
    return table.mutate(**{name: ibis.ifelse(wrong, cells.BACKWARDS, table[name])})


def good(table: Table) -> Table:
    """Return the rows that become entities."""
    return table.filter(table.aside.isnull())


def lines(table: Table, mapping: Mapping) -> StringColumn:
    """Return for each row the N-Quads of its entity."""
    kind = term(mapping.kind)
    subject = _iri(ibis.literal(vocab.entity(path(kind) + "/").value) + table.key)
    graph = " " + _iri(ibis.literal(CLAIM[""].value) + table.part)
    register = f" {GRAPH['register']}"
    drawn = register if mapping.drawn else graph
    text = subject + f" {RDF.type} {kind}" + drawn + " .\n"
    for above in schema.ancestors(kind)[1:]:
        text = text + subject + f" {RDF.type} {above} {RULE['supertype']} .\n"
    for column in mapping.column:
        if column.property:
            own = register if mapping.drawn and column.property.startswith("skos:") else graph
            text = text + _statement(table, column, subject, own)
    printed = _literal(table.printed)
    text = text + subject + f" {RSC.asPrinted} " + printed + graph + " ."
    return text.name("line")


def path(kind: NamedNode) -> str:
    """Return how the ids of a class begin."""
    return vocab.kebab(kind.value.rpartition("#")[2])


def _statement(
    table: Table, column: Column, subject: StringValue, graph: StringValue | str
) -> StringValue:
    value = table[_value(column.name)]
    start = subject + f" {term(str(column.property))} "
    if column.form in _LINKS:
        joined = value.replace(cells.SEPARATOR, "> \x1e <")
        written = ("<" + joined + ">").replace(" \x1e ", cells.SEPARATOR)
        several = cells.SEPARATOR
        text = start + written + graph + " .\n"
        # A cell that names several things gives as many statements.
        spread = text.replace(several, graph + " .\n" + start)
        return ibis.coalesce(spread, "")
    return ibis.coalesce(start + encoded(value, column) + graph + " .\n", "")


def encoded(value: StringValue, column: Column) -> StringValue:
    """Return a value as the RDF term that its form calls for."""
    if column.form in _LINKS:
        return _iri(value)
    kind = _TYPES.get(column.form)
    if kind is not None:
        return '"' + value + f'"^^{kind}'
    return _literal(value) + (f"@{column.language}" if column.language else "")


def _iri(text: StringValue) -> StringValue:
    return "<" + text + ">"


def _literal(text: StringValue) -> StringValue:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, escape in (("\n", "\\n"), ("\r", "\\r")):
        escaped = escaped.replace(character, escape)
    return '"' + escaped + '"'


def part_lines(table: Table, mapping: Mapping) -> StringColumn:
    """Return for each place in the source the N-Quads that say what its rows rest on."""
    kind = RSC.Claim if mapping.drawn else RSC.TablePart
    parts = table.select("part", "place", "modality").distinct()
    part = ibis.literal(CLAIM[""].value) + parts.part
    subject, evidence = _iri(part), _iri(part + "#1")
    end = f" {GRAPH['provenance']} .\n"
    source = vocab.entity(mapping.source)
    modality = _iri(ibis.literal(vocab.entity("").value) + parts.modality)
    fixed: Sequence[tuple[NamedNode, str | StringValue]] = (
        (RDF.type, str(kind)),
        (PROV.hadPrimarySource, str(source)),
        (PROV.wasAttributedTo, f'"{mapping.extracted_by}"'),
        (PROV.generatedAtTime, f'"{mapping.extracted.isoformat()}"^^{XSD.date}'),
        (RSC.hasLevel, str(vocab.entity("explicit"))),
        (RSC.hasModality, modality),
        (RSC.hasCredibility, str(vocab.entity(mapping.credibility))),
        (RSC.hasReviewStatus, str(vocab.entity(mapping.review))),
        (RSC.hasEvidence, evidence),
    )
    text = ibis.literal("")
    for predicate, value in fixed:
        text = text + subject + f" {predicate} " + value + end
    text = text + evidence + f" {RDF.type} {RSC.Evidence}{end}"
    text = text + evidence + f" {vocab.OA.hasSource} {source}{end}"
    text = text + evidence + f" {RSC.placeInSource} " + _literal(parts.place) + end.rstrip("\n")
    return text.name("line")


def has(table: Table, column: Column) -> BooleanValue:
    """Return whether a row has a value in a column."""
    return table[_value(column.name)].notnull()
