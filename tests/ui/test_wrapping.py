"""Lines are never too wide, lose nothing, and break where a typesetter would break them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.ui.wrapping import SOFT_HYPHEN, cells, offset_at, wrap

ANY_SCRIPT = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("abc de-fg —«»!?;: \u00a0\u202féàœ模型语料하나🙂\u0301\u200dاب\u00adא")),
        st.characters(min_codepoint=0x20, exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    ),
    max_size=200,
)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("ab abcdefghij", 4, ["ab", "abcd", "efgh", "ij"]),
        ("one\ntwo", 10, ["one", "two"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("", 10, [""]),
        ("peut-être", 6, ["peut-", "être"]),
        ("oui oui !", 7, ["oui", "oui !"]),
        ("oui oui\u00a0!", 8, ["oui", "oui\u00a0!"]),
        ("dit « bon » hier", 7, ["dit", "« bon »", "hier"]),
        ("模型开源了", 4, ["模型", "开源", "了"]),
        ("模型，开源", 4, ["模", "型，", "开源"]),
        ("a 🙂 b", 3, ["a", "🙂", "b"]),
        ("one\u200btwo e\u200b, x", 3, ["one\u200b", "two", "e\u200b,", "x"]),
        (f"hy{SOFT_HYPHEN}phen", 4, [f"hy{SOFT_HYPHEN}", "phen"]),
        (f"{SOFT_HYPHEN}000", 2, [f"{SOFT_HYPHEN}00", "0"]),
        ("a\u3000\u3000b", 3, ["a\u3000", "\u3000b"]),
    ],
)
def test_breaks(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(ANY_SCRIPT, st.integers(1, 40))
def test_nothing_is_lost_but_blanks_and_no_line_is_too_wide(text: str, width: int) -> None:
    text = text.replace("\n", " ")
    made = wrap(text, 0, len(text), width)
    assert made
    at = 0
    for start, end in made:
        assert start >= at
        assert text[at:start].strip(" ") == ""
        assert start <= end
        at = end
        if cells(text, start, end) > width:
            assert len(text[start:end].strip()) >= 1
            assert width == 1 or cells(text, start, end) <= 2
    assert text[at:].strip(" ") == ""


@given(st.text(alphabet="abc d-é", max_size=120), st.integers(2, 30))
def test_both_roads_break_alike(text: str, width: int) -> None:
    """Text of even width, and the same with one wide character far behind it, break in the same places."""
    text = " ".join(text.split())
    plain = lines(f"{text} {'x' * width}".strip(), width)
    uneven = lines(f"{text} {'x' * width} 模".strip(), width)
    assert plain == uneven[: len(plain)]


@given(ANY_SCRIPT)
def test_each_cell_belongs_to_the_character_that_covers_it(text: str) -> None:
    for offset in (0, len(text) // 2, len(text)):
        at = cells(text, 0, offset)
        found = offset_at(text, 0, len(text), at)
        assert cells(text, 0, found) <= at
    assert offset_at(text, 0, len(text), 10_000) == len(text)
    assert offset_at(text, 0, len(text), -1) == 0


def test_width_agrees_with_the_terminal_library() -> None:
    text = "naïve 模型 🙂 e\u0301"
    assert cells(text, 0, len(text)) == cell_len(text)
