"""How a block looks on the page: its rows, each saying which part of the text it shows, and where.

Columns and widths are terminal cells, offsets code points into the document's text. Nothing here
knows of colours or of the screen.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind
from tui.ui.wrapping import Line, cells, is_even, offset_at, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Block, Document, Text

QUOTE_BAR = "▎ "
CODE_INDENT = 2
COLUMN_GAP = 3
"""Cells between two columns of a table."""
NARROWEST_COLUMN = 4
"""No column of a table is squeezed below this many cells."""


class RowKind(Enum):
    """What a row of the page holds."""

    TEXT = auto()
    BLANK = auto()
    RULE = auto()
    """A thematic break."""
    CODE = auto()
    TABLE = auto()
    TABLE_RULE = auto()
    """The line under a table's head."""


class Part(NamedTuple):
    """A piece of text on a row: it begins ``x`` cells from the left of the text column."""

    x: int
    start: int
    end: int


class Row(NamedTuple):
    """One row of the page. ``lead`` is drawn left of the text: a list marker, bars of a quotation."""

    kind: RowKind
    parts: tuple[Part, ...] = ()
    lead: str = ""

    @property
    def start(self) -> int:
        """Offset of the first character shown; -1 on a row without text."""
        return self.parts[0].start if self.parts else -1

    @property
    def end(self) -> int:
        """Offset behind the last character shown; -1 on a row without text."""
        return self.parts[-1].end if self.parts else -1


BLANK = Row(RowKind.BLANK)
RULE = Row(RowKind.RULE)


def lay_out(
    document: Document, index: int, width: int, *, start: int | None = None, end: int | None = None
) -> list[Row]:
    """The rows of block ``index`` (from 0) in a column of ``width`` cells, the space above it included.

    With ``start`` and ``end``, the rows of that stretch of a long block.
    """
    block = document.blocks[index]
    begins = start is None or start == block.start
    rows = _space_above(document, index, block) if begins else []
    if start is not None and end is not None:
        block = block._replace(start=start, end=end)
        if not begins:
            block = block._replace(marker=" " * len(block.marker))
    if block.kind is BlockKind.CODE:
        rows += _code(document.text, block, width)
    elif block.kind is BlockKind.TABLE:
        rows += _table(document.text, block, width)
    else:
        rows += _prose(document.text, block, width)
    return rows


def estimate_rows(length: int, width: int) -> int:
    """About how many rows a plain paragraph of ``length`` code points takes, the space above it included."""
    return 2 + int(length * 1.05) // max(1, width)


def _space_above(document: Document, index: int, block: Block) -> list[Row]:
    if block.ruled:
        return [BLANK, RULE, BLANK] if index else [RULE, BLANK]
    if index == 0:
        return []
    above = document.blocks[index - 1]
    if block.kind is BlockKind.ITEM and above.depth and above.quoted == block.quoted:
        return []
    if block.kind is BlockKind.FOOTNOTE and above.kind is BlockKind.FOOTNOTE:
        return []
    if block.kind is BlockKind.HEADING and block.level <= 2 and above.kind is not BlockKind.HEADING:
        return [BLANK, BLANK]
    return [BLANK]


def _indent(block: Block, width: int) -> tuple[str, str]:
    """What stands left of the block's first row, and of the others."""
    bars = QUOTE_BAR * block.quoted
    if block.kind is BlockKind.ITEM:
        steps = "  " * max(0, block.depth - 1)
        first, rest = f"{bars}{steps}{block.marker} ", bars + steps + " " * (len(block.marker) + 1)
    elif block.kind is BlockKind.FOOTNOTE:
        first = f"{bars}[{block.marker}] "
        rest = bars + " " * (len(first) - len(bars))
    else:
        first = rest = bars + "  " * block.depth
    most = width // 2
    return first[:most], rest[:most]


def _prose(text: Text, block: Block, width: int) -> list[Row]:
    first, rest = _indent(block, width)
    indent = len(rest)
    lines = wrap(text, block.start, block.end, width - indent)
    return [
        Row(RowKind.TEXT, (Part(indent, *line),), first if number == 0 else rest) for number, line in enumerate(lines)
    ]


def _code(text: Text, block: Block, width: int) -> list[Row]:
    _, lead = _indent(block, width)
    indent = len(lead) + (CODE_INDENT if width > 4 * CODE_INDENT else 0)
    room = max(1, width - indent)
    rows: list[Row] = []
    start = block.start
    while start <= block.end:
        stop = text.find("\n", start, block.end)
        stop = block.end if stop < 0 else stop
        rows += (Row(RowKind.CODE, (Part(indent, *line),), lead) for line in _fold(text, start, stop, room))
        start = stop + 1
    return rows


def _fold(text: Text, start: int, end: int, width: int) -> list[Line]:
    """Cut one line of code into pieces of ``width`` cells, without regard to words."""
    lines: list[Line] = []
    even = is_even(text, start, end)
    while cells(text, start, end) > width:
        cut = start + width if even else max(start + 1, offset_at(text, start, end, width))
        lines.append(Line(start, cut))
        start = cut
    lines.append(Line(start, end))
    return lines


def _table(text: Text, block: Block, width: int) -> list[Row]:
    _, lead = _indent(block, width)
    grid = _grid(text, block)
    columns = max(len(row) for row in grid)
    widths = [
        max((cells(text, *row[column]) for row in grid if column < len(row)), default=0) for column in range(columns)
    ]
    widths = _squeeze(widths, width - len(lead) - COLUMN_GAP * (columns - 1))
    rows: list[Row] = []
    for number, record in enumerate(grid):
        wrapped = [wrap(text, start, end, widths[column]) for column, (start, end) in enumerate(record)]
        for line in range(max(len(lines) for lines in wrapped)):
            x = len(lead)
            parts: list[Part] = []
            for column, lines in enumerate(wrapped):
                if line < len(lines):
                    start, end = lines[line]
                    slack = widths[column] - cells(text, start, end)
                    alignment = block.info[column : column + 1]
                    shift = slack if alignment == "r" else slack // 2 if alignment == "c" else 0
                    parts.append(Part(x + max(0, shift), start, end))
                x += widths[column] + COLUMN_GAP
            rows.append(Row(RowKind.TABLE, tuple(parts), lead))
        if number == 0 and len(grid) > 1:
            rows.append(Row(RowKind.TABLE_RULE, (), lead))
    return rows


def _grid(text: Text, block: Block) -> list[list[tuple[int, int]]]:
    grid: list[list[tuple[int, int]]] = []
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        row: list[tuple[int, int]] = []
        for cell in line.split("\t"):
            row.append((start, start + len(cell)))
            start += len(cell) + 1
        grid.append(row)
    return grid


def _squeeze(widths: Sequence[int], room: int) -> list[int]:
    """Take from the widest columns until all fit into ``room`` cells, or none can give any more."""
    squeezed = [max(1, width) for width in widths]
    excess = sum(squeezed) - room
    while excess > 0:
        widest = max(squeezed)
        if widest <= NARROWEST_COLUMN:
            break
        second = max((width for width in squeezed if width < widest), default=NARROWEST_COLUMN)
        target = max(second, NARROWEST_COLUMN, widest - max(1, excess // squeezed.count(widest)))
        for column, width in enumerate(squeezed):
            if width == widest and excess > 0:
                taken = min(widest - target, excess)
                squeezed[column] -= taken
                excess -= taken
    return squeezed
