"""How well a passage fits: which words were found and how well, how rare they are, how close together.

The score runs from 0 to 100: up to 87 for the words (weighted by rarity, after the inverse document frequency
of BM25: Robertson and Zaragoza, 2009), up to 2 for standing close together, up to 0.7 for the order of the
query, up to 2 for accents and capitals where the query has some, up to 5 for a heading, and up to 5 for brevity,
since the same words say more of a short passage than of a long one (BM25's normalisation by length). Ties are
settled by the index as fzf settles them: the shorter passage, then the earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from tui.document.model import Span
from tui.search.words import joined, places, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.search.folding import Folded
    from tui.search.query import Exact
    from tui.search.vocabulary import Form

WORDS, CLOSENESS, ORDER, SPELLING, HEADING, BREVITY = 87.0, 2.0, 0.7, 2.0, 5.0, 5.0
SHORTEST, LONGEST = 50, 2000
"""Code points of a passage between which a longer one is the less likely to be meant, by the logarithm."""
LIT = 0.06
"""Words whose quality is this close to the best one's are lit too."""
REPEATED = 0.015
"""What each further occurrence adds to a word's quality, for at most three of them."""
SCATTERED = 0.2
"""The share of the query's words among those from the first to the last of them at which they are not close at all."""
MOST_READINGS = 32
"""Places of the query's rarest word that its other words are looked for around."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one group of the query's terms comes down to in these texts."""

    forms: Mapping[str, Form]
    """The words that its fuzzy terms may mean."""
    exact: tuple[Exact, ...]
    """Its exact terms."""
    weight: float
    """How telling it is."""
    helpful: bool = False
    """Whether it only helps, as ``the`` does: it is lit only beside something else that was found."""


class Parts(NamedTuple):
    """What a score is made of, in points."""

    words: float = 0.0
    closeness: float = 0.0
    order: float = 0.0
    spelling: float = 0.0
    heading: float = 0.0
    brevity: float = 0.0

    @property
    def total(self) -> float:
        """From 0 to 100."""
        return min(100.0, self.words + self.closeness + self.order + self.spelling + self.heading + self.brevity)


NO_PARTS = Parts()


class _Place(NamedTuple):
    quality: float
    token: int
    """The how-manieth word of the passage it is."""


def brevity(length: int) -> float:
    """Points for a passage of so many code points: of the more words it has, the less a query's two or three say."""
    return BREVITY * (1 - log(min(max(length, SHORTEST), LONGEST) / SHORTEST) / log(LONGEST / SHORTEST))


def score(text: str, tokens: Sequence[str], wanted: Sequence[Wanted], heading: bool) -> Parts:
    """How well a folded text fits; ``tokens`` are its words."""
    if not wanted:
        return Parts(WORDS, CLOSENESS, ORDER, SPELLING, HEADING)
    if len(wanted) == 1 and not wanted[0].exact and "-" not in text:
        share = _alone(tokens, wanted[0])
        return Parts(WORDS * share, CLOSENESS, ORDER, SPELLING, HEADING * share if heading else 0.0)
    held = set(tokens)
    compounds = {word: len(words(text[:at])) for word, at in joined(text).items()} if "-" in text else {}
    standing = [_places(text, tokens, held, compounds, each) for each in wanted]
    gained = 0.0
    for each, found in zip(wanted, standing, strict=True):
        if found:
            top = max(found).quality
            gained += each.weight * _repeated(top, sum(place.quality >= top - LIT for place in found))
    share = gained / (sum(each.weight for each in wanted) or 1.0)
    counted = [found for each, found in zip(wanted, standing, strict=True) if found or not each.helpful]
    closeness, order = _togetherness(counted) if len(counted) > 1 else (CLOSENESS, ORDER)
    return Parts(WORDS * share, closeness, order, SPELLING, HEADING * share if heading else 0.0)


def spelling(text: str, spelt: Sequence[str]) -> float:
    """Points for words that stand in a text (as it is) with the accents and, for most of it, the capitals typed."""
    if not spelt:
        return SPELLING
    lowered = text.lower()
    agreed = sum(1.0 if word in text else 0.6 if word.lower() in lowered else 0.0 for word in spelt)
    return SPELLING * agreed / len(spelt)


def _alone(tokens: Sequence[str], wanted: Wanted) -> float:
    """The quality of the only group there is, the place of whose words does not matter."""
    forms = wanted.forms
    there = forms.keys() & set(tokens)
    if not there or not wanted.weight:
        return 0.0
    top = max(forms[word].quality for word in there)
    return _repeated(top, sum(tokens.count(word) for word in there if forms[word].quality >= top - LIT))


def _repeated(quality: float, times: int) -> float:
    """The quality of a word that is there several times."""
    return min(1.0, quality + REPEATED * min(3, times - 1))


def _places(
    text: str, tokens: Sequence[str], held: set[str], compounds: dict[str, int], wanted: Wanted
) -> list[_Place]:
    forms = wanted.forms
    found: list[_Place] = []
    for word in forms.keys() & held:
        quality = forms[word].quality
        at = -1
        for _ in range(tokens.count(word)):
            at = tokens.index(word, at + 1)
            found.append(_Place(quality, at))
    for word, number in compounds.items():
        if word in forms:
            found.append(_Place(forms[word].quality, number))
    for exact in wanted.exact:
        found += [_Place(1.0, len(words(text[:start]))) for start, _ in exact.spans(text)]
    return found


def _togetherness(places: list[list[_Place]]) -> tuple[float, float]:
    """Points for the query's words standing close together, and for its order.

    The closest reading is built greedily around each place of the word that has the fewest.
    """
    present = [found for found in places if found]
    if len(present) < 2:
        return 0.0, 0.0
    best = (0.0, 0.0)
    for place in min(present, key=len)[:MOST_READINGS]:
        tokens = [
            min([other.token for other in found], key=lambda token: abs(token - place.token)) for found in present
        ]
        width = max(tokens) - min(tokens) + 1
        ordered = sum(one < other for one, other in pairwise(tokens)) / (len(tokens) - 1)
        density = min(1.0, len(present) / width)
        best = max(best, (CLOSENESS * max(0.0, density - SCATTERED) / (1 - SCATTERED), ORDER * ordered), key=sum)
    share = len(present) / len(places)
    return best[0] * share, best[1] * share


def lit(folded: Folded, tokens: Sequence[str], wanted: Sequence[Wanted]) -> tuple[Span, ...]:
    """The letters to light, as sorted spans of the original text that do not touch."""
    text = folded.text
    found = _found_words(text, tokens, wanted)
    spans: list[tuple[int, int]] = []
    for number, each in sorted(enumerate(wanted), key=lambda pair: pair[1].helpful):
        best = max((quality for quality, _, _ in found[number]), default=0.0)
        telling = [(start, end) for quality, start, end in found[number] if quality >= best - LIT]
        if each.helpful:
            edges = {edge for start, end in spans for edge in (start - 1, end + 1)}
            telling = [(start, end) for start, end in telling if start in edges or end in edges]
        spans += telling
        for exact in each.exact:
            spans += exact.spans(text)
    return merged(folded.original(start, end) for start, end in sorted(spans) if start < end)


def _found_words(text: str, tokens: Sequence[str], wanted: Sequence[Wanted]) -> list[list[tuple[float, int, int]]]:
    """For each group: the qualities and places of the words that are forms of it."""
    found: list[list[tuple[float, int, int]]] = [[] for _ in wanted]
    held = set(tokens)
    there = [each.forms.keys() & held for each in wanted]
    for word, at in places(text, set().union(*there)):
        for number, each in enumerate(wanted):
            if word in there[number]:
                form = each.forms[word]
                found[number].append((form.quality, at + form.start, at + form.end))
    for compound, at in joined(text).items():
        for number, each in enumerate(wanted):
            if compound in each.forms:
                form = each.forms[compound]
                start, last = _hyphenated(text, at, form.start), _hyphenated(text, at, form.end - 1)
                found[number].append((form.quality, start, last + 1))
    return found


def _hyphenated(text: str, at: int, letter: int) -> int:
    """Where the letter of a word written as one stands in the hyphenated word that begins at ``at``."""
    for _ in range(letter):
        at += 1
        while text[at] == "-":
            at += 1
    return at


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted spans, those that touch as one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Span(start, end))
    return tuple(found)
