"""The formats by name, and what is written under one of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from kg.errors import ExportError
from kg.export import formats
from kg.export.kinds import Format, NetworkFormat, StatementFormat, TableFormat, Written

if TYPE_CHECKING:
    from kg.export.network import PlainNetwork
    from kg.export.statements import Statement
    from kg.sparql.table import Table

F = TypeVar("F", bound=Format)
_KINDS = (StatementFormat, NetworkFormat, TableFormat)
_MODULES = [
    import_module(f"{formats.__name__}.{found.name}")
    for found in pkgutil.iter_modules(formats.__path__)
]
_FOUND: list[Format] = [form for module in _MODULES for form in module.FORMATS]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {form.name: form for kind in _KINDS for form in _FOUND if isinstance(form, kind)}
)


def write_rdf(
    statements: Iterable[Statement], name: str, target: str | Path, prefixes: Mapping[str, str]
) -> Written:
    """Write statements as RDF and say what was written; formats without graphs get the union.

    Raises ExportError if the format cannot hold them or the target cannot be written.
    """
    return format_named(name, StatementFormat).write(statements, Path(target), prefixes)


def write_network(network: PlainNetwork, name: str, target: str | Path) -> Written:
    """Write a network and say what was written; table formats take a folder or a file name.

    Raises ExportError if an id is not plain or the target cannot be written.
    """
    return format_named(name, NetworkFormat).write(network, Path(target))


def write_table(table: Table, name: str, target: str | Path) -> Written:
    """Write the result of a query and say what was written.

    Raises ExportError if pyarrow is missing or the target cannot be written.
    """
    return format_named(name, TableFormat).write_rows(table, Path(target))


def write_statements(statements: Iterable[Statement], name: str, target: str | Path) -> Written:
    """Write statements as a table with a row for each and say what was written.

    Raises ExportError if pyarrow is missing or the target cannot be written.
    """
    return format_named(name, TableFormat).write_statements(statements, Path(target))


def format_named(name: str, kind: type[F]) -> F:
    """Return the format of a name; raises ExportError, with those that fit, if there is none."""
    form = FORMATS.get(name)
    if isinstance(form, kind):
        return form
    fit = ", ".join(other.name for other in FORMATS.values() if isinstance(other, kind))
    raise ExportError(f"{name!r} is no format for this; choose one of: {fit}")
