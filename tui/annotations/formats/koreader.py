"""What KOReader exports as JSON: a book with its entries, or several under ``documents``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import (
    Foreign,
    Work,
    kind_of,
    listed,
    moment,
    nearest_colour,
    parsed_json,
    string,
    strings,
)
from tui.annotations.kinds import Kind
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRIES = re.compile(rb'"entries"\s*:\s*[\[{]')
"""A key: within strings quotation marks have a backslash before them."""


def recognises(data: bytes) -> bool:
    """Whether a file is JSON with ``entries``."""
    head = data[:100_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and _ENTRIES.search(head) is not None


def read(data: bytes) -> list[Foreign]:
    """The highlights, notes and bookmarks of all books; raises Refused where there are no books."""
    value = parsed_json(data)
    books = listed(value.get("documents", value) if isinstance(value, dict) else value)
    found: list[Foreign] = []
    for book in books:
        if not isinstance(book, dict) or not isinstance(book.get("entries"), list):
            raise Refused("it has no entries as KOReader writes them")
        author = ", ".join(part.strip() for name in strings(book.get("author")) for part in name.split("\n"))
        work = Work(title=string(book.get("title")), author=author)
        found += [_read(work, entry) for entry in book["entries"] if isinstance(entry, dict)]
    return [each for each in found if each.quote.strip() or each.note.strip() or each.kind is Kind.BOOKMARK]


def _read(work: Work, entry: Mapping[str, Any]) -> Foreign:
    note, text = string(entry.get("note")), string(entry.get("text"))
    is_bookmark = entry.get("sort") == "bookmark"
    created = _time(entry.get("time"))
    return Foreign(
        work=work,
        quote=text,
        kind=Kind.BOOKMARK if is_bookmark else kind_of(note),
        note=note,
        tags=strings(entry.get("tags")),
        colour=nearest_colour(string(entry.get("color"))),
        created=created,
        modified=_time(entry.get("time_updated")) or created,
    )


def _time(value: object) -> str:
    """A time as seconds since 1970, or as text."""
    from datetime import UTC, datetime

    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return moment(datetime.fromtimestamp(value, UTC).isoformat())
        except (ValueError, OverflowError, OSError):
            return ""
    return moment(string(value))


FORMAT = Format("koreader", ".json", "KOReader (JSON)", read=read, recognises=recognises)
