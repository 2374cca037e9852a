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
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from pyroaring import BitMap

from tui.document.digest import blake2b
from tui.document.model import Span
from tui.search.additions import Additions
from tui.search.filters import completions, mended, passing
from tui.search.kinds import Listed
from tui.search.model import Hit, Near, Results, passed_over_by_all
from tui.search.passages import Passages, uncollected
from tui.search.patterns import PATIENCE, OutOfTime
from tui.search.query import Term, listing, parse, places_apart
from tui.search.ranking import WORDS, Sought, lit, merged, score, spelling
from tui.search.saved import Damaged, Kept, Saved, save
from tui.search.terms import FEW_VERIFIED, Found, Manner, find, find_among, holding, is_broad, is_exact, joined
from tui.search.vocabulary import LONGEST_MISSPELT
from tui.search.words import FUNCTION_WORDS, places, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.search.additions import Given
    from tui.search.facts import Facts
    from tui.search.filters import Completion, Filter
    from tui.search.patterns import Pattern
    from tui.search.query import Query

SCORED = 50
"""Passages that are scored in full, so that the order and closeness of words count."""
FEW = 10
"""Passages below which words that are not in the texts as typed are taken to be misspelt."""
LOOKED_THROUGH = 128
"""Passages that a short word is looked up in."""
REMEMBERED = 16
"""Groups of terms whose passages are kept, since a keystroke changes only one of a query's words."""
LEAST_DEAD = 1000
"""Passages of discarded documents that are never worth making the index anew for."""
SHORTEST_NEAR = 3
"""Letters of a word of which the nearest one is told."""
COMBINED = 200
"""Combinations of ranks that are gone through for the most promising passages."""
ORDERED = 10_000
"""Passages equally promising of which the shortest are looked for."""

_Group = tuple[Term, ...]
"""Terms of which one has to be found."""


class _State(NamedTuple):
    """What a search sees; replaced as a whole, so that a search sees nothing half done."""

    passages: Passages
    documents: dict[str, _Member]
    """By id: the documents that are searched."""
    dead: BitMap
    """Passages of discarded documents."""


class _Member(NamedTuple):
    document: Document
    passages: range
    """Their numbers."""
    stamp: str
    """What changes when the text does; empty where nobody has told or asked yet."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which passages a search may find."""

    dead: BitMap
    within: BitMap | None

    def of(self, passages: BitMap) -> BitMap:
        """Those of the passages that lie in it."""
        if self.within is not None:
            passages = passages & self.within
        return passages - self.dead if self.dead else passages


class _Asked(NamedTuple):
    """One search: what is asked for, of what, and until when (by ``monotonic()``) texts may be looked through."""

    state: _State
    query: Query
    scope: _Scope
    until: float
    late: list[Term]
    """What there was not time enough for."""


class Index:
    """Finds passages of the documents added to it. Threads may search while another adds: they find what is there."""

    def __init__(self) -> None:
        """Nothing indexed yet."""
        self._state = _State(Passages(), {}, BitMap())
        self._changing = Lock()
        self._upcoming: list[str] = []
        """Documents that are being added."""
        self._mending = False
        self._remembered: dict[tuple[Passages, int, Manner, _Group], Found] = {}
        self.changed = False
        """Whether it is otherwise than in the file that it was loaded from or saved to."""
        self.on_damage: Callable[[Index], None] | None = None
        """Told when the file that it was loaded from turns out to be damaged; without it the index mends itself."""
        self._added: dict[Listed, tuple[Given, Additions]] = {}
        """What was last searched besides the passages."""

    @classmethod
    def load(cls, path: Path, documents: Iterable[tuple[Document, str]]) -> Index:
        """What was saved in a file of these documents, each with a stamp that changes when its text does.

        Nothing where there is no such file, where it is damaged or of another version. Documents that the file
        does not have as they are today have to be added; to add the others too does nothing.
        """
        try:
            saved = Saved(path)
        except (OSError, Damaged):
            index = cls()
            index.changed = True
            return index
        given = {document.id: (document, stamp) for document, stamp in documents}

        def today(kept: Kept) -> Document | None:
            document, stamp = given.get(kept.id, (None, ""))
            return document if stamp == kept.stamp else None

        return cls.of(saved, map(today, saved.documents))

    @classmethod
    def of(cls, saved: Saved, documents: Iterable[Document | None]) -> Index:
        """What was saved of these documents, given in the file's order, None for those that are no longer searched."""
        index = cls()
        members: dict[str, _Member] = {}
        owners: list[Document | None] = []
        dead = BitMap()
        first = 0
        for kept, document in zip(saved.documents, documents, strict=True):
            numbers = range(first, first + kept.blocks)
            first = numbers.stop
            if document is not None and len(document.blocks) == kept.blocks:
                owners.append(document)
                members[kept.id] = _Member(document, numbers, kept.stamp)
            else:
                owners.append(None)
                dead.add_range(numbers.start, numbers.stop)
                index.changed = index.changed or bool(kept.id)
        index._state = _State(Passages(saved, owners), members, dead)
        return index

    def save(self, path: Path, *, texts: bool = False) -> None:
        """Write it to a file, whole or not at all; raises ``OSError``. Searches may run meanwhile.

        With the ``texts`` of the documents, too, nothing else is needed to search the file.
        """
        with self._changing:
            passages, documents, dead = self._state
            stamped = {
                name: _Member(*member[:2], member.stamp or _stamp(member[0])) for name, member in documents.items()
            }
            draft = path.with_name(f"{path.name}.{os.getpid()}.new")
            try:
                save(
                    path,
                    _in_order(stamped, len(passages)),
                    passages.lengths,
                    passages.contents(dead),
                    draft,
                    texts=texts,
                )
            except Damaged:
                self._renew(documents)
                return
            self._state = _State(passages, stamped, dead)
            self.changed = False

    def document(self, document_id: str) -> Document | None:
        """A document that is searched."""
        member = self._state.documents.get(document_id)
        return None if member is None else member.document

    def documents(self) -> list[Document]:
        """All that are searched."""
        return [member.document for member in self._state.documents.values()]

    def stamp(self, document_id: str) -> str:
        """The stamp of a document; empty where there is none yet, or no such document."""
        member = self._state.documents.get(document_id)
        return "" if member is None else member.stamp

    def __len__(self) -> int:
        """How many passages are searched."""
        return len(self._state.passages) - len(self._state.dead)

    def add(self, document: Document, stamp: str = "") -> None:
        """Index a document; it takes the place of one of the same id once it is complete.

        Nothing happens where that one has the same stamp, which is to change whenever the text does.
        """
        self._upcoming.append(document.id)
        try:
            with self._changing:
                self._add(document, stamp)
                self._state.passages.prepare()
        finally:
            self._upcoming.remove(document.id)

    def _add(self, document: Document, stamp: str) -> None:
        passages, documents, dead = self._state
        old = documents.get(document.id)
        if old is not None and stamp and old.stamp == stamp:
            return
        self.changed = True
        upcoming = range(len(passages), len(passages) + len(document.blocks))
        changed = {**documents, document.id: _Member(document, upcoming, stamp)}
        if old is None:
            self._state = _State(passages, changed, dead)
            passages.add(document)
        else:
            self._state = _State(passages, documents, dead | BitMap(upcoming))
            passages.add(document)
            self._replace(changed, dead | BitMap(old.passages))

    def discard(self, document_id: str) -> None:
        """Search a document no longer; nothing happens if it is not there."""
        with self._changing:
            documents = dict(self._state.documents)
            if document_id in documents:
                self.changed = True
                old = documents.pop(document_id)
                self._replace(documents, self._state.dead | BitMap(old.passages))

    def _replace(self, documents: dict[str, _Member], dead: BitMap) -> None:
        """Search these documents from now on; made anew when most of what is indexed is dead."""
        passages = self._state.passages
        if len(dead) > max(LEAST_DEAD, len(passages) // 2):
            self._renew(documents)
        else:
            self._state = _State(passages, documents, dead)

    def _renew(self, documents: dict[str, _Member]) -> None:
        """Make everything anew from these documents."""
        passages = Passages()
        renewed = {
            name: _Member(member.document, passages.add(member.document), member.stamp)
            for name, member in documents.items()
        }
        self._remembered = {}
        self._state = _State(passages, renewed, BitMap())
        self.changed = True

    def search(
        self,
        query: str,
        limit: int = 50,
        document: str | Collection[str] | None = None,
        facts: Facts | None = None,
        listed: Listed = Listed.PASSAGES,
    ) -> Results:
        """The passages that fit best, of all documents, of one or of some, and how many fit. Never raises.

        ``facts`` answer what has to do with entities and annotations; without them none is found and nothing passes.

        ``listed`` is what is to be found: passages (with ``in:note`` or ``in:entity`` those whose notes fit, or that
        name what fits), only headings, notes, or entities, each of these where it is named first. Of headings, notes
        and entities an empty query finds all, in the order of the text.
        """
        complete = not (self._upcoming or self._mending)
        parsed = listing(parse(query), listed)
        among = {document} if isinstance(document, str) else document
        try:
            with uncollected():
                results = self._search(parsed, limit, among, facts, once=listed is Listed.ENTITIES)
        except Damaged:
            (self.on_damage or Index._mend)(self)
            return Results(query, (), 0, complete=False)
        return replace(
            results,
            query=query,
            complete=results.complete and complete,
            passed_over=(*results.passed_over, *parsed.passed_over),
        )

    def let_go(self) -> None:
        """Give back the memory that searches took: nobody searches any more, for now."""
        self._remembered = {}
        self._state.passages.let_go()

    def ranked(self, query: Query, limit: int, within: BitMap) -> Results:
        """What fits a query without filters among some passages, by their numbers. Raises ``Damaged``."""
        state = self._state
        return self._passages(state, query, limit, _Scope(state.dead, within))

    def completions(self, query: str, caret: int, facts: Facts | None = None) -> list[Completion]:
        """What the word of a query that the caret (in code points) stands behind could become."""
        documents = [member.document for member in self._state.documents.values()]
        return completions(query, caret, documents, facts)

    def _mend(self) -> None:
        """Leave a damaged file alone, and index its documents anew in another thread."""
        if not self._mending:
            self._mending = True
            Thread(target=self._index_anew, name="index made anew", daemon=True).start()

    def _index_anew(self) -> None:
        try:
            with self._changing:
                documents = self._state.documents
                self._remembered = {}
                self._state = _State(Passages(), {}, BitMap())
            for member in sorted(documents.values(), key=lambda member: member.passages.start):
                self.add(member.document, member.stamp)
        finally:
            self._mending = False

    def _search(
        self, query: Query, limit: int, documents: Collection[str] | None, facts: Facts | None, *, once: bool
    ) -> Results:
        state = self._state
        query = _mended(state, query, facts)
        inside, outside = places_apart(query)
        found = []
        if outside:
            found.append(self._passages(state, outside, limit, _scope(state, outside, documents, facts)))
        if facts is not None:
            found += [
                self._additions(state, listed, documents, facts).search(query, limit, facts, once=once)
                for listed in inside
            ]
        return _together(found, limit)

    def _additions(self, state: _State, listed: Listed, documents: Collection[str] | None, facts: Facts) -> Additions:
        """The notes or the entities of some documents, indexed anew when they are others than before."""
        searched = [
            member.document for name, member in state.documents.items() if documents is None or name in documents
        ]
        given = [(each, facts.notes(each) if listed is Listed.NOTES else facts.entities(each)) for each in searched]
        known = self._added.get(listed)
        if known is None or known[0] != given:
            known = self._added[listed] = given, Additions(listed, given, Index())
        return known[1]

    def _passages(self, state: _State, parsed: Query, limit: int, scope: _Scope) -> Results:
        asked = _Asked(state, parsed, scope, monotonic() + PATIENCE, [])
        groups = list(dict.fromkeys(joined(parsed.wanted, state.passages)))
        needed = [group for group in groups if not _tells_little(group)] or groups

        by_group, fitting = self._taken(needed, (), asked)
        if by_group and len(fitting) < FEW:
            unsure = [group for group, each in by_group.items() if not each.as_typed]
            if unsure:
                by_group, fitting = self._taken(needed, unsure, asked)
            if not fitting and len(unsure) < len(needed):
                by_group, fitting = self._taken(needed, needed, asked)
            fitting = fitting or _having_most(list(by_group.values()), asked)
        fitting, complete = _matching(state.passages, fitting, parsed.patterns, asked.until)
        complete = complete and not asked.late and all(each.complete for each in by_group.values())
        if not fitting:
            return Results("", (), 0, complete, () if parsed.patterns else _nearest(state, parsed))
        found = [by_group.get(group) or self._helping(asked, group, fitting) for group in groups]
        nowhere = tuple(group[0].text for group, each in by_group.items() if not each.passages)
        hits = _best(state.passages, fitting, found, limit, parsed)
        return Results("", hits, len(fitting), complete, passed_over=nowhere)

    def _helping(self, asked: _Asked, group: _Group, fitting: BitMap) -> Found:
        """What a group finds that is not needed; as the last word of the query it may be unfinished."""
        is_last = bool(asked.query.wanted) and group[0] == asked.query.wanted[-1][0]
        if is_last and asked.query.unfinished and len(fitting) <= LOOKED_THROUGH:
            return find_among(asked.state.passages, group, fitting, helpful=True)
        return self._find(asked, group, Manner.HELPFUL)

    def _find_all(self, asked: _Asked, groups: dict[_Group, Manner]) -> dict[_Group, Found]:
        """What each group finds; exact terms and short words are looked up only where the others are found.

        Where they leave many, a single letter beside them is not asked for: some word of most passages begins so.
        """
        passages = asked.state.passages
        found = {
            group: self._find(asked, group, how)
            for group, how in groups.items()
            if not is_broad(passages, group) and not is_exact(group)
        }
        for group, how in groups.items():
            if is_exact(group):
                left = _in_all(list(found.values())) if found else None
                few = left is not None and len(left) <= FEW_VERIFIED
                found[group] = find(passages, group, how, asked.until, left) if few else self._find(asked, group, how)
        left = _in_all(list(found.values())) if found else BitMap()
        for group, how in groups.items():
            if group not in found:
                if found and 0 < len(left) <= LOOKED_THROUGH:
                    found[group] = find_among(passages, group, left)
                elif not found or not _is_letter(group):
                    found[group] = self._find(asked, group, how)
        return found

    def _find(self, asked: _Asked, group: _Group, manner: Manner) -> Found:
        passages = asked.state.passages
        key = passages, len(passages), manner, group
        known = self._remembered.get(key)
        if known is None:
            known = find(passages, group, manner, asked.until)
            if known.complete:
                if len(self._remembered) >= REMEMBERED:
                    self._remembered = {}
                self._remembered[key] = known
        return known

    def _taken(
        self, needed: Sequence[_Group], misspelt: Sequence[_Group], asked: _Asked
    ) -> tuple[dict[_Group, Found], BitMap]:
        """What each group finds, where some are taken to be misspelt, and the passages in which all are found."""
        manners = {group: Manner.MISSPELT if group in misspelt else Manner.AS_TYPED for group in needed}
        by_group = self._find_all(asked, manners)
        fitting = _in_all(list(by_group.values())) if by_group else BitMap(range(len(asked.state.passages)))
        return by_group, _allowed(fitting, asked)


def _having_most(found: Sequence[Found], asked: _Asked) -> BitMap:
    """The passages in which more of the query is found than in any other, and half of it at least."""
    at_least: list[BitMap] = []
    for each in found:
        held = [each.passages, *(more & each.passages for more in at_least)]
        at_least = [some | more for some, more in zip([*at_least, BitMap()], held, strict=True)]
    for number in range(len(found), (len(found) - 1) // 2, -1):
        fitting = _allowed(at_least[number - 1], asked)
        if fitting:
            return fitting
    return BitMap()


def _allowed(fitting: BitMap, asked: _Asked) -> BitMap:
    """Those of the passages that may be found, and in which nothing unwanted is."""
    fitting = asked.scope.of(fitting)
    for term in asked.query.unwanted:
        unwanted, complete = holding(asked.state.passages, term, asked.until, fitting)
        fitting = fitting - unwanted
        if not complete:
            asked.late.append(term)
    return fitting


def _together(found: Sequence[Results], limit: int) -> Results:
    """What was found in several places, as one."""
    if len(found) == 1:
        return found[0]
    hits = heapq.merge(*(each.hits for each in found), key=lambda hit: -hit.score)
    return Results(
        "",
        tuple(islice(hits, limit)),
        sum(each.total for each in found),
        all(each.complete for each in found),
        passed_over=passed_over_by_all(found),
    )


def _scope(state: _State, query: Query, documents: Collection[str] | None, facts: Facts | None) -> _Scope:
    """The passages of some documents, all by default, that the query's filters let through."""
    if documents is None and not query.filters:
        return _Scope(state.dead, None)
    within = BitMap()
    for name, member in state.documents.items():
        if documents is None or name in documents:
            passages = BitMap(member.passages)
            for each in query.filters:
                passages &= passing(member.document, each, facts).shift(member.passages.start)
            within |= passages
    return _Scope(state.dead, within)


def _mended(state: _State, query: Query, facts: Facts | None) -> Query:
    """The query, with filters that let nothing through taken to be misspelt."""
    documents = [member.document for member in state.documents.values()]

    def likely(wanted: Filter) -> Filter:
        empty = not wanted.negated and not any(passing(each, wanted, facts) for each in documents)
        return mended(wanted, documents, facts) if empty else wanted

    return replace(query, filters=tuple(map(likely, query.filters))) if query.filters else query


def _matching(passages: Passages, fitting: BitMap, patterns: Sequence[Pattern], until: float) -> tuple[BitMap, bool]:
    """Those of the passages in which all patterns are found, and whether there was time for all."""
    if not patterns:
        return fitting, True
    for pattern in patterns:
        for part in () if pattern.negated else pattern.letters():
            fitting = fitting & holding(passages, Term(part, fuzzy=False), until)[0]
    matching = BitMap()
    searches = [(pattern.search(), not pattern.negated) for pattern in patterns]
    try:
        for passage, text in passages.texts(fitting):
            if all(search.found_in(text, until) == wanted for search, wanted in searches):
                matching.add(passage)
    except OutOfTime:
        return matching, False
    return matching, True


def _nearest(state: _State, query: Query) -> tuple[Near, ...]:
    """For the words of a query that are in no text: which words are most like them."""
    found: list[Near] = []
    passages = state.passages
    for term in dict.fromkeys(term for group in query.wanted for term in group):
        for word in words(term.text):
            vocabulary = passages.vocabulary
            if (
                SHORTEST_NEAR <= len(word) <= LONGEST_MISSPELT
                and word not in vocabulary
                and not vocabulary.begun_with(word)
            ):
                like = vocabulary.nearest(word)
                those = passages.holding(like) - state.dead if like is not None else BitMap()
                if like is not None and those:
                    found.append(Near(word, _as_written(passages, those.min(), like), len(those)))
    return tuple(found)


def _as_written(passages: Passages, passage: int, word: str) -> str:
    """A word with the accents and capitals that it has in a passage."""
    text, folded = passages.text(passage), passages.folded(passage)
    for _, at in places(folded.text, [word]):
        span = folded.original(at, at + len(word))
        return text[span.start : span.end]
    return word


def _in_all(found: Sequence[Found]) -> BitMap:
    """The passages in which each of some groups is found."""
    return BitMap.intersection(*(each.passages for each in found))


def _tells_little(group: _Group) -> bool:
    return all(term.fuzzy and term.text in FUNCTION_WORDS for term in group)


def _is_letter(group: _Group) -> bool:
    return all(term.fuzzy and len(term.text) == 1 for term in group)


def _best(passages: Passages, fitting: BitMap, found: Sequence[Found], limit: int, query: Query) -> tuple[Hit, ...]:
    """The hits of the passages that fit best, best first; ties go to the shorter, then to the earlier one."""
    lengths = passages.lengths
    sought = Sought([each.wanted for each in found])
    promising = _promising(passages, fitting, found, max(limit, SCORED))
    ranked = []
    for passage in promising:
        heading, length = passages.is_heading(passage), lengths[passage]
        tokens = passages.tokens(passage)
        at = sought.places(tokens)
        parts = score(passages.folded(passage).text, tokens, at, sought, length, heading)
        if query.spelt:
            parts = parts._replace(spelling=spelling(passages.text(passage), query.spelt))
        ranked.append((-round(parts.total, 2), length if found else 0, passage, parts, {tokens[each] for each in at}))
    hits: list[Hit] = []
    for value, _, passage, parts, there in heapq.nsmallest(limit, ranked):
        spans = lit(passages.folded(passage), there, sought)
        if query.patterns:
            spans = merged(sorted([*spans, *_found_by(query.patterns, passages.text(passage))]))
        document, block, start = passages.place(passage)
        matches = tuple([Span(start + low, start + high) for low, high in spans])
        hits.append(Hit(document.id, block, -value, matches, parts))
    return tuple(hits)


def _found_by(patterns: Sequence[Pattern], text: str) -> list[Span]:
    """Where a text's patterns stand, as far as the time allows."""
    found: list[Span] = []
    until = monotonic() + PATIENCE / 10
    with suppress(OutOfTime):
        for pattern in patterns:
            if not pattern.negated:
                found += pattern.search().spans(text, until)
    return found


def _promising(passages: Passages, fitting: BitMap, found: Sequence[Found], most: int) -> Iterable[int]:
    """The passages that may fit best, judged by the words that they hold, and by their lengths where those tie.

    The ranks of the groups make a lattice, which is gone through by falling promise.
    """
    if len(fitting) <= most or not found:
        return fitting[:most]
    scale = WORDS / (sum(each.wanted.weight for each in found) or 1.0)
    levels = [_levels(each, fitting, scale) for each in found]
    chosen = BitMap()
    first = (0,) * len(levels)
    waiting = [(-sum(each[0][0] for each in levels), first)]
    seen = {first}
    while waiting and len(chosen) < most and len(seen) < COMBINED:
        _, combination = heapq.heappop(waiting)
        parts = [each[number][1] for each, number in zip(levels, combination, strict=True)]
        chosen.update(_shortest(passages, BitMap.intersection(*parts), most - len(chosen)))
        for group, number in enumerate(combination):
            if number + 1 < len(levels[group]):
                upcoming = (*combination[:group], number + 1, *combination[group + 1 :])
                if upcoming not in seen:
                    seen.add(upcoming)
                    promise = sum(each[number][0] for each, number in zip(levels, upcoming, strict=True))
                    heapq.heappush(waiting, (-promise, upcoming))
    return chosen | BitMap(_shortest(passages, fitting - chosen, most - len(chosen)))


def _levels(found: Found, fitting: BitMap, scale: float) -> list[tuple[float, BitMap]]:
    """The fitting passages by what a group gives them, the most first; last those in which it is not found."""
    levels = [(scale * found.wanted.weight * rank.quality, rank.passages & fitting) for rank in found.ranks]
    return [level for level in [*levels, (0.0, fitting - found.passages)] if level[1]]


def _shortest(passages: Passages, among: BitMap, most: int) -> Iterable[int]:
    if len(among) <= most:
        return among
    return heapq.nsmallest(most, among[:ORDERED], key=passages.lengths.__getitem__)


def _in_order(members: dict[str, _Member], passages: int) -> Iterable[tuple[Kept, Document | None]]:
    """The documents in the order of their passages, and what is between them: discarded ones, without a name."""
    at = 0
    for member in sorted(members.values(), key=lambda member: member.passages.start):
        if member.passages.start > at:
            yield Kept("", "", member.passages.start - at), None
        yield Kept(member.document.id, member.stamp, len(member.passages)), member.document
        at = member.passages.stop
    if passages > at:
        yield Kept("", "", passages - at), None


def _stamp(document: Document) -> str:
    """A hash of the text."""
    made = blake2b(digest_size=16)
    for block in document.blocks:
        made.update(document.block_text(block).encode("utf-8", "surrogatepass") + b"\0")
    return made.hexdigest()
