"""Concordances: every mention with what stands around it, in its orders."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.entities.concordance import LineFilter, SortedBy, concordance, in_order
from tui.entities.kinds import EntityType
from tui.entities.model import Mention


def document(text: str, name: str = "one") -> Document:
    return read(text.encode(), Source(name, f"/{name}.txt", ".txt", name))


def mentions(of: Document, word: str) -> list[Mention]:
    text, found, at = str(of.text), [], -1
    while (at := text.find(word, at + 1)) >= 0:
        found.append(Mention(of.id, at, at + len(word), word, EntityType.PERSON))
    return found


TEXT = document("Zoe saw Ada. Then Ada left.\n\nBob met Ada again\nand Ada met Bob, élan vital.")


def test_a_line_ends_where_its_paragraph_ends_and_has_no_line_ends() -> None:
    lines = concordance(mentions(TEXT, "Ada"), {"one": TEXT})
    assert [(line.number, line.left, line.word, line.right) for line in lines] == [
        (1, "Zoe saw ", "Ada", ". Then Ada left."),
        (1, "Zoe saw Ada. Then ", "Ada", " left."),
        (2, "Bob met ", "Ada", " again and Ada met Bob, élan vital."),
        (2, "Bob met Ada again and ", "Ada", " met Bob, élan vital."),
    ]


def test_the_context_reaches_as_far_as_is_asked_for() -> None:
    line = concordance(mentions(TEXT, "Ada")[1:2], {"one": TEXT}, reach=4)[0]
    assert (line.left, line.right) == ("hen ", " lef")


def test_mentions_in_texts_that_are_not_there_are_left_out() -> None:
    assert concordance(mentions(TEXT, "Ada"), {}) == []


def test_the_left_is_compared_from_the_name_outwards_and_the_right_onwards() -> None:
    lines = concordance(mentions(TEXT, "Ada"), {"one": TEXT})
    left = [line.left for line in in_order(lines, SortedBy.LEFT)]
    assert left == ["Bob met Ada again and ", "Bob met ", "Zoe saw ", "Zoe saw Ada. Then "]
    right = [line.right.strip(" .")[:5] for line in in_order(lines, SortedBy.RIGHT)]
    assert right == ["again", "left", "met B", "Then "]
    assert in_order(lines, SortedBy.TEXT) == lines


def test_a_filter_asks_for_every_word_anywhere_in_the_line() -> None:
    lines = concordance(mentions(TEXT, "Ada"), {"one": TEXT})
    names = LineFilter(lines)
    assert [line.number for line in names.holding(lines, "VITAL elan")] == [2, 2]
    assert names.holding(lines, "  ") == lines
    assert names.holding(lines, "vital nothing") == []
    backwards = in_order(lines, SortedBy.LEFT)
    assert names.holding(backwards, "left") == [line for line in backwards if line.number == 1]


@given(st.text(alphabet="aA é漢\u00ad\n\t.", max_size=60), st.integers(0, 30))
def test_a_line_holds_what_the_text_holds_there(around: str, reach: int) -> None:
    of = document(f"{around} Ada {around}")
    for line in concordance(mentions(of, "Ada"), {"one": of}, reach=reach):
        assert line.word == "Ada"
        assert "\n" not in line.left + line.right
        assert len(line.left) <= reach
        before = str(of.text)[: line.mention.start].translate({10: " ", 9: " ", 0xAD: None})
        assert before.endswith(line.left)
