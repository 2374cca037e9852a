"""What somebody types who remembers two or three words of a paragraph, more or less well."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from corpus import Corpus

from tui.search.folding import fold_plain

Disturbance = Callable[[list[str], random.Random], list[str]]


class Asked(NamedTuple):
    """A query, and the index of the paragraph that it is meant to find."""

    text: str
    target: int


def as_it_is(words: list[str], chance: random.Random) -> list[str]:
    return words


def with_a_typo(words: list[str], chance: random.Random) -> list[str]:
    which = chance.randrange(len(words))
    return [_typo(word, chance) if number == which else word for number, word in enumerate(words)]


def _typo(word: str, chance: random.Random) -> str:
    """A letter left out, added, wrong, or two swapped (Damerau's four), not at the ends of the word."""
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


def combined(words: list[str], chance: random.Random) -> list[str]:
    """Swapped and without accents, one word with a typo and another one unfinished."""
    first, second, *others = without_accents(swapped(words, chance), chance)
    disturbed = [*with_a_typo([first], chance), *unfinished([second], chance), *others]
    chance.shuffle(disturbed)
    return disturbed


CLASSES: dict[str, Disturbance] = {
    "as it is": as_it_is,
    "typo": with_a_typo,
    "no accents": without_accents,
    "unfinished": unfinished,
    "swapped": swapped,
    "combined": combined,
}


def questions(made: Corpus, number: int, seed: int) -> dict[str, list[Asked]]:
    """So many queries of each class, always the same for one seed."""
    asked: dict[str, list[Asked]] = {}
    for name, disturb in CLASSES.items():
        chance = random.Random(f"{name} {seed}")
        asked[name] = []
        while len(asked[name]) < number:
            target = chance.randrange(len(made.document.blocks))
            telling = made.telling(target)
            if len(telling) < 3:
                continue
            picked = sorted(chance.sample(range(len(telling)), chance.choice((2, 3))))
            asked[name].append(Asked(" ".join(disturb([telling[index] for index in picked], chance)), target))
    return asked


def keystrokes(asked: dict[str, list[Asked]], of_each: int) -> list[list[str]]:
    """Queries as they are typed: for each the texts after every key."""
    return [
        [question.text[:length] for length in range(1, len(question.text) + 1)]
        for each in asked.values()
        for question in each[:of_each]
    ]
