"""Where annotations stand in a text as it is today, and what the reader says of it: yes there, not there, but here.

What the reader says is a step of the journal like any other change, to be undone and done again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tui.annotations.anchoring import describe, resolve_many, resolve_shown
from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Kind
from tui.annotations.model import SURE, Annotation, Placed, Resolution
from tui.document.failures import Refused
from tui.document.model import Span
from tui.library import by_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tui.annotations.model import Anchor
    from tui.document.model import Document
    from tui.library import Library

FEW = 500
"""Annotations of one text that are looked for at once, wherever the reader is in it."""
SHOWN = 4000
"""Code points on either side of the reader's place that count as those on the screen."""
_ORPHAN = Resolution(None, 0.0)
_WHOLE = Resolution(Span(0, 0), 1.0)


def standing(document: Document, annotations: Sequence[Annotation]) -> Iterator[tuple[Annotation, Resolution]]:
    """Where annotations stand, as it is found out.

    What hangs on the whole text stands at its beginning. Of a place that the reader refused only what is surely the
    passage is believed. In a text that cannot be read there are only orphans.
    """
    if not document.blocks:
        yield from ((annotation, _ORPHAN) for annotation in annotations)
        return
    passages = []
    for annotation in annotations:
        if annotation.relations.about == WHOLE_TEXT:
            yield annotation, _WHOLE
        else:
            passages.append(annotation)
    for index, resolution in resolve_many(document, [each.anchor for each in passages]):
        annotation = passages[index]
        refused = annotation.relations.is_refused and resolution.certainty < SURE
        yield annotation, _ORPHAN if refused else resolution


class Attaching:
    """Methods may be called from any thread and raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: WeakKeyDictionary[Document, dict[Anchor, Resolution]] = WeakKeyDictionary()
        """Where passages stand, once that has been found out for a state of a text."""
        self._alone = Lock()
        """Held by the thread that looks through a text: another one that wants the same waits for it."""

    def all(self, document: Document, is_cancelled: Callable[[], bool] = lambda: False) -> list[Placed]:
        """Where all annotations of a document stand today: by place, orphans last. What was found before is known.

        Nothing, when it was cancelled.
        """
        with self._alone:
            annotations = self._library.store.of(document.id)
            known = self._known.setdefault(document, {})
            found = [
                Placed(each, known[each.anchor])
                for each in annotations
                if each.anchor in known and not each.relations.place
            ]
            if len(found) < len(annotations):
                ids = {each.annotation.id for each in found}
                missing = [each for each in annotations if each.id not in ids]
                new = []
                for annotation, resolution in standing(document, missing):
                    if is_cancelled():
                        return []
                    new.append(Placed(annotation, resolution))
                found += new
                fresh = self.keep(document, new)
                for placed in new:
                    if not placed.annotation.relations.place:
                        known[placed.annotation.anchor] = placed.resolution
                    if placed.annotation.id in fresh:
                        known[fresh[placed.annotation.id]] = Resolution(placed.span, 1.0)
        return sorted(found, key=by_place)

    def soon(self, document: Document, offset: int) -> tuple[list[Placed], bool]:
        """What can be told within a moment of where annotations stand, and whether that is all.

        Where there are many, only those about ``offset`` are told of; :meth:`all` tells the rest.
        """
        library = self._library
        if not library.has_store() or document.grows or not document.blocks:
            return library.annotations(document), True
        store = library.store
        if store.count(document.id) <= FEW:
            return library.annotations(document), True
        shown = Span(max(0, offset - SHOWN), offset + SHOWN)
        made: dict[Anchor, list[Annotation]] = {}

        def between(low: int, high: int) -> list[Anchor]:
            for each in store.between(document.id, low, high):
                if each.relations.about != WHOLE_TEXT:
                    made.setdefault(each.anchor, []).append(each)
            return list(made)

        def nearest(at: int) -> list[Anchor]:
            return [each.anchor for each in store.near(document.id, at)]

        found = [
            Placed(each, resolution)
            for anchor, resolution in resolve_shown(document, shown, nearest, between)
            for each in made[anchor]
            if resolution.certainty >= SURE or not each.relations.is_refused
        ]
        return sorted(found, key=by_place), False

    def placed(self, document: Document, annotations: Sequence[Annotation]) -> list[Placed]:
        """Where annotations of a document stand today, in the order in which that was found out.

        Those that are surely found elsewhere than before are anchored anew; of the others it is kept how sure it was.
        """
        placed = [Placed(each, resolution) for each, resolution in standing(document, annotations)]
        self.keep(document, placed)
        return placed

    def keep(self, document: Document, placed: Sequence[Placed]) -> dict[str, Anchor]:
        """Keep what was found out, and give the fresh anchors, by the annotations' ids.

        A store that cannot be written to can still be listed.
        """
        if not document.blocks:
            return {}
        fresh = {
            each.annotation.id: describe(document, each.span, each.annotation.anchor)
            for each in placed
            if each.span is not None
            and not each.is_unsure
            and each.span != each.annotation.anchor.span
            and each.annotation.relations.about != WHOLE_TEXT
        }
        doubts = {
            each.annotation.id: None if each.resolution.certainty >= SURE else each.resolution.certainty
            for each in placed
        }
        with suppress(Refused):
            if fresh:
                self._library.store.re_anchor(fresh)
            self._library.store.doubts.tell(document.id, doubts)
        return fresh

    def confirm(self, ids: Sequence[str], opened: Mapping[str, Document] | None = None) -> int:
        """Say of annotations that they stand where they were found: they are anchored anew there, as one step.

        ``opened`` are texts at hand, by their ids; others are read. Gives how many there were to confirm.
        """

        def confirmed(document: Document, each: Placed) -> Annotation | None:
            if each.span is None or not each.is_unsure:
                return None
            relations = replace(each.annotation.relations, place="")
            return replace(each.annotation, anchor=_anchored(document, each), relations=relations)

        return self._change(ids, opened or {}, confirmed)

    def refuse(self, ids: Sequence[str], opened: Mapping[str, Document] | None = None) -> int:
        """Say of annotations that they do not stand where they were found: they are orphans, as one step.

        Gives how many there were to refuse: of a place that is sure nobody asks.
        """

        def refused(document: Document, each: Placed) -> Annotation | None:
            if not each.is_unsure:
                return None
            return replace(each.annotation, relations=replace(each.annotation.relations, place=REFUSED))

        return self._change(ids, opened or {}, refused)

    def attach(self, document: Document, identifier: str, span: Span) -> Placed:
        """Hang an annotation on a passage, its replies with it, as one step; raises ``Refused`` without such a one.

        A bookmark marks where the passage begins. The document need not be the one that it belonged to.
        """
        library = self._library
        annotation = library.find(identifier)
        if annotation.relations.about == WHOLE_TEXT:
            raise Refused("It hangs on the whole text, not on a passage.")
        start, end = span
        if not 0 <= start <= end <= len(document.text) or (start == end and annotation.kind is not Kind.BOOKMARK):
            raise Refused("There is no such passage.")
        anchor = describe(document, Span(start, start) if annotation.kind is Kind.BOOKMARK else span)
        thread = _thread(annotation, library.store.of(annotation.document))
        moved = [
            replace(
                each,
                document=document.id,
                anchor=anchor,
                relations=replace(each.relations, place=""),
                modified="",
            )
            for each in thread
        ]
        with library.store.at_once():
            library.remember(document)
            kept = library.store.put_all(moved)
        return self.placed(document, kept)[0]

    def _change(
        self,
        ids: Sequence[str],
        opened: Mapping[str, Document],
        how: Callable[[Document, Placed], Annotation | None],
    ) -> int:
        store = self._library.store
        texts: dict[str, list[Annotation]] = {}
        for identifier in ids:
            annotation = store.get(identifier)
            if annotation is not None and not annotation.deleted:
                texts.setdefault(annotation.document, []).append(annotation)
        changed = []
        documents = []
        for name, meant in texts.items():
            document = opened.get(name) or self._recalled(name)
            if document is None:
                continue
            documents.append((document, meant))
            for each in self.placed(document, meant):
                after = how(document, each)
                if after is not None:
                    changed.append(replace(after, modified=""))
        if changed:
            store.put_all(changed)
            now = {each.id: each for each in changed}
            for document, meant in documents:
                self.placed(document, [now[each.id] for each in meant if each.id in now])
        return len(changed)

    def _recalled(self, document_id: str) -> Document | None:
        known = next((each for each in self._library.known() if each.id == document_id), None)
        return self._library.recall(known) if known is not None else None


def _anchored(document: Document, placed: Placed) -> Anchor:
    """The anchor of an annotation where it was found."""
    start, end = placed.span or placed.annotation.anchor.span
    return describe(document, Span(start, start if placed.annotation.kind is Kind.BOOKMARK else end))


def _thread(annotation: Annotation, known: Sequence[Annotation]) -> list[Annotation]:
    """An annotation and what replies to it, however deep."""
    found = [annotation]
    taken = {annotation.id}
    for each in found:
        replies = [one for one in known if one.relations.parent == each.id and one.id not in taken]
        taken.update(one.id for one in replies)
        found += replies
    return found
