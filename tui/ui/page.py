"""The page: which row of which block stands where, for a text of ten paragraphs or of a million.

Rows are counted from 0 at the top of the text. Blocks are kept in groups; a group's height is
estimated from the length of its text until one of its rows is looked at, then it is laid out and
exact. So opening costs one pass over lengths, and nobody waits for what is not looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tui.ui.layout import estimate_rows, lay_out

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.layout import Row

GROUP = 64
"""Blocks in a group."""
KEPT_LAYOUTS = 1024
"""How many blocks' rows are remembered."""


class Place(NamedTuple):
    """A row of the page, named by what it shows: block index (from 0) and row within the block (from 0)."""

    block: int
    row: int


class Page:
    """A document laid out in a column of ``width`` cells."""

    def __init__(self, document: Document, width: int) -> None:
        self.document = document
        self.width = max(1, width)
        self._layouts: OrderedDict[int, list[Row]] = OrderedDict()
        self._tops: dict[int, list[int]] = {}
        """For exact groups: where each block begins within the group, and the height of all."""
        self._bottoms = list(accumulate(self._estimate()))

    def _estimate(self) -> list[int]:
        blocks, width = self.document.blocks, self.width
        count = len(blocks)
        return [
            (min(first + GROUP, count) - first - 1)
            + estimate_rows(blocks.end(min(first + GROUP, count) - 1) - blocks.start(first), width)
            for first in range(0, count, GROUP)
        ]

    @property
    def height(self) -> int:
        """Rows in all, as far as is known."""
        return self._bottoms[-1] if self._bottoms else 0

    def rows(self, block: int) -> list[Row]:
        """The rows of a block, the space above it included."""
        rows = self._layouts.get(block)
        if rows is None:
            rows = self._layouts[block] = lay_out(self.document, block, self.width)
            if len(self._layouts) > KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(block)
        return rows

    def settle(self, first: int, last: int) -> bool:
        """Make the heights of the blocks ``first`` to ``last`` exact; whether that moved anything."""
        moved = False
        for group in range(max(0, first) // GROUP, min(last, len(self.document.blocks) - 1) // GROUP + 1):
            if group not in self._tops:
                moved = self._make_exact(group) or moved
        return moved

    def _make_exact(self, group: int) -> bool:
        first = group * GROUP
        last = min(first + GROUP, len(self.document.blocks))
        tops = [0, *accumulate(len(self.rows(block)) for block in range(first, last))]
        self._tops[group] = tops
        above = self._bottoms[group - 1] if group else 0
        growth = tops[-1] - (self._bottoms[group] - above)
        if growth:
            self._bottoms[group:] = [bottom + growth for bottom in self._bottoms[group:]]
        return growth != 0

    def y_of(self, place: Place) -> int:
        """The row of the page on which ``place`` stands; makes its group exact."""
        group = place.block // GROUP
        if group not in self._tops:
            self._make_exact(group)
        above = self._bottoms[group - 1] if group else 0
        return above + self._tops[group][place.block - group * GROUP] + place.row

    def at(self, y: int) -> Place:
        """What stands on row ``y``, kept within the page; makes its group exact.

        Where an estimate was wrong, what stands on the row may change by asking: ask again after
        :meth:`settle`. Raises ``LookupError`` for a document without blocks.
        """
        if not self._bottoms:
            raise LookupError("a document without blocks")
        y = min(max(0, y), self.height - 1)
        group = bisect_right(self._bottoms, y)
        if group not in self._tops:
            self._make_exact(group)
        above = self._bottoms[group - 1] if group else 0
        tops = self._tops[group]
        within = min(y - above, tops[-1] - 1)
        index = bisect_right(tops, within) - 1
        return Place(group * GROUP + index, within - tops[index])

    def place_of(self, offset: int) -> Place:
        """The row that shows the character at ``offset``, or the nearest one before it."""
        block = self.document.blocks.index_at(offset)
        best = -1
        for number, row in enumerate(self.rows(block)):
            if not row.parts:
                continue
            if row.start <= offset or best < 0:
                best = number
            if row.start > offset or any(part.start <= offset < part.end for part in row.parts):
                break
        return Place(block, max(0, best))

    def first_text_row(self, block: int) -> int:
        """The index of the block's first row that shows text."""
        for number, row in enumerate(self.rows(block)):
            if row.parts:
                return number
        return 0
