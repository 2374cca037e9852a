"""Putting a document together block by block: one text, spans over it, everything normalised once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from tui.document.harmless import harmless, harmless_line
from tui.document.language import detect
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, InlineMark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

TAB = 4
"""Columns between two tab stops in code."""


def normalised(text: str) -> str:
    """Line ends as newlines, Unicode NFC, control characters visible; tabs stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return harmless(text if is_normalized("NFC", text) else normalize("NFC", text))


Mark = tuple[MarkKind, int, int, str]
"""Kind, start and end (code points within the block's text), target."""


def title_of(text: str) -> str:
    """A title on one line, in NFC and harmless."""
    return " ".join(harmless_line(normalize("NFC", text)).split())


def _composed(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The text in NFC, piece by piece between the edges of its marks, which move along."""
    edges = sorted({0, len(text), *(edge for _, low, high, _ in marks for edge in (low, high))})
    moved = {0: 0}
    composed = ""
    for low, high in pairwise(edges):
        composed += normalize("NFC", text[low:high])
        moved[high] = len(composed)
    return composed, [(kind, moved[low], moved[high], target) for kind, low, high, target in marks]


class Builder:
    """Collects blocks and marks in the order of the page."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.marks: list[InlineMark] = []

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
        if not text.strip():
            return False
        text = harmless(text)
        if not is_normalized("NFC", text):
            text, marks = _composed(text, marks)
        if self.blocks:
            self._pieces.append(BLOCK_SEPARATOR)
            self._length += len(BLOCK_SEPARATOR)
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        number = len(self.blocks) + 1
        self.blocks.append(Block(number, kind, start, self._length, level, depth, quoted, marker, info, ruled))
        for mark, low, high, target in marks:
            if low < high:
                self.marks.append(InlineMark(mark, start + low, start + high, target))
        return True

    def document(self, *, id: str, title: str, source: str, language: str = "", date: str = "") -> Document:  # noqa: A002
        """The document; its language is found out where it is not known."""
        text = "".join(self._pieces)
        return Document(
            id=id,
            title=title_of(title),
            language=language or detect(text),
            source=source,
            text=text,
            blocks=Blocks(self.blocks),
            marks=tuple(sorted(self.marks, key=lambda mark: (mark.start, -mark.end))),
            date=title_of(date),
        )
