"""
Add a table to a built graph, whole or not at all.

The new graph is made beside the old one: from a copy of it where the table is new, from the data
where the table takes the place of another, and named as the current one only when it is complete.
"""

from collections.abc import Sequence
from pathlib import Path

from kg.atomic import replacing_folder
from kg.errors import StoreError, TableError
from kg.model.manifest import Manifest
from kg.store import builder, table_catalog, versions
from kg.store.table_catalog import Holding, Progress
from kg.tables.loader import LoadReport


def add_table(
    target: Path, data: Path, table: Holding, progress: Progress = lambda _: None
) -> tuple[Manifest, LoadReport | None]:
    """
    Return the manifest of the graph with a table in it, and what became of its rows.

    There is no report if the graph has the table already.  Raises TableError if the table does not
    fit its mapping, StoreError if there is no graph or it cannot be written.
    """
    missing = [file for file in table.files if not file.is_file()]
    if missing:
        raise TableError(f"{missing[0]}: is no file; name one that exists")
    with versions.locked(target):
        old = versions.location(target)
        before = versions.manifest_of(old)
        held = table_catalog.all_tables(data, target)
        tables = {**held, table.name: table}
        digest = builder.input_digest(data, tables)
        if before.digest == digest:
            return before, None
        # The graph can be copied if it is that of the data as it is, and has no such table.
        is_current = before.digest == builder.input_digest(data, held)
        try:
            with replacing_folder(target / digest) as folder:
                if is_current and table.name not in held:
                    new, report = builder.extend_store(folder, old, digest, table, progress)
                else:
                    new, reports = builder.fill_store(folder, data, digest, tables, progress)
                    report = next(r for r in reports if r.name == table.name)
                versions.write_manifest(folder, new)
            table_catalog.keep_table(table, target)
            versions.make_current(target, digest)
        except OSError as error:
            message = f"{target}: the graph could not be written ({error})"
            raise StoreError(message, target) from error
        finally:
            versions.sweep(target)
        return new, report


def table_name(mapping: Path, files: Sequence[Path]) -> str:
    """Return what a table is called: as its mapping; raises TableError if it has no files."""
    if not files:
        raise TableError("name the files of the table, or - for standard input")
    return mapping.stem
