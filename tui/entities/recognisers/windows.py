"""Where in a text a costly pattern is worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def windows(text: str, start: int, end: int, anchor: re.Pattern[str], around: int) -> Iterator[tuple[int, int]]:
    """Stretches of ``text[start:end]`` that reach ``around`` code points to both sides of what ``anchor`` finds.

    In order, none over another, and cut between words only.
    """
    begin = stop = -1
    for match in anchor.finditer(text, start, end):
        if match.start() - around > stop:
            if stop >= 0:
                yield begin, stop
            begin = max(start, match.start() - around, stop)
            begin = begin if begin == start else text.find(" ", begin, match.start()) + 1 or match.start()
        blank = text.find(" ", min(match.end() + around, end), end)
        stop = end if blank < 0 else blank
    if stop >= 0:
        yield begin, stop
