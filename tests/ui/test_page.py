"""The page finds every row, whatever was estimated before, and agrees with laying out everything."""

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.document.long_text import LongText
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Growth
from tui.ui.layout import NARROWEST_NOTE, Row, RowKind, lay_out
from tui.ui.page import GROUP, Page, Place
from tui.ui.stretches import LONGEST
from tui.ui.wrapping import cells


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
        page.settle(Place(index, 0), 1, 1)
        assert page.at(page.y_of(Place(index, 0))) == Place(index, 0)
    page.settle(Place(0, 0), 0, len(expected))
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
            row = page.rows(place.stretch)[place.row]
            assert page.block_of(place.stretch) == block.number - 1
            assert row.start <= offset
            assert offset < row.end or whole.text[row.end : offset + 1].strip() == ""


def _every_row(page: Page) -> list[tuple[Row, Place]]:
    page.settle(Place(0, 0), 0, 10**9)
    return [(page.rows(place.stretch)[place.row], place) for place in map(page.at, range(page.height))]


@given(TEXTS, st.integers(1, 60), st.lists(st.integers(1, 400), min_size=1, max_size=5), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_a_page_that_has_grown_is_the_page_of_the_whole(
    texts: list[str], width: int, steps: list[int], looked_at: int
) -> None:
    texts = texts * (1 + 2 * GROUP // len(texts))
    whole = document(texts)
    starts, ends, _ = whole.blocks.parts()
    growing = Document("id", "title", "en", "-", LongText(), Blocks(), [])
    page = Page(growing, width)
    low = 0
    for high in [*accumulate(steps), len(texts)]:
        high = min(high, len(texts))  # noqa: PLW2901
        if low < high:
            text = whole.text[ends[low - 1] if low else 0 : ends[high - 1]]
            growing.extend(Growth(text, starts[low:high], ends[low:high], {}, []))
            page.grow()
            page.settle(page.at(looked_at % page.height), 10, 10)
        low = high
    assert _every_row(page) == _every_row(Page(whole, width))


@given(st.integers(1, 200), st.sampled_from(["word ", "漢", "e\u0301", "🙂", "long-word-without-end"]))
@settings(max_examples=20, deadline=None)
def test_a_very_long_paragraph_is_laid_out_in_stretches(width: int, unit: str) -> None:
    text = (unit * (3 * LONGEST // len(unit))).strip()
    whole = document(["before", text, "behind"])
    page = Page(whole, width)
    stretches = [page.stretches[index] for index in range(len(page.stretches))]
    assert len(stretches) >= 5
    assert [stretch.block for stretch in stretches] == [0, *[1] * (len(stretches) - 2), 2]
    assert "".join(text[stretch.start - 8 : stretch.end - 8] for stretch in stretches[1:-1]) == text
    for index, (block, start, end) in enumerate(stretches):
        assert page.stretches.index_at(start) == page.stretches.index_at(end - 1) == index
        assert page.stretches.first_of(block) == (1 if block == 1 else index)
        assert end - start <= LONGEST
        assert not text[start - 8 : start - 7].startswith("\u0301") or block != 1
    shown = "".join(whole.text[row.start : row.end] for row, _ in _every_row(page) if row.parts)
    assert shown.replace(" ", "") == whole.text.replace("\n", "").replace(" ", "")


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


NOTES = st.lists(st.tuples(st.integers(0, 11), st.text(max_size=200)), max_size=6)


@given(TEXTS, NOTES, st.integers(1, 90))
@settings(max_examples=60, deadline=None)
def test_notes_stand_under_their_blocks_and_change_no_other_row(
    texts: list[str], notes: list[tuple[int, str]], width: int
) -> None:
    whole = document([*texts, "x" * (2 * LONGEST)])
    said: dict[int, list[str]] = {}
    for number, words in notes:
        said.setdefault(number % len(whole.blocks), []).append(f"✎ {words}")
    page = Page(whole, width, said=said)
    plain = [row for row, _ in _every_row(Page(whole, width))]
    rows = _every_row(page)
    assert [row for row, _ in rows if row.kind is not RowKind.NOTE] == plain
    for (row, place), follower in zip(rows, [*rows[1:], None], strict=True):
        if row.kind is RowKind.NOTE:
            assert width >= NARROWEST_NOTE and cells(row.lead, 0, len(row.lead)) <= width
            assert page.block_of(place.stretch) in said
            if follower is not None and follower[1].stretch == place.stretch:
                assert follower[0].kind is RowKind.NOTE, "the notes come last"
    noted = {page.block_of(place.stretch) for row, place in rows if row.kind is RowKind.NOTE}
    assert noted == (set(said) if width >= NARROWEST_NOTE else set())
