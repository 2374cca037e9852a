"""A document as bytes that load fast, so that a text opened before need not be parsed again.

The format is Python's marshal of plain values behind a digest. Marshal is safe to load only from what
we wrote ourselves; the digest guards against damage, and the file lies in the reader's own cache.
"""

from __future__ import annotations

import marshal
import sys

from tui.document.digest import blake2b
from tui.document.model import Block, BlockKind, Blocks, Document, InlineMark, MarkKind

READERS = 2
"""Raised whenever the readers would make another document of the same bytes, so that what was kept is not used."""

_FORMAT = f"llama-tui document 1, python {sys.version_info[0]}.{sys.version_info[1]}\n".encode()
_DIGEST = 32


def to_bytes(document: Document) -> bytes:
    """Everything of a document but its id and its source."""
    blocks = [
        (b.number, b.kind.value, b.start, b.end, b.level, b.depth, b.quoted, b.marker, b.info, b.ruled)
        for b in document.blocks
    ]
    marks = [(mark.kind.value, mark.start, mark.end, mark.target) for mark in document.marks]
    payload = marshal.dumps(
        (document.title, document.language, document.text, document.date, document.encoding, blocks, marks)
    )
    return _FORMAT + blake2b(payload, digest_size=_DIGEST).digest() + payload


def from_bytes(data: bytes, *, id: str, source: str) -> Document:  # noqa: A002
    """The document again, under this id and source; raises ``ValueError`` for any bytes but ours."""
    if not data.startswith(_FORMAT):
        raise ValueError("another format")
    digest, payload = data[len(_FORMAT) : len(_FORMAT) + _DIGEST], data[len(_FORMAT) + _DIGEST :]
    if blake2b(payload, digest_size=_DIGEST).digest() != digest:
        raise ValueError("damaged")
    title, language, text, date, encoding, blocks, marks = marshal.loads(payload)  # noqa: S302
    kinds = {kind.value: kind for kind in BlockKind}
    mark_kinds = {kind.value: kind for kind in MarkKind}
    return Document(
        id=id,
        title=title,
        language=language,
        source=source,
        text=text,
        blocks=Blocks(Block(number, kinds[kind], *rest) for number, kind, *rest in blocks),
        marks=tuple(InlineMark(mark_kinds[kind], *rest) for kind, *rest in marks),
        date=date,
        encoding=encoding,
    )
