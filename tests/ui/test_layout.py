"""How blocks look on the page: justified lines, spacing, footnotes where they are called, tables that fold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.ui.layout import WIDEST_GAP, PageStyle, Row, RowKind, lay_out
from tui.ui.wrapping import cells, wrap

WORDS = st.lists(st.text(alphabet="abcéœ模e\u0301👩🏽\u00a0", min_size=1, max_size=9), min_size=1, max_size=60)


def _paragraph(text: str) -> Document:
    return Document("id", "t", "en", "-", text, Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))]))


def _markdown(text: str) -> Document:
    return read(text.encode(), Source("id", "/a.md", ".md", "a"))


def _shown(document: Document, rows: list[Row], width: int) -> list[str]:
    """The rows as they are read; nothing may lie over something else, or outside of the column."""
    shown = []
    for row in rows:
        line = row.lead
        for x, start, end in row.parts:
            assert cells(line, 0, len(line)) <= x
            line += " " * (x - cells(line, 0, len(line))) + document.text[start:end]
        assert cells(line, 0, len(line)) <= width
        shown.append(line.rstrip())
    return shown


@given(WORDS, st.integers(8, 60))
def test_justified_lines_have_the_same_words_and_end_at_the_edge(words: list[str], width: int) -> None:
    text = " ".join(" ".join(words).split(" ")).strip() or "a"
    document = _paragraph(text)
    lines = wrap(text, 0, len(text), width)
    rows = lay_out(document, 0, width, PageStyle(justified=True))
    assert len(rows) == len(lines)
    for number, (row, (start, end)) in enumerate(zip(rows, lines, strict=True)):
        assert "".join(text[part.start : part.end] for part in row.parts) == text[start:end]
        gaps = len(row.parts) - 1
        slack = width - cells(text, start, end)
        last = row.parts[-1]
        edge = last.x + cells(text, last.start, last.end)
        if gaps and number + 1 < len(lines):
            assert edge == width
            assert 0 < slack <= gaps * WIDEST_GAP
        else:
            assert edge == cells(text, start, end)


def test_a_line_that_would_gape_stays_ragged() -> None:
    document = _paragraph("a b incomprehensibilities and more")
    rows = lay_out(document, 0, 18, PageStyle(justified=True))
    assert [len(row.parts) for row in rows] == [1, 1, 1]


def test_lines_may_stand_apart() -> None:
    document = _paragraph("one two three four")
    kinds = [row.kind for row in lay_out(document, 0, 9, PageStyle(spacing=1))]
    assert kinds == [RowKind.TEXT, RowKind.BLANK, RowKind.TEXT, RowKind.BLANK, RowKind.TEXT]


def test_a_footnote_is_shown_where_it_is_called() -> None:
    document = _markdown(
        "A claim[^1] and another[^two], and the first again[^1].\n\n[^1]: Its source.\n[^two]: *Other* words."
    )
    rows = lay_out(document, 0, 40)
    assert _shown(document, rows, 40) == [
        "A claim[1] and another[two], and the",
        "first again[1].",
        "  [1] Its source.",
        "  [two] Other words.",
    ]
    assert [row.kind for row in rows[2:]] == [RowKind.NOTE, RowKind.NOTE]
    assert lay_out(document, 1, 40)[-1].parts, "and once more where it stands"


def test_a_long_footnote_is_cut_where_it_is_called() -> None:
    document = _markdown(f"A claim[^1].\n\n[^1]: {'word ' * 80}")
    notes = [row for row in lay_out(document, 0, 40) if row.kind is RowKind.NOTE]
    assert len(notes) == 4
    assert notes[-1].lead.endswith("…")
    assert _shown(document, notes, 40)


@pytest.mark.parametrize(
    ("note", "first", "in_short"),
    [
        ("```\n    x = 1\n    ```", ["[n]", "  x = 1"], "x = 1"),
        ("\n\n    | a | b |\n    | - | - |\n    | 1 | 2 |", ["[n]", "a   b", "─", "1   2"], "a b 1 2"),
        ("# Heading", ["[n] Heading"], "Heading"),
        ("> quoted", ["▎ [n] quoted"], "quoted"),
    ],
)
def test_a_footnote_keeps_its_label_whatever_it_begins_with(note: str, first: list[str], in_short: str) -> None:
    document = _markdown(f"Called[^n].\n\n[^n]: {note}\n")
    assert document.blocks.footnote("n") == 1
    rows = [row for row in lay_out(document, 1, 40) if row.kind is not RowKind.BLANK]
    shown = _shown(document, rows, 40)
    assert [line or "─" for line in shown] == first
    assert _shown(document, lay_out(document, 0, 40), 40) == ["Called[n].", f"  [n] {in_short}"]


def test_an_item_keeps_its_sign_when_it_begins_with_code() -> None:
    document = _markdown("- ```\n  x = 1\n  ```\n")
    assert _shown(document, lay_out(document, 0, 40), 40) == ["•", "    x = 1"]


TABLE = """\
| Model | Released | Licence |
| --- | --: | --- |
| Llama 2 | July 2023 | open weights |
| Alpaca | | none |
"""


def test_a_table_that_does_not_fit_is_folded_into_records() -> None:
    document = _markdown(TABLE)
    assert _shown(document, lay_out(document, 0, 40), 40)[0] == "Model      Released   Licence"
    rows = lay_out(document, 0, 16)
    assert _shown(document, rows, 16) == [
        "Model",
        "Released",
        "Licence",
        "",
        "Model: Llama 2",
        "Released:",
        "  July 2023",
        "Licence:",
        "  open weights",
        "",
        "Model: Alpaca",
        "Licence:",
        "  none",
    ]


def test_a_table_of_one_column_is_no_wider_than_there_is_room() -> None:
    document = Document("id", "t", "en", "-", "aaa", Blocks([Block(1, BlockKind.TABLE, 0, 3)]))
    assert _shown(document, lay_out(document, 0, 2), 2) == ["aa", "a"]


def test_a_column_name_that_is_cut_in_a_folded_table_says_so() -> None:
    document = _markdown("| identification_of_the_model | Licence |\n| --- | --- |\n| Llama 2 | open weights |\n")
    shown = _shown(document, lay_out(document, 0, 20), 20)
    assert shown[shown.index("") :] == ["", "identification_of_t…", "  Llama 2", "Licence: open", "         weights"]


@given(
    st.lists(st.lists(st.text(alphabet="ab 模é", max_size=30), min_size=1, max_size=8), min_size=1, max_size=5),
    st.integers(1, 70),
)
def test_tables_lose_nothing_and_stay_in_their_column(cells_of: list[list[str]], width: int) -> None:
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in cells_of)
    if not text.strip():
        return
    document = Document("id", "t", "en", "-", text, Blocks([Block(1, BlockKind.TABLE, 0, len(text))]))
    rows = lay_out(document, 0, width)
    if width >= 2:
        _shown(document, rows, width)
    parts = sorted((part.start, part.end) for row in rows for part in row.parts if part.start < part.end)
    shown = "".join(text[start:end] for start, end in parts)
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\t", "").replace("\n", "")


@pytest.mark.parametrize("width", [10, 20, 40])
def test_deep_lists_and_quotations_leave_room_for_words(width: int) -> None:
    deep = "".join(f"{'  ' * level}- level {level} has words\n" for level in range(12))
    document = _markdown(deep + "\n" + "> " * 12 + "quoted words\n")
    for index in range(len(document.blocks)):
        rows = [row for row in lay_out(document, index, width) if row.parts]
        _shown(document, rows, width)
        assert all(part.x <= width // 2 for row in rows for part in row.parts)
