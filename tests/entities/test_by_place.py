"""The mentions of a text in its order, each with its entity."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Span
from tui.entities.by_place import ByPlace
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention


@st.composite
def named(draw: st.DrawFn) -> list[Entity]:
    """Up to four entities whose mentions do not overlap, some in another text."""
    edges = sorted(draw(st.sets(st.integers(0, 60), max_size=24)))
    mentions: list[list[Mention]] = [[] for _ in range(4)]
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        place = draw(st.sampled_from(["here", "here", "elsewhere"]))
        mentions[draw(st.integers(0, 3))].append(Mention(place, start, end, "x", EntityType.OTHER))
    return [Entity(f"e{n}", f"e{n}", EntityType.OTHER, (), tuple(each)) for n, each in enumerate(mentions)]


@given(named(), st.integers(0, 62), st.integers(0, 62))
def test_a_passage_gives_its_mentions_in_order_and_an_offset_its_entity(
    entities: list[Entity], one: int, other: int
) -> None:
    places = ByPlace(entities, "here")
    span = Span(min(one, other), max(one, other))
    expected = sorted(
        (each.start, entity.id)
        for entity in entities
        for each in entity.mentions
        if each.document == "here" and span.contains(each.start)
    )
    assert [(mention.start, entity.id) for mention, entity in places.within(span)] == expected
    there = [
        entity
        for entity in entities
        for each in entity.mentions
        if each.document == "here" and each.start <= one < each.end
    ]
    assert places.at(one) == (there[0] if there else None)
