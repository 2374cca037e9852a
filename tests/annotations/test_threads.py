"""Replies below what they reply to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.kinds import Kind
from tui.annotations.model import Anchor, Annotation, Placed, Relations, Resolution
from tui.annotations.threads import threaded
from tui.document.model import Span


def placed(name: str, parent: str = "", created: str = "") -> Placed:
    anchor = Anchor("", "", "", 0, 0, 0)
    relations = Relations(parent=parent)
    annotation = Annotation(name, "d", Kind.NOTE, anchor, note=name, created=created, relations=relations)
    return Placed(annotation, Resolution(Span(0, 0), 1.0))


def rows(*given_: Placed) -> list[tuple[str, int]]:
    return [(each.annotation.id, depth) for each, depth in threaded(given_)]


def test_replies_follow_what_they_reply_to_the_oldest_first() -> None:
    assert rows(
        placed("late reply", "first", "3"),
        placed("first"),
        placed("second"),
        placed("reply", "first", "2"),
        placed("deep", "reply"),
    ) == [("first", 0), ("reply", 1), ("deep", 2), ("late reply", 1), ("second", 0)]


def test_replies_to_nobody_and_in_circles_stand_for_themselves() -> None:
    assert rows(placed("orphan", "gone")) == [("orphan", 0)]
    assert rows(placed("self", "self")) == [("self", 0)]
    assert rows(placed("a", "b"), placed("b", "a")) == [("a", 0), ("b", 1)]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])), unique_by=lambda pair: pair[0]))
def test_nobody_is_lost_or_told_twice(pairs: list[tuple[str, str]]) -> None:
    found = rows(*(placed(name, parent) for name, parent in pairs))
    assert sorted(name for name, _ in found) == sorted(name for name, _ in pairs)
