"""How well a span of a text fits an anchor.

The weights are those of the Hypothesis client's quote matching: quote 50, prefix 20, suffix 20,
distance from the old place 2. Unlike there, what a candidate must reach depends on the quote's
length: a word by itself proves little and a sentence much, and an annotation on the wrong words is
worse than an orphan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.typography import even_out
from tui.document.model import Span

if TYPE_CHECKING:
    from tui.annotations.model import Anchor

_QUOTE, _PREFIX, _SUFFIX, _DISTANCE = 50, 20, 20, 2
_LEAST_LIKENESS = 0.5
"""A quote of which more than half is rewritten is another quote, whatever stands around it."""
_CHANCE = 0.35
"""The likeness that two unrelated pieces of prose reach by chance."""
_NEAR = (16, 32, 64)
"""Lengths at which context is compared; what is nearest to the quote so counts most."""
_LONGEST_WORD = 32


def enough(anchor: Anchor) -> float:
    """The least certainty at which a passage counts as found: 0.76 for a word, 0.4 for three lines.

    Chosen on seeded edits of real prose, such that below it more passages would be wrong than right.
    """
    from math import exp

    if not anchor.quote:
        return 0.6
    return 0.38 + 0.45 * exp(-len(anchor.quote) / 30)


def weigh(text: str, anchor: Anchor, span: Span) -> float:
    """How well the span fits, from 0 to 1; 0 when less than half of the quote stands in it."""
    start, end = span
    gained = total = 0.0
    if anchor.quote:
        likeness = 1.0 if text[start:end] == anchor.quote else _likeness(anchor.quote, text[start:end])
        if likeness < _LEAST_LIKENESS:
            return 0.0
        gained, total = _QUOTE * likeness, _QUOTE
    if anchor.prefix:
        before = text[max(0, start - len(anchor.prefix)) : start]
        gained += _PREFIX * _context(anchor.prefix[::-1], before[::-1])
        total += _PREFIX
    if anchor.suffix:
        gained += _SUFFIX * _context(anchor.suffix, text[end : end + len(anchor.suffix)])
        total += _SUFFIX
    gained += _DISTANCE * (1 - abs(start - anchor.start) / max(len(text), anchor.start, 1))
    return gained / (total + _DISTANCE)


def snapped(text: str, anchor: Anchor, span: Span) -> Span:
    """The span with its ends where words end if the quote's did, and no white space there if it had none."""
    start, end = span
    quote = anchor.quote
    if not quote or start == end:
        return span
    if _starts_word(anchor.prefix, quote):
        start = _word_edge(text, start)
    if _starts_word(anchor.suffix[::-1], quote[::-1]):
        end = _word_edge(text, end)
    if not quote[0].isspace():
        while start < end and text[start].isspace():
            start += 1
    if not quote[-1].isspace():
        while end > start and text[end - 1].isspace():
            end -= 1
    return Span(start, max(start, end))


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(even_out(one)[0], even_out(other)[0])


def _context(wanted: str, found: str) -> float:
    """How alike two contexts are, both read away from the quote; what chance explains is 0."""
    if wanted == found:
        return 1.0
    from rapidfuzz.distance import Levenshtein

    wanted, found = even_out(wanted)[0], even_out(found)[0]
    likenesses = [Levenshtein.normalized_similarity(wanted[:length], found[:length]) for length in _NEAR]
    return sum(max(0.0, likeness - _CHANCE) for likeness in likenesses) / (1 - _CHANCE) / len(_NEAR)


def _starts_word(before: str, quote: str) -> bool:
    return _in_word(quote[0]) and not (before and _in_word(before[-1]))


def _word_edge(text: str, place: int) -> int:
    """The nearer end of the word that ``place`` lies inside of, the outer one when both are as near."""
    low = high = place
    while low > max(0, place - _LONGEST_WORD) and _in_word(text[low - 1]):
        low -= 1
    while high < min(len(text), place + _LONGEST_WORD) and _in_word(text[high]):
        high += 1
    if place in (low, high):
        return place
    return low if place - low <= high - place else high


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
