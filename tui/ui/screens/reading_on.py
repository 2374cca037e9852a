"""Reading a long text in while its beginning is on the screen already."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.ui.wording import said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker

    from tui.document.model import Document, Growth
    from tui.library import Opening
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen

BETWEEN_SIGHTS = 0.1
"""Seconds between two times that the screen shows how far the text has been read."""


class ReadingOn:
    """Reads on in a thread, lets the document grow on the screen's, and can be stopped."""

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen
        self._worker: Worker[None] | None = None
        self._shown = 0.0
        """When the screen showed how far the text has been read, by the monotonic clock."""
        self._alone = Lock()
        """Held by the thread that reads: one that has been stopped may still be at it."""

    def start(self) -> None:
        """Read on if there is something to be read."""
        opening = self._screen.session.opening
        if opening is None or opening.is_over:
            return
        self._worker = self._screen.run_worker(
            lambda: self._read(opening), thread=True, group="reading", exclusive=True
        )

    def leave(self) -> None:
        """Read no more: another text is on the screen, or none."""
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        self._screen.title_bar.progress("")

    def do_stop_reading(self, pressed: Pressed) -> None:
        """Read the text no further, or on again."""
        opening = self._screen.session.opening
        if opening is None or opening.is_over:
            self._screen.key_bar.tell(say("q quits; Ctrl+C stops only the reading of a long text"))
            return
        if self._worker is None:
            self.start()
            self._screen.key_bar.tell(say("Reading on"))
        else:
            self.leave()
            self._screen.key_bar.tell(say("Read to {percent} %; Ctrl+C reads on", percent=round(100 * opening.share)))

    def _read(self, opening: Opening) -> None:
        """Read to the end; runs in a thread."""
        from textual.worker import get_current_worker

        from tui.library.memory import give_back

        worker, screen = get_current_worker(), self._screen

        def hand(show: Callable[..., None], *values: object) -> None:
            """To the screen, before more is read; to nobody once it is being left."""
            screen.app.call_from_thread(lambda: show(*values) if screen.is_running else None)

        with self._alone:
            try:
                while not worker.is_cancelled:
                    growth = opening.read_on()
                    if growth is None:
                        hand(self._complete, opening, opening.finished())
                        give_back()
                        return
                    hand(self._take, opening, growth)
            except Refused as refusal:
                hand(self._fail, opening, said_no(refusal))

    def _take(self, opening: Opening, growth: Growth) -> None:
        opening.take(growth)
        screen = self._screen
        if opening is not screen.session.opening:
            return
        now = monotonic()
        seen = now - self._shown >= BETWEEN_SIGHTS
        screen.view.grow(seen=seen)
        if seen:
            self._shown = now
            screen.title_bar.progress(say("reading {percent} %", percent=int(100 * opening.share)))
        self._arrive()

    def go_on_to(self, offset: int) -> None:
        """Go to a place that has yet to be read, as soon as the text is there."""
        self._screen.session.awaited = offset
        if self._worker is None:
            self.start()
        self._screen.key_bar.tell(say("Reading on"))

    def _arrive(self) -> None:
        """Go to where reading stopped the last time, as soon as the text is there."""
        session, view = self._screen.session, self._screen.view
        if session.awaited is not None and session.awaited < len(session.document.text):
            offset, session.awaited = session.awaited, None
            view.jump(offset, leaving=False)

    def _complete(self, opening: Opening, document: Document) -> None:
        screen = self._screen
        if opening is not screen.session.opening:
            return
        self.leave()
        screen.session.complete_document(document)
        screen.view.complete(document)
        self._arrive()
        screen.find_out(is_read_on=True)
        if screen.search.input.value:
            screen.searching.again()

    def _fail(self, opening: Opening, sentence: str) -> None:
        if opening is self._screen.session.opening:
            self.leave()
            self._screen.session.opening = None
            self._screen.key_bar.tell(sentence, bad=True)
