"""From documents to an index, and from a query to the passages that fit.

An inverted index in memory: for each word of the folded vocabulary, the passages that hold it. A query's
words are matched against the vocabulary (:mod:`tui.search.vocabulary`), the passages that hold their
rarer forms are collected, and the best few hundred of those are scored in full
(:mod:`tui.search.ranking`). So the time depends on the vocabulary, and little on the length of the texts.
"""

from __future__ import annotations

import heapq
import re
from array import array
from math import log
from typing import TYPE_CHECKING

from tui.search.folding import fold, fold_plain
from tui.search.model import Hit, Results
from tui.search.query import Query, Term, Way, parse
from tui.search.ranking import Candidate, score
from tui.search.vocabulary import Form, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.document.model import Document

WORD = re.compile(r"[^\W_]+")
SCORED = 400
"""Passages that are scored in full."""
COMMON = 20_000
"""Passages that hold a word from which on it is too common to collect passages by, where others are rarer."""


class Index:
    """Finds passages of the documents added to it. One thread may add while others search."""

    def __init__(self) -> None:
        """Nothing indexed yet."""
        self._vocabulary = Vocabulary()
        self._postings: list[array[int]] = []
        """For each word, by number: the passages that hold it, in order."""
        self._documents: list[Document] = []
        self._owner = array("I")
        """For each passage: the position of its document in ``_documents``."""
        self._block = array("I")
        """For each passage: the index of its block in its document."""
        self._live: dict[str, int] = {}
        """By document id: the position of the document that is searched under it."""

    def __len__(self) -> int:
        """How many passages are indexed, those of discarded documents included."""
        return len(self._owner)

    def add(self, document: Document) -> None:
        """Index a document; one of the same id that was there before is searched no longer."""
        position = len(self._documents)
        self._documents.append(document)
        vocabulary, postings = self._vocabulary, self._postings
        for index in range(len(document.blocks)):
            text = fold_plain(document.text[document.blocks.start(index) : document.blocks.end(index)])
            passage = len(self._owner)
            for word in set(WORD.findall(text)) | _joined(text):
                number = vocabulary.numbers.get(word)
                if number is None:
                    postings.append(array("I"))
                    number = vocabulary.number(word)
                postings[number].append(passage)
            self._block.append(index)
            self._owner.append(position)
        self._live[document.id] = position

    def discard(self, document_id: str) -> None:
        """Search a document no longer."""
        self._live.pop(document_id, None)

    def search(self, query: str, limit: int = 50, document: str | None = None) -> Results:
        """The passages that fit best, of all documents or of one. Never raises."""
        parsed = parse(query)
        if not parsed.groups:
            return Results(query, (), 0)
        forms = [self._forms_of(group) for group in parsed.wanted]
        weights = [self._weight(each) for each in forms]
        candidates = self._collect(forms, weights, document) if forms else self._all(document)
        found: list[tuple[int, float, int, int, Hit]] = []
        for passage in candidates:
            hit, matched = self._score(passage, parsed, forms, weights)
            if hit is not None:
                length = self._length(passage)
                found.append((matched, hit.score, -length, -passage, hit))
        most = max((each[0] for each in found), default=0)
        if most < _least(len(forms)):
            return Results(query, (), 0)
        fitting = [each for each in found if each[0] == most]
        best = heapq.nlargest(limit, fitting, key=lambda each: (round(each[1], 3), each[2], each[3]))
        return Results(query, tuple(each[4] for each in best), len(fitting))

    def _forms_of(self, group: tuple[Term, ...]) -> dict[str, Form]:
        """The words of the texts that a group of terms may mean; of a phrase, those its rarest word may."""
        found: dict[str, Form] = {}
        for term in group:
            if term.way is Way.FUZZY:
                forms = self._vocabulary.forms(term.text)
            else:
                words = WORD.findall(term.text) or [term.text]
                choices = [{form.word: form for form in self._holding(word)} for word in words]
                forms = min(choices, key=lambda each: sum(len(self._passages(word)) for word in each))
            for word, form in forms.items():
                if word not in found or found[word].quality < form.quality:
                    found[word] = form
        return found

    def _holding(self, part: str) -> list[Form]:
        self._vocabulary.forms(part)
        return [Form(form.word, 1.0, form.start, form.end) for form in self._vocabulary.holding(part)]

    def _passages(self, word: str) -> array[int]:
        return self._postings[self._vocabulary.numbers[word]]

    def _weight(self, forms: dict[str, Form]) -> float:
        """How telling a word is: the rarity of its best form (inverse document frequency, as in BM25)."""
        best = max((form.quality for form in forms.values()), default=0.0)
        held = sum(len(self._passages(word)) for word, form in forms.items() if form.quality >= best - 0.1)
        total = max(1, len(self._owner))
        return log(1 + (total - min(held, total) + 0.5) / (min(held, total) + 0.5)) + 0.2

    def _collect(self, forms: list[dict[str, Form]], weights: list[float], document: str | None) -> list[int]:
        """The most promising passages, by the weights of the words that they hold."""
        sizes = [sum(len(self._passages(word)) for word in each) for each in forms]
        rarest = min((size for size in sizes if size), default=0)
        promise: dict[int, float] = {}
        for each, weight, size in zip(forms, weights, sizes, strict=True):
            if size > max(COMMON, rarest):
                continue
            best: dict[int, float] = {}
            for form in sorted(each.values(), key=lambda form: form.quality):
                best.update(dict.fromkeys(self._passages(form.word), form.quality))
            for passage, quality in best.items():
                promise[passage] = promise.get(passage, 0.0) + weight * quality
        allowed = self._allowed(document)
        owner = self._owner
        searched = ((value, -passage) for passage, value in promise.items() if owner[passage] in allowed)
        return [-passage for _, passage in heapq.nlargest(SCORED, searched)]

    def _allowed(self, document: str | None) -> set[int]:
        if document is None:
            return set(self._live.values())
        return {self._live[document]} if document in self._live else set()

    def _all(self, document: str | None) -> Iterable[int]:
        allowed = self._allowed(document)
        return (passage for passage in range(len(self._owner)) if self._owner[passage] in allowed)

    def _length(self, passage: int) -> int:
        blocks = self._documents[self._owner[passage]].blocks
        return blocks.end(self._block[passage]) - blocks.start(self._block[passage])

    def _score(
        self, passage: int, query: Query, forms: list[dict[str, Form]], weights: list[float]
    ) -> tuple[Hit | None, int]:
        document = self._documents[self._owner[passage]]
        index = self._block[passage]
        block = document.blocks[index]
        folded = fold(document.text[block.start : block.end])
        if any(_stands(term, folded.text) for term in query.unwanted):
            return None, 0
        candidate = Candidate(folded, block, query.wanted, tuple(forms), tuple(weights))
        value, matched, spans = score(candidate)
        if query.wanted and not matched:
            return None, 0
        return Hit(document.id, index, value, spans), matched


def _least(words: int) -> int:
    """How many of a query's words a passage must have: one of two, two of three or four..."""
    return (words + 1) // 2


def _joined(text: str) -> set[str]:
    """Hyphenated words written as one, so that ``opensource`` finds ``open-source``."""
    return {match.group().replace("-", "") for match in _HYPHENATED.finditer(text)} if "-" in text else set()


_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")


def _stands(term: Term, text: str) -> bool:
    if term.way is Way.START:
        return text.startswith(term.text)
    if term.way is Way.END:
        return text.rstrip(" .!?").endswith(term.text)
    return term.text in text
