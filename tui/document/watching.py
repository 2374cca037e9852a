"""Noticing that a file is not what it was: written to, replaced by another of its name, or gone.

Nothing of the system's own ways to be told is used: looking at a file once a second costs some microseconds,
and works on every system and over every network.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Seen(NamedTuple):
    """What tells one state of a file from another, in bytes and nanoseconds.

    Many editors write a new file and rename it: then it is the inode that differs.
    """

    device: int
    inode: int
    size: int
    modified: int
    changed: int


class News(Enum):
    """What a look at a file tells."""

    NONE = auto()
    CHANGED = auto()
    GONE = auto()


def look_at(path: Path) -> Seen | None:
    """The state of a file; None when it is not there, or may not be looked at. May wait for a slow disk."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Seen(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class Watch:
    """Compares one look at a file with those before; tells of each change once.

    A file may be seen half written, or gone for the moment in which it is replaced: so there is news only
    when two looks, one after the other, agree.
    """

    def __init__(self, seen: Seen | None) -> None:
        """``seen`` is the file's state when it was read."""
        self._known = self._last = seen

    def news(self, seen: Seen | None) -> News:
        """What this look tells."""
        settled, self._last = seen == self._last, seen
        if not settled or seen == self._known:
            return News.NONE
        self._known = seen
        return News.GONE if seen is None else News.CHANGED
