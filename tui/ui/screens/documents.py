"""The open texts, to go to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical

from tui.ui.screens.dialog import Browsing
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from tui.ui.theme import Palette


class PathList(RowList["Path"]):
    """Lists files by name, their folder beside."""

    def lines(self, value: Path, width: int) -> list[ListLine]:
        """Name at the left, folder at the right."""
        from tui.document.harmless import harmless_line

        return [
            ListLine(
                (Inked(f" {harmless_line(value.name)}"),),
                (Inked(f"{harmless_line(value.parent.name)} ", self.palette.dim),),
            )
        ]


class DocumentsScreen(Browsing["Path | None"]):
    """Lists the open files; gives the chosen one, or None."""

    BINDINGS: ClassVar = [
        Binding("escape,q", "leave", "leave"),
        Binding("enter", "choose", "open"),
    ]
    DEFAULT_CSS = """
    DocumentsScreen > .frame {
        height: 24;
        padding: 0;
    }
    """

    def __init__(self, palette: Palette, paths: Sequence[Path], current: Path | None) -> None:
        """``current`` is the one that is read now."""
        super().__init__()
        self._paths = paths
        self._current = current
        self._list = PathList(palette)

    def compose(self) -> ComposeResult:
        """One list."""
        box = Vertical(classes="frame")
        box.border_title = say("Open texts")
        box.border_subtitle = count(len(self._paths), "{n} text", "{n} texts")
        with box:
            yield self._list

    def on_mount(self) -> None:
        """List them, the cursor on the current one."""
        self._list.set_values(self._paths, keep=lambda path: path == self._current)
        self._list.focus()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Give the chosen file."""
        self.dismiss(self._list.chosen)

    def action_choose(self) -> None:
        """Give the file that the cursor is on."""
        self._list.choose()

    def action_step(self, name: str) -> None:
        """Move in the list."""
        self._list.move(name, None)

    def action_leave(self) -> None:
        """Stay where one was."""
        self.dismiss(None)
