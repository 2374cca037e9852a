"""From a term of the query to the passages that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from math import log
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from pyroaring import BitMap

from tui.search.passages import WHOLE
from tui.search.query import Term
from tui.search.ranking import Wanted
from tui.search.vocabulary import STEM_QUALITY, Forms, beginning, whole
from tui.search.words import FUNCTION_WORDS, SYMBOLS, begun_with, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.search.passages import Passages

LOOKED_AT = 64
"""Passages that are looked through before the clock is looked at."""
FEW_VERIFIED = 20_000
"""Passages in which an exact term is looked for where the rest of the query is found, instead of everywhere."""
SURE = 20_000
"""Passages with the letters of a single word from which on they are taken for granted."""
LEFT_OVER = 2_000
"""Passages without any common word that has some letters, which are read instead of asking for all words."""
EDGE = 40
"""Code points of marks that may stand before what begins a passage, and behind what ends it."""
SURE_BEGINNING = 6
"""Letters from which on a word that only begins others may as well be misspelt."""
NEAR_BEST = 0.1
"""Forms whose quality is this close to the best one's tell how rare a word is."""
SAME_QUALITY = 0.02
"""Forms whose qualities differ by no more are taken together when passages are collected."""
SHORT = 2
"""Letters of a word that is looked up among the commonest words that it begins, or in the few passages in question."""
SHORT_OF_MANY = 3
"""The same for one that begins very many words."""
BROAD_WEIGHT = 0.5
"""The weight of a short word that is looked up in a few passages: how rare it is is not known."""
SHORTEST_PART, LONGEST_GLUED = 3, 40
"""Letters of the second word of two that were typed as one, unless one is a number; letters of both."""
MOST_GLUED = 1000
"""Passages in which two words that were typed as one are looked for."""
LITTLE = 0.2
"""The weight of a word that only helps."""


class Manner(Enum):
    """How a word of the query is taken."""

    HELPFUL = auto()
    """As a whole word, which says little."""
    AS_TYPED = auto()
    """Whole, unfinished, singular or plural."""
    MISSPELT = auto()


class Rank(NamedTuple):
    """Passages that hold a term equally well."""

    quality: float
    """Of the term's best form there, from 0 to 1."""
    passages: BitMap


@dataclass(frozen=True, slots=True)
class Found:
    """What one group of terms finds."""

    wanted: Wanted
    ranks: tuple[Rank, ...]
    """By falling quality; no passage is in two."""
    passages: BitMap
    """All of them."""
    as_typed: bool
    """Whether it is in the texts as it was typed, so that it is hardly misspelt."""
    complete: bool = True
    """Whether all passages that may hold an exact term were looked through."""


def is_broad(passages: Passages, group: tuple[Term, ...]) -> bool:
    """Whether a group is a word so short that it begins a large part of the vocabulary."""
    return all(term.fuzzy and _is_short(passages, term.text) for term in group)


def _is_short(passages: Passages, word: str) -> bool:
    return len(word) <= SHORT or (len(word) <= SHORT_OF_MANY and passages.vocabulary.many_begin_with(word))


def find_among(passages: Passages, group: tuple[Term, ...], among: Iterable[int], *, helpful: bool = False) -> Found:
    """Those of some passages that hold one of a broad group of terms, found in their texts."""
    forms: Forms = {}
    held: dict[int, float] = {}
    begun = [(term.text, begun_with(term.text).findall) for term in group]
    for passage in among:
        folded = passages.folded(passage).text
        for start, find_in in begun:
            for token in find_in(folded):
                form = forms.get(token)
                if form is None:
                    size = len(token)
                    form = forms[token] = whole(size) if token == start else beginning(size, len(start))
                held[passage] = max(held.get(passage, 0.0), form.quality)
    by_quality: dict[float, BitMap] = {}
    for passage, quality in held.items():
        by_quality.setdefault(round(quality, 1), BitMap()).add(passage)
    ranks = tuple(Rank(*each) for each in sorted(by_quality.items(), reverse=True))
    return Found(Wanted(forms, (), LITTLE if helpful else BROAD_WEIGHT, helpful), ranks, BitMap(held), True)


def is_exact(group: tuple[Term, ...]) -> bool:
    """Whether a group has to be looked for in texts."""
    return not any(term.fuzzy for term in group)


def find(
    passages: Passages, group: tuple[Term, ...], manner: Manner, until: float, among: BitMap | None = None
) -> Found:
    """The passages, of all or among some, that hold one of a group of terms, as far as there is time.

    ``until`` is a time of ``monotonic()``. Raises ``Damaged``.
    """
    forms: Forms = {}
    exactly = BitMap()
    exact = [term.exact() for term in group if not term.fuzzy]
    as_typed = False
    complete = True
    for term in group:
        if term.fuzzy:
            meant = _forms(passages, term.text, manner)
            for word, form in meant.items() if forms else ():
                if word not in forms or forms[word].quality < form.quality:
                    forms[word] = form
            forms = forms or meant
            as_typed = as_typed or (bool(meant) and len(term.text) < SURE_BEGINNING)
            as_typed = as_typed or any(form.quality >= STEM_QUALITY for form in meant.values())
            glued = () if as_typed or manner is not Manner.MISSPELT else _parted(passages, term.text)
            for parted in glued:
                those, all_of_them = holding(passages, parted, until, among, MOST_GLUED)
                exactly |= those
                complete = complete and all_of_them
                exact.append(parted.exact())
        else:
            those, all_of_them = holding(passages, term, until, among)
            exactly |= those
            complete = complete and all_of_them
            as_typed = True
    ranks = _by_quality(passages, forms, exactly)
    near = sum(len(rank.passages) for rank in ranks if rank.quality >= ranks[0].quality - NEAR_BEST)
    helpful = manner is Manner.HELPFUL
    weight = (LITTLE if ranks else 0.0) if helpful else _rarity(near, len(passages))
    held = BitMap.union(*(rank.passages for rank in ranks), BitMap())
    return Found(Wanted(forms, tuple(exact), weight, helpful), ranks, held, as_typed, complete)


def _by_quality(passages: Passages, forms: Forms, exactly: BitMap) -> tuple[Rank, ...]:
    """The passages that hold words, those of the best words first, after those that hold an exact term."""
    by_quality: dict[float, list[str]] = {}
    for word, form in forms.items():
        by_quality.setdefault(form.quality, []).append(word)
    levels: list[tuple[float, list[str]]] = [(1.0, [])]
    for quality in sorted(by_quality, reverse=True):
        if levels[-1][0] - quality > SAME_QUALITY:
            levels.append((quality, []))
        levels[-1][1].extend(by_quality[quality])
    seen = BitMap()
    ranks: list[Rank] = []
    for quality, those in levels:
        held = passages.holding_any(those) - seen
        if exactly and not ranks and quality == 1.0:
            held |= exactly
        if held:
            seen |= held
            ranks.append(Rank(quality, held))
    return tuple(ranks)


def _forms(passages: Passages, word: str, manner: Manner) -> Forms:
    if manner is Manner.HELPFUL:
        return {word: whole(len(word))} if word in passages.vocabulary else {}
    if _is_short(passages, word):
        return _beginnings(passages, word)
    return passages.vocabulary.plainly(word) if manner is Manner.AS_TYPED else passages.vocabulary.loosely(word)


def joined(groups: Sequence[tuple[Term, ...]], passages: Passages) -> list[tuple[Term, ...]]:
    """The groups, of which words that stand one after the other may be one in the texts: ``face book``."""
    found = list(groups)
    for number, ((first, *others), (second, *more)) in enumerate(pairwise(groups)):
        if not others and not more and first.fuzzy and second.fuzzy and first.text not in FUNCTION_WORDS:
            whole = first.text + second.text
            if len(first.text) > SHORT and len(second.text) >= SHORT and whole in passages.vocabulary:
                found[number] += (Term(whole),)
                found[number + 1] += (Term(whole),)
    return found


def _parted(passages: Passages, word: str) -> Iterator[Term]:
    """The two words that a word nobody knows may be, the second perhaps unfinished: ``opensource``, ``gpt4``.

    Behind one that tells little the second has to be whole and tell something: nearly all words begin as two such do.
    """
    vocabulary = passages.vocabulary
    for at in range(1, min(len(word), LONGEST_GLUED)):
        first, second = word[:at], word[at:]
        if len(second) >= SHORTEST_PART or first[-1].isdigit() != second[0].isdigit():
            closed = second in vocabulary
            if first in FUNCTION_WORDS and (not closed or second in FUNCTION_WORDS):
                continue
            if first in vocabulary and (closed or (len(second) >= SHORTEST_PART and vocabulary.begun_with(second))):
                yield Term(f"{first} {second}", fuzzy=False, whole=True, closed=closed, loose=True)


def _beginnings(passages: Passages, word: str) -> Forms:
    """What a short word is or begins; of very many words, the commonest."""
    vocabulary = passages.vocabulary
    size = len(word)
    begun = {each: beginning(len(each), size) for each in passages.commonest_begun(word)}
    return {word: whole(size), **begun} if word in vocabulary else begun


def _rarity(holding: int, of: int) -> float:
    """The inverse document frequency of BM25, and a little for the words that are everywhere."""
    holding = min(holding, of)
    return log(1 + (of - holding + 0.5) / (holding + 0.5)) + 0.2


def holding(
    passages: Passages, term: Term, until: float, among: BitMap | None = None, most: int | None = None
) -> tuple[BitMap, bool]:
    """The passages, of all or among some, that hold an exact term; and whether that is all. Raises ``Damaged``.

    Its words say which passages may; the first of those, at most so many, are looked through as far as there is time,
    except for a word alone, which a passage that holds it in any of its words holds.
    """
    parts = words(term.text)
    may = among
    for number, part in enumerate(parts):
        inner_start = number > 0 or term.whole or term.first
        inner_end = number + 1 < len(parts) or term.closed or term.last
        those = _holding_part(passages, part, inner_start, inner_end)
        may = those if may is None else may & those
    for symbol in SYMBOLS:
        if symbol in term.text:
            those = _holding_part(passages, symbol, True, True)
            may = those if may is None else may & those
    if not may or ([term.text] == parts and not term.first and not term.last and len(may) > SURE):
        return may or BitMap(), True
    found, all_of_them = _verified(passages, term, may[:most], until)
    return found, all_of_them and (most is None or len(may) <= most)


def _verified(passages: Passages, term: Term, may: BitMap, until: float) -> tuple[BitMap, bool]:
    """Those of some passages that hold an exact term, and whether there was time for all of them."""
    room = len(term.text) + EDGE
    part = WHOLE
    if term.first and not term.last:
        part = slice(room)
    elif term.last and not (term.first or term.whole):
        part = slice(-room, None)
    is_in = term.exact().is_in
    found: list[int] = []
    for number, (passage, folded) in enumerate(passages.folded_texts(may, part)):
        if is_in(folded):
            found.append(passage)
        if number % LOOKED_AT == 0 and monotonic() > until:
            return BitMap(found), False
    return BitMap(found), True


def _holding_part(passages: Passages, part: str, starts: bool, ends: bool) -> BitMap:
    """The passages with a word that has this part: at its start, at its end, as a whole, or anywhere."""
    vocabulary = passages.vocabulary
    if starts:
        return passages.holding_any([part] * (part in vocabulary) + ([] if ends else vocabulary.begun_with(part)))
    if not ends:
        common = passages.holding_any([word for word in FUNCTION_WORDS if part in word and word in vocabulary])
        others = BitMap(range(len(passages))) - common
        if len(others) <= LEFT_OVER:
            return common | BitMap([passage for passage, text in passages.folded_texts(others) if part in text])
    return passages.holding_any(vocabulary.with_letters(part, ends))
