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
StateOf = Callable[[str, Column], tuple[str | None, str | None]]


def staged_rows(
    engine: Engine, table: Table, name: str, mapping: Mapping, state_of: StateOf
) -> Table:
    """
    Return the rows with the values and remarks of each column, and where each row stands.

    ``state_of`` gives the state that a text stands for and the remark on it.  A column is read
    from its distinct texts, of which there are far fewer than rows.
    """
    printed, whole = nquads.as_printed(table)
    own = {
        "printed": printed,
        "whole": whole,
        "place": place(table, mapping.place),
        "no_entity": no_entity(table, mapping),
    }
    texts = {column.text_column: cells.column_text(table, column) for column in mapping.column}
    base = engine.keep("texts", table.select(**own, **texts))
    rows = _keyed(base, name)
    for number, column in enumerate(mapping.column):
        if column.form != "text":
            found = _readings(engine, base, column, state_of, f"reading_{number}")
            named = {f"{one} {column.name}": found[one] for one in found.columns if one != "asked"}
            beside = found.select("asked", **named)
            joined = rows.left_join(beside, rows[column.text_column] == beside.asked)
            rows = joined.drop("asked")
    rows = _whole_units(rows, mapping)
    rows = rows.mutate(aside=_aside(rows, mapping), modality=_modality(rows, mapping))
    part = nquads.together(name + "\t", rows.place, "\t", rows.modality).hexdigest("md5")
    rows = rows.mutate(part=part.left(20))
    start, end = mapping.first("start"), mapping.first("end")
    if start and end:
        wrong = (rows[end.value_column] < rows[start.value_column]).fill_null(False)
        remark = ibis.ifelse(wrong, cells.BACKWARDS, rows[end.remark_column])
        rows = rows.mutate(**{end.remark_column: remark})
    kept = engine.keep("rows", rows.drop("whole", "no_entity"))
    # The values of texts are not kept: they cost next to nothing.
    read: dict[str, StringValue] = {}
    for column in mapping.column:
        if column.form == "text":
            reading = cells.reading(kept[column.text_column], column)
            read |= {column.value_column: reading.value, column.remark_column: reading.remark}
    return kept.mutate(**read)


def place(table: Table, template: str) -> StringValue:
    """Return the place of a row; a part of the template whose cell is empty is left out."""
    pieces = []
    for piece in template.split(", "):
        words: StringValue = ibis.literal("")
        for literal, cell in re.findall(r"([^{]*)(?:\{([^}]+)\})?", piece):
            words = words + literal
            words = words + cells.cleaned(table, cell) if cell else words
        pieces.append(words)
    return ibis.literal(", ").join(pieces)


def no_entity(table: Table, mapping: Mapping) -> StringValue:
    """Return why a row is no entity by the cells that it has and has not; nothing if it is one."""
    found = []
    for rule in mapping.aside:
        tests = [cells.cleaned(table, cell).isnull() for cell in rule.empty]
        tests += [cells.cleaned(table, cell) == text for cell, text in rule.only]
        found.append((ibis.and_(*tests), f"{ASIDE}: {rule.reason}"))
    return ibis.cases(*found) if found else cells.nothing()


def _keyed(table: Table, name: str) -> Table:
    """Return the rows with their keys, in which those that are the same in every cell differ."""

    def key(rows: Table, number: StringValue | str) -> StringValue:
        return nquads.together(f"{name}\t", rows.whole, "\t", number).hexdigest("md5").left(20)

    counted = table.group_by("whole").agg(n=lambda t: t.count())
    repeated = counted.filter(counted.n > 1)
    # Few rows are the same as others; only these have to be brought into an order.
    single, several = table.anti_join(repeated, "whole"), table.semi_join(repeated, "whole")
    number = ibis.row_number().over(group_by=several.whole, order_by=several.printed)
    numbered = several.mutate(key=key(several, number.cast("string")))
    return single.mutate(key=key(single, "0")).union(numbered)


def _readings(engine: Engine, base: Table, column: Column, state_of: StateOf, name: str) -> Table:
    """Return each text of a column with its value and the remark on it."""
    asked = base.select(asked=base[column.text_column]).distinct()
    asked = asked.filter(asked.asked.notnull())
    if column.form == "state":
        texts = sorted(row["asked"] for row in engine.rows(asked))
        found = [state_of(text, column) for text in texts]
        values, remarks = ([pair[place] for pair in found] for place in (0, 1))
        return engine.listed(name, {"asked": texts, "value": values, "remark": remarks})
    reading = cells.reading(asked.asked, column)
    read = asked.select("asked", value=reading.value, remark=reading.remark)
    if column.form in SUMMED:
        read = read.mutate(number=read["value"].cast(NUMBER))
    return engine.keep(name, read)


def _whole_units(rows: Table, mapping: Mapping) -> Table:
    """Return the rows with the ends of the IRIs of their units made whole."""
    state, units = mapping.first("state"), [c for c in mapping.column if c.form == "unit"]
    if state is None or not units:
        return rows
    # A unit of no known state is told apart from none.
    start, mark = cells.unit_start(rows[state.value_column]), cells.SEPARATOR
    ends = {unit.value_column: rows[unit.value_column] for unit in units}
    iris = {name: start + end.replace(mark, mark + start) for name, end in ends.items()}
    return rows.mutate(**iris)


def _aside(rows: Table, mapping: Mapping) -> StringValue:
    """Return why a row is set aside: it is no entity, or what it must have cannot be read."""
    reasons = []
    for column in mapping.column:
        if column.required:
            read = column.text_column if column.form == "text" else column.value_column
            reasons.append((rows[read].isnull(), f"{ASIDE}: {column.name} cannot be read"))
    return ibis.coalesce(rows.no_entity, ibis.cases(*reasons) if reasons else cells.nothing())


def _modality(rows: Table, mapping: Mapping) -> StringValue:
    """Return whether a row tells of what was, or of a plan for after the year of its report."""
    if mapping.planned is None:
        return ibis.literal("past")
    planned = (mapping.planned.year, mapping.planned.after)
    year, after = (rows[mapping.named(name).value_column] for name in planned)
    return ibis.ifelse((year > after).fill_null(False), "planned", "past")


def row_lines(table: Table, mapping: Mapping) -> StringColumn:
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
        if column.prop:
            named = mapping.drawn and column.prop.startswith("skos:")
            start, end = (*subject, f" {column.predicate} "), register if named else graph
            value = table[column.value_column]
            before, written, after = nquads.encoded(value, column)
            if column.several:
                # A cell that names several things gives as many statements.
                between = nquads.together(after, *end, "\n", *start, before)
                spread = value.replace(cells.SEPARATOR, between)
                written = ibis.ifelse(value.contains(cells.SEPARATOR), spread, value)
            statements.append(nquads.statement(value, *start, before, written, after, *end))
    statements.append(nquads.together(*subject, f' {RSC.asPrinted} "', table.printed, '"', *graph))
    return nquads.joined(statements).name("line")
