"""Text folded so that what looks alike is alike: case, accents, ligatures, typography; with the way back.

Folding may change lengths (``œ`` becomes ``oe``, a soft hyphen nothing), so a folded text knows for each
of its characters which code point of the original it comes from. Case and compatibility forms follow
Unicode's full case folding and NFKD (Unicode Standard, chapters 3.13 and 3.11).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Collection

_SPECIAL = {
    **dict.fromkeys("‘’‚‛′ʼʻʹ`´＇", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "⁄": "/",
    "´": "'",
    "\u00ad": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
    "\ufeff": "",
}
"""What Unicode's compatibility decomposition does not take apart, or takes apart into blanks and marks."""

MOST_REPLACED = 48
"""Different letters that are replaced one after the other."""
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def _fold_character(character: str) -> str:
    """One character, folded again and again until nothing changes, so that folding twice is folding once."""
    folded = character
    while True:
        parts = (
            _SPECIAL[part] if part in _SPECIAL else unicodedata.normalize("NFKD", part.casefold()) for part in folded
        )
        again = "".join(" " if part.isspace() else part for part in "".join(parts) if not unicodedata.combining(part))
        if again == folded:
            return folded
        folded = again


class _Table(dict[int, str]):
    """From a code point to what it is folded into, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. ``origins[i]`` is the index of the code point that ``text[i]`` comes from; None: ``i`` itself."""

    text: str
    origins: array[int] | None
    length: int
    """Code points of the original."""

    def original(self, start: int, end: int) -> Span:
        """The original's span for ``text[start:end]``, on whole code points; an empty one for an empty one.

        Code points after it that fold into nothing (a combining accent) belong to it.
        """
        if self.origins is None:
            return Span(start, end)
        low = self.origins[start] if start < len(self.origins) else self.length
        if end <= start:
            return Span(low, low)
        after = self.origins[end] if end < len(self.origins) else self.length
        return Span(low, max(after, self.origins[end - 1] + 1))


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back."""
    foreign = () if text.isascii() else set(_FOREIGN.findall(text))
    folded = _in_ascii(text, foreign).translate(_TABLE)
    if all(len(_TABLE[ord(letter)]) == 1 for letter in foreign):
        return Folded(folded, None, len(text))
    origins = array("I")
    for index, letter in enumerate(text):
        width = len(_TABLE[ord(letter)])
        if width == 1:
            origins.append(index)
        else:
            origins.extend([index] * width)
    return Folded(folded, origins, len(text))


def fold_plain(text: str) -> str:
    """Fold a text without a way back."""
    return in_ascii(text).translate(_TABLE)


def in_ascii(text: str) -> str:
    """The text with what folds into ASCII folded, but for ASCII itself; of very many different letters none."""
    return text if text.isascii() else _in_ascii(text, set(_FOREIGN.findall(text)))


def _in_ascii(text: str, foreign: Collection[str]) -> str:
    """The same, where it is known which of its letters are not ASCII."""
    # A paragraph has few different accents: replacing each of them is quicker than translating every letter.
    if len(foreign) <= MOST_REPLACED:
        for letter in foreign:
            if _TABLE[ord(letter)].isascii():
                text = text.replace(letter, _TABLE[ord(letter)])
    return text
