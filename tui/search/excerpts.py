"""The part of a passage that is worth showing: where most of what was found stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Text

BEFORE = 0.2
"""Share of an excerpt that stands before the first match in it."""
REACH = 24
"""Code points that an end of an excerpt may move so as not to part a word."""


def excerpt(text: Text, passage: Span, matches: Sequence[Span], length: int) -> Span:
    """A window of at most ``length`` code points on the passage, on whole words, around its densest matches."""
    if passage.end - passage.start <= length:
        return passage
    if not matches:
        beginning = Span(passage.start, passage.start + length)
        return _on_words(text, passage, beginning, Span(passage.start, passage.start + 1))
    first = max(matches, key=lambda match: (_held(matches, match.start, length), -match.start))
    low = max(passage.start, first.start - int(BEFORE * length))
    high = min(passage.end, low + length)
    window = Span(max(passage.start, high - length), high)
    shown = max((match.end for match in matches if first.start <= match.start and match.end <= high), default=high)
    return _on_words(text, passage, window, Span(first.start, shown))


def _held(matches: Sequence[Span], start: int, length: int) -> int:
    """Letters of the matches that lie in a window which shows some text before ``start`` too."""
    end = start + int((1 - BEFORE) * length)
    return sum(match.end - match.start for match in matches if start <= match.start and match.end <= end)


def _on_words(text: Text, passage: Span, window: Span, kept: Span) -> Span:
    """The window without the parts of words at its ends, but with all that is to be kept."""
    low, high = window
    if low > passage.start:
        low = text.find(" ", low - 1, min(low + REACH, kept.start)) + 1 or low
    if high < passage.end:
        blank = text.rfind(" ", max(high - REACH, kept.end), high + 1)
        high = blank if blank >= 0 else high
    return Span(low, high)
