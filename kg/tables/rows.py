"""
The rows of a table as quads: first read and remarked on, then written as lines of N-Quads.

A row is an entity whose name is a hash of all its cells; rows that are the same in every cell are
numbered, since a report lists one line for each of them.  The rows of one place in the source, a
page, share a named graph, as the statements of a claim do.
"""

import re
from collections.abc import Callable

import ibis
from ibis.expr.types import StringColumn, StringValue, Table

from kg.model import namespaces, schema
from kg.model.namespaces import CLAIM, GRAPH, RDF, RSC, RULE
from kg.tables import cells, nquads
from kg.tables.engines import Engine
from kg.tables.mapping import Column, Mapping

ASIDE = "set aside"
SUMMED, NUMBER = ("integer", "money"), "decimal(28, 4)"
Known = Callable[[str, Column], tuple[str | None, str | None]]


def read(engine: Engine, table: Table, name: str, mapping: Mapping, known: Known) -> Table:
    """
    Return the rows with the values and remarks of each column, and where each row stands.

    A column is read from its distinct texts, of which there are far fewer than rows.
    """
    texts = {_text(c.name): cells.text(table, c) for c in mapping.column}
    printed, whole = nquads.as_printed(table)
    own = {
        "printed": printed,
        "whole": whole,
        "place": _place(table, mapping.place),
        "no_entity": _no_entity(table, mapping),
    }
    base = engine.keep("texts", table.select(**own, **texts))
    keyed = _keyed(base, name)
    for number, column in enumerate(mapping.column):
        if column.form != "text":
            readings = _readings(engine, base, column, known, f"reading_{number}")
            keyed = _beside(keyed, readings, column)
    placed = _placed(_whole_units(keyed, mapping), name, mapping)
    return _with_texts(engine.keep("rows", placed.drop("whole", "no_entity")), mapping)


def _with_texts(table: Table, mapping: Mapping) -> Table:
    """Return the rows with the values of texts, which are not kept since they cost next to none."""
    found: dict[str, StringValue] = {}
    for column in mapping.column:
        if column.form == "text":
            reading = cells.read(table[_text(column.name)], column)
            found |= {_value(column.name): reading.value, _remark(column.name): reading.remark}
    return table.mutate(**found)


def _readings(engine: Engine, base: Table, column: Column, known: Known, name: str) -> Table:
    """Return each text of a column with its value and the remark on it."""
    asked = base.select(asked=base[_text(column.name)]).distinct()
    asked = asked.filter(asked.asked.notnull())
    if column.form == "state":
        texts = sorted(row["asked"] for row in engine.rows(asked))
        return engine.listed(name, _states(texts, column, known))
    reading = cells.read(asked.asked, column)
    read = asked.select("asked", value=reading.value, remark=reading.remark)
    if column.form in SUMMED:
        read = read.mutate(number=read["value"].cast(NUMBER))
    return engine.keep(name, read)


def _states(texts: list[str], column: Column, known: Known) -> dict[str, list[str | None]]:
    found = [known(text, column) for text in texts]
    values, remarks = ([pair[place] for pair in found] for place in (0, 1))
    return {"asked": [*texts], "value": values, "remark": remarks}


def _beside(table: Table, readings: Table, column: Column) -> Table:
    """Return the rows with the value and remark of a column beside them."""
    found = [name for name in readings.columns if name != "asked"]
    named = {f"{name} {column.name}": readings[name] for name in found}
    renamed = readings.select("asked", **named)
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
        ibis.literal(namespaces.entity("reported-unit/").value)
        + state.re_extract("/([^/]+)$", 1)
        + "-"
    )


def owner(mapping: Mapping) -> Column:
    """Return the column of the state to which the units of a row belong."""
    return next(c for c in mapping.column if c.form == "state")


def _placed(table: Table, name: str, mapping: Mapping) -> Table:
    """Return the rows with their key, their part of the source, and whether they are set aside."""
    table = table.mutate(aside=_aside(table, mapping), modality=_modality(table, mapping))
    part = nquads.together(name + "\t", table.place, "\t", table.modality).hexdigest("md5")
    return _checked(table.mutate(part=part.left(20)), mapping)


def _keyed(table: Table, name: str) -> Table:
    """Return the rows with their keys, in which those that are the same in every cell differ."""
    counted = table.group_by("whole").agg(n=lambda t: t.count())
    repeated = counted.filter(counted.n > 1)
    # Few rows are the same as others; only these have to be brought into an order.
    single = table.anti_join(repeated, "whole").mutate(key=_key(name, table.whole, "0"))
    several = table.semi_join(repeated, "whole")
    number = ibis.row_number().over(group_by=several.whole, order_by=several.printed)
    key = _key(name, several.whole, number.cast("string"))
    return single.union(several.mutate(key=key))


def _key(name: str, whole: StringValue, number: StringValue | str) -> StringValue:
    return nquads.together(f"{name}\t", whole, "\t", number).hexdigest("md5").left(20)


def _text(name: str) -> str:
    return f"text {name}"


def _value(name: str) -> str:
    return f"value {name}"


def _remark(name: str) -> str:
    return f"remark {name}"


def _no_entity(table: Table, mapping: Mapping) -> StringValue:
    """Return why a row is no entity by the cells that it has and has not; nothing if it is one."""
    found = []
    for rule in mapping.aside:
        tests = [cells.clean(table, cell).isnull() for cell in rule.empty]
        tests += [cells.clean(table, cell) == text for cell, text in rule.only]
        found.append((ibis.and_(*tests), f"{ASIDE}: {rule.reason}"))
    return ibis.cases(*found) if found else cells.nothing()


def _aside(table: Table, mapping: Mapping) -> StringValue:
    required = {
        c.name: table[_text(c.name) if c.form == "text" else _value(c.name)]
        for c in mapping.column
        if c.required
    }
    reasons = [(value.isnull(), f"{ASIDE}: {n} cannot be read") for n, value in required.items()]
    unread = ibis.cases(*reasons) if reasons else cells.nothing()
    return ibis.coalesce(table.no_entity, unread)


def _modality(table: Table, mapping: Mapping) -> StringValue:
    if mapping.planned is None:
        return ibis.literal("past")
    year, after = (table[_value(n)] for n in (mapping.planned.year, mapping.planned.after))
    return ibis.ifelse((year > after).fill_null(False), "planned", "past")


def _place(table: Table, template: str) -> StringValue:
    """Return the place of a row; a part of the template whose cell is empty is left out."""
    pieces = []
    for piece in template.split(", "):
        words: StringValue = ibis.literal("")
        for literal, cell in re.findall(r"([^{]*)(?:\{([^}]+)\})?", piece):
            words = words + literal
            words = words + cells.clean(table, cell) if cell else words
        pieces.append(words)
    return ibis.literal(", ").join(pieces)


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
    kind = namespaces.iri(mapping.kind)
    subject = ("<" + namespaces.entity(namespaces.kind_name(kind) + "/").value, table.key, ">")
    graph = (" <" + CLAIM[""].value, table.part, "> .")
    register = (f" {GRAPH['register']} .",)
    statements = [
        nquads.together(*subject, f" {RDF.type} {kind}", *(register if mapping.drawn else graph))
    ]
    for above in schema.ancestors(kind)[1:]:
        statements.append(nquads.together(*subject, f" {RDF.type} {above} {RULE['supertype']} ."))
    for column in mapping.column:
        if column.property:
            own = register if mapping.drawn and column.property.startswith("skos:") else graph
            statements.append(_statement(table, column, subject, own))
    statements.append(nquads.together(*subject, f' {RSC.asPrinted} "', table.printed, '"', *graph))
    return nquads.joined(statements).name("line")


def _statement(
    table: Table, column: Column, subject: nquads.Pieces, end: nquads.Pieces
) -> StringValue:
    value = table[_value(column.name)]
    start = (*subject, f" {namespaces.iri(str(column.property))} ")
    before, written, after = nquads.encoded(value, column)
    if column.several:
        # A cell that names several things gives as many statements.
        spread = value.replace(cells.SEPARATOR, nquads.together(after, *end, "\n", *start, before))
        written = ibis.ifelse(value.contains(cells.SEPARATOR), spread, value)
    return nquads.statement(value, *start, before, written, after, *end)
