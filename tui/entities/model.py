"""Who and what is named: mentions in the text, and the entities that they are mentions of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entities.folding import folded

if TYPE_CHECKING:
    from tui.entities.kinds import EntityType


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in one document where something is named.

    ``start`` and ``end`` are code points into that document's text; ``text`` is what stands there.
    """

    document: str
    """The document's id."""
    start: int
    end: int
    text: str
    type: EntityType
    certainty: float = 1.0
    """How sure the recogniser is, from 0 to 1."""
    normal: str = ""
    """A date by ISO 8601, a sum by number and currency, a percentage; empty for names."""
    corrected_from: EntityType | None = None
    """What it was recognised as, where the reader has given it another type."""

    @property
    def recognised(self) -> EntityType:
        """What it was recognised as, before any correction."""
        return self.corrected_from or self.type


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, product... and every mention of it, in the order of reading."""

    id: str
    """Stable as long as type and name are: a slug such as ``person:mark-zuckerberg``."""
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    """Other forms that name it in the text, without ``name`` itself."""
    mentions: tuple[Mention, ...]
    related: tuple[str, ...] = ()
    """Ids of entities that are other versions of the same product."""
    certainty: float = 1.0

    @property
    def count(self) -> int:
        """How many times it is named."""
        return len(self.mentions)


def slug(type: EntityType, name: str) -> str:  # noqa: A002
    """What an entity's id is made of; two of one type and name need a number behind it."""
    words = re.sub(r"[\W_]+", "-", folded(name)).strip("-") or "name"
    return f"{type.value}:{words}"
