"""The kinds of things that are named; apart from the model because they load fast."""

from enum import StrEnum


class EntityType(StrEnum):
    """The kinds of things that are named; the value is what listings print."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PRODUCT = "product"
    PLACE = "place"
    WORK = "work"
    EVENT = "event"
    DATE = "date"
    AMOUNT = "amount"
    OTHER = "other"


UNNAMED = frozenset({EntityType.DATE, EntityType.AMOUNT})
"""What is no name: dates and amounts have a normal form instead."""
