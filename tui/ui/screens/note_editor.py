"""Writing a note: Markdown, tags, a colour, under the passage that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.annotations.kinds import Colour
from tui.annotations.links import being_typed
from tui.document.failures import Refused
from tui.ui.screens.dialog import Dialog
from tui.ui.theme import NUMBERS
from tui.ui.wording import colour_name, said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


class Writing(NamedTuple):
    """What a note is written about, and what helps to write it."""

    quote: str
    """The passage, or the note that is replied to."""
    known_tags: Sequence[str] = ()
    link_targets: Sequence[str] = ()
    """What a link may name, the likeliest first."""
    templates: Callable[[], Sequence[str]] = tuple
    """Gives the texts that a note may begin as."""
    is_reply: bool = False


class TagGhost(Suggester):
    """Completes the last tag on the line to one in use."""

    def __init__(self, known: Sequence[str]) -> None:
        """``known``: the commonest first."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last tag completed."""
        typed = value.replace(",", " ").rpartition(" ")[2].lstrip("#")
        if not typed:
            return None
        folded = typed.casefold()
        found = next((tag for tag in self._known if tag.casefold().startswith(folded) and len(tag) > len(typed)), None)
        return None if found is None else value + found[len(typed) :]


class NoteArea(TextArea):
    """Where the note is written; a link that is begun is completed as one types."""

    def __init__(self, text: str, targets: Sequence[str]) -> None:
        """``targets`` is what a link may name."""
        self._targets = targets
        super().__init__(text, soft_wrap=True, tab_behavior="focus")

    def update_suggestion(self) -> None:
        """Show what the link being typed could become; the right arrow takes it."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        begun = being_typed(line[:column])
        self.suggestion = "" if begun is None or line[column:].startswith("]") else self._rest(begun)

    def _rest(self, begun: str) -> str:
        if begun[:1] in {"¶", "p"} and begun[1:].strip().isdecimal():
            return "]]"
        folded = begun.casefold()
        found = next((target for target in self._targets if folded and target.casefold().startswith(folded)), None)
        return "" if found is None else found[len(begun) :] + "]]"


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
            name = f" {number} {colour_name(colour)} ".replace("  ", " ") if taken else f" {number or ' '} "
            segments += [Segment(name, style + self.palette.strong if taken else style), Segment(" ", base)]
        segments.append(Segment(f" F2 {say('next colour')}", base + self.palette.dim))
        return Strip(segments).adjust_cell_length(self.size.width, base)


class NoteEditor(Dialog[Draft | None]):
    """Asks for a note; gives the draft, or None when it was left without saving."""

    BINDINGS: ClassVar = [
        Binding("ctrl+s", "save", "save"),
        Binding("escape", "leave", "leave"),
        Binding("f2", "next_colour", "colour"),
        Binding("f3", "next_template", "template"),
        Binding("f4", "edit_outside", "editor"),
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
    NoteEditor TextArea:focus {
        border: none;
    }
    NoteEditor Input {
        margin: 1 0;
    }
    """

    def __init__(self, palette: Palette, writing: Writing, draft: Draft) -> None:
        """``draft`` is what is there already."""
        super().__init__()
        self._palette = palette
        self._writing = writing
        self._before = draft
        self._warned = False
        self._template = -1
        """The number of the template that was taken last."""
        self._taken = draft.note
        """The note as it was when nothing had been typed after the last template."""
        self.tell(say("Ctrl+S save · Esc leave · Tab tags · F3 template · F4 $EDITOR"))

    def compose(self) -> ComposeResult:
        """The passage, the note, tags, colour."""
        quote = " ".join(self._writing.quote[: 2 * LONGEST_QUOTE].split())
        quote = quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + "…"
        box = Vertical(classes="frame")
        box.border_title = say("Reply to:") if self._writing.is_reply else say("Note")
        with box:
            yield Static(Content(quote))
            yield NoteArea(self._before.note, self._writing.link_targets)
            yield Input(
                " ".join(self._before.tags),
                placeholder=say("tags, apart by blanks"),
                select_on_focus=False,
                suggester=TagGhost(self._writing.known_tags),
            )
            colours = ColourBar(self._palette, self._before.colour)
            # A reply has no mark of its own that could be coloured.
            colours.display = not self._writing.is_reply
            yield colours

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
        if not self._writing.is_reply:
            self.query_one(ColourBar).turn()

    def action_next_template(self) -> None:
        """Begin as the next template says, if nothing has been typed since the last one; else add it at the end."""
        templates = self._writing.templates()
        if not templates:
            self.tell(say("no templates: put NAME.md into the folder “templates” beside the settings"))
            return
        area = self.query_one(TextArea)
        self._template = (self._template + 1) % len(templates)
        text = templates[self._template]
        if area.text.strip() and area.text != self._taken:
            text = f"{area.text.rstrip()}\n\n{text}"
        area.text = self._taken = text
        area.move_cursor(area.document.end)
        self.set_focus(area)

    def action_edit_outside(self) -> None:
        """Go on in the reader's own editor."""
        from textual.app import SuspendNotSupported

        from tui.ui.outside_editor import editor, written

        area = self.query_one(TextArea)
        try:
            command = editor()
            with self.app.suspend():
                text = written(command, area.text)
        except (Refused, SuspendNotSupported) as refusal:
            self.tell(said_no(refusal) if isinstance(refusal, Refused) else str(refusal))
            return
        area.text = text
        area.move_cursor(area.document.end)

    def action_leave(self) -> None:
        """Leave without saving; asks once more if something would be lost."""
        if self.draft == self._before or self._warned:
            self.dismiss(None)
            return
        self._warned = True
        self.tell(say("not saved: Esc again throws it away · Ctrl+S saves"))
