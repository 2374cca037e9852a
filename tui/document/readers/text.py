"""Plain text: paragraphs between blank lines, or one a line; short lines that stand alone are headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.document.readers.building import Builder, normalised

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.document.readers import Source

LONGEST_HEADING = 80
"""Code points; a longer line that stands alone is a paragraph."""

_BLANK_LINE = re.compile(r"\n[ \t\f\v]*\n\s*")
_CLOSED = tuple(".,;:!?…»”’\"')]}。！？")
_LISTED = re.compile(r"\s*(?:[-*+•–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LETTER = re.compile(r"[^\W\d_]")


def read_text(text: str, source: Source) -> Document:
    """A document of paragraphs and headings; lines within a paragraph are joined."""
    text = normalised(text).strip("\n \t")
    by_line = _BLANK_LINE.search(text) is None
    pieces = text.split("\n") if by_line else _BLANK_LINE.split(text)
    pieces = [piece for piece in pieces if piece and not piece.isspace()]
    builder = Builder()
    title = ""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        heading = not by_line and number < last and _is_heading(piece)
        joined = " ".join(piece.split())
        if heading and not title and not builder.blocks:
            title = joined
            builder.add(BlockKind.HEADING, joined, level=1)
        elif heading:
            builder.add(BlockKind.HEADING, joined, level=2)
        else:
            builder.add(BlockKind.PARAGRAPH, joined)
    return builder.document(id=source.id, title=title or source.title, source=source.name)


def _is_heading(piece: str) -> bool:
    line = piece.strip()
    return (
        len(line) <= LONGEST_HEADING
        and "\n" not in line
        and not line.endswith(_CLOSED)
        and not _LISTED.match(line)
        and _LETTER.search(line) is not None
    )
