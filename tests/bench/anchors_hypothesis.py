"""How the Hypothesis client finds a quote again, by its published description; to be compared with.

The old position, if the quote stands there to the letter. Otherwise all exact occurrences; if there is
none, the substrings with the fewest errors (Levenshtein), at most min(256, half the quote's length).
Each is scored by quote (50), prefix (20), suffix (20) and distance from the old place (2); the best is
taken. The search is that of Myers, "A fast bit-vector algorithm for approximate string matching based
on dynamic programming" (1999).
"""

from __future__ import annotations

from tui.annotations.model import Anchor
from tui.document.model import Span

QUOTE, PREFIX, SUFFIX, POSITION = 50, 20, 20, 2


def match(text: str, anchor: Anchor) -> Span | None:
    quote = anchor.quote
    if anchor.start >= 0 and text.startswith(quote, anchor.start):
        return anchor.span
    if not quote:
        return None
    best: tuple[float, Span] | None = None
    for errors, span in search(text, quote, min(256, len(quote) // 2)):
        before = text[max(0, span.start - len(anchor.prefix)) : span.start]
        after = text[span.end : span.end + len(anchor.suffix)]
        score = QUOTE * (1 - errors / len(quote))
        score += PREFIX * likeness(before, anchor.prefix)
        score += SUFFIX * likeness(after, anchor.suffix)
        score += POSITION * (1 - abs(span.start - anchor.start) / len(text))
        if best is None or score > best[0]:
            best = score, span
    return best[1] if best else None


def likeness(text: str, wanted: str) -> float:
    """How much of a context stands somewhere in the text where it should."""
    if not wanted:
        return 1.0
    if not text:
        return 0.0
    if wanted in text:
        return 1.0
    least = min(score for _, score in _ends(text, wanted))
    return 1 - min(least, len(wanted)) / len(wanted)


def search(text: str, quote: str, most: int) -> list[tuple[int, Span]]:
    """Where the quote stands exactly, or else with the fewest errors."""
    found = []
    place = text.find(quote)
    while place >= 0:
        found.append((0, Span(place, place + len(quote))))
        place = text.find(quote, place + 1)
    if found:
        return found
    ends: list[int] = []
    for end, errors in _ends(text, quote):
        if errors < most:
            ends, most = [], errors
        if errors == most:
            ends.append(end)
    backwards = quote[::-1]
    for end in ends:
        low = max(0, end - len(quote) - most)
        length = next(
            (length for length, errors in _ends(text[low:end][::-1], backwards) if errors == most), len(quote)
        )
        found.append((most, Span(end - length, end)))
    return found


def _ends(text: str, pattern: str) -> list[tuple[int, int]]:
    """For each place in the text: the least errors of a substring that ends there."""
    masks: dict[str, int] = {}
    for index, char in enumerate(pattern):
        masks[char] = masks.get(char, 0) | 1 << index
    full = (1 << len(pattern)) - 1
    high = 1 << len(pattern) - 1
    up, down, errors = full, 0, len(pattern)
    ends = [(0, errors)]
    for place, char in enumerate(text, 1):
        equal = masks.get(char, 0)
        upright = equal | down
        level = (((equal & up) + up) ^ up) | equal
        plus = down | ~(level | up) & full
        minus = up & level
        if plus & high:
            errors += 1
        elif minus & high:
            errors -= 1
        plus = plus << 1
        up = (minus << 1 | ~(upright | plus)) & full
        down = plus & upright & full
        ends.append((place, errors))
    return ends
