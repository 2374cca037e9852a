"""From a span to an anchor, and from an anchor to the span of the text as it is today, or to nowhere.

The selectors are those of the W3C Web Annotation Data Model, section 4.2. Resolution goes from the
certain to the doubtful, and from near to far: quote and context to the letter, at the old place and
elsewhere; then alignment with the text about the old place; at last with the stretches of the whole
text where most of the words of quote and context stand. Those are found by :mod:`tui.annotations.seeking`
and weighed by :mod:`tui.annotations.weighing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.model import CONTEXT_LENGTH, Anchor, Resolution
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.weighing import Fit, Pattern
    from tui.document.model import Document

SURE = 0.985
"""From this certainty on an anchor may be refreshed without asking the reader."""

ENOUGH = 0.92
"""Below this certainty an annotation is an orphan: to be on wrong words is worse."""

PLACE_LENGTH = 64
"""At most so many code points are quoted of a mere place."""

_NOWHERE = Resolution(None, 0.0)
_TELLING = 32
"""Code points of quote and context that prove a passage by themselves."""
_CLEAR = 0.95
"""A passage of this weight near the old place is not looked for elsewhere."""
_REPEATED = 0.95
"""The certainty of the nearest of several passages that are alike, context and all, and of a lone short quote."""
_OCCURRENCES = 256
"""So many passages that are alike are told apart by their distance from the old place."""
_REACH = 1500
"""Code points on either side of the old place that are looked at before all others."""


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
    """Where the anchor's passage stands today, and how sure that is; an orphan's span is None."""
    return _Search(document).alone(anchor)


def _end_of_place(document: Document, start: int) -> int:
    """Where the words end that stand for a place: whole ones, unless the first is too long."""
    if not document.blocks:
        return start
    end = document.block_at(start).end
    if end - start <= PLACE_LENGTH:
        return max(start, end)
    words = document.text[start : start + PLACE_LENGTH + 1].rsplit(None, 1)[0].rstrip()
    return start + min(len(words), PLACE_LENGTH)


class _Search:
    """A text in which anchors are looked for."""

    def __init__(self, document: Document) -> None:
        self._text = document.text

    def alone(self, anchor: Anchor) -> Resolution:
        """The passage of one anchor."""
        from tui.annotations.seeking import promising
        from tui.annotations.weighing import Pattern

        text = self._text
        whole = anchor.prefix + anchor.quote + anchor.suffix
        if not whole:
            return _NOWHERE if text else Resolution(Span(0, 0), 1.0)
        if len(whole) >= _TELLING or whole == text[: len(whole) + 1]:
            found = self._unchanged(anchor, whole)
            if found is not None:
                return found
        if not anchor.prefix and not anchor.suffix:
            found = self._alone(anchor)
            if found is not None:
                return found
        pattern = Pattern(anchor)
        near = self._near(pattern, anchor.start)
        if near and max(fit.weight for fit in near) >= _CLEAR:
            return self._best(near)
        [stretches] = promising(text, [pattern])
        for low, high in stretches:
            near += pattern.fits(self._text, low, high)
        return self._best(near)

    def _unchanged(self, anchor: Anchor, whole: str) -> Resolution | None:
        """The passage where nothing in or around it has changed: at the old place, or the nearest such one."""
        lead = len(anchor.prefix)
        expected = anchor.start - lead
        if expected >= 0 and self._text[expected : expected + len(whole)] == whole:
            return Resolution(Span(anchor.start, anchor.start + len(anchor.quote)), 1.0)
        from tui.annotations.seeking import occurrences

        found = occurrences(self._text, whole, _OCCURRENCES)
        if not found:
            return None
        start = min(found, key=lambda place: abs(place - expected)) + lead
        return Resolution(Span(start, start + len(anchor.quote)), 1.0 if len(found) == 1 else _REPEATED)

    def _alone(self, anchor: Anchor) -> Resolution | None:
        """The one place of a short quote of which no context is known, as some imports have them."""
        from tui.annotations.seeking import occurrences

        found = occurrences(self._text, anchor.quote, 2)
        if len(found) != 1:
            return None
        return Resolution(Span(found[0], found[0] + len(anchor.quote)), _REPEATED)

    def _near(self, pattern: Pattern, expected: int) -> list[Fit]:
        reach = _REACH + len(pattern.anchor.quote) // 4
        low = expected - pattern.lead - reach
        return pattern.fits(self._text, low, expected - pattern.lead + pattern.size + reach)

    def _best(self, fits: Sequence[Fit]) -> Resolution:
        """The fit of the greatest weight, if that is enough and no rival elsewhere comes near it."""
        from tui.annotations.weighing import certainty

        if not fits:
            return _NOWHERE
        best = max(fits, key=lambda fit: fit.weight)
        rival = max((fit.weight for fit in fits if not _overlap(fit.span, best.span)), default=0.0)
        sure = certainty(best, rival, len(self._text))
        return Resolution(best.span, sure) if sure >= ENOUGH else _NOWHERE


def _overlap(one: Span, other: Span) -> bool:
    return one == other or one.touches(other)
