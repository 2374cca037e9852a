"""Where each motion leads: from an offset to an offset, on a page.

A motion is a pure function. Offsets are code points into the document's text. ``count`` is what was
typed before the key, or None. Every motion stays within the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind
from tui.ui.characters import rest
from tui.ui.stops import (
    back,
    big_word_ends,
    big_word_starts,
    character_starts,
    onward,
    sentence_starts,
    word_ends,
    word_starts,
)
from tui.ui.wrapping import cells, offset_at

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.layout import Row
    from tui.ui.page import Page
    from tui.ui.stops import Stops


FAR = 4096
"""Rows beyond which a motion by lines takes the page as it is estimated, blank rows counted."""
FAR_RIGHT = 1 << 20
"""A column (cells) that is behind the end of every line."""


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

    Rows without text are passed over without being counted, but on the longest ways (:data:`FAR`).
    """
    place = page.place_of(spot.offset)
    if abs(rows) > FAR:
        return _far(page, spot, page.y_of(place) + rows)
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


def _far(page: Page, spot: Spot, y: int) -> int:
    if y < 0:
        return min(spot.offset, nearest_text(page, 0, spot.column, down=True))
    if y < page.height:
        return nearest_text(page, y, spot.column, down=True)
    return max(spot.offset, offset_in_row(page, page.rows(len(page.stretches) - 1)[-1], spot.column))


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


def next_line(page: Page, spot: Spot, count: int | None) -> int:
    return step_rows(page, spot, count or 1)


def previous_line(page: Page, spot: Spot, count: int | None) -> int:
    return step_rows(page, spot, -(count or 1))


def _by(stops: Stops, step: Callable[[Page, int, int, Stops], int]) -> Motion:
    return lambda page, spot, count: step(page, spot.offset, count or 1, stops)


next_character = _by(character_starts, onward)
previous_character = _by(character_starts, back)
next_word = _by(word_starts, onward)
previous_word = _by(word_starts, back)
word_end = _by(word_ends, onward)
previous_word_end = _by(word_ends, back)
next_big_word = _by(big_word_starts, onward)
previous_big_word = _by(big_word_starts, back)
big_word_end = _by(big_word_ends, onward)
previous_big_word_end = _by(big_word_ends, back)
next_sentence = _by(sentence_starts, onward)
previous_sentence = _by(sentence_starts, back)


def row_at(page: Page, offset: int) -> Row:
    """The row that shows the character at ``offset``."""
    place = page.place_of(offset)
    return page.rows(place.stretch)[place.row]


def line_start(page: Page, spot: Spot, count: int | None) -> int:
    return row_at(page, spot.offset).start


def line_first(page: Page, spot: Spot, count: int | None) -> int:
    row = row_at(page, spot.offset)
    line = page.document.text[row.start : row.end]
    return row.start + len(line) - len(line.lstrip())


def line_end(page: Page, spot: Spot, count: int | None) -> int:
    offset = step_rows(page, spot, (count or 1) - 1)
    row = row_at(page, offset)
    return max(row.start, row.end - 1)


def next_paragraph(page: Page, spot: Spot, count: int | None) -> int:
    blocks = page.document.blocks
    index = blocks.index_at(spot.offset) + (count or 1)
    return blocks.start(index) if index < len(blocks) else blocks.end(len(blocks) - 1)


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
    _, _, special = blocks.parts()
    headings = [blocks.start(index) for index, block in special.items() if block.kind is BlockKind.HEADING]
    if step > 0:
        at = bisect_right(headings, offset) + count - 1
        return headings[at] if at < len(headings) else blocks.end(len(blocks) - 1)
    at = bisect_left(headings, offset) - count
    return headings[at] if at >= 0 else blocks.start(0)


def first(page: Page, spot: Spot, count: int | None) -> int:
    blocks = page.document.blocks
    return blocks.start(min(count or 1, len(blocks)) - 1)


def last(page: Page, spot: Spot, count: int | None) -> int:
    if count is not None:
        return first(page, spot, count)
    stretch = len(page.stretches) - 1
    return max(page.stretches[stretch].start, page.rows(stretch)[-1].start)


def percent(page: Page, spot: Spot, count: int | None) -> int:
    """The line above which ``count`` hundredths of the text stand; where one is, without a count."""
    if count is None:
        return spot.offset
    offset = len(page.document.text) * min(count, 100) // 100
    return row_at(page, rest(page.document, offset)).start


MOTIONS: dict[str, Motion] = {
    "next-line": next_line,
    "previous-line": previous_line,
    "next-character": next_character,
    "previous-character": previous_character,
    "next-word": next_word,
    "previous-word": previous_word,
    "word-end": word_end,
    "previous-word-end": previous_word_end,
    "next-big-word": next_big_word,
    "previous-big-word": previous_big_word,
    "big-word-end": big_word_end,
    "previous-big-word-end": previous_big_word_end,
    "line-start": line_start,
    "line-first": line_first,
    "line-end": line_end,
    "next-sentence": next_sentence,
    "previous-sentence": previous_sentence,
    "next-paragraph": next_paragraph,
    "previous-paragraph": previous_paragraph,
    "next-heading": next_heading,
    "previous-heading": previous_heading,
    "first": first,
    "last": last,
    "percent": percent,
}
"""By the names that the keymap gives them; those that need the screen's height are in :mod:`tui.ui.paging`."""

KEEPS_COLUMN = frozenset({"next-line", "previous-line"})
JUMPS = frozenset({"first", "last", "next-heading", "previous-heading", "percent"})
"""Motions after which one may want to go back to where one was.

In prose ``(``, ``)``, ``{`` and ``}`` are steps of reading, and ``H``, ``M`` and ``L`` stay in sight: these
are no jumps here, though they are in vim.
"""
LINE_ENDS = frozenset({"line-end"})
"""Motions after which the cursor keeps to the ends of lines."""


def carry_out(name: str, page: Page, spot: Spot, count: int | None) -> Spot:
    """Where the motion of that name leads: a place where a cursor rests, and the column that it keeps."""
    offset = rest(page.document, MOTIONS[name](page, spot, count))
    if name in KEEPS_COLUMN:
        return Spot(offset, spot.column)
    return Spot(offset, FAR_RIGHT if name in LINE_ENDS else column_of(page, offset))
