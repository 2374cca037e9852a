"""Where in a text a quote might stand: candidates for :mod:`tui.annotations.weighing`."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tui.annotations.typography import even_out
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rapidfuzz.distance._initialize import Opcode

    from tui.annotations.model import Anchor

_NEAREST = 24
"""Occurrences of a quote or a seed that are looked at on either side of the old place."""
_SEEDS = 16
"""Words of quote and context that are looked up in the text."""
_WINDOWS = 6
"""Places in which the quote is aligned with the text."""
_PIECE = 6
"""Length of the pieces into which words are cut that are as long as two of them, and of an unchanged
piece that is not unchanged by chance."""
_PIECES = 4
"""Unchanged pieces by which either end of a quote is tightened."""


def occurrences(text: str, needle: str, near: int, limit: int = _NEAREST) -> list[int]:
    """Where ``needle`` occurs: up to ``limit`` places from ``near`` on, and as many before, nearest first."""
    near = max(0, min(near, len(text)))
    places = []
    place = near - 1
    for _ in range(limit):
        place = text.find(needle, place + 1)
        if place < 0:
            break
        places.append(place)
    place = near
    for _ in range(limit):
        place = text.rfind(needle, 0, place + len(needle) - 1)
        if place < 0:
            break
        places.append(place)
    return sorted(places, key=lambda place: abs(place - near))


def exact(text: str, anchor: Anchor) -> Iterator[Span]:
    """The nearest spans that are the quote to the letter."""
    if anchor.quote:
        for start in occurrences(text, anchor.quote, anchor.start):
            yield Span(start, start + len(anchor.quote))


def alike(text: str, anchor: Anchor) -> Iterator[Span]:
    """Spans that may be the quote rewritten, the most promising first, each once."""
    pattern = _Pattern(anchor)
    seen = set()
    for start in _starts(text, anchor):
        span = pattern.align(text, start)
        if span not in seen:
            seen.add(span)
            yield span


def _starts(text: str, anchor: Anchor) -> list[int]:
    """Where the quote may begin: where several of its and its context's words stand in their distances.

    Each occurrence of a word votes for the start that it would follow from; rare words have more say.
    Votes that differ by less than what edits may shift are for one start.
    """
    votes: list[tuple[int, float]] = []
    for seed, offset in _seeds(anchor):
        places = occurrences(text, seed, anchor.start + offset)
        votes += [(place - offset, 1 / len(places)) for place in places]
    votes.sort()
    reach = 16 + len(anchor.quote) // 4
    clusters: list[tuple[float, int]] = []
    low = 0
    total = 0.0
    for high, (start, weight) in enumerate(votes):
        total += weight
        while votes[low][0] < start - reach:
            total -= votes[low][1]
            low += 1
        clusters.append((total, votes[(low + high) // 2][0]))
    starts = [anchor.start]
    for _, start in sorted(clusters, reverse=True):
        if all(abs(start - other) > reach for other in starts):
            starts.append(start)
            if len(starts) > _WINDOWS:
                break
    return starts


def _seeds(anchor: Anchor) -> list[tuple[str, int]]:
    """Words of quote and context, the longest first, with their distances from the quote's start."""
    import re

    whole = anchor.prefix + anchor.quote + anchor.suffix
    seeds: list[tuple[str, int]] = []
    for word in re.finditer(r"\w{2,}", whole):
        size = word.end() - word.start()
        step = size if size < 2 * _PIECE else _PIECE
        pieces = range(word.start(), word.end() - step + 1, step)
        seeds += [(whole[piece : piece + step], piece - len(anchor.prefix)) for piece in pieces]
    middle = len(anchor.quote) / 2
    seeds.sort(key=lambda seed: (-len(seed[0]), abs(seed[1] - middle)))
    return seeds[:_SEEDS]


class _Pattern:
    """An anchor's quote in its context, ready to be aligned with a text."""

    def __init__(self, anchor: Anchor) -> None:
        lead, length = len(anchor.prefix), len(anchor.quote)
        self._even, offsets = even_out(anchor.prefix + anchor.quote + anchor.suffix)
        self._first = bisect_left(offsets, lead)
        self._last = bisect_left(offsets, lead + length)
        self._slack = 32 + length // 4
        self._before = lead + self._slack
        self._after = length + len(anchor.suffix) + self._slack

    def align(self, text: str, start: int) -> Span:
        """What the quote becomes when quote and context are aligned with the text about ``start``.

        The alignment is one of least Levenshtein distance. Context takes part in it, so that the ends
        of the passage are found even where its first or last words were rewritten.
        """
        from rapidfuzz.distance import Levenshtein

        low = max(0, start - self._before)
        window, offsets = even_out(text[low : max(0, start + self._after)])
        steps = [step for step in Levenshtein.opcodes(self._even, window) if step.tag != "insert"]
        first = last = 0
        for step in steps:
            shift = step.dest_start - step.src_start
            if step.src_start <= self._first:
                first = min(self._first + shift, step.dest_end)
            if step.src_start < self._last:
                last = min(self._last + shift, step.dest_end)
        first, last = self._tightened(window, steps, first, last)
        if last <= first:
            return Span(low + offsets[first], low + offsets[first])
        return Span(low + offsets[first], low + offsets[last - 1] + 1)

    def _tightened(self, window: str, steps: list[Opcode], first: int, last: int) -> tuple[int, int]:
        """The ends of the passage, put right where no context holds them.

        An alignment may strew the first and last letters of a quote over text that has nothing to do
        with it, at no cost. So other ends are tried: those of the larger pieces that stand unchanged,
        and where the quote would begin or end if such a piece were in its old distance from there.
        """
        from rapidfuzz.distance import Levenshtein

        quote = self._even[self._first : self._last]
        pieces = [step for step in steps if step.tag == "equal"]
        kept = [
            piece
            for piece in pieces
            if piece.src_end - piece.src_start >= _PIECE
            and self._first < piece.src_end
            and piece.src_start < self._last
        ]
        if not any(piece.src_start + _PIECE <= self._first <= piece.src_end for piece in pieces):
            starts = [first]
            for piece in kept[:_PIECES]:
                starts += [piece.dest_start, piece.dest_start - piece.src_start + self._first]
            first = min(
                (start for start in starts if 0 <= start <= last),
                key=lambda start: Levenshtein.distance(quote, window[start:last]),
                default=first,
            )
        if not any(piece.src_start <= self._last <= piece.src_end - _PIECE for piece in pieces):
            ends = [last]
            for piece in kept[-_PIECES:]:
                ends += [piece.dest_end, piece.dest_end - piece.src_end + self._last]
            last = min(
                (end for end in ends if first <= end <= len(window)),
                key=lambda end: Levenshtein.distance(quote, window[first:end]),
                default=last,
            )
        return first, last
