"""Plain text to paragraphs and headings."""

from __future__ import annotations

import pytest

from tui.document.failures import Refused
from tui.document.model import BlockKind, Document
from tui.document.readers import Source
from tui.document.reading import read


def plain(text: str) -> Document:
    return read(text.encode(), Source("id", "/a/name.txt", ".txt", "A name"))


def shape(text: str) -> list[tuple[str, int, str]]:
    document = plain(text)
    return [(str(block.kind), block.level, document.block_text(block)) for block in document.blocks]


def test_blank_lines_part_paragraphs_and_lines_within_are_joined() -> None:
    assert shape("  One line,\n\tanother.\n \t \n\nNext\u00a0:  here.\r\n\r\nLast.") == [
        ("paragraph", 0, "One line, another."),
        ("paragraph", 0, "Next\u00a0: here."),
        ("paragraph", 0, "Last."),
    ]


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    assert [text for _, _, text in shape("one\ntwo\n   three\n")] == ["one", "two", "three"]


def test_short_lines_between_paragraphs_are_headings_and_the_first_is_the_title() -> None:
    text = "A title\n\nFirst paragraph.\n\nA part\n\nSecond\nparagraph.\n\nThe end"
    assert shape(text) == [
        ("heading", 1, "A title"),
        ("paragraph", 0, "First paragraph."),
        ("heading", 2, "A part"),
        ("paragraph", 0, "Second paragraph."),
        ("paragraph", 0, "The end"),
    ]
    assert plain(text).title == "A title"


@pytest.mark.parametrize(
    "line", ["It ends.", "a list:", "- an item", "3) an item", "b. an item", "so on,", "* * *", "“Quoted”", "x" * 81]
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert shape(f"First.\n\n{line}\n\nLast.")[1] == ("paragraph", 0, line)


def test_many_short_lines_are_verse_and_no_headings() -> None:
    verse = "Of shoes\n\nAnd ships\n\nAnd sealing wax\n\nOf cabbages"
    assert {kind for kind, _, _ in shape(verse)} == {"paragraph"}
    assert [kind for kind, _, _ in shape(f"First.\n\n{verse}\n\nLast.")] == ["paragraph"] * 6


def test_the_title_falls_back_to_the_source() -> None:
    assert plain("Only this.").title == "A name"


def test_markdown_means_nothing_in_plain_text() -> None:
    assert plain("# *a*\n\n> b.\n").text == "# *a*\n\n> b."


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", "\u00a0\u2003".encode()])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"^/a/name\.txt: it is empty\.$"):
        read(data, Source("id", "/a/name.txt", ".txt", "A name"))


def test_many_paragraphs_are_kept_without_an_object_each() -> None:
    document = plain("\n\n".join(f"Paragraph {number}." for number in range(100_000)))
    starts, ends, special = document.blocks.parts()
    assert (len(starts), len(ends), len(special)) == (100_000, 100_000, 0)
    assert document.block_text(document.blocks[99_999]) == "Paragraph 99999."


def test_a_very_long_line_is_one_paragraph() -> None:
    document = plain("word " * 2_000_000)
    assert (len(document.blocks), len(document.text)) == (1, 9_999_999)
    assert document.blocks[0].kind is BlockKind.PARAGRAPH
