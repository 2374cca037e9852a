"""Texts cut to columns: always as wide as asked, never a character in two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.ui.columns import beginning, ending, shortened
from tui.ui.wrapping import graphemes

CHARACTERS = ["a", "b", " ", "é", "漢", "e\u0301", "👩\u200d👩", "🇫🇷", "한"]
TEXTS = st.lists(st.sampled_from(CHARACTERS), max_size=24).map("".join)


@given(TEXTS, st.integers(0, 40))
def test_a_column_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    for cut in (beginning, ending, shortened):
        assert cell_len(cut(text, width)) == width


@given(TEXTS, st.integers(0, 40))
def test_whole_characters_from_the_right_end_are_kept(text: str, width: int) -> None:
    edges = {0, *(high for _, high, _ in graphemes(text, 0, len(text)))}
    head = beginning(text, width)
    assert any(text[:edge].ljust(len(head)) == head for edge in edges)
    tail = ending(text, width)
    assert any(text[edge:].rjust(len(tail)) == tail for edge in edges)


def test_wide_characters_that_do_not_fit_leave_a_blank() -> None:
    assert beginning("漢字", 3) == "漢 "
    assert ending("漢字", 3) == " 字"
    assert shortened("漢字漢", 5) == "漢字…"
    assert shortened("Ada", 5) == "Ada  "
