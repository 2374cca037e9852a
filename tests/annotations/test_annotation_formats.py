"""What is exported says what was annotated, to the letter, whatever the text, and cannot be broken out of."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.annotations.generated import several, steady
from tui.annotations.anchoring import describe, resolve
from tui.annotations.formats import FORMATS, Article, named, read, recognised, write
from tui.annotations.formats.foreign import Work
from tui.annotations.formats.literal import contained, literal, literal_line, quoted
from tui.annotations.formats.yaml import quoted as yaml_quoted
from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Annotation, Placed, Resolution
from tui.annotations.records import record
from tui.document.failures import Refused
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

TIME = "2026-01-02T03:04:05.678Z"
HOSTILE = [
    "# not a heading",
    "---",
    "a\n---\nb\n===\nc",
    "- no list\n+ nor this\n* nor that\n1. nor one\n12) nor two",
    "> no quote",
    "```\nno fence",
    "~~~\nno fence\n~~~",
    "    no code\n\tnor this",
    "<b>no</b> <!-- html --> <script>alert(1)</script>",
    "[[no link]] [no](link) ![[no]] ![no](image) [^1] [a]: b",
    "*no* **strong** _no_ __strong__ snake_case_name _x_y_ ~~no~~",
    "`no` ``code``",
    "%%no comment%% ==no highlight== $no$ $$math$$ #no-tag",
    "the end ^no-block-id",
    "| a | b |\n|---|---|\n| c | d |",
    "a\n:-:\nb",
    "&amp; &#35; &nosuch; & so on",
    "C:\\path\\*.txt \\",
    "http://example.org <http://example.org>",
    "trailing  \nspaces \nand a backslash\\\nhere",
    "  leading",
    "one\n\ntwo\n\nthree",
    "\u00a0no-break ends\u00a0",
]
quotes = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.sampled_from("ab1 \n\t#>*_-+=`~[]()<>!|\\&;:.%$^/{}'\"é"), max_size=40),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40),
)


def make(*paragraphs: str, title: str = "Title") -> Document:
    blocks, start = [], 0
    for number, paragraph in enumerate(paragraphs, 1):
        blocks.append(Block(number, BlockKind.PARAGRAPH, start, start + len(paragraph)))
        start += len(paragraph) + len(BLOCK_SEPARATOR)
    return Document("doc", title, "en", "/texts/a.md", BLOCK_SEPARATOR.join(paragraphs), Blocks(blocks))


def annotate(
    document: Document,
    span: Span,
    number: int = 1,
    *,
    kind: Kind = Kind.NOTE,
    note: str = "",
    tags: tuple[str, ...] = (),
    name: str = "",
) -> Placed:
    anchor = describe(document, span)
    annotation = Annotation(
        id=f"{number:08x}-0000-4000-8000-000000000000",
        document=document.id,
        kind=kind,
        anchor=anchor,
        note=note,
        tags=tags,
        name=name,
        colour=Colour.GREEN,
        created=TIME,
        modified=TIME,
    )
    return Placed(annotation, resolve(document, anchor))


def lost(placed: Placed) -> Placed:
    return replace(placed, resolution=Resolution(None, 0.0))


def text_of(tokens: Sequence[Token]) -> str:
    """The text that a reader sees, paragraphs apart."""
    paragraphs = []
    for token in tokens:
        if token.type == "inline":
            parts = []
            for child in token.children or []:
                assert child.type in ("text", "text_special", "softbreak"), child
                parts.append("\n" if child.type == "softbreak" else child.content)
            paragraphs.append("".join(parts))
    return "\n\n".join(paragraphs)


def parse(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def body(markdown: str) -> str:
    return markdown.split("\n---\n", 1)[1]


@given(quotes)
@example("\n\n")
@example("  ")
@example("\\ ")
def test_a_quote_in_markdown_is_read_as_what_it_was(quote: str) -> None:
    tokens = parse(quoted(literal(quote)))

    assert {token.type for token in tokens} <= {
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
        "inline",
    }
    assert text_of(tokens) == re.sub(r"\n\n+", "\n\n", quote).strip("\n")


@given(quotes)
def test_a_heading_in_markdown_is_read_as_what_it_was(title: str) -> None:
    tokens = parse(f"# {literal_line(title)}")

    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close"]
    assert text_of(tokens) == " ".join(title.split())


def test_plain_prose_is_not_escaped() -> None:
    prose = 'It cost $5 in 2023 - "not much" (he said), C# or snake_case & 10 < 20; see A.B/c: 50%, a=b!'

    assert literal(prose) == prose


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("%%x%%", "\\%\\%x\\%\\%"),
        ("==x==", "\\=\\=x\\=\\="),
        ("see #tag, C#", "see \\#tag, C#"),
        ("$a$", "\\$a\\$"),
        ("end ^id", "end \\^id"),
        ("[[x]]", "\\[\\[x]]"),
    ],
)
def test_obsidians_own_signs_are_escaped(quote: str, written: str) -> None:
    assert literal(quote) == written


@given(st.text(max_size=60))
@example("\ud83d\ude00 \U0001f600 \x85\u2028\ufeff\x7f\uffff\U0010ffff é\t\"\\'")
def test_any_string_comes_back_from_front_matter(text: str) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    assert yaml.safe_load(f"title: {yaml_quoted(text)}\nnext: 1") == {"title": text, "next": 1}


notes = st.one_of(
    st.sampled_from(
        [
            "```py\nopen fence",
            "- item\n  ```\n  open in a list",
            "````\n```\nopen",
            "<!-- open",
            "<script>open",
            "<?php open",
            "%% open",
            "a %%b%% %% c",
            "$$ open",
            "# heading\n\ntext",
            "> quote\nlazy",
            "text\n---",
            "[a]: b",
            "> " * 40 + "deep",
        ]
    ),
    st.text(st.sampled_from("ab1 \n\t#>*-`~<!?>/[]:"), max_size=40),
    quotes,
)


@given(notes)
def test_a_note_stays_in_its_place(note: str) -> None:
    tokens = parse(f"{contained(note)}\n\nWhat follows.\n\n> and a quote")

    assert [token.type for token in tokens[-8:]] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "blockquote_close",
    ]
    assert tokens[-7].content == "What follows."
    assert tokens[-8].level == 0
    assert contained(note).replace("\\%\\%", "%%").count("%%") == note.count("%%")


def test_a_note_that_ends_by_itself_is_left_alone() -> None:
    note = "# Mine\n\n- a *list*\n\n```py\ncode()\n```\n\n%%hidden%% $$x$$ [[link]] <b>html</b>"

    assert contained(note) == note


def test_the_whole_file() -> None:
    document = make("Three models were *released*.", "Nobody knows [why].", "The end.", title='The "end": #1')
    last = document.blocks[2].start
    placed = (
        lost(annotate(document, Span(0, 5), 4, note="Gone.")),
        annotate(document, document.blocks[1].span, 2, kind=Kind.HIGHLIGHT),
        annotate(document, Span(0, document.blocks[0].end), 1, note="A **note**.", tags=("to check", "2023", "c++")),
        annotate(
            document,
            Span(last, last),
            3,
            kind=Kind.BOOKMARK,
            name="m",
        ),
    )

    assert re.sub(r"[0-9a-f]{8} -->", "SUM -->", write("markdown", [Article(document, placed)])) == (
        "---\n"
        'title: "The \\"end\\": #1"\n'
        'source: "/texts/a.md"\n'
        'language: "en"\n'
        "annotations: 4\n"
        "---\n"
        "\n"
        '# The "end": \\#1\n'
        "\n"
        "<!-- llama-tui text doc file:///texts/a.md -->\n"
        "\n"
        "> Three models were \\*released\\*.\n"
        "\n"
        "^00000001\n"
        "\n"
        "[Paragraph 1](file:///texts/a.md) · green · #to-check #_2023 #c__\n"
        "\n"
        "A **note**.\n"
        "\n"
        f"<!-- llama-tui 00000001-0000-4000-8000-000000000000 {TIME} {TIME} SUM -->\n"
        "\n"
        "> Nobody knows \\[why].\n"
        "\n"
        "^00000002\n"
        "\n"
        "[Paragraph 2](file:///texts/a.md) · green\n"
        "\n"
        f"<!-- llama-tui 00000002-0000-4000-8000-000000000000 {TIME} {TIME} SUM -->\n"
        "\n"
        "## Bookmarks\n"
        "\n"
        "- [Paragraph 3](file:///texts/a.md) · **m**: The end."
        f" <!-- llama-tui 00000003-0000-4000-8000-000000000000 {TIME} {TIME} SUM --> ^00000003\n"
        "\n"
        "## No longer in the text\n"
        "\n"
        "> Three\n"
        "\n"
        "^00000004\n"
        "\n"
        "Once in paragraph 1 · green\n"
        "\n"
        "Gone.\n"
        "\n"
        f"<!-- llama-tui 00000004-0000-4000-8000-000000000000 {TIME} {TIME} SUM -->\n"
    )


@given(st.lists(st.tuples(quotes.filter(str.strip), notes, quotes), min_size=1, max_size=4))
def test_every_annotation_has_its_quote_and_its_block_id(items: list[tuple[str, str, str]]) -> None:
    articles = []
    for number, (paragraph, note, title) in enumerate(items):
        document = make(paragraph, title=title)
        placed = annotate(document, Span(0, len(paragraph)), number, note=note, tags=(title,))
        articles.append(Article(document, (placed,)))

    markdown = write("markdown", articles)

    front, rest = markdown.removeprefix("---\n").split("\n---\n", 1)
    assert yaml.safe_load(front)["annotations"] == len(items)
    tokens = parse(rest)
    top = [
        tokens[index + 1].content
        for index, token in enumerate(tokens)
        if token.type == "paragraph_open" and token.level == 0
    ]
    for number in range(len(items)):
        assert top.count(f"^{number:08x}") == 1
    headings = [
        tokens[index + 1] for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"
    ]
    assert len(headings) >= len(items)


def test_ids_that_begin_alike_stay_apart() -> None:
    document = make("One.", "Two.")
    first = annotate(document, document.blocks[0].span, 1)
    second = replace(first, annotation=replace(first.annotation, id=first.annotation.id[:-1] + "1"))

    ids = re.findall(r"^\^([0-9a-zA-Z-]+)$", write("markdown", [Article(document, (first, second))]), re.M)

    assert len(set(ids)) == 2


def test_several_documents_and_none() -> None:
    articles = [Article(make("One.", title="A"), ()), Article(make("Two.", title="B: c"), ())]

    front = yaml.safe_load(write("markdown", articles).split("\n---\n")[0].removeprefix("---\n"))
    assert [document["title"] for document in front["documents"]] == ["A", "B: c"]
    assert yaml.safe_load(write("markdown", []).split("\n---\n")[0].removeprefix("---\n"))["documents"] == []
    assert json.loads(write("json", [])) == {"annotations": []}


def test_the_same_annotations_give_the_same_file() -> None:
    document = make("One two three four.", "Five.")
    placed = [annotate(document, Span(start, start + 3), start) for start in (0, 4, 8)]

    written = [name for name in FORMATS if named(name).write is not None]
    assert {"markdown", "json", "json-ld", "csv", "hypothesis"} <= set(written)
    for name in written:
        assert write(name, [Article(document, tuple(placed))]) == write(
            name, [Article(document, tuple(reversed(placed)))]
        )


def test_json_holds_the_records_of_the_listing() -> None:
    document = make("Three models.", "And more.", "The end.")
    placed = annotate(document, Span(6, 18), note="x", tags=("a", "b"), name="n")
    gone = lost(annotate(document, Span(0, 5), 2))

    written = json.loads(write("json", [Article(document, (gone, placed))]))

    assert written == {"annotations": [record(document, placed), record(document, gone)]}
    assert written["annotations"][0] == {
        "id": "00000001-0000-4000-8000-000000000000",
        "kind": "note",
        "document": "doc",
        "title": "Title",
        "paragraph": 1,
        "start": 6,
        "end": 18,
        "quote": "models.\n\nAnd",
        "note": "x",
        "tags": ["a", "b"],
        "colour": "green",
        "created": TIME,
        "modified": TIME,
        "status": "anchored",
        "name": "n",
        "source": "/texts/a.md",
        "prefix": "Three ",
        "suffix": " more.\n\nThe end.",
    }
    assert written["annotations"][1]["status"] == "orphan"
    assert written["annotations"][1]["quote"] == "Three"
    assert [written["annotations"][1][field] for field in ("paragraph", "start", "end")] == [None] * 3


@steady
@given(several)
def test_json_is_read_as_what_it_was(articles: list[Article]) -> None:
    data = str(write("json", articles)).encode("utf-8", "replace")
    if articles:
        assert recognised(data).name == "json"
    found = read("json", data)

    for back, (document, placed) in zip(
        found, [(each.document, placed) for each in articles for placed in each.in_order()], strict=True
    ):
        annotation, fields = placed.annotation, record(document, placed)
        whole = annotation.relations.about == WHOLE_TEXT
        source = document.source.encode("utf-8", "replace").decode()
        assert back.work == Work(title=document.title, source=source, id=document.id)
        assert (back.quote, back.prefix, back.suffix) == (
            ("", "", "") if whole else (fields["quote"], fields["prefix"], fields["suffix"])
        )
        for name in ("id", "kind", "note", "tags", "colour", "name", "created", "modified", "relations"):
            assert getattr(back, name) == getattr(annotation, name), name


def test_what_a_file_says_does_not_make_it_another_format() -> None:
    document = make("One two.")
    for said in ("rows", "entries", "uri target", '"rows": [', "http://www.w3.org/ns/anno.jsonld", "zotero://x"):
        article = Article(document, (annotate(document, Span(0, 3), note=said, tags=(said,)),))
        for name in ("json", "json-ld", "hypothesis", "csv", "markdown", "taguette", "qdpx"):
            written = write(name, [article])
            data = written.encode() if isinstance(written, str) else written
            assert recognised(data).name == name, said


@given(st.lists(st.text("ab ", min_size=1, max_size=20), min_size=1, max_size=5), st.data())
def test_a_records_offsets_point_at_its_quote(paragraphs: list[str], data: st.DataObject) -> None:
    document = make(*paragraphs)
    size = len(document.text)
    start = data.draw(st.integers(0, size - 1))
    placed = annotate(document, Span(start, data.draw(st.integers(start + 1, size))))

    fields = record(document, placed)

    following = document.text[document.blocks[fields["paragraph"] - 1].start :]
    assert following[fields["start"] : fields["end"]] == fields["quote"]


def test_a_format_of_another_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def count(articles: Sequence[Article]) -> str:
        return f"{len(articles)} articles"

    monkeypatch.setattr(sys.modules[__name__], "count", count, raising=False)
    point = EntryPoint("count", f"{__name__}:count", "llama_tui.formats")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: EntryPoints([point]).select(group=group))

    assert write("count", []) == "0 articles"
    with pytest.raises(Refused, match=r"docx is not a format: there are markdown, json, .*, count"):
        write("docx", [])
