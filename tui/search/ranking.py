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
    from collections.abc import Collection, Iterable, Mapping, Sequence

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


_Place = tuple[float, int]
"""The quality of a word, and the how-manieth word of the passage it is."""


class Sought:
    """What all groups of a query come down to in these texts, ready to be looked for in one passage after the other."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        """The groups in the order of the query."""
        self.wanted = wanted
        self.weight = sum(each.weight for each in wanted) or 1.0
        self.exact = [(number, exact) for number, each in enumerate(wanted) for exact in each.exact]
        self.forms = [each.forms for each in wanted]
        self.words: Collection[str] = self.forms[0] if len(wanted) == 1 else frozenset().union(*self.forms)
        """All words that a group may mean."""

    def places(self, tokens: Sequence[str]) -> list[int]:
        """Which of a passage's words are among them, by their numbers."""
        words = self.words
        return [at for at, token in enumerate(tokens) if token in words]

    def meaning(self, word: str) -> list[tuple[int, Form]]:
        """The groups that may mean a word, and how."""
        return [(number, forms[word]) for number, forms in enumerate(self.forms) if word in forms]


def brevity(length: int) -> float:
    """Points for a passage of so many code points: of the more words it has, the less a query's two or three say."""
    return BREVITY * (1 - log(min(max(length, SHORTEST), LONGEST) / SHORTEST) / log(LONGEST / SHORTEST))


def score(text: str, tokens: Sequence[str], there: Sequence[int], sought: Sought, length: int, heading: bool) -> Parts:
    """How well a folded text of so many code points fits; ``there`` are the numbers of its words that are sought."""
    wanted = sought.wanted
    if not wanted:
        return Parts(WORDS, CLOSENESS, ORDER, SPELLING, HEADING)
    standing = _standing(text, tokens, there, sought)
    gained = 0.0
    for each, found in zip(wanted, standing, strict=True):
        if found:
            top = max(found)[0]
            times = 1 if len(found) == 1 else sum(quality >= top - LIT for quality, _ in found)
            gained += each.weight * _repeated(top, times)
    share = gained / sought.weight
    if len(wanted) > 1:
        counted = [found for each, found in zip(wanted, standing, strict=True) if found or not each.helpful]
        closeness, order = _togetherness(counted) if len(counted) > 1 else (CLOSENESS, ORDER)
    else:
        closeness, order = CLOSENESS, ORDER
    return Parts(WORDS * share, closeness, order, SPELLING, HEADING * share if heading else 0.0, brevity(length))


def spelling(text: str, spelt: Sequence[str]) -> float:
    """Points for words that stand in a text (as it is) with the accents and, for most of it, the capitals typed."""
    if not spelt:
        return SPELLING
    lowered = text.lower()
    agreed = sum(1.0 if word in text else 0.6 if word.lower() in lowered else 0.0 for word in spelt)
    return SPELLING * agreed / len(spelt)


def _repeated(quality: float, times: int) -> float:
    """The quality of a word that is there several times."""
    return min(1.0, quality + REPEATED * min(3, times - 1))


def _standing(text: str, tokens: Sequence[str], there: Sequence[int], sought: Sought) -> list[list[_Place]]:
    """For each group: where the words stand that it may mean."""
    standing: list[list[_Place]] = [[] for _ in sought.wanted]
    for at in there:
        for number, form in sought.meaning(tokens[at]):
            standing[number].append((form.quality, at))
    if "-" in text:
        for word, start in joined(text).items():
            if word in sought.words:
                at = len(words(text[:start]))
                for number, form in sought.meaning(word):
                    standing[number].append((form.quality, at))
    for number, exact in sought.exact:
        standing[number] += [(1.0, len(words(text[:start]))) for start, _ in exact.spans(text)]
    return standing


def _togetherness(standing: list[list[_Place]]) -> tuple[float, float]:
    """Points for the query's words standing close together, and for its order.

    The closest reading is built greedily around each place of the word that has the fewest.
    """
    present = [[at for _, at in found] for found in standing if found]
    if len(present) < 2:
        return 0.0, 0.0
    best = (0.0, 0.0)
    for place in min(present, key=len)[:MOST_READINGS]:
        places = [
            found[0] if len(found) == 1 else min(found, key=lambda other: abs(other - place)) for found in present
        ]
        width = max(places) - min(places) + 1
        ordered = sum(one < other for one, other in pairwise(places)) / (len(places) - 1)
        density = min(1.0, len(present) / width)
        best = max(best, (CLOSENESS * max(0.0, density - SCATTERED) / (1 - SCATTERED), ORDER * ordered), key=sum)
    share = len(present) / len(standing)
    return best[0] * share, best[1] * share


def lit(folded: Folded, there: Collection[str], sought: Sought) -> tuple[Span, ...]:
    """The letters to light, as sorted spans of the original text that do not touch.

    ``there`` are its words that are sought, each once.
    """
    text = folded.text
    hyphenated = {word: at for word, at in joined(text).items() if word in sought.words} if "-" in text else {}
    meaning = {word: sought.meaning(word) for word in (*there, *hyphenated)}
    best = [0.0] * len(sought.wanted)
    for meant in meaning.values():
        for number, form in meant:
            best[number] = max(best[number], form.quality)
    telling: list[list[tuple[int, int]]] = [[] for _ in best]
    for word, at in places(text, [word for word in there if _is_telling(meaning[word], best)]):
        for number, form in meaning[word]:
            if form.quality >= best[number] - LIT:
                telling[number].append((at + form.start, at + form.end))
    for word, at in hyphenated.items():
        for number, form in meaning[word]:
            if form.quality >= best[number] - LIT:
                last = _hyphenated(text, at, form.end - 1)
                telling[number].append((_hyphenated(text, at, form.start), last + 1))
    spans: list[tuple[int, int]] = []
    for number, each in sorted(enumerate(sought.wanted), key=lambda pair: pair[1].helpful):
        if each.helpful:
            edges = {edge for start, end in spans for edge in (start - 1, end + 1)}
            spans += [(start, end) for start, end in telling[number] if start in edges or end in edges]
        else:
            spans += telling[number]
        for exact in each.exact:
            spans += exact.spans(text)
    return merged([folded.original(start, end) for start, end in sorted(spans) if start < end])


def _is_telling(meant: Sequence[tuple[int, Form]], best: Sequence[float]) -> bool:
    """Whether a word is nearly the best one that a group has in the passage."""
    return any(form.quality >= best[number] - LIT for number, form in meant)


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
