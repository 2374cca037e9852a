"""The app: wiring only. It gives the screen its session and its colours, and leaves cleanly."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.filter import NoColor

from tui.annotations import meanings
from tui.ui import wording
from tui.ui.commands import Actions
from tui.ui.gate import Gate
from tui.ui.in_order import ready, settled
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.theme import THEMES, Depth, Palette, has_colours, palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from textual.app import SystemCommand
    from textual.filter import LineFilter
    from textual.screen import Screen

    from tui.library import Library, Opening
    from tui.settings import Settings

LEAVE_ON = (signal.SIGTERM, signal.SIGHUP)


class LlamaApp(App[None]):
    """Reads one session of texts."""

    TITLE = "llama-tui"
    CSS_PATH = "llama.tcss"
    COMMANDS: ClassVar[set[type[Actions] | Callable[[], type[Actions]]]] = {Actions}  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session, settings: Settings, *, offset: int = 0) -> None:
        """``offset`` is where reading goes on: a code point into the session's document's text."""
        super().__init__()
        meanings.give(settings.colours)
        self.session = session
        self.settings = settings
        self._offset = offset
        self.no_color = self.no_color or not has_colours(os.environ.get("TERM", ""))
        self._gate = Gate()
        self.animation_level = "none"
        self.failure: BaseException | None = None
        """What ended the app, if it was not the reader."""
        for theme in THEMES:
            self.register_theme(theme)
        theme_name = settings.theme if settings.theme in self.available_themes else THEMES[0].name
        # Set before anything is styled: the watcher would style it all a second time.
        self.set_reactive(App.theme, theme_name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode")
        self.set_class(not self.current_theme.dark, "-light-mode")

    @property
    def palette(self) -> Palette:
        """The styles that go with the theme."""
        return palette(dark=self.current_theme.dark, depth=self.depth)

    @property
    def depth(self) -> Depth:
        """How many colours the terminal has."""
        return Depth.NONE if self.no_color else Depth(self.console.color_system or Depth.NONE.value)

    def get_default_screen(self) -> Screen[None]:
        """Reading is the first and the last screen."""
        return ReaderScreen(self.session, self.settings, self.palette, offset=self._offset)

    async def on_event(self, event: events.Event) -> None:
        """Hand keys on one after the other."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        await ready(self.screen)
        await super().on_event(event)
        await settled(self)

    def on_mount(self) -> None:
        """Leave cleanly when told to from outside; draw anew in other colours."""
        loop = asyncio.get_running_loop()
        for number in LEAVE_ON:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._leave, 128 + number)
        self.theme_changed_signal.subscribe(self, lambda theme: self._repaint())

    def _repaint(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ReaderScreen):
                screen.set_palette(self.palette)

    def _leave(self, code: int) -> None:
        """Keep what is being written, then leave with this exit status."""
        from tui.ui.screens.note_editor import NoteEditor

        for screen in self.screen_stack:
            if isinstance(screen, NoteEditor):
                screen.rescue()
        self.exit(return_code=code)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, or without colours the one that leaves none; and the gate behind them."""
        return [NoColor(), self._gate] if self.no_color else [*super().get_line_filters(), self._gate]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None: the keymap's actions are all."""
        return ()

    def _fatal_error(self) -> None:
        """End without printing a traceback: text in it would go round the gate."""
        self.failure = sys.exception()
        self._close_messages_no_wait()


READ_BEFORE = 1 << 22
"""Code points that are read before the first frame, at most, to show the place where reading stopped."""


def run(library: Library, settings: Settings, paths: Sequence[Path], first: Opening) -> int:
    """Open the screen on ``first``: one of ``paths``, or what came from standard input.

    Gives the exit status. Raises whatever ended the app if it was not the reader.
    """
    from tui.settings import interface_language

    wording.speak(interface_language(settings))
    offset = library.position(first.document) or 0
    while len(first.document.text) <= min(offset, READ_BEFORE) and not first.is_over:
        growth = first.read_on()
        if growth is None:
            first.finished()
        else:
            first.take(growth)
    if not sys.stdin.isatty():
        _take_keys_from_terminal()
    session = Session(library, paths, first.document, opening=first)
    if offset >= len(first.document.text):
        session.awaited = offset
    app = LlamaApp(session, settings, offset=offset)
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _take_keys_from_terminal() -> None:
    """Put the terminal where standard input was a pipe, so that keys arrive."""
    with suppress(OSError):
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        os.dup2(terminal, 0)
        os.close(terminal)
