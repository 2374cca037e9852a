"""The command palette: the actions of the keymap by their names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.ui.key_reader import Pressed
from tui.ui.keymap import ACTIONS, FIRST, shown
from tui.ui.theme import THEMES
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Actions(Provider):
    """Offers what can be done while reading, and the colours."""

    def _offers(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Label, key, and what it does."""
        perform = getattr(self.screen, "perform", None)
        if perform is not None:
            for action in sorted(
                ACTIONS, key=lambda each: FIRST.index(each.name) if each.name in FIRST else len(FIRST)
            ):
                if action.palette:
                    label = say(action.label)
                    yield (
                        label[0].upper() + label[1:],
                        shown(action.keys[0], say),
                        partial(perform, Pressed(action.name)),
                    )
        for theme in THEMES:
            label = say("Colours: dark") if theme.dark else say("Colours: light")
            yield label, "", partial(setattr, self.app, "theme", theme.name)

    async def discover(self) -> Hits:
        """Everything, what is done every day first."""
        for label, key, act in self._offers():
            yield DiscoveryHit(Content(label), act, text=label, help=key or None)

    async def search(self, query: str) -> Hits:
        """What fits the letters that were typed; where nothing does, that is said."""
        matcher = self.matcher(query)
        found = False
        for label, key, act in self._offers():
            score = matcher.match(label)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(label), act, text=label, help=key or None)
        if not found:
            nothing = say("No command like it.")
            yield Hit(1, Content(nothing), lambda: None, text=nothing)


class Palette(CommandPalette):
    """The command palette, also where its list has not a cell to show anything in."""

    DEFAULT_CSS = """
    Palette CommandList {
        min-width: 8;
    }
    """

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
