"""Plain text: paragraphs between blank lines, or one a line; short lines that stand alone are headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.document.readers.building import Builder, normalised, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Document
    from tui.document.readers import Source

LONGEST_HEADING = 80
"""Code points; a longer line that stands alone is a paragraph."""

MOST_HEADINGS = 2
"""Short lines in a row that are headings; more of them are a list, or verse."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSED = tuple(".,;:!?…»”’\"')]}。！？、，；：")
_LISTED = re.compile(r"(?:[-*+•–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LETTER = re.compile(r"[^\W\d_]")


def read_text(text: str, source: Source) -> Document:
    """A document of paragraphs and headings; lines within a paragraph are joined."""
    text = normalised(text)
    start = len(text) - len(text.lstrip())
    separator = _BLANK_LINES.search(text, start)
    by_line = separator is None or separator.end() == len(text)
    builder = Builder()
    title = ""
    waiting: list[str] = []
    for piece in text.split("\n") if by_line else _pieces(text, start):
        if not piece or piece.isspace():
            continue
        joined = unwrapped(piece)
        if not by_line and "\n" not in piece.rstrip() and _is_short(joined):
            waiting.append(joined)
            continue
        if waiting and not len(builder):
            title = waiting.pop(0)
            builder.add(BlockKind.HEADING, title, level=1)
        if len(waiting) <= MOST_HEADINGS:
            for heading in waiting:
                builder.add(BlockKind.HEADING, heading, level=2)
        else:
            for line in waiting:
                builder.add_plain(line)
        waiting.clear()
        builder.add_plain(joined)
    for line in waiting:
        builder.add_plain(line)
    return builder.document(id=source.id, title=title or source.title, source=source.name)


def _pieces(text: str, start: int) -> Iterator[str]:
    """What stands between blank lines, one after the other: a large text is not held twice."""
    for match in _BLANK_LINES.finditer(text, start):
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


def _is_short(line: str) -> bool:
    """Whether a line that stands alone may be a heading."""
    return (
        len(line) <= LONGEST_HEADING
        and not line.endswith(_CLOSED)
        and not _LISTED.match(line)
        and _LETTER.search(line) is not None
    )
