"""Annotations as CSV (RFC 4180) with the columns of Readwise's import.

Location is the paragraph's number, Date the time of making. Tags stand before the note on a line of
their own, as Readwise writes them in notes: ``.tag .other``. Highlights and notes are written; a
bookmark and a note on a whole text have no passage of their own, which Readwise asks for.

A spreadsheet takes a cell for a formula that begins with ``= + - @``, a tab or a line end, so such a
cell gets an apostrophe before it (OWASP, CSV Injection), and loses it again when it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse, kind_of, moment, nearest_colour
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Relations
from tui.annotations.records import record
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.annotations.formats import Article

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")

_NAMES = {
    "highlight": "quote",
    "text": "quote",
    "title": "title",
    "book title": "title",
    "author": "author",
    "book author": "author",
    "url": "source",
    "source url": "source",
    "note": "note",
    "color": "colour",
    "colour": "colour",
    "tags": "tags",
    "location type": "measure",
    "location": "location",
    "date": "created",
    "highlighted at": "created",
}
"""What the columns are called, in Readwise's import and in its export."""

_ARMED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_DISARMED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_TAGS = re.compile(r"\.[^\s.]\S*(?: \.[^\s.]\S*)*")
_LIKE_TAGS = re.compile(r" *\.")
_LARGEST_CELL = 2**31 - 1


def write(articles: Sequence[Article]) -> str:
    """A row an annotation, under the row of names."""
    rows: list[Sequence[str]] = [COLUMNS]
    for article in articles:
        source = article.document.source
        address = source if source.startswith(("http://", "https://")) else ""
        for placed in article.in_order():
            annotation = placed.annotation
            fields = record(article.document, placed)
            if annotation.kind is Kind.BOOKMARK or not fields["quote"].strip():
                continue
            location = fields["paragraph"] or annotation.anchor.block + 1
            note = noted(annotation.note, annotation.tags)
            rows.append(
                (fields["quote"], fields["title"], "", address, note, str(location), annotation.created),
            )
    return written(rows)


def written(rows: Sequence[Sequence[str]]) -> str:
    """Rows as CSV, every cell quoted and harmless in a spreadsheet."""
    import csv
    from io import StringIO

    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([disarmed(cell) for cell in row] for row in rows)
    return stream.getvalue()


def disarmed(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; :func:`armed` gives back what it was."""
    return f"'{cell}" if _ARMED.match(cell) else cell


def armed(cell: str) -> str:
    """A cell as it was before it was made harmless."""
    return cell[1:] if _DISARMED.match(cell) else cell


def noted(note: str, tags: Sequence[str]) -> str:
    """A note with its tags before it as Readwise reads them."""
    if tags:
        line = " ".join("." + ("-".join(tag.split()).lstrip(".") or "_") for tag in tags)
        return f"{line}\n{note}" if note else line
    return f" {note}" if _LIKE_TAGS.match(note) else note


def told_apart(note: str) -> tuple[str, tuple[str, ...]]:
    """A note and the tags that stand before it."""
    found = _TAGS.match(note)
    if found is None or note[found.end() : found.end() + 1] not in {"", " ", "\n"}:
        return (note[1:] if note.startswith(" ") and _LIKE_TAGS.match(note) else note), ()
    return note[found.end() + 1 :], tuple(tag[1:] for tag in found[0].split(" "))


def recognises(data: bytes) -> bool:
    """Whether the first row names a highlight and more of Readwise's columns."""
    try:
        first = next(rows_of(glimpse(data)), [])
    except Refused:
        return False
    names = [_NAMES.get(cell.strip().lower()) for cell in first]
    return names.count("quote") == 1 and len(set(names) - {None}) > 1


def rows_of(text: str) -> Iterator[list[str]]:
    """The rows of CSV, its cells parted by what parts the first row: commas, semicolons or tabs."""
    import csv
    from io import StringIO

    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        yield from csv.reader(StringIO(text.replace("\0", "\ufffd"), newline="\n"), delimiter=delimiter)
    except csv.Error as error:
        raise Refused(f"it is not CSV: {error}") from error


def tables_of(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a file as what stands under each name of the first row, names in small letters."""
    rows = rows_of(decoded(data))
    names = [name.strip().lower() for name in next(rows, [])]
    for row in rows:
        if any(map(str.strip, row)):
            yield dict(zip(names, map(armed, row), strict=False))


def read(data: bytes) -> list[Foreign]:
    """The highlights of a file, and notes without a passage as those on a whole text.

    Raises Refused where there is no column of highlights.
    """
    found: list[Foreign] = []
    for row in tables_of(data):
        values = {_NAMES[name]: value for name, value in row.items() if name in _NAMES}
        if "quote" not in values:
            raise Refused("it has no column called Highlight")
        if values["quote"].strip() or values.get("note", "").strip():
            found.append(_read(values))
    return found


def _read(values: Mapping[str, str]) -> Foreign:
    note, tags = told_apart(values.get("note", ""))
    tags += tuple(tag.strip() for tag in values.get("tags", "").split(",") if tag.strip())
    location = values.get("location", "").strip()
    is_paragraph = location.isascii() and location.isdecimal() and len(location) < 10
    return Foreign(
        work=Work(
            title=values.get("title", ""), author=values.get("author", ""), source=values.get("source", "").strip()
        ),
        quote=values["quote"],
        kind=kind_of(note),
        block=int(location) - 1 if is_paragraph and int(location) and not values.get("measure") else None,
        note=note,
        tags=tags,
        colour=nearest_colour(values.get("colour", "")),
        created=moment(values.get("created", "")),
        undated=True,
        relations=None if values["quote"].strip() else Relations(about=WHOLE_TEXT),
    )


FORMAT = Format("csv", ".csv", "CSV, for Readwise and spreadsheets", write=write, read=read, recognises=recognises)
