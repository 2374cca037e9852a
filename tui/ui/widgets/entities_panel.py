"""The entities pane: who and what is named, by type, in an order, fewer as one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from tui.entities.browsing import NameFilter, Order, Reach, best, dispersion, ordered, successor
from tui.entities.kinds import EntityType
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.entities.model import Entity
    from tui.ui.theme import Palette

LABELS = {
    EntityType.PERSON: "People",
    EntityType.ORGANISATION: "Organisations",
    EntityType.PRODUCT: "Products",
    EntityType.PLACE: "Places",
    EntityType.WORK: "Works",
    EntityType.EVENT: "Events",
    EntityType.DATE: "Dates",
    EntityType.AMOUNT: "Amounts",
    EntityType.OTHER: "Other names",
}
ORDERS = {Order.MENTIONS: "by mentions", Order.APPEARANCE: "by appearance", Order.NAME: "by name"}

BAR_FROM = 30
"""Cells of the list from which on it shows where the entities stand."""
WIDEST_BAR = 24
HEIGHTS = "▁▂▃▄▅▆▇█"
"""How often something stands in a part of the text, beside where it stands most."""
NOTHING = "·"
FULL = 3
"""Mentions that fill a column where no other has more, so that one mention is not as high as many."""


def drawn(counts: Sequence[int]) -> str:
    """One character for each count: a dot for none, else a column as high as its share of the highest."""
    most = max(FULL, *counts) if counts else FULL
    return "".join(HEIGHTS[-(-count * len(HEIGHTS) // most) - 1] if count else NOTHING for count in counts)


class TypeHeading(NamedTuple):
    """The line above the entities of one type."""

    type: EntityType
    entities: int


class EntityList(RowList["Entity | TypeHeading"]):
    """Lists entities under headings of their types."""

    def __init__(self, palette: Palette, *, empty: str = "") -> None:
        """Nothing is named until it is found out."""
        super().__init__(palette, empty=empty)
        self.here: frozenset[str] = frozenset()
        """Ids of the entities that are named in the reader's paragraph."""
        self.reach = Reach({}, 0)
        """The texts over which the bars go."""
        self.texts_counted = False
        """Whether it is shown in how many texts each is named."""
        self.digits = 1
        """Of the largest number of mentions."""
        self.bars: dict[tuple[str, int], str] = {}
        """Those that have been drawn, by the entity's id and their width."""

    @property
    def has_focus_within(self) -> bool:
        """The arrows move through the list from the line above it, too."""
        parent = self.parent
        return self.has_focus or (isinstance(parent, EntitiesPanel) and parent.input.has_focus)

    @property
    def entity(self) -> Entity | None:
        """The entity that the cursor is on."""
        chosen = self.chosen
        return None if chosen is None or isinstance(chosen, TypeHeading) else chosen

    @property
    def beside(self) -> Entity | None:
        """The entity behind the one that the cursor is on, or else the one before it."""
        listed = [row for row in self.values if not isinstance(row, TypeHeading)]
        at = next((number for number, row in enumerate(listed) if row is self.entity), None)
        if at is None or len(listed) < 2:
            return None
        return listed[at + 1] if at + 1 < len(listed) else listed[at - 1]

    def is_choice(self, value: Entity | TypeHeading) -> bool:
        """Headings cannot be chosen."""
        return not isinstance(value, TypeHeading)

    def height(self, value: Entity | TypeHeading) -> int:
        """A heading has a blank line above it, but for the first."""
        return 2 if isinstance(value, TypeHeading) and self._is_later(value) else 1

    def _is_later(self, heading: TypeHeading) -> bool:
        return bool(self.values) and self.values[0] != heading

    def lines(self, value: Entity | TypeHeading, width: int) -> list[ListLine]:
        """The name in the colour of its type; where in the text it stands; the number of mentions."""
        palette = self.palette
        if isinstance(value, TypeHeading):
            line = ListLine(
                (Inked(f" {say(LABELS[value.type])}", palette.dim + palette.strong),),
                (Inked(f"{value.entities} ", palette.faint),),
            )
            return [ListLine(()), line] if self._is_later(value) else [line]
        style = palette.names[value.type]
        here = value.id in self.here
        right = [Inked(f"{value.count:>{self.digits}} ", palette.dim)]
        if self.texts_counted:
            texts = len({mention.document for mention in value.mentions})
            right = [Inked(f"{value.count:>{self.digits}}", palette.dim), Inked(f" ·{texts:>2} ", palette.faint)]
        if width >= BAR_FROM:
            bins = min(WIDEST_BAR, width // 4)
            right.insert(0, Inked(f"{self._bar(value, bins)} ", palette.faint))
        return [
            ListLine(
                (
                    Inked(" ▸ " if here else "   ", palette.accent),
                    Inked(value.name, style + palette.strong if here else style),
                ),
                tuple(right),
            )
        ]

    def _bar(self, entity: Entity, bins: int) -> str:
        key = (entity.id, bins)
        bar = self.bars.get(key)
        if bar is None:
            bar = self.bars[key] = drawn(dispersion(self.reach.places(entity), self.reach.length, bins))
        return bar


class EntitiesPanel(Vertical):
    """The list of entities, and above it, when one asks for it, a line to type in what is looked for."""

    DEFAULT_CSS = """
    EntitiesPanel > Input, EntitiesPanel > Input:focus {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        display: none;
    }
    EntitiesPanel.-filtered > Input {
        display: block;
    }
    EntitiesPanel > EntityList {
        height: 1fr;
    }
    """

    @dataclass
    class Lit(Message):
        """The entity that the cursor is on, now that it may be another one."""

        entity: Entity | None

    def __init__(self, palette: Palette, *, empty: str = "") -> None:
        """``empty`` is what is said when nothing is named."""
        super().__init__()
        self.input = Input(placeholder=say("a name, or a part of it"), select_on_focus=False)
        self.rows = EntityList(palette, empty=say("Looking for names…"))
        self.order = Order.MENTIONS
        self._empty = empty
        self._is_known = False
        self._entities: Sequence[Entity] = ()
        self._filter = NameFilter(())
        self._step = ""
        """At which of its mentions an entity is that is gone through."""
        self._share = 1.0
        """How much of the text was looked through for names."""

    def compose(self) -> ComposeResult:
        """The list; the line above it comes when one filters."""
        yield self.rows

    def on_mount(self) -> None:
        """Say what it is."""
        self._tell()

    def set_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.rows.set_palette(palette)

    def set_entities(
        self,
        entities: Sequence[Entity],
        reach: Reach,
        names: NameFilter | None = None,
        *,
        share: float = 1.0,
        texts_counted: bool = False,
        known: bool = True,
    ) -> None:
        """List these; the cursor stays on its entity.

        ``reach`` are the texts that the bars show; ``names`` is what finds the entities; ``share`` is how much of
        the texts was looked through, from 0 to 1; ``texts_counted``: show in how many texts each is named;
        ``known``: whether it has been found out at all what is named.
        """
        self._share = share
        self._is_known = known
        self._filter = NameFilter(entities) if names is None else names
        self.rows.reach = reach
        self.rows.bars.clear()
        self.rows.texts_counted = texts_counted
        self.rows.digits = len(str(max((entity.count for entity in entities), default=0)))
        self._entities = ordered(entities, self.order, reach)
        self._list(successor(self.rows.entity, entities))

    def set_order(self, order: Order) -> None:
        """List them in another order; the cursor stays on its entity."""
        self.order = order
        self._entities = ordered(self._entities, order, self.rows.reach)
        self._list(self.rows.entity)

    def set_here(self, ids: frozenset[str]) -> None:
        """Set apart the entities that the reader's paragraph names."""
        if ids != self.rows.here:
            self.rows.here = ids
            self.rows.redraw()

    def set_step(self, step: str) -> None:
        """Say at which of its mentions the entity is that is gone through; nothing when none is."""
        if step != self._step:
            self._step = step
            self._tell()

    @property
    def listed(self) -> tuple[Entity, ...]:
        """The entities that are listed now."""
        return tuple(row for row in self.rows.values if not isinstance(row, TypeHeading))

    @property
    def wanted(self) -> str:
        """What is looked for among the names; empty: nothing."""
        return self.input.value.strip()

    def open_filter(self) -> None:
        """Show the line to type in, and go there."""
        self.add_class("-filtered")
        if not self.input.is_attached:
            self.mount(self.input, before=self.rows)
        self.input.focus()

    def close_filter(self) -> bool:
        """List everything again, without the line; whether anything was looked for."""
        was = self.has_class("-filtered")
        with self.input.prevent(Input.Changed):
            self.input.value = ""
        self.remove_class("-filtered")
        self._list(self.rows.entity)
        return was

    def on_input_changed(self, event: Input.Changed) -> None:
        """List those that are like what has been typed, the cursor on the one that is most likely meant."""
        event.stop()
        self._list(self.rows.entity, typed=True)

    def _list(self, wanted: Entity | None, *, typed: bool = False) -> None:
        """List what the filter leaves, the cursor on ``wanted``, or on what is most likely meant by what is typed."""
        query = self.wanted
        listed = self._filter.matching(self._entities, query)
        before = self.rows.entity
        if typed and query:
            wanted = best(listed, query)
        by_type: dict[EntityType, list[Entity]] = {kind: [] for kind in EntityType}
        for entity in listed:
            by_type[entity.type].append(entity)
        rows: list[Entity | TypeHeading] = []
        for kind, of_kind in by_type.items():
            if of_kind:
                rows += [TypeHeading(kind, len(of_kind)), *of_kind]
        kept = "" if wanted is None else wanted.id
        self.rows.empty = (
            say("No name like it.") if query else self._empty if self._is_known else say("Looking for names…")
        )
        self.rows.set_values(rows, keep=lambda row: not isinstance(row, TypeHeading) and row.id == kept)
        self._tell(len(listed))
        if before is not self.rows.entity:
            self.post_message(self.Lit(self.rows.entity))

    def _tell(self, listed: int | None = None) -> None:
        """Say in the frame in which order they are, how many, and what was not looked through."""
        texts = len(self.rows.reach.starts)
        title = count(texts, "{n} text", "{n} texts") if self.rows.texts_counted else say("Entities")
        self.border_title = Content(f"{title} · {say(ORDERS[self.order])}" if self._entities else title)
        shown = sum(not isinstance(row, TypeHeading) for row in self.rows.values) if listed is None else listed
        told = str(shown) if self._entities else ""
        if self.wanted:
            told = say("{n} of {all}", n=shown, all=len(self._entities))
        if self._share < 1:
            told = say("{told} in the first {percent} %", told=told, percent=max(1, int(100 * self._share))).strip()
        if self._step:
            told = f"{self._step} · {told}"
        self.border_subtitle = Content(told)
