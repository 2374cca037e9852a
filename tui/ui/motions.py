"""Where each motion leads: from an offset to an offset, on a page.

A motion is a pure function. Offsets are code points into the document's text. ``count`` is what was
typed before the key, or None. Every motion stays within the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind, Span
from tui.document.segmentation import next_word_end, next_word_start, previous_word_start, sentences
from tui.ui.wrapping import cells, graphemes, offset_at

if TYPE_CHECKING:
    from tui.document.model import Block, Document
    from tui.ui.layout import Row
    from tui.ui.page import Page


class Spot(NamedTuple):
    """The cursor: the offset it stands on and the column (cells, in the text) it would like to keep."""

    offset: int
    column: int


Motion = Callable[["Page", Spot, int | None], int]


def column_of(page: Page, offset: int) -> int:
    """How many cells right of the text column's edge the character at ``offset`` stands."""
    place = page.place_of(offset)
    row = page.rows(place.stretch)[place.row]
    for part in row.parts:
        if part.start <= offset <= part.end:
            return part.x + cells(page.document.text, part.start, offset)
    return 0


def offset_in_row(page: Page, row: Row, column: int) -> int:
    """The offset of the character of ``row`` in or nearest to ``column``; -1 for a row without text."""
    text = page.document.text
    best = -1
    for part in row.parts:
        if best < 0 or column >= part.x:
            best = min(offset_at(text, part.start, part.end, column - part.x), max(part.start, part.end - 1))
    return best


def step_rows(page: Page, spot: Spot, rows: int) -> int:
    """``rows`` rows of text further down (or up, if negative), in the column that is kept.

    Rows without text are passed over without being counted.
    """
    place = page.place_of(spot.offset)
    step = 1 if rows > 0 else -1
    found = spot.offset
    left = abs(rows)
    last = len(page.stretches) - 1
    stretch, number = place
    while left:
        number += step
        if number < 0:
            if stretch == 0:
                break
            stretch -= 1
            number = len(page.rows(stretch)) - 1
        elif number >= len(page.rows(stretch)):
            if stretch == last:
                break
            stretch += 1
            number = 0
        row = page.rows(stretch)[number]
        if row.parts:
            found = offset_in_row(page, row, spot.column)
            left -= 1
    return found


def nearest_text(page: Page, y: int, column: int, *, down: bool) -> int:
    """The offset at ``column`` of the first row with text from row ``y`` on, upwards if not ``down``."""
    place = page.at(y)
    row = page.rows(place.stretch)[place.row]
    if row.parts:
        return offset_in_row(page, row, column)
    if down:
        return offset_in_row(page, page.rows(place.stretch)[page.first_text_row(place.stretch)], column)
    if place.stretch == 0:
        return page.document.blocks.start(0)
    return offset_in_row(page, page.rows(place.stretch - 1)[-1], column)


def _bounds(document: Document) -> tuple[int, int]:
    return document.blocks.start(0), document.blocks.end(len(document.blocks) - 1)


def _repeat(count: int | None, offset: int, step: Callable[[int], int]) -> int:
    for _ in range(count or 1):
        moved = step(offset)
        if moved == offset:
            break
        offset = moved
    return offset


def next_line(page: Page, spot: Spot, count: int | None) -> int:
    return step_rows(page, spot, count or 1)


def previous_line(page: Page, spot: Spot, count: int | None) -> int:
    return step_rows(page, spot, -(count or 1))


def next_character(page: Page, spot: Spot, count: int | None) -> int:
    document = page.document

    def step(offset: int) -> int:
        block = document.block_at(offset)
        end = character_end(document, offset)
        if end < block.end:
            return end
        return document.blocks.start(block.number) if block.number < len(document.blocks) else offset

    return _repeat(count, spot.offset, step)


def character(document: Document, offset: int) -> Span:
    """The user-perceived character at ``offset``."""
    return Span(offset, character_end(document, offset))


def character_end(document: Document, offset: int) -> int:
    """Where the user-perceived character that begins at ``offset`` ends."""
    block = document.block_at(offset)
    _, end, _ = next(graphemes(document.text, offset, min(block.end, offset + 64)), (0, offset + 1, 0))
    return end


def previous_character(page: Page, spot: Spot, count: int | None) -> int:
    document = page.document

    def step(offset: int) -> int:
        block = document.block_at(offset)
        if offset > block.start:
            before = offset
            near = max(block.start, offset - 64)
            for low, _high, _cells in graphemes(document.text, near, offset):
                before = low
            return before
        return last_character(document, block.number - 2) if block.number > 1 else offset

    return _repeat(count, spot.offset, step)


def last_character(document: Document, index: int) -> int:
    """The offset of the last character of block ``index`` (from 0)."""
    return max(document.blocks.start(index), document.blocks.end(index) - 1)


def next_word(page: Page, spot: Spot, count: int | None) -> int:
    low, high = _bounds(page.document)
    return _repeat(count, spot.offset, lambda at: min(high - 1, next_word_start(page.document.text, at, low, high)))


def previous_word(page: Page, spot: Spot, count: int | None) -> int:
    low, high = _bounds(page.document)
    return _repeat(count, spot.offset, lambda at: previous_word_start(page.document.text, at, low, high))


def word_end(page: Page, spot: Spot, count: int | None) -> int:
    low, high = _bounds(page.document)
    return _repeat(count, spot.offset, lambda at: min(high - 1, next_word_end(page.document.text, at, low, high)))


def line_start(page: Page, spot: Spot, count: int | None) -> int:
    place = page.place_of(spot.offset)
    return page.rows(place.stretch)[place.row].start


def line_end(page: Page, spot: Spot, count: int | None) -> int:
    place = page.place_of(spot.offset)
    row = page.rows(place.stretch)[place.row]
    return max(row.start, row.end - 1)


def _sentence_starts(document: Document, block: Block) -> list[int]:
    text = document.block_text(block)
    return [block.start + span.start for span in sentences(text, 0, len(text))]


def next_sentence(page: Page, spot: Spot, count: int | None) -> int:
    document = page.document

    def step(offset: int) -> int:
        block = document.block_at(offset)
        for start in _sentence_starts(document, block):
            if start > offset:
                return start
        if block.number < len(document.blocks):
            return document.blocks.start(block.number)
        return last_character(document, block.number - 1)

    return _repeat(count, spot.offset, step)


def previous_sentence(page: Page, spot: Spot, count: int | None) -> int:
    document = page.document

    def step(offset: int) -> int:
        block = document.block_at(offset)
        if offset == block.start and block.number > 1:
            block = document.blocks[block.number - 2]
        return max((start for start in _sentence_starts(document, block) if start < offset), default=block.start)

    return _repeat(count, spot.offset, step)


def next_paragraph(page: Page, spot: Spot, count: int | None) -> int:
    blocks = page.document.blocks
    index = blocks.index_at(spot.offset) + (count or 1)
    return blocks.start(index) if index < len(blocks) else last_character(page.document, len(blocks) - 1)


def previous_paragraph(page: Page, spot: Spot, count: int | None) -> int:
    blocks = page.document.blocks
    index = blocks.index_at(spot.offset)
    back = (count or 1) - (spot.offset > blocks.start(index))
    return blocks.start(max(0, index - back))


def next_heading(page: Page, spot: Spot, count: int | None) -> int:
    return _heading(page.document, spot.offset, 1, count or 1)


def previous_heading(page: Page, spot: Spot, count: int | None) -> int:
    return _heading(page.document, spot.offset, -1, count or 1)


def _heading(document: Document, offset: int, step: int, count: int) -> int:
    blocks = document.blocks
    index = blocks.index_at(offset)
    if step < 0 and offset > blocks.start(index):
        index += 1
    found = -1
    index += step
    while 0 <= index < len(blocks) and count:
        if blocks[index].kind is BlockKind.HEADING:
            found = index
            count -= 1
        index += step
    if found >= 0:
        return blocks.start(found)
    return blocks.start(0) if step < 0 else last_character(document, len(blocks) - 1)


def first(page: Page, spot: Spot, count: int | None) -> int:
    blocks = page.document.blocks
    return blocks.start(min(count or 1, len(blocks)) - 1)


def last(page: Page, spot: Spot, count: int | None) -> int:
    if count is not None:
        return first(page, spot, count)
    stretch = len(page.stretches) - 1
    return max(page.stretches[stretch].start, page.rows(stretch)[-1].start)


MOTIONS: dict[str, Motion] = {
    "next-line": next_line,
    "previous-line": previous_line,
    "next-character": next_character,
    "previous-character": previous_character,
    "next-word": next_word,
    "previous-word": previous_word,
    "word-end": word_end,
    "line-start": line_start,
    "line-end": line_end,
    "next-sentence": next_sentence,
    "previous-sentence": previous_sentence,
    "next-paragraph": next_paragraph,
    "previous-paragraph": previous_paragraph,
    "next-heading": next_heading,
    "previous-heading": previous_heading,
    "first": first,
    "last": last,
}
"""By the names that the keymap gives them; those that need the screen's height are the view's."""

KEEPS_COLUMN = frozenset({"next-line", "previous-line"})
JUMPS = frozenset({"first", "last", "next-heading", "previous-heading"})
"""Motions after which one may want to go back to where one was."""
