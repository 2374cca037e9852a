"""Links in notes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.annotations.links import Link, LinkKind, being_typed, links


def test_links_to_paragraphs_notes_and_entities() -> None:
    note = "See [[¶12]] and [[p. 3]], then [[Mark Zuckerberg]]; against [[^ab12cd34]]. [[Meta|the firm]]"
    assert [(link.kind, link.target) for link in links(note)] == [
        (LinkKind.PARAGRAPH, "12"),
        (LinkKind.PARAGRAPH, "3"),
        (LinkKind.ENTITY, "Mark Zuckerberg"),
        (LinkKind.NOTE, "ab12cd34"),
        (LinkKind.ENTITY, "Meta"),
    ]
    assert links(note)[0] == Link(LinkKind.PARAGRAPH, "12", 4, 11)


def test_what_is_no_link() -> None:
    for note in ("", "[[]]", "[[ ]]", "[[^]]", "[one]", "[[over\nlines]]", "[[nested [[twice]"):
        assert links(note) == []


def test_a_link_that_is_being_typed() -> None:
    assert being_typed("see [[Mark Z") == "Mark Z"
    assert being_typed("see [[") == ""
    assert being_typed("see [[Mark]] and") is None
    assert being_typed("see [") is None


@given(st.text(max_size=200))
def test_any_note_is_looked_through(note: str) -> None:
    for link in links(note):
        assert note[link.start : link.start + 2] == "[[" and note[link.end - 2 : link.end] == "]]"
        assert link.target in note[link.start : link.end]
