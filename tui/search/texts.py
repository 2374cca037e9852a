"""Documents that lie in a saved index: their words for the score and for the list, decoded where somebody looks.

They are what the search needs of a document, and no more: the text, where its blocks begin and end, and which of
them are headings; no marks. Nothing of them is in memory before it is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from tui.document.long_text import LongText
from tui.document.model import Block, BlockKind, Blocks

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator

    Numbers = memoryview[int] | array[int]

CHUNKS_AT_ONCE = 256
"""Blocks that are decoded together where all of a text is gone through."""


class Layout(NamedTuple):
    """Where a document's blocks lie; each sequence has a number for every block."""

    starts: Numbers
    """Where they begin, in code points of the text."""
    stops: Numbers
    """Where they end."""
    borders: Numbers
    """Where they and what stands up to the next one end, in bytes of the encoded text."""
    checks: Numbers
    """CRC-32 of these bytes."""
    headings: Numbers
    """Pairs: a heading's index among the blocks, and its level."""
    text: memoryview
    """The whole text in UTF-8."""
    length: int
    """The same in code points."""


class SavedText(LongText):
    """A text in UTF-8 that is somebody else's memory."""

    __slots__ = ("_damaged", "_layout")

    def __init__(self, layout: Layout, damaged: Callable[[], None]) -> None:
        """``damaged`` is told when bytes are found that are not those that were written."""
        self._layout = layout
        self._damaged = damaged
        self._length = layout.length

    def __getitem__(self, index: int | slice) -> str:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            return self._between(start, stop) if step == 1 else str(self)[index]
        at = index + self._length if index < 0 else index
        if not 0 <= at < self._length:
            raise IndexError(index)
        return self._between(at, at + 1)

    def pieces(self) -> Iterator[str]:
        """The text in pieces, one after the other."""
        return (piece.decode("utf-8", "replace") for piece in self.encoded())

    def encoded(self) -> Iterator[bytes]:
        """The same in UTF-8."""
        count = len(self._layout.borders)
        for first in range(0, count, CHUNKS_AT_ONCE):
            yield self._bytes_of(first, min(count, first + CHUNKS_AT_ONCE))

    def extend(self, text: str) -> None:
        """Raises ``TypeError``."""
        raise TypeError("a text that does not grow")

    def _between(self, start: int, stop: int) -> str:
        if start >= stop:
            return ""
        starts = self._layout.starts
        first = max(0, bisect_right(starts, start) - 1)
        behind = bisect_right(starts, stop - 1, first)
        text = self._bytes_of(first, max(behind, first + 1)).decode("utf-8", "replace")
        begin = starts[first] if first else 0
        return text[start - begin : stop - begin]

    def _bytes_of(self, first: int, behind: int) -> bytes:
        """The bytes of some blocks; a text without blocks has none."""
        borders, checks = self._layout.borders, self._layout.checks
        at = borders[first - 1] if first else 0
        found = bytes(self._layout.text[at : borders[behind - 1]])
        begin = 0
        for number in range(first, behind):
            end = borders[number] - at
            if crc32(found[begin:end] if behind - first > 1 else found) != checks[number]:
                self._damaged()
                break
            begin = end
        return found


class SavedBlocks(Blocks):
    """Blocks of which only headings are told from plain paragraphs, and those when somebody asks."""

    __slots__ = ("_found", "_layout")

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout = layout
        self._found: dict[int, Block] | None = None
        self._starts, self._ends = layout.starts, layout.stops  # type: ignore[assignment]

    @property
    def _special(self) -> dict[int, Block]:
        if self._found is None:
            starts, stops, headings = self._layout.starts, self._layout.stops, self._layout.headings
            self._found = {
                index: Block(index + 1, BlockKind.HEADING, starts[index], stops[index], level=level)
                for index, level in zip(headings[::2], headings[1::2], strict=True)
            }
        return self._found

    @_special.setter
    def _special(self, value: dict[int, Block]) -> None:
        """What the class above begins with is nothing."""
