"""Mentions gathered by what they name, as far as is known; joined as more is learnt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.entities.kinds import EntityType
    from tui.entities.model import Mention


@dataclass(eq=False, slots=True)
class Cluster:
    """Mentions of one thing."""

    key: str
    """The folded form by which it is compared."""
    type: EntityType
    mentions: list[Mention] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    certainty: float = 0.0
    """The sum of its mentions' certainties."""
    is_joined: bool = False
    """Whether it has gone into another cluster."""

    def add(self, mention: Mention) -> None:
        """One more mention of it."""
        self.mentions.append(mention)
        self.forms[" ".join(mention.text.split())] += 1
        self.documents.add(mention.document)
        self.certainty += mention.certainty

    def absorb(self, other: Cluster) -> None:
        """Take all of another's mentions; the other is out of the game."""
        if other is self or other.is_joined:
            return
        self.mentions += other.mentions
        self.forms.update(other.forms)
        self.documents |= other.documents
        self.certainty += other.certainty
        other.mentions, other.is_joined = [], True

    @property
    def words(self) -> list[str]:
        """The words of its key."""
        return self.key.split()

    @property
    def mean_certainty(self) -> float:
        """How sure its type is, from 0 to 1."""
        return self.certainty / len(self.mentions) if self.mentions else 0.0
