"""How a block looks on the page: its rows, each saying which part of the text it shows, and where.

Columns and widths are terminal cells, offsets code points into the document's text. Nothing here
knows of colours or of the screen.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind, MarkKind
from tui.ui.columns import shortened
from tui.ui.wrapping import Line, cells, graphemes, is_even, printable, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.document.model import Block, Document

_WORD = re.compile(r"[^ ]+ *")
_LETTERS = re.compile(r"[^\s-]+")
QUOTE_BAR = "▎ "
CODE_INDENT = 2
_GRIDS = frozenset({BlockKind.CODE, BlockKind.TABLE})
"""Blocks whose rows begin at the left: what marks them stands above."""
COLUMN_GAP = 3
"""Cells between two columns of a table."""
WIDEST_WORD = 16
"""No column of a table is squeezed until its words do not fit, but for words of more cells than this."""


LONGEST_NOTE = 4
"""Rows of a footnote that are shown where it is called."""
NARROWEST_NOTE = 24
"""In columns of fewer cells, footnotes are not shown where they are called."""
WIDEST_GAP = 2
"""Cells by which justifying may widen a gap between two words; a line that needs more stays ragged."""


class PageStyle(NamedTuple):
    """How paragraphs are set."""

    justified: bool = False
    """Whether lines end at the right edge."""
    spacing: int = 0
    """Empty rows between two lines."""


RAGGED = PageStyle()


class RowKind(Enum):
    """What a row of the page holds."""

    TEXT = auto()
    BLANK = auto()
    RULE = auto()
    """A thematic break."""
    CODE = auto()
    TABLE = auto()
    TABLE_RULE = auto()
    """The line under a table's head, and between the records of a folded table."""
    NOTE = auto()
    """A part of a footnote, where it is called, or of what the reader wrote: no part of the text."""


class Part(NamedTuple):
    """A piece of text on a row: it begins ``x`` cells from the left of the text column."""

    x: int
    start: int
    end: int


class Row(NamedTuple):
    """One row of the page. ``lead`` is drawn left of the text: a list marker, bars of a quotation.

    A row of kind ``NOTE`` has nothing but its lead.
    """

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
    document: Document,
    index: int,
    width: int,
    style: PageStyle = RAGGED,
    *,
    start: int | None = None,
    end: int | None = None,
) -> list[Row]:
    """The rows of block ``index`` (from 0) in a column of ``width`` cells, the space above it included.

    With ``start`` and ``end``, the rows of that stretch of a long block.
    """
    block = document.blocks[index]
    begins = start is None or start == block.start
    rows = _space_above(document, index, block) if begins else []
    if start is not None and end is not None:
        block = block._replace(start=start, end=end, marker=block.marker if begins else " " * len(block.marker))
    text = document.block_text(block)
    if block.kind in _GRIDS and block.marker.strip():
        rows.append(_marker(block, width))
    if block.kind is BlockKind.CODE:
        rows += _code(text, block, width)
    elif block.kind is BlockKind.TABLE:
        rows += _table(text, block, width)
    else:
        rows += _spaced(_prose(text, block, width, justified=style.justified), style.spacing)
    if block.kind is not BlockKind.FOOTNOTE and width >= NARROWEST_NOTE:
        rows += _notes(document, block, width)
    return rows


def estimate_heights(groups: Iterable[tuple[int, int]], width: int, style: PageStyle = RAGGED) -> Iterator[int]:
    """About how many rows groups of plain paragraphs take, the spaces above them included.

    Of each group: how many paragraphs it has, and how many code points.
    """
    lines, rows = 1.05 / max(1, width), 1 + style.spacing
    return (count + (1 + int(length * lines)) * rows for count, length in groups)


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
    elif block.label and block.kind not in _GRIDS:
        first = f"{bars}[{block.label}] "
        rest = bars + " " * (len(first) - len(bars))
    else:
        first = rest = bars + "  " * block.depth
    most = width // 2
    return first[:most], rest[:most]


def _marker(block: Block, width: int) -> Row:
    """What stands above code or a table with which an item or a footnote begins."""
    steps = QUOTE_BAR * block.quoted + "  " * max(0, block.depth - 1)
    marker = f"[{block.label}]" if block.label else block.marker
    return Row(RowKind.TEXT, (), shortened(steps + marker, width).rstrip())


def _prose(text: str, block: Block, width: int, *, justified: bool) -> list[Row]:
    first, rest = _indent(block, width)
    indent = len(rest)
    room = width - indent
    lines = wrap(text, 0, len(text), room)
    rows = []
    for number, line in enumerate(lines):
        lead = first if number == 0 else rest
        parts = [Part(indent, *line)]
        if justified and number + 1 < len(lines) and text[line.end : line.end + 1] != "\n":
            parts = _justified(text, line, indent, room)
        rows.append(Row(RowKind.TEXT, _placed(parts, block.start), lead))
    return rows


def _placed(parts: Sequence[Part], base: int) -> tuple[Part, ...]:
    """The parts with the offsets that they have in the document."""
    return tuple(Part(x, base + start, base + end) for x, start, end in parts)


def _justified(text: str, line: Line, indent: int, room: int) -> list[Part]:
    """A part a word, each with the blanks behind it, spread so that the last one ends at the edge."""
    words = _words(text, line)
    slack = room - cells(text, line.start, line.end)
    gaps = len(words) - 1
    if slack <= 0 or gaps < 1 or slack > gaps * WIDEST_GAP:
        return [Part(indent, *line)]
    parts = []
    x = indent
    for number, (start, end) in enumerate(words):
        parts.append(Part(x, start, end))
        # Rounded so that wide gaps stand evenly among the narrow ones.
        wider = slack * (number + 1) // gaps - slack * number // gaps if number < gaps else 0
        x += cells(text, start, end) + wider
    return parts


def _words(text: str, line: Line) -> list[tuple[int, int]]:
    """The words of a line, each with the blanks behind it; a blank that bears a mark is a part of its word."""
    if is_even(text, line.start, line.end):
        return [match.span() for match in _WORD.finditer(text, line.start, line.end)]
    words = []
    start, blank = line.start, False
    for low, high, _ in graphemes(text, line.start, line.end):
        if text[low:high] == " ":
            blank = True
        elif blank:
            words.append((start, low))
            start, blank = low, False
    return [*words, (start, line.end)]


def _spaced(rows: list[Row], spacing: int) -> list[Row]:
    if not spacing:
        return rows
    spaced = rows[:1]
    for row in rows[1:]:
        spaced += [BLANK] * spacing
        spaced.append(row)
    return spaced


def _notes(document: Document, block: Block, width: int) -> list[Row]:
    """The footnotes that are called in a block, in short."""
    if document.grows:  # they come at its end, and what has been laid out is to stay as it is
        return []
    marks = document.marks_in(block.start, block.end)
    labels = dict.fromkeys(mark.target for mark in marks if mark.kind is MarkKind.FOOTNOTE)
    if not labels:
        return []
    _, rest = _indent(block, width)
    rows: list[Row] = []
    for label in labels:
        index = document.blocks.footnote(label)
        if index is None:
            continue
        text = document.block_text(document.blocks[index]).replace("\n", " ").replace("\t", " ")
        first = f"{rest}  [{label}] "[: width // 2]
        indent = " " * cells(first, 0, len(first))
        lines = wrap(text, 0, len(text), width - len(indent) - 1)
        for number, line in enumerate(lines[:LONGEST_NOTE]):
            cut = "…" if number + 1 == LONGEST_NOTE < len(lines) else ""
            shown = printable(text, line.start, line.end, line.end)
            rows.append(Row(RowKind.NOTE, (), (indent if number else first) + shown + cut))
    return rows


def lay_out_said(document: Document, index: int, width: int, said: Sequence[str]) -> list[Row]:
    """The rows of what the reader wrote on block ``index``, to stand under it; none in a column that is too narrow.

    Each of ``said`` begins a row of its own, with its sign and a blank, under which its other rows do not stand.
    """
    if width < NARROWEST_NOTE:
        return []
    _, rest = _indent(document.blocks[index], width)
    rows = []
    for words in said:
        text = " ".join(words.split())
        sign = text.partition(" ")[0]
        first = f"{rest[: width // 4]}{printable(sign, 0, len(sign), len(sign))} "
        indent = " " * cells(first, 0, len(first))
        text = text[len(sign) + 1 :]
        lines = wrap(text, 0, len(text), width - len(indent) - 1)
        for number, line in enumerate(lines[:LONGEST_NOTE]):
            cut = "…" if number + 1 == LONGEST_NOTE < len(lines) else ""
            shown = printable(text, line.start, line.end, line.end)
            rows.append(Row(RowKind.NOTE, (), (indent if number else first) + shown + cut))
    return rows


def _code(text: str, block: Block, width: int) -> list[Row]:
    _, lead = _indent(block, width)
    indent = len(lead) + (CODE_INDENT if width > 4 * CODE_INDENT else 0)
    room = max(1, width - indent)
    rows: list[Row] = []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        rows += (
            Row(RowKind.CODE, _placed([Part(indent, *line)], block.start), lead)
            for line in _fold(text, start, stop, room)
        )
        start = stop + 1
    return rows


def _fold(text: str, start: int, end: int, width: int) -> list[Line]:
    """Cut one line of code into pieces of ``width`` cells, without regard to words."""
    lines: list[Line] = []
    if is_even(text, start, end):
        while end - start > width:
            lines.append(Line(start, start + width))
            start += width
    else:
        used = 0
        low = start
        for at, _, wide in graphemes(text, start, end):
            if used + wide > width and at > low:
                lines.append(Line(low, at))
                low, used = at, 0
            used += wide
        start = low
    lines.append(Line(start, end))
    return lines


def _table(text: str, block: Block, width: int) -> list[Row]:
    _, lead = _indent(block, width)
    grid = _grid(text)
    columns = max(len(row) for row in grid)
    by_column = [[row[column] for row in grid if column < len(row)] for column in range(columns)]
    widths = [max(1, *(cells(text, *cell) for cell in found)) for found in by_column]
    least = [min(WIDEST_WORD, max(1, *(_longest_word(text, *cell) for cell in found))) for found in by_column]
    room = width - len(lead) - COLUMN_GAP * (columns - 1)
    widths = _squeeze(widths, least, room)
    if sum(widths) > room:
        if columns > 1:
            return _folded_table(text, block, grid, width)
        widths = [max(1, room)]
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
            rows.append(Row(RowKind.TABLE, _placed(parts, block.start), lead))
        if number == 0 and len(grid) > 1:
            rows.append(Row(RowKind.TABLE_RULE, (), lead))
    return rows


def _folded_table(text: str, block: Block, grid: list[list[tuple[int, int]]], width: int) -> list[Row]:
    """A table that is too wide: its head, then each record by itself, a line a cell with its head before it."""
    _, lead = _indent(block, width)
    heads = [printable(text, start, end, end) for start, end in grid[0]]
    rows: list[Row] = []
    for number, record in enumerate(grid):
        if number:
            rows.append(Row(RowKind.TABLE_RULE, (), lead))
        empty = all(start == end for start, end in record)
        for column, (start, end) in enumerate(record[:1] if empty else record):
            if start == end and not empty:
                continue
            head = f"{heads[column]}: " if number and column < len(heads) and heads[column] else ""
            if cells(head, 0, len(head)) > width // 2:
                rows.append(Row(RowKind.TABLE, (), shortened((lead + head).rstrip(), width).rstrip()))
                head = " " * min(2, width // 4)
            first = lead + head
            indent = cells(first, 0, len(first))
            rest = lead + " " * (indent - len(lead))
            for line, part in enumerate(wrap(text, start, end, width - indent)):
                placed = _placed([Part(indent, *part)], block.start)
                rows.append(Row(RowKind.TABLE, placed, rest if line else first))
    return rows


def _grid(text: str) -> list[list[tuple[int, int]]]:
    grid: list[list[tuple[int, int]]] = []
    start = 0
    for line in text.split("\n"):
        row: list[tuple[int, int]] = []
        for cell in line.split("\t"):
            row.append((start, start + len(cell)))
            start += len(cell) + 1
        grid.append(row)
    return grid


def _longest_word(text: str, start: int, end: int) -> int:
    """Cells of the longest word in ``text[start:end]``."""
    return max((cells(text, *word.span()) for word in _LETTERS.finditer(text, start, end)), default=0)


def _squeeze(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Take from the widest columns until all fit into ``room`` cells, or none can give any more."""
    squeezed = list(widths)
    excess = sum(squeezed) - room
    while excess > 0:
        able = [column for column, width in enumerate(squeezed) if width > least[column]]
        if not able:
            break
        widest = max(squeezed[column] for column in able)
        among = [column for column in able if squeezed[column] == widest]
        below = max((squeezed[column] for column in able if squeezed[column] < widest), default=0)
        for column in among:
            taken = min(excess, widest - max(below, least[column]), -(-excess // len(among)))
            squeezed[column] -= max(1, taken)
            excess -= max(1, taken)
            if excess <= 0:
                break
    return squeezed
