"""Who is named with whom: entities that the same paragraphs name, and the paragraphs that name two of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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
        self._named: dict[Paragraph, list[int]] = defaultdict(list)
        """The numbers of the entities that each paragraph names, each once."""
        self._paragraphs: dict[str, list[Paragraph]] = {}
        """The paragraphs that name an entity, by its id, in the order of its mentions."""
        for number, entity in enumerate(entities):
            found = dict.fromkeys(
                place for each in entity.mentions if (place := _paragraph_of(each, documents)) is not None
            )
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
        return [place for place in self._paragraphs.get(one.id, ()) if place in others]

    @staticmethod
    def mentions_in(
        paragraphs: Sequence[Paragraph], entities: Sequence[Entity], documents: Mapping[str, Document]
    ) -> list[Mention]:
        """The mentions of these entities in these paragraphs: paragraph by paragraph, in the order of the text."""
        places = {place: number for number, place in enumerate(paragraphs)}
        found = [
            (places[place], each.start, each.end, number, each)
            for number, entity in enumerate(entities)
            for each in entity.mentions
            if (place := _paragraph_of(each, documents)) in places and place is not None
        ]
        return [mention for *_, mention in sorted(found, key=lambda item: item[:4])]


def _paragraph_of(mention: Mention, documents: Mapping[str, Document]) -> Paragraph | None:
    document = documents.get(mention.document)
    return None if document is None else Paragraph(mention.document, document.blocks.index_at(mention.start))
