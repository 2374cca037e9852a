"""Files that change on the disk while they are read: noticing it, and reading them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.document.failures import Refused
from tui.document.model import Span
from tui.document.watching import News, Watch, look_at
from tui.ui.selection import Selection
from tui.ui.wording import count, said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.document.watching import Seen
    from tui.library import Library
    from tui.ui.jumps import Visit
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen

BETWEEN_LOOKS = 1.0
"""Seconds."""
MOST_ALIKE = 64
"""Paragraphs of the same words among which the nearest is looked for."""
NEIGHBOURS = 16
"""Paragraphs on either side of the reader's that are looked for when that one is gone."""


class Again(NamedTuple):
    """A document that was read again, and what goes with it."""

    document: Document
    placed: list[Placed]
    asked_at: int
    """Where the reader was in the old text when it was read; a code point."""
    offset: int
    """Where that is in the new one."""
    jumps: dict[int, int]
    """The same of places that were left by jumps."""


class Reloading:
    """Looks at the file of the text that is read, offers to read it again, and does."""

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen
        self._timer: Timer | None = None
        self._watch: Watch | None = None
        self._path: Path | None = None
        self._looking = False

    def watch(self) -> None:
        """Watch the file of the text that is on the screen now, if it has one and the reader wants that."""
        path = file_of(self._screen.session.document)
        if path == self._path or self._screen.settings.autoreload == "never":
            return
        self._path, self._watch = path, None
        if self._timer is None:
            self._timer = self._screen.set_interval(BETWEEN_LOOKS, self._look)
        self._look()

    def do_reload(self, pressed: Pressed) -> None:
        """Read the file again."""
        if file_of(self._screen.session.document) is None:
            self._screen.key_bar.tell(say("This text has no file that could be read again"))
        else:
            self._reload()

    def _look(self) -> None:
        """Look, unless the disk has not yet answered the last time."""
        path = self._path
        if path is None or self._looking:
            return
        self._looking = True

        def look() -> None:
            seen = look_at(path)
            self._hand(self._take, path, seen)

        self._screen.run_worker(look, thread=True, group="watch")

    def _take(self, path: Path, seen: Seen | None) -> None:
        self._looking = False
        if path != self._path:
            return
        if self._watch is None:
            self._watch = Watch(seen)
            return
        news = self._watch.news(seen)
        if news is News.GONE:
            self._tell_of(say("The file is gone; its text stays on the screen"), say("file gone"))
        elif news is News.CHANGED:
            if self._screen.settings.autoreload == "always":
                self._reload(asked=False)
            else:
                self._offer(path)

    def _hand(self, show: Callable[..., None], *values: object, **more: object) -> None:
        """From a worker's thread to the screen's, unless the screen is being left."""
        from textual.worker import get_current_worker

        if not get_current_worker().is_cancelled:
            self._screen.call_later(show, *values, **more)

    def _tell_of(self, sentence: str, mark: str, *, bad: bool = False) -> None:
        self._screen.key_bar.tell(sentence, bad=bad)
        self._screen.title_bar.progress(mark)

    def _offer(self, path: Path) -> None:
        """Offer to read a file again, if it says anything else now than what is on the screen."""
        screen = self._screen
        shown = screen.session.document

        def compare() -> None:
            try:
                document = screen.session.library.open(path)
            except Refused as refusal:
                self._hand(self._tell_of, said_no(refusal), "", bad=True)
                return
            if not same(shown, document):
                told = say("The file has changed: R reads it again"), say("file changed")
                self._hand(self._tell_of, *told)
            else:
                self._hand(screen.title_bar.progress, "")

        screen.run_worker(compare, thread=True, group="reload")

    def _reload(self, *, asked: bool = True) -> None:
        """Read the file again, off the screen's thread; silently unless that was ``asked`` for or something came."""
        screen, session = self._screen, self._screen.session
        before, offset = session.document, screen.view.offset_of_cursor
        path = file_of(before)
        if path is None:
            return

        def read() -> None:
            try:
                document = session.library.open(path)
                if not asked and same(before, document):
                    return
                found = offset_again(session.library, before, offset, document)
                placed, _ = session.library.attaching.soon(document, found)
            except Refused as refusal:
                self._hand(self._tell_of, said_no(refusal), "", bad=True)
                return
            left = {visit.offset for visit in session.jumps.visits if visit.document == before.id}
            jumps = {at: offset_again(session.library, before, at, document) for at in left}
            self._hand(self._show, before, Again(document, placed, offset, found, jumps))

        screen.run_worker(read, thread=True, group="reload", exclusive=True)

    def _show(self, before: Document, again: Again) -> None:
        screen, session = self._screen, self._screen.session
        if session.document is not before:
            return
        document, view = again.document, screen.view
        offset = again.offset
        if view.offset_of_cursor != again.asked_at:
            offset = offset_again(session.library, before, view.offset_of_cursor, document)
        selection = view.selection and selection_again(session.library, before, view.selection, document)
        lost = _orphans(again.placed) - _orphans(session.placed)
        screen.show_again(document, again.placed, offset, selection)

        def changed(visit: Visit) -> Visit:
            if visit.document != document.id:
                return visit
            moved = again.jumps.get(visit.offset, offset)
            return visit._replace(offset=moved, paragraph=session.number(moved))

        session.jumps.rewrite(changed)
        screen.title_bar.progress("")
        screen.key_bar.tell(
            count(
                lost,
                "Read again; {n} mark is not found in it any more",
                "Read again; {n} marks are not found in it any more",
            )
            if lost > 0
            else say("Read again")
        )


def file_of(document: Document) -> Path | None:
    """The file that a text was read from; None for standard input and the bundled articles."""
    path = Path(document.source)
    return path if path.is_absolute() else None


def same(one: Document, other: Document) -> bool:
    """Whether two states of a text look the same."""
    return (one.title, one.blocks, tuple(one.marks)) == (other.title, other.blocks, tuple(other.marks)) and (
        one.text == other.text
    )


def offset_again(library: Library, before: Document, offset: int, document: Document) -> int:
    """Where the reader's place is in another state of the text.

    By the words there; in a paragraph that is still the same, though it be too short to be sure of elsewhere;
    else by the paragraphs around it.
    """
    place = library.found_again(before, Span(offset, offset), document)
    if place is not None:
        return place.start
    index = before.blocks.index_at(offset)
    alike = _alike(before, index, document)
    if alike is not None:
        return alike + offset - before.blocks.start(index)
    for distance in range(NEIGHBOURS + 1):
        for number in (index - distance, index + distance):
            if 0 <= number < len(before.blocks):
                found = library.found_again(before, before.blocks[number].span, document)
                if found is not None:
                    return found.start
    return document.blocks.start(min(index, len(document.blocks) - 1))


def _alike(before: Document, index: int, document: Document) -> int | None:
    """Where the paragraph of the same words begins that is nearest to where block ``index`` was; None without one."""
    block = before.blocks[index]
    words, blocks = before.block_text(block), document.blocks
    found: list[int] = []
    start = document.text.find(words)
    while start >= 0 and len(found) < MOST_ALIKE:
        number = blocks.index_at(start)
        if (blocks.start(number), blocks.end(number)) == (start, start + len(words)):
            found.append(start)
        start = document.text.find(words, start + max(1, len(words)))
    return min(found, key=lambda at: abs(at - block.start), default=None)


def selection_again(library: Library, before: Document, selection: Selection, document: Document) -> Selection | None:
    """The selection in another state of the text; None unless its words are still there as they were."""
    old = selection.span
    new = library.found_again(before, old, document)
    if new is None or document.quote(new) != before.quote(old):
        return None
    moved = new.start - old.start
    anchor, head = (Span(start + moved, end + moved) for start, end in (selection.anchor, selection.head))
    return Selection(anchor, head)


def _orphans(placed: list[Placed]) -> int:
    return sum(each.span is None for each in placed)
