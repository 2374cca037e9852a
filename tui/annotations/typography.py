"""Text as words with its typography evened out, so that only what was really rewritten counts as different."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Soft hyphens, joiners, marks of direction, selectors of variants; as in a regular expression's class."""
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
_TOKEN = re.compile(rf"[{_UNSPACED}]|{_LETTER}+(?:[-‐]\n\s*{_LETTER}+)*|([^\w\s])\1*")
_LEFT_OUT = re.compile(rf"[{_INVISIBLE}]|[-‐]\n\s*")

_EVEN = {
    **dict.fromkeys("‘’‚‛‹›`´ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": ".",
}


class Tokens(NamedTuple):
    """The words of a text and the signs between them."""

    forms: list[str]
    """Evened out: see :func:`even`."""
    starts: list[int]
    """Where each begins, in code points of the text."""
    ends: list[int]


def tokens(text: str, offset: int = 0) -> Tokens:
    """Words, and runs of one sign; of scripts without spaces, characters. ``offset`` is added to all offsets.

    A word that a hyphen divides at the end of a line is one.
    """
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        form = even(match[0])
        if form:
            low, high = match.span()
            forms.append(form)
            starts.append(low + offset)
            ends.append(high + offset)
    return Tokens(forms, starts, ends)


@lru_cache(maxsize=1 << 16)
def even(token: str) -> str:
    """The token without what typography adds: quotes, dashes, ligatures, case made alike (NFKC, case folding).

    Runs of a sign are that sign, so that two hyphens are a dash; invisible characters are left out, and
    nothing may be left.
    """
    plain = unicodedata.normalize("NFKC", _LEFT_OUT.sub("", token)) if not token.isascii() else token
    if not plain or plain[0].isalnum():
        return _LEFT_OUT.sub("", plain).casefold() if "-" in plain else plain.casefold()
    first = _EVEN.get(plain[0], plain[0])
    return first if plain == plain[0] * len(plain) else plain


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


def is_word(form: str) -> bool:
    """Whether a token is more than a sign."""
    return form[0].isalnum()


def on_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends moved outwards to where no grapheme is cut: not before a mark, nor at a joiner."""
    while 0 < start < len(text) and _joined(text[start - 1 : start + 1]):
        start -= 1
    while 0 < end < len(text) and _joined(text[end - 1 : end + 1]):
        end += 1
    return start, end


def _joined(pair: str) -> bool:
    """Whether two characters are of one grapheme; an approximation of UAX 29, without flags and Hangul jamo."""
    before, after = pair
    if before == "\r" and after == "\n":
        return True
    return (
        before == "\u200d"
        or after in "\u200c\u200d"
        or unicodedata.category(after)[0] == "M"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
