"""The few words that say what an annotation is; apart from the model because they load fast."""

from enum import StrEnum


class Kind(StrEnum):
    """What an annotation is; the value is what listings and the store hold."""

    HIGHLIGHT = "highlight"
    NOTE = "note"
    BOOKMARK = "bookmark"


class Colour(StrEnum):
    """The five colours a highlight can have."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    PURPLE = "purple"


class Status(StrEnum):
    """Whether an annotation's passage stands in the text as it is today."""

    ANCHORED = "anchored"
    ORPHAN = "orphan"


class Standing(StrEnum):
    """The same, told apart further: what a filter ``status:`` looks at."""

    ANCHORED = "anchored"
    UNSURE = "unsure"
    """Found, but so that the reader is to confirm it."""
    ORPHAN = "orphan"


class Act(StrEnum):
    """What a change did to an annotation."""

    CREATED = "created"
    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"


REFUSED = "refused"
"""What the reader said of the place that was found; see :class:`tui.annotations.model.Relations`."""
WHOLE_TEXT = "text"
"""What an annotation is about that hangs on a whole text; see :class:`tui.annotations.model.Relations`."""
