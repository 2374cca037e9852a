"""Characters that a terminal would obey, or that mislead, come out visible, one for one."""

from __future__ import annotations

import sys
from unicodedata import category, combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.harmless import LONGEST_RUN, harmless, harmless_line

DRAWN_FORMATS = {
    0xAD,
    *range(0x600, 0x606),
    0x6DD,
    0x70F,
    0x890,
    0x891,
    0x8E2,
    0x110BD,
    0x110CD,
    *range(0x13430, 0x13440),
    0x200B,
    0x2060,
    0xFEFF,
}
"""Formats of category Cf that are drawn, or that lay hieroglyphs out, or tell where a line may end or not."""


def test_every_character_of_unicode_between_letters() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        shown = harmless(f"a{character}b")
        assert len(shown) == 3
        kind = category(character)
        suspect = (kind in {"Cc", "Cs", "Zl", "Zp"} and character not in "\n\t") or (
            kind == "Cf" and code not in DRAWN_FORMATS
        )
        noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        if suspect or noncharacter:
            assert shown[1] != character, hex(code)
            assert category(shown[1]) in {"So", "Zs"}, hex(code)
        elif kind[0] in "LNPSZ" and code not in {0x3164, 0xFFA0}:
            assert shown[1] == character, hex(code)


def test_no_combining_mark_is_a_word_character() -> None:
    """On this the search for long runs rests."""
    assert not [code for code in range(sys.maxunicode + 1) if combining(chr(code)) and chr(code).isalnum()]


@pytest.mark.parametrize(
    "text",
    [
        "a\u200bb\u2060c\ufeff", "👨‍👩‍👧", "❤️‍🔥", "🙂‍↔️", "🏳️‍🌈", "👩🏽‍🚀", "1️⃣ #️⃣", "☺︎", "©️",
        "क्‍ष", "می‌خواهم", "葛󠄀城", "é e\u0301 ñ", "\u00a0\u202f\u00ad", "Tiếng Việt", "עִבְרִית", "ภาษาไทย",
    ],
)  # fmt: skip
def test_what_is_written_so_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x00\x7f\x9b31m", "␀␡�31m"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a b c d e f"),
        ("A\u202eB\u2066C\u200f", "A�B�C�"),
        ("pass\u200eword\u2061", "pass�word�"),
        ("a\u200db \u200c \u200d", "a�b � �"),
        ("a\ufe0f \ufe0f☺\ufe0f\ufe0f", "a� �☺\ufe0f�"),
        ("😀\U000e0101\U000e0041", "😀��"),
        ("\ud800\udfff\ufffe\U0010ffff", "����"),
        ("line\n\tend", "line\n\tend"),
    ],
)
def test_what_misleads_is_shown(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_one_line_has_no_newlines_and_tabs() -> None:
    assert harmless_line("a\nb\tc\rd") == "a b c␍d"


def test_a_letter_bears_thirty_marks_and_no_more() -> None:
    shown = harmless("a" + "\u0301\u0316" * 5000 + "b")
    assert shown == "a" + ("\u0301\u0316" * 5000)[:LONGEST_RUN] + "�" * (10_000 - LONGEST_RUN) + "b"
    assert len(normalize("NFC", shown)) == len(shown) - 1


@given(st.text(st.characters() | st.sampled_from("\u200d\u200c\ufe0f\u0301\x1b\u202e👩क्"), max_size=60))
def test_offsets_hold_and_once_is_enough(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert harmless(shown) == shown
    assert all(a == b for a, b in zip(shown, text, strict=True) if b.isascii() and b.isprintable())
