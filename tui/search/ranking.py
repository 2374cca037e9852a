"""How well a passage fits: which words were found and how well, how rare they are, how close together.

The score runs from 0 to 100: up to 82 for the words (weighted by rarity, after BM25's idf), up to 9 for
standing close together, up to 4 for the order of the query, and up to 5 for a heading. Ties are settled
by the index as fzf settles them: the shorter passage, then the earlier one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import BlockKind, Span
from tui.search.query import Term, Way

if TYPE_CHECKING:
    from tui.document.model import Block
    from tui.search.folding import Folded
    from tui.search.vocabulary import Form

WORDS, CLOSENESS, ORDER, HEADING = 82.0, 9.0, 4.0, 5.0
LIT = 0.06
"""Words whose quality is this close to the best one's are lit too."""
REPEATED = 0.015
"""What each further occurrence adds, for at most three of them."""

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and what is looked for in it."""

    folded: Folded
    block: Block
    groups: tuple[tuple[Term, ...], ...]
    forms: tuple[dict[str, Form], ...]
    weights: tuple[float, ...]


class _Place(NamedTuple):
    quality: float
    start: int
    end: int
    token: int
    """The how-manieth word of the passage it is."""


def score(candidate: Candidate) -> tuple[float, int, tuple[Span, ...]]:
    """The score, how many groups of the query were found, and their letters as spans of the document's text."""
    places = _places(candidate)
    total = sum(candidate.weights) or 1.0
    gained = 0.0
    matched = 0
    best: list[_Place] = []
    for found, weight in zip(places, candidate.weights, strict=True):
        if found:
            top = max(found)
            again = min(3, sum(place.quality >= top.quality - LIT for place in found) - 1)
            gained += weight * min(1.0, top.quality + REPEATED * again)
            matched += 1
            best.append(top)
    value = WORDS * gained / total
    if len(places) > 1:
        value += _togetherness(places, len(places))
    else:
        value += CLOSENESS + ORDER
    if candidate.block.kind is BlockKind.HEADING:
        value += HEADING * matched / max(1, len(places))
    return min(100.0, value), matched, _lit(candidate, places)


def _places(candidate: Candidate) -> list[list[_Place]]:
    """For each group of the query, where it stands."""
    text = candidate.folded.text
    tokens: list[tuple[str, int, int]] = []
    for number, match in enumerate(_TOKEN.finditer(text)):
        token = match.group()
        if "-" in token:
            tokens += [(part.group(), match.start() + part.start(), number) for part in _WORD.finditer(token)]
            tokens.append((token.replace("-", ""), match.start(), number))
        else:
            tokens.append((token, match.start(), number))
    places: list[list[_Place]] = []
    for group, forms in zip(candidate.groups, candidate.forms, strict=True):
        found: list[_Place] = []
        if any(term.way is Way.FUZZY for term in group):
            for token, start, number in tokens:
                form = forms.get(token)
                if form is not None:
                    high = start + form.end
                    if text[start : start + len(token)] != token:
                        high += text.count("-", start, high + 2)
                    found.append(_Place(form.quality, start + form.start, min(high, len(text)), number))
        for term in group:
            if term.way is not Way.FUZZY:
                found += _exact_places(term, text)
        places.append(found)
    return places


def _exact_places(term: Term, text: str) -> list[_Place]:
    if term.way is Way.START:
        start = len(text) - len(text.lstrip(" \"'-"))
        spans = [start] if text.startswith(term.text, start) else []
    elif term.way is Way.END:
        end = len(text.rstrip(" \"'.!?"))
        end = end if text.endswith(term.text, 0, end) else len(text)
        spans = [end - len(term.text)] if text.endswith(term.text, 0, end) else []
    else:
        spans = [match.start() for match in re.finditer(re.escape(term.text), text)]
    return [_Place(1.0, at, at + len(term.text), text.count(" ", 0, at)) for at in spans]


def _togetherness(places: list[list[_Place]], groups: int) -> float:
    """Points for the query's words standing close together and in its order.

    The closest reading is built greedily around each place of the word that has the fewest.
    """
    present = [found for found in places if found]
    if len(present) < 2:
        return 0.0
    seed = min(present, key=len)
    best = 0.0
    for place in seed[:50]:
        tokens = [_nearest(found, place.token) for found in present]
        width = max(tokens) - min(tokens) + 1
        close = min(1.0, len(present) / width)
        ordered = sum(one < other for one, other in pairwise(tokens)) / (len(tokens) - 1)
        best = max(best, CLOSENESS * close + ORDER * ordered)
    return best * len(present) / groups


def _nearest(places: list[_Place], token: int) -> int:
    return min((place.token for place in places), key=lambda other: abs(other - token))


def _lit(candidate: Candidate, places: list[list[_Place]]) -> tuple[Span, ...]:
    """The letters to light, as sorted spans of the document's text that do not touch."""
    spans: list[Span] = []
    for found in places:
        if found:
            top = max(place.quality for place in found)
            spans += [
                candidate.folded.original(place.start, place.end)
                for place in found
                if place.quality >= top - LIT and place.end > place.start
            ]
    merged: list[Span] = []
    offset = candidate.block.start
    for start, end in sorted(spans):
        if merged and start + offset <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, end + offset))
        elif end > start:
            merged.append(Span(start + offset, end + offset))
    return tuple(merged)
