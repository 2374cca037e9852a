"""Where the reader came from by jumps, over all texts: vim's jump list, counted in paragraphs for lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 100
"""Places that are remembered, as in vim."""


class Visit(NamedTuple):
    """A place in one of the texts that have been read."""

    document: str
    """The document's id."""
    source: str
    """Where it came from, see :class:`~tui.document.model.Document`."""
    paragraph: int
    """From 1."""
    offset: int
    """A code point of the document's text."""

    def is_near(self, other: Visit) -> bool:
        """Whether both are in the same paragraph."""
        return self.document == other.document and self.paragraph == other.paragraph


class Jumps:
    """The places that were left by jumps, each paragraph once, and where among them one is.

    Who goes back from the newest end has the place where that began put at the end, to come back to.
    """

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = 0
        """Index of the visit that one has gone back to; their number, where one has not gone back."""
        self._before: Visit | None = None
        """Where one was before the last jump."""

    def __len__(self) -> int:
        return len(self._visits)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The places, the oldest first."""
        return tuple(self._visits)

    def rewrite(self, changed: Callable[[Visit], Visit]) -> None:
        """Put other places for those that are remembered, because a text has changed."""
        self._visits = [changed(visit) for visit in self._visits]
        self._before = self._before and changed(self._before)

    def leave(self, here: Visit) -> None:
        """Remember a place that is left by a jump."""
        self._visits = [visit for visit in self._visits if not visit.is_near(here)][1 - MOST :]
        self._visits.append(here)
        self._at = len(self._visits)
        self._before = here

    def back(self, here: Visit, count: int = 1) -> Visit | None:
        """The place that was left ``count`` jumps ago, the oldest if there are fewer; None at the oldest."""
        if self._at == len(self._visits):
            self.leave(here)
            self._at -= 1
        return self._go(here, self._at - count)

    def forward(self, here: Visit, count: int = 1) -> Visit | None:
        """The way back again; None at the newest place."""
        return self._go(here, self._at + count)

    def previous(self, here: Visit) -> Visit | None:
        """The place before the last jump, which this is one too: so there and back; None if there was no jump."""
        before = self._before
        if before is not None:
            self.leave(here)
        return before

    def _go(self, here: Visit, to: int) -> Visit | None:
        to = max(0, min(to, len(self._visits) - 1))
        if to == self._at or self._at == len(self._visits):
            return None
        self._at = to
        self._before = here
        return self._visits[to]
