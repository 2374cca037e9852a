"""Words and sentences, in French and in English. Offsets are code points into the whole text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[^\W\d_])"
_NUMBER = r"\d+(?:[.,]\d+)+"
_PART = "[\\w\u0300-\u036f\u00ad\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f]+"
_WORD = re.compile(rf"{_ELISION}|{_NUMBER}|{_PART}(?:[-‐‑'’](?=[^\W_]){_PART})*", re.IGNORECASE)
"""An elided French word, a number, or letters and digits with their marks, hyphens and apostrophes."""

REACH = 256
"""How many code points around an offset are looked at to find the word that it is in."""


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of ``text[start:end]``: ``l’OpenAI`` is two of them, ``peut-être`` and ``don’t`` are one."""
    for match in _WORD.finditer(text, start, end):
        yield Span(*match.span())


def word_at(text: str, offset: int, start: int, end: int) -> Span:
    """The word at ``offset`` within ``text[start:end]``; between words, the one character there."""
    if start >= end:
        return Span(start, end)
    offset = max(start, min(offset, end - 1))
    low = _blank_before(text, offset, max(start, offset - REACH))
    for span in words(text, low, min(end, offset + REACH)):
        if span.contains(offset):
            return span
        if span.start > offset:
            break
    return Span(offset, offset + 1)


def _blank_before(text: str, offset: int, low: int) -> int:
    """The offset behind the last white space before ``offset``, or ``low``."""
    while offset > low and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _kind(character: str) -> int:
    """As in vim: 0 for blanks, 1 for what words are made of, 2 for anything else."""
    if character.isspace():
        return 0
    return 1 if character.isalnum() or character == "_" or "\u0300" <= character <= "\u036f" else 2


def next_word_start(text: str, offset: int, low: int, high: int) -> int:
    """Where the next word starts, as vim's ``w`` finds it; ``high`` when there is none."""
    if offset >= high:
        return high
    kind = _kind(text[offset])
    while offset < high and _kind(text[offset]) == kind and kind:
        offset += 1
    while offset < high and not _kind(text[offset]):
        offset += 1
    return offset


def previous_word_start(text: str, offset: int, low: int, high: int) -> int:
    """Where this word or the one before starts, as vim's ``b`` finds it; ``low`` when there is none."""
    offset = min(offset, high)
    while offset > low and not _kind(text[offset - 1]):
        offset -= 1
    if offset <= low:
        return low
    kind = _kind(text[offset - 1])
    while offset > low and _kind(text[offset - 1]) == kind:
        offset -= 1
    return offset


def next_word_end(text: str, offset: int, low: int, high: int) -> int:
    """The last character of this word or the next, as vim's ``e`` finds it; ``high`` when there is none."""
    offset += 1
    while offset < high and not _kind(text[offset]):
        offset += 1
    if offset >= high:
        return high
    kind = _kind(text[offset])
    while offset + 1 < high and _kind(text[offset + 1]) == kind:
        offset += 1
    return offset


_ABBREVIATIONS = frozenset(
    (
        "m mm mme mmes mlle mlles dr drs pr prof me mgr st ste sts mr mrs ms jr sr gen col lt sgt "
        "capt gov sen rep rev hon vs cf p pp vol no nos fig al ed éd etc ex env av apr inc ltd co "
        "corp dept approx jan feb févr mar avr jun juil aug sept oct nov déc dec mon tue wed thu fri "
        "sat sun e.g i.e u.s u.k u.n p.ex c.-à-d j.-c ph.d "
    ).split()
)
"""Words, without their last point, after which a point seldom ends a sentence."""

_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?:[\u00a0\u202f ]»)?(?=\s|$|[。！？]|(?<=[。！？]))|\n")
_BEFORE_POINT = re.compile(r"[^\s(«“\"]*\Z")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of ``text[start:end]``, in order, without the blanks between them.

    A point after an abbreviation, an initial or before a small letter does not end one; closing quotes
    and brackets stay with theirs.
    """
    found: list[Span] = []
    low = _skip(text, start, end)
    for match in _END.finditer(text, start, end):
        high = match.end() if match.group() != "\n" else match.start()
        if high <= low:
            continue
        if match.group() != "\n" and _goes_on(text, match, low, end):
            continue
        found.append(Span(low, high))
        low = _skip(text, match.end(), end)
    high = end
    while high > low and text[high - 1].isspace():
        high -= 1
    if low < high:
        found.append(Span(low, high))
    return found


def _skip(text: str, offset: int, end: int) -> int:
    while offset < end and text[offset].isspace():
        offset += 1
    return offset


def _goes_on(text: str, match: re.Match[str], low: int, end: int) -> bool:
    """Whether the sentence goes on behind a mark that could have ended it."""
    after = _skip(text, match.end(), end)
    if after >= end:
        return False
    if text[after].islower():
        return True
    if match.group()[0] != "." or match.group().startswith(".."):
        return False
    word = _BEFORE_POINT.search(text, max(low, match.start() - 24), match.start())
    before = word.group().casefold() if word else ""
    if before in _ABBREVIATIONS:
        return before != "etc" or not text[after].isupper()
    initial = len(before.rsplit(".", 1)[-1].rsplit("-", 1)[-1]) == 1 and text[match.start() - 1].isupper()
    return initial and before != "i"


def sentence_at(text: str, offset: int, start: int, end: int) -> Span:
    """The sentence that holds ``offset``, or the one before the blank that it lies in."""
    best = Span(start, end)
    for number, span in enumerate(sentences(text, start, end)):
        if span.start > offset and number:
            break
        best = span
    return best
