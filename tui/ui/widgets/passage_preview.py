"""A passage with what stands around it, for one that the text pane does not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.document.model import Span
from tui.ui.widgets.result_rows import lit_up
from tui.ui.widgets.row_list import Inked, ListLine, composed
from tui.ui.wrapping import wrap

if TYPE_CHECKING:
    from textual import events
    from textual.strip import Strip

    from tui.ui.theme import Palette
    from tui.ui.widgets.result_rows import Found

LONGEST = 4000
"""Code points of a paragraph, around what was found in it, that are laid out."""


class PassagePreview(Widget):
    """Shows the paragraph of a hit whole, and the beginning of those after it as far as there is room."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PassagePreview {
        height: 2fr;
        border-top: solid $border;
    }
    """

    def __init__(self, palette: Palette) -> None:
        """Shows nothing yet."""
        super().__init__()
        self.palette = palette
        self._found: Found | None = None
        self._lines: list[ListLine] = []
        self._laid_out = (0, 0)
        """Width and height in cells for which the lines are."""

    def show(self, found: Found) -> None:
        """Show this passage."""
        self._found = found
        self._laid_out = (0, 0)
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew."""
        self._laid_out = (0, 0)

    def render_line(self, y: int) -> Strip:
        """One line."""
        width, height = self.size
        if self._laid_out != (width, height):
            self._lay_out(width, height)
        line = self._lines[y] if y < len(self._lines) else ListLine(())
        return composed(line, width, self.rich_style)

    def _lay_out(self, width: int, height: int) -> None:
        """The lines that fit, the first thing found among them."""
        self._laid_out = (width, height)
        self._lines = []
        if self._found is None or height < 1:
            return
        hit, document = self._found.hit, self._found.document
        lines: list[ListLine] = []
        lit_at = 0
        for index in range(hit.block, len(document.blocks)):
            if len(lines) - lit_at >= height:
                break
            block = document.blocks[index]
            matches = hit.matches if index == hit.block else ()
            first = matches[0].start if matches else block.start
            start = max(block.start, first - LONGEST // 2)
            if lines:
                lines.append(ListLine(()))
            for low, high in wrap(document.text, start, min(block.end, start + LONGEST), max(1, width - 2)):
                if matches and low <= first:
                    lit_at = len(lines)
                lines.append(ListLine((Inked(" "), *lit_up(document.text, Span(low, high), matches, self.palette))))
        start = max(0, lit_at - height // 3)
        self._lines = lines[start : start + height]
