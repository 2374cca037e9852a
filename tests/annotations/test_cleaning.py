"""What people write as notes and tags, as it is kept."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.annotations.cleaning import clean, clean_name, clean_note, clean_tag, clean_tags
from tui.annotations.kinds import Kind
from tui.annotations.model import Anchor, Annotation
from tui.document.harmless import harmless

anything = st.text(max_size=40)


@pytest.mark.parametrize(
    ("given_tag", "kept"),
    [
        ("claim", "claim"),
        ("#claim", "claim"),
        ("  # to  check ", "to check"),
        ("##a#b", "a#b"),
        ("a\nb\tc", "a b c"),
        ("cla\u200bim\ufeff", "claim"),
        ("\u2060#claim", "claim"),
        ("#", ""),
        (" \t", ""),
    ],
)
def test_tags(given_tag: str, kept: str) -> None:
    assert clean_tag(given_tag) == kept


def test_tags_are_kept_once_in_their_order() -> None:
    assert clean_tags(["b", "#a", "", "b ", "a", "B"]) == ("b", "a", "B")


def test_a_note_keeps_its_lines() -> None:
    assert clean_note("one\r\ntwo\rthree\n\n\tfour\n  \tfive") == "one\ntwo\nthree\n\n    four\n    five"


def test_a_note_of_white_space_is_none() -> None:
    assert clean_note(" \n\t") == ""


@given(anything)
def test_nothing_controls_a_terminal_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    for cleaned, again in [
        (clean_note(text), clean_note),
        (clean_tag(text), clean_tag),
        (clean_name(text), clean_name),
    ]:
        assert again(cleaned) == cleaned
        assert not any((char < " " and char != "\n") or "\x7f" <= char < "\xa0" for char in cleaned)
        cleaned.encode()
    assert "\n" not in clean_tag(text) + clean_name(text)


@given(st.text(max_size=30).map(harmless), st.integers(0, 30), st.integers(0, 30))
@example("क्\u200dष\tक्\u200dष", 2, 3)
@example("क्\u200dष", 0, 3)
def test_what_was_quoted_from_a_document_is_kept_to_the_letter(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    anchor = Anchor(text[start:end], text[:start], text[end:], start, end, 0)

    assert clean(Annotation("id", "document", Kind.NOTE, anchor)).anchor == anchor


def test_an_imported_quote_is_made_harmless() -> None:
    anchor = Anchor("a\x1b[2Jb", "\x00", "\u202e\r", 0, 5, 0)

    cleaned = clean(Annotation("id", "document", Kind.NOTE, anchor)).anchor

    assert (cleaned.quote, cleaned.prefix, cleaned.suffix) == ("a␛[2Jb", "␀", "\ufffd␍")
