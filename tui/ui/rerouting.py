"""Keys that were typed before the focus had moved, passed on to where they were meant for.

Textual hands each key to the widget that has the focus when the key arrives; what an earlier key of the
same burst changes (another pane, a dialog) comes too late for it. A screen that gets a key which the
focused text field would have taken knows that this has happened, and passes it on, in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.events import Key

if TYPE_CHECKING:
    from textual.screen import Screen


def passed_on(screen: Screen[Any], event: Key, *, to_text_field: bool) -> bool:
    """Pass a late key on, if it is one; whether it was.

    ``to_text_field`` is whether the focus is now on a field that would have taken this key.
    """
    if screen.app.screen is not screen:
        event.stop()
        event.prevent_default()
        screen.app.post_message(Key(event.key, event.character))
        return True
    if to_text_field and screen.focused is not None:
        event.stop()
        event.prevent_default()
        screen.focused.post_message(Key(event.key, event.character))
        return True
    return False
