"""Who and what is named: mentions in the text, and the entities that they are mentions of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
