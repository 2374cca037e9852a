"""The headings of a text, to go to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from tui.document.model import BlockKind
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.document.model import Document
    from tui.ui.theme import Palette

LEAST_LIKENESS = 70.0
"""By RapidFuzz's partial ratio, from 0 to 100: what a heading needs to be listed."""


class Heading(NamedTuple):
    """A heading of the text."""

    text: str
    number: int
    """Of its paragraph, from 1."""
    level: int
    offset: int
    """Where it stands: a code point of the text."""


def headings(document: Document) -> list[Heading]:
    """The headings of a document, in its order."""
    _, _, special = document.blocks.parts()
    found = [block for block in list(special.values()) if block.kind is BlockKind.HEADING]
    return [Heading(document.block_text(block), block.number, block.level, block.start) for block in found]


def matching(known: Sequence[Heading], query: str) -> list[Heading]:
    """The headings that are like what was typed, in the order of the text."""
    wanted = query.strip().casefold()
    if not wanted:
        return list(known)
    from rapidfuzz import fuzz, process

    texts = [heading.text.casefold() for heading in known]
    held = [heading for heading, text in zip(known, texts, strict=True) if wanted in text]
    if held:
        return held
    rows = process.extract(wanted, texts, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS, limit=200)
    return [known[index] for _, _, index in sorted(rows, key=lambda row: row[2])]


class HeadingList(RowList[Heading]):
    """Lists headings, indented by their level."""

    @property
    def has_focus_within(self) -> bool:
        """The arrows move through the list while one types."""
        return True

    def lines(self, value: Heading, width: int) -> list[ListLine]:
        """The heading at the left, its paragraph at the right."""
        indent = Inked(" " + "  " * (value.level - 1))
        title = Inked(value.text, self.palette.strong) if value.level == 1 else Inked(value.text)
        return [ListLine((indent, title), (Inked(f"¶ {value.number} ", self.palette.dim),))]


class OutlineScreen(Dialog["Heading | None"]):
    """Lists the headings, fewer as one types; gives the chosen one, or None."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "leave"),
        Binding("enter", "choose", "go there"),
        Binding("down,ctrl+j,ctrl+n", "step('next-row')", "down"),
        Binding("up,ctrl+k", "step('previous-row')", "up"),
        Binding("pagedown", "step('page-down')", "page down"),
        Binding("pageup", "step('page-up')", "page up"),
    ]
    DEFAULT_CSS = """
    OutlineScreen > .frame {
        height: 24;
        padding: 0;
    }
    OutlineScreen HeadingList {
        height: 1fr;
    }
    """

    def __init__(self, palette: Palette, known: Sequence[Heading], current: int) -> None:
        """``current`` is the offset at which the reader is."""
        super().__init__()
        self._known = known
        self._current = current
        self._input = Input(placeholder=say("a word of a heading"))
        self._list = HeadingList(palette, empty=say("No heading like it."))

    def compose(self) -> ComposeResult:
        """A line to type in, and the list."""
        box = Vertical(classes="frame")
        box.border_title = say("Outline")
        box.border_subtitle = count(len(self._known), "{n} heading", "{n} headings")
        with box:
            yield self._input
            yield self._list

    def on_mount(self) -> None:
        """List them all, the cursor on the section that is read."""
        here = [heading for heading in self._known if heading.offset <= self._current]
        self._list.set_values(self._known, keep=lambda heading: bool(here) and heading == here[-1])
        self._input.focus()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """List the headings that are like what has been typed."""
        event.stop()
        chosen = self._list.chosen
        self._list.set_values(matching(self._known, event.value), keep=lambda heading: heading == chosen)

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Go to the heading that the cursor is on."""
        event.stop()
        self.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Give the chosen heading."""
        self.dismiss(self._list.chosen)

    def action_choose(self) -> None:
        """Give the heading that the cursor is on."""
        self.dismiss(self._list.chosen)

    def action_step(self, name: str) -> None:
        """Move in the list."""
        self._list.move(name, None)

    def action_leave(self) -> None:
        """Stay where one was."""
        self.dismiss(None)
