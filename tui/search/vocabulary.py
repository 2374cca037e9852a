"""The words of all texts, folded, and which of them a word of the query may mean."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

PREFIX_QUALITY = 0.85
"""Of a word that begins with the query's word; it grows to 1 with the share that was typed."""
INFIX_QUALITY = 0.6
TYPO_COST = 0.16
"""Taken off for each letter wrong, missing, too many or swapped."""
LONGEST_WORD = 64
"""Letters of a word that typos are looked for in."""
MOST_FORMS = 200
"""Forms of one word of the query that are followed up, the best ones."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word of the vocabulary that a word of the query may mean."""

    word: str
    quality: float
    """From 0 to 1."""
    start: int
    end: int
    """Which of its letters are meant: all, its beginning, a part."""


class Vocabulary:
    """All words, each with a number; words are only ever added, so a search may run meanwhile."""

    def __init__(self) -> None:
        """No words yet."""
        self.numbers: dict[str, int] = {}
        self.words: list[str] = []
        self._sorted: list[str] = []
        self._forms: dict[str, dict[str, Form]] = {}
        """Forms found for the words of recent queries, as long as no word has been added."""

    def number(self, word: str) -> int:
        """The number of a word, a new one for a new word."""
        number = self.numbers.get(word)
        if number is None:
            number = self.numbers[word] = len(self.words)
            self.words.append(word)
        return number

    def forms(self, wanted: str) -> dict[str, Form]:
        """The words that ``wanted`` may mean: itself, what begins with it, misspellings, what holds it."""
        if len(self._sorted) != len(self.words):
            self._sorted = sorted(self.words[:])
            self._forms.clear()
        known = self._forms.get(wanted)
        if known is None:
            if len(self._forms) > 256:
                self._forms.clear()
            known = self._forms[wanted] = self._look_up(wanted)
        return known

    def _look_up(self, wanted: str) -> dict[str, Form]:
        found: dict[str, Form] = {}
        if wanted in self.numbers:
            found[wanted] = Form(wanted, 1.0, 0, len(wanted))
        for word in self.beginning_with(wanted):
            share = len(wanted) / len(word)
            quality = PREFIX_QUALITY + (1 - PREFIX_QUALITY) * share**2
            found.setdefault(word, Form(word, quality, 0, len(wanted)))
        if not wanted.isascii() or (not found and len(wanted) >= 3):
            for form in self.holding(wanted):
                found.setdefault(form.word, form)
        most = allowed_typos(wanted)
        if most and wanted not in found:
            for form in self._misspelt(wanted, most):
                if form.word not in found or found[form.word].quality < form.quality:
                    found[form.word] = form
        best = sorted(found.values(), key=lambda form: -form.quality)[:MOST_FORMS]
        return {form.word: form for form in best}

    def beginning_with(self, start: str) -> list[str]:
        """The words that begin so."""
        words = self._sorted
        low = bisect_left(words, start)
        high = bisect_left(words, start + "\U0010ffff", low)
        return words[low:high]

    def holding(self, part: str) -> list[Form]:
        """The words that have these letters anywhere."""
        found = []
        for word in self._sorted:
            at = word.find(part)
            if at >= 0:
                quality = INFIX_QUALITY + (1 - INFIX_QUALITY) * 0.5 * len(part) / len(word)
                found.append(Form(word, quality, at, at + len(part)))
        return found

    def _misspelt(self, wanted: str, most: int) -> list[Form]:
        """Words at most so many typos away (optimal string alignment), or whose beginning is."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        words = self._sorted
        found: list[Form] = []
        for word, typos, _ in process.extract(wanted, words, scorer=OSA.distance, score_cutoff=most, limit=MOST_FORMS):
            found.append(Form(word, _typo_quality(wanted, word, typos), 0, len(word)))
        if len(wanted) >= 5:
            size = len(wanted)
            for length in (size, size + 1):
                begun = [word[:length] for word in words]
                for begin, typos, index in process.extract(
                    wanted, begun, scorer=OSA.distance, score_cutoff=min(most, 1), limit=MOST_FORMS
                ):
                    word = words[index]
                    if len(word) > len(begin):
                        quality = _typo_quality(wanted, begin, typos) - 0.05
                        found.append(Form(word, quality, 0, len(begin)))
        best: dict[str, Form] = {}
        for form in found:
            if form.word not in best or best[form.word].quality < form.quality:
                best[form.word] = form
        return list(best.values())


def allowed_typos(word: str) -> int:
    """How many typos a word may have and still be meant."""
    length = len(word)
    if length > LONGEST_WORD or length < 4:
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3


def _typo_quality(wanted: str, word: str, typos: int) -> float:
    """Typos weigh more in short words, and at the beginning, where one seldom makes them."""
    ends = word.removesuffix("s") == wanted.removesuffix("s") or word.removesuffix("x") == wanted.removesuffix("x")
    if ends:
        return 0.93
    first = 0.0 if word[:1] == wanted[:1] else 0.1
    return max(0.1, 0.95 - TYPO_COST * typos * (0.7 + 2 / len(wanted)) - first)
