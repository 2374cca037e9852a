"""A folder of exports that follows what the reader adds, in whatever process that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.following import Follower
from tui.annotations.formats import writable
from tui.document.failures import Refused
from tui.document.files import is_there
from tui.library.export_folder import INDEX, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui.annotations.model import KnownDocument
    from tui.library import Library
    from tui.library.choosing import Choice

PAUSE = 1.0
"""Seconds between two looks at the store."""


class Gone(Refused):
    """The folder is not there, and making it again might be wrong: its drive may be missing."""


class Watch:
    """Keeps one folder up to date. To be used by one thread."""

    def __init__(
        self,
        library: Library,
        format: str,  # noqa: A002
        folder: Path,
        choice: Choice,
        sources: Sequence[str] = (),
    ) -> None:
        """``sources`` are names of files, or of folders with all below; empty for every text."""
        self._library = library
        writable(format)
        self._format = format
        self._folder = folder
        self._choice = choice
        self._sources = sources
        self._follower = Follower(library.places.database)
        self._known: list[KnownDocument] = []
        self._states: dict[str, bytes] = {}
        self._done: dict[str, object] = {}
        """On what the files depend as they are now, by document."""
        self._begins = True
        """Whether all is to be looked at: texts, too, of which nothing is left."""
        self._device: int | None = None
        """That of the folder; None before the first step."""
        self._has_index = False

    def close(self) -> None:
        """Let go of the store."""
        self._follower.close()

    def step(self) -> Outcome | None:
        """Write what has changed since the last step; None where nothing has. Raises ``Refused``: try again later."""
        self._look_at_folder()
        if self._follower.has_moved():
            self._known = [each for each in self._library.known() if self._is_meant(each)]
            self._states = self._follower.states()
        present: dict[str, object] = {
            each.id: (self._states[each.id], _file_of(each)) for each in self._known if each.id in self._states
        }
        changed = [each for each in self._known if self._begins or self._done.get(each.id) != present.get(each.id)]
        if not changed and not self._begins:
            return None
        documents = [self._library.recall(each) for each in changed]
        outcome = self._library.exchange.export_folder(documents, self._format, self._folder, self._choice)
        try:
            self._device = self._folder.stat().st_dev
        except OSError as error:
            raise Gone(f"{self._folder} is gone.") from error
        self._done, self._begins = present, False
        self._has_index = is_there(self._folder / INDEX)
        return outcome

    def _look_at_folder(self) -> None:
        """Begin anew in a folder that was removed; raise :class:`Gone` where it may be that of a missing drive."""
        is_whole = self._folder.is_dir() and (is_there(self._folder / INDEX) or not self._has_index)
        if self._device is None or is_whole:
            return
        try:
            same_drive = self._folder.is_dir() or self._folder.parent.stat().st_dev == self._device
        except OSError:
            same_drive = False
        if not same_drive:
            raise Gone(f"{self._folder} is gone; it is waited for.")
        self._begins, self._has_index = True, False

    def _is_meant(self, known: KnownDocument) -> bool:
        return not self._sources or any(
            known.source == each or known.source.startswith(each.rstrip("/") + "/") for each in self._sources
        )


def _file_of(known: KnownDocument) -> tuple[int, int] | None:
    """When a text's file was last changed, and its size."""
    from tui.library import path_of

    try:
        status = path_of(known.source).stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def watch(step: Callable[[], Outcome | None], told: Callable[[Outcome], None], warned: Callable[[str], None]) -> None:
    """Step again and again, until Ctrl+C or SIGTERM: what is being written then is written to its end.

    What is refused is told once, and tried again. The second Ctrl+C ends at once, with ``KeyboardInterrupt``.
    """
    import os
    import select
    import signal

    ending: list[int] = []

    def end(number: int, frame: object) -> None:
        if ending:
            raise KeyboardInterrupt
        ending.append(number)

    # A signal writes into this pipe: one that comes just before the wait ends it, too.
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    woken_before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    warning = ""
    try:
        while not ending:
            try:
                outcome = step()
            except Refused as refusal:
                if str(refusal) != warning:
                    warning = str(refusal)
                    warned(warning)
            else:
                warning = ""
                if outcome is not None:
                    told(outcome)
            select.select([awake], [], [], PAUSE)
    finally:
        signal.set_wakeup_fd(woken_before)
        for each, handler in before.items():
            signal.signal(each, handler)
        os.close(awake)
        os.close(wake)
