"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tui.search.ranking import NO_PARTS, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Span
    from tui.search.kinds import Listed


class Inside(NamedTuple):
    """The note or the entity that the query's words were found in, instead of in the passage."""

    listed: Listed
    """``NOTES`` or ``ENTITIES``."""
    id: str
    """The annotation's or the entity's."""
    text: str
    """The note's words, or the name of the entity that fits best."""
    matches: tuple[Span, ...]
    """Code points into ``text``, sorted, not overlapping."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found: a block of a document, how well it fits, and where the query's words stand in it."""

    document: str
    """The document's id."""
    block: int
    """The block's index, from 0."""
    score: float
    """From 0 to 100; only comparable within one search."""
    matches: tuple[Span, ...]
    """Code points into the document's text, sorted, not overlapping: the query's words; of a hit inside a note what
    the note marks, of one inside an entity where the passage names it."""
    parts: Parts = NO_PARTS
    """What the score is made of."""
    inside: Inside | None = None
    """Where the words are, unless they are in the passage."""


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the query that is nowhere, and the word most like it."""

    asked: str
    """As it was taken: folded."""
    word: str
    """As it is written in the first passage that has it."""
    total: int
    """How many passages have it."""


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits, best first, and how many passages fit in all."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    complete: bool = True
    """Whether all that was to be searched was: not while it is being indexed, nor what takes too long."""
    nearest: tuple[Near, ...] = ()
    """Where nothing was found: what is like the words that are in no passage."""
    passed_over: tuple[str, ...] = ()
    """What was not looked for: words that are nowhere, folded, beside others that are there; dates that are none."""


def passed_over_by_all(found: Sequence[Results]) -> tuple[str, ...]:
    """What was passed over wherever it was looked for."""
    first = found[0].passed_over if found else ()
    return tuple(each for each in first if all(each in others.passed_over for others in found[1:]))
