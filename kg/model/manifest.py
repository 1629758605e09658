"""What a built graph was made from, and how much is in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Manifest:
    """What a built graph was made from, and how much is in it."""

    digest: str
    version: str
    statements: int
    inferred: int
    claims: int
    entities: int
    sources: int
    rows: int = 0
