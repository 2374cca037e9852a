"""A text of any length that takes no more room than its bytes, and that can grow at its end.

Python keeps a string that holds one curly quote in two bytes a character, and one with an emoji in four.
Here the text stands in UTF-8, with a note of where each piece of a set number of code points begins; a
piece is decoded when somebody looks at it.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1 << 15
"""Code points in a piece: decoded in some tens of microseconds."""
KEPT_PIECES = 32
"""How many decoded pieces are remembered."""
STRETCH = 1 << 20
"""Code points that are looked through at once."""


class LongText:
    """What a ``str`` is to a document, for texts that are too long for one.

    It knows what the screen and the index need of a string: its length, its slices, and where a string
    occurs; ``str()`` gives all of it. One thread may extend it while others read.
    """

    __slots__ = ("_borders", "_bytes", "_decoded", "_length")

    def __init__(self, text: str = "") -> None:
        self._bytes = bytearray()
        self._borders = array("q", [0])
        """Where each piece begins among the bytes; all have :data:`PIECE` code points, but the last."""
        self._length = 0
        self._decoded: dict[int, str] = {}
        self.extend(text)

    def extend(self, text: str) -> None:
        """Add to the end. Takes time for what is added, so better much at once."""
        start = 0
        end = PIECE - self._length % PIECE
        borders: list[int] = []
        added = bytearray()
        while start < len(text):
            added += text[start:end].encode("utf-8")
            if end <= len(text):
                borders.append(len(self._bytes) + len(added))
            start, end = end, end + PIECE
        # In this order, so that another thread finds at each index what was there before, or more.
        self._bytes += added
        self._borders.extend(borders)
        self._length += len(text)

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self.pieces())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (str, LongText)):
            return NotImplemented
        return len(self) == len(other) and str(self) == str(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> str: ...
    def __getitem__(self, index: int | slice) -> str:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step != 1:
                return str(self)[index]
            return self._between(start, stop)
        at = index + self._length if index < 0 else index
        if not 0 <= at < self._length:
            raise IndexError(index)
        number, within = divmod(at, PIECE)
        return self._piece(number)[within]

    def find(self, wanted: str, start: int = 0, end: int | None = None) -> int:
        """The first offset in ``[start, end)`` at which all of ``wanted`` stands; -1 where there is none."""
        start, end, _ = slice(start, end).indices(self._length)
        while start + len(wanted) <= end:
            stop = min(end, start + STRETCH + len(wanted))
            found = self._between(start, stop).find(wanted)
            if found >= 0:
                return start + found
            if stop == end:
                break
            start = stop - len(wanted) + 1
        return -1

    def rfind(self, wanted: str, start: int = 0, end: int | None = None) -> int:
        """The last offset in ``[start, end)`` at which all of ``wanted`` stands; -1 where there is none."""
        start, end, _ = slice(start, end).indices(self._length)
        while start + len(wanted) <= end:
            low = max(start, end - STRETCH - len(wanted))
            found = self._between(low, end).rfind(wanted)
            if found >= 0:
                return low + found
            if low == start:
                break
            end = low + len(wanted) - 1
        return -1

    def pieces(self) -> Iterator[str]:
        """The text in pieces, one after the other, without remembering them."""
        return map(self._unremembered, range(len(self._borders)))

    def encoded(self) -> Iterator[bytes]:
        """The same in UTF-8."""
        return map(self._encoded, range(len(self._borders)))

    def _between(self, start: int, stop: int) -> str:
        if start >= stop:
            return ""
        first, within = divmod(start, PIECE)
        last, after = divmod(stop - 1, PIECE)
        if first == last:
            return self._piece(first)[within : after + 1]
        few = last - first < KEPT_PIECES // 2
        get = self._piece if few else self._unremembered
        parts = [get(first)[within:]]
        parts += [get(number) for number in range(first + 1, last)]
        parts.append(get(last)[: after + 1])
        return "".join(parts)

    def _encoded(self, number: int) -> bytes:
        borders = self._borders
        if number + 1 < len(borders):
            return bytes(self._bytes[borders[number] : borders[number + 1]])
        return bytes(self._bytes[borders[number] :])

    def _unremembered(self, number: int) -> str:
        return self._encoded(number).decode("utf-8")

    def _piece(self, number: int) -> str:
        decoded = self._decoded.get(number)
        if decoded is None:
            whole = number + 1 < len(self._borders)
            decoded = self._unremembered(number)
            if whole:
                if len(self._decoded) >= KEPT_PIECES:
                    self._decoded = {}
                self._decoded[number] = decoded
        return decoded
