"""Find the line of a table or key in a TOML file, for messages that a person can act on."""

import re
from collections import defaultdict
from collections.abc import Mapping

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]")
_LONG = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'', re.DOTALL)
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class Lines:
    """The line of each table of an array of tables, and of each key in it."""

    def __init__(self, text: str) -> None:
        self._tables: dict[str, list[dict[str, int]]] = defaultdict(list)
        keys: dict[str, int] = {"": 1}
        self._tables[""].append(keys)
        # What stands in a text of several lines is no key; only \n ends a line.
        flat = _LONG.sub(lambda found: "\n" * found[0].count("\n"), text)
        for number, line in enumerate(flat.split("\n"), 1):
            if header := _HEADER.match(line):
                keys = {"": number}
                self._tables[header[1]].append(keys)
            elif key := _KEY.match(line):
                keys.setdefault(key[1], number)

    def keys(self, table: str = "", index: int = 0) -> Mapping[str, int]:
        """Return the line of each key of the table with this index; the table's own under ""."""
        tables = self._tables[table]
        elsewhere = self._tables[""][0].get(table, 0)
        return tables[index] if index < len(tables) else {"": elsewhere}
