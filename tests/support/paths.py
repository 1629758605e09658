"""Where tests find what they read: the checkout, files of their own, and what lies beside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
PACKAGE = ROOT / "kg"
INVENTED = TESTS / "data"
# What may not be given away, or is not ours, lies beside the checkout and need not be there.
ARTICLE_TEXT = ROOT.parent / "shared" / "source"
QUESTIONS = ROOT.parent / "shared" / "design" / "competency_questions.csv"

with_questions = pytest.mark.skipif(
    not QUESTIONS.is_file(), reason="the list of competency questions is not beside this checkout"
)


def vectors(name: str) -> Any:
    """Return the cases of a rule that Python and the page both know."""
    return json.loads((TESTS / "vectors" / f"{name}.json").read_text("utf-8"))
