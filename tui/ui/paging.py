"""Motions that depend on the height of the pane: pages, half pages, rows of the screen.

Each takes what it moves in and the count that was typed before its key, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui.ui.motions import first, last, nearest_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.ui.motions import Spot
    from tui.ui.page import Page

KEPT_IN_SIGHT = 2
"""Rows that stay visible above and below the cursor."""
OVERLAP = 2
"""Rows of a page that the next page shows again."""


class Window(Protocol):
    """A part of a page that is in sight, and a cursor in it. Rows are those of the page, from 0."""

    @property
    def page(self) -> Page:
        """What is looked at."""

    @property
    def spot(self) -> Spot:
        """The cursor."""

    @property
    def top(self) -> int:
        """The first row in sight."""

    @property
    def height(self) -> int:
        """How many rows are in sight, at least one."""

    @property
    def cursor_row(self) -> int:
        """The row that the cursor is on."""

    def scroll_to_row(self, row: int) -> None:
        """Have ``row`` as the first in sight, as far as the page allows."""

    def go(self, offset: int, *, keep_column: bool = False, reveal: bool = True) -> None:
        """Move the cursor; with ``reveal``, the text with it if need be."""


def kept_in_sight(height: int) -> int:
    """How many rows stay visible above and below the cursor in a pane of ``height`` rows."""
    return min(KEPT_IN_SIGHT, (height - 1) // 2)


def turn(window: Window, rows: int) -> None:
    """Scroll by ``rows``, the cursor keeping its row of the screen where it can."""
    old_top = window.top
    row_on_screen = window.cursor_row - old_top
    window.scroll_to_row(old_top + rows)
    if window.top == old_top:
        edge = last if rows > 0 else first
        window.go(edge(window.page, window.spot, None), keep_column=True)
        return
    row = window.top + max(0, min(row_on_screen, window.height - 1))
    _go_near(window, row, down=rows > 0)
    follow(window)


def follow(window: Window) -> None:
    """Bring the cursor into sight by moving it, not the text."""
    row, top, height = window.cursor_row, window.top, window.height
    slack = kept_in_sight(height)
    highest = top + slack if top > 0 else 0
    lowest = top + height - 1 - (slack if top + height < window.page.height else 0)
    if row < highest:
        _go_near(window, highest, down=True)
    elif row > lowest:
        _go_near(window, lowest, down=False)


def scroll(window: Window, rows: int) -> None:
    """Scroll by ``rows``, the cursor coming along only when it must."""
    window.scroll_to_row(window.top + rows)
    follow(window)


def _go_near(window: Window, row: int, *, down: bool) -> None:
    offset = nearest_text(window.page, row, window.spot.column, down=down)
    window.go(offset, keep_column=True, reveal=False)


def page_down(window: Window, count: int | None) -> None:
    turn(window, max(1, window.height - OVERLAP) * (count or 1))


def page_up(window: Window, count: int | None) -> None:
    turn(window, -max(1, window.height - OVERLAP) * (count or 1))


def half_page_down(window: Window, count: int | None) -> None:
    turn(window, max(1, window.height // 2) * (count or 1))


def half_page_up(window: Window, count: int | None) -> None:
    turn(window, -max(1, window.height // 2) * (count or 1))


def scroll_down(window: Window, count: int | None) -> None:
    scroll(window, count or 1)


def scroll_up(window: Window, count: int | None) -> None:
    scroll(window, -(count or 1))


def _to_screen_row(window: Window, row: int) -> None:
    y = window.top + max(0, min(row, window.height - 1))
    window.go(nearest_text(window.page, y, 0, down=row < window.height // 2), reveal=False)


def screen_top(window: Window, count: int | None) -> None:
    _to_screen_row(window, (count or 1) - 1)


def screen_middle(window: Window, count: int | None) -> None:
    _to_screen_row(window, window.height // 2)


def screen_bottom(window: Window, count: int | None) -> None:
    _to_screen_row(window, window.height - (count or 1))


def line_to_middle(window: Window, count: int | None) -> None:
    window.scroll_to_row(window.cursor_row - window.height // 2)


def line_to_top(window: Window, count: int | None) -> None:
    window.scroll_to_row(window.cursor_row - min(KEPT_IN_SIGHT, window.height // 2))


def line_to_bottom(window: Window, count: int | None) -> None:
    window.scroll_to_row(window.cursor_row - window.height + 1 + min(KEPT_IN_SIGHT, window.height // 2))


PAGING: dict[str, Callable[[Window, int | None], None]] = {
    "page-down": page_down,
    "page-up": page_up,
    "half-page-down": half_page_down,
    "half-page-up": half_page_up,
    "scroll-down": scroll_down,
    "scroll-up": scroll_up,
    "screen-top": screen_top,
    "screen-middle": screen_middle,
    "screen-bottom": screen_bottom,
    "line-to-middle": line_to_middle,
    "line-to-top": line_to_top,
    "line-to-bottom": line_to_bottom,
}
"""By the names that the keymap gives them."""
