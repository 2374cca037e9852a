"""The page: which row of which stretch of text stands where, in ten paragraphs or in a million.

Rows are counted from 0 at the top of the text. Stretches (blocks, most of them) are kept in groups; a
group's height is estimated from the length of its text until one of its rows is looked at, then it is
laid out and exact. So opening costs next to nothing, and nobody waits for what is not looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, islice
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from tui.ui.layout import RAGGED, PageStyle, estimate_heights, lay_out, lay_out_said
from tui.ui.stretches import Stretches

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.layout import Row

GROUP = 64
"""Stretches in a group, at most."""
GROUP_LENGTH = 1 << 15
"""Code points in a group of more than one stretch, at most."""
NUMBERS = "q"
"""The typecode of arrays with a number for each group."""
KEPT_LAYOUTS = 1024
"""How many stretches' rows are remembered."""
KEPT_GROUPS = 256
"""Of how many groups it is remembered where their stretches begin."""


Said = Mapping[int, Sequence[str]]
"""What the reader wrote, a sign before each, by the index (from 0) of the block that it stands under."""
NOTHING_SAID: Said = {}


class Place(NamedTuple):
    """A row of the page, named by what it shows: index of the stretch and row within it, both from 0."""

    stretch: int
    row: int


class Page:
    """A document laid out in a column of ``width`` cells."""

    def __init__(
        self,
        document: Document,
        width: int,
        style: PageStyle = RAGGED,
        *,
        said: Said = NOTHING_SAID,
        before: Page | None = None,
    ) -> None:
        """``before`` is a page of the same document, some of whose work need not be done again.

        ``said`` is what the reader wrote, to stand under the blocks.
        """
        self.document = document
        self.said = said
        self.width = max(1, width)
        self.style = style
        if before is not None and before.document is not document:
            before = None
        self.stretches: Stretches = before.stretches if before is not None else Stretches(document)
        self._layouts: OrderedDict[int, list[Row]] = OrderedDict()
        self._tops: OrderedDict[int, list[int]] = OrderedDict()
        """For groups laid out of late: where each stretch begins within the group, and the height of all."""
        self._firsts: array[int] = before._firsts if before is not None else array(NUMBERS)
        """The first stretch of each group."""
        self._lengths: array[int] = before._lengths if before is not None else array(NUMBERS)
        """How many code points each group has."""
        self._bottoms = array(NUMBERS)
        """On which row each group ends, by what is known of those above."""
        if before is None:
            self._add_groups(0)
        self._estimate()

    def grow(self) -> None:
        """Take notice of blocks that have been added to the document."""
        before = len(self.stretches)
        self.stretches.grow()
        if len(self.stretches) == before:
            return
        first = before
        if self._firsts and len(self._firsts) - 1 not in self._tops:
            # There may be room for more, and nobody looks at it.
            first = self._firsts.pop()
            self._lengths.pop()
            self._bottoms.pop()
        self._add_groups(first)
        self._estimate()

    def complete(self, document: Document) -> None:
        """Go on with ``document``, which is the same, now that it does not grow any more."""
        self.document = document
        self.stretches.complete(document)
        self.grow()

    def _add_groups(self, first: int) -> None:
        blocks, stretches, count = self.document.blocks, self.stretches, len(self.stretches)
        even = count == len(blocks)
        _, ends, _ = blocks.parts()
        while first < count:
            start = stretches[first].start
            last = min(first + GROUP, count) - 1
            end = ends[last] if even else stretches[last].end
            while last > first and end - start > GROUP_LENGTH:
                last = first + (last - first) // 2
                end = ends[last] if even else stretches[last].end
            self._firsts.append(first)
            self._lengths.append(end - start)
            first = last + 1

    def _estimate(self) -> None:
        """Guess the heights of the groups that are new."""
        known = len(self._bottoms)
        firsts = self._firsts[known:]
        counts = map(sub, chain(firsts[1:], (len(self.stretches),)), firsts)
        heights = estimate_heights(zip(counts, self._lengths[known:], strict=True), self.width, self.style)
        above = self._bottoms[-1] if known else 0
        self._bottoms.extend(islice(accumulate(heights, initial=above), 1, None))

    @property
    def height(self) -> int:
        """Rows in all, as far as is known."""
        return self._bottoms[-1] if self._bottoms else 0

    def rows(self, stretch: int) -> list[Row]:
        """The rows of a stretch, the space above it included."""
        rows = self._layouts.get(stretch)
        if rows is None:
            block, start, end = self.stretches[stretch]
            rows = lay_out(self.document, block, self.width, self.style, start=start, end=end)
            said = self.said.get(block)
            if said and end == self.document.blocks.end(block):
                rows += lay_out_said(self.document, block, self.width, said)
            self._layouts[stretch] = rows
            if len(self._layouts) > KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(stretch)
        return rows

    def block_of(self, stretch: int) -> int:
        """The index (from 0) of the block that a stretch is of."""
        return self.stretches[stretch].block

    def settle(self, place: Place, above: int, below: int) -> bool:
        """Make exact what stands within so many rows above and below a place; whether that moved anything."""
        group = self._group_of(place.stretch)
        moved = self._make_exact(group)
        within = self._tops[group][place.stretch - self._firsts[group]] + place.row
        reached, at = within, group
        while reached < above and at > 0:
            at -= 1
            moved = self._make_exact(at) or moved
            reached += self._tops[at][-1]
        reached, at = self._tops[group][-1] - within, group
        while reached < below and at + 1 < len(self._firsts):
            at += 1
            moved = self._make_exact(at) or moved
            reached += self._tops[at][-1]
        return moved

    def _group_of(self, stretch: int) -> int:
        return bisect_right(self._firsts, stretch) - 1

    def _make_exact(self, group: int) -> bool:
        if group in self._tops:
            self._tops.move_to_end(group)
            return False
        first = self._firsts[group]
        last = self._firsts[group + 1] if group + 1 < len(self._firsts) else len(self.stretches)
        tops = [0, *accumulate(len(self.rows(stretch)) for stretch in range(first, last))]
        self._tops[group] = tops
        if len(self._tops) > KEPT_GROUPS:
            self._tops.popitem(last=False)
        above = self._bottoms[group - 1] if group else 0
        growth = tops[-1] - (self._bottoms[group] - above)
        if growth:
            self._bottoms[group:] = array(NUMBERS, (bottom + growth for bottom in self._bottoms[group:]))
        return growth != 0

    def y_of(self, place: Place) -> int:
        """The row of the page on which ``place`` stands; makes its group exact."""
        group = self._group_of(place.stretch)
        self._make_exact(group)
        above = self._bottoms[group - 1] if group else 0
        return above + self._tops[group][place.stretch - self._firsts[group]] + place.row

    def at(self, y: int) -> Place:
        """What stands on row ``y``, kept within the page; makes its group exact.

        Where an estimate was wrong, what stands on the row may change by asking: ask again after
        :meth:`settle`. Raises ``LookupError`` for a document without blocks.
        """
        if not self._bottoms:
            raise LookupError("a document without blocks")
        y = min(max(0, y), self.height - 1)
        group = bisect_right(self._bottoms, y)
        self._make_exact(group)
        above = self._bottoms[group - 1] if group else 0
        tops = self._tops[group]
        within = min(y - above, tops[-1] - 1)
        index = bisect_right(tops, within) - 1
        return Place(self._firsts[group] + index, within - tops[index])

    def place_of(self, offset: int) -> Place:
        """The row that shows the character at ``offset``, or the nearest one before it."""
        stretch = self.stretches.index_at(offset)
        best = -1
        for number, row in enumerate(self.rows(stretch)):
            if not row.parts:
                continue
            if row.start <= offset or best < 0:
                best = number
            if row.start > offset or any(part.start <= offset < part.end for part in row.parts):
                break
        return Place(stretch, max(0, best))

    def first_text_row(self, stretch: int) -> int:
        """The index of the stretch's first row that shows text."""
        for number, row in enumerate(self.rows(stretch)):
            if row.parts:
                return number
        return 0
