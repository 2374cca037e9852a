"""Where one looks: in the text that is read, in those that are open, or in all that one has ever opened."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """What a search goes through."""

    TEXT = "text"
    OPEN = "open"
    LIBRARY = "library"
