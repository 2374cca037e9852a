"""What the reader does to take a passage away in the clipboard."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.document.model import Document, Span
    from tui.library.clipboard import Program
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen


class Copying:
    """The actions that copy, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text."""
        self._screen = screen
        self._hand: ThreadPoolExecutor | None = None
        """One thread, so that what was copied last stays. The interpreter waits for it at the end."""

    def do_copy(self, pressed: Pressed) -> None:
        """Copy the selection, or the paragraph."""
        self._copy(lambda document, span: document.quote(span))

    def do_copy_with_source(self, pressed: Pressed) -> None:
        """The same with a line that says where it is from."""
        from tui.library.clipboard import with_source

        self._copy(with_source)

    def _copy(self, write: Callable[[Document, Span], str]) -> None:
        from tui.library.clipboard import LONGEST

        screen, view = self._screen, self._screen.view
        passage = view.passage
        if passage.end - passage.start > LONGEST:
            screen.key_bar.tell(say("Too long for a clipboard"), bad=True)
            return
        text = write(view.document, passage)
        view.leave_selection()
        self.copy_text(text)

    def copy_text(self, text: str) -> bool:
        """Give a text to the terminal's clipboard and the system's, and say whether they took it; False if none can."""
        from tui.library.clipboard import TERMINAL_TAKES, system_program

        screen = self._screen
        program = system_program(os.environ)
        fits = len(text.encode("utf-8")) <= TERMINAL_TAKES
        if fits:
            screen.app.copy_to_clipboard(text)
        elif program is None:
            screen.key_bar.tell(say("Too long for the terminal’s clipboard"), bad=True)
            return False
        screen.key_bar.tell(say("Copied"))
        if program is not None:
            screen.run_worker(self._give(program, text, told=fits), group="clipboard")
        return True

    async def _give(self, program: Program, text: str, *, told: bool) -> None:
        if self._hand is None:
            self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clipboard")
        taken = await asyncio.get_running_loop().run_in_executor(self._hand, program.take, text)
        if not taken:
            sentence = say("Copied to the terminal only: {program} failed", program=program.name)
            self._screen.key_bar.tell(sentence if told else say("{program} failed", program=program.name), bad=True)
