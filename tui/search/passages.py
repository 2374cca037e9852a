"""The inverted index: which passages hold a word, and where each passage stands."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from tui.search.folding import fold_plain
from tui.search.vocabulary import Vocabulary
from tui.search.words import vocabulary

if TYPE_CHECKING:
    from tui.document.model import Block, Document

REMEMBERED = 2048
"""Folded passages that are kept, since one keystroke's candidates are mostly the next one's."""


class Passages:
    """Every block of every document, numbered in the order of adding. One thread adds while others read.

    Whatever a reader can reach is complete: a passage is entered into the tables before its words are.
    """

    def __init__(self) -> None:
        """No passages yet."""
        self.vocabulary = Vocabulary()
        self.lengths = array("I")
        """For each passage: its code points."""
        self._postings: list[array[int]] = []
        """For each word, by number: the passages that hold it, rising."""
        self._documents: list[Document] = []
        self._owners = array("I")
        """For each passage: the position of its document in ``_documents``."""
        self._blocks = array("I")
        """For each passage: the index of its block in its document."""
        self._folded: dict[int, str] = {}
        self._complete = 0

    def __len__(self) -> int:
        """How many passages are there with all of their words."""
        return self._complete

    def add(self, document: Document) -> range:
        """Enter all blocks of a document; their numbers."""
        position = len(self._documents)
        self._documents.append(document)
        numbers, postings = self.vocabulary.numbers, self._postings
        text, blocks = document.text, document.blocks
        first = passage = self._complete
        for index in range(len(blocks)):
            start, end = blocks.start(index), blocks.end(index)
            self._owners.append(position)
            self._blocks.append(index)
            self.lengths.append(end - start)
            for word in vocabulary(fold_plain(text[start:end])):
                number = numbers.get(word)
                if number is None:
                    postings.append(array("I", (passage,)))
                    self.vocabulary.add(word)
                else:
                    postings[number].append(passage)
            passage = self._complete = passage + 1
        return range(first, passage)

    def holding(self, word: str) -> array[int]:
        """The passages that hold a word of the vocabulary."""
        return self._postings[self.vocabulary.numbers[word]]

    def commonest(self, words: list[str], most: int) -> list[str]:
        """The words that the most passages hold, at most so many."""
        if len(words) <= most:
            return words
        numbers = map(self.vocabulary.numbers.__getitem__, words)
        counts = list(map(len, map(self._postings.__getitem__, numbers)))
        least = sorted(counts)[-most]
        return [word for word, count in zip(words, counts, strict=True) if count >= least][:most]

    def place(self, passage: int) -> tuple[Document, Block]:
        """The document and the block of a passage."""
        document = self._documents[self._owners[passage]]
        return document, document.blocks[self._blocks[passage]]

    def folded(self, passage: int) -> str:
        """The folded text of a passage."""
        known = self._folded.get(passage)
        if known is None:
            document, block = self.place(passage)
            if len(self._folded) >= REMEMBERED:
                self._folded = {}
            known = self._folded[passage] = fold_plain(document.block_text(block))
        return known
