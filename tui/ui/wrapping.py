"""Breaking text into lines of a given width, as a typesetter would.

Widths are terminal cells, offsets code points into the document's text. Most western text is one
cell a character; that is found out once a block, and such blocks take a road without any counting
of widths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Text

_UNEVEN = re.compile(
    "[^\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u202f-\u205e\u20ac\u2192]"
)
"""Any character that may not be one cell wide."""

_NEVER_FIRST = frozenset(";:!?»%)]}.,…，。、；：！？」』）】〉》’”")
"""Characters that never begin a line, even after a space (French) or a wide character (CJK)."""

_NEVER_LAST = frozenset("«([{「『（【〈《“‘")
"""Characters that never end a line."""


SOFT_HYPHEN = "\u00ad"
"""Shown as a hyphen where a line ends with it, and as nothing elsewhere."""


class Line(NamedTuple):
    """One line of a block: the half-open range of the text that it shows, without the blanks at its end."""

    start: int
    end: int


def is_even(text: Text, start: int, end: int) -> bool:
    """Whether every character of ``text[start:end]`` is one cell wide (or a line break)."""
    return _UNEVEN.search(text[start:end]) is None


def wrap(text: Text, start: int, end: int, width: int) -> list[Line]:
    """Break ``text[start:end]`` into lines of at most ``width`` cells.

    Lines end at spaces, after hyphens and dashes, or between wide characters; a word that is longer
    than a line is cut. A newline always ends a line. No-break spaces never do, nor does a plain space
    before French high punctuation. At least one line comes back.
    """
    width = max(1, width)
    lines: list[Line] = []
    even = is_even(text, start, end)
    while True:
        stop = text.find("\n", start, end)
        last = stop < 0
        if last:
            stop = end
        if even:
            _wrap_even(text, start, stop, width, lines)
        else:
            _wrap_uneven(text, start, stop, width, lines)
        if last:
            return lines
        start = stop + 1


def _wrap_even(text: Text, start: int, end: int, width: int, lines: list[Line]) -> None:
    find = text.rfind
    fresh = True
    while end - start > width:
        fresh = False
        limit = start + width
        cut = find(" ", start + 1, limit + 1)
        while cut > start and (text[cut + 1 : cut + 2] in _NEVER_FIRST or text[cut - 1] in _NEVER_LAST):
            cut = find(" ", start + 1, cut)
        dash = _last_dash(text, max(start, cut) + 1, limit)
        if dash > 0:
            lines.append(Line(start, dash + 1))
            start = dash + 1
            continue
        if cut <= start:
            lines.append(Line(start, limit))
            start = limit
            continue
        lines.append(Line(start, _without_blanks(text, start, cut)))
        start = cut + 1
        while start < end and text[start] == " ":
            start += 1
    if start < end or fresh:
        lines.append(Line(start, _without_blanks(text, start, end)))


def _last_dash(text: Text, start: int, end: int) -> int:
    """The last hyphen or dash between letters in ``text[start:end]``; -1 if there is none."""
    dash = end
    while (dash := max(text.rfind("-", start, dash), text.rfind("—", start, dash))) > 0:
        if text[dash - 1].isalpha() and text[dash + 1 : dash + 2].isalpha():
            return dash
    return -1


def _wrap_uneven(text: Text, start: int, end: int, width: int, lines: list[Line]) -> None:
    line_start = start
    used = 0
    chance = -1
    """Where the next line would start if this one were broken at its last opportunity."""
    before = ""
    before_wide = False
    used_at_chance = 0
    for low, high, cells in graphemes(text, start, end):
        cluster = text[low:high]
        wide = cells == 2
        if low > line_start and _may_break(text, line_start, low, before, cluster, before_wide or wide, used < width):
            chance = low
            used_at_chance = used
        if used + cells > width and low > line_start and cluster != " ":
            cut = chance if chance > line_start else low
            used -= used_at_chance if cut == chance else used
            lines.append(Line(line_start, _without_blanks(text, line_start, cut)))
            line_start = cut
            chance = -1
            used_at_chance = 0
        used += cells
        before = cluster
        before_wide = wide
    if line_start < end or line_start == start:
        lines.append(Line(line_start, _without_blanks(text, line_start, end)))


def _may_break(text: Text, start: int, at: int, before: str, after: str, wide: bool, room: bool) -> bool:
    """Whether a line may end between the clusters ``before`` and ``after``, which meet at offset ``at``.

    The line begins at ``start``. ``wide``: one of them is two cells wide; ``room``: one more cell
    would fit, for a hyphen.
    """
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == " ":
        return text[at - 2] not in _NEVER_LAST
    if before == SOFT_HYPHEN:
        return room
    letters = at - 1 > start and text[at - 2].isalpha() and after[0].isalpha()
    return wide or (before in "-—" and letters)


def _without_blanks(text: Text, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def graphemes(text: Text, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The user-perceived characters of ``text[start:end]`` as ``(start, end, cells)``."""
    piece = 4096
    while start < end:
        stop = min(end, start + piece)
        spans, _ = split_graphemes(text[start:stop])
        if stop < end and len(spans) > 1:
            spans = spans[:-1]
        low = high = 0
        for low, high, width in spans:
            if low < high:
                yield start + low, start + high, 0 if text[start + low] == SOFT_HYPHEN else width
        start = start + high if high else stop


def cells(text: Text, start: int, end: int) -> int:
    """How many terminal cells ``text[start:end]`` takes."""
    if is_even(text, start, end):
        return end - start
    piece = text[start:end]
    return cell_len(piece.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in piece else piece)


def offset_at(text: Text, start: int, end: int, x: int) -> int:
    """The offset of the character that covers cell ``x`` of a line ``text[start:end]``.

    Left of the line it is ``start``; right of it ``end``.
    """
    if x <= 0:
        return start
    if is_even(text, start, end):
        return min(end, start + x)
    position = 0
    for low, _high, width in graphemes(text, start, end):
        if x < position + width:
            return low
        position += width
    return end
