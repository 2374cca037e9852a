"""How much context a passage needs to be told from others like it in its text: refrains, forms, quotes of one word.

Where a text says nearly the same twice and one of the two is taken out, nothing in the one that stays tells that it
is not the one that was meant; only what stands farther around it does. So a passage that has a twin is kept with
context up to where the two texts part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.model import CONTEXT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.annotations.model import Anchor
    from tui.document.model import Text

TWINNED = 2 * CONTEXT_LENGTH
"""Code points of context, on either side, that a passage with a twin has at least, where there are so many."""
_LONGEST = 8 * CONTEXT_LENGTH
_FAR = 200_000
"""Code points on either side in which twins are looked for: it must cost nothing to mark a passage."""
_PROBE, _AROUND = 24, 14
"""Code points of a quote, and of what stands before or after it, that are looked for to the letter."""
_MOST = 24
"""So many places where a probe stands are looked at."""
_ALIKE = 65.0
"""By RapidFuzz's ratio, from 0 to 100: unrelated prose has 40 to 55."""
_SLACK = 16
"""Code points by which two texts that are alike may run apart within one step."""


def has_twin(anchor: Anchor) -> bool:
    """Whether the passage had another one like it when the anchor was made."""
    return max(len(anchor.prefix), len(anchor.suffix)) >= TWINNED


def context_of(text: Text, start: int, end: int) -> tuple[int, int]:
    """How many code points of context tell a passage from others: before it, and after it.

    They are :data:`~tui.annotations.model.CONTEXT_LENGTH` where there is no twin.
    """
    before = after = 0
    for place in _twins(text, start, end):
        before = max(before, _alike(text, start, place, -1))
        after = max(after, _alike(text, end, place + end - start, 1))
    if before or after:
        return max(before, TWINNED), max(after, TWINNED)
    return CONTEXT_LENGTH, CONTEXT_LENGTH


def _twins(text: Text, start: int, end: int) -> Iterator[int]:
    """Where else in the text, or in what of it is near, such a passage begins."""
    low, high = max(0, start - _FAR), end + _FAR
    window = text[low:high]
    begin, stop = start - low, end - low
    size = stop - begin
    middle = begin + size // 2
    probes = {
        (max(0, begin - _AROUND), min(stop, begin + _PROBE)),
        (max(begin, stop - _PROBE), min(len(window), stop + _AROUND)),
    }
    if size > 2 * _PROBE:
        probes.add((middle - _PROBE // 2, middle + _PROBE // 2))
    seen: list[int] = []
    for first, last in sorted(probes):
        probe = window[first:last]
        place = window.find(probe)
        tried = 0
        while place >= 0 and tried < _MOST:
            shift = place - first
            if shift and all(abs(shift - other) > _SLACK for other in seen):
                tried += 1
                seen.append(shift)
                if _is_twin(window, begin, stop, shift):
                    yield start + shift
            place = window.find(probe, place + 1)


def _is_twin(window: str, begin: int, stop: int, shift: int) -> bool:
    """Whether quote and context stand there, too, for the most part; of a long quote its ends are looked at."""
    from rapidfuzz import fuzz

    if abs(shift) < stop - begin:
        return False
    low, high = max(0, begin - CONTEXT_LENGTH), min(len(window), stop + CONTEXT_LENGTH)
    if high - low <= 8 * CONTEXT_LENGTH:
        own, other = window[low:high], window[max(0, low + shift) : max(0, high + shift)]
        if fuzz.ratio(own, other) >= _ALIKE:
            return True
    size = 2 * CONTEXT_LENGTH
    return any(
        fuzz.ratio(window[at : at + size], window[max(0, at + shift) : max(0, at + shift + size)]) >= _ALIKE
        for at in (low, max(low, high - size))
    )


def _alike(text: Text, own: int, other: int, step: int) -> int:
    """Code points up to and with the first stretch in which the text away from two offsets is not alike."""
    from rapidfuzz import fuzz

    for far in range(0, _LONGEST, CONTEXT_LENGTH):
        if step > 0:
            mine = text[own + far : own + far + CONTEXT_LENGTH]
            theirs = text[max(0, other + far - _SLACK) : max(0, other + far + CONTEXT_LENGTH + _SLACK)]
        else:
            mine = text[max(0, own - far - CONTEXT_LENGTH) : max(0, own - far)]
            theirs = text[max(0, other - far - CONTEXT_LENGTH - _SLACK) : max(0, other - far + _SLACK)]
        if not mine or fuzz.partial_ratio(mine, theirs) < _ALIKE:
            return far + CONTEXT_LENGTH
    return _LONGEST
