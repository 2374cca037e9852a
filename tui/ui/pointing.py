"""The mouse in the text: what it points at, and selecting by clicks and by dragging."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.geometry import Offset

from tui.document.model import Span
from tui.ui.characters import character_at, rest
from tui.ui.motions import offset_in_row
from tui.ui.selection import Selection, character, paragraph, sentence, word
from tui.ui.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from tui.ui.page import Page
    from tui.ui.selection import Unit

UNITS: tuple[Unit, ...] = (character, word, sentence, paragraph)
"""What one, two, three and four clicks choose, and dragging after them adds."""
CLICK_AGAIN = 0.5
"""Seconds within which a click at the same place is one more of a series."""
BETWEEN_SCROLLS = 0.05
"""Seconds between two steps when the mouse drags beyond the pane's edge."""


class Pointed(NamedTuple):
    """Where the mouse is: the character that a cursor would go to, and what a drag to there takes of it.

    That is the character in the cell, or nothing, at the end of the line that is nearest.
    """

    offset: int
    taken: Span


def pointed_at(page: Page, y: int, column: int) -> Pointed:
    """What is at row ``y`` of the page and at ``column`` of the text, in cells; both may lie outside."""
    document = page.document
    if y >= page.height:
        end = document.blocks.end(len(document.blocks) - 1)
        return Pointed(rest(document, end), Span(end, end))
    place = page.at(y)
    rows = page.rows(place.stretch)
    row = rows[place.row]
    if y < 0 or not row.parts:
        # Space above a paragraph: a drag ends before it.
        below = next((each for each in rows[place.row :] if each.parts), rows[-1])
        offset = rest(document, max(below.start, offset_in_row(page, below, max(0, column))))
        return Pointed(offset, Span(below.start, below.start))
    offset = rest(document, offset_in_row(page, row, column))
    if column < row.parts[0].x:
        return Pointed(offset, Span(row.start, row.start))
    part = row.parts[-1]
    if column >= part.x + cells(document.text, part.start, part.end):
        return Pointed(offset, Span(row.end, row.end))
    return Pointed(offset, character_at(document, offset))


class Pane(Protocol):
    """What shows a part of a page, a cursor and a selection, and can be pointed at."""

    @property
    def page(self) -> Page:
        """What is shown."""

    @property
    def top(self) -> int:
        """The first row of the page that is in sight."""

    @property
    def height(self) -> int:
        """How many rows are in sight."""

    @property
    def text_left(self) -> int:
        """Cells left of the text column."""

    @property
    def offset_of_cursor(self) -> int:
        """Where the cursor is."""

    @property
    def selection(self) -> Selection | None:
        """What is selected."""

    def set_cursor(self, offset: int, selection: Selection | None) -> None:
        """Have the cursor here and this selected, without scrolling."""

    def scroll_to_row(self, row: int) -> None:
        """Have ``row`` of the page as the first in sight, as far as the page allows."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call something every so many seconds."""


class Pointing:
    """Turns clicks and drags into a cursor and a selection. Cells count from the pane's first one of text."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._cell = Offset(0, 0)
        """Where the mouse was last; beyond the pane while it drags there."""
        self._clicks = 0
        self._last_cell: Offset | None = None
        self._last_time = 0.0
        self._begun: Span | None = None
        """What the drag that goes on has begun with; None: there is none."""
        self._scrolling: Timer | None = None
        """Runs while the mouse drags beyond the pane."""

    @property
    def is_dragging(self) -> bool:
        """Whether a button is held down."""
        return self._begun is not None

    def press(self, cell: Offset, time: float, *, extend: bool) -> None:
        """A button goes down; ``time`` is in seconds. ``extend``: Shift is held."""
        again = cell == self._last_cell and time - self._last_time <= CLICK_AGAIN and not extend
        self._clicks = self._clicks % len(UNITS) + 1 if again else 1
        self._cell = self._last_cell = cell
        self._last_time = time
        pane, at = self._pane, self._pointed()
        if extend:
            selection, cursor = pane.selection, pane.offset_of_cursor
            self._begun = selection.anchor if selection is not None else Span(cursor, cursor)
            self._extend(at)
        elif self._clicks == 1:
            self._begun = at.taken
            pane.set_cursor(at.offset, None)
        else:
            self._begun = UNITS[self._clicks - 1](pane.page.document, at.offset)
            pane.set_cursor(at.offset, Selection(self._begun, self._begun))

    def drag(self, cell: Offset) -> None:
        """The mouse is elsewhere, the button still down; beyond the pane's edge the text scrolls."""
        if self._begun is None:
            return
        self._cell = cell
        self._extend(self._pointed())
        if 0 <= cell.y < self._pane.height:
            self._stop_scrolling()
        elif self._scrolling is None:
            self._scrolling = self._pane.set_interval(BETWEEN_SCROLLS, self._scroll)

    def release(self) -> None:
        """The button is up: what was dragged over stays selected."""
        self._begun = None
        self._stop_scrolling()

    def _pointed(self) -> Pointed:
        """What the mouse points at; beyond the pane, what is at the edge."""
        pane = self._pane
        row = pane.top + max(0, min(self._cell.y, pane.height - 1))
        return pointed_at(pane.page, row, self._cell.x - pane.text_left)

    def _extend(self, at: Pointed) -> None:
        if self._begun is None:
            return
        pane, exact = self._pane, self._clicks == 1
        head = at.taken if exact else UNITS[self._clicks - 1](pane.page.document, at.offset)
        selection = Selection(self._begun, head, exact=exact)
        nothing = selection.span.start == selection.span.end
        still = exact and head == self._begun and pane.selection is None
        pane.set_cursor(at.offset, None if nothing or still else selection)

    def _scroll(self) -> None:
        """Scroll to where the mouse drags, the faster the farther it is."""
        pane, y = self._pane, self._cell.y
        pane.scroll_to_row(pane.top + (y if y < 0 else y - pane.height + 1))
        self._extend(self._pointed())

    def _stop_scrolling(self) -> None:
        if self._scrolling is not None:
            self._scrolling.stop()
            self._scrolling = None
