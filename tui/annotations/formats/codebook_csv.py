"""A codebook as Taguette exports and imports it: a CSV with a row for each tag.

The columns are ``tag``, ``description``, ``number of highlights`` and ``number of documents``; read are the tag, which
may stand under ``name`` or ``path``, too, and the description. Cells are kept from being formulas as in
:mod:`tui.annotations.formats.csv`. A byte order mark begins the file: Taguette guesses the encoding, and takes a few
accents in UTF-8 for those of another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.cleaning import clean_note, clean_tag
from tui.annotations.formats.csv import armed, rows_of, written
from tui.annotations.formats.foreign import decoded
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMNS = ("tag", "description", "number of highlights", "number of documents")
NAMES = ("tag", "name", "path")


class Entry(NamedTuple):
    """A row of it."""

    tag: str
    description: str
    annotations: int
    documents: int


def write(entries: Iterable[Entry]) -> str:
    """The rows, under the names of the columns."""
    return "\ufeff" + written([COLUMNS, *([each[0], each[1], *map(str, each[2:])] for each in entries)])


def read(data: bytes) -> dict[str, str]:
    """What tags mean, in the order of the rows; empty where that is not said. Raises Refused for another table."""
    rows = rows_of(decoded(data))
    head = [cell.strip().lower() for cell in next(rows, [])]
    named = [name for name in NAMES if name in head]
    if len(named) != 1:
        raise Refused("its first row names no one column tag, name or path")
    at = head.index(named[0])
    beside = head.index("description") if "description" in head else None
    found: dict[str, str] = {}
    for row in rows:
        tag = clean_tag(armed(row[at])) if at < len(row) else ""
        if tag.strip("/"):
            said = armed(row[beside]) if beside is not None and beside < len(row) else ""
            found.setdefault(tag, clean_note(said).strip())
    return found
