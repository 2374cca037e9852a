"""Where annotations stand in a text as it is today, and what the reader says of it: yes there, not there, but here.

What the reader says is a step of the journal like any other change, to be undone and done again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.anchoring import describe, resolve_many
from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Kind
from tui.annotations.model import SURE, Annotation, Placed, Resolution
from tui.document.failures import Refused
from tui.document.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tui.annotations.model import Anchor
    from tui.document.model import Document
    from tui.library import Library

_ORPHAN = Resolution(None, 0.0)
_WHOLE = Resolution(Span(0, 0), 1.0)


def standing(
    document: Document, annotations: Sequence[Annotation], first: Span | None = None
) -> Iterator[tuple[Annotation, Resolution]]:
    """Where annotations stand, as it is found out; what is about the span ``first``, the screen, at first.

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
    for index, resolution in resolve_many(document, [each.anchor for each in passages], first):
        annotation = passages[index]
        refused = annotation.relations.is_refused and resolution.certainty < SURE
        yield annotation, _ORPHAN if refused else resolution


class Attaching:
    """Methods may be called from any thread and raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def placed(self, document: Document, annotations: Sequence[Annotation], first: Span | None = None) -> list[Placed]:
        """Where annotations of a document stand today, in the order in which that was found out.

        Those that are surely found elsewhere than before are anchored anew; of the others it is kept how sure it was.
        """
        placed = [Placed(each, resolution) for each, resolution in standing(document, annotations, first)]
        self.keep(document, placed)
        return placed

    def keep(self, document: Document, placed: Sequence[Placed]) -> None:
        """Keep what was found out. A store that cannot be written to can still be listed."""
        if not document.blocks:
            return
        fresh = {
            each.annotation.id: describe(document, each.span)
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
        library.remember(document)
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
        return self.placed(document, library.store.put_all(moved))[0]

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
