"""Keys in the order in which they were typed, however fast.

Textual hands each key to the widget that has the focus when the key *arrives*; a burst such as ``/word``
would reach the text as commands, because ``/`` has not moved the focus yet when ``w`` arrives, and a
binding such as Ctrl+S would run before the letters typed ahead of it. Here a key is handed on only when
the one before it has gone all the way up to the screen, and screens run bindings at once.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen

PATIENCE = 2.0
"""Seconds after which the next key is handed on whatever the one before it is still doing."""


STEP = 0.005
"""Seconds between two looks."""


class Settled(Message):
    """Follows a key on its way up; when it gets to the app, the key has been dealt with."""

    def __init__(self) -> None:
        """Not there yet."""
        super().__init__()
        self.done = asyncio.Event()

    def _bubble_to(self, widget: MessagePump) -> None:
        if isinstance(widget, App):
            self.done.set()
        else:
            super()._bubble_to(widget)


async def ready(screen: Screen[object]) -> None:
    """Wait until one of the widgets of a screen that was just opened has the focus."""
    waited = 0.0
    while screen.focused is None and waited < PATIENCE:
        await asyncio.sleep(STEP)
        waited += STEP


async def settled(app: App[None]) -> None:
    """Wait until the key that was handed on last has been dealt with."""
    message = Settled()
    (app.focused or app.screen).post_message(message)
    try:
        await asyncio.wait_for(message.done.wait(), PATIENCE)
    except TimeoutError:
        return
