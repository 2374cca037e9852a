"""From a term of the query to the passages that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from math import log
from typing import TYPE_CHECKING

from tui.search.ranking import Wanted
from tui.search.vocabulary import STEM_QUALITY, Form
from tui.search.words import SYMBOLS, words

if TYPE_CHECKING:
    from tui.search.passages import Passages
    from tui.search.query import Term

VERIFIED = 4000
"""Passages that a phrase is looked for in, of those that hold all of its words."""
SURE_BEGINNING = 6
"""Letters from which on a word that only begins others may as well be misspelt."""
NEAR_BEST = 0.1
"""Forms whose quality is this close to the best one's tell how rare a word is."""

LITTLE = 0.2
"""The weight of a word that only helps."""


class Manner(Enum):
    """How a word of the query is taken."""

    HELPFUL = auto()
    """As a whole word, which says little."""
    AS_TYPED = auto()
    """Whole, unfinished, singular or plural."""
    MISSPELT = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """What one group of terms finds."""

    wanted: Wanted
    passages: dict[int, float]
    """The passages that hold it, with the quality of its best form there, from 0 to 1."""
    as_typed: bool
    """Whether it is in the texts as it was typed, so that it is hardly misspelt."""


def find(passages: Passages, group: tuple[Term, ...], manner: Manner) -> Found:
    """The passages that hold one of a group of terms."""
    forms: dict[str, Form] = {}
    exactly: set[int] = set()
    as_typed = False
    for term in group:
        if term.fuzzy:
            for form in _forms(passages, term.text, manner):
                if form.word not in forms or forms[form.word].quality < form.quality:
                    forms[form.word] = form
                as_typed = as_typed or form.quality >= STEM_QUALITY or len(term.text) < SURE_BEGINNING
        else:
            exactly |= holding(passages, term)
            as_typed = True
    held: dict[int, float] = {}
    best = max((form.quality for form in forms.values()), default=0.0)
    near = len(exactly)
    for form in sorted(forms.values(), key=lambda form: form.quality):
        numbers = passages.holding(form.word)
        held.update(dict.fromkeys(numbers, form.quality))
        if form.quality >= best - NEAR_BEST:
            near += len(numbers)
    held.update(dict.fromkeys(exactly, 1.0))
    patterns = tuple(term.pattern() for term in group if not term.fuzzy)
    helpful = manner is Manner.HELPFUL
    weight = (LITTLE if held else 0.0) if helpful else _rarity(near, len(passages))
    return Found(Wanted(forms, patterns, weight, helpful), held, as_typed)


def _forms(passages: Passages, word: str, manner: Manner) -> list[Form]:
    match manner:
        case Manner.HELPFUL:
            return [Form(word, 1.0, 0, len(word))] if word in passages.vocabulary.numbers else []
        case Manner.AS_TYPED:
            return passages.vocabulary.plainly(word)
        case Manner.MISSPELT:
            return passages.vocabulary.loosely(word)


def _rarity(holding: int, of: int) -> float:
    """The inverse document frequency of BM25, and a little for the words that are everywhere."""
    holding = min(holding, of)
    return log(1 + (of - holding + 0.5) / (holding + 0.5)) + 0.2


def holding(passages: Passages, term: Term) -> set[int]:
    """The passages that hold an exact term.

    Its words say which passages may; those are looked through, at most :data:`VERIFIED` of them, except for a
    word alone, which a passage that holds it in any of its words holds.
    """
    parts = words(term.text)
    may: set[int] | None = None
    for number, part in enumerate(parts):
        inner_start, inner_end = number > 0 or term.whole, number + 1 < len(parts) or term.closed
        those = _holding_part(passages, part, inner_start, inner_end)
        may = those if may is None else may & those
    for symbol in SYMBOLS:
        if symbol in term.text:
            those = _holding_part(passages, symbol, True, True)
            may = those if may is None else may & those
    if not may or ([term.text] == parts and not term.first and not term.last and len(may) > VERIFIED):
        return may or set()
    pattern = term.pattern()
    return {passage for passage in sorted(may)[:VERIFIED] if pattern.search(passages.folded(passage))}


def _holding_part(passages: Passages, part: str, starts: bool, ends: bool) -> set[int]:
    """The passages with a word that has this part: at its start, at its end, as a whole, or anywhere."""
    if starts and ends:
        return set(passages.holding(part)) if part in passages.vocabulary.numbers else set()
    held: set[int] = set()
    for form in passages.vocabulary.holding(part):
        held.update(passages.holding(form.word))
    return held
