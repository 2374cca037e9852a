"""A list by the line: rows of one or more lines, one of them chosen, any number of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.ui.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Region

    from tui.ui.theme import Palette

T = TypeVar("T")

EMPTY_LINES = 12
"""Lines at the top of a list without rows that may say why."""


class Inked(NamedTuple):
    """A piece of text on a line of a list and the style it adds to the list's own."""

    text: str
    style: Style = Style()


class ListLine(NamedTuple):
    """One line of a row: what stands from its left edge on, and what stands at its right edge."""

    left: tuple[Inked, ...]
    right: tuple[Inked, ...] = ()


class RowList(ScrollView, Generic[T], can_focus=True, inherit_bindings=False):
    """Shows values as rows.

    A subclass says how a value looks: :meth:`lines`, :meth:`height`, :meth:`is_choice`.
    Widths are terminal cells. Only the rows in sight are drawn, so a list can be long.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        min-width: 1;
    }
    """

    @dataclass
    class Chosen(Message):
        """The reader chose a row, by Enter or the mouse."""

        rows: RowList[object]
        value: object

        @property
        def control(self) -> RowList[object]:
            """The list."""
            return self.rows

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        rows: RowList[object]
        value: object

        @property
        def control(self) -> RowList[object]:
            """The list."""
            return self.rows

    def __init__(self, palette: Palette, *, empty: str = "") -> None:
        """``empty`` is what is said when there are no rows."""
        super().__init__()
        self.palette = palette
        self.empty = empty
        self._values: Sequence[T] = ()
        self._bottoms: list[int] = []
        self._cursor = 0
        self._drawn: dict[int, list[ListLine]] = {}
        self._width = 0
        """Cells that the rows were measured for; 0: they have not been."""
        self._base = Style.null()

    def lines(self, value: T, width: int) -> list[ListLine]:
        """How a value looks in ``width`` cells: as many lines as :meth:`height` says."""
        raise NotImplementedError

    def height(self, value: T) -> int | None:
        """How many lines a value takes at any width; None: as many as :meth:`lines` gives."""
        return 1

    def is_choice(self, value: T) -> bool:
        """Whether the cursor can stand on it; a heading's row says no."""
        return True

    @property
    def values(self) -> Sequence[T]:
        """What is listed."""
        return self._values

    @property
    def chosen(self) -> T | None:
        """The value that the cursor is on."""
        if 0 <= self._cursor < len(self._values) and self.is_choice(self._values[self._cursor]):
            return self._values[self._cursor]
        return None

    def set_values(self, values: Sequence[T], *, keep: Callable[[T], bool] | None = None) -> None:
        """List other values, the cursor on the first one that ``keep`` accepts, else on the first choice.

        While keys reach the list, the row that the cursor stays on does not move on the screen.
        """
        is_used = keep is not None and self.chosen is not None and self.has_focus_within
        height = self._top(self._cursor) - self.scroll_offset.y if is_used else None
        self._values = values
        self._width = 0
        self._cursor = self._first_choice(0, 1)
        if keep is not None:
            self._cursor = next(
                (index for index, value in enumerate(values) if self.is_choice(value) and keep(value)),
                self._cursor,
            )
        self._fit()
        self._reveal(height)
        self.refresh()

    def _fit(self) -> bool:
        """Measure the rows if that has not been done for this width; whether it was."""
        width = max(1, self.scrollable_content_region.width)
        if width == self._width:
            return False
        self._width = width
        self._drawn.clear()
        self._bottoms = list(accumulate(self._measure(index) for index in range(len(self._values))))
        size = Size(width, self._bottoms[-1] if self._bottoms else 1)
        if size != self.virtual_size:
            self.virtual_size = size
        return True

    def _measure(self, index: int) -> int:
        height = self.height(self._values[index])
        return len(self._lines_of(index)) if height is None else height

    def _lines_of(self, index: int) -> list[ListLine]:
        drawn = self._drawn.get(index)
        if drawn is None:
            drawn = self._drawn[index] = self.lines(self._values[index], self._width)
        return drawn

    def move_to(self, wanted: Callable[[T], bool]) -> bool:
        """Put the cursor on the first value ``wanted`` accepts, without a message; whether there is one."""
        for index, value in enumerate(self._values):
            if self.is_choice(value) and wanted(value):
                if index != self._cursor:
                    self._cursor = index
                    self._reveal()
                    self.refresh()
                return True
        return False

    def redraw(self) -> None:
        """Draw all rows again, because something that they show has changed."""
        self._drawn.clear()
        self.refresh()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.palette = palette
        self.redraw()

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        self._fit()
        self._reveal()

    def _first_choice(self, start: int, step: int) -> int:
        index = start
        while 0 <= index < len(self._values):
            if self.is_choice(self._values[index]):
                return index
            index += step
        return -1

    def move(self, name: str, count: int | None) -> bool:
        """Carry out a movement by its name in the keymap; whether there is one of that name."""
        movement = self._MOVEMENTS.get(name)
        if movement is None:
            return False
        page = max(1, self._page_length())
        target, step = {
            "row": (self._cursor + movement[1] * (count or 1), movement[1]),
            "page": (self._cursor + movement[1] * page * (count or 1), movement[1]),
            "half": (self._cursor + movement[1] * max(1, page // 2) * (count or 1), movement[1]),
            "edge": (0 if movement[1] > 0 else len(self._values) - 1, movement[1]),
        }[movement[0]]
        target = max(0, min(target, len(self._values) - 1))
        index = self._first_choice(target, step)
        if index < 0:
            index = self._first_choice(target, -step)
        if index >= 0 and index != self._cursor:
            self._cursor = index
            self._reveal()
            self.refresh()
            self.post_message(self.Moved(self, self._values[index]))  # type: ignore[arg-type]
        if movement[0] == "edge" and movement[1] > 0:
            self.scroll_to(y=0, animate=False)
        return True

    _MOVEMENTS: ClassVar[dict[str, tuple[str, int]]] = {
        "next-row": ("row", 1),
        "previous-row": ("row", -1),
        "page-down": ("page", 1),
        "page-up": ("page", -1),
        "half-page-down": ("half", 1),
        "half-page-up": ("half", -1),
        "first": ("edge", 1),
        "last": ("edge", -1),
    }

    def choose(self) -> None:
        """Announce the value that the cursor is on as chosen."""
        value = self.chosen
        if value is not None:
            self.post_message(self.Chosen(self, value))  # type: ignore[arg-type]

    def _page_length(self) -> int:
        height = self.scrollable_content_region.height
        per_row = max(1, self._bottoms[self._cursor] - self._top(self._cursor)) if self.chosen is not None else 1
        return height // per_row - 1

    def _top(self, index: int) -> int:
        return self._bottoms[index - 1] if index > 0 else 0

    def _reveal(self, height: int | None = None) -> None:
        """Scroll so that the row of the cursor is to be seen, ``height`` lines below the upper edge if possible."""
        if self._cursor < 0 or not self._bottoms:
            return
        top, bottom = self._top(self._cursor), self._bottoms[self._cursor]
        y = before = self.scroll_offset.y
        seen = max(1, self.scrollable_content_region.height)
        if height is not None:
            y = max(0, min(top - height, self._bottoms[-1] - seen))
        if self._cursor > 0 and not self.is_choice(self._values[self._cursor - 1]):
            top = self._top(self._cursor - 1)
        if top < y:
            y = top
        elif bottom > y + seen:
            y = bottom - seen
        if y != before:
            self.scroll_to(y=y, animate=False, force=True)

    def on_focus(self) -> None:
        """Show the cursor's row as live."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor's row as resting."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        at = event.get_content_offset(self)
        if at is None:
            return
        index = bisect_right(self._bottoms, at.y + self.scroll_offset.y)
        if index < len(self._values) and self.is_choice(self._values[index]):
            self._cursor = index
            self.refresh()
            self.choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y + 3, animate=False)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_to(y=self.scroll_offset.y - 3, animate=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Look the list's own style up once a frame, because that takes long; fit what is drawn to the width."""
        self._base = self.rich_style
        if self._fit():
            self._reveal()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.scrollable_content_region.width
        base = self._base
        row_y = y + self.scroll_offset.y
        if not self._values and y <= EMPTY_LINES:
            return self._render_empty(y, width, base)
        index = bisect_right(self._bottoms, row_y)
        if index >= len(self._values):
            return Strip.blank(width, base)
        drawn = self._lines_of(index)
        if index == self._cursor:
            base += self.palette.chosen if self.has_focus_within else self.palette.resting
        number = row_y - self._top(index)
        line = drawn[number] if number < len(drawn) else ListLine(())
        return composed(line, width, base)

    @property
    def has_focus_within(self) -> bool:
        """Whether keys reach the list; a list beside an input may say yes for it."""
        return self.has_focus

    def _render_empty(self, y: int, width: int, base: Style) -> Strip:
        lines = wrap(self.empty, 0, len(self.empty), max(1, width - 2)) if self.empty else []
        if 0 <= y - 1 < len(lines):
            start, end = lines[y - 1]
            return composed(ListLine((Inked(" " + self.empty[start:end], self.palette.dim),)), width, base)
        return Strip.blank(width, base)


def composed(line: ListLine, width: int, base: Style) -> Strip:
    """A line in exactly ``width`` cells: the left part is cut short before it meets the right one."""
    right_width = sum(cell_len(inked.text) for inked in line.right)
    room = max(0, width - right_width - (1 if right_width else 0))
    segments: list[Segment] = []
    used = 0
    for inked in line.left:
        text, cells = inked.text, cell_len(inked.text)
        if used + cells > room:
            text = set_cell_size(text, max(0, room - used - 1)) + ("…" if room > used else "")
            cells = cell_len(text)
        if text:
            segments.append(Segment(text, _over(base, inked.style)))
        used += cells
        if used >= room:
            break
    segments.append(Segment(" " * max(0, width - right_width - used), base))
    segments += (Segment(inked.text, _over(base, inked.style)) for inked in line.right)
    return Strip(segments).adjust_cell_length(width, base)


def _over(base: Style, style: Style) -> Style:
    """A style on that of its line; a reversed line is of one colour, not patched with those of its words."""
    return base + (style.without_color if base.reverse else style)
