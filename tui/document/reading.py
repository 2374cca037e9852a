"""Bytes to a Document: at once, or its beginning first and the rest while it is being looked at."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from tui.document.decoding import FIRST, decode_pieces
from tui.document.failures import Refused
from tui.document.harmless import harmless_line
from tui.document.language import detect
from tui.document.long_text import LongText
from tui.document.model import Blocks, Document
from tui.document.readers import built_in, plain_text, plugged
from tui.document.readers.building import Builder, Facts, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui.document.model import Growth
    from tui.document.readers import Source

AT_ONCE = 1 << 16
"""Code points of text that are read before anything is shown."""
STRETCH = 1 << 19
"""Code points by which a document grows at a time."""
LONGEST_STRING = 1 << 24
"""Code points of the longest text that is kept as one string when all of it has been read."""


def read(data: bytes, source: Source, *, encoding: str | None = None) -> Document:
    """Make a document; raises :class:`~tui.document.failures.Refused` for what is not text, or empty.

    ``encoding`` is kept to when it is given; otherwise it is found out.
    """
    return Reading(pieces_of(data), len(data), source, encoding=encoding).finished()


def pieces_of(data: bytes) -> Iterator[bytes]:
    """Bytes in the pieces in which a file is read."""
    return (data[start : start + FIRST] for start in range(0, len(data), FIRST))


class Reading:
    """A text that is being read: a document of its beginning at once, which grows as one asks for more.

    :meth:`read_on` may be called in another thread than the one in which the document is used, and to
    which what it gives is added there. Raises ``Refused``.
    """

    def __init__(
        self,
        data: Iterable[bytes],
        size: int,
        source: Source,
        *,
        encoding: str | None = None,
        at_once: int = AT_ONCE,
    ) -> None:
        """Read what makes ``at_once`` code points of text, or all, of ``data``: ``size`` bytes.

        They come in pieces of :data:`~tui.document.decoding.FIRST` bytes, but the last.
        """
        self.source = source
        self._name = harmless_line(source.name if source.name != "-" else "Standard input")
        self._size = size
        self._read = 0
        texts, self._encoding = decode_pieces(self._counted(data), encoding, name=self._name)
        self._facts = Facts()
        self._builder = Builder()
        self._ended = False
        self._steps: Iterator[None] = iter(())
        self.document = self._begun(texts, at_once)
        """The beginning of the text, which is to be let grow by what is read on; or all of it."""
        if self._ended and self.document.grows:
            self.document = self.completed(self.document)

    @property
    def is_over(self) -> bool:
        """Whether the document is the whole text."""
        return not self.document.grows

    @property
    def share(self) -> float:
        """How much of the source has been read, from 0 to 1."""
        return min(1.0, self._read / self._size) if self._size else 1.0

    @property
    def expected_blocks(self) -> int:
        """About how many blocks there will be in all, to judge by the beginning."""
        document = self.document
        return round(len(document.blocks) * max(1.0, self._size / max(1, len(document.text))))

    def read_on(self, length: int = STRETCH) -> Growth | None:
        """The next ``length`` code points of text or more; None when there is nothing more."""
        enough = self._builder.length + length
        for _ in self._steps:
            if self._builder.length >= enough:
                break
        else:
            self._ended = True
        growth = self._builder.growth()
        return growth if growth.text else None

    def finished(self) -> Document:
        """Read on to the end; the whole document."""
        if not self.is_over:
            while (growth := self.read_on()) is not None:
                self.document.extend(growth)
            self.document = self.completed(self.document)
        return self.document

    def completed(self, document: Document) -> Document:
        """The document that has grown to its end, its text one string unless it is too long for that."""
        return replace(
            document,
            title=title_of(self._facts.title or self.source.title),
            text=str(document.text) if len(document.text) <= LONGEST_STRING else document.text,
            marks=tuple(document.marks),
        )

    def _counted(self, data: Iterable[bytes]) -> Iterator[bytes]:
        for piece in data:
            self._read += len(piece)
            yield piece

    def _begun(self, texts: Iterator[str], at_once: int) -> Document:
        first = next((text for text in texts if text and not text.isspace()), None)
        if first is None:
            raise Refused("{name}: it is empty.", name=self._name)
        suffix = self.source.suffix.lower()
        reader = built_in(suffix)
        if reader is None:
            plug = plugged(suffix, self._name)
            if plug is not None:
                return self._plugged(plug(first + "".join(texts), self.source))
            reader = plain_text()
        self._steps = reader(chain([first], texts), self._builder, self._facts)
        growth = self.read_on(at_once)
        while growth is None and not self._ended:
            growth = self.read_on(at_once)
        if growth is None:
            raise self._without_text()
        return Document(
            id=self.source.id,
            title=title_of(self._facts.title or self.source.title),
            language=self._facts.language or detect(growth.text),
            source=self.source.name,
            text=LongText(growth.text),
            blocks=Blocks.plain(growth.starts, growth.ends, growth.special),
            marks=growth.marks,
            date=title_of(self._facts.date),
            encoding=self._encoding,
        )

    def _plugged(self, document: Document) -> Document:
        if not document.blocks:
            raise self._without_text()
        self._ended = True
        return replace(document, marks=tuple(document.marks), encoding=self._encoding)

    def _without_text(self) -> Refused:
        return Refused(f"{self._name}: there is no text in it.")
