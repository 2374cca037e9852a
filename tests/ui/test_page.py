"""The page finds every row, whatever was estimated before, and agrees with laying out everything."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document
from tui.ui.layout import RowKind, lay_out
from tui.ui.page import GROUP, Page, Place


def document(texts: list[str], kinds: list[BlockKind] | None = None) -> Document:
    blocks = []
    at = 0
    for number, text in enumerate(texts, 1):
        kind = kinds[number - 1] if kinds else BlockKind.PARAGRAPH
        item = kind is BlockKind.ITEM
        blocks.append(Block(number, kind, at, at + len(text), depth=int(item), marker="•" if item else ""))
        at += len(text) + len(BLOCK_SEPARATOR)
    return Document("id", "title", "en", "-", BLOCK_SEPARATOR.join(texts), Blocks(blocks))


WORDS = st.text(alphabet="abc é模🙂-", min_size=1, max_size=300).map(lambda text: " ".join(text.split()) or "a")
TEXTS = st.lists(WORDS, min_size=1, max_size=12)


@given(TEXTS, st.integers(1, 60), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_every_row_stands_where_laying_out_everything_puts_it(texts: list[str], width: int, random: object) -> None:
    texts = texts * (1 + 2 * GROUP // len(texts))
    whole = document(texts)
    expected = [Place(index, row) for index in range(len(texts)) for row in range(len(lay_out(whole, index, width)))]
    page = Page(whole, width)
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for index in order[:6]:
        page.settle(index, index)
        assert page.at(page.y_of(Place(index, 0))) == Place(index, 0)
    page.settle(0, len(texts) - 1)
    assert page.height == len(expected)
    assert [page.at(y) for y in range(page.height)] == expected
    assert all(page.y_of(place) == y for y, place in enumerate(expected))


@given(TEXTS, st.integers(1, 60))
def test_every_character_is_on_the_row_that_is_found_for_it(texts: list[str], width: int) -> None:
    whole = document(texts)
    page = Page(whole, width)
    for block in whole.blocks:
        for offset in range(block.start, block.end, 7):
            place = page.place_of(offset)
            row = page.rows(place.block)[place.row]
            assert place.block == block.number - 1
            assert row.start <= offset
            assert offset < row.end or whole.text[row.end : offset + 1].strip() == ""


def test_what_stands_above_a_block() -> None:
    kinds = [BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ITEM, BlockKind.PARAGRAPH]
    whole = document(["one", "two", "three", "four"], kinds)
    blanks = [sum(row.kind is RowKind.BLANK for row in lay_out(whole, index, 40)) for index in range(len(whole.blocks))]
    assert blanks == [0, 1, 0, 1]


def test_a_table_is_fitted_to_the_width() -> None:
    text = "Name\tWhat it is\nAlpaca\ta chatbot that builds on LLaMA\nVicuna\tanother one"
    whole = Document("id", "t", "en", "-", text, Blocks([Block(1, BlockKind.TABLE, 0, len(text), info="lr")]))
    for width in (12, 20, 30, 80):
        for row in lay_out(whole, 0, width):
            for part in row.parts:
                assert part.x + part.end - part.start <= max(width, 11)
    wide = lay_out(whole, 0, 80)
    assert [row.kind for row in wide] == [RowKind.TABLE, RowKind.TABLE_RULE, RowKind.TABLE, RowKind.TABLE]
    right_edges = {row.parts[1].x + row.parts[1].end - row.parts[1].start for row in wide if row.parts}
    assert len(right_edges) == 1, "the second column is aligned to the right"


def test_a_line_of_code_is_cut_and_not_wrapped() -> None:
    text = "x = 'a b c d e f g h'\n\n    y"
    whole = Document("id", "t", "en", "-", text, Blocks([Block(1, BlockKind.CODE, 0, len(text))]))
    shown = [text[row.start : row.end] for row in lay_out(whole, 0, 12)]
    assert "".join(shown[:3]) == "x = 'a b c d e f g h'"
    assert shown[3:] == ["", "    y"]
