"""All that the reader added, over all texts: put together, sifted, and changed several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding

from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind, Standing
from tui.document.failures import Refused
from tui.library.review import Grouping, Reviewed, grouped, retagged
from tui.library.sieve import Sieve
from tui.ui.screens.sifting import Sifting, Way
from tui.ui.widgets.notes_panel import sign_of
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import colour_name, count, said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tui.annotations.model import Annotation
    from tui.ui.theme import Palette

DOUBTFUL = "status:unsure|orphan"
"""The filter for what was not surely found."""
MOST_LISTED = 2000
"""Annotations that are listed at once; keys that change all take those too that are not."""
GROUPINGS = {
    Grouping.DOCUMENT: "by text",
    Grouping.TAG: "by tag",
    Grouping.COLOUR: "by colour",
    Grouping.ENTITY: "by entity",
    Grouping.DAY: "by day",
}
NOTHING_IN_COMMON = {
    Grouping.TAG: "without a tag",
    Grouping.ENTITY: "nobody and nothing named",
    Grouping.COLOUR: "bookmarks",
}


class Heading(NamedTuple):
    """The line above a group."""

    words: str
    held: int
    """How many annotations it has."""


class Listed(NamedTuple):
    """An annotation in a group."""

    reviewed: Reviewed
    group: int
    """Which of the groups it stands in here: one of several tags is in several."""


Row = Heading | Listed


class ReviewList(RowList[Row]):
    """Lists annotations in two lines each, under the headings of their groups."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, empty=say("Nothing like it among your notes and marks."))
        self.selected: set[str] = set()
        """Ids of the annotations that are selected."""
        self.names_documents = False
        """Whether each is to name its text."""

    def is_choice(self, value: Row) -> bool:
        """Headings cannot be chosen."""
        return not isinstance(value, Heading)

    def height(self, value: Row) -> int:
        """A heading has a blank line above it, but for the first."""
        return 2

    def lines(self, value: Row, width: int) -> list[ListLine]:
        """Sign, passage and tags; below, what was written, or where it is."""
        palette = self.palette
        if isinstance(value, Heading):
            words = Inked(f" {value.words}", palette.dim + palette.strong)
            return [ListLine(()), ListLine((words,), (Inked(f"{value.held} ", palette.faint),))]
        annotation = value.reviewed.annotation
        chosen = annotation.id in self.selected
        sign_style = palette.accent if annotation.kind is Kind.BOOKMARK else palette.signs[annotation.colour]
        quote = " ".join((annotation.anchor.quote or annotation.anchor.suffix).split())
        tags = " ".join(f"#{tag}" for tag in annotation.tags)
        written = annotation.name if annotation.kind is Kind.BOOKMARK else " ".join(annotation.note.split())
        where = f"¶ {annotation.anchor.block + 1}"
        if annotation.relations.about == WHOLE_TEXT:
            quote, where = value.reviewed.title, say("the whole text")
        if value.reviewed.standing is not Standing.ANCHORED:
            lost = value.reviewed.standing is Standing.ORPHAN
            where = say("not found") if lost else say("{place}, unsure: + or -?", place=where)
        if annotation.relations.author:
            where = f"{annotation.relations.author} · {where}"
        if self.names_documents:
            where = f"{value.reviewed.title} · {where}"
        return [
            ListLine(
                (
                    Inked(" ● " if chosen else "   ", palette.accent + palette.strong),
                    Inked(f"{sign_of(annotation, palette)} ", sign_style),
                    Inked(quote, palette.strong if chosen else palette.dim),
                ),
                (Inked(f"{tags} ", palette.accent),) if tags else (),
            ),
            ListLine((Inked("     "), Inked(written)), (Inked(f"{where} ", palette.faint),)),
        ]


class Desk(NamedTuple):
    """What the review can have done; each tells when it is done, and what."""

    load: Callable[[Callable[[list[Reviewed], bool], None]], None]
    """Tells of annotations, and whether they are all."""
    find_entities: Callable[[Sequence[Reviewed], Callable[[list[Reviewed]], None]], None]
    change: Callable[[Sequence[str], Callable[[Annotation], Annotation], Callable[[int], None]], None]
    delete: Callable[[Sequence[str], Callable[[int], None]], None]
    undo: Callable[[Callable[[str], None]], None]
    ask: Callable[[str, str, Callable[[str], None]], None]
    """Asks for a line: a title, a hint, and who is told."""
    open: Callable[[Reviewed], None]
    export: Callable[[Sequence[Reviewed], Callable[[str], None]], None]
    """Asks where to, writes them there, and says so."""
    copy: Callable[[Sequence[Reviewed], Callable[[str], None]], None]
    settle: Callable[[Sequence[str], bool, Callable[[int], None]], None]
    """Confirms where annotations stand, or refuses it."""
    attach: Callable[[str, Callable[[str], None]], None]
    """Hangs one on what is selected in the text."""
    codebook: Callable[[Callable[[], None]], None]
    """Shows the tags, and tells when the reader comes back."""
    bin: Callable[[Callable[[], None]], None]
    """Shows what was deleted, and tells when the reader comes back."""
    history: Callable[[Annotation, Callable[[], None]], None]
    """Shows what happened to one; the same."""


class ReviewScreen(Sifting[Row, Way]):
    """Goes through all annotations."""

    BINDINGS: ClassVar = [
        Binding("space", "select", "select it, or no longer"),
        Binding("a", "select_all", "select all that is listed, or nothing"),
        Binding("s", "group", "by text, tag, colour, entity, day"),
        Binding("t", "tag", "give and take away tags"),
        *(Binding(str(number), f"colour('{colour}')", "its colour") for number, colour in enumerate(Colour, 1)),
        Binding("d,delete", "delete", "delete"),
        Binding("u", "undo", "undo"),
        Binding("e", "export", "export what is selected, or all that is listed"),
        Binding("y", "copy", "copy what is selected, or all that is listed"),
        Binding("o", "doubtful", "only what is unsure or lost"),
        Binding("plus", "settle(True)", "an unsure note stands where it is shown"),
        Binding("minus", "settle(False)", "it does not: its passage is gone"),
        Binding("p", "attach", "attach the note to the passage selected in the text"),
        Binding("H", "history", "what happened to the note"),
        Binding("g t,T", "codebook", "codebook: your tags"),
        Binding("g b,b", "bin", "the bin: what was deleted"),
    ]

    def __init__(
        self,
        palette: Palette,
        desk: Desk,
        *,
        query: str = "",
        only: Collection[str] | None = None,
        title: str = "",
    ) -> None:
        """``desk`` does what has to do with the library; ``only`` are ids of what alone is to be shown, if not all."""
        self._list = ReviewList(palette)
        super().__init__(self._list, title=title or say("Notes and marks of all texts"))
        self._desk = desk
        self._query = query
        self._only = only
        self._all: list[Reviewed] = []
        self._sieve = Sieve(())
        self._found: list[Reviewed] = []
        self._grouping = Grouping.DOCUMENT
        self._knows_entities = False
        self._told = ""

    def on_mount(self) -> None:
        """Load everything."""
        if self._query:
            self.box.add_class("-filtered")
            self.input.value = self._query
        self._desk.load(self._show)

    def _show(self, known: list[Reviewed], complete: bool) -> None:
        self._take(known if self._only is None else [each for each in known if each.annotation.id in self._only])
        self._knows_entities = not complete
        if not complete:
            self.sift()
            return
        self._list.selected &= {each.annotation.id for each in known}
        self._look_for_entities()
        self.sift()
        self.run_worker(self._sieve.prepare, thread=True, exclusive=True, group="words")

    def _take(self, known: list[Reviewed]) -> None:
        self._all = known
        self._sieve = Sieve(known)

    def _look_for_entities(self) -> None:
        """Find out which entities the passages name, as soon as that is asked for."""
        asked = self._grouping is Grouping.ENTITY or "entity:" in self.input.value
        if asked and not self._knows_entities:
            self._knows_entities = True
            self._told = say("Looking for names…")
            self._desk.find_entities(self._all, self._show_entities)

    def _show_entities(self, everything: list[Reviewed]) -> None:
        self._take(everything)
        self._told = ""
        self.sift()

    def matching(self, query: str) -> Sequence[Row]:
        """The annotations that fit, under the headings of their groups."""
        self._look_for_entities()
        self._found = self._sieve.sift(query)
        self._list.names_documents = self._grouping is not Grouping.DOCUMENT
        rows: list[Row] = []
        for number, group in enumerate(grouped(self._found, self._grouping)):
            if len(rows) >= MOST_LISTED:
                break
            rows.append(Heading(self._named(group.name), len(group.held)))
            rows += [Listed(each, number) for each in group.held[: MOST_LISTED - len(rows)]]
        return rows

    def is_same(self, row: Row, other: Row) -> bool:
        """Rows are made anew whenever something changes."""
        if not isinstance(row, Listed) or not isinstance(other, Listed):
            return False
        return row.reviewed.annotation.id == other.reviewed.annotation.id

    def _named(self, name: str) -> str:
        if not name:
            return say(NOTHING_IN_COMMON.get(self._grouping, "without a tag"))
        if self._grouping is Grouping.COLOUR:
            return colour_name(Colour(name))
        return f"#{name}" if self._grouping is Grouping.TAG else name

    def hint(self, listed: int) -> str:
        """How many there are and are selected, the order, and the keys."""
        number = count(len(self._found), "{n} annotation", "{n} annotations")
        selected = say("{n} selected", n=len(self._list.selected)) if self._list.selected else ""
        keys = say("Space select · t tag · 1–5 colour · d delete · e export · s group · o unsure · b bin · / filter")
        return " · ".join(filter(None, (self._told, number, selected, say(GROUPINGS[self._grouping]), keys)))

    def _tell(self, told: str) -> None:
        self._told = told
        self.tell(self.hint(0))
        self._told = ""

    @property
    def _chosen(self) -> list[str]:
        """Ids of what is selected; else of what the cursor is on."""
        if self._list.selected:
            return [each.annotation.id for each in self._all if each.annotation.id in self._list.selected]
        row = self._list.chosen
        return [row.reviewed.annotation.id] if isinstance(row, Listed) else []

    def action_leave(self) -> None:
        """List everything again; go back from what was asked for when the review was opened."""
        if self._query and self.input.value == self._query:
            self.dismiss(None)
        else:
            super().action_leave()

    def action_choose(self) -> None:
        """Open the text where the annotation stands."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self.dismiss(None)
            self._desk.open(row.reviewed)

    def action_select(self) -> None:
        """Select what the cursor is on, or no longer; go to the next."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self._list.selected ^= {row.reviewed.annotation.id}
            self._list.redraw()
            self._list.move("next-row", None)
            self._tell("")

    def action_select_all(self) -> None:
        """Select all that is found, or nothing."""
        found = {each.annotation.id for each in self._found}
        self._list.selected = set() if found <= self._list.selected else found
        self._list.redraw()
        self._tell("")

    def action_group(self) -> None:
        """Put them together by something else."""
        order = list(Grouping)
        self._grouping = order[(order.index(self._grouping) + 1) % len(order)]
        self.sift()

    def action_tag(self) -> None:
        """Ask for tags, and change those of what is chosen."""
        chosen = self._chosen

        def tag(line: str) -> None:
            try:
                self._desk.change(chosen, lambda annotation: retagged(annotation, line), self._changed)
            except Refused as refusal:
                self._tell(said_no(refusal))

        if chosen:
            title = count(len(chosen), "Tags of {n} annotation", "Tags of {n} annotations")
            self._desk.ask(title, say("+new adds · -old takes away · =only these"), tag)

    def action_codebook(self) -> None:
        """Show the tags, and after that what has become of the annotations."""
        self._desk.codebook(lambda: self._desk.load(self._show))

    def action_colour(self, name: str) -> None:
        """Give what is chosen a colour."""
        from dataclasses import replace

        colour = Colour(name)
        self._desk.change(self._chosen, lambda annotation: replace(annotation, colour=colour), self._changed)

    def action_delete(self) -> None:
        """Delete what is chosen."""
        self._desk.delete(self._chosen, self._deleted)

    def action_export(self) -> None:
        """Write what is selected to a file or a folder, or else all that is found."""
        self._give_away(self._desk.export)

    def action_copy(self) -> None:
        """Put the same into the clipboard."""
        self._give_away(self._desk.copy)

    def _give_away(self, give: Callable[[Sequence[Reviewed], Callable[[str], None]], None]) -> None:
        selected = self._list.selected
        leaving = [each for each in self._all if each.annotation.id in selected] if selected else self._found
        if leaving:
            give(leaving, self._tell)
        else:
            self._tell(say("Nothing to export yet"))

    def action_doubtful(self) -> None:
        """List only what was not surely found, or all again."""
        self.input.value = "" if self.input.value == DOUBTFUL else DOUBTFUL
        self.box.set_class(bool(self.input.value), "-filtered")

    def action_settle(self, right: bool) -> None:
        """Say of what is chosen that it stands where it was found, or that it does not."""
        told = self._confirmed if right else self._refused
        self._desk.settle(self._chosen, right, told)

    def action_attach(self) -> None:
        """Hang what the cursor is on onto the passage that is selected in the text."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self._desk.attach(row.reviewed.annotation.id, self._again)

    def action_bin(self) -> None:
        """Show what was deleted."""
        self._desk.bin(lambda: self._again(""))

    def action_history(self) -> None:
        """Show what happened to what the cursor is on."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self._desk.history(row.reviewed.annotation, lambda: self._again(""))

    def action_undo(self) -> None:
        """Take back the last change."""
        self._desk.undo(self._undone)

    def _changed(self, number: int) -> None:
        self._again(count(number, "{n} changed; u takes it back", "{n} changed; u takes it back"))

    def _deleted(self, number: int) -> None:
        self._again(count(number, "{n} deleted; u takes it back", "{n} deleted; u takes it back"))

    def _confirmed(self, number: int) -> None:
        self._again(count(number, "{n} confirmed; u takes it back", "{n} confirmed; u takes it back"))

    def _refused(self, number: int) -> None:
        self._again(
            count(number, "{n} now without a passage; u takes it back", "{n} now without a passage; u takes it back")
        )

    def _undone(self, what: str) -> None:
        self._again(what)

    def _again(self, told: str) -> None:
        """Load everything again, because something has changed, and say what."""

        def show(known: list[Reviewed], complete: bool) -> None:
            self._show(known, complete)
            self._tell(told)

        self._desk.load(show)
