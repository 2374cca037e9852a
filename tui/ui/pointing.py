"""The mouse in the text: what it points at, and selecting by clicks and by dragging."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui.document.model import Span
from tui.ui.characters import character_at, rest
from tui.ui.motions import offset_in_row
from tui.ui.selection import Selection, character, paragraph, sentence, word
from tui.ui.wrapping import cells

if TYPE_CHECKING:
    from textual.geometry import Offset

    from tui.document.model import Document
    from tui.ui.page import Page
    from tui.ui.selection import Unit

UNITS: tuple[Unit, ...] = (character, word, sentence, paragraph)
"""What one, two, three and four clicks choose, and dragging after them adds."""
CLICK_AGAIN = 0.5
"""Seconds within which a click at the same place is one more of a series."""


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


class Chooser(Protocol):
    """What shows a text, a cursor and a selection, and can be pointed at."""

    @property
    def document(self) -> Document:
        """The text."""

    @property
    def offset_of_cursor(self) -> int:
        """Where the cursor is."""

    @property
    def selection(self) -> Selection | None:
        """What is selected."""

    def set_cursor(self, offset: int, selection: Selection | None) -> None:
        """Have the cursor here and this selected, without scrolling."""


class Pointing:
    """Turns clicks and drags into a cursor and a selection."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self._clicks = 0
        self._last_cell: Offset | None = None
        self._last_time = 0.0
        self._begun: Span | None = None
        """What the drag that goes on has begun with; None: there is none."""

    @property
    def is_dragging(self) -> bool:
        """Whether a button is held down."""
        return self._begun is not None

    def press(self, at: Pointed, cell: Offset, time: float, *, extend: bool) -> None:
        """A button goes down at a cell of the screen; ``time`` is in seconds. ``extend``: Shift is held."""
        again = cell == self._last_cell and time - self._last_time <= CLICK_AGAIN and not extend
        self._clicks = self._clicks % len(UNITS) + 1 if again else 1
        self._last_cell, self._last_time = cell, time
        chooser = self._chooser
        if extend:
            selection = chooser.selection
            cursor = chooser.offset_of_cursor
            self._begun = selection.anchor if selection is not None else Span(cursor, cursor)
            self.drag(at)
        elif self._clicks == 1:
            self._begun = at.taken
            chooser.set_cursor(at.offset, None)
        else:
            self._begun = UNITS[self._clicks - 1](chooser.document, at.offset)
            chooser.set_cursor(at.offset, Selection(self._begun, self._begun))

    def drag(self, at: Pointed) -> None:
        """The mouse is elsewhere, the button still down."""
        if self._begun is None:
            return
        exact = self._clicks == 1
        head = at.taken if exact else UNITS[self._clicks - 1](self._chooser.document, at.offset)
        selection = Selection(self._begun, head, exact=exact)
        nothing = selection.span.start == selection.span.end
        still = exact and head == self._begun and self._chooser.selection is None
        self._chooser.set_cursor(at.offset, None if nothing or still else selection)

    def release(self) -> None:
        """The button is up: what was dragged over stays selected."""
        self._begun = None
