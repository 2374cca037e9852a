"""Finding the passage that a quote on the command line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.document.model import Span

if TYPE_CHECKING:
    from tui.document.model import Document

TOLD = 12
"""Paragraphs that a refusal names at most."""
SHOWN = 60
"""Characters of a passage in messages and tables."""


def passage(document: Document, quote: str, paragraph: int | None = None) -> Span:
    """Where the quote stands; raises ``Refused`` when that is nowhere or in several places.

    It is looked for as it is, then without regard to white space and to the kind of quotation marks,
    apostrophes and dashes. With a ``paragraph``, counted from 1, it must begin there.
    """
    from tui.document.readers.building import normalised

    wanted = normalised(quote).strip()
    if not wanted:
        raise Refused("The quote is empty.")
    text = str(document.text)
    inside, low, high = "the text", 0, len(text)
    if paragraph is not None:
        block = document.blocks[block_index(document, paragraph)]
        inside, low, high = f"paragraph {paragraph}", block.start, block.end
    found = _exact(text, wanted) or _alike(text, wanted)
    here = [span for span in found if low <= span.start < high]
    if not here:
        elsewhere = f"; it stands in {_paragraphs(document, found)}" if found else ""
        raise Refused(f"“{short(wanted)}” does not stand in {inside}{elsewhere}.")
    if len(here) > 1:
        many = f"“{short(wanted)}” stands {len(here)} times in {inside}"
        if document.block_at(here[0].start) == document.block_at(here[-1].start):
            raise Refused(f"{many}, in {_paragraphs(document, here)}: quote more of it.")
        raise Refused(f"{many}, in {_paragraphs(document, here)}: choose with --paragraph, or quote more.")
    return here[0]


def place(document: Document, words: str) -> Span:
    """The passage that ``P:START-END`` names, as listings print it; raises ``Refused`` when there is none."""
    import re

    found = re.fullmatch(r"(\d{1,18}):(\d{1,18})-(\d{1,18})", words, re.ASCII)
    if not found:
        raise Refused(f"{words!r} is no place: it is written P:START-END, such as 3:0-25.")
    number, start, end = map(int, found.groups())
    if not number:
        raise Refused("Paragraphs are counted from 1.")
    base = document.blocks[block_index(document, number)].start
    if not start <= end or base + end > len(document.text) or base + start > document.blocks.end(number - 1):
        raise Refused(f"There is no passage {words} in this text.")
    return Span(base + start, base + end)


def block_index(document: Document, number: int) -> int:
    """The index (from 0) of a paragraph by its number; raises ``Refused`` when there is none."""
    count = len(document.blocks)
    if number > count:
        raise Refused(f"There is no paragraph {number}: the text has {count}.")
    return number - 1


def short(text: str) -> str:
    """The beginning of a passage, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def _exact(text: str, wanted: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(wanted)
    while at >= 0:
        found.append(Span(at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    return found


def _alike(text: str, wanted: str) -> list[Span]:
    """Places of the same words in other typography; blanks around quotation marks may come and go."""
    import re

    from tui.annotations.typography import even_out

    even, offsets = even_out(text)
    pieces = re.split(' ?" ?', even_out(wanted)[0].strip())
    if not any(pieces):
        return []
    pattern = ' ?" ?'.join(map(re.escape, pieces))
    found = [Span(offsets[match.start()], offsets[match.end() - 1] + 1) for match in re.finditer(pattern, even)]
    return [_without_blanks(text, span) for span in found]


def _without_blanks(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _paragraphs(document: Document, spans: list[Span]) -> str:
    numbers = list(dict.fromkeys(str(document.block_at(span.start).number) for span in spans))
    more = ", …" if len(numbers) > TOLD else ""
    return f"paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:TOLD])}{more}"
