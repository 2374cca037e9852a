"""The paragraphs pane: a document, a cursor in it, a selection, and the spans laid over its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.document.model import BlockKind, Span
from tui.ui import motions
from tui.ui.layout import RowKind
from tui.ui.motions import Spot
from tui.ui.page import Page, Place
from tui.ui.painting import Painted, paint_row
from tui.ui.selection import Selection, paragraph, sentence, word

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Region

    from tui.document.model import Block, Document
    from tui.ui.layout import Row
    from tui.ui.theme import Palette

Layer = Callable[[int], Sequence[Painted]]
"""The spans of one layer that touch a block, by the block's index (from 0)."""

KEPT_IN_SIGHT = 2
"""Rows that stay visible above and below the cursor."""
OVERLAP = 2
"""Rows of a page that the next page shows again."""
NARROW = 40
"""In panes of fewer cells than this, the paragraphs' numbers are left out."""


class Sign(NamedTuple):
    """What stands in the margin beside a row: one cell."""

    start: int
    end: int
    character: str
    style: Style


class DocumentView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a document by the line, so that its length does not matter.

    The widget keeps where the reader is (cursor, selection, scroll); what is laid over the text is
    given to it by :meth:`set_layer` and :meth:`set_signs`. All offsets are code points into the
    document's text.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    DocumentView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """

    LAYERS: ClassVar[tuple[str, ...]] = ("entities", "trail", "highlights")
    """The layers that can be set, from the lowest to the highest below selection and hits."""

    @dataclass
    class CursorMoved(Message):
        """The reader is at another place."""

        offset: int

    @dataclass
    class SelectionChanged(Message):
        """A selection was begun, changed or left."""

        selection: Selection | None

    def __init__(
        self, document: Document, palette: Palette, *, offset: int = 0, measure: int = 72, expected: int = 0
    ) -> None:
        """Show ``document``, which has at least one block, with the cursor at ``offset``.

        ``measure`` is the width of the text column in cells, where the pane is wide enough; ``expected``
        how many blocks a document that grows will have.
        """
        super().__init__()
        self.palette = palette
        self.measure = measure
        self.document = document
        self._expected = expected
        self.page = Page(document, measure)
        self._fresh = True
        """Whether the document has not been on the screen yet."""
        self.selection: Selection | None = None
        self._spot = Spot(self._kept_within(offset), 0)
        self._layers: dict[str, Layer] = {}
        self._hits: Layer | None = None
        self._signs: Callable[[int], Sequence[Sign]] = lambda block: ()
        self._trodden: list[int] = []
        """Where the reader came from, by jumps."""
        self._dragging: Callable[[Document, int], Span] | None = None
        self._base = Style.null()
        """The widget's own style, looked up once a frame because that takes long."""
        self._settling = False

    @property
    def offset_of_cursor(self) -> int:
        """Where the reader is."""
        return self._spot.offset

    @property
    def current_block(self) -> Block:
        """The block that the cursor is in."""
        return self.document.block_at(self._spot.offset)

    @property
    def passage(self) -> Span:
        """What an act concerns: the selection, or else the current paragraph."""
        return self.selection.span if self.selection is not None else self.current_block.span

    def show(self, document: Document, offset: int = 0, *, expected: int = 0) -> None:
        """Show another document, as the first one was."""
        self.document = document
        self._expected = expected
        self.selection = None
        self._layers.clear()
        self._hits = None
        self._signs = lambda block: ()
        self._trodden.clear()
        self._spot = Spot(self._kept_within(offset), 0)
        self._fresh = True
        self._fit()
        self.refresh()

    def grow(self, *, seen: bool) -> None:
        """The document has grown; ``seen`` is whether the scroll bar is to show it."""
        self.page.grow()
        if seen or self.page.height <= self._height:
            self._stretch()

    def complete(self, document: Document) -> None:
        """``document`` is the one that is shown, now that all of it is there."""
        self.document = document
        self.page.complete(document)
        self._stretch()
        self.refresh()

    def _stretch(self) -> None:
        """Let the scroll bar know how long the page is."""
        if self.page.height != self.virtual_size.height:
            self.virtual_size = Size(self._room, self.page.height)

    def _kept_within(self, offset: int) -> int:
        last = motions.last_character(self.document, len(self.document.blocks) - 1)
        return max(self.document.blocks.start(0), min(offset, last))

    def set_layer(self, name: str, layer: Layer | None) -> None:
        """Lay spans over the text (or take them away); ``name`` is one of :attr:`LAYERS`."""
        if layer is None:
            self._layers.pop(name, None)
        else:
            self._layers[name] = layer
        self.refresh()

    def set_hits(self, hits: Layer | None) -> None:
        """Light what a search found."""
        self._hits = hits
        self.refresh()

    def set_signs(self, signs: Callable[[int], Sequence[Sign]]) -> None:
        """Set what stands in the margin, by block index (from 0)."""
        self._signs = signs
        self.refresh()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours; nothing is laid out again."""
        self.palette = palette
        self.refresh()

    @property
    def _gutter(self) -> int:
        """Cells left of the text column: number, a blank, a sign, a blank."""
        if self.size.width < NARROW:
            return 2
        return max(2, len(str(max(self._expected, len(self.document.blocks))))) + 3

    @property
    def _room(self) -> int:
        return max(1, self.scrollable_content_region.width)

    @property
    def _text_width(self) -> int:
        return max(1, min(self.measure, self._room - self._gutter - 1))

    @property
    def _margin(self) -> int:
        """Cells left of the gutter, which centre the page in a wide pane."""
        return max(0, (self._room - self._gutter - self._text_width - 1) // 2)

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def on_resize(self) -> None:
        """Lay out for the new width, the cursor's line staying on its row of the screen."""
        if not self._fit():
            self.reveal()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lay out before the first frame at a new width is painted, and not after it."""
        self._fit()
        self._base = self.rich_style
        return super().render_lines(crop)

    def _fit(self) -> bool:
        """Lay out if that has not been done for this width; whether it was."""
        fits = not self._fresh and self.page.width == self._text_width
        if not fits:
            self._lay_out()
        return not fits

    def _lay_out(self) -> None:
        fresh, self._fresh = self._fresh, False
        row_on_screen = 0 if fresh else self._cursor_y() - self.scroll_offset.y
        self.page = Page(self.document, self._text_width)
        self._settle_around(self.page.place_of(self._spot.offset))
        self.virtual_size = Size(self._room, self.page.height)
        if fresh:
            at_start = self._spot.offset == self.document.blocks.start(0)
            self._place(0 if at_start else self._cursor_y() - self._height // 3)
        else:
            self._place(self._cursor_y() - max(0, min(row_on_screen, self._height - 1)))
        self.reveal()
        self.refresh()

    def _settle_around(self, place: Place) -> bool:
        return self.page.settle(place, self._height, 2 * self._height)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Make exact what comes into sight, keeping the eye where it is."""
        super().watch_scroll_y(old_value, new_value)
        if not self._settling and not self._fresh:
            self._keep_eye(round(new_value))

    def _keep_eye(self, y: int) -> None:
        top = self.page.at(y)
        if not self._settle_around(top) and self.page.height == self.virtual_size.height:
            return
        self._settling = True
        try:
            self.virtual_size = Size(self._room, self.page.height)
            self._place(self.page.y_of(top))
        finally:
            self._settling = False

    def _place(self, y: int) -> None:
        """Scroll so that row ``y`` of the page is the first in sight."""
        self.scroll_to(y=max(0, min(y, self.virtual_size.height - self._height)), animate=False, force=True)

    def _cursor_y(self) -> int:
        return self.page.y_of(self.page.place_of(self._spot.offset))

    def reveal(self, *, centre: bool = False) -> None:
        """Scroll no more than is needed to have the cursor in sight, or have it in the middle."""
        self._settle_around(self.page.place_of(self._spot.offset))
        self._stretch()
        y = self._cursor_y()
        top, height = self.scroll_offset.y, self._height
        slack = min(KEPT_IN_SIGHT, (height - 1) // 2)
        if centre:
            self._place(y - height // 3)
        elif y < top + slack:
            self._place(y - slack)
        elif y >= top + height - slack:
            self._place(y - height + 1 + slack)

    def move(self, name: str, count: int | None) -> bool:
        """Carry out a motion by its name in the keymap; whether there is one of that name."""
        own = self._VIEW_MOTIONS.get(name)
        if own is not None:
            own(self, count)
            return True
        motion = motions.MOTIONS.get(name)
        if motion is None:
            return False
        if name in motions.JUMPS:
            self._trodden.append(self._spot.offset)
        offset = motion(self.page, self._spot, count)
        self._go(offset, keep_column=name in motions.KEEPS_COLUMN, unit=_UNITS.get(name, word))
        return True

    def jump(self, offset: int) -> None:
        """Go to ``offset``, in sight with some text around it, and remember where one came from."""
        self._trodden.append(self._spot.offset)
        self.leave_selection()
        in_sight = self._is_in_sight(offset)
        self._go(offset)
        if not in_sight:
            self.reveal(centre=True)

    def glance(self, offset: int) -> None:
        """Have another passage in sight without going there."""
        if not self._is_in_sight(offset):
            self._settle_around(self.page.place_of(offset))
            self._stretch()
            self._place(self.page.y_of(self.page.place_of(offset)) - self._height // 3)

    def _is_in_sight(self, offset: int) -> bool:
        y = self.page.y_of(self.page.place_of(offset))
        return self.scroll_offset.y <= y < self.scroll_offset.y + self._height

    def _go(
        self,
        offset: int,
        *,
        keep_column: bool = False,
        unit: Callable[[Document, int], Span] = word,
        reveal: bool = True,
    ) -> None:
        column = self._spot.column if keep_column else motions.column_of(self.page, offset)
        moved = offset != self._spot.offset
        self._spot = Spot(offset, column)
        if self.selection is not None and moved:
            self._set_selection(self.selection.moved_to(unit(self.document, offset)))
        if reveal:
            self.reveal()
        self.refresh()
        if moved:
            self.post_message(self.CursorMoved(offset))

    def _page(self, rows: int) -> None:
        """Scroll by ``rows``, the cursor keeping its row of the screen where it can."""
        old_top = self.scroll_offset.y
        cursor_row = self._cursor_y() - old_top
        self._place(old_top + rows)
        top = self.scroll_offset.y
        if top == old_top:
            edge = "last" if rows > 0 else "first"
            self._go(motions.MOTIONS[edge](self.page, self._spot, None), keep_column=True)
            return
        y = top + max(0, min(cursor_row, self._height - 1))
        self._go(
            motions.nearest_text(self.page, y, self._spot.column, down=rows > 0),
            keep_column=True,
            reveal=False,
        )
        self._follow_view()

    def _follow_view(self) -> None:
        """Bring the cursor into sight by moving it, not the text."""
        y = self._cursor_y()
        top, height = self.scroll_offset.y, self._height
        slack = min(KEPT_IN_SIGHT, (height - 1) // 2)
        highest = top + slack if top > 0 else 0
        lowest = top + height - 1 - (slack if top + height < self.page.height else 0)
        if y < highest:
            self._go(
                motions.nearest_text(self.page, highest, self._spot.column, down=True),
                keep_column=True,
                reveal=False,
            )
        elif y > lowest:
            self._go(
                motions.nearest_text(self.page, lowest, self._spot.column, down=False),
                keep_column=True,
                reveal=False,
            )

    def _page_down(self, count: int | None) -> None:
        self._page(max(1, self._height - OVERLAP) * (count or 1))

    def _page_up(self, count: int | None) -> None:
        self._page(-max(1, self._height - OVERLAP) * (count or 1))

    def _half_page_down(self, count: int | None) -> None:
        self._page(max(1, self._height // 2) * (count or 1))

    def _half_page_up(self, count: int | None) -> None:
        self._page(-max(1, self._height // 2) * (count or 1))

    def _scroll_down(self, count: int | None) -> None:
        self._place(self.scroll_offset.y + (count or 1))
        self._follow_view()

    def _scroll_up(self, count: int | None) -> None:
        self._place(self.scroll_offset.y - (count or 1))
        self._follow_view()

    def _to_screen_row(self, row: int) -> None:
        y = self.scroll_offset.y + max(0, min(row, self._height - 1))
        self._go(motions.nearest_text(self.page, y, 0, down=row < self._height // 2), reveal=False)

    def _screen_top(self, count: int | None) -> None:
        self._to_screen_row((count or 1) - 1)

    def _screen_middle(self, count: int | None) -> None:
        self._to_screen_row(self._height // 2)

    def _screen_bottom(self, count: int | None) -> None:
        self._to_screen_row(self._height - (count or 1))

    def _line_to_middle(self, count: int | None) -> None:
        self._place(self._cursor_y() - self._height // 2)

    def _line_to_top(self, count: int | None) -> None:
        self._place(self._cursor_y() - min(KEPT_IN_SIGHT, self._height // 2))

    def _line_to_bottom(self, count: int | None) -> None:
        self._place(self._cursor_y() - self._height + 1 + min(KEPT_IN_SIGHT, self._height // 2))

    def _jump_back(self, count: int | None) -> None:
        if self._trodden:
            offset = self._trodden.pop()
            self._trodden.insert(0, self._spot.offset)
            in_sight = self._is_in_sight(offset)
            self._go(offset)
            if not in_sight:
                self.reveal(centre=True)

    _VIEW_MOTIONS: ClassVar[dict[str, Callable[[DocumentView, int | None], None]]] = {
        "page-down": _page_down,
        "page-up": _page_up,
        "half-page-down": _half_page_down,
        "half-page-up": _half_page_up,
        "scroll-down": _scroll_down,
        "scroll-up": _scroll_up,
        "screen-top": _screen_top,
        "screen-middle": _screen_middle,
        "screen-bottom": _screen_bottom,
        "line-to-middle": _line_to_middle,
        "line-to-top": _line_to_top,
        "line-to-bottom": _line_to_bottom,
        "jump-back": _jump_back,
    }

    def select(self, selection: Selection | None) -> None:
        """Select a passage, the cursor going to its moving end; None leaves the selection."""
        self._set_selection(selection)
        if selection is not None:
            offset = selection.head.start
            if offset != self._spot.offset:
                self._spot = Spot(offset, motions.column_of(self.page, offset))
                self.post_message(self.CursorMoved(offset))
            self.reveal()
        self.refresh()

    def leave_selection(self) -> None:
        """Go on reading; nothing is selected any more."""
        if self.selection is not None:
            self.select(None)

    def _set_selection(self, selection: Selection | None) -> None:
        self.selection = selection
        self.post_message(self.SelectionChanged(selection))

    def _offset_under(self, event: events.MouseEvent) -> int | None:
        at = event.get_content_offset(self)
        if at is None:
            return None
        column = at.x - self._margin - self._gutter
        return motions.nearest_text(self.page, at.y + self.scroll_offset.y, column, down=True)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse points."""
        offset = self._offset_under(event)
        if offset is None or event.button != 1:
            return
        self.leave_selection()
        self._go(offset, reveal=False)
        self._dragging = word
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select by dragging."""
        if self._dragging is None:
            return
        offset = self._offset_under(event)
        if offset is None or offset == self._spot.offset:
            return
        if self.selection is None:
            begun = self._dragging(self.document, self._spot.offset)
            self._set_selection(Selection(begun, begun))
        self._go(offset, unit=self._dragging)

    def on_mouse_up(self) -> None:
        """End a drag; what was dragged over stays selected."""
        self._dragging = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select a word by two clicks, a sentence by three, the paragraph by four."""
        units = {2: word, 3: sentence, 4: paragraph}
        if event.chain in units:
            span = units[event.chain](self.document, self._spot.offset)
            self.select(Selection(span, span))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows, the cursor coming along when it must."""
        event.stop()
        self._scroll_down(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows, the cursor coming along when it must."""
        event.stop()
        self._scroll_up(3)

    def render_line(self, y: int) -> Strip:
        """One row of the screen: margin, number, sign, text."""
        width = self.size.width
        base = self._base
        page = self.page
        row_y = y + self.scroll_offset.y
        if row_y >= page.height:
            return Strip.blank(width, base)
        place = page.at(row_y)
        row = page.rows(place.stretch)[place.row]
        stretch = page.stretches[place.stretch]
        block = page.document.blocks[stretch.block]
        here = page.document.blocks.index_at(self._spot.offset) == stretch.block
        on_cursor_line = here and page.place_of(self._spot.offset) == place
        line_style = base + self.palette.current_line if on_cursor_line and self.has_focus else base
        begins = stretch.start == block.start and place.row == page.first_text_row(place.stretch)
        segments = self._paint_margin(block, row, line_style, begins=begins, here=here)
        segments += self._paint_row(block, row, line_style)
        return Strip(segments).adjust_cell_length(width, line_style)

    def _paint_margin(self, block: Block, row: Row, base: Style, *, begins: bool, here: bool) -> list[Segment]:
        palette = self.palette
        gutter = self._gutter
        label = str(block.number) if begins and gutter > 2 else ""
        sign, sign_style = " ", base
        if row.parts:
            for candidate in self._signs(block.number - 1):
                if row.start < max(candidate.end, candidate.start + 1) and candidate.start <= row.end:
                    starts_here = row.start <= candidate.start
                    sign = candidate.character if starts_here else "▏"
                    sign_style = base + candidate.style
                    if starts_here:
                        break
        number_style = base + (palette.accent if here else palette.faint)
        return [
            Segment(" " * self._margin + label.rjust(gutter - 2 - (gutter > 2)) + " " * (gutter > 2), number_style),
            Segment(sign, sign_style),
            Segment(" ", base),
        ]

    def _paint_row(self, block: Block, row: Row, base: Style) -> list[Segment]:
        palette = self.palette
        width = self.page.width
        if row.kind is RowKind.BLANK:
            return []
        if row.kind is RowKind.RULE:
            return [Segment("⁂".center(width), base + palette.dim)]
        if row.kind is RowKind.TABLE_RULE:
            return [Segment(row.lead, base), Segment("─" * (width - len(row.lead)), base + palette.rule)]
        style = base
        if block.kind is BlockKind.HEADING:
            style += palette.heading[min(block.level, 3) - 1]
        elif block.kind is BlockKind.CODE:
            style += palette.code
        elif block.quoted:
            style += palette.quotation
        elif block.kind is BlockKind.FOOTNOTE:
            style += palette.dim
        segments = paint_row(self.page.document.text, row, style, palette.accent, self._layers_of(block))
        if row.kind is RowKind.CODE:
            used = sum(segment.cell_length for segment in segments)
            segments.append(Segment(" " * max(0, width - used), style))
        return segments

    def _layers_of(self, block: Block) -> list[Sequence[Painted]]:
        palette = self.palette
        index = block.number - 1
        marks = [
            Painted(mark.start, mark.end, palette.marks[mark.kind])
            for mark in self.document.marks_in(block.start, block.end)
        ]
        layers: list[Sequence[Painted]] = [marks] if marks else []
        layers += [self._layers[name](index) for name in self.LAYERS if name in self._layers]
        if self.selection is not None:
            layers.append([Painted(*self.selection.span, palette.selection)])
        if self._hits is not None:
            layers.append(self._hits(index))
        if self.has_focus and block.span.start <= self._spot.offset < block.span.end:
            end = motions.character_end(self.document, self._spot.offset)
            layers.append([Painted(self._spot.offset, end, palette.cursor)])
        return layers


_UNITS: dict[str, Callable[[Document, int], Span]] = {
    "next-character": motions.character,
    "previous-character": motions.character,
    "line-start": motions.character,
    "line-end": motions.character,
    "next-sentence": sentence,
    "previous-sentence": sentence,
    "next-paragraph": paragraph,
    "previous-paragraph": paragraph,
}
"""By what a selection grows when its end is moved by a motion; by words otherwise."""
