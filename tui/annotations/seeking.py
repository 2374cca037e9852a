"""Where in a text a quote might stand: places for :mod:`tui.annotations.weighing` to look at closely.

The text is read in slices, once for however many anchors are looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.typography import even_token, is_word, weight_of
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.annotations.weighing import Pattern
    from tui.document.model import Text

_SLICE = 2048
"""Code points in which words are looked for at a time."""
_SEEDS = 24
"""Words of quote and context that are looked for."""
_RARE = 10
"""So many of them, the rarest, say where."""
_COMMON = 128
"""A word in more slices than that tells nothing about where a passage stands."""
_PLACES = 4
"""Places that are looked at closely."""
_HOPELESS = 0.4
"""What has less than this share of the best place's votes is not looked at."""
_LONG_WORD = 32
_SET_APART = "\u00ad\u200b\u200d\ufb00\ufb01\ufb02\ufb03"
"""Soft hyphens, joiners and ligatures within words."""
_WORDS = re.compile(r"[\w\u00ad]+")


def promising(text: Text, patterns: Sequence[Pattern]) -> list[list[Span]]:
    """For each pattern the stretches of the text where most of its telling words stand, at most a few."""
    if not patterns:
        return []
    wanted: dict[str, list[int]] = {}
    for pattern in patterns:
        for seed in _seeds(pattern):
            wanted.setdefault(seed, [])
    looked_for = set(wanted)
    for number, start in enumerate(range(0, len(text), _SLICE)):
        # A word that the border divides is looked at whole.
        for seed in looked_for.intersection(_words(text[start : start + _SLICE + 24])):
            wanted[seed].append(number)
            if len(wanted[seed]) > _COMMON:
                looked_for.discard(seed)
    return [_stretches(pattern, wanted) for pattern in patterns]


def _words(piece: str) -> Iterable[str]:
    """The words of a piece, without most that have a sign at an end: there are enough others, and it is quick."""
    if any(sign in piece for sign in _SET_APART):
        return map(even_token, _WORDS.findall(piece))
    words = piece.casefold().split()
    if len(words) * _LONG_WORD < len(piece):
        # A script without spaces, or words put together by signs.
        words += [*piece, *_WORDS.findall(piece.casefold())]
    return words


def _seeds(pattern: Pattern) -> list[str]:
    own = {form for form in pattern.forms[pattern.first : pattern.last] if is_word(form)}
    around = {form for form in pattern.forms if is_word(form)} - own
    ranked = sorted(own, key=weight_of, reverse=True)[: _SEEDS * 2 // 3]
    return ranked + sorted(around, key=weight_of, reverse=True)[: _SEEDS - len(ranked)]


def _stretches(pattern: Pattern, found: dict[str, list[int]]) -> list[Span]:
    votes: dict[int, float] = {}
    rare = sorted((seed for seed in _seeds(pattern) if found[seed]), key=lambda seed: len(found[seed]))[:_RARE]
    for seed in rare:
        numbers = found[seed]
        if len(numbers) <= _COMMON:
            vote = weight_of(seed) / len(numbers) ** 0.5
            for number in numbers:
                votes[number] = votes.get(number, 0.0) + vote
    size = pattern.ends[-1] if pattern.ends else 0
    reach = size // _SLICE + 1
    old = pattern.anchor.start // _SLICE
    sums: dict[int, float] = {}
    for number, vote in votes.items():
        for first in range(number - reach, number + 1):
            sums[first] = sums.get(first, 0.0) + vote
    chosen: list[int] = []
    least = max(sums.values(), default=0.0) * _HOPELESS
    for first in sorted(sums, key=lambda first: (-sums[first], abs(first - old))):
        if sums[first] < least:
            break
        if all(abs(first - other) > reach for other in chosen):
            chosen.append(first)
            if len(chosen) == _PLACES:
                break
    return [Span(first * _SLICE - size, (first + reach + 1) * _SLICE + size) for first in chosen]
