"""brat's stand-off format: a text, and beside it the file of what is marked in it.

``T`` lines are the mentions, in code points; one that goes over the end of a line or of a cell is in pieces, for
brat wants it so. ``N`` lines refer each mention to its entity, across all texts that are written at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.entities.formats import NamedText

BASE = "llama-tui"
"""The name of the set of entities that ``N`` lines refer to."""


def write(text: NamedText) -> str:
    """What is marked in a text; the text itself is ``Document.text`` as it is."""
    lines = []
    for number, (mention, entity) in enumerate(text.named, 1):
        pieces = list(_pieces(mention.text, mention.start))
        places = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(text.document.text[start:end] for start, end in pieces)
        name = " ".join(entity.name.split())
        lines.append(f"T{number}\t{entity.type.value.capitalize()} {places}\t{words}\n")
        lines.append(f"N{number}\tReference T{number} {BASE}:{entity.id}\t{name}\n")
    return "".join(lines)


def _pieces(words: str, start: int) -> Iterator[tuple[int, int]]:
    """The places of what stands on each line and in each cell, without the blanks around it."""
    at = start
    for line in re.split(r"[\n\t]", words):
        kept = line.strip()
        if kept:
            low = at + line.index(kept)
            yield low, low + len(kept)
        at += len(line) + 1
