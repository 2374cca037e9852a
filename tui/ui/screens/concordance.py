"""All mentions of an entity, the key word in its context, in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from tui.entities.concordance import Line, LineFilter, SortedBy, concordance, in_order
from tui.ui.columns import beginning, ending, shortened
from tui.ui.screens.sifting import Sifting, Way
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say
from tui.ui.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity
    from tui.ui.theme import Palette

SORTS = {
    SortedBy.TEXT: "in the order of the text",
    SortedBy.LEFT: "by what is before",
    SortedBy.RIGHT: "by what follows",
}
WIDEST_WORD = 28
"""Cells of the column of the key word, at most; a longer one is cut."""
WIDEST_TITLE = 18
"""Cells of the column of the texts' titles, where there are several texts."""


class LineList(RowList[Line]):
    """Lists mentions: the paragraph's number, what is before, the name, what follows."""

    def __init__(self, palette: Palette, entity: Entity, titles: Mapping[str, str]) -> None:
        """``titles`` are those of the texts, by their ids."""
        super().__init__(palette, empty=say("No line like it."))
        self._style = palette.names[entity.type] + palette.strong
        self._titles = titles
        self._number_width = 1
        self._word_width = 1

    def measure_columns(self, lines: Sequence[Line]) -> None:
        """Make the columns as wide as these lines need."""
        self._number_width = max((len(str(line.number)) for line in lines), default=1)
        widest = max((cells(line.word, 0, len(line.word)) for line in lines), default=1)
        self._word_width = min(WIDEST_WORD, widest)

    def lines(self, value: Line, width: int) -> list[ListLine]:
        """One line; the names begin in one column, and so does what follows them."""
        dim = self.palette.dim
        where = f" ¶ {value.number:>{self._number_width}} "
        title = ""
        if len(self._titles) > 1 and width >= 3 * WIDEST_TITLE:
            title = shortened(self._titles.get(value.mention.document, ""), WIDEST_TITLE) + " "
        word_width = max(1, min(self._word_width, width // 3))
        room = max(0, width - cells(where, 0, len(where)) - cells(title, 0, len(title)) - word_width)
        before = room // 2
        return [
            ListLine(
                (
                    Inked(title, dim),
                    Inked(where, dim),
                    Inked(ending(value.left, before)),
                    Inked(shortened(value.word, word_width), self._style),
                    Inked(beginning(value.right, room - before)),
                )
            )
        ]


class ConcordanceScreen(Sifting[Line, Way]):
    """Lists every mention of an entity; gives the chosen one, or None."""

    BINDINGS: ClassVar = [
        Binding("s", "sort", "by the text, by what precedes, by what follows"),
        Binding("w", "company", "with whom it is named"),
    ]

    def __init__(
        self,
        palette: Palette,
        entity: Entity,
        documents: Mapping[str, Document],
        offset: tuple[str, int],
        open_company: Callable[[Callable[[Way | None], None]], None],
    ) -> None:
        """``documents`` are by their ids.

        ``offset`` is where the reader is: a document's id and a code point of its text; ``open_company`` shows with
        whom the entity is named, and tells the way that comes of it.
        """
        self._entity = entity
        self._lines = concordance(entity.mentions, documents)
        titles = {line.mention.document: documents[line.mention.document].title for line in self._lines}
        self._list = LineList(palette, entity, titles)
        number = count(len(self._lines), "{n} mention", "{n} mentions")
        super().__init__(self._list, title=f"{entity.name} · {number}")
        self._offset = offset
        self._open_company = open_company
        self._by = SortedBy.TEXT
        self._filter: LineFilter | None = None
        self._sorted: dict[SortedBy, Sequence[Line]] = {SortedBy.TEXT: self._lines}

    def on_mount(self) -> None:
        """List them all, the cursor on the mention where the reader is, or the last one before."""
        self._list.measure_columns(self._lines)
        document, offset = self._offset
        here = [line for line in self._lines if line.mention.document == document and line.mention.start <= offset]
        if here:
            self._list.move_to(lambda line: line is here[-1])

    def matching(self, query: str) -> Sequence[Line]:
        """The lines that hold what was typed, in the order that was chosen."""
        lines = self._sorted.get(self._by)
        if lines is None:
            lines = self._sorted[self._by] = in_order(self._lines, self._by)
        if not query.strip():
            return lines
        if self._filter is None:
            self._filter = LineFilter(self._lines)
        return self._filter.holding(lines, query)

    def hint(self, listed: int) -> str:
        """Their order, how many of them are left, and the keys."""
        keys = say("s sort · w with whom · / filter · Enter go there")
        some = say("{n} of {all}", n=listed, all=len(self._lines)) if listed < len(self._lines) else ""
        return " · ".join(filter(None, (some, say(SORTS[self._by]), keys)))

    def action_sort(self) -> None:
        """List them in the next order."""
        self._by = self._by.following()
        self.sift()

    def action_company(self) -> None:
        """With whom the entity is named."""
        self._open_company(self.go_on)

    def action_choose(self) -> None:
        """Give the mention that the cursor is on."""
        line = self._list.chosen
        if line is not None:
            self.dismiss(Way(self._entity, line.mention))
