"""A long text answers as a string of the same characters does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.document import long_text
from tui.document.long_text import PIECE, LongText

LETTERS = st.text(alphabet="ab é’œ\n漢😀", max_size=60)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of several pieces: a short one many times over, with something else here and there."""
    unit = draw(st.text(alphabet="ab é’œ\n漢😀", min_size=1, max_size=60))
    whole = unit * (draw(st.integers(0, 3 * PIECE)) // len(unit))
    at = draw(st.integers(0, len(whole)))
    return whole[:at] + draw(LETTERS) + whole[at:]


@given(texts(), st.lists(st.integers(0, 3 * PIECE), max_size=6), st.data())
def test_slices_and_characters_are_those_of_a_string(text: str, cuts: list[int], data: st.DataObject) -> None:
    long = LongText()
    start = 0
    for cut in [*sorted(min(cut, len(text)) for cut in cuts), len(text)]:
        long.extend(text[start:cut])
        start = cut
    assert (len(long), str(long), b"".join(long.encoded())) == (len(text), text, text.encode())
    for _ in range(8):
        low = data.draw(st.integers(-2, len(text) + 2))
        high = data.draw(st.integers(-2, len(text) + 2))
        assert long[low:high] == text[low:high]
        if 0 <= low < len(text):
            assert long[low] == text[low]


@given(texts(), LETTERS, st.data())
def test_finding_is_that_of_a_string(text: str, wanted: str, data: st.DataObject) -> None:
    long = LongText(text)
    if text and data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(text)))
        wanted = text[at : at + data.draw(st.integers(1, 40))] or "x"
    low, high = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    if wanted:
        assert long.find(wanted, low, high) == text.find(wanted, low, high)
        assert long.rfind(wanted, low, high) == text.rfind(wanted, low, high)
        assert long.find(wanted) == text.find(wanted)


def test_what_lies_over_the_border_of_two_stretches_is_found() -> None:
    border = long_text.STRETCH
    text = "é" * (border - 2) + "Lama" + "é" * border
    assert LongText(text).find("Lama") == border - 2
    assert LongText(text).rfind("Lama") == border - 2
    assert LongText(text).find("Lamb") == LongText(text).rfind("Lamb") == -1


def test_texts_of_the_same_characters_are_equal() -> None:
    assert LongText("a’b") == "a’b"
    assert LongText("a’b") == LongText("a’b")
    assert LongText("a’b") != "a’c"
    assert LongText("a’b") != 3
