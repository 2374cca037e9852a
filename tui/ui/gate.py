"""The last gate before the terminal: nothing that a terminal would obey leaves the program as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from tui.document.harmless import UNSEEN

if TYPE_CHECKING:
    from textual.color import Color

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
"""Control characters, C0 and C1, and those that turn the direction of writing."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
"""Not every terminal knows that these take no cell."""
_SUSPECT = re.compile(f"{_OBEYED.pattern}|{_UNSEEN.pattern}")


class Gate(LineFilter):
    """Replaces what a terminal would obey, cell for cell, on every line of every screen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, harmless."""
        search = _SUSPECT.search
        if not any(search(segment.text) for segment in segments if not segment.control):
            return segments
        return [
            segment
            if segment.control or not search(segment.text)
            else Segment(_OBEYED.sub("\ufffd", _UNSEEN.sub("", segment.text)), segment.style)
            for segment in segments
        ]
