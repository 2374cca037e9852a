"""What a reader adds to a text: highlights, notes and bookmarks, and the anchors that hold them there."""

from __future__ import annotations

from dataclasses import dataclass

from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Act, Colour, Kind, Standing, Status
from tui.document.model import Span

CONTEXT_LENGTH = 64
"""Code points of context that an anchor keeps on either side of its quote."""

SURE = 0.98
"""From this certainty on a passage is the one that was meant; below, the reader is asked."""

_SHOWN_WORDS = 40
"""Code points of a quote that a change's description shows."""


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
class Relations:
    """What an annotation hangs on besides its passage, and who made it."""

    parent: str = ""
    """The id of the annotation that it replies to; empty for none."""
    about: str = ""
    """:data:`~tui.annotations.kinds.WHOLE_TEXT`, or the id of the entity that it is about; empty for its passage."""
    author: str = ""
    """The coder's name; empty for the reader."""
    place: str = ""
    """:data:`~tui.annotations.kinds.REFUSED`: the reader said that where it was found is not its place; else empty."""

    @property
    def is_refused(self) -> bool:
        """Whether only a passage that is surely the one may be taken for it."""
        return self.place == REFUSED

    @property
    def marks_passage(self) -> bool:
        """Whether the passage is marked in the text; not for a reply, nor for a note on the whole text."""
        return not self.parent and self.about != WHOLE_TEXT


NO_RELATIONS = Relations()


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
    relations: Relations = NO_RELATIONS


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor's passage stands today (None: nowhere), and how sure that is, from 0 to 1."""

    span: Span | None
    certainty: float

    @property
    def standing(self) -> Standing:
        """Whether the reader can rely on it."""
        return standing_of(self.certainty) if self.span is not None else Standing.ORPHAN


def standing_of(certainty: float) -> Standing:
    """Whether the reader can rely on where a passage was found that surely; 0 is nowhere."""
    return Standing.ANCHORED if certainty >= SURE else Standing.UNSURE if certainty else Standing.ORPHAN


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

    @property
    def is_unsure(self) -> bool:
        """Whether its passage was found, but so that the reader is to confirm it."""
        return self.resolution.standing is Standing.UNSURE


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What is remembered of a document that was opened once. Times are RFC 3339 in UTC."""

    id: str
    source: str
    title: str
    language: str
    fingerprint: str
    """A hash of the text as it was when last opened."""
    position: int | None
    """Where reading stopped, in code points of the text; None before the first stop."""
    opened: str
    """Last; empty for a text that was opened on another machine only."""
    modified: str
    """When the text was last seen to have changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the journal: an annotation before and after. ``before`` is None where it was created."""

    number: int
    """Grows with time, over all documents."""
    time: str
    before: Annotation | None
    after: Annotation
    together: int = 1
    """How many steps were taken at once, this one among them."""

    @property
    def act(self) -> Act:
        """What the step did."""
        if self.before is None:
            return Act.CREATED
        if bool(self.before.deleted) == bool(self.after.deleted):
            return Act.EDITED
        return Act.DELETED if self.after.deleted else Act.RESTORED

    @property
    def description(self) -> str:
        """The step in a few words: ``deleted note “Three models were released…”``."""
        words = " ".join(self.after.anchor.quote.split())
        shown = words if len(words) <= _SHOWN_WORDS else words[: _SHOWN_WORDS - 1].rstrip() + "…"
        return f"{self.act} {self.after.kind} “{shown}”"


@dataclass(frozen=True, slots=True)
class Damage:
    """A row of the store that no longer is what was written. It stays in the file, untouched."""

    table: str
    id: str
    recovered: bool = False
    """Whether what it held is known from elsewhere, so that nothing is lost."""
