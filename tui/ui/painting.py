"""From a row of the page and the spans that touch it to styled segments.

Spans come in layers; a later layer lies over an earlier one: inline mark, entity, highlight,
selection, search hit, cursor. Styles are added up, so a hit in a highlight in an emphasis shows all
three where they do not speak of the same thing.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment

from tui.ui.layout import Part, RowKind
from tui.ui.theme import laid_over
from tui.ui.wrapping import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from tui.document.model import Text
    from tui.ui.layout import Row


class Painted(NamedTuple):
    """A span (code points into the document's text) and the style it adds."""

    start: int
    end: int
    style: Style


def paint_row(
    text: Text, row: Row, base: Style, lead_style: Style, layers: Sequence[Sequence[Painted]]
) -> list[Segment]:
    """The segments of a row from the left edge of the text column on, without padding at its end."""
    segments: list[Segment] = []
    x = 0
    if row.lead:
        segments.append(Segment(row.lead, base + lead_style))
        x = cell_len(row.lead)
    for part in row.parts:
        if part.x > x:
            # Between two words of a justified line stands a wider blank, with all that lies over it.
            widened = row.kind is RowKind.TEXT and segments and text[part.start - 1] == " "
            blank = Part(x, part.start - 1, part.start)
            style = paint_part(text, blank, base, layers)[0].style if widened else base
            segments.append(Segment(" " * (part.x - x), style))
            x = part.x
        for segment in paint_part(text, part, base, layers):
            segments.append(segment)
            x += segment.cell_length
    return segments


def paint_part(text: Text, part: Part, base: Style, layers: Sequence[Sequence[Painted]]) -> list[Segment]:
    """The segments of one piece of text under its layers."""
    _, start, end = part
    if start == end:
        return []
    touching = [painted for layer in layers for painted in layer if painted.start < end and start < painted.end]
    if not touching:
        return [Segment(printable(text, start, end, end), base)]
    cuts = {start, end}
    for painted in touching:
        cuts.add(max(start, painted.start))
        cuts.add(min(end, painted.end))
    edges = sorted(cuts)
    segments = []
    for low, high in itertools.pairwise(edges):
        style = base
        for painted in touching:
            if painted.start <= low and high <= painted.end:
                style = laid_over(style, painted.style)
        segments.append(Segment(printable(text, low, high, end), style))
    return segments
