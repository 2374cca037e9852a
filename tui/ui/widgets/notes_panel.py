"""The notes pane: everything the reader added to the text, in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.ui.theme import NOTE_NUMBERS, NUMBERS
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.annotations.model import Annotation, Placed
    from tui.ui.theme import Palette

SIGNS = {Kind.HIGHLIGHT: "▌", Kind.NOTE: "✎", Kind.BOOKMARK: "⚑"}


def sign_of(annotation: Annotation, palette: Palette) -> str:
    """The one-cell sign of an annotation; a reply has its own, a bookmark that has a letter is shown by it.

    Where colours are not told apart, a highlight and a note show the number of theirs.
    """
    if annotation.relations.parent:
        return "↳"
    if annotation.kind is Kind.BOOKMARK:
        return annotation.name if len(annotation.name) == 1 else SIGNS[Kind.BOOKMARK]
    if palette.numbered:
        return (NOTE_NUMBERS if annotation.kind is Kind.NOTE else NUMBERS)[annotation.colour]
    return SIGNS[annotation.kind]


def _context(orphan: Placed, width: int) -> tuple[str, str]:
    """The words that stood before and behind an orphan's passage, so many as leave most of ``width`` cells to it."""
    anchor = orphan.annotation.anchor
    before, after = " ".join(anchor.prefix.split()), " ".join(anchor.suffix.split())
    return (f"…{before[-width // 4 :]} " if before else ""), (f" {after}" if after else "")


class NotesPanel(RowList["Placed"]):
    """Lists annotations: sign and paragraph, the passage, the note's first line."""

    def __init__(self, palette: Palette, *, number: Callable[[int], int], empty: str = "") -> None:
        """``number`` tells the number of the paragraph that an offset lies in."""
        super().__init__(palette, empty=empty)
        self._number = number
        self._depths: dict[str, int] = {}
        """How deep each reply stands, by the annotation's id."""
        self._empty = empty
        self._placed: Sequence[Placed] = ()
        self._only: tuple[str, Callable[[Placed], bool]] | None = None
        """What is listed alone, by its name and by what tells of an annotation whether it is; None: all."""

    def set_placed(self, placed: Sequence[Placed]) -> None:
        """These are the annotations, replies to be listed below what they reply to; the cursor stays on its own."""
        self._placed = placed
        self._list()

    def list_only(self, name: str, wanted: Callable[[Placed], bool]) -> None:
        """List only those that are wanted; ``name`` says what they have in common."""
        self._only = name, wanted
        self._list()

    def list_all(self) -> bool:
        """List all again; whether that was not so."""
        was_part = self._only is not None
        self._only = None
        if was_part:
            self._list()
        return was_part

    def _list(self) -> None:
        from tui.annotations.threads import threaded

        name, wanted = self._only or ("", None)
        listed = threaded([each for each in self._placed if wanted(each)] if wanted is not None else self._placed)
        self._depths = {each.annotation.id: depth for each, depth in listed if depth}
        chosen = self.chosen
        kept = chosen.annotation.id if chosen else ""
        self.empty = say("No note concerns it.") if wanted is not None else self._empty
        self.set_values([each for each, _ in listed], keep=lambda row: row.annotation.id == kept)
        number = str(len(self._placed)) if self._placed else ""
        if wanted is not None:
            number = f"{name} · {say('{n} of {all}', n=len(listed), all=len(self._placed))}"
        self.border_subtitle = Content(number)

    def height(self, value: Placed) -> int:
        """Two lines, and one more for a note or a bookmark's name; a reply does not say the passage again."""
        if value.annotation.id in self._depths or value.annotation.relations.about == WHOLE_TEXT:
            return 2
        return 3 if self._words(value.annotation) else 2

    @staticmethod
    def _words(annotation: Annotation) -> str:
        if annotation.kind is Kind.BOOKMARK:
            return annotation.name if len(annotation.name) > 1 else ""
        return next((line.strip() for line in annotation.note.splitlines() if line.strip()), "")

    def lines(self, value: Placed, width: int) -> list[ListLine]:
        """The sign, where it is and its tags; the passage; what the reader wrote."""
        palette = self.palette
        annotation = value.annotation
        depth = self._depths.get(annotation.id, 0)
        place = say("not found") if value.span is None else f"¶ {self._number(value.span.start)}"
        if value.is_unsure:
            place = say("{place}, unsure: + or -?", place=place)
        if annotation.relations.about == WHOLE_TEXT:
            place = say("the whole text")
        tags = " ".join(f"#{tag}" for tag in annotation.tags)
        quote = " ".join(annotation.anchor.quote.split())
        sign_style = palette.accent if annotation.kind is Kind.BOOKMARK else palette.signs[annotation.colour]
        if depth:
            inset = " " * (2 * depth)
            when = annotation.created[:16].replace("T", " ")
            return [
                ListLine(
                    (Inked(f" {inset}{sign_of(annotation, palette)} ", sign_style), Inked(when, palette.dim)),
                    (Inked(f"{tags} ", palette.accent),),
                ),
                ListLine((Inked(f"   {inset}"), Inked(self._words(annotation), palette.strong))),
            ]
        lines = [
            ListLine(
                (Inked(f" {sign_of(annotation, palette)} ", sign_style), Inked(place, palette.dim)),
                (Inked(f"{tags} ", palette.accent),) if tags else (),
            ),
        ]
        if annotation.relations.about != WHOLE_TEXT:
            before, after = _context(value, width) if value.span is None else ("", "")
            passage = (Inked(before, palette.faint), Inked(quote, palette.dim), Inked(after, palette.faint))
            lines.append(ListLine((Inked("   "), *passage)))
        words = self._words(annotation)
        if words:
            lines.append(ListLine((Inked("   "), Inked(words, palette.strong))))
        return lines
