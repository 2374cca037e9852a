r"""Regular expressions of a query, ``/zuck\w+/``, which no pattern and no text can make last.

They are those of the ``regex`` package, because its searches end when their time is over, wherever they are: Python's
own cannot be stopped. What recurses, and may so take all memory before that, is not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.search.folding import fold_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    import regex

PATTERN = re.compile(r"(?P<unwanted>!?)/(?P<pattern>(?:\\.|[^/\\])+)/(?=\s|$)")
"""A pattern in a query, a blank before it."""
PATIENCE = 0.5
"""Seconds that one search may look through texts, for patterns and phrases."""
LONGEST = 300
"""Code points of a pattern."""
SHORTEST_LETTERS = 2
_GROUPS_AND_CLASSES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)")
"""Escapes, classes, and groups without groups in them."""
_APOSTROPHE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|'")
"""Escapes, classes, and apostrophes outside of them."""
_PLAIN = re.compile(r"[^|()\[\]\\]*")
_LETTERS = re.compile(r"[^\W_]+(?![?*{])(?<![^\W_][?*{])")
"""Letters outside of all those, of which the last is not one that may be missing."""
_FOREIGN_GROUP = re.compile(r"(?<!\\)(?:\\\\)*\(\?(?!:|=|!|<=|<!|i\))|\(\*")
"""Recursion, calls, conditions, verbs: what people seldom type, and what may take much memory."""
_HUGE_REPEAT = re.compile(r"\{[^}]*\d{4,}")


class OutOfTime(Exception):  # noqa: N818 - it tells of a limit, not of a mistake
    """The time for patterns is over."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression on the text as it stands; upper case in it tells upper from lower case.

    An apostrophe in it, unless escaped or in a class, is found straight or curly.
    """

    text: str
    negated: bool = False

    def letters(self) -> list[str]:
        """Folded letters that stand together wherever it is found; of some patterns none are known."""
        outside = _GROUPS_AND_CLASSES.sub(" ", self.text)
        if not _PLAIN.fullmatch(outside):
            return []
        runs = _LETTERS.findall(outside)
        return [folded for run in runs if len(folded := fold_plain(run)) >= SHORTEST_LETTERS and folded.isascii()]

    def search(self) -> Search:
        """What finds it in one text after the other."""
        import regex

        return Search(
            regex.compile(_with_any_apostrophe(self.text), 0 if any(map(str.isupper, self.text)) else regex.IGNORECASE)
        )


def _with_any_apostrophe(pattern: str) -> str:
    return _APOSTROPHE.sub(lambda match: "['\u2019]" if match[0] == "'" else match[0], pattern)


class Search:
    """A pattern that is being looked for. Times are those of ``monotonic()``."""

    def __init__(self, compiled: regex.Pattern[str]) -> None:
        """Look for a compiled pattern."""
        self._compiled = compiled

    def spans(self, text: str, until: float) -> Iterator[Span]:
        """Where it is found, empty matches left out; raises ``OutOfTime``."""
        try:
            for match in self._compiled.finditer(text, timeout=_left(until)):
                if match.end() > match.start():
                    yield Span(*match.span())
        except TimeoutError as error:
            raise OutOfTime from error

    def found_in(self, text: str, until: float) -> bool:
        """Whether it is found; raises ``OutOfTime``."""
        try:
            match = self._compiled.search(text, timeout=_left(until))
        except TimeoutError as error:
            raise OutOfTime from error
        return match is not None and (match.end() > match.start() or next(self.spans(text, until), None) is not None)


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise OutOfTime
    return left


def is_usable(pattern: str) -> bool:
    """Whether a pattern is one that is understood."""
    if len(pattern) > LONGEST or _FOREIGN_GROUP.search(pattern) or _HUGE_REPEAT.search(pattern):
        return False
    import regex

    try:
        regex.compile(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError):
        return False
    return True
