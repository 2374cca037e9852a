"""An index in a file, used as it lies there: mapped, and read only where a query asks.

The file, all numbers little-endian::

    magic (16 bytes: what wrote it)     hash of the head (16)     sizes of what follows (12 x u64)
    documents (JSON)   words (UTF-8, by code point, a line each)   lengths (u32 a passage)
    ends (u32 a word, u64 where that is too little)                sums (u32 a word)
    starts, stops, borders, checks (u32 a passage)                 headings (2 x u32 a heading)
    bitmaps (portable roaring format; up to eight passages as u32)
    texts (UTF-8, a document behind the other)

The tables of the fourth row and the texts are there when the texts are to be kept, too (:mod:`tui.search.texts`):
then nothing but the file is needed to search. The hash covers all but bitmaps and texts, and is looked at when the
file is opened; each word's bitmap and each passage's text has a CRC-32, looked at when it is asked for. What does
not agree is :class:`Damaged`, and whoever meets it makes the index anew. Bitmaps are checked by CRoaring too when
they are read, so that bytes of somebody's making do no harm.

A passage without a document (an empty id) is one that was discarded: its number is not given to another one.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from contextlib import suppress
from itertools import chain
from operator import sub
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from pyroaring import BitMap

from tui.document.digest import blake2b
from tui.document.model import BlockKind, Document
from tui.search.texts import Layout, SavedBlocks, SavedText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO, Literal

    Numbers = memoryview[int] | array[int]

FORMAT = 3
"""To be raised whenever words are folded, parted or kept otherwise than before."""
FEW = 8
"""Passages up to which their numbers alone take less room than a bitmap, by which they are told apart."""
_MAGIC = blake2b(f"llama-tui index {FORMAT} {unicodedata.unidata_version}".encode(), digest_size=16).digest()
_TABLES = 10
_SIZES = Struct(f"<{_TABLES + 2}Q")
_HASH = 16
_HEAD = len(_MAGIC) + _HASH + _SIZES.size


class Damaged(Exception):  # noqa: N818 - as the other failures are named
    """The file is not what was written, or was written by another version."""


class Kept(NamedTuple):
    """What the file knows of a document."""

    id: str
    """Empty where the document was discarded."""
    stamp: str
    """What changes when its text does."""
    blocks: int
    title: str = ""
    language: str = ""
    source: str = ""
    date: str = ""
    length: int = 0
    """Code points of its text."""
    size: int = -1
    """Bytes of its text; -1 where that is not kept."""
    headings: int = 0


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
        end = _HEAD + sum(sizes[:_TABLES])
        if end + sum(sizes[_TABLES:]) != len(data):
            raise Damaged(path)
        if data[len(_MAGIC) : len(_MAGIC) + _HASH] != _hash(data[len(_MAGIC) + _HASH : end]):
            raise Damaged(path)
        self.let_go()
        tables = []
        at = _HEAD
        for size in sizes:
            tables.append(data[at : at + size])
            at += size
        self.size = len(data)
        """Of the file, in bytes."""
        self.is_damaged = False
        """Whether a text has been found that is not what was written."""
        try:
            self.documents = [Kept(*entry) for entry in json.loads(bytes(tables[0]))]
            words = bytes(tables[1]).decode("utf-8", "surrogatepass")
            self.words: Sequence[str] = words.split("\n") if words else []
            self.lengths = _native(tables[2], "I")
            """Code points of each passage."""
            self._ends = _native(tables[3], "I" if len(tables[3]) == 4 * len(self.words) else "Q")
            self._sums = _native(tables[4], "I")
            self._places = [_native(table, "I") for table in tables[5:_TABLES]]
        except (ValueError, TypeError, RecursionError) as error:
            raise Damaged(path) from error
        if not len(self.words) == len(self._ends) == len(self._sums):
            raise Damaged(path)
        if len(self.lengths) != sum(kept.blocks for kept in self.documents):
            raise Damaged(path)
        self._bitmaps, self._texts = tables[_TABLES:]

    def let_go(self) -> None:
        """Give back the memory of what has been read of the file; what is asked for again is read again."""
        advise = getattr(mmap, "MADV_DONTNEED", None)
        if advise is not None:
            self._data.madvise(advise)

    def standing_in(self) -> Iterator[Document | None]:
        """Each document as far as the search needs it, None where its text is not kept."""
        passage = heading = at = 0
        starts, stops, borders, checks, headings = self._places
        for kept in self.documents:
            behind = passage + kept.blocks
            if kept.size < 0:
                yield None
                passage = behind
                continue
            layout = Layout(
                starts[passage:behind],
                stops[passage:behind],
                borders[passage:behind],
                checks[passage:behind],
                headings[2 * heading : 2 * (heading + kept.headings)],
                self._texts[at : at + kept.size],
                kept.length,
            )
            text = SavedText(layout, self._note_damage)
            yield Document(kept.id, kept.title, kept.language, kept.source, text, SavedBlocks(layout), date=kept.date)
            passage, heading, at = behind, heading + kept.headings, at + kept.size

    def _note_damage(self) -> None:
        self.is_damaged = True

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

    def frequencies(self, first: str, last: str) -> Iterator[tuple[int, str]]:
        """About how many passages hold each of the words from one to another, by the room that they take."""
        low, high = bisect_left(self.words, first), bisect_right(self.words, last)
        starts = chain([self._start(low)], self._ends[low:high])
        return zip(map(sub, self._ends[low:high], starts), self.words[low:high], strict=True)

    def _start(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def _number(self, word: str) -> int | None:
        at = bisect_left(self.words, word)
        return at if at < len(self.words) and self.words[at] == word else None


def save(
    path: Path,
    documents: Iterable[tuple[Kept, Document | None]],
    lengths: Numbers,
    contents: Iterable[tuple[str, BitMap]],
    draft: Path,
    *,
    texts: bool = False,
) -> None:
    """Write an index, whole or not at all, by way of a draft in the same folder; raises ``OSError``, ``Damaged``.

    ``texts`` are kept with it on demand. A passage without a document belongs to a discarded one.
    """
    words: list[str] = []
    ends, sums = array("Q"), array("I")
    parts = [draft.with_name(f"{draft.name}.{part}") for part in ("bitmaps", "texts")]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        at = 0
        with parts[0].open("wb") as out:
            for word, passages in contents:
                few = len(passages) <= FEW
                # A bitmap of one run may be as short as a few numbers; what is behind its end is not looked at.
                raw = _little(array("I", passages)) if few else passages.serialize().ljust(4 * FEW + 1, b"\0")
                at += out.write(raw)
                words.append(word)
                ends.append(at)
                sums.append(crc32(raw))
        entries: list[Kept] = []
        places = [array("I") for _ in range(_TABLES - 5)]
        with parts[1].open("wb") as out:
            for kept, document in documents:
                if not texts:
                    entries.append(kept)
                elif document is None:
                    entries.append(kept)
                    for table in places[:4]:
                        table.extend(bytes(kept.blocks))
                else:
                    entries.append(_lay_out(kept, document, places, out))
        tables = [
            json.dumps(entries).encode(),
            "\n".join(words).encode("utf-8", "surrogatepass"),
            *(
                _little(table)
                for table in (array("I", lengths), array("I", ends) if at < 2**32 else ends, sums, *places)
            ),
        ]
        sizes = [*map(len, tables), *(part.stat().st_size for part in parts)]
        head = _SIZES.pack(*sizes) + b"".join(tables)
        with draft.open("wb") as out:
            out.write(_MAGIC + _hash(head) + head)
            for part in parts:
                with part.open("rb") as source:
                    while piece := source.read(1 << 20):
                        out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        for rest in (draft, *parts):
            with suppress(OSError):
                rest.unlink(missing_ok=True)


def _lay_out(kept: Kept, document: Document, places: Sequence[array[int]], out: BinaryIO) -> Kept:
    """Write a document's text, and to the tables where its blocks are; what is to be known of it."""
    starts, stops, borders, checks, headings = places
    text, (firsts, lasts, special) = document.text, document.blocks.parts()
    starts.extend(firsts)
    stops.extend(lasts)
    size = 0
    for index in range(len(firsts)):
        begin = firsts[index] if index else 0
        behind = firsts[index + 1] if index + 1 < len(firsts) else len(text)
        size += out.write(raw := text[begin:behind].encode("utf-8", "surrogatepass"))
        borders.append(size)
        checks.append(crc32(raw))
    levels = {index: block.level for index, block in special.items() if block.kind is BlockKind.HEADING}
    for heading in sorted(levels.items()):
        headings.extend(heading)
    return Kept(
        kept.id,
        kept.stamp,
        kept.blocks,
        document.title,
        document.language,
        document.source,
        document.date,
        len(text),
        size,
        len(levels),
    )


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
