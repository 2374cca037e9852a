"""Text folded so that what looks alike is alike: case, accents, ligatures, typography; with the way back.

Folding may change lengths (``œ`` becomes ``oe``, a soft hyphen nothing), so a folded text knows for each
of its characters which code point of the original it comes from.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

from tui.document.model import Span

_SPECIAL = {
    **dict.fromkeys("‘’‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "\u00ad": "",
    "\u200c": "",
    "\u200d": "",
}
"""What Unicode's compatibility decomposition does not take apart."""


class _Table(dict[int, str]):
    """From a code point to what it is folded into, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = ""
        for part in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(part):
                folded += _SPECIAL.get(part, " " if part.isspace() else part)
        self[code] = folded
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
        """The original's span for ``text[start:end]``; an empty one for an empty one."""
        if self.origins is None:
            return Span(start, end)
        low = self.origins[start] if start < len(self.origins) else self.length
        return Span(low, max(low, self.origins[end - 1] + 1) if end > start else low)


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back."""
    folded = fold_plain(text)
    if text.isascii() or all(len(_TABLE[ord(letter)]) == 1 for letter in set(text)):
        return Folded(folded, None, len(text))
    origins = array("I")
    for index, letter in enumerate(text):
        origins.extend([index] * len(_TABLE[ord(letter)]))
    return Folded(folded, origins, len(text))


def fold_plain(text: str) -> str:
    """Fold a text without a way back."""
    return text.lower() if text.isascii() else text.translate(_TABLE)
