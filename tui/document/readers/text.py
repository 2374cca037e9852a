"""Plain text: paragraphs between blank lines, or one a line; short lines that stand alone are headings."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.document.readers.building import Builder, Facts, may_compose, normalised, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_HEADING = 80
"""Code points; a longer line that stands alone is a paragraph."""

MOST_HEADINGS = 2
"""Short lines in a row that are headings; more of them are a list, or verse."""

AT_ONCE = 1 << 16
"""Code points that are made into paragraphs in one step."""
LONGEST_BLANK = 4096
"""Code points of white space that are kept to see whether a paragraph goes on behind it."""

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_CLOSED = tuple(".,;:!?…»”’\"')]}。！？、，；：")
_LISTED = re.compile(r"(?:[-*+•–—]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LETTER = re.compile(r"[^\W\d_]")


def read_text(pieces: Iterable[str], builder: Builder, facts: Facts) -> Iterator[None]:
    """Add paragraphs and headings; lines within a paragraph are joined. Each step adds some.

    Whether each line is a paragraph is seen from the first of ``pieces``: so it is where no blank line
    stands in it.
    """
    pieces = iter(pieces)
    first = next(pieces, "")
    start = len(first) - len(first.lstrip())
    separator = _BLANK_LINES.search(first, start)
    by_line = separator is None or separator.end() == len(first)
    stretches = map(normalised, _stretches(chain((first[start:],), pieces)))
    collected = _Paragraphs(builder, facts, by_line=by_line)
    for paragraphs in _lines(stretches) if by_line else _paragraphs(stretches):
        for paragraph in paragraphs:
            if paragraph and not paragraph.isspace():
                collected.add(paragraph)
        yield
    collected.finish()


class _Paragraphs:
    """Tells headings from paragraphs: what stands behind a short line decides."""

    def __init__(self, builder: Builder, facts: Facts, *, by_line: bool) -> None:
        self._builder = builder
        self._facts = facts
        self._by_line = by_line
        self._waiting: list[str] = []
        """Short lines that stood alone, one after the other."""

    def add(self, paragraph: str) -> None:
        joined = unwrapped(paragraph)
        if not self._by_line and _is_short(joined) and "\n" not in paragraph.rstrip():
            self._waiting.append(joined)
            return
        if self._waiting:
            self._settle()
        self._builder.add_plain(joined)

    def _settle(self) -> None:
        """Something longer follows."""
        builder, waiting = self._builder, self._waiting
        if not len(builder):
            self._facts.title = waiting.pop(0)
            builder.add(BlockKind.HEADING, self._facts.title, level=1)
        if len(waiting) <= MOST_HEADINGS:
            for heading in waiting:
                builder.add(BlockKind.HEADING, heading, level=2)
            waiting.clear()
        self.finish()

    def finish(self) -> None:
        """Nothing follows."""
        for line in self._waiting:
            self._builder.add_plain(line)
        self._waiting.clear()


def _stretches(pieces: Iterable[str]) -> Iterator[str]:
    """The same text in pieces of about :data:`AT_ONCE` that end with a line, or else with a word."""
    rest = ""
    for piece in pieces:
        text, start = rest + piece, 0
        while len(text) - start > AT_ONCE:
            end = start + AT_ONCE
            cut = text.rfind("\n", start, end)
            if cut < 0:
                cut = text.rfind(" ", start, end)
            end = cut + 1 or _between_letters(text, start, end)
            yield text[start:end]
            start = end
        rest = text[start:]
    if rest:
        yield rest


def _between_letters(text: str, start: int, end: int) -> int:
    """The last offset up to ``end`` before and behind which stand letters that do not belong together."""
    for at in range(end, max(start + 1, end - 256), -1):
        if text[at - 1].isalnum() and text[at].isalnum() and not may_compose(text[at]):
            return at
    return end


def _lines(stretches: Iterable[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for stretch in stretches:
        lines = stretch.split("\n")
        if len(lines) == 1:
            held.append(stretch)
            continue
        lines[0] = "".join(held) + lines[0]
        held = [lines.pop()]
        yield lines
    yield ["".join(held)]


def _paragraphs(stretches: Iterable[str]) -> Iterator[list[str]]:
    """What stands between blank lines; a paragraph may go on over many stretches."""
    held: list[str] = []
    blank = ""
    """The white space behind what is held."""
    for stretch in stretches:
        whole = blank + stretch
        text = whole.rstrip()
        blank = whole[len(text) :]
        if len(blank) > LONGEST_BLANK:
            blank = "\n\n" if _BLANK_LINES.search(blank) else blank[:LONGEST_BLANK]
        if not text:
            continue
        found: list[str] = []
        start = 0
        for match in _BLANK_LINES.finditer(text):
            held.append(text[start : match.start()])
            found.append("".join(held))
            held.clear()
            start = match.end()
        held.append(text[start:])
        yield found
    yield ["".join(held)]


def _is_short(line: str) -> bool:
    """Whether a line that stands alone may be a heading."""
    return (
        len(line) <= LONGEST_HEADING
        and not line.endswith(_CLOSED)
        and not _LISTED.match(line)
        and _LETTER.search(line) is not None
    )
