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
"""By RapidFuzz's partial ratio, from 0 to 100: how like a word has to be."""
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
    def _words(self) -> dict[int, list[str]]:
        """The different words of all annotations, by how many letters they have."""
        words: set[str] = set()
        for each in self._known:
            words.update(each.folded.split())
        found: dict[int, list[str]] = {}
        for word in words:
            found.setdefault(len(word), []).append(word)
        return found

    def sift(self, query: str) -> list[Reviewed]:
        """Those that a query asks for; where none has its words, those that have words like them, the likest first."""
        asked = wanted(query)
        found = asked.among(self._known)
        if found or not any(len(word) >= LEAST_FUZZY for word in asked.words):
            return found
        alike = [self._like(word) for word in asked.words]
        if not all(alike):
            return []
        left = asked.allowed(self._known)
        for words in alike:
            left = [each for each in left if any(word in each.folded for word in words)]
        if len(left) > 1:

            def likeness(each: Reviewed) -> float:
                return sum(max(words[word] for word in words if word in each.folded) for words in alike)

            left.sort(key=likeness, reverse=True)
        return left[:_MOST]

    def _like(self, word: str) -> dict[str, float]:
        """The words like it, and how like they are, the likest first; itself alone if it stands anywhere."""
        if any(word in each for some in self._words.values() for each in some):
            return {word: 100.0}
        if len(word) < LEAST_FUZZY:
            return {}
        from rapidfuzz import fuzz, process

        least = max(LEAST_FUZZY - 1, int(_SHORTER * len(word)))
        words = [each for size, some in self._words.items() if size >= least for each in some]
        found = process.extract(word, words, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS, limit=_ALIKE)
        return {each: score for each, score, _ in found}
