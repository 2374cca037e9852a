"""What the reader does with tags: the codebook, where tags meet, two coders side by side."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.ui.wording import said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tui.annotations.codebook import Code, Meeting
    from tui.annotations.coders import Unit
    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.library.codebook import Codebook, Undone
    from tui.ui.screens.codebook import Compared
    from tui.ui.screens.reader import ReaderScreen
    from tui.ui.screens.reviewing import Reviewing


class Coding:
    """Opens the codebook over the reader's screen or over the review, and carries out what is done there."""

    def __init__(self, screen: ReaderScreen, reviewing: Reviewing) -> None:
        """``screen`` has the session; ``reviewing`` shows annotations."""
        self._screen = screen
        self._reviewing = reviewing

    def open(self, then: Callable[[], None]) -> None:
        """Show the codebook, and tell when the reader comes back."""
        from tui.ui.screens.codebook import CodebookDesk, CodebookScreen

        desk = CodebookDesk(
            load=self._load,
            change=self._change,
            undo=self.undo,
            ask=self._ask,
            show=lambda tag, back: self._reviewing.open(back, query=f'tag:"{tag}"'),
            meetings=self._meetings,
            coders=self._coders,
        )
        screen = self._screen
        screen.app.push_screen(CodebookScreen(screen.palette, desk), lambda nothing: then())

    @property
    def _codebook(self) -> Codebook:
        return self._screen.session.library.codebook

    def _load(self, then: Callable[[list[Code]], None]) -> None:
        """Tell of all tags; without what they mean where that cannot be read."""
        from tui.annotations.codebook import tree

        library = self._screen.session.library

        def load() -> list[Code]:
            try:
                return library.codebook.tree()
            except Refused:
                return tree(each.annotation.tags for each in library.review.everything())

        self._screen.keep(load, then)

    def _change(self, what: Callable[[Codebook], str], then: Callable[[str], None]) -> None:
        codebook = self._codebook

        def carry_out() -> str:
            try:
                return what(codebook)
            except Refused as refusal:
                return said_no(refusal)

        self._screen.keep(carry_out, then)

    def undo(self, then: Callable[[str], None]) -> None:
        """Take back the last change to annotations or to what tags mean, and tell what that was."""
        from tui.ui.screens.marking import described

        def tell(undone: Undone | None) -> None:
            if undone is None:
                then(say("Nothing to undo"))
            elif undone.change is None:
                then(say("Undone: what {tags} means", tags=", ".join(undone.tags)))
            else:
                then(say("Undone: {what}", what=described(undone.change)))

        self._screen.keep(self._codebook.undo, tell)

    def _ask(self, title: str, hint: str, value: str, then: Callable[[str], None]) -> None:
        from tui.ui.screens.asking import AskingScreen

        def answer(line: str | None) -> None:
            if line is not None:
                then(line)

        self._screen.app.push_screen(AskingScreen(title, hint, value), answer)

    def _meetings(self, tags: Collection[str], then: Callable[[], None]) -> None:
        from tui.ui.screens.codebook import MeetingsScreen

        screen = self._screen

        def show(found: list[Meeting]) -> None:
            meetings = MeetingsScreen(
                screen.palette,
                found,
                tags,
                lambda ids, title: self._reviewing.open(lambda: None, only=frozenset(ids), title=title),
            )
            screen.app.push_screen(meetings, lambda nothing: then())

        screen.keep(self._codebook.meetings, show)

    def _coders(self, tell: Callable[[str], None]) -> None:
        """Show two coders of the text that is read."""
        from tui.annotations.coders import coders_of
        from tui.ui.screens.codebook import CodersScreen

        screen, document = self._screen, self._screen.session.document
        library = screen.session.library

        def show(placed: list[Placed]) -> None:
            coders = coders_of(placed)
            if len(coders) < 2:
                tell(say("One coder only; another one’s: llama-tui import FILE --coder NAME"))
                return
            pairs = list(combinations(coders, 2))

            def compare(pair: tuple[str, str], unit: Unit | None) -> Compared:
                return compared(document, placed, pair, unit)

            screen.app.push_screen(CodersScreen(screen.palette, document, pairs, compare, self._go))

        screen.keep(lambda: library.annotations(document), show)

    def _go(self, offset: int) -> None:
        """Go to a place of the text that is read."""
        screen = self._screen
        self._reviewing.back_to_text()
        screen.go_to_pane(screen.view)
        screen.view.jump(offset)


def compared(document: Document, placed: list[Placed], pair: tuple[str, str], unit: Unit | None) -> Compared:
    """What two coders marked in a text, and how far they agree; without a unit nothing of that, which takes long."""
    from tui.annotations.coders import agreement, marked, side_by_side, units_of
    from tui.ui.screens.codebook import Compared

    names = pair[0] or say("me"), pair[1] or say("me")
    passages = side_by_side(placed, pair)
    if unit is None:
        return Compared(names, passages, ())
    units = units_of(document, unit)
    first, second = (marked(placed, coder, units) for coder in pair)
    try:
        return Compared(names, passages, agreement(first, second, len(units)))
    except Refused as refusal:
        return Compared(names, passages, (), said_no(refusal))
