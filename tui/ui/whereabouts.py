"""Where the reader is in a text, said in more words or in fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.wording import say

if TYPE_CHECKING:
    from tui.document.model import Document

SAMPLE = 20_000
"""Code points at the beginning of a text from which the length of its words is known."""


def letters_per_word(document: Document) -> float:
    """How many code points a word takes, its blank included, to judge by the beginning of the text."""
    sample = document.text[:SAMPLE]
    return max(1.0, len(sample) / max(1, len(sample.split())))


def minutes_left(document: Document, offset: int, *, letters: float, speed: int) -> int:
    """How long it takes to read from ``offset`` to the end, at ``speed`` words a minute of ``letters`` each."""
    return round((len(document.text) - offset) / letters / speed)


def whereabouts(document: Document, offset: int, *, letters: float, speed: int) -> tuple[str, ...]:
    """The place in words, from the fullest to the shortest; ``offset`` is a code point of the text."""
    blocks = document.blocks
    number = blocks.index_at(offset) + 1
    share = 100 if number == len(blocks) else int(100 * offset / max(1, len(document.text)))
    left = minutes_left(document, offset, letters=letters, speed=speed)
    time = say("{n} min left", n=left or "<1") if left < 100 else say("{n} h left", n=round(left / 60))
    of_all = f"¶ {number}/{len(blocks)}"
    full = f"{of_all} · {share} % · {time}"
    language = f"{document.language.upper()} · " if document.language else ""
    return f"{language}{full}", full, f"{of_all} · {share} %", f"¶ {number} · {share} %", f"{share} %"
