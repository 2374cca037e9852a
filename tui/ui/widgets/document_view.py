"""The paragraphs pane: a document, a cursor in it, a selection, and the spans laid over its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui import motions
from tui.ui.characters import rest
from tui.ui.edge_map import EdgeMap, ticks_by_row
from tui.ui.extending import PREFIX, extended
from tui.ui.jumps import Jumps, Visit
from tui.ui.layout import RAGGED
from tui.ui.motions import Spot
from tui.ui.page import NOTHING_SAID, Page
from tui.ui.paging import PAGING, kept_in_sight, scroll
from tui.ui.pointing import Pointing
from tui.ui.row_painter import Look, RowPainter
from tui.ui.selection import Selection, character, paragraph, sentence, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Region

    from tui.document.model import Block, Document, Span
    from tui.ui.edge_map import Ticks
    from tui.ui.layout import PageStyle
    from tui.ui.margin import Sign
    from tui.ui.page import Place, Said
    from tui.ui.row_painter import Layer
    from tui.ui.selection import Unit
    from tui.ui.theme import Palette, Syntax

NARROW = 40
"""In panes of fewer cells than this, the paragraphs' numbers are left out."""


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

    @dataclass
    class CursorMoved(Message):
        """The reader is at another place."""

        offset: int

    @dataclass
    class SelectionChanged(Message):
        """A selection was begun, changed or left."""

        selection: Selection | None

    def __init__(
        self,
        document: Document,
        palette: Palette,
        *,
        offset: int = 0,
        measure: int = 72,
        style: PageStyle = RAGGED,
        expected: int = 0,
        jumps: Jumps | None = None,
    ) -> None:
        """Show ``document``, which has at least one block, with the cursor at ``offset``.

        ``measure`` is the width of the text column in cells, where the pane is wide enough; ``expected``
        how many blocks a document that grows will have; ``jumps`` is where places that are left are kept.
        """
        super().__init__()
        self._painter = RowPainter(palette)
        self.measure = measure
        self.page_style = style
        self._said = NOTHING_SAID
        self._bare = False
        """Whether numbers are left out."""
        self._map: Sequence[Ticks] = ()
        """What is shown on the scroll bar."""
        self.document = document
        self._expected = expected
        self.page = Page(document, measure, style)
        self._fresh = True
        """Whether the document has not been on the screen yet."""
        self.selection: Selection | None = None
        self._spot = Spot(self._kept_within(offset), 0)
        self._jumps = jumps if jumps is not None else Jumps()
        self._pointing = Pointing(self)
        self._look: Look | None = None
        """How the rows of the frame look that is being drawn."""
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
        self._said = NOTHING_SAID
        self._expected = expected
        self.selection = None
        self._painter.clear()
        self.on_mouse_up()
        self._spot = Spot(self._kept_within(offset), 0)
        self._fresh = True
        self._fit()
        self.refresh()

    def replace(self, document: Document, offset: int, selection: Selection | None) -> None:
        """Show another state of the document, the cursor at ``offset`` on the row of the screen on which it was."""
        row = self.cursor_row - self.top
        self.show(document, offset)
        self.scroll_to_row(self.cursor_row - max(0, min(row, self.height - 1)))
        if selection is not None:
            self.select(selection)
        self.reveal()

    def grow(self, *, seen: bool) -> None:
        """The document has grown; ``seen`` is whether the scroll bar is to show it."""
        self.page.grow()
        if seen or self.virtual_size.height < self.scroll_offset.y + self.height:  # rows below the text are seen
            self._stretch()

    def complete(self, document: Document) -> None:
        """``document`` is the one that is shown, now that all of it is there."""
        self.document = document
        if document.blocks.footnotes():  # which are shown where they are called from now on
            self._lay_out()
            return
        self.page.complete(document)
        self._stretch()
        self.refresh()

    def _stretch(self) -> None:
        """Let the scroll bar know how long the page is."""
        if self.page.height != self.virtual_size.height:
            self.virtual_size = Size(self._room, self.page.height)

    def _kept_within(self, offset: int) -> int:
        return rest(self.document, offset)

    def set_layer(self, name: str, layer: Layer | None) -> None:
        """Lay spans over the text (or take them away); ``name`` is one of
        :data:`~tui.ui.row_painter.LAYERS`.
        """
        if layer is None:
            if self._painter.layers.pop(name, None) is None:
                return
        else:
            self._painter.layers[name] = layer
        self.refresh()

    def set_hits(self, hits: Layer | None) -> None:
        """Light what a search found."""
        if hits is None and self._painter.hits is None:
            return
        self._painter.hits = hits
        self.refresh()

    def set_signs(self, signs: Callable[[int], Sequence[Sign]]) -> None:
        """Set what stands in the margin, by block index (from 0)."""
        self._painter.signs = signs
        self.refresh()

    def set_code_colours(self, code: Callable[[Document, Block], Sequence[tuple[Span, Syntax]]]) -> None:
        """Show the parts of code by what ``code`` tells of a block."""
        self._painter.code = code
        self.refresh()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours; nothing is laid out again."""
        self._painter.palette = palette
        self.refresh()

    def set_page_style(self, style: PageStyle) -> None:
        """Set the paragraphs otherwise, the reader's line staying where it is."""
        self.page_style = style
        self._fit()

    def set_said(self, said: Said) -> None:
        """Show what the reader wrote under the paragraphs, the reader's line staying where it is."""
        if said != self._said:
            self._said = said
            self._fit()

    def set_measure(self, measure: int) -> None:
        """Make the column wider or narrower, in cells, the reader's line staying where it is."""
        self.measure = measure
        self._fit()
        self.refresh()

    def set_bare(self, bare: bool) -> None:
        """Leave the numbers of the paragraphs out, or show them again."""
        self._bare = bare
        self._fit()
        self.refresh()

    def show_on_map(self, kinds: Sequence[Ticks]) -> None:
        """Show on the scroll bar where such things stand; the first kind is on top."""
        self._map = kinds
        self._draw_map()

    def offset_on_map(self, row: int) -> int | None:
        """What a row of the map shows: the offset of the first such thing; None where there is nothing."""
        height, length = self.scrollbar_height, len(self.document.text)
        kind = ticks_by_row(length, height, self._map).get(row)
        if kind is None:
            return None
        return next((at for at in kind.offsets if min(height - 1, at * height // length) >= row), None)

    @property
    def scrollbar_height(self) -> int:
        """Rows of the scroll bar, at least one."""
        return max(1, self.vertical_scrollbar.size.height or self.height)

    def _draw_map(self) -> None:
        ticks = ticks_by_row(len(self.document.text), self.scrollbar_height, self._map)
        bar = self.vertical_scrollbar
        bar.renderer = EdgeMap.with_ticks(ticks)  # type: ignore[misc]
        bar.refresh()

    @property
    def _gutter(self) -> int:
        """Cells left of the text column: number, a blank, a sign, a blank."""
        if self.size.width < NARROW or self._bare:
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
    def text_left(self) -> int:
        """Cells left of the text column."""
        return self._margin + self._gutter

    @property
    def height(self) -> int:
        """Rows of text in sight, at least one."""
        return max(1, self.scrollable_content_region.height)

    @property
    def top(self) -> int:
        """The row of the page that is the first in sight."""
        return self.scroll_offset.y

    @property
    def spot(self) -> Spot:
        """The cursor."""
        return self._spot

    @property
    def cursor_row(self) -> int:
        """The row of the page that the cursor is on."""
        return self.page.y_of(self.page.place_of(self._spot.offset))

    def on_resize(self) -> None:
        """Lay out for the new width, the cursor's line staying on its row of the screen."""
        if not self._fit():
            self.reveal()
        if self._map:
            self._draw_map()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lay out before the first frame at a new width is painted, and not after it."""
        self._fit()
        self._base = self.rich_style
        self._look = self._looked()
        try:
            return super().render_lines(crop)
        finally:
            self._look = None

    def _looked(self) -> Look:
        """How rows look now; found out once a frame because that takes long."""
        return Look(
            width=self.size.width,
            base=self._base,
            margin=self._margin,
            gutter=self._gutter,
            cursor=self._spot.offset,
            selection=self.selection.span if self.selection is not None else None,
            focused=self.has_focus,
        )

    def _fit(self) -> bool:
        """Lay out if that has not been done for this width; whether it was."""
        page = self.page
        fits = not self._fresh and page.width == self._text_width and page.style == self.page_style
        fits = fits and page.said is self._said
        if not fits:
            self._lay_out()
        return not fits

    def _lay_out(self) -> None:
        fresh, self._fresh = self._fresh, False
        row_on_screen = 0 if fresh else self.cursor_row - self.top
        self.page = Page(self.document, self._text_width, self.page_style, said=self._said, before=self.page)
        self._settle_around(self.page.place_of(self._spot.offset))
        self.virtual_size = Size(self._room, self.page.height)
        if fresh:
            at_start = self._spot.offset == self.document.blocks.start(0)
            self.scroll_to_row(0 if at_start else self.cursor_row - self.height // 3)
        else:
            self.scroll_to_row(self.cursor_row - max(0, min(row_on_screen, self.height - 1)))
        self.reveal()
        self.refresh()

    def _settle_around(self, place: Place) -> bool:
        return self.page.settle(place, self.height, 2 * self.height)

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
            self.scroll_to_row(self.page.y_of(top))
        finally:
            self._settling = False

    def scroll_to_row(self, row: int) -> None:
        """Scroll so that ``row`` of the page is the first in sight, as far as the page allows."""
        self._stretch()
        self.scroll_to(y=max(0, min(row, self.virtual_size.height - self.height)), animate=False, force=True)

    def reveal(self, *, centre: bool = False) -> None:
        """Scroll no more than is needed to have the cursor in sight, or have it in the middle."""
        self._settle_around(self.page.place_of(self._spot.offset))
        self._stretch()
        y = self.cursor_row
        top, height = self.top, self.height
        slack = kept_in_sight(height)
        if centre:
            self.scroll_to_row(y - height // 3)
        elif y < top + slack:
            self.scroll_to_row(y - slack)
        elif y >= top + height - slack:
            self.scroll_to_row(y - height + 1 + slack)

    def move(self, name: str, count: int | None) -> bool:
        """Carry out a motion by its name in the keymap; whether there is one of that name."""
        paging = PAGING.get(name)
        if paging is not None:
            paging(self, count)
            return True
        if name.startswith(PREFIX):
            spot, selection = extended(self.page, self._spot, self.selection, name.removeprefix(PREFIX), count)
            self._set_selection(selection)
            self._go_to_spot(spot, unit=None)
            return True
        if name not in motions.MOTIONS:
            return False
        spot = motions.carry_out(name, self.page, self._spot, count)
        if name in motions.JUMPS and spot.offset != self._spot.offset:
            self._jumps.leave(self.here)
        self._go_to_spot(spot, unit=_UNITS.get(name, word))
        return True

    @property
    def here(self) -> Visit:
        """Where the reader is, for the jump list."""
        return Visit(self.document.id, self.document.source, self.current_block.number, self._spot.offset)

    def jump(self, offset: int, *, leaving: bool = True) -> None:
        """Go to ``offset``, in sight with some text around it; ``leaving``: remember where one came from."""
        if leaving and offset != self._spot.offset:
            self._jumps.leave(self.here)
        self.leave_selection()
        in_sight = self._is_in_sight(offset)
        self.go(offset)
        if not in_sight:
            self.reveal(centre=True)

    def glance(self, offset: int) -> None:
        """Have another passage in sight without going there."""
        if not self._is_in_sight(offset):
            self._settle_around(self.page.place_of(offset))
            self._stretch()
            self.scroll_to_row(self.page.y_of(self.page.place_of(offset)) - self.height // 3)

    def _is_in_sight(self, offset: int) -> bool:
        y = self.page.y_of(self.page.place_of(offset))
        return self.top <= y < self.top + self.height

    def go(self, offset: int, *, keep_column: bool = False, reveal: bool = True) -> None:
        """Move the cursor to ``offset``, and the end of the selection with it.

        ``keep_column``: the column that was wanted before is still wanted. ``reveal``: have it in sight.
        """
        offset = rest(self.document, offset)
        column = self._spot.column if keep_column else motions.column_of(self.page, offset)
        self._go_to_spot(Spot(offset, column), reveal=reveal)

    def _go_to_spot(self, spot: Spot, *, unit: Unit | None = word, reveal: bool = True) -> None:
        """Move the cursor, and the selection's end by the unit that is there; without one it stays."""
        moved = spot.offset != self._spot.offset
        self._spot = spot
        if self.selection is not None and unit is not None and moved:
            unit = character if self.selection.exact and unit is word else unit
            self._set_selection(self.selection.moved_to(unit(self.document, spot.offset)))
        if reveal:
            self.reveal()
        self.refresh()
        if moved:
            self.post_message(self.CursorMoved(spot.offset))

    def select(self, selection: Selection | None) -> None:
        """Select a passage, the cursor going to its moving end; None leaves the selection."""
        self.set_cursor(selection.head.start if selection is not None else self._spot.offset, selection)
        if selection is not None:
            self.reveal()

    def set_cursor(self, offset: int, selection: Selection | None) -> None:
        """Have the cursor at ``offset`` and this selected, without scrolling."""
        offset = rest(self.document, offset)
        self._set_selection(selection)
        if offset != self._spot.offset:
            self._spot = Spot(offset, motions.column_of(self.page, offset))
            self.post_message(self.CursorMoved(offset))
        self.refresh()

    def leave_selection(self) -> None:
        """Go on reading; nothing is selected any more."""
        if self.selection is not None:
            self.select(None)

    def _set_selection(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.post_message(self.SelectionChanged(selection))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor where the mouse points; several clicks choose more."""
        if event.button == 1 and event.get_content_offset(self) is not None:
            self._pointing.press(event.get_content_offset_capture(self), event.time, extend=event.shift)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select by dragging."""
        if event.button == 1:
            self._pointing.drag(event.get_content_offset_capture(self))
        else:
            # The button was let go where the terminal could not see it.
            self.on_mouse_up()

    def on_mouse_up(self) -> None:
        """End a drag."""
        if self._pointing.is_dragging:
            self._pointing.release()
            self.release_mouse()

    def _wheel(self, rows: int) -> None:
        """Scroll, the cursor coming along when it must; a selection stays as it is."""
        if self.selection is None:
            scroll(self, rows)
        else:
            self.scroll_to_row(self.top + rows)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three rows, the cursor coming along when it must."""
        event.stop()
        self._wheel(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three rows, the cursor coming along when it must."""
        event.stop()
        self._wheel(-3)

    def render_line(self, y: int) -> Strip:
        """One row of the screen: margin, number, sign, text."""
        row = y + self.top
        if row >= self.page.height:
            return Strip.blank(self.size.width, self._base)
        return self._painter.strip(self.page, self.page.at(row), self._look or self._looked())


_UNITS: dict[str, Unit] = {
    "next-character": character,
    "previous-character": character,
    "line-start": character,
    "line-end": character,
    "next-sentence": sentence,
    "previous-sentence": sentence,
    "next-paragraph": paragraph,
    "previous-paragraph": paragraph,
}
"""By what a selection grows when its end is moved by a motion; by words otherwise."""
