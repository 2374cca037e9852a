"""Text from outside made harmless: what a terminal would obey is made visible, one code point for one.

So offsets hold. What is replaced: control characters (C0, DEL, C1), characters that turn the direction
of writing, invisible ones that only mislead (zero-width space, word joiner, byte order mark, tags,
line and paragraph separators) and what is no character at all (lone surrogates, noncharacters). What
stays: no-break spaces, soft hyphens, combining marks, variation selectors, and a joiner or non-joiner
where it stands between letters that it can join.
"""

from __future__ import annotations

import re

_REPLACEMENT = "\ufffd"
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_SPACES = {0x0B: " ", 0x0C: " ", 0x85: " ", 0x2028: " ", 0x2029: " "}

_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Every character that may have to be replaced; higher noncharacters are left, for they print as boxes."""

_JOINERS = "\u200c\u200d"


def harmless(text: str) -> str:
    """The text with everything visible that a terminal would obey; newlines and tabs stay. Same length."""
    if _SUSPECT.search(text) is None:
        return text
    return _SUSPECT.sub(_replace, text)


def harmless_line(text: str) -> str:
    """The same on one line, for titles, names and messages: newlines and tabs become spaces. Same length."""
    return harmless(text).replace("\n", " ").replace("\t", " ")


def _replace(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if code in _SPACES:
        return _SPACES[code]
    if character in _JOINERS and _joins(match.string, match.start()):
        return character
    return _PICTURES.get(code, _REPLACEMENT)


def _joins(text: str, at: int) -> bool:
    """Whether the joiner at ``at`` stands between two characters that are not Latin or blank."""
    if not 0 < at < len(text) - 1:
        return False
    before, after = text[at - 1], text[at + 1]
    return before > "\u02ff" and after > "\u02ff" and before not in _JOINERS and not after.isspace()
