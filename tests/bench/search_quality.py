"""How good and how quick the search is, on texts made from a seed; prints a table.

    python tests/bench/search_quality.py [--paragraphs 1000 10000 100000] [--queries 60]

The texts: paragraphs of about 80 words, half of them French, half English. Function words have about their
real frequencies; the other words are made of syllables, inflected, accented in French, and follow
Zipf-Mandelbrot's law; every paragraph has a few words of its topic several times, and names. The queries: two or
three telling words of one paragraph that is to be found, as they are or disturbed. In the same run RapidFuzz's
``partial_ratio`` over all paragraphs answers some of them.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz, process

from tui.document.model import Blocks, Document
from tui.search.folding import fold_plain
from tui.search.index import Index

ENGLISH = (
    "the 62 of 30 and 28 to 26 a 23 in 21 is 11 that 11 for 10 it 9 was 9 on 7 with 7 as 7 be 6 by 6 at 5 from 5 "
    "are 5 this 5 have 5 or 4 not 4 but 4 an 4 which 3 they 3 has 3 its 3 more 2 their 2 been 2 one 2 all 2 can 2"
)
FRENCH = (
    "de 60 la 34 le 30 et 27 les 25 des 23 à 20 en 18 un 15 du 15 une 14 que 12 est 12 dans 11 pour 10 qui 10 par 8 "
    "sur 8 au 7 il 7 pas 6 plus 6 se 5 ne 5 ce 5 avec 5 sont 4 son 4 aux 3 mais 3 comme 3 ou 3 cette 3 être 2 très 2"
)
ONSETS = "b c d f g l m n p r s t v br cr dr fl gr pl pr tr st ch th".split()
CORES = {"en": "a e i o u ea ai ou oo".split(), "fr": "a e i o u é è ou ai oi ê ô â".split()}
CODAS = ["", "", "", "n", "r", "l", "s", "t", "m", "nd", "rt"]
ENDINGS = {"en": ["", "", "", "s", "ed", "ing", "er", "ly"], "fr": ["", "", "", "s", "er", "é", "ée", "ment", "es"]}
WORDS = 30_000
NAMES = 4_000
TELLING = 400
"""Rank of the frequency from which on a word is one that people remember."""


@dataclass(frozen=True)
class Corpus:
    document: Document
    telling: list[list[str]]
    """For each paragraph: the words that a query may be made of."""


class Language:
    """A language's words and how often they are used."""

    def __init__(self, name: str, function_words: str, chance: random.Random) -> None:
        listed = function_words.split()
        self.function_words = listed[::2]
        self.function_weights = list(accumulate(float(weight) for weight in listed[1::2]))
        made: dict[str, None] = {}
        while len(made) < WORDS:
            stem = "".join(
                chance.choice(ONSETS) + chance.choice(CORES[name]) + chance.choice(CODAS)
                for _ in range(chance.choice((1, 2, 2, 2, 3)))
            )
            made[stem + chance.choice(ENDINGS[name])] = None
        self.words = list(made)
        self.weights = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(WORDS)))
        self.rank = {word: rank for rank, word in enumerate(self.words)}
        names = chance.choices(self.words[TELLING:], k=NAMES)
        self.names = [word.capitalize() for word in names]

    def paragraph(self, chance: random.Random) -> tuple[str, list[str]]:
        size = max(20, int(chance.gauss(80, 20)))
        topic = chance.choices(self.words, cum_weights=self.weights, k=6)
        content = chance.choices(self.words, cum_weights=self.weights, k=int(size * 0.45))
        content += topic * 2 + chance.choices(self.names, k=2)
        chance.shuffle(content)
        between = chance.choices(self.function_words, cum_weights=self.function_weights, k=len(content))
        parts: list[str] = []
        for number, (small, large) in enumerate(zip(between, content, strict=True)):
            parts += [small, large + ("." if number % 9 == 8 else "," if number % 7 == 6 else "")]
        telling = [word for word in content if len(word) >= 5 and self.rank.get(word.lower(), 0) >= TELLING]
        return " ".join(parts).capitalize() + ".", telling


def corpus(paragraphs: int, seed: int) -> Corpus:
    chance = random.Random(seed)
    languages = [Language("en", ENGLISH, chance), Language("fr", FRENCH, chance)]
    texts, telling = [], []
    for number in range(paragraphs):
        text, words = languages[number % 2].paragraph(chance)
        texts.append(text)
        telling.append(words)
    starts, ends, at = array("q"), array("q"), 0
    for text in texts:
        starts.append(at)
        ends.append(at + len(text))
        at += len(text) + 2
    return Corpus(Document("made", "Made", "", "-", "\n\n".join(texts), Blocks.plain(starts, ends)), telling)


def as_it_is(words: list[str], chance: random.Random) -> list[str]:
    return words


def with_a_typo(words: list[str], chance: random.Random) -> list[str]:
    which = chance.randrange(len(words))
    return [typo(word, chance) if number == which else word for number, word in enumerate(words)]


def typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def without_accents(words: list[str], chance: random.Random) -> list[str]:
    return [fold_plain(word) for word in words]


def unfinished(words: list[str], chance: random.Random) -> list[str]:
    return [word[: max(4, round(len(word) * 0.7))] for word in words]


def swapped(words: list[str], chance: random.Random) -> list[str]:
    return words[::-1]


def all_at_once(words: list[str], chance: random.Random) -> list[str]:
    *others, last = with_a_typo(without_accents(swapped(words, chance), chance), chance)
    return [*others, *unfinished([last], chance)]


CLASSES: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "as it is": as_it_is,
    "typo": with_a_typo,
    "no accents": without_accents,
    "unfinished": unfinished,
    "swapped": swapped,
    "all at once": all_at_once,
}


@dataclass(frozen=True)
class Asked:
    text: str
    target: int


def questions(made: Corpus, number: int, seed: int) -> dict[str, list[Asked]]:
    chance = random.Random(seed)
    asked: dict[str, list[Asked]] = {}
    able = [index for index, words in enumerate(made.telling) if len(set(words)) >= 3]
    for name, disturb in CLASSES.items():
        asked[name] = []
        for target in chance.choices(able, k=number):
            unlike = list(dict.fromkeys(made.telling[target]))
            picked = chance.sample(range(len(unlike)), chance.choice((2, 3)))
            words = [unlike[index] for index in sorted(picked)]
            asked[name].append(Asked(" ".join(disturb(words, chance)), target))
    return asked


@dataclass
class Tally:
    """The ranks of targets, from 1; 0 where it is not among the first ten; and the seconds it took."""

    ranks: list[int]
    seconds: list[float]

    def __str__(self) -> str:
        reciprocal = statistics.fmean(1 / rank if rank else 0.0 for rank in self.ranks)
        recall = statistics.fmean(bool(rank) for rank in self.ranks)
        return f"{reciprocal:8.3f} {recall:8.3f} {times(self.seconds)}"


def times(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered) * 1000:10.2f} {last * 1000:10.2f}"


def tally(asked: Sequence[Asked], answer: Callable[[str], list[int]]) -> Tally:
    ranks, seconds = [], []
    for question in asked:
        start = time.perf_counter()
        found = answer(question.text)
        seconds.append(time.perf_counter() - start)
        ranks.append(found.index(question.target) + 1 if question.target in found else 0)
    return Tally(ranks, seconds)


def run(paragraphs: int, number: int, seed: int, compared: int) -> None:
    made = corpus(paragraphs, seed)
    text = made.document.text
    index = Index()
    start = time.perf_counter()
    index.add(made.document)
    built = time.perf_counter() - start
    index.search("warm")
    print(f"\n{paragraphs:,} paragraphs, {len(text) / 1e6:.1f} million characters; ", end="")
    print(f"indexed at {paragraphs / built:,.0f} paragraphs a second")
    print(f"{'':30} {'MRR@10':>8} {'recall':>8} {'median ms':>10} {'p99 ms':>10}")

    folded = [fold_plain(text[made.document.blocks.start(i) : made.document.blocks.end(i)]) for i in range(paragraphs)]

    def ours(query: str) -> list[int]:
        return [hit.block for hit in index.search(query).hits[:10]]

    def everything(query: str) -> list[int]:
        best = process.extract(fold_plain(query), folded, scorer=fuzz.partial_ratio, limit=10)
        return [position for _, _, position in best]

    asked = questions(made, number, seed)
    for name, each in asked.items():
        print(f"{name:30} {tally(each, ours)}")
    if compared:
        for name, each in asked.items():
            print(f"{'  partial_ratio: ' + name:30} {tally(each[:compared], everything)}")

    keystrokes: list[float] = []
    for each in asked.values():
        for question in each[: max(1, number // 4)]:
            for length in range(1, len(question.text) + 1):
                start = time.perf_counter()
                index.search(question.text[:length])
                keystrokes.append(time.perf_counter() - start)
    print(f"{'keystroke to ranked list':30} {'':8} {'':8} {times(keystrokes)}   of {len(keystrokes):,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--queries", type=int, default=60, help="queries of each class")
    parser.add_argument("--compared", type=int, default=20, help="queries of each class that partial_ratio answers")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    for paragraphs in options.paragraphs:
        run(paragraphs, options.queries, options.seed, options.compared)


if __name__ == "__main__":
    main()
