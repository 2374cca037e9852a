"""What a file of annotations means here: which text each belongs to, where it stands, what is new.

First a plan is made, which touches nothing and can be shown; then it is carried out as it was shown.
A passage is found by its words, as :mod:`tui.annotations.anchoring` finds those of a changed text. One
without context whose words stand in several places is an orphan: on the wrong ones would be worse.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from tui.annotations.anchoring import describe, resolve_many
from tui.annotations.cleaning import clean
from tui.annotations.formats.foreign import kind_of
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import NO_RELATIONS, Anchor, Annotation, Placed, Resolution
from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.model import Blocks, Document, Span
from tui.library.reconciling import reconciled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.annotations.formats.foreign import Foreign, Work
    from tui.annotations.model import Change, KnownDocument
    from tui.library import Library

IMPORTED = "urn:llama-tui:import:"
"""How the source of a text begins that only imported annotations tell of."""

_NAMES = UUID("f2a5f2a4-5d4c-4bb5-a9d5-1f0f5c5b6c3e")
"""The namespace of ids that are made of what a file says."""

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_SOURCES = {"", "-"}
_NOWHERE = Resolution(None, 0.0)
_AT_THE_BEGINNING = Resolution(Span(0, 0), 1.0)
"""Where a note on a whole text stands."""
_FOUND = 0.95
"""The certainty of words that stand once in a text, without context."""
_TRIED = 200
"""Texts that are opened, at most, to see whether the passages of an unknown work stand there."""
_EVENED = 4_000_000
"""Code points of the longest text whose typography is evened out to look for words."""


class Fate(StrEnum):
    """What an import does with an annotation of the file."""

    NEW = "new"
    CHANGED = "changed"
    """It is known, and the file's is newer."""
    ATTACHED = "attached"
    """It is known as an orphan without a text, and stands in this one."""
    KNOWN = "already there"
    DELETED = "deleted here"
    GONE = "deleted there"
    """It was deleted where the file is from, after all that was done with it here."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An annotation of a file as it is going to be here."""

    fate: Fate
    document: Document
    """Without text where only the file tells of it."""
    placed: Placed


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import is going to do, in the file's order."""

    incoming: tuple[Incoming, ...]
    descriptions: tuple[tuple[str, str], ...] = ()
    """What tags mean of which that was not said here."""

    @property
    def written(self) -> list[Incoming]:
        """Those that change the store."""
        return [each for each in self.incoming if each.fate in {Fate.NEW, Fate.CHANGED, Fate.ATTACHED, Fate.GONE}]

    def count(self, *fates: Fate) -> int:
        """How many have one of these fates."""
        return sum(each.fate in fates for each in self.incoming)


def plan(library: Library, foreign: Sequence[Foreign], given: Sequence[Document]) -> Plan:
    """What importing these annotations will do; ``given`` are the texts that the reader says they are of."""
    texts = _Texts(library, given)
    gone = {each.id: each.deleted for each in foreign if each.deleted}
    foreign = [each for each in foreign if not each.deleted]
    stored = {each.id: each for each in library.store.of(include_deleted=True)} if library.known() else {}
    identifiers = _identifiers(foreign)
    ours = {each.id: identifier for each, identifier in zip(foreign, identifiers, strict=True) if each.id}
    foreign = [_related(each, ours, stored) for each in foreign]
    groups: dict[Work, list[int]] = {}
    for index, each in enumerate(foreign):
        groups.setdefault(each.work, []).append(index)
    placed: dict[int, tuple[Document, Resolution]] = {}
    for work, indexes in groups.items():
        members = [foreign[index] for index in indexes]
        text = texts.of(work, members, alone=len(groups) == 1)
        for index, resolution in zip(indexes, text.places(members), strict=True):
            placed[index] = (text.document, resolution)
    alike = {_content(each) for each in stored.values() if not each.deleted}
    incoming: list[Incoming] = []
    taken: set[str] = set()
    for index, (each, identifier) in enumerate(zip(foreign, identifiers, strict=True)):
        document, resolution = placed[index]
        annotation = _annotation(each, identifier, document, resolution)
        told = Placed(annotation, resolution)
        known = stored.get(identifier)
        if identifier in taken:
            fate = Fate.KNOWN
        elif known is None:
            fate = Fate.KNOWN if not _UUID.fullmatch(each.id) and _content(annotation) in alike else Fate.NEW
        else:
            if each.colour is None:  # a format without colours says nothing of them
                # In a file of ours the reader has taken the line away that tells of colour and tags.
                tags = annotation.tags if annotation.tags or not each.edited else known.tags
                told = replace(told, annotation=replace(annotation, colour=known.colour, tags=tags))
            fate, told = _met(known, told, texts, each)
            document = document if known.document == annotation.document else texts.known_as(known) or document
        taken.add(identifier)
        incoming.append(Incoming(fate, document, told))
    for identifier in sorted(gone.keys() & stored.keys() - taken):
        incoming += _deleted(stored[identifier], gone[identifier], texts)
    return Plan(tuple(incoming))


def _deleted(known: Annotation, time: str, texts: _Texts) -> list[Incoming]:
    """What becomes of an annotation that was deleted where the file is from; what was changed here later stays."""
    document = texts.known_as(known)
    if known.deleted or known.modified >= time or document is None:
        return []
    return [Incoming(Fate.GONE, document, Placed(replace(known, modified=time, deleted=time), _NOWHERE))]


def _identifiers(foreign: Sequence[Foreign]) -> list[str]:
    """What the annotations of a file are called here, the same whenever it is read."""
    repeated: Counter[str] = Counter()
    found: list[str] = []
    for each in foreign:
        key = _key(each)
        found.append(each.id if _UUID.fullmatch(each.id) else str(uuid5(_NAMES, f"{key}\n{repeated[key]}")))
        repeated[key] += 1
    return found


def _related(foreign: Foreign, ours: Mapping[str, str], stored: Mapping[str, Annotation]) -> Foreign:
    """The annotation with its parent as it is called here, and at its parent's place if it tells of none."""
    if foreign.relations is None or not foreign.relations.parent:
        return foreign
    parent = foreign.relations.parent
    if not _UUID.fullmatch(parent):
        parent = ours.get(parent) or str(uuid5(_NAMES, f"id\n{parent}\n0"))
    relations = replace(foreign.relations, parent=parent)
    if foreign.quote or parent not in stored:
        return replace(foreign, relations=relations)
    anchor, about = stored[parent].anchor, relations.about or stored[parent].relations.about
    return replace(
        foreign,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        start=anchor.start,
        end=anchor.end,
        block=anchor.block,
        relations=replace(relations, about=about),
    )


def carry_out(library: Library, plan: Plan) -> None:
    """Write what the plan says, as one step; raises Refused."""
    for document in {each.document.id: each.document for each in plan.written}.values():
        library.remember(document)
    annotations = [each.placed.annotation for each in plan.written]
    library.store.put_all(annotations)
    if plan.descriptions:
        library.codebook.add(dict(plan.descriptions), annotations)


def _met(known: Annotation, told: Placed, texts: _Texts, foreign: Foreign) -> tuple[Fate, Placed]:
    """What becomes of an annotation that is here already."""
    if known.deleted:
        return Fate.DELETED, Placed(known, told.resolution)
    annotation = told.annotation
    there = texts.known_as(known)
    if known.document != annotation.document and told.span is not None and (there is None or not there.blocks):
        moved = replace(known, document=annotation.document, anchor=annotation.anchor)
        return Fate.ATTACHED, Placed(moved, told.resolution)
    newer = reconciled(
        known, annotation, lambda: texts.history(known.id), edited=foreign.edited, undated=foreign.undated
    )
    if replace(newer, modified=known.modified) != known:
        return Fate.CHANGED, Placed(newer, told.resolution)
    return Fate.KNOWN, Placed(known, told.resolution)


def _key(foreign: Foreign) -> str:
    """What makes an annotation the same one when its file is read again."""
    work = foreign.work
    if foreign.id:
        return f"id\n{foreign.id}"
    when = foreign.created or f"{foreign.start}\n{foreign.block}"
    # A highlight to which a note comes is the same one.
    kind = Kind.BOOKMARK if foreign.kind is Kind.BOOKMARK else Kind.HIGHLIGHT
    said = ["said", work.title, work.author, kind, " ".join(foreign.quote.split()), foreign.name, when]
    coder = foreign.relations.author if foreign.relations is not None else ""
    return "\n".join([*said, coder] if coder else said)


def _content(annotation: Annotation) -> tuple[str, ...]:
    """What two annotations have in common that say the same."""
    quote, note = annotation.anchor.quote, annotation.note
    coder = annotation.relations.author
    return annotation.document, " ".join(quote.split()), " ".join(note.split()), annotation.name, coder


def _annotation(foreign: Foreign, identifier: str, document: Document, resolution: Resolution) -> Annotation:
    kind = foreign.kind if foreign.kind is Kind.BOOKMARK else kind_of(foreign.note)
    if resolution.span is not None:
        start, end = resolution.span
        anchor = describe(document, Span(start, start if kind is Kind.BOOKMARK else end))
    else:
        anchor = _anchor(foreign)
    return clean(
        Annotation(
            id=identifier,
            document=document.id,
            kind=kind,
            anchor=anchor,
            note=foreign.note,
            tags=foreign.tags,
            colour=foreign.colour or Colour.YELLOW,
            name=foreign.name,
            created=foreign.created,
            modified=foreign.modified or foreign.created,
            relations=foreign.relations or NO_RELATIONS,
        )
    )


def _anchor(foreign: Foreign) -> Anchor:
    start = foreign.start or 0
    end = start + len(foreign.quote) if foreign.end is None else max(start, foreign.end)
    return Anchor(foreign.quote, foreign.prefix, foreign.suffix, start, end, foreign.block or 0)


def _told_place(foreign: Foreign) -> Resolution | None:
    """The place of what is not looked for by its words."""
    if foreign.relations is None:
        return None
    if foreign.relations.is_refused:
        return _NOWHERE
    return _AT_THE_BEGINNING if foreign.relations.about == WHOLE_TEXT else None


class _Text:
    """A document in which passages are looked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _even(self) -> tuple[str, list[int]]:
        from tui.annotations.typography import even_out

        return even_out(str(self.document.text)) if len(self.document.text) <= _EVENED else ("", [0])

    def places(self, members: Sequence[Foreign]) -> list[Resolution]:
        """Where the passages stand."""
        found = [_NOWHERE] * len(members)
        if not self.document.blocks:
            return found
        left: list[int] = []
        for index, each in enumerate(members):
            known = _told_place(each) or self._by_words(each)
            if known is None:
                left.append(index)
            else:
                found[index] = known
        anchors = [self._hinted(members[index]) for index in left]
        for number, resolution in resolve_many(self.document, anchors):
            found[left[number]] = resolution
        return found

    def _hinted(self, foreign: Foreign) -> Anchor:
        """The anchor, with the paragraph for a place where the file tells no other."""
        anchor = _anchor(foreign)
        blocks = self.document.blocks
        if foreign.start is not None or foreign.block is None or foreign.block >= len(blocks):
            return anchor
        start = blocks.start(foreign.block)
        return replace(anchor, start=start, end=start + len(foreign.quote))

    def _by_words(self, foreign: Foreign) -> Resolution | None:
        """The place of a passage without context; None when it is to be looked for in other ways."""
        if foreign.prefix or foreign.suffix:
            return None
        block = self._block(foreign)
        if not foreign.quote.strip():
            if foreign.kind is Kind.BOOKMARK and block is not None:
                return Resolution(Span(block.start, block.start), 1.0)
            return _NOWHERE
        spans = self._stands(foreign.quote)
        if foreign.start is not None and foreign.end is not None:
            exact = Span(foreign.start, foreign.end)
            if exact in spans:
                return Resolution(exact, 1.0)
        if len(spans) == 1:
            return Resolution(spans[0], _FOUND)
        inside = [span for span in spans if block is not None and block.start <= span.start < block.end]
        if inside:
            return Resolution(inside[0], _FOUND)
        return _NOWHERE if spans else None

    def _block(self, foreign: Foreign) -> Span | None:
        blocks = self.document.blocks
        if foreign.block is None or foreign.block >= len(blocks):
            return None
        return Span(blocks.start(foreign.block), blocks.end(foreign.block))

    def _stands(self, quote: str) -> list[Span]:
        """Where the words stand, whatever the typography: the first two hundred places."""
        from tui.annotations.typography import even_out

        even, offsets = self._even
        wanted = even_out(quote)[0].strip()
        spans: list[Span] = []
        place = even.find(wanted) if wanted else -1
        while place >= 0 and len(spans) < 200:
            last = offsets[place + len(wanted) - 1]
            end = offsets[bisect_left(offsets, last + 1, place)]
            spans.append(Span(offsets[place], min(end, last + 1)))
            place = even.find(wanted, place + 1)
        return spans

    def holds(self, members: Iterable[Foreign]) -> int:
        """How many of the passages stand there to the letter, or nearly."""
        return sum(bool(each.quote.strip()) and bool(self._stands(each.quote)) for each in members)


class _Texts:
    """The texts that annotations may belong to."""

    def __init__(self, library: Library, given: Sequence[Document]) -> None:
        self._library = library
        self._given = [_Text(document) for document in given]
        self._opened: dict[str, _Text] = {}
        self._known = {each.id: each for each in library.known()}

    def known_as(self, annotation: Annotation) -> Document | None:
        """The text that a stored annotation belongs to; None when it is not known any more."""
        for text in self._given:
            if text.document.id == annotation.document:
                return text.document
        return self._recalled(annotation.document).document if annotation.document in self._known else None

    def history(self, identifier: str) -> list[Change]:
        """All that happened to a stored annotation."""
        return self._library.store.history(identifier)

    def of(self, work: Work, members: Sequence[Foreign], *, alone: bool) -> _Text:
        """The text of a work; one without words where there is none."""
        return (
            next((text for text in self._given if _is_of(text.document, work)), None)
            or (self._given[0] if alone and len(self._given) == 1 else None)
            or self._holding(self._given, members)
            or self._remembered(work)
            or self._by_path(work)
            or (None if self._given else self._holding(self._all(), members))
            or self._unknown(work)
        )

    def _recalled(self, identifier: str) -> _Text:
        if identifier not in self._opened:
            self._opened[identifier] = _Text(self._library.recall(self._known[identifier]))
        return self._opened[identifier]

    def _remembered(self, work: Work) -> _Text | None:
        same = [
            each
            for each in self._known.values()
            if each.id == work.id or (each.source == work.source and work.source not in _NO_SOURCES)
        ]
        named = [each for each in self._real() if _alike(each.title, work.title)]
        return next((self._recalled(each.id) for each in [*same, *named]), None)

    def _real(self) -> list[KnownDocument]:
        return [each for each in self._known.values() if not each.source.startswith(IMPORTED)]

    def _by_path(self, work: Work) -> _Text | None:
        from tui.library import path_of

        if not work.source.startswith(("/", "seeds/")):
            return None
        try:
            return _Text(self._library.open(path_of(work.source)))
        except Refused:
            return None

    def _all(self) -> list[_Text]:
        return [self._recalled(each.id) for each in self._real()[:_TRIED]]

    @staticmethod
    def _holding(texts: Sequence[_Text], members: Sequence[Foreign]) -> _Text | None:
        """The text where most of the passages stand, and at least half of them."""
        counts = [(text.holds(members), text) for text in texts]
        best, text = max(counts, key=lambda pair: pair[0], default=(0, None))
        return text if best and best * 2 >= len(members) else None

    @staticmethod
    def _unknown(work: Work) -> _Text:
        from urllib.parse import quote

        source = work.source or IMPORTED + quote(f"{work.title} {work.author}".strip(), safe="")
        identifier = work.id or blake2b(source.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        title = " ".join(work.title.split()) or Path(source).name or "?"
        return _Text(Document(identifier, title, work.language, source, "", Blocks()))


def _is_of(document: Document, work: Work) -> bool:
    """Whether a document is that of which a file tells."""
    same = document.id == work.id or (work.source not in _NO_SOURCES and document.source == work.source)
    return same or _alike(document.title, work.title)


def _alike(one: str, other: str) -> bool:
    """Whether two titles are the same but for case, signs and a subtitle that one of them leaves out."""
    first, second = _titles(one), _titles(other)
    return bool(first[0] and second[0]) and (first[0] in second or second[0] in first)


def _titles(title: str) -> tuple[str, str]:
    """A title's words, folded: all, and those before a colon or a dash."""
    from tui.search.folding import fold_plain

    parts = (title, re.split(r"[:–—]", title)[0])
    whole, main = (" ".join(re.findall(r"\w+", fold_plain(part))) for part in parts)
    return whole, main
