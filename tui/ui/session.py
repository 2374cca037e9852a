"""What is open: the texts, the one that is read, and what is known about it. No screen here.

The screen asks the session and shows what it says. Everything that touches the disk goes through
:class:`~tui.library.Library`; the methods that do so are called from a worker, and say so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import replace
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.kinds import Kind
from tui.document.failures import Refused
from tui.document.model import Span
from tui.entities.by_place import ByPlace
from tui.library.scope import Scope
from tui.search.kinds import Listed
from tui.ui.jumps import Jumps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.entities.model import Entity, Mention
    from tui.library import Library, Opening
    from tui.library.facts import KnownFacts
    from tui.library.recognising import Recognising
    from tui.library.recognising_beside import RecognisingBeside
    from tui.library.searching import Shelf
    from tui.search.facts import Named
    from tui.search.filters import Completion
    from tui.search.index import Index
    from tui.search.model import Hit, Results


MOST_INDEXED = 1 << 21
"""Code points at the beginning of a text too long for a string that are searched before its index is there."""
MOST_AT_HAND = 1 << 22
"""Bytes of open files up to which all are read, and indexed in memory; an index of more is kept in the cache."""
MOST_NAMED = 1 << 19
"""Code points at the beginning of such a text in which entities are looked for."""


def looked_through(document: Document, length: int) -> Document:
    """The document; of one that is too long for a string, what can be looked through while one reads."""
    return document if isinstance(document.text, str) else document.head(length)


def bytes_of(paths: Sequence[Path]) -> int:
    """What these files have together; those that are not there have nothing."""
    whole = 0
    for path in paths:
        with suppress(OSError):
            whole += path.stat().st_size
    return whole


def _together(found: Sequence[Results], limit: int) -> Results:
    """What was found in several indexes, as one."""
    from tui.search.model import passed_over_by_all

    hits = merge(*(each.hits for each in found), key=lambda hit: -hit.score)
    total = sum(each.total for each in found)
    return replace(
        found[0],
        hits=tuple(islice(hits, limit)),
        total=total,
        complete=all(each.complete for each in found),
        nearest=() if total else tuple(near for each in found for near in each.nearest),
        passed_over=passed_over_by_all(found),
    )


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
        return bisect_right(self.spans, offset, key=itemgetter(0)) % len(self.spans)

    def before(self, offset: int) -> int:
        """The index of the last passage that begins before ``offset``, from the bottom again at the top."""
        return (bisect_left(self.spans, offset, key=itemgetter(0)) - 1) % len(self.spans)


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
        self._placed: list[Placed] = []
        self.entities: tuple[Entity, ...] = ()
        self._by_place = ByPlace((), document.id)
        self._facts: KnownFacts | None = None
        """What the search is told of annotations and entities, as soon as there is something to search."""
        self.index: Index | None = None
        """The texts at hand: all that are open where they are short, else those that were opened or have changed."""
        self._indexed: set[str] = set()
        """Ids of the texts that the index holds."""
        self.shelf: Shelf | None = None
        """The open texts where they are much, with an index that is kept."""
        self.everything: Shelf | None = None
        """Every text that was ever opened, once somebody wants to search it."""
        self._outdated: frozenset[str] = frozenset()
        """Ids of texts of which the index holds an earlier state."""
        self._every_path_read = False
        self._is_told_to_stop: Callable[[], bool] | None = None
        """Whether the thread that sees to the kept index of the open texts is to stop; None where there is none."""
        self.trail: Trail | None = None
        self.jumps = Jumps()
        """Where the reader came from, over all texts."""
        self.tags: list[str] = []
        """Tags in use, to complete what is typed."""

    @property
    def placed(self) -> list[Placed]:
        """The annotations of the document that is read, by place, orphans last."""
        return self._placed

    def set_placed(self, placed: list[Placed]) -> None:
        """These are the annotations of the document that is read."""
        self._placed = placed
        if self._facts is not None:
            self._facts.tell_annotations(self.document, placed)

    @property
    def facts(self) -> KnownFacts:
        """What the search is told of annotations and entities."""
        if self._facts is None:
            from tui.library.facts import KnownFacts

            self._facts = facts = KnownFacts()
            facts.tell_annotations(self.document, self._placed)
            facts.tell_entities(self.document, self.entities)
        return self._facts

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

    def replace(self, document: Document) -> None:
        """The text that is read says something else now: its file has changed."""
        self.documents[document.id] = self.document = document
        self.opening = None
        self.awaited = None
        self.trail = None
        self._indexed.discard(document.id)
        self._outdated |= {document.id}

    def add_to_index(self, document: Document, is_cancelled: Callable[[], bool] = lambda: False) -> None:
        """Let an open text be searched, of a long one the beginning; call it from a worker unless it is short."""
        if document.id in self._indexed or self._is_on_shelf(document):
            return
        if document.grows and len(document.text) <= MOST_INDEXED:
            return
        if document is not self.document:
            self.facts.tell_annotations(document, self.library.annotations(document))
        looked = looked_through(document, MOST_INDEXED)
        index = None
        if self.index is None and looked is not document:
            from tui.library.indexing import beginning_beside

            index = beginning_beside(looked, self.library.places.cache / "search", is_cancelled)
            if is_cancelled():
                return
        if index is None:
            index = self.index if self.index is not None else self.library.index([])
            index.add(looked)
        self.index = index
        if document.id not in self._outdated or self.documents.get(document.id) is document:
            self._indexed.add(document.id)
            self._outdated -= {document.id}

    def recognised_at_once(self, documents: Sequence[Document], engine: str) -> tuple[tuple[Entity, ...], bool]:
        """Who and what is named in these texts, and whether :meth:`recognised` may tell more; call it from a worker."""
        texts = [looked_through(document, MOST_NAMED) for document in documents]
        return self._recognising(documents).at_once(texts, engine)

    def recognised(
        self, documents: Sequence[Document], engine: str, is_cancelled: Callable[[], bool]
    ) -> tuple[Entity, ...] | None:
        """The same as well as it can be told, which takes its time; None when it was cancelled. Raises ``Refused``."""
        from tui.entities.recognisers.statistical import Stopped

        texts = [looked_through(document, MOST_NAMED) for document in documents]
        try:
            return self._recognising(documents).entities(texts, engine, is_cancelled)
        except Stopped:
            return None

    def _recognising(self, documents: Sequence[Document]) -> Recognising | RecognisingBeside:
        """Who recognises what is named in these texts: somebody else where one of them is long, or will be."""
        long = any(not isinstance(document.text, str) and self._will_be_long(document) for document in documents)
        return self.library.recognising_beside if long else self.library.recognising

    def _will_be_long(self, document: Document) -> bool:
        from tui.document.reading import LONGEST_STRING

        if not document.grows or self.opening is None or document is not self.document:
            return True
        return len(document.text) * self.opening.expected_blocks > LONGEST_STRING * len(document.blocks)

    def corrected(self, entities: tuple[Entity, ...], documents: Sequence[Document]) -> tuple[Entity, ...]:
        """What was recognised in these texts, as the reader corrects it; call it from a worker."""
        return self.library.corrections.apply(entities, [looked_through(each, MOST_NAMED) for each in documents])

    def texts_read(self) -> list[Document]:
        """The texts that have been read so far, in the order in which they are open."""
        places = {str(path): number for number, path in enumerate(self.paths)}
        return sorted(self.documents.values(), key=lambda document: places.get(document.source, len(places)))

    @staticmethod
    def named_share(document: Document) -> float:
        """How much of a text is looked through for names, from 0 to 1."""
        text = document.text
        return 1.0 if isinstance(text, str) else min(1.0, MOST_NAMED / max(1, len(text)))

    def go_to(self, document: Document, opening: Opening | None = None) -> None:
        """Read another of the open texts; ``opening`` as for the first."""
        if self.document.grows:
            self.documents.pop(self.document.id, None)
        self.documents.setdefault(document.id, document)
        self.document = document
        self.opening = opening
        self.awaited = None
        self._placed = []
        self.trail = None

    def titles(self) -> dict[Path, str]:
        """The titles of the open texts, of those that have been read or whose index is kept."""
        from tui.library import source_name

        shelved = self.shelf.documents() if self.shelf is not None else []
        by_source = {document.source: document.title for document in [*shelved, *self.documents.values()]}
        by_name: dict[Path, str] = {}
        for path in self.paths:
            title = by_source.get(str(path)) or by_source.get(source_name(path))
            if title:
                by_name[path] = title
        return by_name

    @property
    def is_searchable(self) -> bool:
        """Whether every open text is searched."""
        return self._every_path_read and (self.document.id in self._indexed or self._is_on_shelf(self.document))

    def searched_share(self, scope: Scope = Scope.OPEN) -> float:
        """How much is searched of what is to be, from 0 to 1."""
        if scope is Scope.LIBRARY:
            return self.everything.share if self.everything is not None else 0.0
        if scope is Scope.OPEN and self.shelf is not None and len(self.paths) > 1:
            return self.shelf.share
        text = self.document.text
        if isinstance(text, str) or self._is_on_shelf(self.document):
            return 1.0
        return min(1.0, MOST_INDEXED / max(1, len(text))) if self.document.id in self._indexed else 0.0

    def is_complete(self, scope: Scope = Scope.OPEN) -> bool:
        """Whether nothing more is about to be searched."""
        if scope is Scope.LIBRARY:
            return self.everything is not None and self.everything.is_complete
        return self.is_searchable

    def _is_on_shelf(self, document: Document) -> bool:
        """Whether the index that is kept has a text as it is now, or as it will be once all of it is read."""
        shelved = self.shelf.document(document.id) if self.shelf is not None else None
        if shelved is None or document.id in self._outdated:
            return False
        return document.grows or len(shelved.text) == len(document.text)

    def index_all(
        self, is_cancelled: Callable[[], bool] = lambda: False, told: Callable[[], None] = lambda: None
    ) -> list[Refused]:
        """Read and index every open text; call it from a worker. What could not be read comes back.

        ``told`` is called whenever more can be found.
        """
        is_much = bytes_of(self.paths) > MOST_AT_HAND
        if is_much and self.shelf is None:
            shelf = self.library.searching.files(self.paths)
            shelf.load()
            self.shelf = shelf
        self.add_to_index(self.document, is_cancelled)
        told()
        if not is_much:
            refused = self._index_at_hand(is_cancelled)
        elif self.shelf is None or (self._is_told_to_stop is not None and not self._is_told_to_stop()):
            return []
        else:
            refused = self._index_on_shelf(self.shelf, is_cancelled, told)
        if not is_cancelled():
            self._every_path_read = True
        return refused

    def _index_on_shelf(
        self, shelf: Shelf, is_cancelled: Callable[[], bool], told: Callable[[], None]
    ) -> list[Refused]:
        def searched() -> None:
            self._clear_away()
            told()

        self._is_told_to_stop = is_cancelled
        try:
            searched()
            shelf.update_beside(is_cancelled, searched)
            self._clear_away()
            self._tell_annotations(shelf, is_cancelled)
            return shelf.refused
        finally:
            if self._is_told_to_stop is is_cancelled:
                self._is_told_to_stop = None

    def _clear_away(self) -> None:
        """Texts that the index that is kept has by now need no other one."""
        for name in list(self._indexed):
            document = self.documents.get(name)
            if self.index is not None and document is not None and self._is_on_shelf(document):
                self._indexed.discard(name)
                self.index.discard(name)

    def load_library(
        self, is_cancelled: Callable[[], bool] = lambda: False, told: Callable[[], None] = lambda: None
    ) -> None:
        """Let every text be searched that was ever opened; call it from a worker. Raises ``Refused``."""
        everything = self.library.searching.everything()
        everything.load()
        self.everything = everything
        told()
        everything.update_beside(is_cancelled, told)
        self._tell_annotations(everything, is_cancelled)
        told()

    def _tell_annotations(self, shelf: Shelf, is_cancelled: Callable[[], bool]) -> None:
        """Let the search know what the reader added to these texts."""
        for document in shelf.documents():
            if is_cancelled():
                return
            if document.id != self.document.id:
                self.facts.tell_annotations(document, self.library.annotations(document))

    def _index_at_hand(self, is_cancelled: Callable[[], bool]) -> list[Refused]:
        refused: list[Refused] = []
        from tui.library import source_name

        read = {document.source for document in self.documents.values()}
        for path in self.paths:
            if is_cancelled():
                return refused
            if source_name(path) not in read:
                try:
                    self.add_to_index(self.open(path))
                except Refused as refusal:
                    refused.append(refusal)
        return refused

    def completions(self, query: str, caret: int) -> list[Completion]:
        """What the word of a query that the caret (in code points) stands behind could become."""
        shelves = [shelf.index for shelf in (self.shelf, self.everything) if shelf is not None]
        indexes = [self.index, *shelves] if self.index is not None else shelves
        found = (each for index in indexes for each in index.completions(query, caret, self.facts))
        return list(dict.fromkeys(found))

    def named(self, hit: Hit, document: Document) -> Named | None:
        """The entity that a hit is inside of, if it is in one."""
        if hit.inside is None:
            return None
        return next((each for each in self.facts.entities(document) if each.id == hit.inside.id), None)

    def document_of(self, hit: Hit) -> Document | None:
        """The document that a hit is in; of one that is not open, or not read so far, what the search knows of it."""
        document = self.documents.get(hit.document)
        if document is not None and hit.block >= len(document.blocks):
            document = None
        for shelf in (self.shelf, self.everything):
            if document is None and shelf is not None:
                document = shelf.document(hit.document)
        return document

    def search(
        self, query: str, limit: int, scope: Scope = Scope.OPEN, listed: Listed = Listed.PASSAGES
    ) -> Results | None:
        """The passages that fit; None while nothing is indexed yet."""
        if not query.strip() and listed is Listed.PASSAGES:
            return None
        if scope is Scope.LIBRARY:
            return self.everything.search(query, limit, None, self.facts, listed) if self.everything else None
        found = []
        if self.shelf is not None:
            among = self._on_shelf(scope)
            if among is None or among:
                found.append(self.shelf.search(query, limit, among, self.facts, listed))
        if self.index is not None and (self._indexed or self.shelf is None):
            here = self.document.id if scope is Scope.TEXT else None
            found.append(self.index.search(query, limit, here, self.facts, listed))
        if not found:
            return None
        results = found[0] if len(found) == 1 else _together(found, limit)
        outdated = self._outdated
        if not outdated:
            return results
        hits = tuple(hit for hit in results.hits if hit.document not in outdated)
        return replace(results, hits=hits, total=len(hits))

    def let_go(self) -> None:
        """Give back the memory that searches took: the reader reads on."""
        for shelf in (self.shelf, self.everything):
            if shelf is not None:
                shelf.index.let_go()
        if self.index is not None:
            self.index.let_go()

    def _on_shelf(self, scope: Scope) -> frozenset[str] | None:
        """Which of the kept texts are to be searched; None for all. Those at hand are not."""
        at_hand = frozenset(self._indexed)
        if self.document.grows and not self._is_on_shelf(self.document):
            at_hand |= {self.document.id}
        if scope is Scope.TEXT:
            return frozenset({self.document.id}) - at_hand
        if self.shelf is None or not at_hand:
            return None
        return self.shelf.identifiers - at_hand

    def templates(self, quote: str, paragraph: str) -> list[str]:
        """The texts that a note on a passage may begin as."""
        from datetime import date

        from tui.library.templates import templates

        today = date.today().isoformat()  # noqa: DTZ011 - the reader's day
        values = {"quote": quote, "title": self.document.title, "paragraph": paragraph, "date": today}
        return [template.filled(values) for template in templates(self.library.places)]

    def number(self, offset: int) -> int:
        """The number of the paragraph at ``offset``."""
        return self.document.block_at(offset).number

    def marks_at(self, span: Span) -> list[Placed]:
        """The annotations marked in the text that touch a passage, the shortest first; a bookmark is a point."""
        found = [
            (marked.end - marked.start, placed)
            for placed in self.placed
            if placed.annotation.relations.marks_passage
            and (marked := marked_span(placed)) is not None
            and marked.touches(span)
        ]
        return [placed for _, placed in sorted(found, key=itemgetter(0))]

    def bookmark(self, letter: str) -> Placed | None:
        """The bookmark of this letter in the text that is read."""
        return next(
            (placed for placed in self.placed if placed.annotation.name == letter and placed.span is not None),
            None,
        )

    def set_entities(self, entities: tuple[Entity, ...], by_place: ByPlace | None = None) -> None:
        """These are named in the text that is read, and in others, too, if one wants to see those of all texts.

        ``by_place`` are their mentions in the text that is read, where that has been found out before.
        """
        self.entities = entities
        self._by_place = ByPlace(entities, self.document.id) if by_place is None else by_place
        if self._facts is not None and entities:
            self._facts.tell_entities(self.document, entities)

    def mentions_in(self, span: Span) -> Iterator[tuple[Mention, Entity]]:
        """The mentions that begin in a passage of the text that is read, with their entities."""
        return self._by_place.within(span)

    def entities_in(self, span: Span) -> list[Entity]:
        """The entities that are named in a passage of the text that is read, each once, in its order."""
        return list({entity.id: entity for _, entity in self._by_place.within(span)}.values())

    def entity_at(self, offset: int) -> Entity | None:
        """The entity that is named at an offset of the text that is read."""
        return self._by_place.at(offset)
