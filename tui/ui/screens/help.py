"""Every key, from the one table of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.ui.keymap import ACTIONS, Group, Where, shown
from tui.ui.screens.dialog import Browsing
from tui.ui.wording import say
from tui.ui.wrapping import wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult

KEYS_WIDTH = 20
TWO_COLUMNS = 100
"""From this width of the screen on, two chapters stand side by side."""
WIDEST = 116
FRAME = 6
"""Cells of border and padding, left and right together."""


def chapter(group: Group) -> list[tuple[str, str]]:
    """The keys of one chapter and what they do, each once."""
    rows: dict[str, list[str]] = {}
    for action in ACTIONS:
        if action.group is group:
            place = ""
            if action.where == frozenset({Where.SELECTING}):
                place = say(" (selecting)")
            elif action.where <= frozenset({Where.SEARCH}):
                place = say(" (search line)")
            elif action.where <= frozenset({Where.FILTER}):
                place = say(" (filter line)")
            keys = rows.setdefault(say(action.label) + place, [])
            keys += [spelled for key in action.keys if (spelled := shown(key, say)) not in keys]
    return [("  ".join(keys), label) for label, keys in rows.items()]


def chapter_lines(group: Group, width: int) -> list[Content]:
    """One chapter in ``width`` cells: its heading, then keys and what they do in two columns."""
    lines = [Content.styled(say(group.value), "bold $accent")]
    for keys, label in chapter(group):
        room = max(8, width - KEYS_WIDTH)
        wrapped = [label[start:end] for start, end in wrap(label, 0, len(label), room)]
        if cell_len(keys) >= KEYS_WIDTH:
            lines.append(Content.styled(keys, "bold"))
            first = " " * KEYS_WIDTH
        else:
            first = keys
        for number, piece in enumerate(wrapped):
            left = first if number == 0 else ""
            gap = " " * (KEYS_WIDTH - cell_len(left))
            lines.append(Content.assemble((left, "bold"), gap, (piece, "$text-muted")))
    return [*lines, Content("")]


class HelpScreen(Browsing[None]):
    """Lists the keys; any of the usual keys closes it."""

    BINDINGS: ClassVar = [
        Binding("escape,q,question_mark,enter", "dismiss", "close"),
    ]
    DEFAULT_CSS = """
    HelpScreen > .frame {
        width: 116;
        padding: 1 2;
        scrollbar-size-vertical: 1;
    }
    """

    def compose(self) -> ComposeResult:
        """All chapters in one scroll."""
        box = VerticalScroll(classes="frame")
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
        self.query_one("#keys", Static).update(self._text(min(WIDEST, self.size.width * 96 // 100) - FRAME - 1))

    @staticmethod
    def _text(width: int) -> Content:
        if width + FRAME < TWO_COLUMNS:
            return Content("\n").join(line for group in Group for line in chapter_lines(group, width))
        column = width // 2
        left = chapter_lines(Group.MOVE, column - 2) + chapter_lines(Group.FIND, column - 2)
        left += chapter_lines(Group.NAME, column - 2)
        right = chapter_lines(Group.MARK, column - 2) + chapter_lines(Group.GO, column - 2)
        rows = []
        for number in range(max(len(left), len(right))):
            first = left[number] if number < len(left) else Content("")
            second = right[number] if number < len(right) else Content("")
            rows.append(first + Content(" " * (column - first.cell_length)) + second)
        return Content("\n").join(rows)

    def action_step(self, name: str) -> None:
        """Scroll."""
        box = self.query_one(VerticalScroll)
        page = max(1, box.scrollable_content_region.height - 1)
        rows = {
            "next-row": 1,
            "previous-row": -1,
            "page-down": page,
            "page-up": -page,
            "half-page-down": max(1, page // 2),
            "half-page-up": -max(1, page // 2),
            "first": -box.virtual_size.height,
            "last": box.virtual_size.height,
        }[name]
        box.scroll_relative(y=rows, animate=False)
