"""Every mention with what stands around it, as in a printed concordance: the key word in its context.

H. P. Luhn, "Key word-in-context index for technical literature", American Documentation 11 (1960), 288-295. Sorted
by what stands left or right of the key word, what is said of it alike stands together.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.folding import folded_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Mention

REACH = 160
"""Code points of context on each side, unless another number is asked for."""
COMPARED = 80
"""Code points of a context by which lines are sorted."""
SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"\w+")


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

    place: int
    """Among the lines as they were asked for, from 0."""
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
    lines: list[Line] = []
    for mention in mentions:
        document = documents.get(mention.document)
        if document is None:
            continue
        start, end = mention.start, mention.end
        block = document.blocks.index_at(start)
        low = max(document.blocks.start(block), start - reach)
        high = min(max(document.blocks.end(block), end), end + reach)
        text = document.text
        left, word, right = _on_a_line(text[low:start]), _on_a_line(text[start:end]), _on_a_line(text[end:high])
        lines.append(Line(len(lines), mention, block + 1, left, word, right))
    return lines


def in_order(lines: Iterable[Line], by: SortedBy) -> list[Line]:
    """The lines by what stands left of the word, read away from it, or right of it; what is alike stays as it was."""
    if by is SortedBy.LEFT:
        return sorted(lines, key=lambda line: words(line.left[-COMPARED:])[::-1])
    if by is SortedBy.RIGHT:
        return sorted(lines, key=lambda line: words(line.right[:COMPARED]))
    return list(lines)


class LineFilter:
    """Finds among the lines of a concordance those that hold what is typed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """``lines`` are all of it, as it was made."""
        self._forms = [folded_text(f"{line.left}{line.word}{line.right}") for line in lines]

    def holding(self, lines: Sequence[Line], query: str) -> Sequence[Line]:
        """Those of the lines that hold every word of a query, whatever case and accents; all for an empty one."""
        found = lines
        for word in folded_text(query).split():
            found = [line for line in found if word in self._forms[line.place]]
        return found


def _on_a_line(text: str) -> str:
    """With blanks for the ends of lines and of cells, without the soft hyphens, which only stand at line ends."""
    return text.replace("\n", " ").replace("\t", " ").replace(SOFT_HYPHEN, "")


def words(text: str) -> list[str]:
    """The words of a text without its punctuation, folded, for comparison."""
    return _WORD.findall(folded_text(text))
