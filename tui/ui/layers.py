"""From annotations and entities to what the view lays over the text, sorted by block."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tui.annotations.kinds import Kind
from tui.document.model import Span
from tui.ui.painting import Painted
from tui.ui.row_painter import Sign
from tui.ui.widgets.notes_panel import sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.style import Style

    from tui.annotations.model import Placed
    from tui.document.model import Blocks
    from tui.entities.model import Entity
    from tui.ui.theme import Palette


def by_block(blocks: Blocks, spans: Iterable[tuple[Span, Style]]) -> dict[int, list[Painted]]:
    """The spans with their styles, under the index (from 0) of each block that they touch."""
    layer: dict[int, list[Painted]] = defaultdict(list)
    for (start, end), style in spans:
        for block in range(blocks.index_at(start), blocks.index_at(max(start, end - 1)) + 1):
            layer[block].append(Painted(start, end, style))
    return dict(layer)


def highlight_spans(placed: Sequence[Placed], palette: Palette) -> Iterator[tuple[Span, Style]]:
    """The highlighted passages, longer ones first so that shorter ones lie over them."""
    found = [(mark.span, mark.annotation) for mark in placed if mark.span is not None]
    for span, annotation in sorted(found, key=lambda pair: pair[0].start - pair[0].end):
        if annotation.kind is not Kind.BOOKMARK:
            yield span, palette.highlights[annotation.colour]


def entity_spans(entities: Sequence[Entity], palette: Palette) -> Iterator[tuple[Span, Style]]:
    """The mentions in the colours of their types."""
    for entity in entities:
        for mention in entity.mentions:
            yield Span(mention.start, mention.end), palette.entities[entity.type]


_PRECEDENCE = {Kind.BOOKMARK: 0, Kind.NOTE: 1, Kind.HIGHLIGHT: 2}
"""Whose sign is shown where several annotations begin on one row."""


def margin_signs(blocks: Blocks, placed: Sequence[Placed], palette: Palette) -> dict[int, list[Sign]]:
    """What stands in the margin, under the index (from 0) of each block."""
    signs: dict[int, list[Sign]] = defaultdict(list)
    for mark in sorted(placed, key=lambda mark: _PRECEDENCE[mark.annotation.kind]):
        if mark.span is None:
            continue
        annotation = mark.annotation
        bookmark = annotation.kind is Kind.BOOKMARK
        start, end = mark.span.start, mark.span.start if bookmark else mark.span.end
        style = palette.accent + palette.strong if bookmark else palette.signs[annotation.colour]
        for block in range(blocks.index_at(start), blocks.index_at(max(start, end - 1)) + 1):
            signs[block].append(Sign(start, end, sign_of(annotation), style))
    return dict(signs)
