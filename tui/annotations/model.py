"""What a reader adds to a text: highlights, notes and bookmarks, and the anchors that hold them there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tui.document.model import Span

CONTEXT_LENGTH = 64
"""Code points of context that an anchor keeps on either side of its quote."""


class Kind(StrEnum):
    """What an annotation is; the value is what listings and the store hold."""

    HIGHLIGHT = "highlight"
    NOTE = "note"
    BOOKMARK = "bookmark"


class Colour(StrEnum):
    """The five colours a highlight can have."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    PURPLE = "purple"


class Status(StrEnum):
    """Whether an annotation's passage stands in the text as it is today."""

    ANCHORED = "anchored"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Three ways to find a passage again, after the W3C Web Annotation Data Model, section 4.2.

    ``quote`` with ``prefix`` and ``suffix`` is a TextQuoteSelector, ``start`` and ``end`` a
    TextPositionSelector in code points of the document's text; ``block`` is the index (from 0)
    of the block that the passage began in.
    """

    quote: str
    prefix: str
    suffix: str
    start: int
    end: int
    block: int

    @property
    def span(self) -> Span:
        """Where the passage stood when the anchor was made."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing a reader added. ``created``, ``modified`` and ``deleted`` are RFC 3339 times in UTC.

    A highlight has no note; as soon as it has one it is a note. A bookmark marks a place, with a
    ``name`` (one of vim's letters or words) or without. ``deleted`` is empty while it lives.
    """

    id: str
    """A UUID."""
    document: str
    """The document's id."""
    kind: Kind
    anchor: Anchor
    note: str = ""
    """Markdown."""
    tags: tuple[str, ...] = ()
    colour: Colour = Colour.YELLOW
    name: str = ""
    created: str = ""
    modified: str = ""
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor's passage stands today (None: nowhere), and how sure that is, from 0 to 1."""

    span: Span | None
    certainty: float


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation and where its passage stands in the text as it is today."""

    annotation: Annotation
    resolution: Resolution

    @property
    def span(self) -> Span | None:
        """Today's span, or None for an orphan."""
        return self.resolution.span

    @property
    def status(self) -> Status:
        """``anchored`` or ``orphan``."""
        return Status.ORPHAN if self.resolution.span is None else Status.ANCHORED
