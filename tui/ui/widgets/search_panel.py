"""The search pane: a line to type in, what is looked for where, and what was found, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from tui.ui.widgets.passage_preview import PassagePreview
from tui.ui.widgets.result_rows import Found, Row, Section, row_lines
from tui.ui.widgets.row_list import Inked, ListLine, RowList, composed
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from tui.search.filters import Completion
    from tui.ui.theme import Palette

LEAST_FOR_PREVIEW = 20
"""Rows of the pane from which there is room for a preview."""


class HitsList(RowList[Row]):
    """Lists what was found, or what may be asked."""

    DEFAULT_CSS = """
    HitsList {
        /* Or a scroll bar that comes would make the excerpts shorter, and so go again. */
        scrollbar-gutter: stable;
    }
    """

    virtual_size = reactive(Size(0, 0))

    def watch_virtual_size(self, size: Size) -> None:
        """Another number of rows moves the scroll bar, and nothing else on the screen has to be laid out for it."""
        self._scroll_update(size)

    @property
    def has_focus_within(self) -> bool:
        """The arrows move through the list from the input, too."""
        parent = self.parent
        return self.has_focus or (isinstance(parent, SearchPanel) and parent.input.has_focus)

    def height(self, value: Row) -> None:
        """As many as :meth:`lines` gives."""

    def is_choice(self, value: Row) -> bool:
        """Headings cannot be chosen."""
        return not isinstance(value, Section)

    def lines(self, value: Row, width: int) -> list[ListLine]:
        """As its sort of row looks."""
        return row_lines(value, width, self.palette)


class WhereLine(Widget):
    """One line under the input: what is listed from where, or what the word being typed could become."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WhereLine {
        height: 1;
    }
    """

    @dataclass
    class Clicked(Message):
        """The line was clicked."""

    def __init__(self, palette: Palette) -> None:
        """Says nothing yet."""
        super().__init__()
        self.palette = palette
        self._told = ""
        self._completions: Sequence[str] = ()

    def tell(self, told: str, completions: Sequence[str]) -> None:
        """Say what is listed, or, where there are any, the words that could be completed to, the first one lit."""
        if (told, completions) != (self._told, self._completions):
            self._told, self._completions = told, completions
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Look elsewhere."""
        event.stop()
        self.post_message(self.Clicked())

    def render_line(self, y: int) -> Strip:
        """The line."""
        palette = self.palette
        if self._completions:
            first, *others = self._completions
            inked = [
                Inked(f" {say('Tab')} ", palette.faint),
                Inked(first, palette.accent + palette.strong),
                Inked(f" {' '.join(others)}", palette.dim),
            ]
        else:
            inked = [Inked(f" {self._told}", palette.dim)]
        return composed(ListLine(tuple(inked)), self.size.width, self.rich_style)


class _Ghost(Suggester):
    """Shows behind the caret what the word being typed could become."""

    def __init__(self, completed: Callable[[str], str | None]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._completed = completed

    async def get_suggestion(self, value: str) -> str | None:
        completed = self._completed(value)
        return completed if completed is not None and completed.startswith(value) else None


class QueryLine(Input):
    """The line to type in. It is as high and as wide whatever is typed: letters lay out nothing anew."""

    virtual_size = reactive(Size(0, 0))


class SearchPanel(Vertical):
    """The input, where is looked, the list of what was found, and a preview where the text does not show it."""

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
        height: 3fr;
    }
    """

    @dataclass
    class QueryChanged(Message):
        """Another query has been typed."""

        query: str

    @dataclass
    class ScopeClicked(Message):
        """Something else is to be looked through."""

    def __init__(self, palette: Palette, completions: Callable[[str, int], Sequence[Completion]]) -> None:
        """``completions`` gives what the word of a query that the caret stands behind could become."""
        super().__init__()
        self._completions_of = completions
        self.input = QueryLine(
            placeholder=say("words, half words, typos…"), select_on_focus=False, suggester=_Ghost(self.completed)
        )
        self.where_line = WhereLine(palette)
        self.hits = HitsList(palette)
        self.preview = PassagePreview(palette)
        self.preview.display = False

    def compose(self) -> ComposeResult:
        """From above to below."""
        yield self.input
        yield self.where_line
        yield self.hits

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.hits.set_palette(palette)
        for widget in (self.where_line, self.preview):
            widget.palette = palette
            widget.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell that there is another query."""
        event.stop()
        self.post_message(self.QueryChanged(event.value))

    def on_where_line_clicked(self, event: WhereLine.Clicked) -> None:
        """Tell that something else is to be looked through."""
        event.stop()
        self.post_message(self.ScopeClicked())

    @property
    def completions(self) -> Sequence[Completion]:
        """What the word that the caret stands behind could become."""
        return self._completions_of(self.input.value, self.input.cursor_position)

    def completed(self, query: str) -> str | None:
        """The query with its last word completed; None where it cannot be."""
        first = next(iter(self._completions_of(query, len(query))), None)
        return None if first is None else query[: first.start] + first.text

    def complete(self) -> bool:
        """Complete the word that the caret stands behind; whether there was anything to complete it to."""
        first = next(iter(self.completions), None)
        if first is None:
            return False
        query = self.input.value
        ended = "" if first.text.endswith(":") or query[first.end :].startswith(" ") else " "
        self.input.value = query[: first.start] + first.text + ended + query[first.end :]
        self.input.cursor_position = first.start + len(first.text) + len(ended)
        return True

    def set_query(self, query: str) -> None:
        """Put a query in the line without telling that it has changed."""
        with self.input.prevent(Input.Changed):
            self.input.value = query
        self.input.cursor_position = len(query)

    def tell_where(self, told: str) -> None:
        """Say what is listed from where, unless the word being typed can be completed."""
        self.where_line.tell(told, tuple(each.text for each in self.completions))

    def show(self, rows: Sequence[Row], *, told: str = "", empty: str = "") -> None:
        """List these; ``told`` is how many there are, ``empty`` why there are none."""
        # Setting it paints all of the pane anew, and takes a mere string for markup.
        subtitle = Content(told)
        if str(self.border_subtitle or "") != subtitle.markup:
            self.border_subtitle = subtitle
        self.hits.empty = empty
        self.hits.set_values(rows)

    def show_preview(self, found: Found | None) -> None:
        """Show a passage below the list; nothing where there is no room."""
        shown = found is not None and self.size.height >= LEAST_FOR_PREVIEW
        self.preview.display = shown
        if shown and found is not None:
            if not self.preview.is_attached:
                self.mount(self.preview)
            self.preview.show(found)
