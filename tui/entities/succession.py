"""Which entity is which when a text has been recognised anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.entities.model import Entity


def successor(entity: Entity | None, entities: Sequence[Entity]) -> Entity | None:
    """The entity that was this one before: of the same id, or else the one that has most of its mentions."""
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
