"""Text from outside made harmless: what a terminal would obey is made visible, one code point for one.

So offsets hold. What is replaced, character by character:

- controls: C0 and DEL by their pictures (U+2400), C1 by U+FFFD; what only breaks a line or a page
  (VT, FF, NEL, U+2028, U+2029) by a space; newlines and tabs stay;
- formats of Unicode's category Cf, which turn the direction of writing, tag or only mislead, by U+FFFD.
  Stay: soft hyphens, the signs that are drawn (Arabic, Syriac and Kaithi number marks), the joiners of
  hieroglyphs, what only tells where a line may end or not (U+200B, U+2060, U+FEFF), which copied texts are
  full of and :mod:`tui.ui.gate` keeps off the screen, and U+200C and U+200D where they join (RFC 5892,
  appendix A, and emoji sequences);
- what is no character: lone surrogates, noncharacters, and letters that are drawn as nothing;
- variation selectors that follow nothing they could vary, and those of ideographs behind anything else;
- combining marks from the 31st of a run on, as in the Stream-Safe Text Format (UAX #15, section 13):
  to put a run into order takes Unicode's normalisation the square of its length.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category

UNSEEN = "\u200b\u2060\ufeff"
"""Characters that stay in a text and take no cell: they only tell where a line may end or not."""
_REPLACEMENT = "\ufffd"
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_SPACES = {0x0B: " ", 0x0C: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}


@cache
def _suspect() -> re.Pattern[str]:
    """Every character that may have to be replaced. Beyond the first plane one range is faster than many."""
    return re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200c-\u200f\u2028-\u202e\u2061-\u206f\u3164\ud800-\udfff"
        "\ufdd0-\ufdef\ufe00-\ufe0f\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0010ffff]"
    )


@cache
def _marked() -> re.Pattern[str]:
    """Where a run of combining marks may be too long: none of them is a word character."""
    return re.compile(rf"[^\w\x00-\x7f]{{{LONGEST_RUN + 1},}}")


LONGEST_RUN = 30
"""Combining marks that one letter can bear."""

_JOINERS = "\u200c\u200d"


@cache
def _bearing() -> re.Pattern[str]:
    """Letters and marks of scripts whose spelling needs joiners: Arabic, those of India, Khmer, Mongolian..."""
    return re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u18af\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc]")


def harmless(text: str) -> str:
    """The text with everything visible that a terminal would obey; newlines and tabs stay. Same length."""
    if _suspect().search(text) is not None:
        text = _suspect().sub(_replaced, text)
    if not text.isascii() and _marked().search(text) is not None:
        text = _marked().sub(_unburdened, text)
    return text


def harmless_line(text: str) -> str:
    """The same on one line, for titles, names and messages: newlines and tabs become spaces. Same length."""
    return harmless(text).replace("\n", " ").replace("\t", " ")


def _replaced(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if code in _SPACES:
        return _SPACES[code]
    before = match.string[match.start() - 1] if match.start() else " "
    if character in _JOINERS:
        after = match.string[match.end() : match.end() + 1]
        return character if _joins(character, before, after) else _REPLACEMENT
    if 0xFE00 <= code <= 0xFE0F:
        return character if _can_vary(before) else _REPLACEMENT
    if 0xE0100 <= code <= 0xE01EF:
        return character if category(before) == "Lo" else _REPLACEMENT
    if code > 0xFFFF and category(character) != "Cf" and code & 0xFFFE != 0xFFFE and code >> 12 != 0xE0:
        return character
    return _PICTURES.get(code, _REPLACEMENT)


def _joins(joiner: str, before: str, after: str) -> bool:
    """Whether a joiner stands behind a letter of a script that needs it, or between two emoji."""
    if _bearing().match(before):
        return True
    pictured = before >= "\u2190" and category(before) in {"So", "Sm", "Sk", "Mn"}
    return joiner == "\u200d" and pictured and after >= "\u2190" and category(after) in {"So", "Sm"}


def _can_vary(before: str) -> bool:
    """Whether there are variants of this character: of symbols, ideographs, Mongolian; of digits as keys."""
    return before in "0123456789#*" or (before > "\xa0" and category(before)[0] in "SLP")


def _unburdened(match: re.Match[str]) -> str:
    """The run with U+FFFD for each combining mark that has thirty before it."""
    pieces: list[str] = []
    run = 0
    for character in match.group():
        run = run + 1 if category(character)[0] == "M" else 0
        pieces.append(character if run <= LONGEST_RUN else _REPLACEMENT)
    return "".join(pieces)
