"""An index in a file, used as it lies there: mapped, and read only where a query asks.

The file, all numbers little-endian::

    magic (16 bytes: what wrote it)     hash of the head (16)     sizes of the five tables (5 x u64)
    documents (JSON)   words (UTF-8, by code point, a line each)   lengths (u32 a passage)
    ends (u32 a word, u64 where that is too little)                sums (u32 a word)
    bitmaps (portable roaring format; up to eight passages as u32)

The hash covers all but the bitmaps, and is looked at when the file is opened; each word's bitmap has a CRC-32,
looked at when the word is asked for. What does not agree is :class:`Damaged`, and whoever meets it makes the
index anew. Bitmaps are checked by CRoaring too when they are read, so that bytes of somebody's making do no harm.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import unicodedata
from array import array
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass
from struct import Struct
from typing import TYPE_CHECKING
from zlib import crc32

from pyroaring import BitMap

from tui.document.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Literal

    Numbers = memoryview[int] | array[int]

FORMAT = 2
"""To be raised whenever words are folded, parted or kept otherwise than before."""
FEW = 8
"""Passages up to which their numbers alone take less room than a bitmap, by which they are told apart."""
_MAGIC = blake2b(f"llama-tui index {FORMAT} {unicodedata.unidata_version}".encode(), digest_size=16).digest()
_SIZES = Struct("<5Q")
_HASH = 16
_HEAD = len(_MAGIC) + _HASH + _SIZES.size


class Damaged(Exception):  # noqa: N818 - as the other failures are named
    """The file is not what was written, or was written by another version."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file knows of a document."""

    id: str
    stamp: str
    """What changes when its text does."""
    blocks: int


class Saved:
    """A saved index, opened."""

    def __init__(self, path: Path) -> None:
        """Map a file; raises ``OSError``, and ``Damaged`` when its head is not what was written."""
        with path.open("rb") as file:
            try:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise Damaged(path) from error
        data = memoryview(self._data)
        if len(data) < _HEAD or data[: len(_MAGIC)] != _MAGIC:
            raise Damaged(path)
        sizes = _SIZES.unpack_from(data, len(_MAGIC) + _HASH)
        end = _HEAD + sum(sizes)
        if end > len(data) or data[len(_MAGIC) : len(_MAGIC) + _HASH] != _hash(data[len(_MAGIC) + _HASH : end]):
            raise Damaged(path)
        tables = []
        at = _HEAD
        for size in sizes:
            tables.append(data[at : at + size])
            at += size
        try:
            self.documents = [
                Kept(str(name), str(stamp), int(blocks)) for name, stamp, blocks in json.loads(bytes(tables[0]))
            ]
            words = bytes(tables[1]).decode("utf-8", "surrogatepass")
            self.words: Sequence[str] = words.split("\n") if words else []
            self.lengths = _native(tables[2], "I")
            """Code points of each passage."""
            self._ends = _native(tables[3], "I" if len(tables[3]) == 4 * len(self.words) else "Q")
            self._sums = _native(tables[4], "I")
        except (ValueError, TypeError, RecursionError) as error:
            raise Damaged(path) from error
        if not len(self.words) == len(self._ends) == len(self._sums):
            raise Damaged(path)
        if len(self.lengths) != sum(kept.blocks for kept in self.documents):
            raise Damaged(path)
        self._bitmaps = data[end:]

    def holding(self, word: str) -> BitMap | None:
        """The passages that hold a word, None for an unknown one. Raises ``Damaged``."""
        number = self._number(word)
        if number is None:
            return None
        raw = bytes(self._bitmaps[self._start(number) : self._ends[number]])
        if crc32(raw) != self._sums[number]:
            raise Damaged(word)
        try:
            few = len(raw) <= 4 * FEW
            found = BitMap(_native(memoryview(raw), "I")) if few else BitMap.deserialize(raw)
        except (ValueError, TypeError) as error:
            raise Damaged(word) from error
        if found and found.max() >= len(self.lengths):
            raise Damaged(word)
        return found

    def frequency(self, word: str) -> int:
        """About how many passages hold a word, by the room that they take: for comparing."""
        number = self._number(word)
        return 0 if number is None else (self._ends[number] - self._start(number)) // 2

    def _start(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def _number(self, word: str) -> int | None:
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None


def save(
    path: Path, documents: Iterable[Kept], lengths: array[int], contents: Iterable[tuple[str, BitMap]], draft: Path
) -> None:
    """Write an index, whole or not at all, by way of a draft in the same folder; raises ``OSError``, ``Damaged``."""
    words: list[str] = []
    ends, sums = array("Q"), array("I")
    bitmaps = draft.with_name(draft.name + ".bitmaps")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        at = 0
        with bitmaps.open("wb") as out:
            for word, passages in contents:
                few = len(passages) <= FEW
                # A bitmap of one run may be as short as a few numbers; what is behind its end is not looked at.
                raw = _little(array("I", passages)) if few else passages.serialize().ljust(4 * FEW + 1, b"\0")
                at += out.write(raw)
                words.append(word)
                ends.append(at)
                sums.append(crc32(raw))
        tables = [
            json.dumps([[each.id, each.stamp, each.blocks] for each in documents]).encode(),
            "\n".join(words).encode("utf-8", "surrogatepass"),
            *(_little(table) for table in (lengths, array("I", ends) if at < 2**32 else ends, sums)),
        ]
        head = _SIZES.pack(*map(len, tables)) + b"".join(tables)
        with draft.open("wb") as out, bitmaps.open("rb") as source:
            out.write(_MAGIC + _hash(head) + head)
            while piece := source.read(1 << 20):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        for rest in (draft, bitmaps):
            with suppress(OSError):
                rest.unlink(missing_ok=True)


def _hash(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_HASH).digest()


def _little(table: array[int]) -> bytes:
    if sys.byteorder == "big":
        table = array(table.typecode, table)
        table.byteswap()
    return table.tobytes()


def _native(table: memoryview, typecode: Literal["I", "Q"]) -> Numbers:
    """The numbers of a table, as they lie in the file where the machine's order is the file's."""
    if sys.byteorder == "little" and len(table) % array(typecode).itemsize == 0:
        # A view needs no alignment on any processor that Python runs on.
        return table.cast(typecode)
    numbers = array(typecode, bytes(table))
    numbers.byteswap()
    return numbers
