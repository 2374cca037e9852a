"""The part of a passage that is worth showing: where most of what was found stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE = 0.2
"""Share of an excerpt that stands before the first match in it."""


def excerpt(text: str, passage: Span, matches: Sequence[Span], length: int) -> Span:
    """A window of at most ``length`` code points on the passage, on whole words, around its densest matches."""
    if passage.end - passage.start <= length:
        return passage
    if not matches:
        return _on_words(text, passage, passage.start, passage.start + length)
    first = max(matches, key=lambda match: (_held(matches, match.start, length), -match.start))
    low = max(passage.start, first.start - int(BEFORE * length))
    high = min(passage.end, low + length)
    return _on_words(text, passage, max(passage.start, high - length), high)


def _held(matches: Sequence[Span], start: int, length: int) -> int:
    """Letters of the matches that lie in a window which shows some text before ``start`` too."""
    end = start + int((1 - BEFORE) * length)
    return sum(match.end - match.start for match in matches if start <= match.start and match.end <= end)


def _on_words(text: str, passage: Span, low: int, high: int) -> Span:
    if low > passage.start:
        blank = text.find(" ", low - 1, high)
        low = blank + 1 if 0 <= blank < low + 24 else low
    if high < passage.end:
        blank = text.rfind(" ", low, high + 1)
        high = blank if blank > low and blank > high - 24 else high
    return Span(low, high)
