"""What an article is: one plain string, and everything else a span over it.

Every offset in the program is a code point index into :attr:`Document.text`, and every
span is half-open: ``text[start:end]``.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, overload

from tui.document.long_text import LongText

Text = str | LongText
"""The text of a document. What holds for both: ``len``, slices, ``find``, ``rfind``; ``str()`` gives all of it."""

OFFSETS = "I"
"""The typecode of arrays of offsets: four bytes, enough for the largest file that is read."""

BLOCK_SEPARATOR = "\n\n"
"""What stands in :attr:`Document.text` between two blocks."""


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points of a document's text."""

    start: int
    end: int

    def contains(self, offset: int) -> bool:
        """Whether the code point at ``offset`` lies in the span."""
        return self.start <= offset < self.end

    def touches(self, other: Span) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    """What a block is on the page; the value is what listings print."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    FOOTNOTE = "footnote"


class Block(NamedTuple):
    r"""One numbered paragraph of the page: a heading, a paragraph, a list item, a table...

    ``start`` and ``end`` are code points into the document's text and never include the
    separator between blocks. In a code block lines are separated by ``"\n"``; in a table
    rows are separated by ``"\n"`` and cells by ``"\t"`` (tabs stand nowhere else).
    """

    number: int
    """Position on the page, from 1."""
    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading level, 1 to 6; 0 for everything else."""
    depth: int = 0
    """How many lists the block is inside of."""
    quoted: int = 0
    """How many block quotes the block is inside of."""
    marker: str = ""
    """What stands before an item's or footnote's first line: ``•``, ``3.``, ``☐``, ``☑``, ``1``."""
    info: str = ""
    """A fenced code block's language; a table's alignments, one of ``l c r`` a column."""
    ruled: bool = False
    """Whether a thematic break stands before the block."""

    @property
    def span(self) -> Span:
        """The block's place in the document's text."""
        return Span(self.start, self.end)

    @property
    def label(self) -> str:
        """The label of the footnote that begins with this block, prose or not; empty where none does."""
        return self.marker if self.kind is BlockKind.FOOTNOTE or not self.depth else ""


class MarkKind(StrEnum):
    """The inline formatting that a span of text carries."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    STRIKE = "strike"
    LINK = "link"
    IMAGE = "image"
    FOOTNOTE = "footnote"


class InlineMark(NamedTuple):
    """Formatting of a span; ``target`` is a link's or an image's address, or a footnote's label."""

    kind: MarkKind
    start: int
    end: int
    target: str = ""


_PLAIN = BlockKind.PARAGRAPH


class Blocks(Sequence[Block]):
    """The blocks of a document, kept as arrays so that a million paragraphs cost no million objects.

    Only blocks that are more than a plain paragraph are kept as objects; the rest are made
    when they are asked for.
    """

    __slots__ = ("_ends", "_footnotes", "_special", "_starts")

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        """Blocks must come in the order of the page, numbered from 1, and not overlap."""
        self._starts = array(OFFSETS)
        self._ends = array(OFFSETS)
        self._special: dict[int, Block] = {}
        self._footnotes: tuple[int, dict[str, int]] = (0, {})
        """How many special blocks there were when these were looked for, and the footnotes by their labels."""
        for index, block in enumerate(blocks):
            self._starts.append(block.start)
            self._ends.append(block.end)
            if block != Block(index + 1, _PLAIN, block.start, block.end):
                self._special[index] = block

    @classmethod
    def plain(cls, starts: array[int], ends: array[int], special: dict[int, Block] | None = None) -> Blocks:
        """Blocks from the arrays of their offsets (of :data:`OFFSETS`).

        All are plain paragraphs but those in ``special``, by their index from 0.
        """
        blocks = cls()
        blocks._starts, blocks._ends, blocks._special = starts, ends, special or {}
        return blocks

    def parts(self) -> tuple[array[int], array[int], dict[int, Block]]:
        """What :meth:`plain` makes the same blocks of; not to be changed."""
        return self._starts, self._ends, self._special

    def extend(self, starts: array[int], ends: array[int], special: dict[int, Block]) -> None:
        """Add blocks behind the last one; ``special`` as in :meth:`plain`, by the index in the whole."""
        self._special.update(special)
        self._ends.extend(ends)
        self._starts.extend(starts)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...
    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        special = self._special.get(index)
        if special is not None:
            return special
        return Block(index + 1, _PLAIN, self._starts[index], self._ends[index])

    def __iter__(self) -> Iterator[Block]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Blocks):
            return NotImplemented
        return self._starts == other._starts and self._ends == other._ends and self._special == other._special

    __hash__ = None  # type: ignore[assignment]

    def start(self, index: int) -> int:
        """Where block ``index`` (from 0) starts, without making a :class:`Block`."""
        return self._starts[index]

    def end(self, index: int) -> int:
        """Where block ``index`` (from 0) ends, without making a :class:`Block`."""
        return self._ends[index]

    def footnote(self, label: str) -> int | None:
        """The index (from 0) of the block with which a footnote begins; None where there is none."""
        return self.footnotes().get(label)

    def footnotes(self) -> dict[str, int]:
        """The indexes (from 0) of the blocks with which footnotes begin, by their labels."""
        if self._footnotes[0] != len(self._special):
            found = {block.label: index for index, block in self._special.items() if block.label}
            self._footnotes = (len(self._special), found)
        return self._footnotes[1]

    def index_at(self, offset: int) -> int:
        """The index (from 0) of the block that holds ``offset``, or the one before the gap it lies in.

        An offset before the first block gives 0. Raises ``LookupError`` when there are no blocks.
        """
        if not self._starts:
            raise LookupError("a document without blocks")
        return max(0, bisect_right(self._starts, offset) - 1)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Document:
    """An article: plain text, normalised once on the way in, and the spans that say how it looks.

    ``text`` is in Unicode NFC, its control characters made visible; blocks are joined by
    :data:`BLOCK_SEPARATOR`. ``marks`` are sorted by start, then by falling end.

    A document whose source is still being read grows at its end (:meth:`extend`); nothing that it
    holds already ever changes.
    """

    id: str
    title: str
    language: str
    """ISO 639-1 code, ``"en"`` or ``"fr"`` where known, ``""`` where not."""
    source: str
    """Where it came from: an absolute path, ``seeds/NAME`` or ``-`` for standard input."""
    text: Text
    blocks: Blocks
    marks: Sequence[InlineMark] = ()
    date: str = ""
    """The date its front matter gives, as written; empty where it gives none."""
    encoding: str = "utf-8"
    """How the bytes were decoded."""
    _mark_starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_mark_starts", [mark.start for mark in self.marks])

    @property
    def grows(self) -> bool:
        """Whether its source is still being read."""
        return isinstance(self.marks, list)

    def quote(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    def block_text(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]

    def block_at(self, offset: int) -> Block:
        """The block that holds ``offset``; raises ``LookupError`` when the document is empty."""
        return self.blocks[self.blocks.index_at(offset)]

    def marks_in(self, start: int, end: int) -> list[InlineMark]:
        """The inline marks that begin in ``[start, end)``; marks never leave their block."""
        low = bisect_left(self._mark_starts, start)
        high = bisect_left(self._mark_starts, end)
        return list(self.marks[low:high])

    def extend(self, growth: Growth) -> None:
        """Add what has been read since; raises ``TypeError`` for a document that does not grow."""
        if not isinstance(self.text, LongText) or not isinstance(self.marks, list):
            raise TypeError("a document that does not grow")
        self.text.extend(growth.text)
        self.marks.extend(growth.marks)
        self._mark_starts.extend(mark.start for mark in growth.marks)
        self.blocks.extend(growth.starts, growth.ends, growth.special)

    def head(self, length: int) -> Document:
        """The blocks that end within the first ``length`` code points (the first one in any case), as a document."""
        from dataclasses import replace

        count = max(1, bisect_right(self.blocks.parts()[1], length))
        if count >= len(self.blocks) and isinstance(self.text, str):
            return self
        starts, ends, special = self.blocks.parts()
        end = ends[count - 1] if ends else 0
        return replace(
            self,
            text=self.text[:end],
            blocks=Blocks.plain(
                starts[:count], ends[:count], {index: each for index, each in dict(special).items() if index < count}
            ),
            marks=tuple(self.marks[: bisect_left(self._mark_starts, end)]),
        )


class Growth(NamedTuple):
    """What is added to a document at its end; offsets are those in the whole document."""

    text: str
    """The separator before the first of the blocks included."""
    starts: array[int]
    ends: array[int]
    special: dict[int, Block]
    """The blocks that are more than plain paragraphs, by their index from 0."""
    marks: list[InlineMark]
    """Sorted by start, then by falling end."""
