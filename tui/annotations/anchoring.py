"""From a span to an anchor, and from an anchor to the span of the text as it is today, or to nowhere.

The selectors are those of the W3C Web Annotation Data Model, section 4.2. Resolution goes from the
certain to the doubtful: the old position; the quote with its whole context elsewhere; the quote
alone, every occurrence weighed; and at last approximate matching. Candidates are found by
:mod:`tui.annotations.seeking` and weighed by :mod:`tui.annotations.weighing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.model import CONTEXT_LENGTH, Anchor, Resolution
from tui.document.model import Span

if TYPE_CHECKING:
    from tui.document.model import Document

SURE = 0.9
"""From this certainty on an anchor may be refreshed without asking the reader."""

PLACE_LENGTH = 64
"""At most so many code points are quoted of a mere place."""

_NOWHERE = Resolution(None, 0.0)
_TELLING = 32
"""Code points of quote and context that prove a passage by themselves."""
_CLEAR = 0.85
"""From this certainty on an exact quote needs no comparison with approximate ones."""
_LEAD = 0.03
"""A candidate that is not ahead of the next one by so much is a guess between the two."""
_REPEATED = 0.8
"""The certainty of the nearest of several passages that are alike, context and all."""
_LONG = 2000
"""Longer quotes are found by their two ends, each of a quarter of this."""


def describe(document: Document, span: Span) -> Anchor:
    """The anchor of a passage: its quote, :data:`CONTEXT_LENGTH` code points around it, and its place.

    An empty span is a place, such as a bookmark's: its quote is the words that follow, to the end of
    the block or at most :data:`PLACE_LENGTH` code points, so that it is found and shown like any
    passage. Where no words follow, at the end of a block, the quote stays empty and the context alone
    tells. Raises ``ValueError`` for a span that does not lie in the text.
    """
    text = document.text
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"{span} does not lie in a text of {len(text)} code points")
    if start == end:
        end = _end_of_place(document, start)
    return Anchor(
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT_LENGTH) : start],
        suffix=text[end : end + CONTEXT_LENGTH],
        start=start,
        end=end,
        block=document.blocks.index_at(start) if document.blocks else 0,
    )


def resolve(document: Document, anchor: Anchor) -> Resolution:
    """Where the anchor's passage stands today, and how sure that is; an orphan's span is None.

    The time is bounded: the text is scanned for exact strings some dozens of times, and aligned with
    the quote in a few windows only.
    """
    text = str(document.text)
    whole = anchor.prefix + anchor.quote + anchor.suffix
    if not whole:
        return _NOWHERE if text else Resolution(Span(0, 0), 1.0)
    if len(whole) >= _TELLING or whole == text:
        found = _with_its_context(text, anchor, whole)
        if found is not None:
            return found
    if len(anchor.quote) > _LONG:
        return _by_its_ends(document, anchor)
    return _weighed(text, anchor)


def _end_of_place(document: Document, start: int) -> int:
    """Where the words end that stand for a place: whole ones, unless the first is too long."""
    if not document.blocks:
        return start
    end = document.block_at(start).end
    if end - start <= PLACE_LENGTH:
        return max(start, end)
    words = document.text[start : start + PLACE_LENGTH + 1].rsplit(None, 1)[0].rstrip()
    return start + min(len(words), PLACE_LENGTH)


def _with_its_context(text: str, anchor: Anchor, whole: str) -> Resolution | None:
    """The passage where nothing in or around it has changed: at the old position, or the nearest such one."""
    lead = len(anchor.prefix)
    expected = anchor.start - lead
    if expected >= 0 and text.startswith(whole, expected):
        return Resolution(anchor.span, 1.0)
    from tui.annotations.seeking import occurrences

    found = occurrences(text, whole, expected, 1)
    if not found:
        return None
    start = found[0] + lead
    return Resolution(Span(start, start + len(anchor.quote)), 1.0 if len(found) == 1 else _REPEATED)


def _weighed(text: str, anchor: Anchor) -> Resolution:
    """The candidate of the greatest weight, if that is enough and no rival elsewhere comes near it."""
    from tui.annotations.seeking import alike, exact
    from tui.annotations.weighing import enough, snapped, weigh

    found: list[tuple[float, Span]] = []
    for candidates in (exact, alike):
        for candidate in candidates(text, anchor):
            span = snapped(text, anchor, candidate)
            found.append((weigh(text, anchor, span), span))
        found.sort(key=lambda weighed: -weighed[0])
        if found and found[0][0] >= _CLEAR:
            break
    certainty, span = found[0]
    rival = max((weight for weight, other in found[1:] if not _overlap(span, other)), default=0.0)
    if certainty < enough(anchor) or certainty - rival < _LEAD:
        return _NOWHERE
    return Resolution(span, certainty)


def _overlap(one: Span, other: Span) -> bool:
    return one == other or one.touches(other)


def _by_its_ends(document: Document, anchor: Anchor) -> Resolution:
    """A long passage, from where its beginning stands to where its end does.

    Both must be found, in their order, and not much nearer or farther than they were.
    """
    quote, part = anchor.quote, _LONG // 4
    head = resolve(
        document,
        replace(
            anchor,
            quote=quote[:part],
            suffix=quote[part : part + CONTEXT_LENGTH],
            end=anchor.start + part,
        ),
    )
    tail = resolve(
        document,
        replace(
            anchor,
            quote=quote[-part:],
            prefix=quote[-part - CONTEXT_LENGTH : -part],
            start=anchor.end - part,
        ),
    )
    if head.span is None or tail.span is None:
        return _NOWHERE
    span = Span(head.span.start, tail.span.end)
    if not len(quote) / 2 <= span.end - span.start <= len(quote) * 2:
        return _NOWHERE
    return Resolution(span, min(head.certainty, tail.certainty))
