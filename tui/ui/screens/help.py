"""Every key, from the one table of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.ui.keymap import ACTIONS, Group, Where, shown
from tui.ui.wording import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

KEYS_WIDTH = 22
TWO_COLUMNS = 100
"""From this width of the screen on, two chapters stand side by side."""


def chapter(group: Group) -> list[tuple[str, str]]:
    """The keys of one chapter and what they do, each once."""
    rows: dict[str, list[str]] = {}
    for action in ACTIONS:
        if action.group is group:
            place = ""
            if action.where == frozenset({Where.SELECTING}):
                place = say(" (while selecting)")
            elif action.where <= frozenset({Where.SEARCH}):
                place = say(" (in the search line)")
            keys = rows.setdefault(say(action.label) + place, [])
            keys += [spelled for key in action.keys if (spelled := shown(key, say)) not in keys]
    return [("  ".join(keys), label) for label, keys in rows.items()]


class HelpScreen(ModalScreen[None]):
    """Lists the keys; any of the usual keys closes it."""

    BINDINGS: ClassVar = [
        Binding("escape,q,question_mark,enter", "dismiss", "close"),
        Binding("j,down", "scroll_text(1)", "down"),
        Binding("k,up", "scroll_text(-1)", "up"),
        Binding("space,pagedown,ctrl+f,ctrl+d", "scroll_text(10)", "page down"),
        Binding("pageup,ctrl+b,ctrl+u", "scroll_text(-10)", "page up"),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
    }
    HelpScreen > VerticalScroll {
        width: 110;
        max-width: 96%;
        height: auto;
        max-height: 96%;
        border: round $accent;
        border-title-color: $accent;
        background: $surface;
        padding: 1 2;
        scrollbar-size-vertical: 1;
    }
    """

    def compose(self) -> ComposeResult:
        """All chapters in one scroll."""
        box = VerticalScroll()
        box.border_title = say("Keys")
        box.border_subtitle = say("Esc closes")
        with box:
            yield Static(id="keys")

    def on_mount(self) -> None:
        """Lay out for the width."""
        self._write()

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self._write()

    def _write(self) -> None:
        self.query_one("#keys", Static).update(self._text(self.size.width))

    def _text(self, width: int) -> Content:
        chapters = {group: self._lines(group) for group in Group}
        if width < TWO_COLUMNS:
            return Content("\n").join(line for group in Group for line in [*chapters[group], Content("")])
        left = [*chapters[Group.MOVE]]
        right = [line for group in (Group.FIND, Group.MARK, Group.GO) for line in [*chapters[group], Content("")]]
        column = 52
        rows = []
        for number in range(max(len(left), len(right))):
            first = left[number] if number < len(left) else Content("")
            second = right[number] if number < len(right) else Content("")
            rows.append(first + Content(" " * max(2, column - first.cell_length)) + second)
        return Content("\n").join(rows)

    @staticmethod
    def _lines(group: Group) -> list[Content]:
        lines = [Content.styled(say(group.value), "bold $accent")]
        for keys, label in chapter(group):
            gap = " " * max(2, KEYS_WIDTH - cell_len(keys))
            lines.append(Content.assemble((keys, "bold"), gap, (label, "$text-muted")))
        return lines

    def action_scroll_text(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
