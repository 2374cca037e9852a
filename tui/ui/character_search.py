"""vim's ``f``, ``F``, ``t`` and ``T``: to a character that is named, within the paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.ui.characters import character_at, rest

if TYPE_CHECKING:
    from tui.document.model import Document

REACH = 1 << 16
"""Code points of a paragraph that are looked through."""


class Sought(NamedTuple):
    """A character, the direction in which it is looked for, and whether to stop one before it."""

    character: str
    forward: bool
    short: bool

    def turned(self) -> Sought:
        """The same the other way."""
        return self._replace(forward=not self.forward)


def seek(document: Document, offset: int, sought: Sought, count: int = 1, *, again: bool = False) -> int | None:
    """Where the ``count``-th one is, or the place one short of it; None where the paragraph has not so many.

    ``again``: one that ``offset`` is already one short of is passed over, so that repeating gets on.
    """
    block = document.block_at(offset)
    at = offset
    if again and sought.short:
        at = character_at(document, offset).end if sought.forward else rest(document, max(block.start, offset - 1))
    for _ in range(count):
        found = _next(document, at, sought)
        if found is None:
            return None
        at = found
    if not sought.short:
        return at
    if sought.forward:
        return max(offset, rest(document, at - 1))
    return min(offset, rest(document, character_at(document, at).end))


def _next(document: Document, offset: int, sought: Sought) -> int | None:
    block = document.block_at(offset)
    if sought.forward:
        low, high = offset + 1, min(block.end, offset + REACH)
    else:
        low, high = max(block.start, offset - REACH), offset
    text = document.text[low:high] if low < high else ""
    at = text.find(sought.character) if sought.forward else text.rfind(sought.character)
    return low + at if at >= 0 else None
