"""Writing a note: Markdown, tags, a colour, under the passage that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.annotations.kinds import Colour
from tui.ui.screens.dialog import Dialog
from tui.ui.theme import NUMBERS
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.ui.theme import Palette

LONGEST_QUOTE = 400
"""Code points of the passage that are shown above the note."""


@dataclass(frozen=True)
class Draft:
    """What the reader wrote."""

    note: str
    tags: tuple[str, ...]
    colour: Colour

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not self.note.strip() and not self.tags


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in a line: apart by blanks or commas, with or without ``#``."""
    words = (word.strip().lstrip("#") for word in text.replace(",", " ").split())
    return tuple(dict.fromkeys(word for word in words if word))


class ColourBar(Widget):
    """Five colours, one of them taken."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ColourBar {
        height: 1;
    }
    """

    def __init__(self, palette: Palette, colour: Colour) -> None:
        """``colour`` is taken at first."""
        super().__init__()
        self.palette = palette
        self.colour = colour

    def turn(self) -> None:
        """Take the next colour."""
        colours = list(Colour)
        self.colour = colours[(colours.index(self.colour) + 1) % len(colours)]
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Take the next colour."""
        event.stop()
        self.turn()

    def render_line(self, y: int) -> Strip:
        """A sample of each, the taken one named."""
        base = self.rich_style
        segments = [Segment(" ", base)]
        for colour in Colour:
            taken = colour is self.colour
            style = base + self.palette.highlights[colour]
            number = NUMBERS[colour] if self.palette.numbered else ""
            name = f" {number} {say(colour.value)} ".replace("  ", " ") if taken else f" {number or ' '} "
            segments += [Segment(name, style + self.palette.strong if taken else style), Segment(" ", base)]
        segments.append(Segment(f" F2 {say('next colour')}", base + self.palette.dim))
        return Strip(segments).adjust_cell_length(self.size.width, base)


class NoteEditor(Dialog[Draft | None]):
    """Asks for a note; gives the draft, or None when it was left without saving."""

    BINDINGS: ClassVar = [
        Binding("ctrl+s", "save", "save"),
        Binding("escape", "leave", "leave"),
        Binding("f2", "next_colour", "colour"),
    ]
    DEFAULT_CSS = """
    NoteEditor > .frame {
        height: 20;
    }
    NoteEditor Static {
        height: auto;
        max-height: 3;
        color: $text-muted;
        margin-bottom: 1;
    }
    NoteEditor TextArea {
        height: 1fr;
        min-height: 1;
        border: none;
        padding: 0 1;
        background: $panel;
    }
    NoteEditor TextArea:focus, NoteEditor Input:focus {
        border: none;
    }
    NoteEditor Input {
        border: none;
        height: 1;
        padding: 0 1;
        margin: 1 0;
        background: $panel;
    }
    """

    def __init__(self, palette: Palette, quote: str, draft: Draft, *, known_tags: Sequence[str]) -> None:
        """``quote`` is the passage; ``draft`` what is there already."""
        super().__init__()
        self._palette = palette
        self._quote = " ".join(quote.split())
        self._before = draft
        self._known_tags = known_tags
        self._warned = False

    def compose(self) -> ComposeResult:
        """The passage, the note, tags, colour."""
        from textual.suggester import SuggestFromList

        quote = self._quote if len(self._quote) <= LONGEST_QUOTE else self._quote[:LONGEST_QUOTE] + "…"
        box = Vertical(classes="frame")
        box.border_title = say("Note")
        box.border_subtitle = say("Ctrl+S save · Tab tags · Esc leave")
        with box:
            yield Static(Content(quote))
            yield TextArea(self._before.note, soft_wrap=True, tab_behavior="focus")
            yield Input(
                " ".join(self._before.tags),
                placeholder=say("tags, apart by blanks"),
                select_on_focus=False,
                suggester=SuggestFromList(list(self._known_tags), case_sensitive=False),
            )
            yield ColourBar(self._palette, self._before.colour)

    def on_mount(self) -> None:
        """Begin with the note."""
        area = self.query_one(TextArea)
        self.set_focus(area)
        area.move_cursor(area.document.end)

    @property
    def draft(self) -> Draft:
        """What is written at this moment."""
        return Draft(
            self.query_one(TextArea).text.strip(),
            tags_in(self.query_one(Input).value),
            self.query_one(ColourBar).colour,
        )

    def on_input_submitted(self) -> None:
        """Enter behind the tags saves."""
        self.action_save()

    def on_text_area_changed(self) -> None:
        """What was said about leaving holds no longer."""
        self._warned = False

    def action_save(self) -> None:
        """Give the draft."""
        self.dismiss(self.draft)

    def rescue(self) -> None:
        """Save what is written without being asked, because the program has to end."""
        if self.draft != self._before:
            self.dismiss(self.draft)

    def action_next_colour(self) -> None:
        """Take the next colour."""
        self.query_one(ColourBar).turn()

    def action_leave(self) -> None:
        """Leave without saving; asks once more if something would be lost."""
        if self.draft == self._before or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.query_one(Vertical).border_subtitle = say("not saved: Esc again throws it away · Ctrl+S saves")
