"""What KOReader tells of highlights, as JSON: a book with its entries, or several under ``documents``.

So its exporter writes them. What it keeps beside a book (``metadata.epub.lua``), when it was turned into JSON, is read
as well: ``annotations``, under which a highlight has a ``drawer`` and what has none is a bookmark.
"""

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

# Within strings quotation marks have a backslash before them, so that these are keys.
_ENTRIES = re.compile(rb'"entries"\s*:\s*[\[{]')
_BESIDE = [re.compile(rb'"%s"\s*:\s*[\[{]' % name) for name in (b"annotations", b"doc_props")]
_UNKNOWN = {"", "N/A", "Unknown Author", "Unknown Book"}


def recognises(data: bytes) -> bool:
    """Whether a file is JSON with ``entries``, or what KOReader keeps beside a book."""
    head = data[:100_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and (
        _ENTRIES.search(head) is not None or all(key.search(data) for key in _BESIDE)
    )


def read(data: bytes) -> list[Foreign]:
    """The highlights, notes and bookmarks of all books; raises Refused where there are no books."""
    value = parsed_json(data)
    books = listed(value.get("documents", value) if isinstance(value, dict) else value)
    found: list[Foreign] = []
    for book in books:
        entries = book.get("entries", book.get("annotations")) if isinstance(book, dict) else None
        if entries == {}:  # Lua does not tell an empty list from an empty table
            entries = []
        if not isinstance(entries, list):
            raise Refused("it has no entries as KOReader writes them")
        work = _work(book)
        found += [_read(work, entry) for entry in entries if isinstance(entry, dict)]
    return [each for each in found if each.quote.strip() or each.note.strip() or each.kind is Kind.BOOKMARK]


def _work(book: Mapping[str, Any]) -> Work:
    told = book.get("doc_props")
    about = told if isinstance(told, dict) else book
    authors = strings(about.get("author", about.get("authors")))
    names = [part.strip() for name in authors for part in name.split("\n")]
    title = string(about.get("title")).strip()
    return Work(
        title="" if title in _UNKNOWN else title, author=", ".join(name for name in names if name not in _UNKNOWN)
    )


def _read(work: Work, entry: Mapping[str, Any]) -> Foreign:
    note, text = string(entry.get("note")), string(entry.get("text"))
    is_bookmark = entry.get("sort") == "bookmark" or ("datetime" in entry and "drawer" not in entry)
    created = _time(entry.get("time", entry.get("datetime")))
    modified = _time(entry.get("time_updated", entry.get("datetime_updated")))
    return Foreign(
        work=work,
        quote="" if is_bookmark else text,
        kind=Kind.BOOKMARK if is_bookmark else kind_of(note),
        note=note,
        tags=strings(entry.get("tags")),
        colour=nearest_colour(string(entry.get("color"))),
        name=(note or text) if is_bookmark else "",
        created=created,
        modified=modified or created,
        undated=not modified,
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
