"""What stands within a paragraph of Markdown: the parser's inline tokens to a text and its marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.document.model import MarkKind
from tui.document.readers.addresses import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from tui.document.readers.building import Mark

_OPENED = {
    "em_open": MarkKind.EMPHASIS,
    "strong_open": MarkKind.STRONG,
    "s_open": MarkKind.STRIKE,
    "link_open": MarkKind.LINK,
}
_CLOSED = frozenset({"em_close", "strong_close", "s_close", "link_close"})
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)

UNNAMED_IMAGE = "image"
"""What stands for an image without an alternative text."""


def inline(tokens: Sequence[Token]) -> tuple[str, list[Mark]]:
    """The text of inline tokens, and its marks as ``(kind, start, end, target)``, in the order of their ends.

    A newline is a hard break; there is no white space at the ends, and no blank begins a line.
    """
    line = _Line()
    opened: list[tuple[MarkKind, int, str]] = []
    for token in tokens:
        if token.type in _OPENED:
            opened.append((_OPENED[token.type], line.length, str(token.attrGet("href") or "")))
        elif token.type in _CLOSED:
            kind, start, target = opened.pop()
            line.marks.append((kind, start, line.length, target))
        elif token.type == "softbreak":
            line.put(" ")
        elif token.type == "hardbreak":
            line.end()
        elif token.type == "code_inline":
            line.put(token.content, MarkKind.CODE)
        elif token.type == "image":
            text = inline(token.children or [])[0] or UNNAMED_IMAGE
            line.put(text, MarkKind.IMAGE, str(token.attrGet("src") or ""))
        elif token.type == "footnote_ref":
            label = str(token.meta["label"])
            line.put(f"[{label}]", MarkKind.FOOTNOTE, label)
        elif token.type == "html_inline" and _BREAK_TAG.fullmatch(token.content):
            line.end()
        elif token.type == "text" and not any(kind is MarkKind.LINK for kind, _, _ in opened):
            line.put_with_addresses(token.content)
        elif token.type != "html_inline" or not token.content.startswith("<!--"):
            line.put(token.content)
    return line.finished()


class _Line:
    """A text that grows, and its marks."""

    def __init__(self) -> None:
        self.length = 0
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._begins = True
        """Whether the next piece begins a line."""

    def put(self, text: str, kind: MarkKind | None = None, target: str = "") -> None:
        """Add a text, perhaps with a mark over it."""
        text = text.replace("\n", " ").replace("\t", " ")
        if self._begins:
            text = text.lstrip()
        if not text:
            return
        start = self.length
        self._pieces.append(text)
        self.length += len(text)
        self._begins = False
        if kind is not None:
            self.marks.append((kind, start, self.length, target))

    def put_with_addresses(self, text: str) -> None:
        """Add a text; the web addresses in it are links."""
        behind = 0
        for start, end, target in addresses(text):
            self.put(text[behind:start])
            self.put(text[start:end], MarkKind.LINK, target)
            behind = end
        self.put(text[behind:])

    def end(self) -> None:
        """Begin a new line, unless one has just begun."""
        if not self._begins:
            self._pieces.append("\n")
            self.length += 1
            self._begins = True

    def finished(self) -> tuple[str, list[Mark]]:
        """The text without white space at its end, and the marks over it."""
        text = "".join(self._pieces).rstrip()
        end = len(text)
        return text, [(kind, low, min(end, high), target) for kind, low, high, target in self.marks if low < end]
