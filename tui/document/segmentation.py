"""Words and sentences, in French and in English. Offsets are code points into the whole text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELISION = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=[^\W\d_])"
_NUMBER = r"\d+(?:[.,]\d+)+"
_PART = "[\\w\u0300-\u036f\u00ad\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f]+"


@cache
def _word() -> re.Pattern[str]:
    """An elided French word, a number, or letters and digits with their marks, hyphens and apostrophes."""
    return re.compile(rf"{_ELISION}|{_NUMBER}|{_PART}(?:[-‐‑'’](?=[^\W_]){_PART})*", re.IGNORECASE)


REACH = 256
"""How many code points around an offset are looked at to find the word that it is in."""


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of ``text[start:end]``: ``l’OpenAI`` is two of them, ``peut-être`` and ``don’t`` are one."""
    for match in _word().finditer(text, start, end):
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


class _Kinds(dict[str, str]):
    """For each character, as in vim: a blank for blanks, ``w`` for what words are made of, ``.`` for all else."""

    def __missing__(self, character: str) -> str:
        self[character] = kind = _kind(character)
        return kind


def _kind(character: str) -> str:
    if character.isspace():
        return " "
    if character.isalnum() or character in "_\u00ad\u200c\u200d":
        return "w"
    if character < "\u0300":
        return "."
    from unicodedata import category

    return "w" if category(character)[0] == "M" else "."


_KINDS = _Kinds()
_SAME_KIND = re.compile(r"w+|\.+")
_NO_BLANK = re.compile(r"\S+")


def vim_words(text: str) -> Iterator[Span]:
    """The words of vim's ``w``: runs of letters, digits and underscores, and runs of other signs."""
    kinds = "".join(map(_KINDS.__getitem__, text))
    for match in _SAME_KIND.finditer(kinds):
        yield Span(*match.span())


def big_words(text: str) -> Iterator[Span]:
    """The words of vim's ``W``: whatever stands between blanks."""
    for match in _NO_BLANK.finditer(text):
        yield Span(*match.span())


_TITLES = frozenset(
    (
        "M MM Mme Mmes Mlle Mlles Me Dr Drs Pr Prof Mgr St Ste Sts Mt Mr Mrs Ms Gen Col Lt Sgt Capt Gov Sen Rep Rev Hon"
    ).split()
)
"""Abbreviated, capital as here, before a name: their point never ends a sentence."""

_BEFORE_NUMBERS = frozenset(
    "p pp no nos n vol fig art chap éd ed jan feb mar apr aug sept oct nov dec janv févr avr juill déc".split()
)
"""Their point ends no sentence where a number follows: alone, many of them are words."""

_WITHIN = frozenset("cf vs viz ca env av apr al e.g i.e p.ex c.-à-d approx dept".split())
"""Their point seldom ends a sentence."""

_EITHER = frozenset("inc ltd co corp jr sr ph.d j.-c".split())
"""Their point ends a sentence where the next begins as sentences do."""

_BEGINNINGS = frozenset(
    (
        "a after all an and as at but by for from he her his how i if in it its my no on one our she so some "
        "that the their then there these they this those to we what when where who why with you your "
        "à après au aussi avec ce ces cette ceux comme dans de depuis des donc du elle elles en et il ils je "
        "la le les leur lors mais mes mon ne nous on or ou où par pour puis quand que qui sa sans selon ses si "
        "son sur tous tout un une vous"
    ).split()
)
"""Words that begin sentences and no names."""


@cache
def _end() -> re.Pattern[str]:
    """Marks that may end a sentence, with the quotes and brackets that they close."""
    return re.compile(
        r"(?<![.!?…。！？])[.!?…。！？]++[\"'”’»)\]」』）]*+(?:[\u00a0\u202f ]»)?(?=\s|$|(?<=[。！？」』）]))|\n"
    )


_BEFORE_POINT = re.compile(r"[^\s(«“\"'’\[]*\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]*")

LONGEST_ABBREVIATION = 12
"""Code points before a point that are looked at."""

WINDOW = 4096
"""Code points before an offset in which the beginning of its sentence is looked for first."""


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences of ``text[start:end]``, in order, without the blanks between them.

    A point after an abbreviation, an initial or the number of a list, or before a small letter, does
    not end one; closing quotes and brackets stay with theirs.
    """
    return list(_sentences(text, start, end))


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    low = _skip(text, start, end)
    for match in _end().finditer(text, start, end):
        is_line_end = match.group() == "\n"
        high = match.start() if is_line_end else match.end()
        if high <= low or (not is_line_end and _goes_on(text, match, low, end)):
            continue
        yield Span(low, _trim(text, low, high))
        low = _skip(text, match.end(), end)
    if low < end:
        yield Span(low, _trim(text, low, end))


def _skip(text: str, offset: int, end: int) -> int:
    while offset < end and text[offset].isspace():
        offset += 1
    return offset


def _trim(text: str, low: int, high: int) -> int:
    while high > low and text[high - 1].isspace():
        high -= 1
    return high


def _goes_on(text: str, match: re.Match[str], low: int, end: int) -> bool:
    """Whether the sentence goes on behind a mark that could have ended it."""
    after = _skip(text, match.end(), end)
    if after >= end:
        return False
    if text[after].islower():
        return True
    if match.group() != ".":
        return False
    point = match.start()
    found = _BEFORE_POINT.search(text, max(low, point - LONGEST_ABBREVIATION), point)
    before = found.group() if found else ""
    if before in _TITLES:
        return True
    if before.isdecimal():
        return point - len(before) == low
    small = before.casefold()
    if small in _BEFORE_NUMBERS and text[after].isdecimal():
        return True
    is_initial = before != "I" and len(before) < 8 and before[-1:].isupper() and before[-2:-1] in {"", ".", "-"}
    if small in _EITHER or is_initial:
        following = _WORD_AFTER.match(text, after, end)
        return following is None or following.group().casefold() not in _BEGINNINGS
    return small in _WITHIN


def sentence_at(text: str, offset: int, start: int, end: int) -> Span:
    """The sentence that holds ``offset``, or the one before the blank that it lies in.

    Reads no more of a long block than it has to.
    """
    window = WINDOW
    while True:
        low = max(start, offset - window)
        best = Span(low, low)
        first = True
        for number, span in enumerate(_sentences(text, low, end)):
            if number and span.start > offset:
                break
            best, first = span, number == 0
        if low == start:
            return best if best.end > best.start else Span(start, end)
        if not first:
            return best
        # It may have begun before the window; where it ends is known.
        window *= 8
        if best.end > offset:
            end = best.end
