"""Searching the words of notes and the names of entities: texts so short that each set of them has its own index.

They understand all that a query may be, since an :class:`~tui.search.index.Index` looks for it; and filters that have
to do with the note or with the entity itself (``tag:``, ``colour:``, ``type:``, ``entity:``) mean it, not its passage.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from pyroaring import BitMap

from tui.document.model import BLOCK_SEPARATOR, OFFSETS, Blocks, Document, Span
from tui.search.facts import Named, Noted
from tui.search.filters import Field
from tui.search.filters import passing as filtered
from tui.search.folding import fold_plain
from tui.search.kinds import Listed
from tui.search.model import Hit, Inside, Results
from tui.search.ranking import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.search.facts import Facts
    from tui.search.filters import Filter
    from tui.search.index import Index
    from tui.search.query import Query

Given = list[tuple[Document, "Sequence[Noted] | Sequence[Named]"]]
"""Documents, each with its notes or with what it names."""


class Entry(NamedTuple):
    """A note, or an entity in one document."""

    id: str
    document: Document
    texts: tuple[str, ...]
    """The note's words; all names of the entity."""
    spans: tuple[tuple[int, int], ...]
    """What it marks or where it is named, in code points into the document's text."""
    blocks: tuple[int, ...]
    """For each span its block's index; for a note without one its block's index alone."""
    values: Mapping[Field, tuple[str, ...]]
    """What filters on it look at, folded."""


def _is_placed(document: Document, added: Noted | Named) -> bool:
    """Whether there is a passage to go to, and a name to show."""
    if isinstance(added, Named):
        return bool(added.names and added.mentions and document.blocks)
    return 0 <= added.block < len(document.blocks)


def _entry(document: Document, added: Noted | Named) -> Entry:
    return _named(document, added) if isinstance(added, Named) else _noted(document, added)


def _noted(document: Document, note: Noted) -> Entry:
    values = {
        Field.TAG: tuple(map(fold_plain, note.tags)),
        Field.COLOUR: (fold_plain(note.colour),),
    }
    spans = () if note.span is None else (note.span,)
    return Entry(note.id, document, (note.text,), spans, (note.block,), values)


def _named(document: Document, named: Named) -> Entry:
    values = {Field.TYPE: (fold_plain(named.type),), Field.ENTITY: tuple(map(fold_plain, named.names))}
    blocks = tuple(document.blocks.index_at(start) for start, _ in named.mentions)
    return Entry(named.id, document, named.names, named.mentions, blocks, values)


class Additions:
    """The notes or the entities of some documents, to be searched."""

    def __init__(self, listed: Listed, given: Given, index: Index) -> None:
        """``index`` is one that is empty: it becomes theirs."""
        self._listed = listed
        self._entries = [
            _entry(document, each) for document, held in given for each in held if _is_placed(document, each)
        ]
        self._holders: dict[str, list[int]] = {}
        """The positions of the entries with a text."""
        for position, entry in enumerate(self._entries):
            for text in dict.fromkeys(entry.texts):
                self._holders.setdefault(text, []).append(position)
        self._texts = list(self._holders)
        self._index = index
        self._document = _as_document(self._texts)
        index.add(self._document)

    def search(self, query: Query, limit: int, facts: Facts, *, once: bool) -> Results:
        """The best of them, as hits in their documents, and how many there are; ``query`` has at least a filter.

        ``once`` is whether an entity is to be found where it is named first only, instead of in all its passages.
        """
        passing = self._passing(query, facts)
        within = BitMap(
            number
            for number, text in enumerate(self._texts)
            if any(position in passing for position in self._holders[text])
        )
        found = self._index.ranked(replace(query, filters=()), len(self._texts), within)
        best: dict[object, Hit] = {}
        for hit in found.hits:
            for position in self._holders[self._texts[hit.block]]:
                if position in passing:
                    self._collect(best, hit, position, passing[position], once=once)
        return Results("", tuple(islice(best.values(), limit)), len(best), found.complete)

    def _collect(self, best: dict[object, Hit], hit: Hit, position: int, blocks: BitMap, *, once: bool) -> None:
        """Add the hits of an entry in some blocks of its document, where no better one has been found."""
        entry = self._entries[position]
        start = self._document.blocks.start(hit.block)
        matches = tuple(Span(low - start, high - start) for low, high in hit.matches)
        inside = Inside(self._listed, entry.id, self._texts[hit.block], matches)
        each_once = once or self._listed is Listed.NOTES
        for block in blocks:
            key: object = entry.id if each_once else (entry.document.id, block)
            if key not in best:
                spans = [Span(*span) for span, at in zip(entry.spans, entry.blocks, strict=False) if at == block]
                best[key] = Hit(entry.document.id, block, hit.score, merged(spans), hit.parts, inside)
            if each_once:
                break

    def _passing(self, query: Query, facts: Facts) -> dict[int, BitMap]:
        """For the entries that all filters let through, by their positions: the blocks that they do so for."""
        held: dict[tuple[str, Filter], BitMap] = {}
        found: dict[int, BitMap] = {}
        for position, entry in enumerate(self._entries):
            blocks = BitMap(entry.blocks)
            for each in query.filters:
                if each.field in entry.values:
                    blocks = blocks if _says(entry.values[each.field], each) else BitMap()
                elif each.field is not Field.IN or each.negated:
                    key = entry.document.id, each
                    if key not in held:
                        held[key] = filtered(entry.document, each, facts)
                    blocks &= held[key]
            if blocks:
                found[position] = blocks
        return found


def _says(values: Sequence[str], wanted: Filter) -> bool:
    """Whether one of an entry's values is or begins with one that a filter wants, or, negated, none."""
    found = any(f" {value}".find(f" {begun}") >= 0 for value in values for begun in wanted.values)
    return found != wanted.negated


def _as_document(texts: Sequence[str]) -> Document:
    """Texts as the blocks of a document."""
    ends = array(OFFSETS, accumulate(len(text) + len(BLOCK_SEPARATOR) for text in texts))
    starts = array(OFFSETS, [0, *ends[:-1]] if texts else [])
    ends = array(OFFSETS, [end - len(BLOCK_SEPARATOR) for end in ends])
    return Document("", "", "", "", BLOCK_SEPARATOR.join(texts), Blocks.plain(starts, ends))
