"""From annotations and entities to what the view lays over the text, sorted by block."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, overload

from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.document.model import Span
from tui.ui.margin import Sign
from tui.ui.painting import Painted
from tui.ui.widgets.notes_panel import sign_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.style import Style

    from tui.annotations.model import Placed
    from tui.document.model import Blocks
    from tui.entities.model import Mention
    from tui.ui.theme import Palette


def by_block(blocks: Blocks, spans: Iterable[tuple[Span, Style]]) -> dict[int, list[Painted]]:
    """The spans with their styles, under the index (from 0) of each block that they touch."""
    layer: dict[int, list[Painted]] = defaultdict(list)
    for (start, end), style in spans:
        for block in range(blocks.index_at(start), blocks.index_at(max(start, end - 1)) + 1):
            layer[block].append(Painted(start, end, style))
    return dict(layer)


def highlight_spans(placed: Sequence[Placed], palette: Palette) -> Iterator[tuple[Span, Style]]:
    """The highlighted passages, cut where others begin or end, so that what several share is drawn as theirs.

    Shorter ones lie over longer ones. The time grows with the highlights, and with how many overlap at a place.
    """
    found = [
        (mark.span, mark.annotation.colour)
        for mark in placed
        if mark.span is not None
        and mark.annotation.kind is not Kind.BOOKMARK
        and mark.annotation.relations.marks_passage
    ]
    beginning = sorted(range(len(found)), key=lambda number: found[number][0].start, reverse=True)
    cuts = sorted({edge for span, _ in found for edge in span})
    open_here: list[int] = []
    for start, end in pairwise(cuts):
        while beginning and found[beginning[-1]][0].start == start:
            open_here.append(beginning.pop())
        open_here = [number for number in open_here if found[number][0].end > start]
        open_here.sort(key=lambda number: found[number][0].start - found[number][0].end)
        if open_here:
            yield Span(start, end), palette.highlighted([found[number][1] for number in open_here])


def mentions_layer(blocks: Blocks, mentions: Sequence[Mention], style: Style) -> Callable[[int], Sequence[Painted]]:
    """What tells of a block (by its index from 0) the mentions that begin in it, all in one style.

    ``mentions`` are in the order of the text; none is looked at before a block is asked for.
    """
    start = attrgetter("start")

    def layer(block: int) -> list[Painted]:
        low = bisect_left(mentions, blocks.start(block), key=start)
        high = bisect_left(mentions, blocks.end(block), low, key=start)
        return [Painted(each.start, each.end, style) for each in mentions[low:high]]

    return layer


class Starts(Sequence[int]):
    """Where mentions begin, without a list of that being made."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions

    def __len__(self) -> int:
        return len(self._mentions)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Starts: ...
    def __getitem__(self, index: int | slice) -> int | Starts:
        return Starts(self._mentions[index]) if isinstance(index, slice) else self._mentions[index].start


INSET = "\u00a0\u00a0"
"""Before a reply, once for each step that it is from the first note; no line is broken there."""


def said_below(blocks: Blocks, placed: Sequence[Placed], palette: Palette) -> dict[int, list[str]]:
    """The notes, their signs before them, under the index (from 0) of the block that their passage ends in.

    Replies follow what they reply to. Notes on the whole text stand under its first block, the title.
    """
    from tui.annotations.threads import threaded
    from tui.ui.wording import say

    said: dict[int, list[str]] = defaultdict(list)
    for mark, depth in threaded(placed):
        annotation = mark.annotation
        if mark.span is None or not annotation.note.strip():
            continue
        is_of_all = annotation.relations.about == WHOLE_TEXT
        whole = f"[{say('the whole text')}] " if is_of_all and not depth else ""
        tags = "".join(f" #{tag}" for tag in annotation.tags)
        sign = INSET * depth + sign_of(annotation, palette)
        start, end = mark.span
        block = 0 if is_of_all else blocks.index_at(max(start, end - 1))
        said[block].append(f"{sign} {whole}{annotation.note.strip()}{tags}")
    return dict(said)


CONTINUED = "▏"
"""The sign beside the rows on which a highlight or a note goes on."""
_PRECEDENCE = {Kind.BOOKMARK: 0, Kind.NOTE: 1, Kind.HIGHLIGHT: 2}
"""Whose sign is shown where several annotations begin on one row."""


def margin_signs(blocks: Blocks, placed: Sequence[Placed], palette: Palette) -> dict[int, list[Sign]]:
    """What stands in the margin, under the index (from 0) of each block."""
    signs: dict[int, list[Sign]] = defaultdict(list)
    for mark in sorted(placed, key=lambda mark: _PRECEDENCE[mark.annotation.kind]):
        annotation = mark.annotation
        if mark.span is None or not annotation.relations.marks_passage:
            continue
        bookmark = annotation.kind is Kind.BOOKMARK
        start, end = mark.span.start, mark.span.start if bookmark else mark.span.end
        style = palette.accent + palette.strong if bookmark else palette.signs[annotation.colour]
        sign = sign_of(annotation, palette)
        rest = sign if palette.numbered else CONTINUED
        for block in range(blocks.index_at(start), blocks.index_at(max(start, end - 1)) + 1):
            signs[block].append(Sign(start, end, sign, style, rest))
    return dict(signs)
