"""Links in notes: ``[[¶12]]`` to a paragraph, ``[[^ab12cd34]]`` to another note, ``[[Name]]`` to an entity.

The brackets are those of Obsidian's internal links, and ``^`` begins the id of a note as it does that of a block there.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

LONGEST = 200
"""Code points of what a link may name."""
_LINK = re.compile(rf"\[\[([^\[\]\n]{{1,{LONGEST}}})\]\]")
_OPEN = re.compile(rf"\[\[([^\[\]\n]{{0,{LONGEST}}})\Z")
_PARAGRAPH = re.compile(r"(?:¶|[pP]\.?)\s*(\d{1,9})")


class LinkKind(Enum):
    """What a link leads to."""

    PARAGRAPH = "paragraph"
    NOTE = "note"
    ENTITY = "entity"


class Link(NamedTuple):
    """A link in a note."""

    kind: LinkKind
    target: str
    """The paragraph's number from 1, the beginning of the note's id, or the entity's name."""
    start: int
    """Where it begins in the note, in code points, the brackets included; likewise ``end``."""
    end: int


def links(note: str) -> list[Link]:
    """The links in a note, in its order."""
    found = []
    for match in _LINK.finditer(note):
        words = match[1].split("|")[0].strip()
        paragraph = _PARAGRAPH.fullmatch(words)
        if paragraph is not None:
            found.append(Link(LinkKind.PARAGRAPH, paragraph[1], *match.span()))
        elif words.startswith("^") and len(words) > 1:
            found.append(Link(LinkKind.NOTE, words[1:].strip(), *match.span()))
        elif words and not words.startswith("^"):
            found.append(Link(LinkKind.ENTITY, words, *match.span()))
    return found


def being_typed(before: str) -> str | None:
    """What has been typed of a link's target at the end of ``before``; None where no link is begun."""
    match = _OPEN.search(before)
    return None if match is None else match[1]
