"""
The command line: each command asks one room for what it says it does, and prints what comes back.

Words of a shell come in and are checked here, names of files and dates among them; data go to
standard output and all else to standard error, with 1 as the exit code of an error and 2 of wrong
use.  It may import every room, but only when a command runs: help is shown with click alone.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.cli.main import cli

__all__ = ["cli"]

__getattr__ = face(
    __name__,
    {
        "main": ("cli",),
    },
)
