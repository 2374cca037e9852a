"""CoNLL-2003 (Tjong Kim Sang and De Meulder): a token a line, its label in the last of four columns, in IOB2.

Part of speech and chunk, which we do not know, are ``-X-``, as the corpus has them on its ``-DOCSTART-`` lines. A
sentence ends with an empty line.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.document.segmentation import sentences, words
from tui.entities.formats import LABELS, outermost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.document.model import Document
    from tui.entities.formats import NamedText, Naming

UNKNOWN = "-X-"
OUTSIDE = "O"


def write(texts: Iterable[NamedText]) -> str:
    """The texts, each behind a ``-DOCSTART-`` line."""
    lines: list[str] = []
    for document, named in texts:
        lines += [f"-DOCSTART- {UNKNOWN} {UNKNOWN} {OUTSIDE}", ""]
        for sentence in labelled(document, named):
            lines += [f"{document.quote(token)} {UNKNOWN} {UNKNOWN} {label}" for token, label in sentence]
            lines.append("")
    return "".join(f"{line}\n" for line in lines)


def labelled(document: Document, named: Sequence[Naming]) -> Iterator[list[tuple[Span, str]]]:
    """The tokens of each sentence and their labels. A mention never ends within a token or goes over a sentence."""
    text = str(document.text)
    waiting = outermost(named)
    at = 0
    for block in document.blocks:
        for start, end in _whole(sentences(text, block.start, block.end), waiting, at):
            inside: list[Naming] = []
            while at < len(waiting) and waiting[at].mention.start < end:
                inside.append(waiting[at])
                at += 1
            sentence = list(_labelled(text, start, end, inside))
            if sentence:
                yield sentence


def _whole(spans: Sequence[Span], waiting: Sequence[Naming], at: int) -> Iterator[Span]:
    """The sentences, those together over whose border a mention stands."""
    low: int | None = None
    for number, span in enumerate(spans):
        low = span.start if low is None else low
        while at < len(waiting) and waiting[at].mention.end <= span.end:
            at += 1
        crossed = at < len(waiting) and waiting[at].mention.start < span.end
        if not crossed or number == len(spans) - 1:
            yield Span(low, span.end)
            low = None


def _labelled(text: str, start: int, end: int, inside: Sequence[Naming]) -> Iterator[tuple[Span, str]]:
    borders = [start]
    for mention, _ in inside:
        borders += [max(start, mention.start), min(end, mention.end)]
    for number, (low, high) in enumerate(pairwise([*borders, end])):
        label = LABELS[inside[number // 2].entity.type] if number % 2 else ""
        for place, token in enumerate(tokens(text, low, high)):
            yield token, f"{'I' if place else 'B'}-{label}" if label else OUTSIDE


def tokens(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of ``text[start:end]``, and each other sign by itself; blanks are in none of them."""
    at = start
    for word in words(text, start, end):
        yield from _signs(text, at, word.start)
        yield word
        at = word.end
    yield from _signs(text, at, end)


def _signs(text: str, start: int, end: int) -> Iterator[Span]:
    for offset in range(start, end):
        if not text[offset].isspace():
            yield Span(offset, offset + 1)
