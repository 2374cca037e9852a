"""The reader's queries: those used lately, and those kept under a name.

Two plain files of UTF-8 in the data folder, one query a line, so that they can be read, edited and shared:
``recent-queries.txt``, the latest last, and ``queries.txt``, each line a name, a tab and a query. Lines that
are empty or begin with ``#`` are left as they are; of two lines with one name the later counts.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.document.files import read_bytes
from tui.document.harmless import harmless_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.settings import Places

MOST_RECENT = 50
"""Queries used lately that are remembered."""
LONGEST = 1000
"""Code points of a query or a name that are kept."""


class Queries:
    """Reads and writes both files; every method raises ``Refused`` when they cannot be used."""

    def __init__(self, where: Places) -> None:
        """Nothing is read or made before it is needed."""
        self._recent = where.data / "recent-queries.txt"
        self._kept = where.data / "queries.txt"

    def recent(self) -> list[str]:
        """The queries used lately, the latest first."""
        lines = [_on_a_line(line) for line in _lines(self._recent)]
        return list(dict.fromkeys(line for line in reversed(lines) if line))[:MOST_RECENT]

    def use(self, query: str) -> None:
        """Remember that a query was used."""
        query = _on_a_line(query)
        known = self.recent()
        if query and known[:1] != [query]:
            self._write_recent([query, *(each for each in known if each != query)])

    def forget(self, query: str) -> None:
        """Remember a query no longer; nothing happens if it is not there."""
        known = self.recent()
        if query in known:
            self._write_recent([each for each in known if each != query])

    def _write_recent(self, queries: Sequence[str]) -> None:
        _write(self._recent, list(reversed(queries[:MOST_RECENT])))

    def kept(self) -> dict[str, str]:
        """The queries that have a name, by it, in the order in which they were kept."""
        found: dict[str, str] = {}
        for line in _lines(self._kept):
            name, query = _named(line)
            if name:
                found.pop(name, None)
                found[name] = query
        return found

    def keep(self, name: str, query: str) -> None:
        """Keep a query under a name, instead of the one that had it. Raises ``Refused`` for an empty one."""
        name, query = _on_a_line(name).lstrip("#").lstrip(), _on_a_line(query)
        if not name or not query:
            raise Refused("A query that is to be kept needs words and a name.")
        lines = [line for line in _lines(self._kept) if _named(line)[0] != name]
        _write(self._kept, [*lines, f"{name}\t{query}"])

    def drop(self, name: str) -> bool:
        """Keep the query of this name no longer; whether there was one."""
        lines = _lines(self._kept)
        others = [line for line in lines if _named(line)[0] != name]
        if len(others) < len(lines):
            _write(self._kept, others)
        return len(others) < len(lines)


def _named(line: str) -> tuple[str, str]:
    """The name and the query of a line; both empty where it holds none."""
    name, tab, query = line.partition("\t")
    name, query = _on_a_line(name), _on_a_line(query)
    return (name, query) if tab and name and query and not name.startswith("#") else ("", "")


def _on_a_line(text: str) -> str:
    """Without line ends, tabs and control characters, blanks at the ends taken off."""
    return harmless_line(" ".join(text.split("\t"))).strip()[:LONGEST]


def _lines(path: Path) -> list[str]:
    """The lines of a file; none where it does not exist."""
    try:
        data = read_bytes(path)
    except Refused as refusal:
        if isinstance(refusal.__cause__, FileNotFoundError):
            return []
        raise
    return data.decode("utf-8-sig", "replace").rstrip("\n").split("\n")


def _write(path: Path, lines: Sequence[str]) -> None:
    from tui.annotations.saving import write_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{path.parent} cannot be made: {os.strerror(error.errno or 0).lower()}.") from error
    write_file(path, "\n".join([*lines, ""]))
