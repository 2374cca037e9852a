"""What is known of passages beyond their words, told to the search: what the reader added, and who is named there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tui.annotations.kinds import Colour, Kind
from tui.annotations.meanings import names
from tui.document.model import Span
from tui.entities.kinds import EntityType
from tui.search.facts import Named, Noted
from tui.search.filters import Field
from tui.search.folding import fold_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.entities.model import Entity


class KnownFacts:
    """Answers the search's questions from annotations and entities, by document (:class:`tui.search.facts.Facts`).

    What is told of a document takes the place of what was told before. What nobody has told is asked for when it is
    needed, if there is somebody to ask.
    """

    def __init__(
        self,
        annotations: Callable[[Document], Sequence[Placed]] | None = None,
        entities: Callable[[Document], Sequence[Entity]] | None = None,
    ) -> None:
        """``annotations`` and ``entities`` are asked for documents of which nothing was told."""
        self._ask_annotations = annotations
        self._ask_entities = entities
        self._placed: dict[str, tuple[Placed, ...]] = {}
        self._notes: dict[str, tuple[Noted, ...]] = {}
        self._named: dict[str, tuple[Named, ...]] = {}

    def tell_annotations(self, document: Document, placed: Iterable[Placed]) -> None:
        """These are the annotations of a document."""
        placed = tuple(placed)
        if self._placed.get(document.id) != placed:
            self._placed[document.id] = placed
            self._notes[document.id] = tuple(_noted(document, each) for each in placed if _says_something(each))

    def tell_entities(self, document: Document, entities: Iterable[Entity]) -> None:
        """These are named in a document."""
        named = []
        for entity in entities:
            mentions = tuple((each.start, each.end) for each in entity.mentions if each.document == document.id)
            if mentions:
                named.append(Named(entity.id, (entity.name, *entity.aliases), mentions, entity.type.value))
        if self._named.get(document.id) != tuple(named):
            self._named[document.id] = tuple(named)

    def is_told_entities(self, document: Document) -> bool:
        """Whether it has been told who is named there."""
        return document.id in self._named

    def notes(self, document: Document) -> Sequence[Noted]:
        """The notes on a document, in its order."""
        self._placed_in(document)
        return self._notes.get(document.id, ())

    def entities(self, document: Document) -> Sequence[Named]:
        """Who and what is named in a document."""
        if document.id not in self._named and self._ask_entities is not None:
            self.tell_entities(document, self._ask_entities(document))
        return self._named.get(document.id, ())

    def _placed_in(self, document: Document) -> Sequence[Placed]:
        if document.id not in self._placed and self._ask_annotations is not None:
            self.tell_annotations(document, self._ask_annotations(document))
        return self._placed.get(document.id, ())

    def blocks(self, document: Document, field: Field, value: str) -> Iterable[int]:
        """The indices (from 0) of the blocks for which a filter's folded value holds."""
        if field in {Field.TYPE, Field.ENTITY} or (field is Field.IN and "entity".startswith(value)):
            for named in self.entities(document):
                if field is Field.IN or _begins(value, (named.type,) if field is Field.TYPE else named.names):
                    for start, _ in named.mentions:
                        yield document.blocks.index_at(start)
        if field not in {Field.TYPE, Field.ENTITY}:
            for placed in self._placed_in(document):
                if placed.span is not None and _holds(placed, field, value):
                    last = max(placed.span.start, placed.span.end - 1)
                    blocks = document.blocks
                    yield from range(blocks.index_at(placed.span.start), blocks.index_at(last) + 1)

    def values(self, field: Field) -> Iterable[str]:
        """What may be meant by a filter, the commonest first."""
        if field is Field.TYPE:
            return [kind.value for kind in EntityType]
        if field is Field.COLOUR:
            return [name for colour in Colour for name in reversed(names(colour))]
        counted: Counter[str] = Counter()
        if field is Field.TAG:
            for placed in self._placed.values():
                counted.update(tag for each in placed for tag in each.annotation.tags)
        elif field is Field.ENTITY:
            for named in self._named.values():
                for each in named:
                    counted[each.names[0]] += len(each.mentions)
        return [value for value, _ in counted.most_common()]


def _says_something(placed: Placed) -> bool:
    annotation = placed.annotation
    return bool(annotation.note or (annotation.kind is Kind.BOOKMARK and annotation.name))


def _noted(document: Document, placed: Placed) -> Noted:
    annotation = placed.annotation
    span = placed.span
    if span is not None and document.blocks:
        block = document.blocks.index_at(span.start)
        span = Span(*span)
    else:
        block = min(annotation.anchor.block, max(0, len(document.blocks) - 1))
    words = annotation.note or annotation.name
    return Noted(annotation.id, words, block, span, annotation.tags, " ".join(names(annotation.colour)))


def _holds(placed: Placed, field: Field, value: str) -> bool:
    annotation = placed.annotation
    if field is Field.TAG:
        return _begins(value, annotation.tags)
    if field is Field.COLOUR:
        return annotation.kind is not Kind.BOOKMARK and _begins(value, names(annotation.colour))
    if field is Field.IS:
        return annotation.kind is Kind.BOOKMARK and "bookmarked".startswith(value)
    return field is Field.IN and "note".startswith(value) and bool(annotation.note)


def _begins(value: str, names: Iterable[str]) -> bool:
    """Whether a folded value is the beginning of one of the names, or of a word in it."""
    return any(f" {value}" in f" {fold_plain(name)}" for name in names)
