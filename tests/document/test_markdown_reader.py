"""What a Markdown text looks like as a document."""

from __future__ import annotations

import pytest

from tui.document.model import Block, BlockKind, Document, MarkKind, Span
from tui.document.readers import Source
from tui.document.reading import read


def markdown(text: str) -> Document:
    return read(text.encode(), Source("id", "/a/name.md", ".md", "A name"))


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    document = markdown(text)
    return [(block.kind, document.block_text(block)) for block in document.blocks]


def only(text: str) -> tuple[Block, str]:
    document = markdown(text)
    (block,) = document.blocks
    return block, document.text


def marks(text: str) -> list[tuple[MarkKind, str, str]]:
    document = markdown(text)
    return [(mark.kind, document.text[mark.start : mark.end], mark.target) for mark in document.marks]


def test_headings_keep_their_level_and_the_first_is_the_title() -> None:
    document = markdown("intro\n\n## Part\n\n# The *real* title\n\n# Another\n")
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 2),
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 1),
    ]
    assert document.title == "The real title"


def test_front_matter_gives_title_language_and_date() -> None:
    document = markdown(
        '---\ntitle: "Half: \\"published\\""\nlang: fr-FR\ndate: June 2023\ntags:\n  - a\n---\n\n# One\n'
    )
    assert (document.title, document.language, document.date) == ('Half: "published"', "fr", "June 2023")
    assert document.text == "One"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: Plain # comment", "Plain"),
        ("title: 'It''s here'", "It's here"),
        ("Title:   Spaced   ", "Spaced"),
        ("title: >\n  Folded\n  over lines", "Folded over lines"),
        ("title: C#", "C#"),
        ("title: A: B", "A: B"),
        ("title:\ndate: today", "A name"),
    ],
)
def test_titles_as_they_are_written_in_front_matter(written: str, title: str) -> None:
    assert markdown(f"---\n{written}\n---\ntext\n").title == title


@pytest.mark.parametrize(
    "text",
    [
        "---\nWarning: do not touch\n---\nrest",
        "---\nhttp://x.y\ntitle: z\n---\n",
        "---\ntitle: x\nrest",
        "---\n- a\n- b\n---\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    there = markdown(text).text
    assert [word for word in ("Warning", "touch", "rest", "http", "a") if word in text and word not in there] == []


def test_a_paragraph_joins_its_lines_but_at_hard_breaks() -> None:
    assert only("one\ntwo  \nthree<br>four<br/>\nfive\\\nsix")[1] == "one two\nthree\nfour\nfive\nsix"


def test_characters_written_as_entities_are_decoded_and_made_harmless() -> None:
    assert only("a&amp;b &eacute; e&#x301; &#9;x &#10;y &#x202e;z")[1] == "a&b é é  x  y �z"


def test_inline_marks() -> None:
    source = "*a* **b** `c  d` ~~e~~ [f *g*](http://h) <https://i.j> ![k *l*](m.png) ![](n.png)"
    assert marks(source) == [
        (MarkKind.EMPHASIS, "a", ""),
        (MarkKind.STRONG, "b", ""),
        (MarkKind.CODE, "c  d", ""),
        (MarkKind.STRIKE, "e", ""),
        (MarkKind.LINK, "f g", "http://h"),
        (MarkKind.EMPHASIS, "g", ""),
        (MarkKind.LINK, "https://i.j", "https://i.j"),
        (MarkKind.IMAGE, "k l", "m.png"),
        (MarkKind.IMAGE, "image", "n.png"),
    ]


def test_marks_hold_what_composes_over_their_edge() -> None:
    assert only("e*\u0301x*")[1] == "éx"
    assert marks("e*\u0301x*") == [(MarkKind.EMPHASIS, "éx", "")]


def test_links_to_scripts_are_no_links() -> None:
    assert marks("[a](javascript:alert(1)) [b](data:text/html,x)") == []


def test_html_stays_as_it_is_written_and_comments_go() -> None:
    assert only("a <b>c</b> <!-- no -->d")[1] == "a <b>c</b> d"
    assert blocks("<div>\nHello <i>there</i>\n</div>\n\n<!-- gone\n\nall of it -->\n\nend") == [
        (BlockKind.CODE, "<div>\nHello <i>there</i>\n</div>"),
        (BlockKind.PARAGRAPH, "end"),
    ]
    assert "left" in markdown("<!-- never closed\nleft").text


def test_lists() -> None:
    document = markdown("- a\n\n  more\n  - b\n    - c\n3. d\n4. e\n- [ ] f\n- [x] g\n")
    assert [(b.kind, b.marker, b.depth, document.block_text(b)) for b in document.blocks] == [
        (BlockKind.ITEM, "•", 1, "a"),
        (BlockKind.PARAGRAPH, "", 1, "more"),
        (BlockKind.ITEM, "◦", 2, "b"),
        (BlockKind.ITEM, "▪", 3, "c"),
        (BlockKind.ITEM, "3.", 1, "d"),
        (BlockKind.ITEM, "4.", 1, "e"),
        (BlockKind.ITEM, "☐", 1, "f"),
        (BlockKind.ITEM, "☑", 1, "g"),
    ]


@pytest.mark.parametrize("item", [r"\[x] a", "`[x] a`", "[x](http://y) a", "[x]a", "[y] a"])
def test_what_only_looks_like_a_task_is_none(item: str) -> None:
    assert only(f"- {item}")[0].marker == "•"


def test_marks_of_a_task_move_with_its_text() -> None:
    assert marks("- [x] a *b*") == [(MarkKind.EMPHASIS, "b", "")]


def test_quotations() -> None:
    document = markdown("> a\n>\n> > b\n>\n> - c\n>\n>   d\n\n- > e\n  >\n  > f\n")
    assert [(b.kind, b.quoted, b.depth, document.block_text(b)) for b in document.blocks] == [
        (BlockKind.QUOTE, 1, 0, "a"),
        (BlockKind.QUOTE, 2, 0, "b"),
        (BlockKind.ITEM, 1, 1, "c"),
        (BlockKind.PARAGRAPH, 1, 1, "d"),
        (BlockKind.ITEM, 1, 1, "e"),
        (BlockKind.QUOTE, 1, 1, "f"),
    ]


def test_code_keeps_its_lines_and_columns() -> None:
    block, text = only("```python title=x\n\nif a:\n\treturn  b\n\n\n\tc\n```\n")
    assert (block.kind, block.info, text) == (BlockKind.CODE, "python", "if a:\n    return  b\n\n\n    c")


def test_a_table_is_one_block_of_rows_and_cells() -> None:
    source = "| a | *b* | c |\n|:--|:-:|--:|\n| 1 | x \\| y<br>z |\n| `d` | e | f | g | h |\n"
    block, text = only(source)
    assert (block.kind, block.info) == (BlockKind.TABLE, "lcr")
    assert text == "a\tb\tc\n1\tx | y z\t\nd\te\tf | g | h"
    assert marks(source) == [(MarkKind.EMPHASIS, "b", ""), (MarkKind.CODE, "d", "")]


def test_footnotes_stand_at_the_end_as_they_are_called_and_none_is_lost() -> None:
    source = (
        "[^lost]: never called\n\n[^1]: first[^in]\n\n    and more\n\n[^in]: within\n\n"
        "calls[^two] and[^1]\n\n[^two]: second\n"
    )
    document = markdown(source)
    assert [(b.kind, b.marker, document.block_text(b)) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, "", "calls[two] and[1]"),
        (BlockKind.FOOTNOTE, "two", "second"),
        (BlockKind.FOOTNOTE, "1", "first[in]"),
        (BlockKind.PARAGRAPH, "", "and more"),
        (BlockKind.FOOTNOTE, "in", "within"),
        (BlockKind.FOOTNOTE, "lost", "never called"),
    ]
    assert marks(source) == [
        (MarkKind.FOOTNOTE, "[two]", "two"),
        (MarkKind.FOOTNOTE, "[1]", "1"),
        (MarkKind.FOOTNOTE, "[in]", "in"),
    ]


def test_a_rule_stands_before_what_follows_it() -> None:
    assert [block.ruled for block in markdown("a\n\n***\n\n---\n\nb\n\nc").blocks] == [False, True, False]


def test_definitions_of_links_are_not_text() -> None:
    assert only("[a][b] c\n\n[b]: http://x.y 'title'\n")[1] == "a c"


@pytest.mark.parametrize("text", ["<!-- only this -->\n", "[a]: http://x.y\n", "***\n", "---\ntitle: T\n---\n"])
def test_what_comes_to_nothing_is_shown_as_it_is_written(text: str) -> None:
    assert markdown(text).text.split() == text.split()


def test_brackets_that_would_hold_the_parser_up_are_shown_as_they_are_written() -> None:
    hostile = "[ " * 4000 + "*emphasis*"
    document = markdown("\n\n".join([*[hostile] * 50, "A [link](https://example.org) *all the same*."]))
    emphasised = {document.block_at(mark.start).number for mark in document.marks if mark.kind is MarkKind.EMPHASIS}
    assert len(emphasised - {51}) < 10
    assert {document.block_text(block) for block in document.blocks[10:50]} == {hostile}
    assert [document.quote(Span(mark.start, mark.end)) for mark in document.marks[-2:]] == ["link", "all the same"]


def test_many_links_are_links_to_the_last() -> None:
    text = "\n\n".join(["See [this][a] and [that, \\[too\\]](https://example.org), [and] so on. " * 20] * 200)
    document = markdown(f"{text}\n\n[a]: https://example.org/a\n")
    assert sum(mark.kind is MarkKind.LINK for mark in document.marks) == 2 * 20 * 200


def test_a_paragraph_of_brackets_is_shown_as_it_is_written() -> None:
    document = markdown("*before*\n\n" + "[" * 100_000 + "\n\n*after*")
    assert [document.block_text(block) for block in document.blocks] == ["before", "[" * 100_000, "after"]


def test_spaces_that_do_not_break_stay() -> None:
    assert markdown("# Quoi\u202f?\u00a0Non\n\n« a\u00a0»").text == "Quoi\u202f?\u00a0Non\n\n« a\u00a0»"
