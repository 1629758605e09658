"""How names are compared, and which known ones are close to one that is not known."""

import unicodedata
from collections.abc import Collection

# Nobody misspells a text of this length, and comparing it takes very long.
_LONGEST = 200


def fold(name: str) -> str:
    """Return a name without case, accents, punctuation and extra spaces, for comparing."""
    # Decomposing can give capitals, and folding them can give what decomposes further.
    plain = name
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain).casefold()
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def suggestion(name: str, known: Collection[str]) -> str:
    """Return '; did you mean …?' with the known names that are close to a name, or nothing."""
    import difflib

    if len(name) > _LONGEST:
        return ""
    folded = {k.casefold(): k for k in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(folded[c]) for c in close)}?" if close else ""
