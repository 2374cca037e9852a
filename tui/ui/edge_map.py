"""The map at the right edge: where in the whole text stands what the reader looks for or has marked.

Offsets are code points into the document's text, rows those of the map, from 0 at its top.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.color import Color


class Ticks(NamedTuple):
    """What is shown of one kind of thing."""

    offsets: Sequence[int]
    """Where they stand, sorted."""
    character: str
    """One cell, by which the kind is told from the others."""
    style: Style


def ticks_by_row(length: int, height: int, kinds: Sequence[Ticks]) -> dict[int, Ticks]:
    """The kind to show on each row of a map of ``height`` rows of a text of ``length`` code points.

    Where several fall on one row, the first of ``kinds`` is shown. Takes time for the rows, not for what
    stands in the text.
    """
    found: dict[int, Ticks] = {}
    borders = [row * length // height for row in range(height)] + [length + 1]
    for kind in kinds:
        offsets = kind.offsets
        at = 0
        while at < len(offsets):
            row = min(height - 1, offsets[at] * height // max(1, length))
            while row + 1 < height and borders[row + 1] <= offsets[at]:
                row += 1
            found.setdefault(row, kind)
            at = bisect_left(offsets, borders[row + 1], at + 1)
    return found


class EdgeMap(ScrollBarRender):
    """A scroll bar with the ticks of a map on it; a click on a tick goes there."""

    ticks: dict[int, Ticks]

    @classmethod
    def with_ticks(cls, ticks: dict[int, Ticks]) -> type[EdgeMap]:
        """What draws the bar with these."""
        return type("EdgeMap", (cls,), {"ticks": ticks})

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color | None = None,
        bar_color: Color | None = None,
    ) -> Segments:
        """The bar as it would be, a tick in place of the blank where there is one."""
        colours = {"back_color": back_color, "bar_color": bar_color}
        bar = super().render_bar(
            size, virtual_size, window_size, position, thickness, vertical,
            **{name: colour for name, colour in colours.items() if colour is not None},
        )  # fmt: skip
        segments = list(bar.segments)
        for row, tick in cls.ticks.items():
            if row < len(segments):
                under = segments[row].style or Style.null()
                paper = under.color if under.reverse else under.bgcolor
                style = Style(bgcolor=paper, meta={"@mouse.down": f"screen.go_to_tick({row})"}) + tick.style
                segments[row] = Segment(tick.character * thickness, style)
        return Segments(segments, new_lines=vertical)
