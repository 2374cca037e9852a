"""What somebody types who remembers two or three words of a paragraph, more or less well."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import NamedTuple

from corpus import Corpus

from tui.search.folding import fold_plain

Disturbance = Callable[[list[str], random.Random], list[str]]
Asking = Callable[[Corpus, int, random.Random], str]
"""From a paragraph's index to a query for it; an empty one where it will not do."""


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
            asked[name].append(Asked(" ".join(disturb(_picked(telling, (2, 3), chance), chance)), target))
    return asked


def other_questions(made: Corpus, number: int, seed: int) -> dict[str, list[Asked]]:
    """So many queries of each of the ways in which people ask besides; fewer where the texts have no more."""
    asked: dict[str, list[Asked]] = {}
    for name, ask in OTHERS.items():
        chance = random.Random(f"{name} {seed}")
        asked[name] = []
        for _ in range(50 * number):
            target = chance.randrange(len(made.document.blocks))
            text = ask(made, target, chance)
            if text and len(asked[name]) < number:
                asked[name].append(Asked(text, target))
    return asked


def _picked(words: list[str], numbers: tuple[int, ...], chance: random.Random) -> list[str]:
    """Some of the words, in their order."""
    picked = sorted(chance.sample(range(len(words)), min(len(words), chance.choice(numbers))))
    return [words[index] for index in picked]


def _several(change: Disturbance, *numbers: int) -> Asking:
    """So many telling words, changed."""

    def ask(made: Corpus, target: int, chance: random.Random) -> str:
        return " ".join(change(_picked(made.telling(target), numbers, chance), chance))

    return ask


def _changing(change: Callable[[str, random.Random], str]) -> Asking:
    """Two or three telling words of which at least one is changed."""

    def ask(made: Corpus, target: int, chance: random.Random) -> str:
        words = _picked(made.telling(target), (2, 3), chance)
        changed = [change(word, chance) for word in words]
        return " ".join(changed) if changed != words else ""

    return ask


def _adjacent(join: Callable[[list[str], random.Random], str], *numbers: int) -> Asking:
    """So many words that stand side by side, at least one of them telling; and a telling one from elsewhere."""

    def ask(made: Corpus, target: int, chance: random.Random) -> str:
        words = re.findall(r"[^\W\d_]+", made.paragraph(target))
        size = chance.choice(numbers)
        telling = made.telling(target)
        starts = [
            at
            for at in range(len(words) - size)
            if any(word in telling for word in words[at : at + size]) and all(len(w) > 2 for w in words[at : at + size])
        ]
        starts = [at for at in starts if " ".join(words[at : at + size]) in made.paragraph(target)]
        if not starts:
            return ""
        at = chance.choice(starts)
        rest = [word for word in telling if word not in words[at : at + size]]
        return f"{join(words[at : at + size], chance)} {chance.choice(rest)}" if rest else ""

    return ask


def with_little_words(words: list[str], chance: random.Random) -> list[str]:
    little = chance.choice((["the", "of", "and", "in", "a"], ["le", "de", "et", "la", "un", "dans"]))
    return [each for word in words for each in (chance.choice(little), word)]


def _swapped_letters(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _other_accents(word: str, chance: random.Random) -> str:
    others = {"é": "è", "è": "é", "ê": "é", "à": "á", "ç": "c", "e": "é", "a": "à", "u": "ù", "i": "î", "o": "ô"}
    return "".join(others.get(letter, letter) if chance.random() < 0.5 else letter for letter in word)


def _elided(word: str, chance: random.Random) -> str:
    if fold_plain(word)[0] not in "aeiouh":
        return word
    return chance.choice(("l", "d", "qu", "L", "D")) + chance.choice(("'", "\u2019")) + word


def _other_number(word: str, chance: random.Random) -> str:
    return word[:-1] if word[-1] in "sx" and not word.endswith("ss") else word + "s"


def _by_ear(word: str, chance: random.Random) -> str:
    """As one spells a word that one has only heard."""
    sounds = [("ck", "k"), ("ph", "f"), ("c", "k"), ("th", "t"), ("eau", "o"), ("y", "i"), ("qu", "k"), ("ai", "e")]
    sounds += [(letter * 2, letter) for letter in "bcdfglmnprst"]
    there = [(sound, other) for sound, other in sounds if sound in word[1:]]
    if not there or len(word) < 6:
        return word
    sound, other = chance.choice(there)
    return word[0] + word[1:].replace(sound, other, 1)


def _glued(words: list[str], chance: random.Random) -> str:
    return "".join(words)


def _hyphenated(words: list[str], chance: random.Random) -> str:
    return "-".join(words)


def _quoted(words: list[str], chance: random.Random) -> str:
    left, right = chance.choice(('""', "\u201c\u201d", "«»"))
    return left + " ".join(words) + right


def _parted(word: str, chance: random.Random) -> str:
    at = chance.randrange(3, len(word) - 2) if len(word) > 6 else 0
    return f"{word[:at]} {word[at:]}" if at else word


OTHERS: dict[str, Asking] = {
    "4-5 words": _several(as_it_is, 4, 5),
    "little words": _several(with_little_words, 2, 3),
    "letters swapped": _changing(_swapped_letters),
    "other accents": _changing(_other_accents),
    "elided": _changing(_elided),
    "plural": _changing(_other_number),
    "by ear": _changing(_by_ear),
    "glued": _adjacent(_glued, 2),
    "parted": _changing(_parted),
    "hyphens": _adjacent(_hyphenated, 2),
    "quoted": _adjacent(_quoted, 2, 3),
    "2 typos": _several(lambda words, chance: [_typo(word, chance) for word in words], 2, 3),
}
"""How people ask besides: not for the figures to reach, but for what may be forgotten over them."""


def keystrokes(asked: dict[str, list[Asked]], of_each: int) -> list[list[str]]:
    """Queries as they are typed: for each the texts after every key."""
    return [
        [question.text[:length] for length in range(1, len(question.text) + 1)]
        for each in asked.values()
        for question in each[:of_each]
    ]
