"""Templates in which every value is text, and marks nothing up."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from kg.reports.document import Briefing
from kg.reports.frame import Frame, joined


def filled(
    template: str,
    briefing: Briefing,
    frame: Frame,
    escaped: Callable[[str], str],
    filters: Mapping[str, Callable[[Any], object]],
    **more: object,
) -> bytes:
    """
    Return a template of this folder, filled with a briefing.

    ``escaped`` makes a value text in which no character marks anything up in the format; only
    what is ``Markup``, and so made by the format itself, goes in as it is.
    """

    def text(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704 -- escaped for its format

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=text,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"joined": joined, **filters}
    made = environment.get_template(template)
    return made.render(briefing=briefing, frame=frame, **more).encode()
