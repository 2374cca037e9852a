"""A document as bytes that load fast, so that a text opened before need not be parsed again.

The format is Python's marshal of plain values behind a digest. Marshal is safe to load only from what
we wrote ourselves; the digest guards against damage, and the file lies in the reader's own cache.

:func:`keep` and :func:`kept` are for whatever else is kept there, too.
"""

from __future__ import annotations

import marshal
import os
import sys
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tui.document.digest import blake2b
from tui.document.model import OFFSETS, Block, BlockKind, Blocks, Document, InlineMark, MarkKind

if TYPE_CHECKING:
    from pathlib import Path

READERS = 5
"""Raised whenever the readers would make another document of the same bytes, so that what was kept is not used."""

_FORMAT = f"llama-tui document 4, python {sys.version_info[0]}.{sys.version_info[1]}, {sys.byteorder}\n".encode()
_DIGEST = 32


def to_bytes(document: Document) -> bytes:
    """Everything of a document but its id and its source."""
    starts, ends, special = document.blocks.parts()
    payload = marshal.dumps(
        (
            document.title,
            document.language,
            str(document.text),
            document.date,
            document.encoding,
            starts.tobytes(),
            ends.tobytes(),
            [(b.number, b.kind.value, b.start, b.end, b.level, b.depth, b.quoted, b.marker, b.info, b.ruled)
             for b in special.values()],
            [(mark.kind.value, mark.start, mark.end, mark.target) for mark in document.marks],
        )
    )  # fmt: skip
    return _FORMAT + blake2b(payload, digest_size=_DIGEST).digest() + payload


def from_bytes(data: bytes, *, id: str, source: str) -> Document:  # noqa: A002
    """The document again, under this id and source; raises ``ValueError`` for any bytes but ours."""
    if not data.startswith(_FORMAT):
        raise ValueError("another format")
    begin = len(_FORMAT) + _DIGEST
    payload = memoryview(data)[begin:]
    if blake2b(payload, digest_size=_DIGEST).digest() != data[len(_FORMAT) : begin]:
        raise ValueError("damaged")
    title, language, text, date, encoding, starts, ends, blocks, marks = marshal.loads(payload)  # noqa: S302
    kinds = {kind.value: kind for kind in BlockKind}
    mark_kinds = {kind.value: kind for kind in MarkKind}
    return Document(
        id=id,
        title=title,
        language=language,
        source=source,
        text=text,
        blocks=Blocks.plain(
            _offsets(starts),
            _offsets(ends),
            {number - 1: Block(number, kinds[kind], *rest) for number, kind, *rest in blocks},
        ),
        marks=tuple(InlineMark(mark_kinds[kind], *rest) for kind, *rest in marks),
        date=date,
        encoding=encoding,
    )


def _offsets(data: bytes) -> array[Any]:
    offsets = array(OFFSETS)
    offsets.frombytes(data)
    return offsets


def keep(path: Path, data: bytes, *, most: int) -> None:
    """Put a file into the cache, whole or not at all, and leave the ``most`` last used ones in its folder.

    When that fails, nothing is lost but time.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(path)
        kept = sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in kept[most:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def kept(path: Path) -> bytes:
    """What was kept there, which counts as used now; nothing where there is nothing."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    with suppress(OSError):
        os.utime(path)
    return data
