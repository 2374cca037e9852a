"""Asks for a line of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tui.ui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AskingScreen(Dialog["str | None"]):
    """Gives the line, or None when it was left."""

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave")]
    DEFAULT_CSS = """
    AskingScreen > .frame {
        width: 60;
    }
    """

    def __init__(self, title: str, hint: str, value: str = "") -> None:
        """``value`` is what stands there at first."""
        super().__init__()
        self._title = title
        self.tell(hint)
        self._value = value

    def compose(self) -> ComposeResult:
        """One line in a frame."""
        box = Vertical(classes="frame")
        box.border_title = Content(self._title)
        with box:
            yield Input(self._value, select_on_focus=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Give the line."""
        event.stop()
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """Give nothing."""
        self.dismiss(None)
