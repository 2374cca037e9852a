"""Bytes to text, in the order: mark, UTF-8, UTF-16 and UTF-32 by their zeros, Windows-1252."""

from __future__ import annotations

import gzip
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.decoding import decode
from tui.document.failures import Refused

FRENCH = "Il ne feint pas d’agir : « déjà » un cœur.\n"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32-le", "utf-32-le"),
        ("utf-32-be", "utf-32-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encodings_are_found(written: str, found: str) -> None:
    assert decode(FRENCH.encode(written)) == (FRENCH, found)


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("width", ["16", "32"])
def test_a_mark_decides_and_is_no_text(order: str, width: str) -> None:
    encoding = f"utf-{width}-{order}"
    assert decode(("\ufeff" + FRENCH).encode(encoding)) == (FRENCH, encoding)


@pytest.mark.parametrize("text", ["Он сказал: привет.\nИ ушёл.\n", "一二三です。\nそう。\n", "Καλημέρα σε όλους.\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_without_a_mark_need_not_be_latin(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding)


def test_bytes_that_windows_leaves_undefined() -> None:
    assert decode(b"caf\xe9 \x93x\x94 \x81") == ("café “x” \x81", "cp1252")


def test_a_stray_zero_is_no_binary_file() -> None:
    text = "A long line of text with one \0 in it, and more.\n"
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\0\x01\0", "a GIF image"),
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
        (gzip.compress(b"text" * 100, mtime=0), "a gzip archive"),
        (b"SQLite format 3\0" + bytes(84), "an SQLite database"),
        (Path(sys.executable).read_bytes(), "a program"),
    ],
)
def test_what_is_not_text_is_refused_by_its_name(data: bytes, kind: str) -> None:
    with pytest.raises(Refused, match=rf"^picture\.md: it is not text; it looks like {kind}"):
        decode(data, name="picture.md")


@pytest.mark.parametrize("data", [bytes(100), b"\x00\x01\x02 binary", random.Random(1).randbytes(3000)])
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"^noise: it is not text\.$"):
        decode(data, name="noise")


@pytest.mark.parametrize("text", ["GIF89a is a format.", "BZh", "MZ", "ID3 tags", "PK", "RIFF and raff"])
def test_words_that_begin_like_a_picture_are_text(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_declared_encoding_is_kept_to() -> None:
    assert decode("é".encode(), "latin-1") == ("Ã©", "iso8859-1")
    assert decode("\ufeffé".encode(), "utf-8") == ("é", "utf-8")
    with pytest.raises(Refused, match="not in the encoding 'utf-8'"):
        decode(b"caf\xe9", "utf-8")


@pytest.mark.parametrize("encoding", ["", "nope", "hex", "rot13", "zlib", "utf\0", "\udc80", "undefined", "é" * 2000])
def test_encodings_that_are_none_are_refused(encoding: str) -> None:
    with pytest.raises(Refused, match="encoding"):
        decode(b"caf\xe9", encoding, name="x")


@given(st.text())
def test_utf_8_is_taken_as_such(text: str) -> None:
    body = text.lstrip("\ufeff").replace("\0", "")
    if not body.startswith(("%PDF-", "{\\rtf")):
        assert decode(body.encode()) == (body, "utf-8")
