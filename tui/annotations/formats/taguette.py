"""Passages and their tags as Taguette exports them: a CSV of highlights, a row for each tag of each passage.

The columns are ``id``, ``document``, ``tag`` and ``content``. Notes, colours and bookmarks have no place there.
Cells are kept from being formulas as in :mod:`tui.annotations.formats.csv`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.csv import armed, rows_of, written
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse
from tui.annotations.kinds import Kind
from tui.annotations.records import record
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.formats import Article

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COLUMNS = ("id", "document", "tag", "content")


def write(articles: Sequence[Article]) -> str:
    """A row for each tag of a passage, one for a passage without tags, under the row of names."""
    rows: list[Sequence[str]] = [COLUMNS]
    for article in articles:
        for placed in article.in_order():
            annotation = placed.annotation
            if annotation.kind is not Kind.BOOKMARK and annotation.relations.marks_passage:
                quote = record(article.document, placed)["quote"]
                rows += [(annotation.id, article.document.title, tag, quote) for tag in annotation.tags or ("",)]
    return written(rows)


def recognises(data: bytes) -> bool:
    """Whether the first row has these four names."""
    try:
        first = next(rows_of(glimpse(data)), [])
    except Refused:
        return False
    return {cell.strip().lower() for cell in first} == set(COLUMNS)


def read(data: bytes) -> list[Foreign]:
    """The passages, rows of one id and one document together; raises Refused when there are no such columns."""
    rows = rows_of(decoded(data))
    names = [cell.strip().lower() for cell in next(rows, [])]
    if not set(COLUMNS) <= set(names):
        raise Refused(f"its first row does not name {', '.join(COLUMNS)}")
    at = [names.index(name) for name in COLUMNS]
    passages: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if len(row) > max(at):
            identifier, document, tag, quote = (armed(row[index]) for index in at)
            passages.setdefault((identifier, document, quote), []).append(tag)
    return [
        Foreign(
            work=Work(title=document),
            quote=quote,
            tags=tuple(dict.fromkeys(filter(None, tags))),
            # Taguette's own are numbers, which other projects use again.
            id=identifier if _UUID.fullmatch(identifier) else "",
        )
        for (identifier, document, quote), tags in passages.items()
    ]


FORMAT = Format(
    "taguette", ".taguette.csv", "Taguette (CSV of highlights)", write=write, read=read, recognises=recognises
)
