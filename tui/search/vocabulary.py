"""The words of all texts, folded, and which of them a word of the query may mean."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PREFIX_QUALITY = 0.85
"""Of a word that begins with the query's word; it grows to 1 with the share that was typed."""
STEM_QUALITY = 0.95
"""Of the plural for the singular, and of the singular for the plural."""
INFIX_QUALITY = 0.6
SHORTEST_INFIX = 3
TYPO_COST = 0.16
"""Taken off for each letter wrong, missing, too many or swapped."""
SHORTEST_MISSPELT = 4
LONGEST_MISSPELT = 64
"""Letters of a word of the query that typos are looked for in."""
MOST_FAR = 4
"""Typos of the word that is told where nothing was found."""
SHORTEST_BEGINNING = 5
"""Letters of an unfinished word that may have a typo."""
MOST_MISSPELT = 64
"""Misspelt forms of one word of the query that are followed up, the best ones."""


class Form(NamedTuple):
    """A word of the vocabulary that a word of the query may mean."""

    word: str
    quality: float
    """From 0 to 1."""
    start: int
    end: int
    """Which of its letters are meant: all, its beginning, a part."""


def whole(word: str) -> Form:
    """A word that is the query's word."""
    return Form(word, 1.0, 0, len(word))


def beginning(word: str, wanted: str) -> Form:
    """A longer word that begins with the query's word."""
    size = len(wanted)
    return Form(word, PREFIX_QUALITY + (1 - PREFIX_QUALITY) * (size / len(word)) ** 2, 0, size)


class Vocabulary:
    """All words: those that were saved, in order, and those added. Searches may run while words are added."""

    def __init__(self, saved: Sequence[str] = (), added: Mapping[str, object] | None = None) -> None:
        """The saved words by their code points; ``added`` has the others, which :meth:`add` tells of."""
        self._saved = saved
        self._added: Mapping[str, object] = {} if added is None else added
        self._new: list[str] = []
        self._ordered = _Ordered(saved, 0)

    def __len__(self) -> int:
        return len(self._saved) + len(self._new)

    def __contains__(self, word: str) -> bool:
        return word in self._added or self._was_saved(word)

    def _was_saved(self, word: str) -> bool:
        at = bisect_left(self._saved, word)
        return at < len(self._saved) and self._saved[at] == word

    def add(self, word: str) -> None:
        """Tell of a word that is new among the added ones."""
        if not (self._saved and self._was_saved(word)):
            self._new.append(word)

    def ordered(self) -> Sequence[str]:
        """All words, by their code points."""
        return self._order().words

    def plainly(self, wanted: str) -> list[Form]:
        """The words that ``wanted`` is, begins, or is the singular or plural of; failing those, that hold it."""
        found = [whole(wanted)] if wanted in self else []
        stems = [stem for stem in _stems(wanted) if stem in self]
        found += [Form(stem, STEM_QUALITY, 0, len(stem)) for stem in stems]
        found += [beginning(word, wanted) for word in self.begun_with(wanted) if word not in stems]
        return found or self.holding(wanted, SHORTEST_INFIX)

    def begun_with(self, wanted: str) -> list[str]:
        """The words that begin so and are longer."""
        begun = self._order().beginning_with(wanted)
        return list(begun[1:] if begun and begun[0] == wanted else begun)

    def loosely(self, wanted: str) -> list[Form]:
        """All that ``wanted`` may mean if it is misspelt, or the middle of a word."""
        forms = [*self.plainly(wanted), *self.holding(wanted, SHORTEST_INFIX), *self._misspelt(wanted)]
        best: dict[str, Form] = {}
        for form in forms:
            if form.word not in best or best[form.word].quality < form.quality:
                best[form.word] = form
        return list(best.values())

    def holding(self, part: str, shortest: int = 1) -> list[Form]:
        """The words that have these letters anywhere."""
        if len(part) < shortest:
            return []
        return [
            Form(word, INFIX_QUALITY + (1 - INFIX_QUALITY) * 0.5 * len(part) / len(word), at, at + len(part))
            for word, at in self._order().holding(part)
        ]

    def with_letters(self, part: str, ending: bool) -> list[str]:
        """The words that have these letters at their ends, or anywhere."""
        words = self._order().words
        return [word for word in words if word.endswith(part)] if ending else [word for word in words if part in word]

    def nearest(self, wanted: str) -> str | None:
        """The word most like one that is not there, however many typos that takes; None where nothing is like it."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        ordered = self._order()
        size = len(wanted)
        best: tuple[int, str] | None = None
        for letters in ([wanted[0]], ordered.letters):
            for letter in letters:
                for length in range(max(SHORTEST_INFIX, size - MOST_FAR), size + MOST_FAR + 1):
                    far = min(MOST_FAR, size // 2) if best is None else best[0] - 1
                    near = ordered.of_length(letter, length)
                    for word, typos, _ in process.extract(wanted, near, scorer=OSA.distance, score_cutoff=far, limit=1):
                        best = typos, word
            if best is not None:
                return best[1]
        return None

    def _order(self) -> _Ordered:
        ordered = self._ordered
        if ordered.new != len(self._new):
            # Sorting what is sorted but for its end is linear.
            new = len(self._new)
            ordered = _Ordered(sorted([*ordered.words, *self._new[ordered.new : new]]), new)
            self._ordered = ordered
        return ordered

    def _misspelt(self, wanted: str) -> list[Form]:
        """Words a few typos away, or whose beginning is (optimal string alignment: Damerau's four typos).

        One typo may be anywhere; of several none may be in the first letter, where one seldom makes them. So
        only the words with that letter are compared, and the few that one typo there can come from are looked up.
        """
        most = allowed_typos(wanted)
        if not most:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        ordered = self._order()
        size = len(wanted)
        found = [
            Form(word, _typo_quality(wanted, word, 1), 0, len(word))
            for word in _begun_wrongly(wanted, ordered.letters)
            if word in self
        ]
        for length in range(size - most, size + most + 1):
            near = ordered.of_length(wanted[0], length)
            for word, typos, _ in process.extract(
                wanted, near, scorer=OSA.distance, score_cutoff=most, limit=MOST_MISSPELT
            ):
                found.append(Form(word, _typo_quality(wanted, word, typos), 0, len(word)))
        if size >= SHORTEST_BEGINNING:
            for length in (size - 1, size, size + 1):
                near = ordered.beginnings(wanted[0], length)
                for begun, typos, _ in process.extract(
                    wanted, near, scorer=OSA.distance, score_cutoff=1, limit=MOST_MISSPELT
                ):
                    for word in ordered.beginning_with(begun):
                        quality = _typo_quality(wanted, begun, typos) - 0.1 * (1 - length / len(word))
                        found.append(Form(word, quality, 0, length))
        found.sort(key=lambda form: -form.quality)
        return found[:MOST_MISSPELT]


class _Ordered:
    """The words at one moment, in ways to look them up that are made when they are first needed."""

    def __init__(self, words: Sequence[str], new: int) -> None:
        self.words = words
        self.new = new
        """How many words that were added are among them."""
        self._lengths: dict[str, dict[int, list[str]]] = {}
        self._beginnings: dict[tuple[str, int], list[str]] = {}

    @cached_property
    def _lines(self) -> str:
        return "\n" + "\n".join(self.words) + "\n"

    @cached_property
    def letters(self) -> list[str]:
        """The letters that words begin with which are long enough to be misspelt."""
        return [letter for letter, words in groupby(self.words, key=itemgetter(0)) if any(map(_may_be_misspelt, words))]

    def of_length(self, letter: str, length: int) -> list[str]:
        """The words of a length that begin with a letter."""
        lengths = self._lengths.get(letter)
        if lengths is None:
            words = sorted(self.beginning_with(letter), key=len)
            lengths = self._lengths[letter] = {size: list(those) for size, those in groupby(words, key=len)}
        return lengths.get(length, [])

    def beginning_with(self, start: str) -> Sequence[str]:
        words = self.words
        low = bisect_left(words, start)
        return words[low : bisect_left(words, start + "\U0010ffff", low)]

    def beginnings(self, letter: str, length: int) -> list[str]:
        """The first ``length`` letters of the words that begin with ``letter`` and are longer, each once."""
        known = self._beginnings.get((letter, length))
        if known is None:
            cut: Iterable[str] = (word[:length] for word in self.beginning_with(letter) if len(word) > length)
            known = self._beginnings[letter, length] = list(dict.fromkeys(cut))
        return known

    def holding(self, part: str) -> Iterator[tuple[str, int]]:
        """Each word that has these letters, and where in it they stand first."""
        lines = self._lines
        at = lines.find(part)
        while at >= 0:
            start = lines.rindex("\n", 0, at + 1) + 1
            end = lines.index("\n", at)
            yield lines[start:end], at - start
            at = lines.find(part, end)


def allowed_typos(word: str) -> int:
    """How many typos a word may have and still be meant."""
    length = len(word)
    if not SHORTEST_MISSPELT <= length <= LONGEST_MISSPELT or word.isdecimal():
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3


def _may_be_misspelt(word: str) -> bool:
    return len(word) >= SHORTEST_MISSPELT - 1


def _begun_wrongly(wanted: str, letters: list[str]) -> Iterator[str]:
    """What may be meant if the typo is in the first letter: left out, added, wrong, or swapped with the second."""
    yield wanted[1:]
    yield wanted[1] + wanted[0] + wanted[2:]
    for letter in letters:
        yield letter + wanted
        yield letter + wanted[1:]


def _stems(word: str) -> list[str]:
    """What may be the singular or the plural of a word, in French and English."""
    if len(word) < 4:
        return []
    found = [word[:-1]] if word[-1] in "sx" and not word.endswith("ss") else []
    if word.endswith("es"):
        found.append(word[:-2])
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    elif word.endswith("aux"):
        found.append(word[:-3] + "al")
    elif word.endswith("al"):
        found.append(word[:-2] + "aux")
    elif word.endswith("y"):
        found.append(word[:-1] + "ies")
    return found


def _typo_quality(wanted: str, word: str, typos: int) -> float:
    """Typos weigh more in short words, and at the beginning, where one seldom makes them."""
    first = 0.0 if word[0] == wanted[0] else 0.1
    return max(0.1, 0.95 - TYPO_COST * typos * (0.7 + 2 / len(wanted)) - first)
