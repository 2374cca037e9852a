"""The words of all texts, folded, and which of them a word of the query may mean."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from tui.search.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PREFIX_QUALITY = 0.94
"""Of a word that begins with the query's word, most of which was typed."""
PREFIX_SHARE = 0.65
"""The share of a word that is most of it: where it says next to nothing what else there is to be typed."""
PREFIX_COST = 0.6
"""Taken off for the share of the word that is missing from :data:`PREFIX_SHARE`..."""
LEAST_PREFIX_QUALITY = 0.8
"""... down to this."""
STEM_QUALITY = 0.95
"""Of the plural for the singular, and of the singular for the plural."""
INFIX_QUALITY = 0.6
SHORTEST_INFIX = 3
TYPO_COST = 0.16
"""Taken off for each letter wrong, missing, too many or swapped."""
SHORTEST_MISSPELT = 4
LONGEST_MISSPELT = 64
"""Letters of a word of the query that typos are looked for in."""
UNFINISHED_COST = 0.1
"""Taken off, besides, for the share of a word that is missing behind a misspelt beginning."""
MOST_FAR = 4
"""Typos of the word that is told where nothing was found."""
SHORTEST_BEGINNING = 5
"""Letters of an unfinished word that may have a typo, unless two letters are swapped: ``zukc``."""
MOST_MISSPELT = 64
"""Misspelt forms of one word of the query that are followed up, the best ones."""


_ENDINGS = (
    ("es", ("",)),
    ("ies", ("y",)),
    ("y", ("ies",)),
    ("aux", ("al", "ail")),
    ("al", ("aux",)),
    ("ail", ("aux",)),
    ("ves", ("f", "fe")),
    ("f", ("ves",)),
    ("fe", ("ves",)),
)
"""How words end in one number, and how in the other."""
MOST_SPELLINGS = 16
"""Other spellings of a word, and of each of those, that are looked up."""
HEARD = 1.5
"""Typos that a word counts for which only sounds like what was typed."""
_ALIKE = (
    "f ph ff|k c ck qu cc ch|s ss c z sc|t tt th|i y ie|e ai ei ee ea|o au eau oo|an en|am em|j g|oo u ou|er eur or"
)
"""Sounds, with how each is spelt in French or English."""
_SOUNDS = {
    **{
        spelling: [other for other in sound.split() if other != spelling]
        for sound in _ALIKE.split("|")
        for spelling in sound.split()
    },
    **{letter: [2 * letter] for letter in "bdglmnpr"},
    **{2 * letter: [letter] for letter in "bdglmnpr"},
}


REMEMBERED = 64
"""Words of queries of which it is kept what may be meant, since the next key narrows that."""
MOST_HELD = 1000
"""Words with some letters that are kept so."""
SHARED = 4096
"""Different forms that are kept to be given again."""
MANY = 300
"""Words that a query's word begins up to which each is followed up, however short it is."""


class Form(NamedTuple):
    """How a word of the vocabulary may be what a word of the query means; one object for all words alike in that."""

    quality: float
    """From 0 to 1."""
    start: int
    end: int
    """Which of its letters are meant: all, its beginning, a part."""


Forms = dict[str, Form]
"""What a word of the query may mean."""

# A key makes hundreds of forms, of which nearly all are alike: shared, they leave nothing to collect.
_shared = lru_cache(SHARED)(Form)


@lru_cache(SHARED)
def whole(length: int) -> Form:
    """A word of so many letters that is the query's word."""
    return Form(1.0, 0, length)


@lru_cache(SHARED)
def beginning(length: int, wanted: int) -> Form:
    """A word of so many letters of which the query's word is the first ones."""
    missing = max(0.0, PREFIX_SHARE - wanted / length)
    return Form(max(LEAST_PREFIX_QUALITY, PREFIX_QUALITY - PREFIX_COST * missing), 0, wanted)


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

    def add(self, words: list[str]) -> None:
        """Tell of words that are new among the added ones."""
        self._new += [word for word in words if not self._was_saved(word)] if self._saved else words

    def ordered(self) -> Sequence[str]:
        """All words, by their code points."""
        return self._order().words

    def plainly(self, wanted: str) -> Forms:
        """The words that ``wanted`` is, begins, or is the singular or plural of; failing those, that hold it."""
        return self._plain(wanted) or self.holding(wanted, SHORTEST_INFIX)

    def _plain(self, wanted: str) -> Forms:
        size = len(wanted)
        found = {word: beginning(len(word), size) for word in self.begun_with(wanted)}
        for stem in (*_stems(wanted), *_plurals(wanted)):
            if stem in self:
                found[stem] = _shared(STEM_QUALITY, 0, size if stem.startswith(wanted) else len(stem))
        if wanted in self:
            found[wanted] = whole(size)
        return found

    def begun_with(self, wanted: str) -> list[str]:
        """The words that begin so and are longer."""
        begun = self._order().beginning_with(wanted)
        return list(begun[1:] if begun and begun[0] == wanted else begun)

    def many_begin_with(self, wanted: str) -> bool:
        """Whether there are more such words than one goes through one by one."""
        low, high = self._order().range_of(wanted)
        return high - low > MANY

    def prepare(self) -> None:
        """Make beforehand what the first searches would else wait for."""
        self._order().prepare()

    def loosely(self, wanted: str) -> Forms:
        """All that ``wanted`` may mean if it is misspelt, or the middle of a word."""
        best = self._plain(wanted)
        for word, form in (*self.holding(wanted, SHORTEST_INFIX).items(), *self._misspelt(wanted)):
            known = best.get(word)
            if known is None or known.quality < form.quality:
                best[word] = form
        return best

    def holding(self, part: str, shortest: int = 1) -> Forms:
        """The words that have these letters anywhere."""
        size = len(part)
        if size < shortest:
            return {}
        share = (1 - INFIX_QUALITY) * 0.5 * size
        found: Forms = {}
        for word in self._order().holding(part):
            at = word.find(part)
            found[word] = _shared(INFIX_QUALITY + share / len(word), at, at + size)
        return found

    def with_letters(self, part: str, ending: bool) -> list[str]:
        """The words that have these letters at their ends, or anywhere."""
        words = self._order().words
        return [word for word in words if word.endswith(part)] if ending else [word for word in words if part in word]

    def nearest(self, wanted: str) -> str | None:
        """The word most like one that is not there, of the typos no more than one being in its first letter, if any."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        ordered = self._order()
        far = min(MOST_FAR, max(1, 2 * len(wanted) // 7))
        for among in (ordered.beginning_with(wanted[0]), ordered.beginning_otherwise(wanted)):
            words = [word for word in among if len(word) >= SHORTEST_INFIX and word not in FUNCTION_WORDS]
            near = process.extractOne(wanted, words, scorer=OSA.distance, score_cutoff=far)
            if near is not None:
                return near[0]
        return None

    def _order(self) -> _Ordered:
        ordered = self._ordered
        if ordered.new != len(self._new):
            # Sorting what is sorted but for its end is linear.
            new = len(self._new)
            ordered = _Ordered(sorted([*ordered.words, *self._new[ordered.new : new]]), new)
            self._ordered = ordered
        return ordered

    def _misspelt(self, wanted: str) -> list[tuple[str, Form]]:
        """Words a few typos away, or whose beginning is one away (optimal string alignment: Damerau's four typos).

        Of several typos none may be in the first letter, where one seldom makes them: so only the words with that
        letter, and about as long, are compared. What one typo can come from is looked up.
        """
        most = allowed_typos(wanted)
        if not most:
            return []
        ordered = self._order()
        found: list[tuple[float, str, int]] = []
        if most > 1:
            from rapidfuzz import process
            from rapidfuzz.distance import OSA

            among = ordered.as_long(wanted, most)
            near = process.extract(wanted, among, scorer=OSA.distance, score_cutoff=most, limit=MOST_MISSPELT)
            found = [(_typo_quality(wanted, word, typos), word, len(word)) for word, typos, _ in near]
        else:
            quality = _typo_quality(wanted, wanted, 1)
            found = [(quality, word, len(word)) for word in ordered.ending_otherwise(wanted)]
        begun = [(each, ordered.words[low:high], 1.0) for each, (low, high) in ordered.mistyped(wanted).items()]
        begun += [(each, words, HEARD) for each in _by_ear(wanted) if (words := ordered.beginning_with(each))]
        for each, words, typos in begun:
            size = len(each)
            quality = _typo_quality(wanted, each, typos)
            is_told = len(wanted) >= SHORTEST_BEGINNING or sorted(each) == sorted(wanted)
            meant = words if is_told else words[: words[0] == each]
            found += [(quality - UNFINISHED_COST * (1 - size / len(word)), word, size) for word in meant]
        found.sort(key=itemgetter(0), reverse=True)
        return [(word, _shared(quality, 0, size)) for quality, word, size in found[:MOST_MISSPELT]]


class _Ordered:
    """The words at one moment, in ways to look them up that are made when they are first needed."""

    def __init__(self, words: Sequence[str], new: int) -> None:
        self.words = words
        self.new = new
        """How many words that were added are among them."""
        self._by_length: dict[str, dict[int, list[str]]] = {}
        self._mistyped: dict[str, dict[str, tuple[int, int]]] = {}
        self._holding: dict[str, list[str]] = {}

    def prepare(self) -> None:
        """Make beforehand what the first searches would else wait for."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        process.extractOne("", self._lines[:1], scorer=OSA.distance)

    @cached_property
    def _lines(self) -> str:
        return "\n" + "\n".join(self.words) + "\n"

    def beginning_with(self, start: str) -> Sequence[str]:
        """The words that begin so."""
        return self.words[slice(*self.range_of(start))]

    def beginning_otherwise(self, wanted: str) -> list[str]:
        """The words whose first letter one typo makes that of ``wanted``, which has two letters at least."""
        first = [letter for letter, _, _ in self._letters("", 0, len(self.words))]
        starts = dict.fromkeys([wanted[1], *(letter + known for letter in first for known in wanted[:2])])
        return [word for start in starts for word in self.beginning_with(start)]

    def as_long(self, wanted: str, most: int) -> list[str]:
        """The words with the same first letter that have at most so many letters more or less."""
        first = wanted[0]
        if first not in self._by_length:
            by_length: dict[int, list[str]] = {}
            for word in self.beginning_with(first):
                by_length.setdefault(len(word), []).append(word)
            self._by_length[first] = by_length
        sizes = range(len(wanted) - most, len(wanted) + most + 1)
        return [word for size in sizes for word in self._by_length[first].get(size, ())]

    def ending_otherwise(self, wanted: str) -> list[str]:
        """The words that one typo in the last letter makes ``wanted`` of."""
        begun = self.beginning_with(wanted[:-1])
        return [word for word in begun if abs(len(word) - len(wanted)) <= 1 and _is_typo_at_end(wanted, word)]

    def mistyped(self, wanted: str) -> Mapping[str, tuple[int, int]]:
        """The beginnings that one typo makes ``wanted`` of, and from where to where the words have them.

        The typo is not in the last letter: what begins with all the others is too much to be meant. Beginnings are
        those of the word without its last letter, and that letter; so each further letter narrows the ones before.
        """
        known = self._mistyped.get(wanted)
        if known is None:
            known = {}
            if len(wanted) > 1:
                letter = wanted[-1]
                for begun, (low, high) in self.mistyped(wanted[:-1]).items():
                    self._note(known, begun + letter, low, high)
                self._note_last(known, wanted)
            known.pop(wanted, None)
            if len(self._mistyped) >= REMEMBERED:
                self._mistyped = {}
            self._mistyped[wanted] = known
        return known

    def _note_last(self, known: dict[str, tuple[int, int]], wanted: str) -> None:
        """Note the beginnings whose typo is in the last letter but one."""
        begun, wrong, last = wanted[:-2], wanted[-2], wanted[-1]
        low, high = self.range_of(begun)
        self._note(known, begun + last, low, high)
        self._note(known, begun + last + wrong, low, high)
        for letter, first, end in self._letters(begun, low, high):
            self._note(known, begun + letter + wrong + last, first, end)
            self._note(known, begun + letter + last, first, end)

    def _note(self, known: dict[str, tuple[int, int]], begun: str, low: int, high: int) -> None:
        """Note a beginning, if there are words with it between two positions."""
        found = self.range_of(begun, low, high)
        if found[0] < found[1]:
            known[begun] = found

    def _letters(self, begun: str, low: int, high: int) -> Iterator[tuple[str, int, int]]:
        """What stands behind a beginning in the words that have it, from ``low`` to ``high``, and where those are."""
        at = len(begun)
        while low < high:
            letter = self.words[low][at : at + 1]
            end = bisect_left(self.words, begun + letter + "\U0010ffff", low, high) if letter else low + 1
            if letter:
                yield letter, low, end
            low = end

    def range_of(self, start: str, low: int = 0, high: int | None = None) -> tuple[int, int]:
        """From where to where words begin so, of those between two positions."""
        words = self.words
        low = bisect_left(words, start, low, high)
        if low == len(words) or not words[low].startswith(start):
            return low, low
        return low, bisect_left(words, start + "\U0010ffff", low, high)

    def holding(self, part: str) -> list[str]:
        """Each word that has these letters."""
        known = self._holding.get(part)
        if known is None:
            fewer = self._holding.get(part[:-1])
            known = list(self._with_letters(part)) if fewer is None else [word for word in fewer if part in word]
            if len(self._holding) >= REMEMBERED:
                self._holding = {}
            if len(known) <= MOST_HELD:
                self._holding[part] = known
        return known

    def _with_letters(self, part: str) -> Iterator[str]:
        lines = self._lines
        at = lines.find(part)
        while at >= 0:
            start = lines.rindex("\n", 0, at + 1) + 1
            end = lines.index("\n", at)
            yield lines[start:end]
            at = lines.find(part, end)


def allowed_typos(word: str) -> int:
    """How many typos a word may have and still be meant."""
    length = len(word)
    if not SHORTEST_MISSPELT <= length <= LONGEST_MISSPELT or word.isdecimal():
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3


def _is_typo_at_end(wanted: str, word: str) -> bool:
    """Whether of two words that begin alike one typo in the last letter makes one of the other.

    They are as many letters long, or one of them has one more, which is its last or its last but one.
    """
    if len(word) <= len(wanted):
        return word != wanted
    return word[-1] == wanted[-1] or word[-2] == wanted[-1]


def _by_ear(word: str) -> set[str]:
    """Other spellings that sound alike in French or English, with one or two sounds spelt otherwise."""
    once = list(_spelt_otherwise(word))[:MOST_SPELLINGS]
    return {*once, *(twice for each in once for twice in islice(_spelt_otherwise(each), MOST_SPELLINGS))}


def _spelt_otherwise(word: str) -> Iterator[str]:
    for sound, others in _SOUNDS.items():
        at = word.find(sound)
        while at >= 0:
            for other in others:
                if not word.startswith(other, at) or len(other) < len(sound):
                    yield word[:at] + other + word[at + len(sound) :]
            at = word.find(sound, at + 1)


def _stems(word: str) -> list[str]:
    """What may be the singular or the plural of a word, in French and English."""
    if len(word) < 4:
        return []
    found = [word[:-1]] if word[-1] in "sx" and not word.endswith("ss") else []
    for ending, others in _ENDINGS:
        if word.endswith(ending):
            found += [word[: -len(ending)] + other for other in others]
    return found


def _plurals(word: str) -> list[str]:
    """What may be the plural of a word and begins with it."""
    return [word + "s", word + "x", word + "es"] if len(word) > 2 and word[-1].isalpha() else []


def _typo_quality(wanted: str, word: str, typos: float) -> float:
    """Typos weigh more in short words, and at the beginning, where one seldom makes them."""
    first = 0.0 if word[0] == wanted[0] else 0.1
    return max(0.1, 0.95 - TYPO_COST * typos * (0.7 + 2 / len(wanted)) - first)
