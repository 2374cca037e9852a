"""With whom an entity is named, and the passages that name both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.entities.browsing import NameFilter
from tui.entities.co_occurrence import Companion, Company
from tui.search.model import Hit
from tui.ui.screens.sifting import Sifting, Way
from tui.ui.widgets.result_rows import Found, row_lines
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity
    from tui.ui.theme import Palette

WIDEST_BAR = 30


class CompanionList(RowList[Companion]):
    """Lists entities with the number of paragraphs that they share with another one."""

    most = 1
    """Paragraphs that the first of them shares."""

    def lines(self, value: Companion, width: int) -> list[ListLine]:
        """The name, a bar, and in how many of its paragraphs the other one is named."""
        palette = self.palette
        cells = min(WIDEST_BAR, width // 4)
        length = max(1, round(cells * value.together / self.most)) if cells else 0
        told = say("{n} of {all} ¶", n=value.together, all=value.paragraphs)
        return [
            ListLine(
                (Inked(" "), Inked(value.entity.name, palette.names[value.entity.type])),
                (Inked("━" * length + " " * (cells - length), palette.accent), Inked(f" {told:>12} ", palette.dim)),
            )
        ]


class CompanyScreen(Sifting[Companion, Way]):
    """Lists with whom an entity is named, in the same paragraphs; Enter opens those."""

    def __init__(self, palette: Palette, entity: Entity, company: Company, documents: Mapping[str, Document]) -> None:
        """``documents`` are by their ids."""
        self._palette = palette
        self._entity = entity
        self._company = company
        self._documents = documents
        self._companions = company.companions(entity)
        self._names = NameFilter(each.entity for each in self._companions)
        self._list = CompanionList(palette, empty=say("Nobody and nothing is named in the same paragraphs."))
        self._list.most = max((each.together for each in self._companions), default=1)
        super().__init__(self._list, title=say("Named with {name}", name=entity.name))

    def matching(self, query: str) -> Sequence[Companion]:
        """Those whose names are like what was typed."""
        found = {each.id for each in self._names.matching([each.entity for each in self._companions], query)}
        return [each for each in self._companions if each.entity.id in found]

    def hint(self, listed: int) -> str:
        """How many, and the keys."""
        return count(listed, "{n} name", "{n} names") + " · " + say("/ filter · Enter their paragraphs")

    def action_choose(self) -> None:
        """Show the paragraphs that name both."""
        chosen = self._list.chosen
        if chosen is not None:
            both = (self._entity, chosen.entity)
            self.app.push_screen(SharedScreen(self._palette, both, self._company, self._documents), self.go_on)


class PassageList(RowList[Found]):
    """Lists paragraphs as the search pane does."""

    DEFAULT_CSS = """
    PassageList {
        /* Or a scroll bar that comes would make the excerpts shorter, and so go again. */
        scrollbar-gutter: stable;
    }
    """

    def height(self, value: Found) -> None:
        """As many as :meth:`lines` gives."""

    def lines(self, value: Found, width: int) -> list[ListLine]:
        """Where it is, and its excerpt with the names lit."""
        return row_lines(value, width, self.palette)


class SharedScreen(Sifting[Found, Way]):
    """Lists the paragraphs that name two entities; from the chosen one on, one goes through the names of both."""

    def __init__(
        self, palette: Palette, both: tuple[Entity, Entity], company: Company, documents: Mapping[str, Document]
    ) -> None:
        """``documents`` are by their ids."""
        paragraphs = company.shared(*both)
        mentions = company.shared_mentions(*both)
        one, other = both
        name = f"{one.name} + {other.name}"
        self._pair = replace(one, id=f"{one.id} {other.id}", name=name, aliases=(), mentions=tuple(mentions))
        """The two as if they were one, so that their mentions are gone through together."""
        several = len({document for document, _ in paragraphs}) > 1
        self._found = []
        for document, index in paragraphs:
            block = documents[document].blocks[index]
            matches = tuple(
                Span(each.start, each.end)
                for each in mentions
                if each.document == document and block.span.contains(each.start)
            )
            self._found.append(Found(Hit(document, index, 0.0, matches), documents[document], several))
        self._list = PassageList(palette, empty=say("No paragraph like it."))
        super().__init__(self._list, title=name)

    def matching(self, query: str) -> Sequence[Found]:
        """The paragraphs that hold every word that was typed."""
        from tui.entities.folding import folded_text

        words = folded_text(query).split()
        return [
            each
            for each in self._found
            if not words or _holds(folded_text(each.document.block_text(each.document.blocks[each.hit.block])), words)
        ]

    def hint(self, listed: int) -> str:
        """How many, and the keys."""
        return count(listed, "{n} paragraph", "{n} paragraphs") + " · " + say("/ filter · Enter go there, n on")

    def action_choose(self) -> None:
        """Give the first mention of the paragraph that the cursor is on."""
        chosen = self._list.chosen
        if chosen is None:
            return
        hit = chosen.hit
        start = hit.matches[0].start
        mention = next(each for each in self._pair.mentions if each.document == hit.document and each.start == start)
        self.dismiss(Way(self._pair, mention))


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
