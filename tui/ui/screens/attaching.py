"""What the reader says of where annotations stand: there, not there, or here instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.annotations.model import Placed
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen


class Attaching:
    """The actions on the places of annotations, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` shows what comes of it."""
        self._screen = screen

    def do_confirm_place(self, pressed: Pressed) -> None:
        """The chosen annotation stands where it is shown."""
        placed = self._unsure()
        if placed is not None:
            attaching, document = self._screen.session.library.attaching, self._screen.session.document
            ids = [placed.annotation.id]
            self._carry_out(lambda: attaching.confirm(ids, {document.id: document}), say("It stands there"))

    def do_refuse_place(self, pressed: Pressed) -> None:
        """The chosen annotation does not stand where it is shown."""
        placed = self._unsure()
        if placed is not None:
            attaching, document = self._screen.session.library.attaching, self._screen.session.document
            ids = [placed.annotation.id]
            told = say("Its passage is gone: select another, then p on the note attaches it")
            self._carry_out(lambda: attaching.refuse(ids, {document.id: document}), told)

    def do_attach(self, pressed: Pressed) -> None:
        """Hang the chosen annotation on the selection."""
        placed, view = self._screen.notes.chosen, self._screen.view
        if placed is None:
            return
        if view.selection is None:
            self._screen.key_bar.tell(say("Select its place in the text first, with v; then p on the note."))
            return
        attaching, document = self._screen.session.library.attaching, self._screen.session.document
        passage = view.passage
        view.leave_selection()
        self._carry_out(lambda: attaching.attach(document, placed.annotation.id, passage), say("Attached"))

    def _unsure(self) -> Placed | None:
        placed = self._screen.marking.chosen()
        if placed is not None and not placed.is_unsure:
            self._screen.key_bar.tell(
                say("Its passage is gone: select another, then p on the note attaches it")
                if placed.span is None
                else say("Its place is sure.")
            )
            return None
        return placed

    def _carry_out(self, act: Callable[[], object], told: str) -> None:
        screen, document = self._screen, self._screen.session.document

        def both() -> list[Placed]:
            act()
            return screen.session.library.annotations(document)

        def show(placed: list[Placed]) -> None:
            if document is screen.session.document:
                screen.show_marks(placed)
            screen.key_bar.tell(f"✓ {told}")

        screen.keep(both, show)
