"""What the reader does to choose a passage: select a unit, grow, shrink, turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.ui.motions import row_at
from tui.ui.selection import character, grow, paragraph, rounded, select, sentence, shrink, word

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen
    from tui.ui.selection import Unit


class Choosing:
    """The actions on the selection, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text."""
        self._screen = screen

    def do_select(self, pressed: Pressed) -> None:
        """Select the word under the cursor."""
        self._choose(word)

    def do_select_paragraph(self, pressed: Pressed) -> None:
        """Select the paragraph, or whole paragraphs."""
        self._choose(paragraph)

    def do_select_character(self, pressed: Pressed) -> None:
        """Select the character, to go on character by character."""
        self._choose(character)

    def do_select_word(self, pressed: Pressed) -> None:
        """Select the word, or whole words."""
        self._choose(word)

    def do_select_line(self, pressed: Pressed) -> None:
        """Select the line of the screen, or whole lines."""
        self._choose(self._line)

    def do_select_sentence(self, pressed: Pressed) -> None:
        """Select the sentence, or whole sentences."""
        self._choose(sentence)

    def _line(self, document: Document, offset: int) -> Span:
        row = row_at(self._screen.view.page, offset)
        return Span(row.start, row.end)

    def _choose(self, unit: Unit) -> None:
        """Select the unit at the cursor, or round the selection to whole ones."""
        view = self._screen.view
        if view.selection is None or unit is character:
            view.select(select(view.document, view.offset_of_cursor, unit))
        else:
            view.select(rounded(view.document, view.selection, unit))

    def do_grow(self, pressed: Pressed) -> None:
        """Select the next larger unit."""
        view = self._screen.view
        for _ in range(min(pressed.count or 1, 9)):
            if view.selection is not None:
                view.select(grow(view.document, view.selection))

    def do_shrink(self, pressed: Pressed) -> None:
        """Select the unit before."""
        view = self._screen.view
        for _ in range(min(pressed.count or 1, 9)):
            if view.selection is not None:
                view.select(shrink(view.document, view.selection))

    def do_other_end(self, pressed: Pressed) -> None:
        """Let the other end move."""
        view = self._screen.view
        if view.selection is not None:
            view.select(view.selection.turned())
