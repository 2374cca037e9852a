"""What the reader does to go through all annotations of all texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.ui.wording import count, said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tui.annotations.model import Annotation, Change, Placed
    from tui.document.model import Document
    from tui.library.choosing import Choice
    from tui.library.review import Reviewed
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.coding import Coding
    from tui.ui.screens.reader import ReaderScreen


class Reviewing:
    """The action that opens the review, and what is done from it, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the session."""
        self._screen = screen

    def do_review(self, pressed: Pressed) -> None:
        """All notes and marks, of all texts."""
        self.open(self._refresh)

    def do_codebook(self, pressed: Pressed) -> None:
        """All tags."""
        self._coding.open(self._refresh)

    @property
    def _coding(self) -> Coding:
        from tui.ui.screens.coding import Coding

        return Coding(self._screen, self)

    def open(
        self,
        then: Callable[[], None],
        *,
        query: str = "",
        only: Collection[str] | None = None,
        title: str = "",
    ) -> None:
        """Show all annotations, or those that a query finds, or only those of some ids; tell when that is over."""
        from tui.ui.screens.review import Desk, ReviewScreen

        desk = Desk(
            load=self._load,
            find_entities=self._find_entities,
            change=self._change,
            delete=self._delete,
            undo=self._coding.undo,
            codebook=self._coding.open,
            ask=self._ask,
            open=self._open,
            export=self._export,
            copy=self._copy,
            settle=self._settle,
            attach=self._attach,
            bin=self._bin,
            history=self._history,
        )
        screen = self._screen
        review = ReviewScreen(screen.palette, desk, query=query, only=only, title=title)
        screen.app.push_screen(review, lambda nothing: then())

    def back_to_text(self) -> None:
        """Leave every screen that lies over the text."""
        screen = self._screen
        while screen.app.screen is not screen and screen in screen.app.screen_stack:
            screen.app.pop_screen()
        self._refresh()

    def _load(self, then: Callable[[list[Reviewed], bool], None]) -> None:
        """Tell of the first annotations as soon as they are there, and then of all."""
        from tui.library.review import FIRST

        screen, review = self._screen, self._screen.session.library.review

        def show(first: list[Reviewed]) -> None:
            more = len(first) >= FIRST
            then(first, not more)
            if more:
                screen.keep(review.rest, lambda rest: then(first + rest, True))

        screen.keep(review.first, show)

    def _find_entities(self, known: Sequence[Reviewed], then: Callable[[list[Reviewed]], None]) -> None:
        review = self._screen.session.library.review
        self._screen.keep(lambda: review.with_entities(known), then)

    def _change(self, ids: Sequence[str], how: Callable[[Annotation], Annotation], then: Callable[[int], None]) -> None:
        review = self._screen.session.library.review
        self._screen.keep(lambda: review.change(ids, how), then)

    def _delete(self, ids: Sequence[str], then: Callable[[int], None]) -> None:
        review = self._screen.session.library.review
        self._screen.keep(lambda: review.delete(ids), then)

    def _settle(self, ids: Sequence[str], right: bool, then: Callable[[int], None]) -> None:
        session = self._screen.session
        attaching, opened = session.library.attaching, dict(session.documents)
        opened = {name: document for name, document in opened.items() if not document.grows}
        self._screen.keep(lambda: (attaching.confirm if right else attaching.refuse)(ids, opened), then)

    def _attach(self, identifier: str, then: Callable[[str], None]) -> None:
        screen, document, view = self._screen, self._screen.session.document, self._screen.view
        if view.selection is None:
            then(say("Select its place in the text first, with v; then p on the note."))
            return
        attaching, passage = screen.session.library.attaching, view.passage
        view.leave_selection()

        def attach() -> str:
            try:
                attaching.attach(document, identifier, passage)
            except Refused as refusal:
                return said_no(refusal)
            return say("Attached")

        screen.keep(attach, then)

    def _bin(self, then: Callable[[], None]) -> None:
        from tui.ui.screens.past import BinScreen

        screen, review = self._screen, self._screen.session.library.review

        def restore(ids: Sequence[str], tell: Callable[[list[Reviewed]], None]) -> None:
            screen.keep(lambda: (review.restore(ids), review.bin())[1], tell)

        def show(deleted: list[Reviewed]) -> None:
            bin_ = BinScreen(screen.palette, deleted, restore, self._history)
            screen.app.push_screen(bin_, lambda nothing: then())

        screen.keep(review.bin, show)

    def _history(self, annotation: Annotation, then: Callable[[], None]) -> None:
        from dataclasses import replace

        from tui.ui.screens.past import HistoryScreen

        screen, library = self._screen, self._screen.session.library

        def go_back(change: Change, tell: Callable[[], None]) -> None:
            def as_it_was(now: Annotation) -> Annotation:
                was = change.after
                return replace(now, kind=was.kind, note=was.note, tags=was.tags, colour=was.colour, name=was.name)

            screen.keep(lambda: library.review.change([annotation.id], as_it_was), lambda number: tell())

        def show(changes: list[Change]) -> None:
            history = HistoryScreen(screen.palette, changes, go_back)
            screen.app.push_screen(history, lambda nothing: then())

        screen.keep(lambda: library.store.history(annotation.id), show)

    def do_history(self, pressed: Pressed) -> None:
        """What happened to the chosen annotation."""
        placed = self._screen.marking.chosen()
        if placed is not None:
            self._history(placed.annotation, self._refresh)

    def do_bin(self, pressed: Pressed) -> None:
        """What was deleted."""
        self._bin(self._refresh)

    def _ask(self, title: str, hint: str, then: Callable[[str], None]) -> None:
        from tui.ui.screens.asking import AskingScreen

        self._screen.app.push_screen(AskingScreen(title, hint), lambda line: then(line) if line else None)

    def _open(self, reviewed: Reviewed) -> None:
        """Go to the passage, in its text."""
        from tui.library import STANDARD_INPUT, path_of

        self.back_to_text()
        screen, session = self._screen, self._screen.session
        annotation, known = reviewed.annotation, reviewed.document
        offset = annotation.anchor.start
        if annotation.document == session.document.id:
            placed = next((each for each in session.placed if each.annotation.id == annotation.id), None)
            if placed is not None:
                screen.marking.show(placed)
        elif known is None or known.source == STANDARD_INPUT:
            screen.key_bar.tell(say("Its text was not kept in a file; the note is kept."))
        elif known.id in session.documents:
            screen.go_to_document(session.documents[known.id], offset)
        else:
            screen.open(path_of(known.source), offset=offset)

    def _export(self, chosen: Sequence[Reviewed], then: Callable[[str], None]) -> None:
        """Ask where to, and write them there."""
        from pathlib import Path

        from tui.ui.screens.export import Destination, ExportScreen

        screen, exchange = self._screen, self._screen.session.library.exchange

        def write(answer: Destination | None) -> None:
            if answer is None:
                return
            path, form, is_folder = answer

            def carry_out() -> str:
                documents, choice = self._meant(chosen)
                try:
                    if is_folder:
                        left = exchange.export_folder(documents, form, path, choice).edited
                        if left:
                            return say(
                                "Left, as notes were changed in it; import it first: {path}", path=path / left[0]
                            )
                    else:
                        exchange.export_file(documents, form, path, choice)
                except Refused as refusal:
                    return said_no(refusal)
                return say("Written: {path}", path=path)

            screen.keep(carry_out, then)

        title = count(len(chosen), "Export {n} annotation", "Export {n} annotations")
        proposed = Path.cwd() / "annotations.md"
        dialog = ExportScreen(proposed, exchange.endings(), exchange.titles(), title=title, in_folder="markdown")
        screen.app.push_screen(dialog, write)

    def _copy(self, chosen: Sequence[Reviewed], then: Callable[[str], None]) -> None:
        """Put them into the clipboard, as Markdown."""
        screen, exchange = self._screen, self._screen.session.library.exchange

        def write() -> str:
            documents, choice = self._meant(chosen)
            return str(exchange.export(documents, "markdown", choice))

        def take(text: str) -> None:
            taken = screen.copying.copy_text(text)
            then(say("Copied") if taken else say("Too long for the terminal’s clipboard"))

        screen.keep(write, take)

    def _meant(self, chosen: Sequence[Reviewed]) -> tuple[list[Document], Choice]:
        from tui.library.choosing import Choice, documents_of

        annotations = [each.annotation for each in chosen]
        documents = documents_of(self._screen.session.library, annotations)
        return documents, Choice(ids=frozenset(each.id for each in annotations))

    def _refresh(self) -> None:
        """What was changed there is shown in the text, too."""
        screen = self._screen
        document = screen.session.document

        def show(placed: list[Placed]) -> None:
            if document is screen.session.document:
                screen.show_marks(placed)

        screen.keep(lambda: screen.session.library.annotations(document), show)
