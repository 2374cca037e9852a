"""What was: the bin, and what happened to one annotation; both are lists from which something is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tui.annotations.kinds import Act
from tui.library.sieve import Sieve
from tui.search.folding import fold_plain
from tui.ui.screens.review import Listed, ReviewList, Row
from tui.ui.screens.sifting import Sifting
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.annotations.model import Annotation, Change
    from tui.library.review import Reviewed
    from tui.ui.theme import Palette

ACTS = {Act.CREATED: "made", Act.EDITED: "changed", Act.DELETED: "deleted", Act.RESTORED: "taken back"}


class BinScreen(Sifting[Row]):
    """Lists what was deleted, the latest first, and takes it back."""

    BINDINGS: ClassVar = [
        Binding("space", "select", "select"),
        Binding("a", "select_all", "all"),
        Binding("r", "choose", "take back"),
        Binding("H", "history", "history"),
    ]

    def __init__(
        self,
        palette: Palette,
        deleted: Sequence[Reviewed],
        restore: Callable[[Sequence[str], Callable[[list[Reviewed]], None]], None],
        history: Callable[[Annotation, Callable[[], None]], None],
    ) -> None:
        """``restore`` takes annotations of some ids back, and tells what is left; ``history`` shows one's."""
        self._list = ReviewList(palette)
        self._list.empty = say("The bin is empty.")
        self._list.names_documents = True
        super().__init__(self._list, title=say("Bin: what was deleted"))
        self._deleted = deleted
        self._found: Sequence[Reviewed] = ()
        self._restore = restore
        self._history = history

    def matching(self, query: str) -> Sequence[Row]:
        """What fits."""
        self._found = Sieve(self._deleted).sift(query)
        return [Listed(each, 0) for each in self._found]

    def is_same(self, row: Row, other: Row) -> bool:
        """Rows are made anew whenever something changes."""
        return isinstance(row, Listed) and isinstance(other, Listed) and row.reviewed is other.reviewed

    def hint(self, listed: int) -> str:
        """How many there are and are selected, and the keys."""
        number = count(listed, "{n} annotation", "{n} annotations")
        chosen = len(self._list.selected)
        selected = say("{n} selected", n=chosen) if chosen else ""
        keys = say("Enter takes back · Space select · H history · / filter")
        return " · ".join(filter(None, (number, selected, keys)))

    def action_choose(self) -> None:
        """Take back what is selected, or what the cursor is on."""
        row = self._list.chosen
        ids = [each.annotation.id for each in self._deleted if each.annotation.id in self._list.selected]
        if not ids and isinstance(row, Listed):
            ids = [row.reviewed.annotation.id]
        if ids:
            self._restore(ids, self._show)

    def _show(self, deleted: list[Reviewed]) -> None:
        self._deleted = deleted
        self._list.selected &= {each.annotation.id for each in deleted}
        self.sift()

    def action_select(self) -> None:
        """Select what the cursor is on, or no longer; go to the next."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self._list.selected ^= {row.reviewed.annotation.id}
            self._list.redraw()
            self._list.move("next-row", None)
            self.tell(self.hint(len(self._found)))

    def action_select_all(self) -> None:
        """Select all that is found, or nothing."""
        found = {each.annotation.id for each in self._found}
        self._list.selected = set() if found <= self._list.selected else found
        self._list.redraw()
        self.tell(self.hint(len(self._found)))

    def action_history(self) -> None:
        """Tell what happened to what the cursor is on."""
        row = self._list.chosen
        if isinstance(row, Listed):
            self._history(row.reviewed.annotation, lambda: None)


class HistoryList(RowList["Change"]):
    """Lists changes: when and what; below, the words that were then."""

    def height(self, value: Change) -> int:
        """Two lines, without words one."""
        return len(self.lines(value, 80))

    def lines(self, value: Change, width: int) -> list[ListLine]:
        """What the change made different; a note in its first line."""
        palette, after = self.palette, value.after
        when = value.time[:16].replace("T", " ")
        tags = " ".join(f"#{tag}" for tag in after.tags)
        lines = [
            ListLine(
                (Inked(f" {when}  ", palette.dim), Inked(say(ACTS[value.act]), palette.strong), Inked(_changed(value))),
                (Inked(f"{tags} ", palette.accent), Inked("▌ ", palette.signs[after.colour])),
            )
        ]
        words = " ".join((after.note or after.name).split())
        if words:
            lines.append(ListLine((Inked("   "), Inked(words))))
        return lines


def _changed(change: Change) -> str:
    """Which of the reader's words for it were changed."""
    before, after = change.before, change.after
    if before is None:
        return ""
    names = {
        say("note"): before.note != after.note,
        say("tags"): before.tags != after.tags,
        say("colour"): before.colour != after.colour,
        say("name"): before.name != after.name,
        say("place"): before.anchor != after.anchor or before.relations.place != after.relations.place,
    }
    told = ", ".join(name for name, differs in names.items() if differs)
    return f": {told}" if told else ""


class HistoryScreen(Sifting["Change"]):
    """Lists what happened to an annotation, the latest first, and makes it again what it was."""

    def __init__(
        self, palette: Palette, changes: Sequence[Change], go_back: Callable[[Change, Callable[[], None]], None]
    ) -> None:
        """``go_back`` makes the annotation what it was after a change."""
        self._list = HistoryList(palette, empty=say("Nothing like it."))
        quote = " ".join(changes[-1].after.anchor.quote.split()) if changes else ""
        super().__init__(self._list, title=say("History of “{quote}”", quote=quote[:60]))
        self._changes = list(reversed(changes))
        self._go_back = go_back

    def matching(self, query: str) -> Sequence[Change]:
        """The changes whose words hold what was typed."""
        words = fold_plain(query).split()
        texts = {
            each.number: fold_plain(" ".join((each.time, each.after.note, each.after.name, *each.after.tags)))
            for each in self._changes
        }
        return [each for each in self._changes if all(word in texts[each.number] for word in words)]

    def hint(self, listed: int) -> str:
        """How many, and the keys."""
        return count(listed, "{n} change", "{n} changes") + " · " + say("Enter makes it so again · / filter")

    def action_choose(self) -> None:
        """Make the annotation what it was after the chosen change."""
        change = self._list.chosen
        if change is not None:
            self._go_back(change, self.action_dismiss_none)
