"""Which language a text is in, by its small words."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from tui.document.model import BlockKind

if TYPE_CHECKING:
    from tui.document.model import Document

_SMALL_WORDS = {
    "fr": "le la les un une des du de et est en que qui dans pour pas sur au aux avec ce cette ces il "
    "elle ils elles se son sa ses leur leurs ne plus par ou mais donc nous vous été être sont "
    "était ont avait comme où dont aussi même a à on je tu me mon ma mes tout tous très cela ces voici",
    "en": "the of and to is in that it for on with as was are be this by from at or not have has had "
    "but its his her their they which would will can been were there we you an if more about when "
    "who what so also than into a i he she my your our no all one do out up these those then only some",
    "es": "el la los las un una de del y es en que no por para con se su sus al lo como más pero fue ha era son",
    "pt": "o a os as um uma de do da dos das e é em que não por para com se seu sua ao mais mas foi são na no",
    "it": "il lo la gli le un una di del della e è in che non per con si su al come più ma sono nel alla dei",
    "de": "der die das den dem des ein eine und ist in zu von mit nicht auf für sich auch es im als an er sie",
    "nl": "de het een en is in te van met niet op voor zich ook dat die als aan er ze naar bij om zijn was",
}
"""The most frequent words. Languages but the first two are here so as not to be taken for French."""

_KNOWN = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_NAMED = ("fr", "en")
TELLING = 120
"""Code points from which on a block shows itself which language it is in."""

SAMPLE = 20_000
"""Code points at the start that are looked at."""


def detect(text: str) -> str:
    """``"fr"``, ``"en"``, or ``""`` where neither is clear."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text[:SAMPLE])]
    counts = {language: _count(words, small) for language, small in _KNOWN.items()}
    best = max(counts, key=lambda language: counts[language])
    second = max(count for language, count in counts.items() if language != best)
    enough = counts[best] >= max(1, len(words) // 20)
    return best if best in _NAMED and enough and counts[best] > 1.15 * second else ""


def by_block(document: Document) -> list[str]:
    """The language of each block, in order; the document's where no block is clear.

    A block that is too short to show its own has that of the block before it, a heading that of what it heads.
    """
    shown = [
        detect(document.block_text(block))
        if block.end - block.start >= TELLING and block.kind is not BlockKind.CODE
        else ""
        for block in document.blocks
    ]
    before = list(accumulate(shown, _nearest))
    behind = list(accumulate(reversed(shown), _nearest))[::-1]
    return [
        (two or one if block.kind is BlockKind.HEADING else one or two) or document.language
        for block, one, two in zip(document.blocks, before, behind, strict=True)
    ]


def _nearest(near: str, here: str) -> str:
    return here or near


def _count(words: list[str], small: frozenset[str]) -> int:
    return sum(map(small.__contains__, words))
