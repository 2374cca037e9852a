"""What all dialogs share: the frame in the middle of the screen, and the keys that go through what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType

if TYPE_CHECKING:
    from textual import events

BETWEEN = " · "
"""Between two things that a hint tells."""
CORNERS = 6
"""Cells of a frame's lower edge that a hint cannot have."""


def fitting(hint: str, cells: int, last: str = "") -> str:
    """The hint, without so many of the last things that it tells that it has room in ``cells``; at least the first.

    ``last`` stays at the end as long as there is room for it.
    """
    told = hint.split(BETWEEN)
    kept = [last] if last else []
    while len(told) > 1 and cell_len(BETWEEN.join(told + kept)) > cells:
        told.pop()
    return BETWEEN.join(told + kept if cell_len(BETWEEN.join(told + kept)) <= cells else told)


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog whose bindings run in the order of the keys; what it shows is in a box of the class ``frame``.

    A binding may have a key of several strokes, such as ``g g``, written as in the table of keys.
    """

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
    Dialog Input, Dialog Input:focus {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
    }
    """
    _at_the_edge = ""
    _typed = ""
    """What has been typed of a key of several strokes."""

    @property
    def last_hint(self) -> str:
        """What the frame's lower edge tells besides, as long as it has room."""
        return ""

    def tell(self, hint: str) -> None:
        """Say this in the frame's lower edge; what comes last there is left out first where there is no room."""
        self._at_the_edge = hint
        self._fit()

    def on_resize(self) -> None:
        """Say as much as there is room for now."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        for frame in self.query(".frame"):
            if self._at_the_edge and frame.outer_size.width:
                room = frame.outer_size.width - CORNERS
                frame.border_subtitle = Content(fitting(self._at_the_edge, room, self.last_hint))

    async def on_key(self, event: events.Key) -> None:
        """Run the binding of a key that no widget took; one that begins a longer key waits for the next stroke."""
        waited, typed = self._typed, f"{self._typed} {event.key}".strip()
        self._typed = typed if any(key.startswith(f"{typed} ") for key in self._bindings.key_to_bindings) else ""
        if self._typed or await self.app._check_bindings(typed) or waited:
            event.stop()
            event.prevent_default()


class Browsing(Dialog[ScreenResultType]):
    """A dialog to go through, by the keys of every list."""

    BINDINGS: ClassVar = [
        Binding("j,down", "step('next-row')", "next line"),
        Binding("k,up", "step('previous-row')", "previous line"),
        Binding("space,pagedown,ctrl+f", "step('page-down')", "next page"),
        Binding("pageup,ctrl+b", "step('page-up')", "previous page"),
        Binding("ctrl+d", "step('half-page-down')", "half a page down"),
        Binding("ctrl+u", "step('half-page-up')", "half a page up"),
        Binding("g g,home", "step('first')", "first row"),
        Binding("G,end", "step('last')", "last row"),
    ]

    def action_step(self, name: str) -> None:
        """Move by a movement's name in the keymap."""
        raise NotImplementedError
