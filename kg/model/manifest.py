"""What a built graph was made from, and how much is in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Manifest:
    """The digest of what a graph was made from, the version of that, and its counts."""

    digest: str
    version: str
    statements: int
    inferred: int
    claims: int
    entities: int
    sources: int
    rows: int = 0
