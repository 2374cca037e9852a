"""What is laid out at a time: a block, or a part of one that is very long.

To lay out a paragraph, one begins at its first word. So that the end of one of ten million characters
can be shown at once, such a paragraph is cut into stretches, each of which begins a line of its own.
Blocks and stretches are counted from 0; offsets are code points into the document's text.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind
from tui.ui.wrapping import graphemes

if TYPE_CHECKING:
    from tui.document.model import Document

LONGEST = 1 << 14
"""Code points of the longest block that is laid out in one piece."""
_LOOKED_BACK = 1 << 10
"""Code points before a stretch's end in which a line or a word should end."""


class Stretch(NamedTuple):
    """All of a block's text, or a part of it."""

    block: int
    start: int
    end: int


class Stretches:
    """The stretches of a document, in the order of the text. Most documents have one a block."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known = 0
        """How many blocks have been looked at."""
        self._long: list[int] = []
        """The blocks of several stretches."""
        self._firsts: list[int] = []
        """The index of the first stretch of each of those."""
        self._borders: list[list[int]] = []
        """Where the stretches of each of those begin, and where the last one ends."""
        self._count = 0
        self.grow()

    def __len__(self) -> int:
        return self._count

    def grow(self) -> None:
        """Take notice of blocks that have been added to the document."""
        starts, ends, _ = self._document.blocks.parts()
        count = len(starts)
        if self._known == count:
            return
        lengths = list(map(sub, ends[self._known : count], starts[self._known : count]))
        if max(lengths) > LONGEST:
            for block, length in enumerate(lengths, self._known):
                if length > LONGEST and self._document.blocks[block].kind is not BlockKind.TABLE:
                    borders = self._cut(starts[block], ends[block])
                    self._firsts.append(self.first_of(block))
                    self._long.append(block)
                    self._borders.append(borders)
        self._known = count
        self._count = self.first_of(count)

    def complete(self, document: Document) -> None:
        """Go on with ``document``, which is the same, now that it does not grow any more."""
        self._document = document

    def first_of(self, block: int) -> int:
        """The index of a block's first stretch."""
        at = bisect_right(self._long, block - 1) - 1
        if at < 0:
            return block
        return self._firsts[at] + len(self._borders[at]) - 1 + block - self._long[at] - 1

    def __getitem__(self, index: int) -> Stretch:
        at = bisect_right(self._firsts, index) - 1
        if at < 0:
            block = index
        else:
            borders = self._borders[at]
            within = index - self._firsts[at]
            if within < len(borders) - 1:
                return Stretch(self._long[at], borders[within], borders[within + 1])
            block = self._long[at] + 1 + within - (len(borders) - 1)
        blocks = self._document.blocks
        return Stretch(block, blocks.start(block), blocks.end(block))

    def index_at(self, offset: int) -> int:
        """The stretch that holds ``offset``, or the one before the gap that it lies in."""
        block = self._document.blocks.index_at(offset)
        first = self.first_of(block)
        at = bisect_right(self._long, block) - 1
        if at < 0 or self._long[at] != block:
            return first
        borders = self._borders[at]
        return first + min(bisect_right(borders, offset) - 1, len(borders) - 2)

    def _cut(self, start: int, end: int) -> list[int]:
        """Offsets at which stretches begin; each ends with a line, or with a word, wherever there are any."""
        text = self._document.text
        borders = [start]
        while end - borders[-1] > LONGEST:
            limit = borders[-1] + LONGEST
            cut = text.rfind("\n", limit - _LOOKED_BACK, limit) + 1
            cut = cut or text.rfind(" ", limit - _LOOKED_BACK, limit) + 1
            borders.append(cut or self._between_characters(limit))
        borders.append(end)
        return borders

    def _between_characters(self, limit: int) -> int:
        """The last offset up to ``limit`` at which a user-perceived character begins, to all appearance."""
        before = self._document.text[limit - 64 : limit + 1]
        return limit - 64 + max(start for start, _, _ in graphemes(before, 0, len(before)))
