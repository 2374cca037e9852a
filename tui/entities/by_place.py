"""Who and what is named where in a text: the mentions in its order, each with its entity."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.document.model import Span
    from tui.entities.model import Entity, Mention

_start = attrgetter("start")


class ByPlace:
    """The mentions in one document. Made once; each question takes time only for what it finds."""

    def __init__(self, entities: Iterable[Entity], document: str) -> None:
        """``document`` is the document's id; mentions in others are left out."""
        found = [(each, entity) for entity in entities for each in entity.mentions if each.document == document]
        found.sort(key=lambda pair: (pair[0].start, pair[0].end))
        self._mentions = [mention for mention, _ in found]
        self._entities = [entity for _, entity in found]

    def within(self, span: Span) -> Iterator[tuple[Mention, Entity]]:
        """The mentions that begin in a passage (code points of the text), with their entities."""
        low = bisect_left(self._mentions, span.start, key=_start)
        high = bisect_left(self._mentions, span.end, low, key=_start)
        return zip(self._mentions[low:high], self._entities[low:high], strict=True)

    def at(self, offset: int) -> Entity | None:
        """The entity that is named at an offset."""
        number = bisect_right(self._mentions, offset, key=_start) - 1
        return self._entities[number] if number >= 0 and offset < self._mentions[number].end else None
