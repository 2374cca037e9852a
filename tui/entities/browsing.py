"""Entities as one goes through a list of them: in an order, fewer as one types, and where each stands.

Nothing here knows of a screen. Offsets are code points into the documents' texts.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.folding import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui.entities.model import Entity

SHORTEST_GUESSED = 3
"""Letters of a query from which on it may be misspelt."""
LEAST_LIKENESS = 75.0
"""By RapidFuzz's partial ratio, from 0 to 100: what a name needs to be taken for a misspelt query."""
MOST_GUESSED = 100
"""Names that a misspelt query finds."""


class Order(StrEnum):
    """What comes first among the entities of one type."""

    MENTIONS = "mentions"
    APPEARANCE = "appearance"
    NAME = "name"

    def following(self) -> Order:
        """The next one, round and round."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


class Reach(NamedTuple):
    """The texts over which entities are listed, as one stretch of code points."""

    starts: Mapping[str, int]
    """Where in the stretch each document's text begins, by its id."""
    length: int
    """Of all of it."""

    @classmethod
    def over(cls, lengths: Iterable[tuple[str, int]]) -> Reach:
        """One behind the other, from the documents' ids and lengths."""
        starts, at = {}, 0
        for document, length in lengths:
            starts[document] = at
            at += length
        return cls(starts, at)

    def places(self, entity: Entity) -> list[int]:
        """Where in the stretch the entity is named, in the order of its mentions."""
        starts = self.starts
        return [starts[each.document] + each.start for each in entity.mentions if each.document in starts]


def ordered(entities: Iterable[Entity], order: Order, reach: Reach) -> list[Entity]:
    """The entities in an order; those that it does not tell apart, by their first mention."""

    def first(entity: Entity) -> int:
        mention = entity.mentions[0] if entity.mentions else None
        return reach.length if mention is None else reach.starts.get(mention.document, reach.length) + mention.start

    keys: dict[Order, Callable[[Entity], tuple[int | str, int]]] = {
        Order.MENTIONS: lambda entity: (-entity.count, first(entity)),
        Order.APPEARANCE: lambda entity: (first(entity), 0),
        Order.NAME: lambda entity: (folded(entity.name), first(entity)),
    }
    return sorted(entities, key=keys[order])


class NameFilter:
    """Finds among entities those that a query may mean, by their names and their aliases."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Folds the names once, so that each query only compares."""
        self._forms = {entity.id: "\n".join(map(folded, (entity.name, *entity.aliases))) for entity in entities}

    def matching(self, entities: Sequence[Entity], query: str) -> Sequence[Entity]:
        """Those of which a form holds every word of the query, or, where there is none, those that are like it.

        ``entities`` are some that the filter was made of; they keep their order. An empty query means all.
        """
        wanted = folded(query)
        if not wanted:
            return entities
        forms = self._forms
        held = entities
        for word in wanted.split():
            held = [entity for entity in held if word in forms[entity.id]]
        if held or len(wanted) < SHORTEST_GUESSED:
            return held
        from rapidfuzz import fuzz, process

        rows = process.extract(
            wanted,
            [forms[entity.id] for entity in entities],
            scorer=fuzz.partial_ratio,
            score_cutoff=LEAST_LIKENESS,
            limit=MOST_GUESSED,
        )
        return [entities[index] for index in sorted(index for _, _, index in rows)]


def best(entities: Iterable[Entity], query: str) -> Entity | None:
    """Which of the entities that match a query is meant most likely.

    One whose name begins with the query goes before one of which a word does, that before the others; among
    equals the one that is named most.
    """
    wanted = folded(query)

    def rank(entity: Entity) -> tuple[int, int]:
        name = folded(entity.name)
        return (0 if name.startswith(wanted) else 1 if f" {wanted}" in name else 2), -entity.count

    return min(entities, key=rank, default=None)


def dispersion(places: Iterable[int], length: int, bins: int) -> list[int]:
    """How often something stands in each of ``bins`` equal parts of a text of ``length`` code points."""
    if length <= 0 or bins <= 0:
        return [0] * max(0, bins)
    found = Counter(min(bins - 1, place * bins // length) for place in places)
    return [found[number] for number in range(bins)]


def successor(entity: Entity | None, entities: Sequence[Entity]) -> Entity | None:
    """Which is this one when texts are recognised anew: of the same id, or the one with most of its mentions."""
    if entity is None:
        return None
    same = next((other for other in entities if other.id == entity.id), None)
    if same is not None:
        return same
    places = {(each.document, each.start) for each in entity.mentions}

    def shared(other: Entity) -> int:
        return sum((each.document, each.start) in places for each in other.mentions)

    best = max(entities, key=shared, default=None)
    return best if best is not None and shared(best) else None
