"""From bytes to text: byte order mark, strict UTF-8, what was declared, UTF-16 by its zeros, Windows-1252."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from tui.document.failures import Refused


class Decoded(NamedTuple):
    """Text and the name of the encoding that it was in."""

    text: str
    encoding: str


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or a document made of one"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)

STRAY = 0.05
"""Share of zeros that text in UTF-8 may have by accident."""
SAMPLE = 4096
"""Bytes at the start by which a file without a mark is judged."""


def decode(data: bytes, encoding: str | None = None, *, name: str = "The text") -> Decoded:
    """Decode; an ``encoding`` that is given is kept to. Raises ``Refused`` for what is not text.

    ``name`` is how the refusal calls the source.
    """
    if encoding is not None:
        return _declared(data, encoding, name)
    for mark, found in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(found), found)
            except UnicodeDecodeError:
                break
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise Refused(f"{name}: it is not text; it looks like {kind}.")
    zeros = data.count(0, 0, SAMPLE)
    if zeros:
        return _sixteen_bits(data, zeros, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Decoded(_windows(data), "cp1252")


def _declared(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        info = codecs.lookup(encoding)
        text, _ = info.decode(data)
    except LookupError as error:
        raise Refused(f"{name}: there is no encoding {encoding!r}.") from error
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(f"{name}: it is not in the encoding {encoding!r}.") from error
    if not isinstance(text, str):
        raise Refused(f"{name}: {encoding!r} is no encoding of text.")
    return Decoded(text.removeprefix("\ufeff"), info.name)


def _sixteen_bits(data: bytes, zeros: int, name: str) -> Decoded:
    """Western text in UTF-16 has a zero in every other byte."""
    sample = data[:SAMPLE]
    pairs = max(1, len(sample) // 2)
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        there = sample[first::2].count(0)
        if there > 0.4 * pairs and zeros - there < 0.05 * pairs:
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                break
    if zeros <= STRAY * len(sample):
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    raise Refused(f"{name}: it is not text.")


def _windows(data: bytes) -> str:
    """Windows-1252, the five bytes that it leaves undefined taken as in Latin-1 (as the WHATWG does)."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_WINDOWS)


_WINDOWS = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
