"""Putting a document together block by block: one text, spans over it, everything normalised once."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import category, is_normalized, normalize

from tui.document.harmless import harmless, harmless_line
from tui.document.language import detect
from tui.document.model import (
    BLOCK_SEPARATOR,
    OFFSETS,
    Block,
    BlockKind,
    Blocks,
    Document,
    Growth,
    InlineMark,
    MarkKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TAB = 4
"""Columns between two tab stops in code."""

_BLANKS = re.compile("  +")


def normalised(text: str) -> str:
    """Line ends as newlines, control characters visible, Unicode NFC; tabs stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = harmless(text)
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def unwrapped(text: str) -> str:
    """The text on one line, each run of blanks one space; no-break spaces are the writer's and stay."""
    text = text.replace("\n", " ").replace("\t", " ")
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip()


Mark = tuple[MarkKind, int, int, str]
"""Kind, start and end (code points within the block's text), target."""


def title_of(text: str) -> str:
    """A title on one line, in NFC and harmless."""
    return unwrapped(normalize("NFC", harmless(text)))


def _composed(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The text in NFC. A mark whose edge lies within what is composed grows to hold all of it.

    Nothing composes over the border before a character that is neither a combining mark nor a
    letter of Hangul that joins the one before.
    """
    borders = [at for at, letter in enumerate(text) if not at or not may_compose(letter)]
    moved = [0]
    pieces: list[str] = []
    for low, high in pairwise([*borders, len(text)]):
        pieces.append(normalize("NFC", text[low:high]))
        moved.append(moved[-1] + len(pieces[-1]))
    return "".join(pieces), [
        (kind, moved[bisect_right(borders, low) - 1], moved[bisect_left(borders, high)], target)
        for kind, low, high, target in marks
    ]


def may_compose(character: str) -> bool:
    """Whether normalisation may join a character to the one before it."""
    return character > "\u02ff" and (
        category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or "\U00016d60" <= character <= "\U00016d6f"  # vowel signs of Kirat Rai, in Unicode letters
    )


@dataclass
class Facts:
    """What a reader finds out about a document as it goes along."""

    title: str = ""
    language: str = ""
    """ISO 639-1 code; empty where the source does not say."""
    date: str = ""
    """As written."""


class Builder:
    """Collects blocks and marks in the order of the page, and gives them away in one piece or in several."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._pieces: list[str] = []
        self.length = 0
        """Code points in all."""
        self._count = 0
        """Blocks that have been given away."""
        self._starts = array(OFFSETS)
        self._ends = array(OFFSETS)
        self._special: dict[int, Block] = {}
        self._marks: list[InlineMark] = []

    def __len__(self) -> int:
        return self._count + len(self._starts)

    def growth(self) -> Growth:
        """What has been added since this was asked for last."""
        growth = Growth(
            "".join(self._pieces),
            self._starts,
            self._ends,
            self._special,
            sorted(self._marks, key=lambda mark: (mark.start, -mark.end)),
        )
        self._count += len(self._starts)
        self._pieces, self._starts, self._ends, self._special, self._marks = [], array(OFFSETS), array(OFFSETS), {}, []
        return growth

    def add(
        self,
        kind: BlockKind,
        text: str,
        marks: Sequence[Mark] = (),
        *,
        level: int = 0,
        depth: int = 0,
        quoted: int = 0,
        marker: str = "",
        info: str = "",
        ruled: bool = False,
    ) -> bool:
        """Add a block and its marks; a block without any visible text is left out. Whether it was added.

        Its text is made harmless once more, for a format can spell control characters out.
        """
        if not text or text.isspace():
            return False
        text = harmless(text)
        if not is_normalized("NFC", text):
            text, marks = _composed(text, marks)
        start = self._place(text)
        if kind is not BlockKind.PARAGRAPH or depth or quoted or marker or info or ruled:
            number = len(self)
            self._special[number - 1] = Block(
                number, kind, start, self.length, level, depth, quoted, marker, harmless_line(info), ruled
            )
        for mark, low, high, target in marks:
            if low < high:
                self._marks.append(InlineMark(mark, start + low, start + high, harmless_line(target)))
        return True

    def add_plain(self, text: str) -> None:
        """Add a paragraph of text that :func:`normalised` has been through, and that is not blank."""
        self._place(text)

    def _place(self, text: str) -> int:
        start = self.length
        if start:
            self._pieces.append(BLOCK_SEPARATOR)
            start += len(BLOCK_SEPARATOR)
        self._pieces.append(text)
        self.length = start + len(text)
        self._starts.append(start)
        self._ends.append(self.length)
        return start

    def document(self, *, id: str, title: str, source: str, language: str = "", date: str = "") -> Document:  # noqa: A002
        """The document of all that was added; its language is found out where it is not known."""
        text, starts, ends, special, marks = self.growth()
        return Document(
            id=id,
            title=title_of(title),
            language=language or detect(text),
            source=source,
            text=text,
            blocks=Blocks.plain(starts, ends, special),
            marks=tuple(marks),
            date=title_of(date),
        )
