"""Going by units of text: where characters, words and sentences begin or end, from one stretch to the next.

What a stretch holds is found at once, so that a count of a million takes no longer than it must.
Offsets are code points into the document's text; each is one where a cursor rests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.document.segmentation import big_words, sentences, vim_words
from tui.ui.characters import rest, rests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Document, Span
    from tui.ui.page import Page
    from tui.ui.stretches import Stretch

Stops = Callable[["Document", "Stretch"], Sequence[int]]
"""The places of a kind in a stretch, in the order of the text."""

BEFORE = 4096
"""Code points before a stretch that begins within a block, in which the beginning of a sentence is looked for."""


def character_starts(document: Document, stretch: Stretch) -> Sequence[int]:
    """Every place where a cursor rests."""
    return rests(document.text, stretch.start, stretch.end) or [stretch.start]


def word_starts(document: Document, stretch: Stretch) -> Sequence[int]:
    """Where vim's ``w`` stops."""
    return _starts(document, stretch, vim_words)


def word_ends(document: Document, stretch: Stretch) -> Sequence[int]:
    """Where vim's ``e`` stops."""
    return _ends(document, stretch, vim_words)


def big_word_starts(document: Document, stretch: Stretch) -> Sequence[int]:
    """Where vim's ``W`` stops."""
    return _starts(document, stretch, big_words)


def big_word_ends(document: Document, stretch: Stretch) -> Sequence[int]:
    """Where vim's ``E`` stops."""
    return _ends(document, stretch, big_words)


def sentence_starts(document: Document, stretch: Stretch) -> Sequence[int]:
    """Where sentences begin; at least where the block does."""
    block = document.blocks[stretch.block]
    low = max(block.start, stretch.start - BEFORE)
    text = document.text[low : stretch.end]
    starts = [low + span.start for span in sentences(text, 0, len(text))]
    if low > block.start:
        # The first one has begun before what was looked at.
        starts = starts[1:]
    elif not starts:
        starts = [block.start]
    places = set(rests(document.text, stretch.start, stretch.end))
    found = [start for start in starts if start in places]
    return found or ([block.start] if stretch.start == block.start else [])


def _starts(document: Document, stretch: Stretch, words: Callable[[str], Iterator[Span]]) -> Sequence[int]:
    text = document.text[stretch.start : stretch.end]
    places = set(rests(text, 0, len(text)))
    return [stretch.start + span.start for span in words(text) if span.start in places]


def _ends(document: Document, stretch: Stretch, words: Callable[[str], Iterator[Span]]) -> Sequence[int]:
    text = document.text[stretch.start : stretch.end]
    places = rests(text, 0, len(text))
    ends = (stretch.start + places[bisect_right(places, span.end - 1) - 1] for span in words(text))
    return list(dict.fromkeys(ends))


def onward(page: Page, offset: int, count: int, stops: Stops) -> int:
    """The ``count``-th stop behind ``offset``; the last place of the text where there are not so many."""
    document, stretches = page.document, page.stretches
    index = stretches.index_at(offset)
    here = stops(document, stretches[index])
    passed = bisect_right(here, offset)
    while count > len(here) - passed:
        count -= len(here) - passed
        index += 1
        if index >= len(stretches):
            return rest(document, document.blocks.end(len(document.blocks) - 1))
        here = stops(document, stretches[index])
        passed = 0
    return here[passed + count - 1]


def back(page: Page, offset: int, count: int, stops: Stops) -> int:
    """The ``count``-th stop before ``offset``; the first place of the text where there are not so many."""
    document, stretches = page.document, page.stretches
    index = stretches.index_at(offset)
    here = stops(document, stretches[index])
    left = bisect_left(here, offset)
    while count > left:
        count -= left
        index -= 1
        if index < 0:
            return rest(document, document.blocks.start(0))
        here = stops(document, stretches[index])
        left = len(here)
    return here[left - count]
