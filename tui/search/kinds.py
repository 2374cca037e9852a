"""What a search lists: for those who need no more of the search than that, as the first frame does."""

from __future__ import annotations

from enum import StrEnum


class Listed(StrEnum):
    """What a search lists."""

    PASSAGES = "passages"
    HEADINGS = "headings"
    ENTITIES = "entities"
    NOTES = "notes"
