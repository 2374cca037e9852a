"""The two bars: above, what is read and how far; below, the keys that work where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.ui.keymap import Where, hints_at, shown
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from tui.ui.theme import Palette


class TitleBar(Widget):
    """One line: the program, the document's title, and the reader's place in it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar {
        height: 1;
        background: $panel;
    }
    """

    def __init__(self, palette: Palette) -> None:
        """An empty bar."""
        super().__init__()
        self.palette = palette
        self._title = ""
        self._places: Sequence[str] = ("",)
        self._progress = ""

    def tell(self, title: str, places: Sequence[str]) -> None:
        """Show these; at the right stands the first of ``places`` that leaves the title half of the room."""
        if (title, places) != (self._title, self._places):
            self._title, self._places = title, places
            self.refresh()

    def progress(self, told: str) -> None:
        """Say before the place how far something has come; nothing when it is over."""
        if told != self._progress:
            self._progress = told
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The bar."""
        width = self.size.width
        base = self.rich_style
        name = " llama-tui " if width >= 60 else " "
        progress = f"{self._progress} · " if self._progress else ""
        half = max(0, width - cell_len(name)) // 2
        fitting = (f" {progress}{place} " for place in self._places if cell_len(f" {progress}{place} ") <= half)
        place = next(fitting, f" {self._places[-1]} ")
        room = max(0, width - cell_len(name) - cell_len(place))
        title = self._title
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)) + ("…" if room else "")
        return Strip(
            [
                Segment(name, base + self.palette.accent + self.palette.strong),
                Segment(set_cell_size(title, room), base + self.palette.strong),
                Segment(place, base + self.palette.dim),
            ]
        ).adjust_cell_length(width, base)


class KeyBar(Widget):
    """One line: the keys that work where the reader is, or for a moment what has just happened."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $panel;
    }
    """

    @dataclass
    class Clicked(Message):
        """A hint was clicked."""

        action: str

    def __init__(self, palette: Palette) -> None:
        """An empty bar."""
        super().__init__()
        self.palette = palette
        self._where: Where | None = None
        self._quiet = False
        self._covered = False
        self._message = ""
        self._bad = False
        self._here = ""
        self._pending = ""
        self._zones: list[tuple[int, int, str]] = []
        """Cells (half-open) of each hint, and its action."""

    def set_quiet(self, quiet: bool) -> None:
        """Show no keys, only what happens."""
        if quiet is not self._quiet:
            self._quiet = quiet
            self.refresh()

    def set_covered(self, covered: bool) -> None:
        """Show no keys while a dialog has them."""
        if covered is not self._covered:
            self._covered = covered
            self.refresh()

    def set_where(self, where: Where) -> None:
        """Show the keys that work there."""
        if where is not self._where:
            self._where = where
            self.refresh()

    def tell(self, message: str, *, bad: bool = False) -> None:
        """Say what has just happened, until the next key; an empty message takes it back."""
        if (message, bad) != (self._message, self._bad):
            self._message, self._bad = message, bad
            self.refresh()

    def tell_here(self, message: str) -> None:
        """Say something of the place where the reader is, instead of the keys, as long as that holds."""
        if message != self._here:
            self._here = message
            self.refresh()

    def set_pending(self, pending: str) -> None:
        """Show the part of a key that has been typed."""
        if pending != self._pending:
            self._pending = pending
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click on a hint is as good as its key."""
        for start, end, action in self._zones:
            if start <= event.x < end:
                self.post_message(self.Clicked(action))

    def render_line(self, y: int) -> Strip:
        """The bar."""
        width = self.size.width
        base = self.rich_style
        palette = self.palette
        self._zones = []
        pending = f" {self._pending} " if self._pending else ""
        room = max(0, width - cell_len(pending))
        segments: list[Segment] = []
        message = self._message or (self._here if self._where is Where.READING and not self._covered else "")
        if message:
            style: Style = base + (palette.wrong if self._bad else palette.strong if self._message else palette.dim)
            text = f" {message}"
            if cell_len(text) > room:
                # A failure names its reason, and the file, at its end.
                short = self._message[-max(0, room - 3) :] if self._bad else set_cell_size(text, max(0, room - 1))
                text = f" …{short}" if self._bad else f"{short}…"
            segments.append(Segment(text, style))
        elif self._where is not None and not self._quiet and not self._covered:
            x = 0
            hints = hints_at(self._where)
            last = next((hint for hint in hints if hint.name == "help"), None)
            kept = cell_len(f" {shown(last.keys[0], say)} {say(last.hint)} ") if last else 0
            for action in hints:
                key, word = f" {shown(action.keys[0], say)}", f" {say(action.hint)} "
                length = cell_len(key) + cell_len(word)
                if x + length > room - (0 if action is last else kept):
                    continue
                segments += [
                    Segment(key, base + palette.accent + palette.strong),
                    Segment(word, base + palette.dim),
                ]
                self._zones.append((x, x + length, action.name))
                x += length
        used = sum(segment.cell_length for segment in segments)
        segments.append(Segment(" " * max(0, room - used), base))
        segments.append(Segment(pending, base + palette.accent + palette.strong))
        return Strip(segments).adjust_cell_length(width, base)
