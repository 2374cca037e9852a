"""Replies put below what they reply to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.model import Placed

DEEPEST = 6
"""Replies to replies are set apart so far; deeper ones stand as far in."""


def threaded(placed: Sequence[Placed]) -> list[tuple[Placed, int]]:
    """Annotations in the order given, each followed by its replies, with how deep it stands: 0 for no reply.

    A reply whose parent is not there stands for itself, and so does one of several that reply in a circle.
    """
    here = {each.annotation.id for each in placed}
    replies: dict[str, list[Placed]] = {}
    for each in placed:
        parent = each.annotation.relations.parent
        if parent in here and parent != each.annotation.id:
            replies.setdefault(parent, []).append(each)
    found: list[tuple[Placed, int]] = []
    seen: set[str] = set()

    def put(first: Placed) -> None:
        waiting = [(first, 0)]
        while waiting:
            each, depth = waiting.pop()
            if each.annotation.id in seen:
                continue
            seen.add(each.annotation.id)
            found.append((each, min(depth, DEEPEST)))
            below = sorted(replies.get(each.annotation.id, ()), key=_when, reverse=True)
            waiting += [(reply, depth + 1) for reply in below]

    for each in placed:
        if each.annotation.relations.parent not in here:
            put(each)
    for each in placed:
        put(each)
    return found


def _when(placed: Placed) -> tuple[str, str]:
    return placed.annotation.created, placed.annotation.id
