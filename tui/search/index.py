"""From documents to an index, and from a query to the passages that fit.

A query's words are matched against the folded vocabulary (:mod:`tui.search.vocabulary`), each of its forms
gives the passages that hold it (:mod:`tui.search.passages`), and of the passages that hold all of the query
the most promising are scored in full (:mod:`tui.search.ranking`). So the time depends on the vocabulary, and
little on the length of the texts.

Words are first taken as typed: whole, unfinished, singular or plural. Where that finds next to nothing they
are taken to be misspelt; and where even so no passage has all of them, those that have most of them come.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind, Span
from tui.search.folding import fold
from tui.search.model import Hit, Results
from tui.search.passages import Passages
from tui.search.query import parse
from tui.search.ranking import WORDS, lit, score
from tui.search.terms import Found, Manner, find, find_among, holding, is_broad
from tui.search.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Document
    from tui.search.query import Query, Term

SCORED = 300
"""Passages that are scored in full, so that the order and closeness of words count."""
SCORED_ALONE = 100
"""The same for a word alone."""
FEW = 10
"""Passages below which words that are not in the texts as typed are taken to be misspelt."""
LOOKED_THROUGH = 200
"""Passages that a short word is looked up in."""
REMEMBERED = 16
"""Groups of terms whose passages are kept, since a keystroke changes only one of a query's words."""
LEAST_DEAD = 1000
"""Passages of discarded documents that are never worth making the index anew for."""


class _State(NamedTuple):
    """What a search sees; replaced as a whole, so that a search sees nothing half done."""

    passages: Passages
    documents: dict[str, tuple[Document, range]]
    """By id: the documents that are searched, and the numbers of their passages."""
    dead: frozenset[int]
    """Passages of discarded documents."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which passages a search may find."""

    dead: frozenset[int]
    within: range | None

    def of(self, passages: set[int]) -> set[int]:
        """Those of the passages that lie in it."""
        within = self.within
        if within is not None:
            passages = {passage for passage in passages if passage in within}
        return passages - self.dead if self.dead else passages


class Index:
    """Finds passages of the documents added to it. Threads may search while another adds: they find what is there."""

    def __init__(self) -> None:
        """Nothing indexed yet."""
        self._state = _State(Passages(), {}, frozenset())
        self._changing = Lock()
        self._remembered: dict[tuple[Passages, int, Manner, tuple[Term, ...]], Found] = {}

    def __len__(self) -> int:
        """How many passages are searched."""
        return len(self._state.passages) - len(self._state.dead)

    def add(self, document: Document) -> None:
        """Index a document; it takes the place of one of the same id once it is complete."""
        with self._changing:
            passages, documents, dead = self._state
            upcoming = range(len(passages), len(passages) + len(document.blocks))
            if document.id not in documents:
                self._state = _State(passages, {**documents, document.id: (document, upcoming)}, dead)
                passages.add(document)
            else:
                self._state = _State(passages, documents, dead | frozenset(upcoming))
                passages.add(document)
                _, old = documents[document.id]
                self._replace({**documents, document.id: (document, upcoming)}, dead | frozenset(old))

    def discard(self, document_id: str) -> None:
        """Search a document no longer; nothing happens if it is not there."""
        with self._changing:
            documents = dict(self._state.documents)
            if document_id in documents:
                _, old = documents.pop(document_id)
                self._replace(documents, self._state.dead | frozenset(old))

    def _replace(self, documents: dict[str, tuple[Document, range]], dead: frozenset[int]) -> None:
        """Search these documents from now on; made anew when most of what is indexed is dead."""
        passages = self._state.passages
        if len(dead) > max(LEAST_DEAD, len(passages) // 2):
            passages, dead = Passages(), frozenset()
            documents = {name: (document, passages.add(document)) for name, (document, _) in documents.items()}
            self._remembered = {}
        self._state = _State(passages, documents, dead)

    def search(self, query: str, limit: int = 50, document: str | None = None) -> Results:
        """The passages that fit best, of all documents or of one, and how many fit. Never raises."""
        state = self._state
        parsed = parse(query)
        if not (parsed.wanted or parsed.unwanted) or (document is not None and document not in state.documents):
            return Results(query, (), 0)
        scope = _Scope(state.dead, None if document is None else state.documents[document][1])
        groups = list(dict.fromkeys(parsed.wanted))
        needed = [group for group in groups if not _tells_little(group)] or groups

        by_group = self._find_all(state.passages, dict.fromkeys(needed, Manner.AS_TYPED))
        found = list(by_group.values())
        fitting = self._having_all(found, parsed, state, scope)
        if found and len(fitting) < FEW:
            by_group = self._find_all(
                state.passages,
                {
                    group: Manner.AS_TYPED if each.as_typed and fitting else Manner.MISSPELT
                    for group, each in by_group.items()
                },
            )
            found = list(by_group.values())
            fitting = self._having_all(found, parsed, state, scope) or self._having_most(found, parsed, state, scope)
        found = [by_group.get(group) or self._find(state.passages, group, Manner.HELPFUL) for group in groups]
        return Results(query, _best(state.passages, fitting, found, limit), len(fitting))

    def _find_all(self, passages: Passages, groups: dict[tuple[Term, ...], Manner]) -> dict[tuple[Term, ...], Found]:
        """What each group finds; a short word is looked up in few passages if the others leave only few."""
        found = {group: self._find(passages, group, how) for group, how in groups.items() if not is_broad(group)}
        left = _in_all(list(found.values())) if found else set()
        for group, how in groups.items():
            if group not in found:
                few = found and 0 < len(left) <= LOOKED_THROUGH
                found[group] = find_among(passages, group, left) if few else self._find(passages, group, how)
        return found

    def _find(self, passages: Passages, group: tuple[Term, ...], manner: Manner) -> Found:
        key = passages, len(passages), manner, group
        known = self._remembered.get(key)
        if known is None:
            known = find(passages, group, manner)
            if len(self._remembered) >= REMEMBERED:
                self._remembered = {}
            self._remembered[key] = known
        return known

    def _having_all(self, found: Sequence[Found], query: Query, state: _State, scope: _Scope) -> set[int]:
        """The passages in which all groups of the query are found."""
        fitting = _in_all(found) if found else set(range(len(state.passages)))
        return self._allowed(fitting, query, state, scope)

    def _having_most(self, found: Sequence[Found], query: Query, state: _State, scope: _Scope) -> set[int]:
        """The passages in which more of the query is found than in any other, and half of it at least."""
        held = Counter[int]()
        for each in found:
            held.update(each.passages.keys())
        allowed = self._allowed(set(held), query, state, scope)
        most = max((held[passage] for passage in allowed), default=0)
        return {passage for passage in allowed if held[passage] == most} if 2 * most >= len(found) else set()

    def _allowed(self, fitting: set[int], query: Query, state: _State, scope: _Scope) -> set[int]:
        fitting = scope.of(fitting)
        for term in query.unwanted:
            fitting = fitting - holding(state.passages, term, fitting)
        return fitting


def _in_all(found: Sequence[Found]) -> set[int]:
    """The passages in which each of some groups is found."""
    first, *others = sorted(found, key=lambda each: len(each.passages))
    fitting = set(first.passages)
    for other in others:
        fitting = other.passages.keys() & fitting
    return fitting


def _tells_little(group: tuple[Term, ...]) -> bool:
    return all(term.fuzzy and term.text in FUNCTION_WORDS for term in group)


def _best(passages: Passages, fitting: set[int], found: Sequence[Found], limit: int) -> tuple[Hit, ...]:
    """The hits of the passages that fit best, best first; ties go to the shorter, then to the earlier one."""
    lengths = passages.lengths
    wanted = [each.wanted for each in found]
    promising = _promising(passages, fitting, found, max(limit, SCORED if len(found) > 1 else SCORED_ALONE))
    ranked: list[tuple[float, int, int]] = []
    for passage in promising:
        _, block = passages.place(passage)
        value = score(passages.folded(passage), wanted, heading=block.kind is BlockKind.HEADING)
        ranked.append((-round(value, 2), lengths[passage] if wanted else 0, passage))
    hits: list[Hit] = []
    for value, _, passage in heapq.nsmallest(limit, ranked):
        document, block = passages.place(passage)
        spans = lit(fold(document.block_text(block)), wanted)
        matches = tuple(Span(block.start + start, block.start + end) for start, end in spans)
        hits.append(Hit(document.id, block.number - 1, -value, matches))
    return tuple(hits)


def _promising(passages: Passages, fitting: set[int], found: Sequence[Found], most: int) -> list[int]:
    """The passages that may fit best, judged by the words that they hold, and by their lengths where those tie."""
    if len(fitting) <= most or not found:
        return heapq.nsmallest(most, fitting)
    lengths = passages.lengths.__getitem__
    if len(found) == 1:
        chosen: set[int] = set()
        for _, those in found[0].ranks:
            upcoming = fitting.intersection(those) - chosen
            chosen.update(heapq.nsmallest(most - len(chosen), upcoming, key=lengths))
            if len(chosen) >= most:
                break
        return list(chosen)
    order = list(fitting)
    promise = [-1e-7 * length for length in map(lengths, order)]
    scale = WORDS / sum(each.wanted.weight for each in found)
    for each in found:
        weight, quality = scale * each.wanted.weight, each.passages.get
        promise = [value + weight * quality(passage, 0.0) for value, passage in zip(promise, order, strict=True)]
    return [passage for _, passage in heapq.nlargest(most, zip(promise, order, strict=True))]
