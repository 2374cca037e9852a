"""The entities pane: who and what is named, by type, the most named first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.entities.kinds import EntityType
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.entities.model import Entity

LABELS = {
    EntityType.PERSON: "People",
    EntityType.ORGANISATION: "Organisations",
    EntityType.PRODUCT: "Products",
    EntityType.PLACE: "Places",
    EntityType.WORK: "Works",
    EntityType.EVENT: "Events",
    EntityType.DATE: "Dates",
    EntityType.OTHER: "Other names",
}


def _most_named_first(entity: Entity) -> int:
    return -entity.count


class TypeHeading(NamedTuple):
    """The line above the entities of one type."""

    type: EntityType
    entities: int


class EntitiesPanel(RowList["Entity | TypeHeading"]):
    """Lists entities under headings of their types."""

    here: frozenset[str] = frozenset()
    """Ids of the entities that are named in the reader's paragraph."""

    def set_entities(self, entities: Sequence[Entity]) -> None:
        """List these, most named first within each type; the cursor stays on its entity."""
        rows: list[Entity | TypeHeading] = []
        for kind in EntityType:
            of_kind = [entity for entity in entities if entity.type is kind]
            if of_kind:
                rows.append(TypeHeading(kind, len(of_kind)))
                rows += [*sorted(of_kind, key=_most_named_first)]
        chosen = self.chosen
        kept = "" if chosen is None or isinstance(chosen, TypeHeading) else chosen.id
        self.set_values(rows, keep=lambda row: not isinstance(row, TypeHeading) and row.id == kept)

    def set_here(self, ids: frozenset[str]) -> None:
        """Set apart the entities that the reader's paragraph names."""
        if ids != self.here:
            self.here = ids
            self.redraw()

    def is_choice(self, value: Entity | TypeHeading) -> bool:
        """Headings cannot be chosen."""
        return not isinstance(value, TypeHeading)

    def height(self, value: Entity | TypeHeading) -> int:
        """A heading has a blank line above it, but for the first."""
        return 2 if isinstance(value, TypeHeading) and self._is_later(value) else 1

    def _is_later(self, heading: TypeHeading) -> bool:
        return bool(self.values) and self.values[0] != heading

    def lines(self, value: Entity | TypeHeading, width: int) -> list[ListLine]:
        """The name in the colour of its type, and the number of mentions."""
        palette = self.palette
        if isinstance(value, TypeHeading):
            line = ListLine(
                (Inked(f" {say(LABELS[value.type])}", palette.dim + palette.strong),),
                (Inked(f"{value.entities} ", palette.faint),),
            )
            return [ListLine(()), line] if self._is_later(value) else [line]
        style = palette.names[value.type]
        here = value.id in self.here
        return [
            ListLine(
                (
                    Inked(" ▸ " if here else "   ", palette.accent),
                    Inked(value.name, style + palette.strong if here else style),
                ),
                (Inked(f"{value.count} ", palette.dim),),
            )
        ]
