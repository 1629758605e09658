"""A briefing as one HTML page: nothing is loaded, no script runs, and it prints on A4."""

import base64
import functools
import hashlib
from importlib import resources

from markupsafe import Markup, escape

from kg.reports.document import Briefing
from kg.reports.formats import figure, templating
from kg.reports.frame import Frame


def page(briefing: Briefing, frame: Frame) -> bytes:
    """Return the page of a briefing."""
    style = (resources.files(__package__) / "briefing.css").read_text("utf-8")
    return templating.filled(
        "briefing.html.jinja",
        briefing,
        frame,
        escape,
        {"drawn": functools.partial(figure.drawn, number=frame.number)},
        style=Markup(style),  # noqa: S704 -- ours
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
