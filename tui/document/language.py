"""Which language a text is in, by its small words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")

_FRENCH = (
    "le la les un une des du de et est en que qui dans pour pas sur au aux avec ce cette ces il "
    "elle ils elles se son sa ses leur leurs ne plus par ou mais donc nous vous été être sont "
    "était ont avait comme où dont aussi même "
)
_ENGLISH = (
    "the of and to is in that it for on with as was are be this by from at or not have has had "
    "but its his her their they which would will can been were there we you an if more about when "
    "who what so also than into "
)
_SMALL_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}

SAMPLE = 20_000
"""Code points at the start that are looked at."""


def detect(text: str) -> str:
    """``"fr"``, ``"en"``, or ``""`` where neither is clear."""
    words = [word.casefold() for word in _WORD.findall(text[:SAMPLE])]
    if not words:
        return ""
    counts = {language: sum(word in small for word in words) for language, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    second = max(count for language, count in counts.items() if language != best)
    enough = counts[best] >= max(1, len(words) // 20)
    return best if enough and counts[best] > 1.5 * second else ""
