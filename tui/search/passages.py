"""The inverted index: which passages hold a word, and where each passage stands.

The passages of a word are a roaring bitmap (Lemire et al., *Roaring Bitmaps: Implementation of an Optimized
Software Library*, 2018), so that what a query asks for is found by unions and intersections, at a fraction of a
nanosecond a passage. What was saved (:mod:`tui.search.saved`) lies in a mapped file, of which only the words that
are asked for are ever read; what is added later lies in memory beside it.
"""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_right
from collections import defaultdict
from contextlib import contextmanager
from heapq import nlargest
from itertools import accumulate, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from pyroaring import BitMap

from tui.document.model import BlockKind
from tui.search.folding import fold, fold_plain
from tui.search.vocabulary import Vocabulary
from tui.search.words import findable, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui.document.model import Document
    from tui.search.folding import Folded
    from tui.search.saved import Numbers, Saved

REMEMBERED = 2048
"""Passages whose words are kept, since one keystroke's candidates are mostly the next one's."""
BATCH = 1 << 14
"""Passages whose words are collected before they are entered, which is quicker than one by one."""
WHOLE = slice(None)
MOST_BEGUN = 200
"""Words that a short word may begin, the commonest ones."""
GROWN = 1.25
"""How much larger the vocabulary has to be for its commonest words to be counted again."""
REMEMBERED_WORDS = 8192
"""Words of the saved part whose passages are kept."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Without garbage collection: it would go again and again through a batch's lists or a search's, in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Passages:
    """Every block of every document, numbered in the order of adding. One thread adds while others read.

    Whatever a reader can reach is complete: a passage is entered into the tables before its words are.
    """

    def __init__(self, saved: Saved | None = None, documents: Sequence[Document | None] = ()) -> None:
        """Begin with what was saved, whose documents are given in its order, None for the dead; or with nothing."""
        self._saved = saved
        self._known: dict[str, BitMap] = {}
        self._added: dict[str, BitMap | int] = {}
        """The words added here with their passages; the many words of one passage just have its number."""
        self.lengths: Numbers = saved.lengths if saved is not None else array("I")
        """For each passage: its code points."""
        self._documents: list[Document | None] = list(documents)
        self._firsts: list[int] = []
        """The first passage of each of them."""
        self._folded: dict[int, Folded] = {}
        self._tokens: dict[int, list[str]] = {}
        if saved is not None:
            blocks = [kept.blocks for kept in saved.documents]
            self._firsts = list(accumulate(blocks[:-1], initial=0)) if blocks else []
        self._commonest: dict[str, tuple[int, list[str]]] = {}
        self._prepared = 0
        self._complete = len(self.lengths)
        self.vocabulary = Vocabulary(saved.words if saved is not None else (), self._added)

    def __len__(self) -> int:
        """How many passages are there with all of their words."""
        return self._complete

    def add(self, document: Document) -> range:
        """Enter all blocks of a document; their numbers."""
        text, (starts, ends, _) = document.text, document.blocks.parts()
        first = self._complete
        lengths = self.lengths
        if not isinstance(lengths, array):
            self.lengths = lengths = array("I", lengths)
        self._firsts.append(first)
        self._documents.append(document)
        for low in range(0, len(starts), BATCH):
            spans = list(zip(starts[low : low + BATCH], ends[low : low + BATCH], strict=True))
            lengths.extend([end - start for start, end in spans])
            with uncollected():
                batch: defaultdict[str, list[int]] = defaultdict(list)
                for passage, (start, end) in enumerate(spans, first + low):
                    for word in findable(text[start:end]):
                        batch[word].append(passage)
                self._enter(batch)
            self._complete = first + low + len(spans)
        return range(first, self._complete)

    def _enter(self, batch: Mapping[str, list[int]]) -> None:
        """Enter the passages of words, which rise and may be there more than once."""
        added = self._added
        new: list[str] = []
        for word, passages in batch.items():
            held = added.get(word)
            if held is None:
                added[word] = passages[0] if passages[0] == passages[-1] else BitMap(passages)
                new.append(word)
            elif isinstance(held, int):
                added[word] = BitMap((held, *passages))
            else:
                held.update(passages)
        self.vocabulary.add(new)

    def holding(self, word: str) -> BitMap:
        """The passages that hold a word; not to be changed. Raises ``Damaged``."""
        added = self._added.get(word)
        if added is not None and not isinstance(added, BitMap):
            added = BitMap((added,))
        saved = self._of_saved(word) if self._saved is not None else None
        if saved is None:
            return BitMap() if added is None else added
        return saved if added is None else saved | added

    def _of_saved(self, word: str) -> BitMap | None:
        known = self._known.get(word)
        if known is None and self._saved is not None:
            known = self._saved.holding(word)
            if known is not None:
                if len(self._known) >= REMEMBERED_WORDS:
                    self._known = {}
                self._known[word] = known
        return known

    def holding_any(self, words: Sequence[str]) -> BitMap:
        """The passages that hold one of the words, which may be very many. Raises ``Damaged``."""
        held = list(map(self._added.get, words)) if self._saved is None else list(map(self.holding, words))
        alone = BitMap([each for each in held if isinstance(each, int)])
        return BitMap.union(alone, *[each for each in held if isinstance(each, BitMap)])

    def folded_texts(self, passages: Iterable[int], part: slice = WHOLE) -> Iterator[tuple[int, str]]:
        """Passages with their folded texts, or with a part of those: the first or the last code points."""
        return ((passage, fold_plain(self.text(passage)[part])) for passage in passages)

    def text(self, passage: int) -> str:
        """The text of a passage, as it stands; nothing for one that is no longer searched."""
        position = self._position(passage)
        document = self._documents[position]
        if document is None:
            return ""
        block = passage - self._firsts[position]
        return document.text[document.blocks.start(block) : document.blocks.end(block)]

    def texts(self, passages: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Passages with their texts, as they stand."""
        return ((passage, self.text(passage)) for passage in passages)

    def commonest_begun(self, start: str) -> list[str]:
        """Of the words that begin so and are longer, those that the most passages hold, of many only some.

        Once there are many, they are counted again only when the vocabulary has grown.
        """
        counted, best = self._commonest.get(start, (0, []))
        if counted * GROWN < len(self.vocabulary):
            best = self._of_most(self.vocabulary.begun_with(start))
            if len(best) == MOST_BEGUN:
                self._commonest[start] = len(self.vocabulary), best
        return best

    def _of_most(self, words: list[str]) -> list[str]:
        if len(words) <= MOST_BEGUN:
            return words
        best = dict.fromkeys(word for _, word in nlargest(2 * MOST_BEGUN, self._counted(words)))
        best.update(dict.fromkeys(islice(words, MOST_BEGUN)))
        return list(best)[:MOST_BEGUN]

    def _counted(self, words: Sequence[str]) -> list[tuple[int, str]]:
        """Words in a row, each with about as many passages as hold it, but for most of those that one holds."""
        added = self._added
        counted = [(len(held), word) for word in words if isinstance(held := added.get(word), BitMap)]
        if self._saved is not None and words:
            counted += self._saved.frequencies(words[0], words[-1])
        return counted

    def prepare(self) -> None:
        """Count beforehand the words that begin with each letter and each two, where they are many."""
        if self._prepared * GROWN < len(self.vocabulary):
            self._prepared = len(self.vocabulary)
            self.vocabulary.prepare()
            counted = sorted(self._counted(self.vocabulary.ordered()), key=itemgetter(1))
            # The commonest of those with one letter are among the commonest of those with two.
            for size in (2, 1):
                rest: list[tuple[int, str]] = []
                for start, those in groupby(counted, key=lambda each: each[1][:size]):
                    found = list(those)
                    begun = [each for each in found if len(each[1]) > size]
                    if len(begun) > 2 * MOST_BEGUN:
                        begun = nlargest(2 * MOST_BEGUN, begun)
                        best = list(dict.fromkeys(word for _, word in begun))[:MOST_BEGUN]
                        self._commonest[start] = self._prepared, best
                        begun.sort(key=itemgetter(1))
                    rest += [each for each in found if len(each[1]) == size]
                    rest += begun
                counted = rest

    def contents(self, dead: BitMap) -> Iterable[tuple[str, BitMap]]:
        """All words in the order of their code points, with the living passages that hold them. Raises ``Damaged``."""
        for word in self.vocabulary.ordered():
            passages = self.holding(word)
            if not dead:
                yield word, passages
            elif living := passages - dead:
                yield word, living

    def let_go(self) -> None:
        """Give back the memory of what has been looked at; what is asked for again is read again."""
        self._folded, self._tokens, self._known = {}, {}, {}
        if self._saved is not None:
            self._saved.let_go()

    def _position(self, passage: int) -> int:
        """Which of the documents a passage belongs to."""
        return bisect_right(self._firsts, passage) - 1

    def place(self, passage: int) -> tuple[Document, int, int]:
        """The document of a passage, the index of its block in it, and the offset in the text where that begins."""
        position = self._position(passage)
        document = self._documents[position]
        if document is None:
            raise LookupError("a passage of a document that is no longer searched")
        block = passage - self._firsts[position]
        return document, block, document.blocks.start(block)

    def is_heading(self, passage: int) -> bool:
        """Whether a passage is a heading."""
        position = self._position(passage)
        document = self._documents[position]
        block = document.blocks.parts()[2].get(passage - self._firsts[position]) if document is not None else None
        return block is not None and block.kind is BlockKind.HEADING

    def folded(self, passage: int) -> Folded:
        """The folded text of a passage."""
        known = self._folded.get(passage)
        if known is None:
            if len(self._folded) >= REMEMBERED:
                self._folded = {}
            known = self._folded[passage] = fold(self.text(passage))
        return known

    def tokens(self, passage: int) -> list[str]:
        """The words of a passage, in order."""
        known = self._tokens.get(passage)
        if known is None:
            if len(self._tokens) >= REMEMBERED:
                self._tokens = {}
            known = self._tokens[passage] = words(self.folded(passage).text)
        return known
