"""The command line: data on standard output, all else on standard error."""

import atexit
import gc
import io
import os
import sys

import click

from kg.cli import (
    analysis,
    build,
    curation,
    entities,
    export,
    push,
    query,
    reports,
    tables,
    view,
)
from kg.cli.options import counted
from kg.errors import DataError, KGError
from kg.version import VERSION


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """Show an error of ours as lines that say what to mend; let every other one through."""
        try:
            return super().invoke(ctx)
        except DataError as error:
            from kg.text import safe

            for problem in error.problems:
                click.echo(safe(str(problem)), err=True)
            told = counted(len(error.problems), "problem")
            click.echo(f"{told} in the data; no graph built", err=True)
            raise SystemExit(1) from error
        except KGError as error:
            raise click.ClickException(str(error)) from error
        except click.exceptions.Exit:
            raise
        except RuntimeError as error:
            from kg.store.versions import damage

            if (damaged := damage(error)) is None:
                raise
            raise click.ClickException(str(damaged)) from error
        except OSError as error:
            if error.errno is None or error.filename is not None:
                raise
            # Whoever read our output has gone, or the disk is full: the rest has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise SystemExit(1) from error
            message = f"standard output cannot be written ({error.strerror})"
            raise click.ClickException(message) from error


# At the end of a command there is nothing left to collect.
atexit.register(gc.freeze)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="kg")
def cli() -> None:
    """Ask the knowledge graph of regional security cooperation, with evidence for every answer."""
    for stream in (sys.stdout, sys.stderr):
        # Show what an output that is not Unicode cannot hold as escapes; do not fail on it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


_GROUPS = (build, query, entities, export, analysis, curation, push, reports, tables, view)

curation.new.add_command(tables.new_mapping)
for command in (command for group in _GROUPS for command in group.COMMANDS):
    cli.add_command(command)
