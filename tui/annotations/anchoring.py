"""From a span to an anchor, and from an anchor to the span of the text as it is today, or to nowhere.

The selectors are those of the W3C Web Annotation Data Model, section 4.2. Resolution goes from the
certain to the doubtful, and from near to far: quote and context to the letter, at the old place and
elsewhere; then alignment with the text about the old place; at last with the stretches of the whole
text where most of the words of quote and context stand. Those are found by :mod:`tui.annotations.seeking`
and weighed by :mod:`tui.annotations.weighing`.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tui.annotations.model import CONTEXT_LENGTH, SURE, Anchor, Resolution
from tui.annotations.twins import TWINNED, context_of, has_twin
from tui.document.model import BLOCK_SEPARATOR, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tui.annotations.weighing import Fit, Pattern
    from tui.document.model import Document, Text

    Missing = tuple[int, Pattern, list[Fit]]
    """An anchor's index, and where it fits near by."""

ENOUGH = 0.88
"""Below this certainty an annotation is an orphan: to be on wrong words is worse."""

PLACE_LENGTH = 64
"""At most so many code points are quoted of a mere place."""

_NOWHERE = Resolution(None, 0.0)
_TELLING = 32
"""Code points of quote and context that prove a passage by themselves."""
_CLEAR = 0.95
"""A passage of this weight near the old place is not looked for elsewhere."""
_CLEAR_IN_ORDER = 0.8
"""The same for one that stands where those before it let expect it."""
_REPEATED = 0.95
"""The certainty of the nearest of several passages that are alike, context and all, and of a lone short quote."""
_OCCURRENCES = 256
"""So many passages that are alike are told apart by their distance from the old place."""
_QUOTES = 16
"""So many places where the quote stands to the letter are looked at."""
_REACH, _SHORT_REACH = 1500, 300
"""Code points on either side of where a passage is expected that are looked at before all others; the short
one where other anchors tell what to expect."""
_WIDER = 4
"""So many times the reach is doubled while nothing is found."""
_PATIENCE = 8
"""So many passages that are not where they are expected, in a row, ask for a look at the whole text."""
_PROBES = 3
_SIDES = 4
_SOON = 1_000_000_000
"""Code points that may be searched for exact passages, one by one."""
_LONG = 20_000
"""Longer quotes are found by their two ends."""
_PART, _PARTS = 1000, 4
"""Code points that are looked for at either end of a long quote, and how many times further inside."""


def describe(document: Document, span: Span, like: Anchor | None = None) -> Anchor:
    """The anchor of a passage: its quote, :data:`CONTEXT_LENGTH` code points around it, and its place.

    A passage that has another one like it is given more context; see :mod:`tui.annotations.twins`. Of one that
    was anchored before, ``like`` this, that is known, and not looked for again.

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
    before = after = CONTEXT_LENGTH
    if like is None:
        before, after = context_of(text, start, end)
    elif has_twin(like):
        before, after = max(len(like.prefix), TWINNED), max(len(like.suffix), TWINNED)
    return Anchor(
        quote=text[start:end],
        prefix=text[max(0, start - before) : start],
        suffix=text[end : end + after],
        start=start,
        end=end,
        block=document.blocks.index_at(start) if document.blocks else 0,
    )


def resolve(document: Document, anchor: Anchor) -> Resolution:
    """Where the anchor's passage stands today, and how sure that is; an orphan's span is None."""
    return _Search(document.text).one(anchor)


def resolve_many(
    document: Document, anchors: Sequence[Anchor], first: Span | None = None
) -> Iterator[tuple[int, Resolution]]:
    """Where the passages of many anchors stand today: the anchor's index and where, as they are found.

    Those about ``first``, what is on the screen, come first, the others in the order of the text, and at
    last those that are to be looked for in all of it. That one anchor has moved tells where to look for
    the next, and the text is read once for all that have to be looked for everywhere.
    """
    yield from _Search(document.text).many(anchors, first)


def resolve_shown(
    document: Document,
    shown: Span,
    nearest: Callable[[int], Sequence[Anchor]],
    between: Callable[[int, int], Sequence[Anchor]],
) -> Iterator[tuple[Anchor, Resolution]]:
    """Where the passages stand that are about ``shown``, what is on the screen, without a look at all of the text.

    So few anchors are needed: ``nearest`` gives those that were made next to an offset, on either side, ``between``
    those made from one offset to another. What is not found about where it is expected is left out.
    """
    search = _Search(document.text)
    shift = search.shift_at(shown, nearest)
    anchors = between(shown.start - shift - _REACH, shown.end - shift + _REACH)
    for index, resolution in search.in_order(anchors, range(len(anchors)), shift, []):
        yield anchors[index], resolution


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

    def __init__(self, text: Text) -> None:
        self._text = text

    def one(self, anchor: Anchor) -> Resolution:
        """The passage of one anchor."""
        from tui.annotations.weighing import Pattern

        found = self._by_other_means(anchor) or self._to_the_letter(anchor)
        if found is not None:
            return found
        pattern = Pattern(anchor)
        fits = self._fits(pattern, anchor.start, _REACH)
        if _heaviest(fits) >= _CLEAR:
            return self._best(fits, [])
        [(_, found)] = self._anywhere([(0, pattern, fits)])
        return found

    def many(self, anchors: Sequence[Anchor], first: Span | None) -> Iterator[tuple[int, Resolution]]:
        """The passages of all anchors; see :func:`resolve_many`."""
        order = sorted(range(len(anchors)), key=lambda index: anchors[index].start)
        left: list[Missing] = []
        shift = 0
        if first is not None:
            made = [anchors[index].start for index in order]

            def nearest(offset: int) -> list[Anchor]:
                place = bisect_left(made, offset)
                return [anchors[index] for index in order[max(0, place - 1) : place + 1]]

            shift = self.shift_at(first, nearest)
            low, high = first.start - shift - _REACH, first.end - shift + _REACH
            shown = [index for index in order if low <= anchors[index].start <= high]
            yield from self.in_order(anchors, shown, shift, left)
            order = [index for index in order if not low <= anchors[index].start <= high]
        yield from self.in_order(anchors, order, 0, left)
        if len(left) * len(self._text) <= _SOON:
            still = []
            for index, pattern, fits in left:
                found = self._to_the_letter(anchors[index])
                if found is None:
                    still.append((index, pattern, fits))
                else:
                    yield index, found
            left = still
        yield from self._anywhere(left)

    def shift_at(self, shown: Span, nearest: Callable[[int], Sequence[Anchor]]) -> int:
        """By how much the text about ``shown`` has moved since the anchors were made.

        Where long parts have changed places, what stood at ``shown`` does not tell: then those of all parts are asked.
        """
        shift, is_near = self._followed(shown, nearest, 0)
        for part in range(1, _SIDES):
            if is_near:
                break
            moved = self._moved(nearest(len(self._text) * part // _SIDES)[:1], shift)
            if moved is not None and abs(moved - shift) >= _REACH:
                other, is_near = self._followed(shown, nearest, moved)
                shift = other if is_near else shift
        return shift

    def _followed(self, shown: Span, nearest: Callable[[int], Sequence[Anchor]], shift: int) -> tuple[int, bool]:
        """The same, going from one probe to the next, and whether the last one stands near ``shown`` now."""
        is_near = False
        for _ in range(_PROBES):
            near = nearest(shown.start - shift)
            low, high = shown.start - shift - _REACH, shown.end - shift + _REACH
            is_near = any(low <= anchor.start <= high for anchor in near)
            moved = self._moved(near, shift)
            if moved is None or abs(moved - shift) < _REACH:
                return shift if moved is None else moved, is_near
            shift = moved
        return shift, is_near

    def _moved(self, anchors: Sequence[Anchor], shift: int) -> int | None:
        """By how much the first of some anchors has moved whose passage is to be found."""
        return next((by for anchor in anchors if (by := self._probe(anchor, shift)) is not None), None)

    def _probe(self, anchor: Anchor, shift: int) -> int | None:
        """By how much an anchor's passage has moved, if nothing in or around it has changed."""
        whole = anchor.prefix + anchor.quote + anchor.suffix
        if len(whole) < _TELLING:
            return None
        expected = anchor.start - len(anchor.prefix)
        place = max(0, expected + shift)
        if self._text[place : place + len(whole)] != whole:
            place = self._text.find(whole)
        return place - expected if place >= 0 else None

    def in_order(
        self, anchors: Sequence[Anchor], order: Iterable[int], shift: int, left: list[Missing]
    ) -> Iterator[tuple[int, Resolution]]:
        """The passages that stand where those before them let expect it; the others are added to ``left``."""
        from tui.annotations.weighing import Pattern

        missed: list[Missing] = []
        patience = _PATIENCE
        for index in order:
            anchor = anchors[index]
            found = self._by_other_means(anchor) or self._expected(anchor, shift)
            if found is None:
                pattern = Pattern(anchor)
                fits: list[Fit] = []
                for reach in (_SHORT_REACH, _REACH << min(len(missed), _WIDER)):
                    fits = self._fits(pattern, anchor.start + shift, reach)
                    best = self._best(fits, [])
                    weight = _heaviest(fits)
                    if best.certainty >= SURE and weight >= _CLEAR_IN_ORDER:
                        # Unless all of it stands elsewhere to the letter, where it was moved.
                        elsewhere = weight < _CLEAR and len(anchors) * len(self._text) <= _SOON
                        found = (elsewhere and self._to_the_letter(anchor)) or best
                        break
                else:
                    missed.append((index, pattern, fits))
            if found is not None:
                yield index, found
                if found.span is None:
                    continue
                moved = found.span.start - anchor.start
            elif len(missed) < patience:
                continue
            else:
                # So many in a row are hardly all gone: something long was put in or taken out before them.
                probed = self._probe(anchor, shift)
                moved = shift if probed is None else probed
                patience = patience * 2 if probed is None else _PATIENCE
                if probed is None:
                    continue
            if abs(moved - shift) > _SHORT_REACH:
                for missing in missed:
                    found = self._expected(anchors[missing[0]], moved)
                    if found is None:
                        left.append(missing)
                    else:
                        yield missing[0], found
            else:
                left += missed
            missed = []
            shift = moved
        left += missed

    def _by_other_means(self, anchor: Anchor) -> Resolution | None:
        """The passage of an anchor that has no words, or too many, or no context."""
        whole = anchor.prefix + anchor.quote + anchor.suffix
        if not whole:
            return _NOWHERE if len(self._text) else Resolution(Span(0, 0), 1.0)
        if whole == self._text[: len(whole) + 1]:
            start = len(anchor.prefix)
            return Resolution(Span(start, start + len(anchor.quote)), 1.0)
        if not anchor.quote.strip():
            return self._between_words(anchor)
        if len(anchor.quote) > _LONG:
            return self._to_the_letter(anchor) or self._by_its_ends(anchor)
        if not anchor.prefix and not anchor.suffix:
            places = _occurrences(self._text, anchor.quote, 2)
            if len(places) > 1:
                # As of an imported quote: nothing tells which of these places was meant, unless it is the old one.
                here = anchor.start > 0 and self._text[anchor.start : anchor.start + len(whole)] == whole
                return Resolution(anchor.span, _REPEATED) if here else _NOWHERE
            if places and len(whole) < _TELLING:
                return Resolution(Span(places[0], places[0] + len(anchor.quote)), _REPEATED)
        return None

    def _expected(self, anchor: Anchor, shift: int) -> Resolution | None:
        """The passage about where it should be, if nothing in or around it has changed."""
        whole = anchor.prefix + anchor.quote + anchor.suffix
        if len(whole) < _TELLING:
            return None
        expected = anchor.start + shift - len(anchor.prefix)
        if expected >= 0 and self._text[expected : expected + len(whole)] == whole:
            place = expected
        else:
            low = max(0, expected - _SHORT_REACH)
            window = self._text[low : max(0, expected + len(whole) + _SHORT_REACH)]
            place = window.find(whole)
            if place < 0 or window.find(whole, place + 1) >= 0:
                return None
            place += low
        start = place + len(anchor.prefix)
        return Resolution(Span(start, start + len(anchor.quote)), 1.0)

    def _to_the_letter(self, anchor: Anchor) -> Resolution | None:
        """The passage where nothing in or around it has changed: at the old place, or the nearest such one."""
        whole = anchor.prefix + anchor.quote + anchor.suffix
        if len(whole) < _TELLING:
            return None
        lead = len(anchor.prefix)
        expected = anchor.start - lead
        if expected >= 0 and self._text[expected : expected + len(whole)] == whole:
            return Resolution(Span(anchor.start, anchor.start + len(anchor.quote)), 1.0)
        found = _occurrences(self._text, whole, _OCCURRENCES)
        if not found:
            return self._in_its_paragraph(anchor) if has_twin(anchor) else None
        start = min(found, key=lambda place: abs(place - expected)) + lead
        return Resolution(Span(start, start + len(anchor.quote)), 1.0 if len(found) == 1 else _REPEATED)

    def _in_its_paragraph(self, anchor: Anchor) -> Resolution | None:
        """The passage that had a twin, where its whole paragraph (or paragraphs) stands once as it was."""
        *before, lead = anchor.prefix.split(BLOCK_SEPARATOR)
        rest, *after = anchor.suffix.split(BLOCK_SEPARATOR)
        begins = before or len(lead) == anchor.start
        ends = after or len(rest) < TWINNED
        if not begins or not ends:
            return None
        paragraph = lead + anchor.quote + rest
        places = _occurrences(self._text, paragraph, 2)
        if len(places) != 1 or len(paragraph) < _TELLING:
            return None
        place = places[0] + len(lead)
        return Resolution(Span(place, place + len(anchor.quote)), _REPEATED)

    def _between_words(self, anchor: Anchor) -> Resolution:
        """A place without words: where the word before it ends, or where the one after it starts."""
        found = self._to_the_letter(anchor)
        if found is not None:
            return found
        before, after = anchor.prefix.split(), anchor.suffix.split()
        if before:
            stop = len(anchor.prefix.rstrip())
            found = self.one(_cut(anchor, stop - len(before[-1]), stop))
        elif after:
            start = len(anchor.prefix + anchor.quote + anchor.suffix) - len(anchor.suffix.lstrip())
            found = self.one(_cut(anchor, start, start + len(after[0])))
        if found is None or found.span is None:
            return _NOWHERE
        place = found.span.end if before else found.span.start
        return Resolution(Span(place, place), found.certainty)

    def _by_its_ends(self, anchor: Anchor) -> Resolution:
        """A long passage, from where its beginning stands to where its end does, or what is left of them."""

        def part(start: int) -> Resolution:
            return self.one(_cut(anchor, len(anchor.prefix) + start, len(anchor.prefix) + start + _PART))

        size = len(anchor.quote)
        head = next((each for step in range(_PARTS) if (each := part(step * _PART)).span), _NOWHERE)
        tail = next((each for step in range(1, _PARTS + 1) if (each := part(size - step * _PART)).span), _NOWHERE)
        if head.span is None or tail.span is None:
            return _NOWHERE
        span = Span(head.span.start, tail.span.end)
        if not size / 2 <= span.end - span.start <= size * 2:
            return _NOWHERE
        return Resolution(span, min(head.certainty, tail.certainty))

    def _fits(self, pattern: Pattern, expected: int, reach: int) -> list[Fit]:
        """Where quote and context fit the text about the place where the quote is expected."""
        low = expected - pattern.lead
        reach += (pattern.stop - pattern.lead) // 4
        return pattern.fits(self._text, low - reach, low + pattern.size + reach)

    def _anywhere(self, missing: Sequence[Missing]) -> Iterator[tuple[int, Resolution]]:
        """Of each the best of where it fits near by and in all of the text."""
        from tui.annotations.seeking import promising

        found = promising(self._text, [pattern for _, pattern, _ in missing])
        for (index, pattern, fits), stretches in zip(missing, found, strict=True):
            if len(missing) * len(self._text) <= _SOON:
                quote = pattern.anchor.quote
                for place in _occurrences(self._text, quote, _QUOTES):
                    if not any(low <= place < high for low, high in stretches):
                        stretches.append(Span(place - _SHORT_REACH, place + len(quote) + _SHORT_REACH))
            far = [fit for low, high in stretches for fit in pattern.fits(self._text, low, high)]
            yield index, self._best(fits, far)

    def _best(self, near: list[Fit], far: list[Fit]) -> Resolution:
        """The fit of the greatest weight, if that is enough and no rival elsewhere comes near it."""
        from tui.annotations.weighing import certainty

        fits = near + far
        best = max((fit for fit in fits if fit.is_told), key=lambda fit: fit.weight, default=None)
        if best is None:
            return _NOWHERE
        rival = max((fit.own + fit.around for fit in fits if not _overlap(fit.span, best.span)), default=0.0)
        size = len(self._text)
        sure = certainty(best, rival, size if best in far else min(size, 2 * _REACH))
        return Resolution(best.span, sure) if sure >= ENOUGH else _NOWHERE


def _cut(anchor: Anchor, start: int, stop: int) -> Anchor:
    """The anchor of a part of another one's quote and context."""
    whole = anchor.prefix + anchor.quote + anchor.suffix
    place = max(0, anchor.start - len(anchor.prefix) + start)
    return Anchor(
        quote=whole[start:stop],
        prefix=whole[max(0, start - CONTEXT_LENGTH) : start],
        suffix=whole[stop : stop + CONTEXT_LENGTH],
        start=place,
        end=place + stop - start,
        block=anchor.block,
    )


def _occurrences(text: Text, needle: str, limit: int) -> list[int]:
    """The first ``limit`` places of the text where ``needle`` occurs."""
    places: list[int] = []
    place = text.find(needle)
    while place >= 0 and len(places) < limit:
        places.append(place)
        place = text.find(needle, place + 1)
    return places


def _heaviest(fits: Iterable[Fit]) -> float:
    """The greatest weight of those that may be the passage."""
    return max((fit.weight for fit in fits if fit.is_told), default=0.0)


def _overlap(one: Span, other: Span) -> bool:
    return one == other or one.touches(other)
