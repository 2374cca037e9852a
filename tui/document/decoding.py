"""From bytes to text: byte order mark, strict UTF-8, UTF-16 and UTF-32 by their zeros, Windows-1252.

An encoding that the reader names is kept to. Guessing goes no further: statistics take a short French
text in Windows-1252 for UTF-16.
"""

from __future__ import annotations

import codecs
from io import IncrementalNewlineDecoder
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST = 1 << 20
"""Bytes of the first piece of a text that comes in several."""


class Decoded(NamedTuple):
    """Text and the name of the encoding that it was in."""

    text: str
    encoding: str


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"RIFF", "a WebP image, a WAVE sound or an AVI film"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, or a document that is one"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an MP3 sound"),
    (b"OggS", "an Ogg sound or film"),
    (b"{\\rtf", "an RTF document"),
)
"""How files begin that are not text. Asked only of what is no UTF-8, but for those that could be."""

_TEXTUAL = (b"%PDF-", b"{\\rtf")

SAMPLE = 4096
"""Bytes at the start by which a file without a mark is judged."""

STRAY = 0.05
"""Share of control characters at the start that text may have by accident."""

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r\x1b"))


def decode(data: bytes, encoding: str | None = None, *, name: str = "The text") -> Decoded:
    """Decode; raises ``Refused`` for what is not text, or not in the ``encoding`` that is given.

    ``name`` is how the refusal calls the source.
    """
    if encoding is not None:
        return _declared(data, encoding, name)
    for mark, found in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(found), found)
            except UnicodeDecodeError:
                continue
    if data.startswith(_TEXTUAL):
        raise _not_text(data, name)
    if 0 in data:
        return _wide(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _western(data, name)


def decode_pieces(
    pieces: Iterable[bytes], encoding: str | None = None, *, name: str = "The text"
) -> tuple[Iterator[str], str]:
    """The same for bytes that come in pieces: their text, line ends as newlines, and the encoding.

    What fits into the first piece is decoded as :func:`decode` does it. Of what does not, the first piece
    decides: is it UTF-8, all is, and whatever later is not is taken for Windows-1252 byte by byte. Any
    other encoding is found from all of the bytes. The iterator raises ``Refused`` where a text is not in
    the ``encoding`` that is given.
    """
    pieces = iter(pieces)
    first = next(pieces, b"")
    second = next(pieces, b"") if len(first) >= FIRST else b""
    if not second:
        whole, found = decode(first + b"".join(pieces), encoding, name=name)
        return iter([_with_newlines(whole)]), found
    if encoding is None and not _begins_in_utf8(first):
        whole, found = decode(b"".join([first, second, *pieces]), None, name=name)
        return iter([_with_newlines(whole)]), found
    decoder: codecs.IncrementalDecoder
    if encoding is None:
        codecs.register_error("llama-tui-western", _western_bytes)
        decoder = codecs.getincrementaldecoder("utf-8")("llama-tui-western")
        found = "utf-8"
    else:
        try:
            decoder = codecs.getincrementaldecoder(encoding)()
            found = codecs.lookup(encoding).name
        except LookupError as error:
            raise _unknown(encoding, name) from error
    return _decoded(chain([first, second], pieces), decoder, found, name), found


def _decoded(pieces: Iterable[bytes], decoder: codecs.IncrementalDecoder, encoding: str, name: str) -> Iterator[str]:
    lines = IncrementalNewlineDecoder(None, translate=True)
    begins = True
    try:
        for piece in pieces:
            text = lines.decode(decoder.decode(piece))
            if text:
                yield text.removeprefix("\ufeff") if begins else text
                begins = False
        yield lines.decode(decoder.decode(b"", True), final=True)
    except (UnicodeError, ValueError) as error:
        raise _not_in(encoding, name) from error


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _begins_in_utf8(first: bytes) -> bool:
    """Whether the first of several pieces is text in UTF-8, to the last whole character."""
    if 0 in first or first.startswith((*_TEXTUAL, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        return False
    return True


def _western_bytes(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("latin-1").translate(_WINDOWS), error.end


def _declared(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except LookupError as error:
        raise _unknown(encoding, name) from error
    except (UnicodeError, ValueError) as error:
        raise _not_in(encoding, name) from error
    return Decoded(text.removeprefix("\ufeff"), codecs.lookup(encoding).name)


def _wide(data: bytes, name: str) -> Decoded:
    """UTF-32 or UTF-16 without a mark: the first in which the start of the data is sensible.

    Failing that, UTF-8 into which a few zeros have strayed.
    """
    sample = data[:SAMPLE]
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if len(data) % width or not _is_sensible(sample, encoding, width):
            continue
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    if _share_of_controls(sample) <= STRAY and not _kind(data):
        try:
            return Decoded(data.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    raise _not_text(data, name)


def _is_sensible(sample: bytes, encoding: str, width: int) -> bool:
    """Whether nearly all is letters, digits or ASCII, nothing NUL, and in UTF-16 what may have zeros has them.

    That is ASCII and Latin-1, and of what is frequent elsewhere the ideographic space and "one" in Chinese.
    """
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    printed = sum(letter.isalnum() or " " <= letter <= "~" or letter in "\t\r\n" for letter in text)
    explained = sum(" " <= letter < "\u0100" or letter in "\t\r\n\u3000\u4e00" for letter in text)
    zeros_fit = width == 4 or explained >= 0.9 * sample.count(0)
    return "\0" not in text and zeros_fit and printed >= 0.8 * len(text)


def _share_of_controls(sample: bytes) -> float:
    return 1 - len(sample.translate(None, _CONTROLS)) / len(sample)


def _western(data: bytes, name: str) -> Decoded:
    """Windows-1252; the five bytes that it leaves undefined as in Latin-1 (as the WHATWG does)."""
    if _kind(data) or _share_of_controls(data[:SAMPLE]) > STRAY:
        raise _not_text(data, name)
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1").translate(_WINDOWS), "cp1252")


_WINDOWS = {byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}


def _unknown(encoding: str, name: str) -> Refused:
    return Refused("{name}: there is no encoding {encoding!r}.", name=name, encoding=encoding)


def _not_in(encoding: str, name: str) -> Refused:
    return Refused("{name}: it is not in the encoding {encoding!r}.", name=name, encoding=encoding)


def _kind(data: bytes) -> str:
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), "")


def _not_text(data: bytes, name: str) -> Refused:
    kind = _kind(data)
    if not kind:
        return Refused("{name}: it is not text.", name=name)
    return Refused("{name}: it is not text; it looks like {kind}.", name=name, kind=kind)
