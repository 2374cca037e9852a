"""Many annotations, sifted again and again: what has the words, or where nothing has them, what has words like them.

What is like a word is looked for among the different words of all annotations, which are far fewer than what they
stand in.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tui.library.review import wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.library.review import Reviewed

LEAST_LIKENESS = 80.0
"""By RapidFuzz's ratio, from 0 to 100: how like a word has to be."""
LEAST_FUZZY = 4
"""Letters of what is looked for loosely: anything is like a shorter word."""
_ALIKE = 4
"""So many words, the likest, are taken for one."""
_SHORTER = 0.7
"""A word of less than this share of the letters is not looked at: it would be like any part of a longer one."""
_MOST = 200


class Sieve:
    """Annotations that are sifted. The words are gathered at the first need, or when :meth:`prepare` says so."""

    def __init__(self, known: Sequence[Reviewed]) -> None:
        self._known = known

    def prepare(self) -> None:
        """Gather the words; may be called from any thread."""
        _ = self._words

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """The different words of all annotations, each with the numbers of those that have it."""
        found: dict[str, list[int]] = {}
        for number, each in enumerate(self._known):
            for word in set(each.folded.split()):
                found.setdefault(word, []).append(number)
        return found

    def sift(self, query: str) -> list[Reviewed]:
        """Those that a query asks for; where none has its words, those that have words like them, the likest first."""
        asked = wanted(query)
        found = asked.among(self._known)
        if found or not any(len(word) >= LEAST_FUZZY for word in asked.words):
            return found
        likeness: dict[int, float] | None = None
        for word in asked.words:
            scores = self._having(self._like(word))
            if likeness is None:
                likeness = scores
            else:
                likeness = {each: likeness[each] + scores[each] for each in likeness.keys() & scores.keys()}
        ordered = sorted((likeness or {}).items(), key=lambda scored: (-scored[1], scored[0]))
        return asked.allowed([self._known[number] for number, _ in ordered])[:_MOST]

    def _having(self, words: dict[str, float]) -> dict[int, float]:
        """The numbers of the annotations that have one of these words, with what the likest of them scores."""
        found: dict[int, float] = {}
        for word, score in sorted(words.items(), key=lambda scored: scored[1]):
            found.update(dict.fromkeys(self._words[word], score))
        return found

    def _like(self, word: str) -> dict[str, float]:
        """The words that hold it; if there are none, those that are like it; each with how like it is."""
        holding = [each for each in self._words if word in each]
        if holding or len(word) < LEAST_FUZZY:
            return dict.fromkeys(holding, 100.0)
        from rapidfuzz import fuzz, process

        # The word may be unfinished: of longer ones the beginning is compared.
        least, most = max(LEAST_FUZZY - 1, int(_SHORTER * len(word))), len(word) + 1
        words = [each for each in self._words if len(each) >= least]
        beginnings = [each[:most] for each in words]
        found = process.extract(word, beginnings, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=_ALIKE)
        return {words[number]: score for _, score, number in found}
