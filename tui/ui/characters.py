"""User-perceived characters, of which a cursor or a selection never cuts one in two, and where a cursor rests.

The layout says what is one character (:func:`tui.ui.wrapping.graphemes`); line ends and tabs are each one
of their own (UAX #29, rules GB4 and GB5). Offsets are code points into the document's text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.document.model import Span
from tui.ui.wrapping import graphemes, is_even

if TYPE_CHECKING:
    from tui.document.model import Document, Text

JOINER = "\u200d"
SEPARATORS = "\n\t"
"""What stands between the lines of code and the cells of tables: nothing is drawn there."""
LONGEST = 512
"""Code points of the longest character that is kept whole; texts of this world stay far below."""

_PIECE = re.compile(r"[^\n\t]+|[\n\t]")


def characters(text: Text, start: int, end: int) -> list[int]:
    """Where the characters of ``text[start:end]`` begin."""
    return _characters(text[start:end], start)


def _characters(piece: str, start: int) -> list[int]:
    if "\n" not in piece and "\t" not in piece:
        if is_even(piece, 0, len(piece)):
            return list(range(start, start + len(piece)))
        return [start + low for low, _, _ in graphemes(piece, 0, len(piece))]
    found: list[int] = []
    for match in _PIECE.finditer(piece):
        if match.group() in SEPARATORS:
            found.append(start + match.start())
        else:
            line = match.group()
            found += (start + match.start() + low for low, _, _ in graphemes(line, 0, len(line)))
    return found


def rests(text: Text, start: int, end: int) -> list[int]:
    """Where in ``text[start:end]``, which begins a line, a cursor rests: on separators only where a line is empty."""
    piece = text[start:end]
    found = _characters(piece, 0)
    if "\n" in piece or "\t" in piece:
        found = [at for at in found if piece[at] not in SEPARATORS or at == 0 or piece[at - 1] == "\n"]
    return [start + at for at in found]


def character_at(document: Document, offset: int) -> Span:
    """The character that holds ``offset``; nothing at the end of a block, and in a block without text."""
    block = document.block_at(offset)
    if not block.start <= offset < block.end:
        return Span(offset, offset)
    text = document.text
    low = _beginning(text, offset, max(block.start, offset - LONGEST))
    high = min(block.end, offset + LONGEST)
    starts = characters(text, low, high)
    at = bisect_right(starts, offset)
    return Span(starts[at - 1], starts[at] if at < len(starts) else high)


def _beginning(text: Text, offset: int, low: int) -> int:
    """An offset at or before ``offset`` at which a character surely begins; at least ``low``."""
    before = text[low : offset + 1]
    at = len(before) - 1
    while at > 0 and not (before[at] in SEPARATORS or (cell_len(before[at]) and before[at - 1] != JOINER)):
        at -= 1
    return low + at


def rest(document: Document, offset: int) -> int:
    """Where a cursor rests that was to stand at ``offset``: there or a little before, in the same block."""
    block = document.block_at(offset)
    if block.start >= block.end:
        return block.start
    text = document.text
    offset = character_at(document, max(block.start, min(offset, block.end - 1))).start
    while offset > block.start and text[offset] in SEPARATORS and text[offset - 1] != "\n":
        offset = character_at(document, offset - 1).start
    return offset


def whole(document: Document, span: Span) -> Span:
    """The passage with the characters at its ends whole; what is empty stays so."""
    if span.start >= span.end:
        return span
    return Span(character_at(document, span.start).start, max(span.end, character_at(document, span.end - 1).end))


def last_rest(document: Document) -> int:
    """The last place of the text where a cursor rests."""
    return rest(document, document.blocks.end(len(document.blocks) - 1))
