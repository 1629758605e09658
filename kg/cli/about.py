"""What a newcomer sees first: what is in the graph, and what to ask it."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from kg.graph import Graph

_NEXT = (
    ("query CQ16", "what was promised, how much of it, by when"),
    ("status", "which promises are overdue today"),
    ("show SOUTHCOM", "what is known of it, with quotes"),
    ("explain post/southcom-commander", "how that is known"),
    ("queries", "every question that is answered here"),
)


def lines(graph: Graph) -> Iterator[str]:
    """Yield what is in a graph, and what to try next."""
    manifest = graph.manifest
    yield (
        f"{manifest.claims:,} claims of {manifest.sources:,} "
        f"source{'s' if manifest.sources != 1 else ''} about {manifest.entities:,} entities, "
        f"in {manifest.statements:,} statements:"
    )
    kinds = ", ".join(f"{kind} {n}" for kind, n in graph.query("kinds").rows)
    yield from (f"  {line}" for line in textwrap.wrap(kinds, 94))
    yield "Try next:"
    command = _command()
    for arguments, purpose in _NEXT:
        yield f"  {f'{command} {arguments}':<48} {purpose}"
    page = Path("build/graph.html")
    if page.is_file():
        yield f"  open {page}  in a browser: the network, offline, with its evidence"


def _command() -> str:
    """Return the command as the reader can type it here."""
    here = Path(sys.argv[0])
    try:
        return str(here.resolve().relative_to(Path.cwd()))
    except ValueError:
        return here.name
