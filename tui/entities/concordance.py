"""Every mention with what stands around it, as in a printed concordance: the key word in its context.

H. P. Luhn, "Key word-in-context index for technical literature", American Documentation 11 (1960), 288-295. Sorted
by what stands left or right of the key word, what is said of it alike stands together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import Span
from tui.entities.folding import folded_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Mention

REACH = 160
"""Code points of context on each side, unless another number is asked for."""
_ON_A_LINE = str.maketrans({"\n": " ", "\t": " ", "\u00ad": None})
"""Ends of lines and of cells are blanks; soft hyphens stand only where a line is broken."""


class SortedBy(StrEnum):
    """In which order the lines of a concordance come."""

    TEXT = "text"
    LEFT = "left"
    RIGHT = "right"

    def following(self) -> SortedBy:
        """The next one, round and round."""
        orders = list(SortedBy)
        return orders[(orders.index(self) + 1) % len(orders)]


class Line(NamedTuple):
    """One mention, and what stands around it in its paragraph, on one line."""

    mention: Mention
    number: int
    """Of the paragraph, from 1."""
    left: str
    word: str
    right: str


def concordance(mentions: Iterable[Mention], documents: Mapping[str, Document], *, reach: int = REACH) -> list[Line]:
    """The mentions in their contexts of up to ``reach`` code points a side, in the order in which they are given.

    ``documents`` are by their ids; mentions in others are left out.
    """
    lines = []
    for mention in mentions:
        document = documents.get(mention.document)
        if document is None:
            continue
        block = document.block_at(mention.start)
        text = document.text
        low, high = max(block.start, mention.start - reach), min(max(block.end, mention.end), mention.end + reach)
        left, word, right = (
            text[start:end].translate(_ON_A_LINE)
            for start, end in ((low, mention.start), mention_span(mention), (mention.end, high))
        )
        lines.append(Line(mention, block.number, left, word, right))
    return lines


def mention_span(mention: Mention) -> Span:
    """Where a mention stands in its document's text."""
    return Span(mention.start, mention.end)


def in_order(lines: Iterable[Line], by: SortedBy) -> list[Line]:
    """The lines by what stands left of the word, read away from it, or right of it; what is alike stays as it was."""
    if by is SortedBy.LEFT:
        return sorted(lines, key=lambda line: _words(line.left)[::-1])
    if by is SortedBy.RIGHT:
        return sorted(lines, key=lambda line: _words(line.right))
    return list(lines)


def holding(lines: Sequence[Line], query: str) -> list[Line]:
    """The lines that hold every word of a query, whatever case and accents; all for an empty one."""
    wanted = folded_text(query).split()
    if not wanted:
        return list(lines)
    found = []
    for line in lines:
        folded = folded_text(f"{line.left}{line.word}{line.right}")
        if all(word in folded for word in wanted):
            found.append(line)
    return found


def _words(context: str) -> list[str]:
    """The words of a context without its punctuation, for comparison."""
    folded = folded_text(context)
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()
