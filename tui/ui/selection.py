"""Choosing a passage: by word, sentence and paragraph, growing, shrinking, moving either end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import Span
from tui.document.segmentation import sentence_at, word_at
from tui.ui.characters import character_at, whole

if TYPE_CHECKING:
    from tui.document.model import Document


class Selection(NamedTuple):
    """A passage that reaches from one span to another, whichever comes first.

    ``anchor`` is where it was begun, ``head`` the end that moves with the cursor. ``smaller`` is
    what it was before it grew.
    """

    anchor: Span
    head: Span
    smaller: Selection | None = None
    exact: bool = False
    """Whether it was chosen by characters: then no word is made whole where its end moves."""

    @property
    def span(self) -> Span:
        """The passage: code points into the document's text."""
        return Span(min(self.anchor.start, self.head.start), max(self.anchor.end, self.head.end))

    def moved_to(self, head: Span) -> Selection:
        """The same selection with its moving end elsewhere."""
        return Selection(self.anchor, head, exact=self.exact)

    def turned(self) -> Selection:
        """The same passage; what stood still moves now."""
        return Selection(self.head, self.anchor, exact=self.exact)


Unit = Callable[["Document", int], Span]
"""What a passage is made of: the whole of it that holds an offset."""

REACH = 1 << 16
"""Code points around an offset in which its word and its sentence are looked for."""


def character(document: Document, offset: int) -> Span:
    """The user-perceived character at ``offset``."""
    return character_at(document, offset)


def word(document: Document, offset: int) -> Span:
    """The word at ``offset``, within its block; between words, the character there."""
    return _of_block(document, word_at, offset)


def sentence(document: Document, offset: int) -> Span:
    """The sentence at ``offset``, within its block."""
    return _of_block(document, sentence_at, offset)


def _of_block(document: Document, unit: Callable[[str, int, int, int], Span], offset: int) -> Span:
    """A unit of a block's text, as a span of the document's."""
    block = document.block_at(offset)
    if block.start == block.end:
        return block.span
    offset = min(offset, block.end - 1)
    low = max(block.start, offset - REACH)
    text = document.text[low : min(block.end, offset + REACH)]
    span = unit(text, offset - low, 0, len(text))
    return whole(document, Span(low + span.start, low + span.end))


def paragraph(document: Document, offset: int) -> Span:
    """The whole block at ``offset``."""
    return document.block_at(offset).span


def select(document: Document, offset: int, unit: Unit) -> Selection:
    """A selection of the unit at ``offset``."""
    span = unit(document, offset)
    return Selection(span, span, exact=unit is character)


def rounded(document: Document, selection: Selection, unit: Unit) -> Selection:
    """The whole units that a selection touches; shrinking leads back to it."""
    whole_units = _whole_units(document, selection.span, unit)
    return Selection(whole_units, whole_units, smaller=selection)


def _whole_units(document: Document, span: Span, unit: Unit) -> Span:
    last = max(span.start, span.end - 1)
    return Span(unit(document, span.start).start, unit(document, last).end)


def grow(document: Document, selection: Selection) -> Selection:
    """The next larger unit that holds the selection: characters, words, sentences, paragraphs, everything."""
    span = selection.span
    for unit in (character, word, sentence, paragraph):
        larger = _whole_units(document, span, unit)
        if larger.start <= span.start and span.end <= larger.end and larger != span:
            return Selection(larger, larger, smaller=selection)
    blocks = document.blocks
    everything = Span(blocks.start(0), blocks.end(len(blocks) - 1))
    return selection if span == everything else Selection(everything, everything, smaller=selection)


def shrink(document: Document, selection: Selection) -> Selection:
    """What the selection was before it grew; else its first sentence, word or character."""
    if selection.smaller is not None:
        return selection.smaller
    span = selection.span
    for unit in (paragraph, sentence, word, character):
        part = unit(document, span.start)
        if part.start >= span.start and part.end <= span.end and part != span:
            return Selection(part, part, exact=unit is character)
    return selection
