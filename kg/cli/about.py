"""What a newcomer sees first: what is in the graph, and what to ask it."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from kg.cli.options import counted
from kg.graph import Graph

_NEXT = (
    ("query CQ16", "what was promised, how much of it, by when"),
    ("status", "which promises are overdue today"),
    ("show SOUTHCOM", "what is known of it, with quotes"),
    ("explain post/southcom-commander", "how that is known"),
    ("queries", "every question that is answered here"),
)


def introduction(graph: Graph) -> Iterator[str]:
    """Yield what is in a graph, and what to try next."""
    manifest = graph.manifest
    yield (
        f"{manifest.claims:,} claims of {counted(manifest.sources, 'source')} "
        f"about {manifest.entities:,} entities, "
        f"in {manifest.statements:,} statements:"
    )
    kinds = ", ".join(f"{kind} {n}" for kind, n in graph.query("kinds").rows)
    yield from (f"  {line}" for line in textwrap.wrap(kinds, 94))
    yield "Try next:"
    # As the reader can type it here.
    called = Path(sys.argv[0])
    here = called.resolve().is_relative_to(Path.cwd())
    command = called.resolve().relative_to(Path.cwd()) if here else called.name
    for arguments, purpose in _NEXT:
        yield f"  {f'{command} {arguments}':<48} {purpose}"
    page = Path("build/graph.html")
    if page.is_file():
        yield f"  open {page}  in a browser: the network, offline, with its evidence"
