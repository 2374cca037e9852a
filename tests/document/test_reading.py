"""A text that is read piece by piece is the text that is read at once."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document import decoding
from tui.document.decoding import decode, decode_pieces
from tui.document.failures import Refused
from tui.document.long_text import LongText
from tui.document.model import Document
from tui.document.readers import Source
from tui.document.reading import Reading, read

PARAGRAPHS = st.sampled_from(
    [
        "A line that stands alone",
        "A paragraph with an end.",
        "Two lines\nof one paragraph.",
        "Un « café » – déjà.",
        "漢字のテスト。",
        "  indented, and   with blanks ",
        "# Heading",
        "- item\n- another *item*",
        "> quoted",
        "```\ncode\n\nmore\n```",
        "[a link](https://example.org), `code` and **more**",
        "👩‍🚀 e\u0301",
    ]
)
SOURCES = st.lists(PARAGRAPHS, min_size=1, max_size=30).map("\n\n".join)


def _pieces(data: bytes, length: int) -> Iterator[bytes]:
    return (data[start : start + length] for start in range(0, len(data), length))


def _shown(document: Document) -> object:
    return document.title, str(document.text), list(document.blocks), list(document.marks)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "FIRST", 16)


@pytest.mark.usefixtures("small_pieces")
@given(SOURCES, st.sampled_from([".md", ".txt"]), st.integers(1, 40))
def test_growing_ends_with_what_is_read_at_once(text: str, suffix: str, at_once: int) -> None:
    data = text.encode()
    source = Source("id", "/a", suffix, "a")
    whole = read(data, source)
    reading = Reading(_pieces(data, len(data)), len(data), source, at_once=at_once)
    growing = reading.document
    seen = str(growing.text)
    while not reading.is_over and (growth := reading.read_on(at_once)) is not None:
        growing.extend(growth)
        assert str(growing.text).startswith(seen)
        seen = str(growing.text)
    assert not reading.is_over or _shown(reading.document) == _shown(whole)
    finished = reading.completed(growing)
    assert _shown(finished) == _shown(whole)
    assert not finished.grows
    assert isinstance(finished.text, str)


@pytest.mark.usefixtures("small_pieces")
@given(st.text(max_size=200), st.integers(16, 50))
def test_pieces_of_utf_8_are_decoded_as_the_whole_is(text: str, length: int) -> None:
    data = text.encode("utf-8", "replace")
    if 0 in data or not data:
        return
    pieces, encoding = decode_pieces(_pieces(data, length))
    whole = decode(data)
    assert encoding == whole.encoding
    assert "".join(pieces) == whole.text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.usefixtures("small_pieces")
def test_stray_bytes_far_into_utf_8_are_windows_ones() -> None:
    pieces, encoding = decode_pieces(_pieces("Déjà vu, déjà lu. ".encode() + "L’œuvre.".encode("cp1252"), 20))
    assert (encoding, "".join(pieces)) == ("utf-8", "Déjà vu, déjà lu. L’œuvre.")


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "cp1252"])
def test_other_encodings_are_found_from_all_the_pieces(encoding: str) -> None:
    text = "« Déjà », dit-il. Il ne feint pas d’agir.\r\nEt puis rien."
    pieces, found = decode_pieces(_pieces(text.encode(encoding), 16))
    assert (found, "".join(pieces)) == (encoding, text.replace("\r\n", "\n"))
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding)
    if mark:
        pieces, found = decode_pieces(_pieces(mark + text.encode(encoding), 16))
        assert (found, "".join(pieces)) == (encoding, text.replace("\r\n", "\n"))


@pytest.mark.usefixtures("small_pieces")
def test_an_encoding_that_is_given_is_kept_to() -> None:
    text = "Лама спит, и ничего не происходит."
    pieces, found = decode_pieces(_pieces(text.encode("koi8-r"), 16), "koi8-r")
    assert (found, "".join(pieces)) == ("koi8-r", text)
    pieces, _ = decode_pieces(_pieces(b"plain words at first, then " + text.encode("koi8-r"), 16), "utf-8", name="a")
    with pytest.raises(Refused, match=r"^a: it is not in the encoding 'utf-8'\.$"):
        list(pieces)
    with pytest.raises(Refused, match=r"^a: there is no encoding 'klingon'\.$"):
        decode_pieces(_pieces(b"x" * 40, 16), "klingon", name="a")


def test_the_beginning_comes_before_the_end_is_read() -> None:
    taken = 0

    def data() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(20):
            taken += 1
            yield b"A paragraph of a few words.\n\n" * (decoding.FIRST // 29 + 1)

    reading = Reading(data(), 20 * decoding.FIRST, Source("id", "/a.txt", ".txt", "a"))
    assert reading.document.grows
    assert taken <= 3
    assert 0 < reading.share < 0.2
    assert 0.5 < reading.expected_blocks / (20 * decoding.FIRST / 29) < 2
    assert reading.document.text[:27] == "A paragraph of a few words."


def test_a_text_too_long_for_a_string_stays_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.document.reading.LONGEST_STRING", 100)
    document = read(b"A paragraph of a few words.\n\n" * 20, Source("id", "/a.txt", ".txt", "a"))
    assert isinstance(document.text, LongText)
    assert not document.grows
    assert document.quote(document.blocks[19].span) == "A paragraph of a few words."
    head = document.head(60)
    assert (head.text, len(head.blocks)) == ("A paragraph of a few words.\n\nA paragraph of a few words.", 2)
    with pytest.raises(TypeError):
        document.extend(Reading(iter([b"a"]), 1, Source("id", "/b", "", "b"))._builder.growth())


def test_a_line_without_end_is_one_paragraph() -> None:
    for word in ("word ", "漢", "e\u0301"):
        text = word * (300_000 // len(word))
        document = read(text.encode(), Source("id", "/a.txt", ".txt", "a"))
        assert len(document.blocks) == 1
        assert len(document.text) == len(text.strip()) if word != "e\u0301" else len(text) // 2
