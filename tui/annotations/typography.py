"""Text as words with its typography evened out, so that only what was really rewritten counts as different."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Text

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\ufeff"
) + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Soft hyphens, joiners, marks of direction, selectors of variants."""
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that put no space between words; each of their characters is taken for a word."""
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
"""Marks, and scripts whose vowels are marks: parts of words that ``\\w`` does not know."""
_LETTER = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}{_INVISIBLE}])"
_PARTS = re.compile(
    rf"\s+|[{_UNSPACED}]|{_LETTER}{{1,64}}(?:[-‐‑]\n\s*{_LETTER}{{1,64}}){{0,3}}|-+|\.+|'+|`+|\*+|[^\w\s]", re.DOTALL
)
"""White space, words, signs: all of a text. What is longer than a word is cut."""
_LEFT_OUT = re.compile(rf"[{_INVISIBLE}]|[-‐‑]\n\s*")

_EVEN = {
    **dict.fromkeys("‘’‚‛‹›`´ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}


class Tokens(NamedTuple):
    """The words of a text and the signs between them."""

    forms: list[str]
    """Evened out: see :func:`even_token`."""
    starts: list[int]
    """Where each begins, in code points of the text."""
    ends: list[int]

    def part(self, low: int, high: int) -> Tokens:
        """Those from number ``low`` to ``high``."""
        return Tokens(self.forms[low:high], self.starts[low:high], self.ends[low:high])


def tokens(text: str, offset: int = 0) -> Tokens:
    """Words, and runs of one sign; of scripts without spaces, characters. ``offset`` is added to all offsets.

    A word that a hyphen divides at the end of a line is one.
    """
    parts = _PARTS.findall(text)
    forms = list(map(even_token, parts))
    ends = list(accumulate(map(len, parts), initial=offset))
    return Tokens(list(filter(None, forms)), list(compress(ends, forms)), list(compress(ends[1:], forms)))


@lru_cache(maxsize=1 << 16)
def even_token(token: str) -> str:
    """The token without what typography adds: quotes, dashes, ligatures, case made alike (NFKC, case folding).

    Runs of a sign are that sign, so that two hyphens are a dash; invisible characters are left out, and
    nothing may be left, as of white space.
    """
    plain = token if token.isalnum() else _LEFT_OUT.sub("", token).strip()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    if not plain or plain[0].isalnum():
        return plain.casefold()
    if plain != plain[0] * len(plain):
        return plain
    return _EVEN.get(plain[0], plain[0])


def even_out(text: str) -> tuple[str, list[int]]:
    """The text with quotes, dashes, ligatures and white space made alike, and a way back.

    The list holds, for each code point of the new text, the offset in ``text`` that it comes from,
    and at last the length of ``text``. Runs of white space are one space, invisible characters are
    left out, compatibility characters are decomposed (Unicode NFKC).
    """
    even: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        if char.isspace():
            if even and even[-1] == " ":
                continue
            even.append(" ")
            offsets.append(offset)
        elif char < "\x7f" and char != "`":
            even.append(char)
            offsets.append(offset)
        elif char not in _INVISIBLE:
            plain = _EVEN.get(char) or unicodedata.normalize("NFKC", char)
            even.extend(plain)
            offsets.extend([offset] * len(plain))
    offsets.append(len(text))
    return "".join(even), offsets


@lru_cache(maxsize=1 << 16)
def weight_of(form: str) -> float:
    """How telling a token is: about the letters of a word; long words are rare, short ones are everywhere."""
    if not form[0].isalnum():
        return 0.5
    size = len(form)
    if size > 3:
        return min(size - 1.0, 9.0)
    if form[0] >= "\u2e80":
        return 1.5 if "\u3040" <= form[0] <= "\u30ff" else 3.0
    return (1.0, 1.5, 2.0)[size - 1]


def telling(forms: Sequence[str]) -> list[int]:
    """The numbers of the tokens that are words of four letters or more, or ideographs: few are equal by chance."""
    return [number for number, form in enumerate(forms) if len(form) > 3 or form >= "\u3400"]


def is_word(form: str) -> bool:
    """Whether a token is more than a sign."""
    return form[0].isalnum()


def on_graphemes(text: Text, start: int, end: int) -> tuple[int, int]:
    """The ends moved outwards to where no grapheme is cut: not before a mark, nor at a joiner."""
    while 0 < start < len(text) and _joined(text[start - 1 : start + 1]):
        start -= 1
    while 0 < end < len(text) and _joined(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _joined(pair: str) -> bool:
    """Whether two characters are of one grapheme; an approximation of UAX 29, without flags and Hangul jamo."""
    before, after = pair[0], pair[1]
    if before == "\r" and after == "\n":
        return True
    return (
        before == "\u200d"
        or after in "\u200c\u200d"
        or unicodedata.category(after)[0] == "M"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
