"""What the reader does to the text: highlight, write, bookmark, change, delete, undo, take away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tui.annotations.kinds import Act, Colour, Kind, Status
from tui.document.model import Span
from tui.ui.keymap import Where
from tui.ui.wording import colour_name, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.annotations.links import Link
    from tui.annotations.model import Change, Placed
    from tui.document.model import Document
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.note_editor import Draft
    from tui.ui.screens.reader import ReaderScreen


_ACTS = {
    Act.CREATED: {
        Kind.HIGHLIGHT: "new highlight “{quote}”",
        Kind.NOTE: "new note on “{quote}”",
        Kind.BOOKMARK: "new bookmark at “{quote}”",
    },
    Act.EDITED: {
        Kind.HIGHLIGHT: "change of the highlight “{quote}”",
        Kind.NOTE: "change of the note on “{quote}”",
        Kind.BOOKMARK: "change of the bookmark at “{quote}”",
    },
    Act.DELETED: {
        Kind.HIGHLIGHT: "deletion of the highlight “{quote}”",
        Kind.NOTE: "deletion of the note on “{quote}”",
        Kind.BOOKMARK: "deletion of the bookmark at “{quote}”",
    },
}
"""What a step of the journal is called; bringing back what was deleted is its redone creation."""

SHOWN_ID = 8
"""Characters of an annotation's id by which a link names it."""
SHOWN_QUOTE = 40
"""Code points of a passage that are shown in the bar."""


def described(change: Change) -> str:
    """A step of the journal in a few words."""
    acts = _ACTS.get(change.act, _ACTS[Act.CREATED])
    return say(acts[change.after.kind], quote=_shortened(change.after.anchor.quote))


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= SHOWN_QUOTE else words[: SHOWN_QUOTE - 1].rstrip() + "…"


class Marking:
    """The actions on passages and annotations, for the screen that reads."""

    ON_MARKS: ClassVar[frozenset[str]] = frozenset(
        {"highlight", "note", "reply", "edit", "delete", "recolour", "jump-to-mark"}
        | {"confirm-place", "refuse-place", "attach", "export"}
    )
    """Actions that depend on what has been marked: what was done before them must be there."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` shows what comes of it."""
        self._screen = screen
        self._colour = Colour(screen.settings.colour)

    def do_highlight(self, pressed: Pressed) -> None:
        """Highlight the selection, or the paragraph."""
        screen, view = self._screen, self._screen.view
        mark = self._mark_under_cursor()
        if view.selection is None and mark is not None:
            screen.key_bar.tell(say("Highlighted already: a writes a note, C changes the colour, d deletes."))
            return
        passage, document, colour = view.passage, screen.session.document, self._colour
        view.leave_selection()
        self._save(lambda: screen.session.library.annotate(document, passage, colour=colour), say("Highlight saved"))

    def do_note(self, pressed: Pressed) -> None:
        """Write a note on the selection, on the mark under the cursor, or on the paragraph."""
        view = self._screen.view
        mark = self._mark_under_cursor()
        if view.selection is None and mark is not None:
            self._change(mark)
            return
        self.write_on(view.passage)

    def write_on(self, passage: Span, *, about: str = "") -> None:
        """Write a note on a passage of the text that is read.

        ``about`` is as in :class:`~tui.annotations.model.Relations`.
        """
        from tui.annotations.model import Relations

        screen, document = self._screen, self._screen.session.document

        def save(draft: Draft) -> Callable[[], object]:
            return lambda: screen.session.library.annotate(
                document,
                passage,
                note=draft.note,
                tags=draft.tags,
                colour=draft.colour,
                relations=Relations(about=about),
            )

        self._write(document.quote(passage), "", (), self._colour, save)

    def do_note_on_text(self, pressed: Pressed) -> None:
        """Write a note on the whole text."""
        from tui.annotations.kinds import WHOLE_TEXT

        self.write_on(Span(0, 0), about=WHOLE_TEXT)

    def do_reply(self, pressed: Pressed) -> None:
        """Reply to the chosen annotation."""
        placed = self.chosen()
        if placed is None:
            return
        screen, document, annotation = self._screen, self._screen.session.document, placed.annotation

        def save(draft: Draft) -> Callable[[], object]:
            return lambda: screen.session.library.reply(document, annotation.id, note=draft.note, tags=draft.tags)

        self._write(annotation.note or annotation.anchor.quote, "", (), annotation.colour, save, is_reply=True)

    def do_bookmark(self, pressed: Pressed) -> None:
        """Bookmark this place; a letter names it."""
        screen = self._screen
        offset, document, letter = screen.view.offset_of_cursor, screen.session.document, pressed.mark
        told = say("Bookmark {letter} set", letter=letter) if letter else say("Bookmark set")
        self._save(lambda: screen.session.library.bookmark(document, offset, letter), told)

    def do_edit(self, pressed: Pressed) -> None:
        """Change the note of the chosen annotation."""
        placed = self.chosen()
        if placed is not None:
            self._change(placed)

    def do_delete(self, pressed: Pressed) -> None:
        """Delete the chosen annotation."""
        placed = self.chosen()
        if placed is not None:
            screen, document = self._screen, self._screen.session.document
            screen.view.leave_selection()
            self._save(
                lambda: screen.session.library.delete(document, placed.annotation.id),
                say("Deleted: u brings it back"),
            )

    def do_recolour(self, pressed: Pressed) -> None:
        """Give the chosen annotation the next colour; with none, the colour of what comes next."""
        placed = self.chosen(quiet=True)
        colours = list(Colour)
        old = placed.annotation.colour if placed else self._colour
        new = colours[(colours.index(old) + 1) % len(colours)]
        self._colour = new
        screen, document = self._screen, self._screen.session.document
        if placed is None:
            screen.key_bar.tell(say("New highlights are {colour}", colour=colour_name(new)))
            return
        self._save(
            lambda: screen.session.library.edit(document, placed.annotation.id, colour=new),
            say("Colour: {colour}", colour=colour_name(new)),
        )

    def do_undo(self, pressed: Pressed) -> None:
        """Take back what was done last to this text."""
        screen, document = self._screen, self._screen.session.document
        self._turn_back(
            lambda: screen.session.library.undo(document),
            lambda what: say("Undone: {what}", what=what),
            say("Nothing to undo"),
        )

    def do_redo(self, pressed: Pressed) -> None:
        """Do again what was taken back."""
        screen, document = self._screen, self._screen.session.document
        self._turn_back(
            lambda: screen.session.library.redo(document),
            lambda what: say("Done again: {what}", what=what),
            say("Nothing to redo"),
        )

    def _turn_back(self, act: Callable[[], Change | None], done: Callable[[str], str], nothing: str) -> None:
        screen, document = self._screen, self._screen.session.document

        def both() -> tuple[Change | None, list[Placed]]:
            return act(), screen.session.library.annotations(document)

        def show(result: tuple[Change | None, list[Placed]]) -> None:
            change, placed = result
            screen.show_marks(placed)
            screen.key_bar.tell(done(described(change)) if change is not None else nothing)

        screen.keep(both, show)

    def do_export(self, pressed: Pressed) -> None:
        """Write the annotations of this text to a file."""
        from tui.ui.screens.export import Destination, ExportScreen

        screen = self._screen
        session, library = screen.session, screen.session.library
        if not session.placed:
            screen.key_bar.tell(say("Nothing to export yet"))
            return
        document = session.document
        proposed = Path.cwd() / library.exchange.export_name(document)

        def write(answer: Destination | None) -> None:
            if answer is None:
                return
            path, chosen, _ = answer
            screen.keep(
                lambda: library.exchange.export_file([document], chosen, path),
                lambda nothing: screen.key_bar.tell(say("Written: {path}", path=path)),
            )

        screen.app.push_screen(ExportScreen(proposed, library.exchange.endings(), library.exchange.titles()), write)

    def show(self, placed: Placed) -> None:
        """Go to the passage of an annotation that was chosen in the notes pane."""
        screen = self._screen
        if placed.status is Status.ORPHAN or placed.span is None:
            screen.key_bar.tell(
                say("Its passage is not in this text any more: select its place, then p here attaches it.")
            )
            return
        screen.go_to_pane(screen.view)
        screen.view.jump(placed.span.start)

    def do_follow_link(self, pressed: Pressed) -> None:
        """Go where a link of the note leads: the first one, or that of the count."""
        from tui.annotations.links import links

        placed = self.chosen()
        if placed is None:
            return
        found = links(placed.annotation.note)
        if not found:
            self._screen.key_bar.tell(say("No link in this note: [[¶12]], [[Name]] and [[^id]] are links."))
            return
        link = found[min(pressed.count or 1, len(found)) - 1]
        if not self._go_to_link(link):
            self._screen.key_bar.tell(say("{link} leads nowhere in this text", link=link.target))

    def _go_to_link(self, link: Link) -> bool:
        """Go there; whether it exists in the text that is read."""
        from tui.annotations.links import LinkKind

        screen, session = self._screen, self._screen.session
        if link.kind is LinkKind.PARAGRAPH:
            number = int(link.target)
            if not 1 <= number <= len(session.document.blocks):
                return False
            screen.go_to_pane(screen.view)
            screen.view.jump(session.document.blocks.start(number - 1))
            return True
        if link.kind is LinkKind.NOTE:
            note = next((each for each in session.placed if each.annotation.id.startswith(link.target)), None)
            if note is not None:
                self.show(note)
            return note is not None
        name = link.target.casefold()
        entity = next(
            (each for each in session.entities if name in {form.casefold() for form in (each.name, *each.aliases)}),
            None,
        )
        if entity is not None:
            screen.go_to_pane(screen.view)
            screen.naming.follow(entity)
        return entity is not None

    def _mark_under_cursor(self) -> Placed | None:
        offset = self._screen.view.offset_of_cursor
        marks = self._screen.session.marks_at(Span(offset, offset + 1))
        return next((mark for mark in marks if mark.annotation.kind is not Kind.BOOKMARK), None)

    def tell_marks_here(self) -> None:
        """Where several marks overlap, say which of them the keys take."""
        offset = self._screen.view.offset_of_cursor
        marks = self._screen.session.marks_at(Span(offset, offset + 1))
        told = ""
        if len(marks) > 1:
            shortest = marks[0].annotation
            told = say(
                "{n} marks here; c, C and d take the shortest: “{quote}” ({colour})",
                n=len(marks),
                quote=_shortened(shortest.anchor.quote),
                colour=colour_name(shortest.colour),
            )
        self._screen.key_bar.tell_here(told)

    def chosen(self, *, quiet: bool = False) -> Placed | None:
        """What is meant: the notes pane's row, the mark under the cursor, or the only one in the passage."""
        screen = self._screen
        if screen.where is Where.NOTES:
            return screen.notes.chosen
        view = screen.view
        offset = view.offset_of_cursor
        under = screen.session.marks_at(Span(offset, offset + 1)) if view.selection is None else ()
        if under:
            return under[0]
        inside = screen.session.marks_at(view.passage)
        if len(inside) == 1:
            return inside[0]
        if not quiet:
            screen.key_bar.tell(
                say("Several marks here: put the cursor on one, or choose it with A.")
                if inside
                else say("No mark here")
            )
        return None

    def _change(self, placed: Placed) -> None:
        screen, document = self._screen, self._screen.session.document
        annotation = placed.annotation

        def save(draft: Draft) -> Callable[[], object]:
            return lambda: screen.session.library.edit(
                document, annotation.id, note=draft.note, tags=draft.tags, colour=draft.colour
            )

        self._write(annotation.anchor.quote, annotation.note, annotation.tags, annotation.colour, save)

    def _write(
        self,
        quote: str,
        note: str,
        tags: tuple[str, ...],
        colour: Colour,
        save: Callable[[Draft], Callable[[], object]],
        *,
        is_reply: bool = False,
    ) -> None:
        """Open the editor, and save what comes out of it."""
        from tui.ui.screens.note_editor import Draft, NoteEditor, Writing

        screen, session = self._screen, self._screen.session
        before = Draft(note, tags, colour)

        def take(draft: Draft | None) -> None:
            screen.view.leave_selection()
            if draft is not None and draft != before:
                screen.session.tags += [tag for tag in draft.tags if tag not in screen.session.tags]
                self._save(save(draft), say("Note saved") if draft.note else say("Saved"))

        targets = [
            *(entity.name for entity in session.entities),
            *(f"^{each.annotation.id[:8]}" for each in session.placed),
        ]
        number = str(screen.view.current_block.number)
        writing = Writing(quote, session.tags, targets, lambda: session.templates(quote, number), is_reply)
        screen.app.push_screen(NoteEditor(screen.palette, writing, before), take)

    def _save(self, act: Callable[[], object], told: str) -> None:
        """Save, say that it is done, and show the marks as they are."""
        screen, document = self._screen, self._screen.session.document

        def look() -> tuple[Document, list[Placed]]:
            # The file may have been read again while a note was written.
            now = screen.session.document
            shown = now if now.id == document.id else document
            return shown, screen.session.library.annotations(shown)

        def show(result: tuple[Document, list[Placed]]) -> None:
            shown, placed = result
            if shown is screen.session.document:
                screen.show_marks(placed)

        def saved(nothing: object) -> None:
            screen.key_bar.tell(f"✓ {told}")
            screen.keep(look, show)

        screen.keep(act, saved)
