"""What the reader does to get around by jumps: back and forward over all texts, and from a word to its others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.ui.character_search import Sought, seek
from tui.ui.selection import word
from tui.ui.session import Trail
from tui.ui.wording import say

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.jumps import Visit
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen

LOOKED_THROUGH = 4_000_000
"""Code points of the longest text in which every occurrence of a word is looked up at once."""
LONGEST_WANTED = 200
"""Code points of a selection that is searched for."""


class Jumping:
    """The actions that jump, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text and the session."""
        self._screen = screen
        self._sought: Sought | None = None
        """What ``f`` or one of its kin looked for last."""

    def do_jump_back(self, pressed: Pressed) -> None:
        """To the place that was left by the jump before."""
        screen = self._screen
        visit = screen.session.jumps.back(screen.view.here, pressed.count or 1)
        self._return_to(visit, say("No older place to go back to"))

    def do_jump_forward(self, pressed: Pressed) -> None:
        """The way back again."""
        screen = self._screen
        visit = screen.session.jumps.forward(screen.view.here, pressed.count or 1)
        self._return_to(visit, say("No newer place to go to"))

    def do_jump_to_previous(self, pressed: Pressed) -> None:
        """To where one was before the last jump, and back."""
        screen = self._screen
        self._return_to(screen.session.jumps.previous(screen.view.here), say("No older place to go back to"))

    def _return_to(self, visit: Visit | None, nowhere: str) -> None:
        screen = self._screen
        session = screen.session
        if visit is None:
            screen.key_bar.tell(nowhere)
        elif visit.document == session.document.id:
            screen.view.jump(visit.offset, leaving=False)
        elif visit.document in session.documents:
            screen.go_to_document(session.documents[visit.document], visit.offset, leaving=False)
        else:
            path = next((path for path in session.paths if str(path) == visit.source), Path(visit.source))
            screen.open(path, offset=visit.offset, leaving=False)

    def do_find_character(self, pressed: Pressed) -> None:
        """To that character, onwards in the paragraph."""
        self._seek(Sought(_typed(pressed), forward=True, short=False), pressed)

    def do_find_character_back(self, pressed: Pressed) -> None:
        """The same backwards."""
        self._seek(Sought(_typed(pressed), forward=False, short=False), pressed)

    def do_find_till(self, pressed: Pressed) -> None:
        """To just before that character."""
        self._seek(Sought(_typed(pressed), forward=True, short=True), pressed)

    def do_find_till_back(self, pressed: Pressed) -> None:
        """To just behind that character, backwards."""
        self._seek(Sought(_typed(pressed), forward=False, short=True), pressed)

    def do_find_again(self, pressed: Pressed) -> None:
        """To the next one of the character that was looked for last."""
        if self._sought is not None:
            self._go_to(self._sought, pressed.count or 1, again=True)

    def do_find_other_way(self, pressed: Pressed) -> None:
        """The same in the other direction."""
        if self._sought is not None:
            self._go_to(self._sought.turned(), pressed.count or 1, again=True)

    def _seek(self, sought: Sought, pressed: Pressed) -> None:
        self._sought = sought
        self._go_to(sought, pressed.count or 1, again=False)

    def _go_to(self, sought: Sought, count: int, *, again: bool) -> None:
        view = self._screen.view
        offset = seek(view.document, view.offset_of_cursor, sought, count, again=again)
        if offset is None:
            self._screen.key_bar.tell(say("No {character} there", character=sought.character))
        else:
            view.go(offset)

    def do_search_word(self, pressed: Pressed) -> None:
        """To the next occurrence of the selection, or of the word under the cursor."""
        self._search(forward=True, count=pressed.count or 1)

    def do_search_word_back(self, pressed: Pressed) -> None:
        """To the occurrence before."""
        self._search(forward=False, count=pressed.count or 1)

    def _search(self, *, forward: bool, count: int) -> None:
        screen, view = self._screen, self._screen.view
        document = view.document
        selection = view.selection
        span = selection.span if selection is not None else word(document, view.offset_of_cursor)
        wanted = document.quote(Span(span.start, min(span.end, span.start + LONGEST_WANTED)))
        if not any(character.isalnum() for character in wanted):
            screen.key_bar.tell(say("No word here"))
            return
        view.leave_selection()
        query = " ".join(wanted.split())
        screen.searching.search_for(query)
        spans = occurrences(document, wanted, whole_words=selection is None)
        if spans:
            screen.follow(Trail(f"“{query}”", spans))
        trail = screen.session.trail
        if trail is None or not trail.spans:
            return
        index = trail.after(span.start) if forward else trail.before(span.start)
        screen.land(trail, (index + (count - 1) * (1 if forward else -1)) % len(trail.spans))


def _typed(pressed: Pressed) -> str:
    return " " if pressed.mark == "space" else pressed.mark


def occurrences(document: Document, wanted: str, *, whole_words: bool) -> tuple[Span, ...]:
    """Where ``wanted`` stands in a text, whatever the case and the blanks; none in one that is too long for it."""
    if len(document.text) > LOOKED_THROUGH:
        return ()
    pattern = r"\s+".join(re.escape(piece) for piece in wanted.split())
    if whole_words:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return tuple(Span(*match.span()) for match in re.finditer(pattern, str(document.text), re.IGNORECASE))
