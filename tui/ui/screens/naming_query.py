"""Asks for the name under which a query is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.ui.screens.dialog import Dialog
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult


class NamingScreen(Dialog["str | None"]):
    """Gives the name, or None when it was left."""

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave")]
    DEFAULT_CSS = """
    NamingScreen > .frame {
        width: 60;
    }
    NamingScreen Static {
        height: auto;
        max-height: 3;
        color: $text-muted;
        margin-bottom: 1;
    }
    """

    def __init__(self, query: str, known: Mapping[str, str]) -> None:
        """``known`` are the queries that are kept already, by name."""
        super().__init__()
        self._query = query
        self._known = known
        self._warned = ""
        self.tell(say("Enter keeps · Esc leaves"))

    def compose(self) -> ComposeResult:
        """The query and a line for the name."""
        box = Vertical(classes="frame")
        box.border_title = say("Keep the query under a name")
        with box:
            yield Static(Content(self._query))
            yield Input(
                next((name for name, query in self._known.items() if query == self._query), ""),
                placeholder=say("name"),
                select_on_focus=False,
            )

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Give the name; asks once more before another query loses it."""
        event.stop()
        name = " ".join(event.value.split())
        if not name:
            return
        if self._known.get(name, self._query) != self._query and self._warned != name:
            self._warned = name
            self.tell(say("{name} exists: Enter again replaces it.", name=name))
            return
        self.dismiss(name)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.dismiss(None)
