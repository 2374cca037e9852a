"""Texts made from a seed: French and English prose with the languages' own words, at their real frequencies.

Every other paragraph is French. A paragraph has about 80 words, a few words of its own topic two or three times,
and one or two people's names. The words and their frequencies are wordfreq's (CC BY-SA, used here and never
shipped), the names are Faker's.
"""

from __future__ import annotations

import random
import re
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from faker.providers.person.en_US import Provider as EnglishNames
from faker.providers.person.fr_FR import Provider as FrenchNames
from wordfreq import get_frequency_dict

from tui.document.model import BLOCK_SEPARATOR, Blocks, Document

TELLING = 2000
"""Rank of the frequency from which on a word is one that people remember a passage by."""
SHORTEST_TELLING = 5
OF_A_TOPIC = 20_000
"""Rank up to which a paragraph's own words go."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Language:
    """A language's words, by falling frequency."""

    def __init__(self, code: str, names: type[EnglishNames] | type[FrenchNames]) -> None:
        """Take the words from wordfreq's large list."""
        listed = get_frequency_dict(code, "large")
        self.words = [word for word in listed if _WORD.fullmatch(word)]
        self.weights = list(accumulate(listed[word] for word in self.words))
        self.common = frozenset(self.words[:TELLING])
        self.first_names = sorted(names.first_names)
        self.last_names = sorted(names.last_names)

    def paragraph(self, chance: random.Random) -> str:
        """About 80 words in sentences."""
        size = max(15, int(chance.gauss(80, 20)))
        found = chance.choices(self.words, cum_weights=self.weights, k=size)
        for _ in range(3):
            word = self.words[int(TELLING * (OF_A_TOPIC / TELLING) ** chance.random())]
            for _ in range(chance.choice((2, 3))):
                found[chance.randrange(size)] = word
        for _ in range(chance.choice((1, 2))):
            name = f"{chance.choice(self.first_names)} {chance.choice(self.last_names)}"
            found[chance.randrange(size)] = name
        return _sentences(found, chance)


def _sentences(words: list[str], chance: random.Random) -> str:
    """Words with capitals, full stops, commas, and French elisions (``l’eau``)."""
    parts: list[str] = []
    left = 0
    for word in words:
        if left == 0:
            left = chance.randrange(8, 25)
            parts.append(word[0].upper() + word[1:])
        else:
            parts.append(word)
        left -= 1
        if len(word) == 1 and word in "ldnjcsm" and left:
            parts.append("’")
        else:
            parts.append(". " if left == 0 else ", " if chance.random() < 0.06 else " ")
    return "".join(parts).rstrip(" ,.’") + "."


class Corpus(NamedTuple):
    """A document, and of which words each of its paragraphs may be remembered."""

    document: Document
    common: frozenset[str]

    def paragraph(self, index: int) -> str:
        blocks = self.document.blocks
        return self.document.text[blocks.start(index) : blocks.end(index)]

    def telling(self, index: int) -> list[str]:
        """The content words of a paragraph, each once, in order."""
        found = {word.lower(): word for word in reversed(_WORD.findall(self.paragraph(index)))}
        told = [word for plain, word in found.items() if len(word) >= SHORTEST_TELLING and plain not in self.common]
        return told[::-1]


def corpus(paragraphs: int, seed: int) -> Corpus:
    """So many paragraphs, always the same for one seed."""
    chance = random.Random(seed)
    languages = [Language("en", EnglishNames), Language("fr", FrenchNames)]
    texts = [languages[number % 2].paragraph(chance) for number in range(paragraphs)]
    return Corpus(_document(texts), languages[0].common | languages[1].common)


def _document(texts: Sequence[str]) -> Document:
    starts, ends, at = array("q"), array("q"), 0
    for text in texts:
        starts.append(at)
        ends.append(at + len(text))
        at += len(text) + len(BLOCK_SEPARATOR)
    return Document("made", "Made", "", "-", BLOCK_SEPARATOR.join(texts), Blocks.plain(starts, ends))


def read(text: str) -> Document:
    """A document of :func:`corpus` from its text."""
    return _document(text.split(BLOCK_SEPARATOR))
