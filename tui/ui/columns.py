"""Texts cut to the width of a column, in terminal cells, without parting what is one character for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.wrapping import cells, graphemes, is_even

if TYPE_CHECKING:
    from collections.abc import Iterable


def beginning(text: str, width: int) -> str:
    """As much of the beginning as fits, padded with blanks on its right to exactly ``width`` cells."""
    if is_even(text, 0, len(text)):
        return text[:width].ljust(width)
    end = _fitting(((high, cell) for _, high, cell in graphemes(text, 0, len(text))), width, 0)
    return text[:end] + " " * (width - cells(text, 0, end))


def ending(text: str, width: int) -> str:
    """As much of the end as fits, padded with blanks on its left to exactly ``width`` cells."""
    if is_even(text, 0, len(text)):
        return text[max(0, len(text) - width) :].rjust(width)
    backwards = reversed([(low, cell) for low, _, cell in graphemes(text, 0, len(text))])
    start = _fitting(backwards, width, len(text))
    return " " * (width - cells(text, start, len(text))) + text[start:]


def shortened(text: str, width: int) -> str:
    """The text in exactly ``width`` cells, with an ellipsis for what does not fit."""
    if cells(text, 0, len(text)) <= width:
        return beginning(text, width)
    cut = beginning(text, max(0, width - 1)).rstrip()
    return beginning(f"{cut}…", width)


def _fitting(edges: Iterable[tuple[int, int]], width: int, edge: int) -> int:
    """The last of the edges of characters, each with the character's cells, up to which all fit in ``width``."""
    used = 0
    for at, cell in edges:
        used += cell
        if used > width:
            break
        edge = at
    return edge
