"""What stands in the margin beside a row of the page: the signs of what the reader added there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

SIGNS = 2
"""Cells in the margin for signs."""
MORE = "+"
"""Stands in the last cell where more signs meet than there are cells."""


class Sign(NamedTuple):
    """One cell beside the rows of a passage, given in code points of the document's text."""

    start: int
    end: int
    character: str
    """Beside the passage's first row."""
    style: Style
    rest: str
    """Beside its other rows."""

    def touches(self, start: int, end: int) -> bool:
        """Whether the passage lies on a row that shows the text from ``start`` to ``end``; a place does on its row."""
        return start < max(self.end, self.start + 1) and self.start <= end


def beside(signs: Iterable[Sign], start: int, end: int, base: Style) -> list[Segment]:
    """The margin's cells of a row that shows the text from ``start`` to ``end``: what begins there comes first."""
    here = sorted((sign for sign in signs if sign.touches(start, end)), key=lambda sign: sign.start < start)
    cells = [Segment(sign.rest if sign.start < start else sign.character, base + sign.style) for sign in here[:SIGNS]]
    if len(here) > SIGNS:
        cells[-1] = Segment(MORE, base)
    return [*cells, Segment(" " * (SIGNS - len(cells)), base)]
