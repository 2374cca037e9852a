"""The search pane: an input, and the passages that it finds, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from tui.search.excerpts import excerpt
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say
from tui.ui.wrapping import Line, cells, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.document.model import Document
    from tui.search.model import Hit
    from tui.ui.theme import Palette

EXCERPT_LINES = 3


class Found(NamedTuple):
    """A hit with the document that it is in."""

    hit: Hit
    document: Document


class HitsList(RowList[Found]):
    """Lists passages: where, and the best part of the text with the matched letters lit."""

    DEFAULT_CSS = """
    HitsList {
        /* Or a scroll bar that comes would make the excerpts shorter, and so go again. */
        scrollbar-gutter: stable;
    }
    """

    several = False
    """Whether hits may lie in more than one document, so that each names its own."""

    @property
    def has_focus_within(self) -> bool:
        """The arrows move through the list from the input, too."""
        parent = self.parent
        return self.has_focus or (isinstance(parent, SearchPanel) and parent.input.has_focus)

    def height(self, value: Found) -> None:
        """As many as :meth:`lines` gives: a line that says where, and the excerpt's."""

    def _excerpt(self, found: Found, width: int) -> list[Line]:
        room = max(1, width - 3)
        text = found.document.text
        block = found.document.blocks[found.hit.block]
        start, end = excerpt(text, block.span, found.hit.matches, room * EXCERPT_LINES - 8)
        lines = wrap(text, start, end, room)[:EXCERPT_LINES]
        low, high = lines[-1]
        while high < block.end and cells(text, low, high) >= room and (cut := text.rfind(" ", low, high)) > low:
            high = cut
        return [*lines[:-1], Line(low, high)]

    def lines(self, value: Found, width: int) -> list[ListLine]:
        """Where the passage is, and its excerpt."""
        palette = self.palette
        text = value.document.text
        block = value.document.blocks[value.hit.block]
        where = f" ¶ {block.number}" + (f" · {value.document.title}" if self.several else "")
        lines = [ListLine((Inked(where, palette.dim),))]
        excerpt_lines = self._excerpt(value, width)
        for number, (start, end) in enumerate(excerpt_lines):
            inked = [Inked("   ")]
            if number == 0 and start > block.start:
                inked[0] = Inked("  …", palette.dim)
            at = start
            for low, high in value.hit.matches:
                low, high = max(low, at), min(high, end)  # noqa: PLW2901
                if low < high:
                    inked += [
                        Inked(_on_a_line(text[at:low])),
                        Inked(_on_a_line(text[low:high]), palette.accent + palette.strong),
                    ]
                    at = high
            inked.append(Inked(_on_a_line(text[at:end])))
            if number == len(excerpt_lines) - 1 and end < block.end:
                inked.append(Inked("…", palette.dim))
            lines.append(ListLine(tuple(inked)))
        return lines


def _on_a_line(text: str) -> str:
    """What separates the cells of a table and the lines of code as blanks."""
    return text.replace("\t", " ").replace("\n", " ")


class SearchPanel(Vertical):
    """The input, how many passages were found, and the list of them."""

    DEFAULT_CSS = """
    SearchPanel > Input {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
    }
    SearchPanel > Input:focus {
        border: none;
    }
    SearchPanel > HitsList {
        height: 1fr;
    }
    """

    @dataclass
    class QueryChanged(Message):
        """Another query has been typed."""

        query: str

    def __init__(self, palette: Palette) -> None:
        """An empty pane."""
        super().__init__()
        self.input = Input(placeholder=say("words, half words, typos…"), select_on_focus=False)
        self.hits = HitsList(
            palette, empty=say("Type what you remember: a name, a half word, two words from anywhere.")
        )

    def compose(self) -> ComposeResult:
        """Input above, hits below."""
        yield self.input
        yield self.hits

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell that there is another query."""
        event.stop()
        self.post_message(self.QueryChanged(event.value))

    def show(
        self, query: str, found: Sequence[Found], total: int, *, several: bool, complete: bool, share: float
    ) -> None:
        """Show what was found.

        ``complete`` is whether everything had been indexed by then, ``share`` how much of the text that is
        read is searched at all, from 0 to 1.
        """
        self.hits.several = several
        if not query.strip():
            self.border_subtitle = ""
            self.hits.empty = say("Type what you remember: a name, a half word, two words from anywhere.")
        else:
            told = count(total, "{n} passage", "{n} passages")
            if complete and share < 1:
                told = say("{told} in the first {percent} %", told=told, percent=max(1, int(100 * share)))
            self.border_subtitle = told if complete else say("{told}, still reading…", told=told)
            self.hits.empty = say("Nothing like it here.")
        self.hits.set_values(found)
