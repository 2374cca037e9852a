"""Selecting with Shift and the arrow keys: one end stays, the other moves between characters.

The end that moves is a point between two characters, as in editors, and not a character as in vim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.ui.characters import last_rest, rest
from tui.ui.motions import FAR_RIGHT, Spot, carry_out, row_at
from tui.ui.selection import Selection

if TYPE_CHECKING:
    from tui.ui.page import Page

PREFIX = "extend-"
"""Before a motion's name: select to where it leads."""

_BY_ROWS = frozenset({"next-line", "previous-line"})
_TO_THE_END = frozenset({"next-character", "next-word", "next-paragraph"})
"""Motions that take in the last character of the text when there is nowhere else to go."""


def extended(
    page: Page, spot: Spot, selection: Selection | None, name: str, count: int | None
) -> tuple[Spot, Selection | None]:
    """The cursor and the selection after a motion of that name (without the prefix)."""
    anchor, point = _ends(spot, selection)
    start = spot if name in _BY_ROWS else Spot(point, spot.column)
    there = carry_out(name, page, start, count)
    target = there.offset
    document = page.document
    if there.column >= FAR_RIGHT:
        target = row_at(page, there.offset).end
    elif (name == "last" and count is None) or (
        name in _TO_THE_END and target <= point and target == last_rest(document)
    ):
        target = document.blocks.end(len(document.blocks) - 1)
        there = Spot(last_rest(document), there.column)
    if target == anchor:
        return Spot(rest(document, target), there.column), None
    return there, Selection(Span(anchor, anchor), Span(target, target), exact=True)


def _ends(spot: Spot, selection: Selection | None) -> tuple[int, int]:
    """Between which characters the selection begins, and the end that moves."""
    if selection is None:
        return spot.offset, spot.offset
    forwards = selection.anchor.start <= selection.head.start
    span = selection.span
    return (span.start, span.end) if forwards else (span.end, span.start)
