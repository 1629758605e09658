"""A briefing as Markdown with footnotes, in which no text can become markup."""

import re

from markupsafe import Markup

from kg.reports.document import Briefing, Run
from kg.reports.formats import templating
from kg.reports.frame import Frame

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$^&@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
# What would begin a list, a heading or a rule at the beginning of a line.
_FIRST = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=]))(?=.)")


def page(briefing: Briefing, frame: Frame) -> bytes:
    """Return the text of a briefing."""
    return templating.filled(
        "briefing.md.jinja",
        briefing,
        frame,
        escaped,
        {"marked": marked, "code": code, "address": address},
    )


def escaped(text: str) -> str:
    """Return a text in which no character marks anything up."""
    one = " ".join(text.split())
    return _FIRST.sub(r"\1\\", _SPECIAL.sub(r"\\\1", one))


def marked(run: Run) -> Markup:
    """Return a run of text, in italics if it is in another language than the reader's."""
    # Spaces at the ends are the sentence's; a star next to one would mark nothing.
    inner = run.text.strip()
    before, _, after = run.text.partition(inner) if inner else (run.text, "", "")
    mark = "*" if run.language and inner else ""
    words = f"{' ' if before else ''}{mark}{escaped(inner)}{mark}{' ' if after else ''}"
    return Markup(words)  # noqa: S704 -- escaped for Markdown


def code(command: str) -> Markup:
    """Return a command as it is typed."""
    plain = " ".join(command.replace("`", "'").split())
    return Markup(f"`{plain}`")  # noqa: S704 -- without what would end it


def address(link: str) -> Markup:
    """Return an address as the end of a link; the frame lets none through that holds a bracket."""
    return Markup(f"<{link}>")  # noqa: S704 -- without what would end it
