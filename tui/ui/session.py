"""What is open: the texts, the one that is read, and what is known about it. No screen here.

The screen asks the session and shows what it says. Everything that touches the disk goes through
:class:`~tui.library.Library`; the methods that do so are called from a worker, and say so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.kinds import Kind
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.entities.model import Entity
    from tui.library import Library, Opening
    from tui.search.index import Index
    from tui.search.model import Results


def marked_span(placed: Placed) -> Span | None:
    """What an annotation marks: its passage, or the first character of a bookmark's place."""
    span = placed.span
    if span is not None and placed.annotation.kind is Kind.BOOKMARK:
        return Span(span.start, span.start + 1)
    return span


class Trail(NamedTuple):
    """The passages that are gone through one after the other: a search's hits, or an entity's mentions."""

    name: str
    """The query or the entity's name."""
    spans: tuple[Span, ...]
    """In the order of the text."""

    def after(self, offset: int) -> int:
        """The index of the first passage that begins behind ``offset``, from the top again at the end."""
        starts = [span.start for span in self.spans]
        return bisect_right(starts, offset) % len(self.spans)

    def before(self, offset: int) -> int:
        """The index of the last passage that begins before ``offset``, from the bottom again at the top."""
        starts = [span.start for span in self.spans]
        return (bisect_left(starts, offset) - 1) % len(self.spans)


class Session:
    """The open texts and what has been found out about them."""

    def __init__(
        self, library: Library, paths: Sequence[Path], document: Document, *, opening: Opening | None = None
    ) -> None:
        """``document`` is read first; ``paths`` are all the files that are open.

        ``opening`` is what reads the rest of the document where it is not there yet.
        """
        self.library = library
        self.paths = list(paths)
        self.document = document
        self.opening = opening
        self.awaited: int | None = None
        """The offset to go to as soon as the text has been read so far."""
        self.documents: dict[str, Document] = {document.id: document}
        """What has been read so far, by id."""
        self.placed: list[Placed] = []
        """The annotations of the document that is read, by place, orphans last."""
        self.entities: tuple[Entity, ...] = ()
        self._named: list[tuple[int, str]] = []
        """Where each mention in the text that is read begins, and its entity's id, by place."""
        self.index: Index | None = None
        self.complete = False
        """Whether the index holds every open text."""
        self.trail: Trail | None = None
        self.tags: list[str] = []
        """Tags in use, to complete what is typed."""

    def open(self, path: Path) -> Document:
        """Read another text; call it from a worker. Raises ``Refused``."""
        document = self.library.open(path)
        self.documents[document.id] = document
        return document

    def complete_document(self, document: Document) -> None:
        """The text that is read is all there now."""
        self.documents.pop(self.document.id, None)
        self.documents[document.id] = self.document = document
        self.opening = None
        if self.index is not None:
            self.library.add_to(self.index, document)

    def go_to(self, document: Document, opening: Opening | None = None) -> None:
        """Read another of the open texts; ``opening`` as for the first."""
        if self.document.grows:
            self.documents.pop(self.document.id, None)
        self.documents.setdefault(document.id, document)
        self.document = document
        self.opening = opening
        self.awaited = None
        self.placed = []
        self.set_entities(())
        self.trail = None

    def search(self, query: str, limit: int) -> Results | None:
        """The passages that fit; None while nothing is indexed yet."""
        return self.index.search(query, limit) if self.index is not None and query.strip() else None

    def number(self, offset: int) -> int:
        """The number of the paragraph at ``offset``."""
        return self.document.block_at(offset).number

    def marks_at(self, span: Span) -> list[Placed]:
        """The annotations that touch a passage, the shortest first; a bookmark is a point."""
        found = [
            (marked.end - marked.start, placed)
            for placed in self.placed
            if (marked := marked_span(placed)) is not None and marked.touches(span)
        ]
        return [placed for _, placed in sorted(found, key=itemgetter(0))]

    def bookmark(self, letter: str) -> Placed | None:
        """The bookmark of this letter in the text that is read."""
        return next(
            (placed for placed in self.placed if placed.annotation.name == letter and placed.span is not None),
            None,
        )

    def set_entities(self, entities: tuple[Entity, ...]) -> None:
        """These are named in the text that is read."""
        self.entities = entities
        here = self.document.id
        self._named = sorted(
            (mention.start, entity.id) for entity in entities for mention in entity.mentions if mention.document == here
        )

    def entities_in(self, span: Span) -> frozenset[str]:
        """Ids of the entities whose mentions begin in a passage of the text that is read."""
        low, high = (bisect_left(self._named, (offset, "")) for offset in span)
        return frozenset(entity for _, entity in self._named[low:high])
