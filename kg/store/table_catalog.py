"""
The tables that a graph holds: those that come with the data, and those that a user has loaded.

A table of the data is a file in its folder ``tables``, named for its mapping.  A loaded table is
kept beside the graphs of a store, with its mapping, so that every later build has it too; one that
has the name of a table of the data takes its place.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.atomic import DRAFTS, replacing_folder
from kg.errors import DataError, Problem

if TYPE_CHECKING:
    from kg.tables.loader import LoadReport

# Bytes loaded at a time.  Larger batches are no faster, and take ten times their size.
_BATCH = 25_000_000

# Told what is being done, in a few words.
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Holding:
    """A table: its mapping and its files, which share a format that their names may not tell."""

    name: str
    mapping: Path
    files: tuple[Path, ...]
    format: str | None = None

    def digest(self) -> str:
        """Return a hash of the mapping and the files."""
        total = hashlib.sha256(self.name.encode())
        for file in (self.mapping, *self.files):
            with file.open("rb") as content:
                total.update(hashlib.file_digest(content, "sha256").digest())
        return total.hexdigest()


def tables_of_data(data: Path) -> dict[str, Holding]:
    """Return the tables of a data folder; raises DataError if one has no mapping."""
    from kg.tables.file_formats import format_of
    from kg.tables.mapping import stored_mappings

    found: dict[str, Holding] = {}
    for file in sorted((data / "tables").glob("*.*")):
        name = file.name.partition(".")[0]
        if file.suffix in (".md", ".toml"):
            continue
        format_of(file)
        beside = file.with_name(f"{name}.toml")
        mapping = beside if beside.is_file() else stored_mappings().get(name)
        if mapping is None:
            message = f"has no mapping; write one as tables/{name}.toml"
            raise DataError([Problem(f"tables/{file.name}", 0, "", message, "missing")])
        found[name] = Holding(name, mapping, (file,))
    return found


def loaded_tables(target: Path) -> dict[str, Holding]:
    """Return the tables that were loaded into a store."""
    found: dict[str, Holding] = {}
    for folder in sorted((target / "tables").glob("*/")):
        files = tuple(sorted((folder / "files").glob("*")))
        if files and not folder.match(DRAFTS) and (folder / "mapping.toml").is_file():
            form = folder / "format"
            known = form.read_text("utf-8").strip() if form.is_file() else None
            found[folder.name] = Holding(folder.name, folder / "mapping.toml", files, known or None)
    return found


def all_tables(data: Path, target: Path) -> dict[str, Holding]:
    """Return the tables that a build is to have, by name."""
    return {**tables_of_data(data), **loaded_tables(target)}


def keep_table(holding: Holding, target: Path) -> None:
    """Keep the mapping and files of a table beside the graphs of a store, whole or not at all."""
    (target / "tables").mkdir(exist_ok=True)
    with replacing_folder(target / "tables" / holding.name) as folder:
        (folder / "files").mkdir()
        shutil.copyfile(holding.mapping, folder / "mapping.toml")
        (folder / "format").write_text(f"{holding.format or ''}\n", "utf-8")
        for number, file in enumerate(holding.files):
            shutil.copyfile(file, folder / "files" / f"{number:04}-{file.name}")


def forget_table(name: str, target: Path) -> None:
    """Remove a loaded table from what the next build is to have."""
    shutil.rmtree(target / "tables" / name)


def fill_tables(
    store: pyoxigraph.Store, holdings: Iterable[Holding], work: Path, progress: Progress
) -> list["LoadReport"]:
    """
    Add tables to a store and return what became of their rows.

    Raises TableError if a table does not fit its mapping, DataError if a mapping is wrong.
    """
    reports: list[LoadReport] = []
    for holding in holdings:
        # Without a table none of it is wanted.
        from kg.tables import loader
        from kg.tables.engines import DuckDB, line_files, opened
        from kg.tables.mapping import read_mapping

        folder = work / holding.name
        (folder / "quads").mkdir(parents=True)
        engine = DuckDB(folder)
        try:
            report = loader.load(
                engine,
                holding.files,
                holding.name,
                read_mapping(holding.mapping),
                loader.KnownNames.of(store),
                folder / "quads",
                format=holding.format,
                progress=progress,
            )
        finally:
            engine.close()
        progress(f"loading {report.rows:,} rows")
        for file in (f for one in sorted((folder / "quads").glob("*/")) for f in line_files(one)):
            # Some lines at a time, so that memory does not grow with the table.
            with opened(file) as lines:
                while batch := lines.read(_BATCH):
                    store.bulk_load(batch + lines.readline(), RdfFormat.N_QUADS)
            file.unlink()
        if (aside := folder / "quads" / loader.ASIDE).is_file():
            aside.rename(work.parent / f"{holding.name}-{loader.ASIDE}")
        reports.append(report)
    shutil.rmtree(work, ignore_errors=True)
    return reports


def tables_digest(holdings: Mapping[str, Holding]) -> str:
    """Return a hash of tables, nothing if there are none."""
    lines = sorted(f"{name} {holding.digest()}" for name, holding in holdings.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""
