"""Markdown cut where nothing goes on: into parts that can be parsed one after the other as if at once.

After a blank line, a line that begins at the left edge with anything but the sign of a list or a
quotation belongs to no list, quotation or footnote before it (CommonMark 0.31, sections 5.1 and 5.2), so
the text can be cut before it, unless it stands in a fenced code block or in HTML that blank lines do not
end. Where one cannot be sure of that without parsing, nothing is cut any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST = 1 << 14
"""Code points of a part, at least; but for paragraphs without any markup, which are parts of their own."""

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_MARKUP = r"\[\]*_`<>&\\|~\t\n"
_BEGINS = r"(?!\d{1,9}[.)](?:[ \t]|$))[^\W_]"
_PLAIN = re.compile(rf"{_BEGINS}[^{_MARKUP}]*(?:\n{_BEGINS}[^{_MARKUP}]*)*", re.MULTILINE)
_INSIDE = re.compile(r"[ \t>]|(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)", re.MULTILINE)
"""How a line begins that may go on with a list or a quotation."""
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?: +|$)")
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_RAW_HTML = (
    (re.compile(r"<(?:script|pre|style|textarea)(?:[ \t>]|$)", re.IGNORECASE),
     re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
)  # fmt: skip
"""How HTML begins that goes on over blank lines, and what ends it (CommonMark 0.31, section 4.6)."""

_OVERLAP = 256
"""Code points of what came before in which a blank line may have begun."""


class Part(NamedTuple):
    """A part of the source."""

    text: str
    plain: bool
    """Whether it is one paragraph without any markup."""


def parts(pieces: Iterable[str], *, least: int = LEAST) -> Iterator[Part]:
    r"""The parts of a source that comes in pieces; together they are the source. Lines end in ``\n``."""
    outlook = _Outlook()
    waiting: list[str] = []
    length = 0
    for stanza in _stanzas(pieces):
        free = outlook.is_free
        plain = free and _is_plain(stanza)
        if waiting and free and (plain or (length >= least and _INSIDE.match(stanza) is None)):
            yield Part("".join(waiting), False)
            waiting, length = [], 0
        if plain:
            outlook.begin()
            yield Part(stanza, True)
            continue
        outlook.look_at(stanza)
        waiting.append(stanza)
        length += len(stanza)
    if waiting:
        yield Part("".join(waiting), False)


def _stanzas(pieces: Iterable[str]) -> Iterator[str]:
    """Lines up to a blank one, together with the blank lines behind them."""
    held: list[str] = []
    for piece in pieces:
        if held and _BLANK_LINES.search(held[-1][-_OVERLAP:] + piece) is None:
            held.append(piece)
            continue
        text = "".join(held) + piece
        start = 0
        for match in _BLANK_LINES.finditer(text):
            # At the end there may be more blank lines to come.
            if match.end() < len(text):
                yield text[start : match.end()]
                start = match.end()
        held = [text[start:]] if start < len(text) else []
    if held:
        yield "".join(held)


def _is_plain(stanza: str) -> bool:
    text = stanza.rstrip(" \t\n")
    if "://" in text or "www." in text.casefold():  # which are links
        return False
    return _PLAIN.fullmatch(text) is not None and "  " not in text and " \n" not in text


class _Outlook:
    """Whether the next stanza could be in the middle of something."""

    def __init__(self) -> None:
        self._listed = False
        """Whether there may be a list that is not over."""
        self._fence = ""
        """The sign that ends the fenced code block that one is in."""
        self._column = 0
        """Where its lines begin, if it stands in a list."""
        self._html: re.Pattern[str] | None = None
        """What ends the HTML that one is in."""
        self._tagged = False
        """Whether there was a tag in this stanza behind which all may be HTML to the next blank line."""
        self._lost = False

    @property
    def is_free(self) -> bool:
        """Whether nothing is open that a blank line does not end."""
        return not (self._fence or self._html is not None or self._lost)

    def begin(self) -> None:
        """A paragraph at the left edge ends every list."""
        self._listed = False

    def look_at(self, stanza: str) -> None:
        """Take notice of what a stanza opens and closes."""
        if self._lost:
            return
        if self.is_free and _INSIDE.match(stanza) is None:
            self.begin()
        self._tagged = False
        for line in stanza.split("\n"):
            if line and not line.isspace():
                self._look_at_line(line)

    def _look_at_line(self, line: str) -> None:
        if self._html is not None:
            if self._html.search(line):
                self._html = None
        elif not self._fence:
            self._open(line)
        elif self._closes(line):
            self._fence = ""
        elif self._column and not line.startswith(" " * self._column):
            # The item may be over, and the code with it.
            self._fence = ""
            if line[0] in " \t":
                self._lost = True
            else:
                self._listed = False
                self._open(line)

    def _closes(self, line: str) -> bool:
        bare = line.strip(" \t")
        indent = len(line) - len(line.lstrip(" "))
        return (
            self._column <= indent <= self._column + 3
            and bare.startswith(self._fence)
            and not bare.strip(self._fence[0])
        )

    def _open(self, line: str) -> None:
        rest = line.lstrip(" ")
        column = len(line) - len(rest)
        marked = False
        while (marker := _MARKER.match(rest)) is not None and (column < 4 or self._listed):
            marked = self._listed = True
            rest = rest[marker.end() :]
            column += marker.end()
        if rest.startswith("\t"):
            self._lost = self._lost or "```" in rest or "~~~" in rest or "<" in rest
            return
        if column >= 4 and not self._listed:
            return
        fence = _FENCE.match(rest)
        html = next((ends for begins, ends in _RAW_HTML if begins.match(rest) and not ends.search(rest, 1)), None)
        if fence is None and html is None:
            self._tagged = self._tagged or rest.startswith("<")
            return
        if self._tagged or (column and self._listed and (html is not None or not marked)):
            self._lost = True
        elif fence is not None:
            self._fence = fence.group(1) or fence.group(2)
            self._column = column if marked else 0
        else:
            self._html = html
