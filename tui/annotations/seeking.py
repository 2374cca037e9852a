"""Where in a text a quote might stand: places for :mod:`tui.annotations.weighing` to look at closely.

The text is read in slices, once for however many anchors are looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.annotations.typography import even_token, is_word, weight_of
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.weighing import Pattern
    from tui.document.model import Text

_SLICE = 2048
"""Code points in which words are looked for at a time."""
_SEEDS = 24
"""Words of quote and context that are looked for."""
_COMMON = 256
"""A word in more slices than that tells nothing about where a passage stands."""
_PLACES = 5
"""Places that are looked at closely."""
_WORDS = re.compile(r"[\w\u00ad]+")


def occurrences(text: Text, needle: str, limit: int) -> list[int]:
    """The first ``limit`` places of the text where ``needle`` occurs."""
    places: list[int] = []
    place = text.find(needle, 0, len(text))
    while place >= 0 and len(places) < limit:
        places.append(place)
        place = text.find(needle, place + 1, len(text))
    return places


def promising(text: Text, patterns: Sequence[Pattern]) -> list[list[Span]]:
    """For each pattern the stretches of the text where most of its telling words stand, at most a few."""
    wanted: dict[str, list[int]] = {}
    for pattern in patterns:
        for seed in _seeds(pattern):
            wanted.setdefault(seed, [])
    looked_for = set(wanted)
    for number, start in enumerate(range(0, len(text), _SLICE)):
        # A word that the border divides is looked at whole.
        words = set(_WORDS.findall(text[start : start + _SLICE + 24]))
        for seed in looked_for.intersection(map(even_token, words)):
            wanted[seed].append(number)
            if len(wanted[seed]) > _COMMON:
                looked_for.discard(seed)
    return [_stretches(pattern, wanted) for pattern in patterns]


def _seeds(pattern: Pattern) -> list[str]:
    own = {form for form in pattern.forms[pattern.first : pattern.last] if is_word(form)}
    around = {form for form in pattern.forms if is_word(form)} - own
    ranked = sorted(own, key=weight_of, reverse=True)[: _SEEDS * 2 // 3]
    return ranked + sorted(around, key=weight_of, reverse=True)[: _SEEDS - len(ranked)]


def _stretches(pattern: Pattern, found: dict[str, list[int]]) -> list[Span]:
    votes: dict[int, float] = {}
    for seed in _seeds(pattern):
        numbers = found[seed]
        if 0 < len(numbers) <= _COMMON:
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
    for first in sorted(sums, key=lambda first: (-sums[first], abs(first - old))):
        if all(abs(first - other) > reach for other in chosen):
            chosen.append(first)
            if len(chosen) == _PLACES:
                break
    return [Span(first * _SLICE - size, (first + reach + 1) * _SLICE + size) for first in chosen]
