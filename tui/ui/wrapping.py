"""Breaking text into lines of a given width, as a typesetter would.

Widths are terminal cells, offsets code points into the document's text. Most western text is one
cell a character; that is found out once a block, and such blocks take a road without any counting
of widths.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.document.model import Text

_EVEN = "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u202f-\u205e\u20ac\u2192"
"""Characters that are one cell wide."""
_WIDE = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u3001-\u3029\u3030-\u303d\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3131-\u3163"
    "\u3165-\u318e\u3190-\u31e3\u31f0-\u321e\u3220-\u3247\u3250-\u4dbf\u4e00-\ua48c\uac00-\ud7a3\uf900-\ufaff"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
"""Characters of Chinese, Japanese and Korean that are two cells wide, none of which joins the one before."""
_FIRST_WIDE = "\u2e80"
_ALONE = "\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3"
"""Letters of Hebrew and Arabic: one cell, and none joins the one before."""

_UNEVEN = re.compile(f"[^{_EVEN}\n]")
"""Any character that may not be one cell wide."""

_NEVER_FIRST = frozenset(";:!?»%)]}.,…，。、；：！？」』）】〉》’”")
"""Characters that never begin a line, even after a space (French) or a wide character (CJK)."""

_NEVER_LAST = frozenset("«([{「『（【〈《“‘")
"""Characters that never end a line."""


SOFT_HYPHEN = "\u00ad"
"""Shown as a hyphen where a line ends with it, and as nothing elsewhere."""


ZERO_WIDTH_SPACE = "\u200b"
"""Takes no cell; a line may end behind it."""

_BREAKS_BEHIND = frozenset(f" -—{SOFT_HYPHEN}")
"""Narrow characters behind which a line may end."""


@cache
def _simple() -> re.Pattern[str]:
    """Runs of characters each of which is perceived as one, whatever stands around the run.

    Made when it is needed: that takes longer than to show the first page of a text that does without.
    """
    return re.compile(f"(?:[{_EVEN}{_WIDE}{_ALONE}](?![^{_EVEN}{_WIDE}{_ALONE}\n]))+")


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
        if (
            (wide or before_wide or before in _BREAKS_BEHIND or before.endswith(ZERO_WIDTH_SPACE))
            and low > line_start
            and _may_break(text, line_start, low, before, cluster, before_wide or wide, 0 < used < width)
        ):
            chance = low
            used_at_chance = used
        # What is left behind an early break may be too long, too.
        while used + cells > width and low > line_start and cluster != " ":
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
    would fit, for a hyphen, behind what is shown.
    """
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == " ":
        return text[at - 2] not in _NEVER_LAST
    if before == SOFT_HYPHEN:
        return room
    if before.endswith(ZERO_WIDTH_SPACE):
        return True
    letters = at - 1 > start and text[at - 2].isalpha() and after[0].isalpha()
    return wide or (before in "-—" and letters)


def _without_blanks(text: Text, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def graphemes(text: Text, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The user-perceived characters of ``text[start:end]`` as ``(start, end, cells)``."""
    piece = text[start:end]
    behind = 0
    for run in _simple().finditer(piece):
        low, high = run.span()
        if behind < low:
            yield from _clusters(piece[behind:low], start + behind)
        for at in range(low, high):
            yield start + at, start + at + 1, 1 + (piece[at] >= _FIRST_WIDE)
        behind = high
    if behind < len(piece):
        yield from _clusters(piece[behind:], start + behind)


def _clusters(text: str, base: int) -> Iterator[tuple[int, int, int]]:
    """The same for any text that begins at ``base``."""
    at, stop = 0, 0
    while at < len(text):
        stop = min(len(text), at + 4096)
        spans, _ = split_graphemes(text[at:stop])
        if stop < len(text) and len(spans) > 1:
            spans = spans[:-1]
        high = 0
        for low, high, width in spans:
            if low < high:
                yield base + at + low, base + at + high, 0 if text[at + low] == SOFT_HYPHEN else width
        at = at + high if high else stop


def cells(text: Text, start: int, end: int) -> int:
    """How many terminal cells ``text[start:end]`` takes."""
    if is_even(text, start, end):
        return end - start
    piece = text[start:end]
    return cell_len(piece.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in piece else piece)


def printable(text: Text, start: int, end: int, line_end: int) -> str:
    """What ``text[start:end]`` shows on a line that ends at ``line_end``."""
    piece = text[start:end]
    if SOFT_HYPHEN not in piece:
        return piece
    hyphen = end == line_end and piece.endswith(SOFT_HYPHEN)
    return piece.replace(SOFT_HYPHEN, "") + ("-" if hyphen else "")


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
