"""Where the words of a name stand in a text, however their blanks, apostrophes and hyphens are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = r"(?:[^\S\n\t]|\n(?!\n))+"
"""Between two words of one name: blanks and one line end, no border of a block or of a table's cell."""
_SAME = ("'’ʼ", "-‐‑")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")
"""Letters of scripts that put no blank between words, or glue endings to names."""


def occurrences(text: str, words: str) -> Iterator[Span]:
    """Every place of ``words`` in ``text``, in code points, from left to right, none over another.

    With a capital among them they are found as they are written, without one in any case. They stand there as
    whole words, but in scripts that do not set words apart.
    """
    pattern = _BLANK.join("".join(map(_as_written, word)) for word in words.split())
    if not pattern:
        return
    flags = re.NOFLAG if any(map(str.isupper, words)) else re.IGNORECASE
    for match in re.finditer(pattern, text, flags):
        start, end = match.span()
        if not _goes_on(text, start) and not _goes_on(text, end):
            yield Span(start, end)


def _as_written(letter: str) -> str:
    for same in _SAME:
        if letter in same:
            return f"[{same}]"
    return re.escape(letter)


def _goes_on(text: str, offset: int) -> bool:
    """Whether a word goes on over this border: a letter or digit on both sides, or a mark of the letter before."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if not after.isalnum() and after not in "_":
        from unicodedata import category

        return category(after)[0] == "M"
    return (before.isalnum() or before == "_" or _is_mark(before)) and not (
        _UNSPACED.match(before) or _UNSPACED.match(after)
    )


def _is_mark(letter: str) -> bool:
    if letter < "\u0300":
        return False
    from unicodedata import category

    return category(letter)[0] == "M"
