"""What all dialogs share: the frame in the middle of the screen, and the keys that go through what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen, ScreenResultType

if TYPE_CHECKING:
    from textual import events


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog whose bindings run in the order of the keys; what it shows is in a box of the class ``frame``."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
    }
    Dialog > .frame {
        width: 80;
        max-width: 96%;
        height: auto;
        max-height: 96%;
        border: round $accent;
        border-title-color: $accent;
        background: $surface;
        padding: 0 1;
    }
    """

    async def on_key(self, event: events.Key) -> None:
        """Run the binding of a key that no widget took."""
        if await self.app._check_bindings(event.key):
            event.stop()
            event.prevent_default()


class Browsing(Dialog[ScreenResultType]):
    """A dialog to go through, by the keys of every list."""

    BINDINGS: ClassVar = [
        Binding("j,down", "step('next-row')", "down"),
        Binding("k,up", "step('previous-row')", "up"),
        Binding("space,pagedown,ctrl+f", "step('page-down')", "page down"),
        Binding("pageup,ctrl+b", "step('page-up')", "page up"),
        Binding("ctrl+d", "step('half-page-down')", "half a page down"),
        Binding("ctrl+u", "step('half-page-up')", "half a page up"),
        Binding("g,home", "step('first')", "first"),
        Binding("G,end", "step('last')", "last"),
    ]

    def action_step(self, name: str) -> None:
        """Move by a movement's name in the keymap."""
        raise NotImplementedError
