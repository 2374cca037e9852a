"""From single key presses to actions: counts and keys of several strokes, as in vim."""

from __future__ import annotations

from dataclasses import dataclass

from tui.ui.keymap import ANY, MARK, Where, actions_at


@dataclass(frozen=True)
class Pressed:
    """A complete key: the action's name, the count typed before it (None: none), the mark or character typed in it."""

    action: str
    count: int | None = None
    mark: str = ""


MOST = 999_999
"""Larger counts are taken as this."""


class KeyReader:
    """Reads tokens (see :mod:`tui.ui.keymap`) until they make a key that means something."""

    def __init__(self) -> None:
        self._count = ""
        self._typed: list[str] = []
        self._where = Where.READING

    @property
    def pending(self) -> str:
        """What has been typed of a key that is not complete, for the footer."""
        return self._count + "".join(self._typed)

    @property
    def awaits_mark(self) -> bool:
        """Whether the next stroke names or finds a bookmark."""
        return bool(self._typed) and self._typed[0] in {"m", "'", "`"}

    def clear(self) -> None:
        """Forget what has been typed of a key."""
        self._count = ""
        self._typed.clear()

    def feed(self, token: str, where: Where) -> Pressed | None:
        """Take one stroke; the action when it completes a key, else None (see :attr:`pending`)."""
        if where is not self._where:
            self.clear()
            self._where = where
        counts = where in {Where.READING, Where.SELECTING}
        if counts and not self._typed and token.isdecimal() and token.isascii() and (self._count or token != "0"):
            self._count = str(min(MOST, int(self._count + token)))
            return None
        typed = [*self._typed, token]
        longer = False
        for action in actions_at(where):
            for key in action.keys:
                pattern = key.split(" ")
                if not _fits(pattern, typed):
                    continue
                if len(pattern) == len(typed):
                    count = int(self._count) if self._count else None
                    mark = next((t for p, t in zip(pattern, typed, strict=True) if p in {MARK, ANY}), "")
                    self.clear()
                    return Pressed(action.name, count, mark)
                longer = True
        if longer:
            self._typed = typed
        else:
            self.clear()
        return None


def _fits(pattern: list[str], typed: list[str]) -> bool:
    return len(typed) <= len(pattern) and all(
        stroke == token
        or (token == MARK and len(stroke) == 1 and "a" <= stroke <= "z")
        or (token == ANY and (len(stroke) == 1 or stroke == "space"))
        for token, stroke in zip(pattern, typed, strict=False)
    )
