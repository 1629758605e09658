"""
From files written by hand to claims, the checks of both, and the drafts of new ones.

In comes a folder of data; out come its records, the quads of its claims with their provenance, and
findings, each with the file, line and key where it is to be mended.
It imports the model, the rules and questions of ``sparql``, and what ``entities`` expects of each.
"""

from typing import TYPE_CHECKING

from kg.lazy import face

if TYPE_CHECKING:
    from kg.curation.checks import Finding, check_data
    from kg.curation.claims import quads
    from kg.curation.drafts import draft_source
    from kg.curation.file_check import check_file
    from kg.curation.folder import Claim, Data, read_folder
    from kg.curation.origins import Origin, Origins

__all__ = [
    "Claim",
    "Data",
    "Finding",
    "Origin",
    "Origins",
    "check_data",
    "check_file",
    "draft_source",
    "quads",
    "read_folder",
]

__getattr__ = face(
    __name__,
    {
        "checks": ("Finding", "check_data"),
        "claims": ("quads",),
        "drafts": ("draft_source",),
        "file_check": ("check_file",),
        "folder": ("Claim", "Data", "read_folder"),
        "origins": ("Origin", "Origins"),
    },
)
