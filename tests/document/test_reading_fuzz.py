"""Whatever comes in, a document is whole: no exception but a refusal, and everything where it belongs."""

from __future__ import annotations

from itertools import pairwise
from unicodedata import category, is_normalized

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.document import cache
from tui.document.failures import Refused
from tui.document.model import BLOCK_SEPARATOR, BlockKind, Document, MarkKind
from tui.document.readers import Source
from tui.document.reading import read

SUFFIXES = st.sampled_from([".md", ".txt", "", ".MD"])

FRAGMENTS = [
    "> ", "- ", "* ", "1. ", "7) ", "# ", "## ", "\n", "\n\n", "    ", "\t", "`", "```", "~~~", "~~", "*", "**", "_",
    "[", "]", "(", ")", "![", "](u)", "[^a]", "[^a]: ", "[x] ", "[ ] ", "|", "|-|-|\n", "---\n", "===\n", "title: x\n",
    "<", ">", "<br>", "<!--", "-->", "<div>", "</div>", "<b>", "&amp;", "&#27;", "&#10;", "&#9;", "&#x301;", "&nbsp;",
    "\\", "  \n", "http://x.y", "<http://x.y>", "e", "é", "e\u0301", "\u0301", "word", "mot ",
    "\u202e", "\u200d", "👩", "\ufe0f", "\x1b", "\x00", "\x85", "\u2028", "\ud800", "\u00a0",
    "\u202f", "漢字", "\u1100", "\u1161", "\u11a8", "ا",
    "\r", "\r\n",
]  # fmt: skip
"""Whatever means something to a reader, and characters that behave oddly."""

MARKDOWN = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)


def document_of(data: bytes, suffix: str = ".md") -> Document:
    return read(data, Source("id", "/folder/name", suffix, "A name"))


def assert_whole(document: Document) -> None:
    text, blocks = document.text, list(document.blocks)
    assert is_normalized("NFC", text)
    assert not [c for c in text if category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in "\n\t"]
    assert not {"\u202a", "\u202e", "\u2066", "\u061c"} & set(text)
    assert blocks
    assert [block.number for block in blocks] == list(range(1, len(blocks) + 1))
    assert blocks[0].start == 0
    assert blocks[-1].end == len(text)
    for above, below in pairwise(blocks):
        assert text[above.end : below.start] == BLOCK_SEPARATOR
    for block in blocks:
        words = document.block_text(block)
        assert words.strip()
        assert (block.level > 0) == (block.kind is BlockKind.HEADING)
        assert "\t" not in words or block.kind is BlockKind.TABLE
        assert block.kind is not BlockKind.ITEM or (block.depth and block.marker)
        assert block.kind is not BlockKind.QUOTE or block.quoted
        if block.kind not in {BlockKind.CODE, BlockKind.TABLE}:
            assert words == words.strip()
            assert BLOCK_SEPARATOR not in words
    assert list(document.marks) == sorted(document.marks, key=lambda mark: (mark.start, -mark.end))
    for mark in document.marks:
        block = document.block_at(mark.start)
        assert block.start <= mark.start < mark.end <= block.end
        assert not mark.target or mark.kind in {MarkKind.LINK, MarkKind.IMAGE, MarkKind.FOOTNOTE}
    assert document.title
    assert "\n" not in document.title
    again = cache.from_bytes(cache.to_bytes(document), id=document.id, source=document.source)
    assert (again.text, again.title, again.language, again.marks) == (
        document.text, document.title, document.language, document.marks
    )  # fmt: skip
    assert list(again.blocks) == blocks


@settings(max_examples=500, deadline=None)
@given(MARKDOWN, SUFFIXES)
@example("e*\u0301*", ".md")
@example("[a](u)\u0301 ~~\u1100~~\u1161", ".md")
@example("|a|b|\n|-|-|\n|e|&#x301;\u0301|x|", ".md")
def test_any_text_is_read_whole_or_refused(text: str, suffix: str) -> None:
    try:
        document = document_of(text.encode("utf-8", "surrogatepass"), suffix)
    except Refused as refusal:
        assert str(refusal).startswith("/folder/name: ")
        return
    assert_whole(document)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), SUFFIXES)
def test_any_bytes_are_read_whole_or_refused(data: bytes, suffix: str) -> None:
    try:
        document = document_of(data, suffix)
    except Refused as refusal:
        assert str(refusal).endswith(".")
        return
    assert_whole(document)


WORD = st.text("abcdefgéè漢", min_size=1, max_size=6)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
INLINE = st.one_of(
    WORDS,
    WORDS.map("*{}*".format),
    WORDS.map("**{}**".format),
    WORDS.map("`{}`".format),
    WORDS.map("[{}](http://x.y)".format),
    WORDS.map("![{}](image.png)".format),
    WORDS.map("~~{}~~".format),
    WORDS.map("<b>{}</b>".format),
)
LINE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join)


LEAF = st.one_of(
    LINE,
    st.lists(LINE, min_size=2, max_size=3).map("\n".join),
    LINE.map("## {}".format),
    WORDS.map("```\n{}\n```".format),
    WORDS.map("<div>\n{}\n</div>".format),
    st.lists(WORD, min_size=2, max_size=5).map(lambda cells: f"|h|i|\n|-|-|\n| {' | '.join(cells)} |"),
    st.tuples(WORD, LINE).map(lambda note: f"[^{note[0]}]: {note[1]}"),
    WORD.map("called[^{}]".format),
    st.just("***"),
)
BLOCKS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n\n".join),
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
        inner.map(lambda text: "- " + text.replace("\n", "\n  ")),
        inner.map(lambda text: "3. " + text.replace("\n", "\n   ")),
        inner.map(lambda text: "- [x] " + text.replace("\n", "\n  ")),
    ),
    max_leaves=12,
)
UNSEEN = ["image.png", "http", "x.y", "div", "```"]


@settings(max_examples=400, deadline=None)
@given(BLOCKS)
def test_every_word_of_a_structure_is_in_the_text(source: str) -> None:
    try:
        document = document_of(source.encode())
    except Refused:
        return
    assert_whole(document)
    left = source
    for unseen in UNSEEN:
        left = left.replace(unseen, " ")
    wanted = sorted("".join(c if c.isalpha() else " " for c in left.replace("[x]", " ")).split())
    labels = " ".join(block.marker for block in document.blocks if block.kind is BlockKind.FOOTNOTE)
    there = "".join(c if c.isalpha() else " " for c in f"{document.text} {labels}").split()
    missing = set(wanted) - set(there)
    assert not missing


@pytest.mark.parametrize("unit", ["> ", "- ", "1. ", "> - ", "[^a]: ", "  - "])
@pytest.mark.parametrize("depth", [5, 60, 95, 98, 99, 100, 101, 197, 198, 199, 200, 201, 400, 1500])
def test_no_depth_loses_the_text(unit: str, depth: int) -> None:
    if unit == "  - ":
        source = "".join(f"{'  ' * level}- level{level}\n" for level in range(min(depth, 300)))
        wanted = [f"level{level}" for level in range(min(depth, 300))]
    else:
        source, wanted = unit * depth + "deepest", ["deepest"]
    document = document_of(source.encode())
    assert_whole(document)
    assert not [word for word in wanted if word not in document.text.split()]
