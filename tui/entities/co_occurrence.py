"""Who is named with whom: entities that the same paragraphs name, and the paragraphs that name two of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity, Mention


class Paragraph(NamedTuple):
    """A block of a document."""

    document: str
    """The document's id."""
    block: int
    """Its index, from 0."""


class Companion(NamedTuple):
    """An entity that is named with another one."""

    entity: Entity
    together: int
    """In how many paragraphs both are named."""
    paragraphs: int
    """In how many it is named at all."""


class Company:
    """The paragraphs of some documents by the entities that they name. Made once, it answers for any two of them."""

    def __init__(self, entities: Sequence[Entity], documents: Mapping[str, Document]) -> None:
        """``documents`` are by their ids; mentions in others count for nothing.

        Takes time for the mentions; what is asked later takes time for the paragraphs of the entity.
        """
        self._entities = entities
        self._places = _Places(documents)
        self._named: dict[int, list[int]] = defaultdict(list)
        """The numbers of the entities that each paragraph names, each once."""
        self._paragraphs: dict[str, list[int]] = {}
        """The paragraphs that name an entity, by its id, in the order of its mentions."""
        for number, entity in enumerate(entities):
            found = dict.fromkeys(map(self._places.of, entity.mentions))
            found.pop(NOWHERE, None)
            self._paragraphs[entity.id] = list(found)
            for place in found:
                self._named[place].append(number)

    def companions(self, entity: Entity) -> list[Companion]:
        """With whom an entity is named: the most often first, then those that are seldom named without it."""
        counted = Counter(number for place in self._paragraphs.get(entity.id, ()) for number in self._named[place])
        found = [
            Companion(other, together, len(self._paragraphs[other.id]))
            for number, together in counted.items()
            if (other := self._entities[number]).id != entity.id
        ]
        return sorted(found, key=lambda each: (-each.together, each.paragraphs, each.entity.name))

    def shared(self, one: Entity, other: Entity) -> list[Paragraph]:
        """The paragraphs that name both, in the order in which they name the first."""
        others = set(self._paragraphs.get(other.id, ()))
        return [self._places.paragraph(place) for place in self._paragraphs.get(one.id, ()) if place in others]

    def shared_mentions(self, one: Entity, other: Entity) -> list[Mention]:
        """The mentions of both in the paragraphs that name both, in the order of :meth:`shared` and of the text."""
        shared = {place: number for number, place in enumerate(map(self._places.number, self.shared(one, other)))}
        found = [
            (shared[place], each.start, each.end, each.text, each)
            for each in (*one.mentions, *other.mentions)
            if (place := self._places.of(each)) in shared
        ]
        return [mention for *_, mention in sorted(found, key=lambda item: item[:4])]


NOWHERE = -1


class _Places:
    """The blocks of some documents, numbered through from 0."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._firsts: list[int] = []
        """The number of each document's first block, in their order."""
        self._ids = list(documents)
        self._starts: dict[str, tuple[int, array[int]]] = {}
        """By document: the number of its first block, and where its blocks start."""
        first = 0
        for name, document in documents.items():
            starts, _, _ = document.blocks.parts()
            self._firsts.append(first)
            self._starts[name] = (first, starts)
            first += len(starts)

    def of(self, mention: Mention) -> int:
        """The number of the block that a mention begins in; :data:`NOWHERE` for one in another document."""
        known = self._starts.get(mention.document)
        return NOWHERE if known is None else known[0] + max(0, bisect_right(known[1], mention.start) - 1)

    def number(self, paragraph: Paragraph) -> int:
        """The number of a block."""
        return self._starts[paragraph.document][0] + paragraph.block

    def paragraph(self, number: int) -> Paragraph:
        """The block of a number."""
        at = bisect_right(self._firsts, number) - 1
        return Paragraph(self._ids[at], number - self._firsts[at])
