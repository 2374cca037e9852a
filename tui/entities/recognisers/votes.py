"""Votes for what a name is: a person, a place..."""

from __future__ import annotations

from collections import Counter

from tui.entities.kinds import EntityType

Votes = Counter[EntityType]

CERTAIN, SURE, CLEAR, LIKELY, HINT, WEAK = 16, 8, 5, 3, 2, 1
"""What one piece of evidence weighs."""

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
PRODUCT, EVENT, WORK, OTHER = EntityType.PRODUCT, EntityType.EVENT, EntityType.WORK, EntityType.OTHER


def decision(votes: Votes) -> tuple[EntityType, float]:
    """The type with the most votes, and how sure that is, from 0 to 1.

    What nothing speaks for is most often an organisation that the lists do not know: a guess, and marked as one.
    """
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] <= 0:
        return ORGANISATION, 0.3
    kind, most = ranked[0]
    second = max(0, ranked[1][1]) if len(ranked) > 1 else 0
    return kind, 0.4 + 0.6 * (most - second) / (most + 2)
