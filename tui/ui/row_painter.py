"""One row of the paragraphs pane as it is drawn: margin, number, sign, and the text under its layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from tui.document.model import BlockKind
from tui.ui.characters import character_at
from tui.ui.layout import RowKind
from tui.ui.margin import beside
from tui.ui.painting import Painted, paint_row

if TYPE_CHECKING:
    from rich.style import Style

    from tui.document.model import Block, Document, Span
    from tui.ui.layout import Row
    from tui.ui.margin import Sign
    from tui.ui.page import Page, Place
    from tui.ui.theme import Palette, Syntax

Layer = Callable[[int], Sequence[Painted]]
"""The spans of one layer that touch a block, by the block's index (from 0)."""

LAYERS = ("entities", "trail", "highlights")
"""The layers that can be laid over the text, from the lowest to the highest below selection and hits."""


class Look(NamedTuple):
    """What a row's look depends on, besides the text and its layers. Widths are terminal cells."""

    width: int
    """Cells of the whole row."""
    base: Style
    """The pane's own style."""
    margin: int
    """Cells left of the gutter, which centre the page in a wide pane."""
    gutter: int
    """Cells between the margin and the text."""
    cursor: int
    """Where the reader is: a code point of the text."""
    selection: Span | None
    focused: bool
    """Whether keys reach the pane: only then the cursor is shown."""


class RowPainter:
    """Knows what is laid over the text and beside it, and draws rows with that."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.layers: dict[str, Layer] = {}
        """By their names, those of :data:`LAYERS`."""
        self._frame: tuple[Look | None, dict[int, list[Sequence[Painted]]]] = (None, {})
        """The frame that is being drawn, by its look, and the layers by the block's number."""
        self.hits: Layer | None = None
        """What a search found."""
        self.code: Callable[[Document, Block], Sequence[tuple[Span, Syntax]]] | None = None
        """What tells the parts of a block of code, once it has been loaded."""
        self.signs: Callable[[int], Sequence[Sign]] = _no_signs
        """What stands in the margin, by block index (from 0)."""

    def clear(self) -> None:
        """Nothing is laid over the text any more."""
        self.layers.clear()
        self.hits = None
        self.signs = _no_signs

    def strip(self, page: Page, place: Place, look: Look) -> Strip:
        """The row of ``page`` at ``place``."""
        row = page.rows(place.stretch)[place.row]
        stretch = page.stretches[place.stretch]
        document = page.document
        block = document.blocks[stretch.block]
        here = document.blocks.index_at(look.cursor) == stretch.block
        layers = self._layers_in_frame(document, block, look)
        if here and look.focused and page.place_of(look.cursor) == place:
            look = look._replace(base=look.base + self.palette.current_line)
        begins = stretch.start == block.start and place.row == page.first_text_row(place.stretch)
        segments = self._margin(block, row, look, begins=begins, here=here)
        segments += self._text(document, block, row, page.width, look.base, layers)
        return Strip(segments).adjust_cell_length(look.width, look.base)

    def _margin(self, block: Block, row: Row, look: Look, *, begins: bool, here: bool) -> list[Segment]:
        palette, gutter, base = self.palette, look.gutter, look.base
        label = str(block.number) if begins and gutter > 2 else ""
        signs = self.signs(block.number - 1) if row.parts else ()
        number_style = base + (palette.accent if here else palette.faint)
        return [
            Segment(" " * look.margin + label.rjust(gutter - 2 - (gutter > 2)) + " " * (gutter > 2), number_style),
            *beside(signs, row.start, row.end, base),
        ]

    def _text(
        self, document: Document, block: Block, row: Row, width: int, base: Style, layers: list[Sequence[Painted]]
    ) -> list[Segment]:
        palette = self.palette
        if row.kind is RowKind.BLANK:
            return []
        if row.kind is RowKind.RULE:
            return [Segment("⁂".center(width), base + palette.dim)]
        if row.kind is RowKind.TABLE_RULE:
            return [Segment(row.lead, base), Segment("─" * (width - len(row.lead)), base + palette.rule)]
        if row.kind is RowKind.NOTE:
            return [Segment(row.lead, base + palette.dim)]
        style = base
        if block.kind is BlockKind.HEADING:
            style += palette.heading[min(block.level, 3) - 1]
        elif block.kind is BlockKind.CODE:
            style += palette.code
        elif block.quoted:
            style += palette.quotation
        elif block.kind is BlockKind.FOOTNOTE:
            style += palette.dim
        segments = paint_row(document.text, row, style, palette.accent, layers)
        if row.kind is RowKind.CODE:
            used = sum(segment.cell_length for segment in segments)
            segments.append(Segment(" " * max(0, width - used), style))
        return segments

    def _layers_in_frame(self, document: Document, block: Block, look: Look) -> list[Sequence[Painted]]:
        """The layers over a block, found once for all of its rows in a frame, which share one ``look``."""
        if self._frame[0] is not look:
            self._frame = (look, {})
        layers = self._frame[1].get(block.number)
        if layers is None:
            layers = self._frame[1][block.number] = self._layers_of(document, block, look)
        return layers

    def _layers_of(self, document: Document, block: Block, look: Look) -> list[Sequence[Painted]]:
        palette = self.palette
        index = block.number - 1
        marks = [
            Painted(mark.start, mark.end, palette.marks[mark.kind])
            for mark in document.marks_in(block.start, block.end)
        ]
        layers: list[Sequence[Painted]] = [marks] if marks else []
        if block.kind is BlockKind.CODE and self.code is not None:
            parts = self.code(document, block)
            layers.append([Painted(*span, palette.syntax[kind]) for span, kind in parts])
        layers += [self.layers[name](index) for name in LAYERS if name in self.layers]
        if look.selection is not None:
            layers.append([Painted(*look.selection, palette.selection)])
        if self.hits is not None:
            layers.append(self.hits(index))
        if look.focused and block.span.start <= look.cursor < block.span.end:
            layers.append([Painted(*character_at(document, look.cursor), palette.cursor)])
        return layers


def _no_signs(block: int) -> Sequence[Sign]:
    return ()
