"""Motions: they stay in the text, rest on whole characters, and lead where their names say."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual._cells import cell_len

from tui.document.harmless import harmless
from tui.document.model import BLOCK_SEPARATOR, Block, BlockKind, Blocks, Document, Span
from tui.ui.character_search import Sought, seek
from tui.ui.characters import character_at, characters, rest, rests, whole
from tui.ui.extending import extended
from tui.ui.motions import FAR_RIGHT, MOTIONS, Spot, carry_out
from tui.ui.page import Page
from tui.ui.selection import Selection, character, grow, paragraph, sentence, shrink, word

SCRIPTS = [
    "The quick brown fox. Dr. Who? Yes!",
    "Il dit\u00a0: «\u202fl’été — peut-être\u202f». Où\u202f?",
    "e\u0301e\u0300\u0323o\u0308\u20dd x\u0302",
    "Ελληνικά και Русский текст.",
    "שָׁלוֹם עוֹלָם",
    "السَّلَامُ عَلَيْكُمْ",
    "नमस्ते दुनिया। क्षत्रिय",
    "สวัสดีชาวโลก",
    "ကမ္ဘာလောက",
    "漢字かな交じり文。テスト！",
    "한국어 각 ᄒᆞᆫ글",
    "👩‍👩‍👧‍👦 👍🏽 🇫🇷🇩🇪 ❤️ 1️⃣",
    "co\u00adop\u00ader\u00ada\u00adtion",
    "\U00020000\U0001d11e𝒳",
    "\u200d\u0301\ufe0f",
    "a\tb\t\tc",
    "x = 1\n\n\ty\n",
]
PIECES = st.one_of(st.sampled_from(SCRIPTS), st.text(max_size=8), st.sampled_from([" ", "\n", ". ", "-", "\t"]))


def cleaned(text: str, kind: BlockKind) -> str:
    """As readers leave a block: harmless, tabs in tables only, no blanks at its ends but in code."""
    text = harmless(text).strip("\n")
    if kind is not BlockKind.TABLE:
        text = text.replace("\t", " ")
    if kind not in {BlockKind.TABLE, BlockKind.CODE}:
        text = " ".join(text.split())
    return text


def document(texts: list[tuple[str, BlockKind]]) -> Document:
    blocks, at, parts = [], 0, []
    for number, (written, kind) in enumerate(texts, 1):
        text = cleaned(written, kind)
        parts.append(text)
        level = int(kind is BlockKind.HEADING)
        blocks.append(Block(number, kind, at, at + len(text), level=level))
        at += len(text) + len(BLOCK_SEPARATOR)
    return Document("id", "t", "en", "-", BLOCK_SEPARATOR.join(parts), Blocks(blocks))


def plain(*texts: str) -> Document:
    return document([(text, BlockKind.PARAGRAPH) for text in texts])


DOCUMENTS = st.lists(
    st.tuples(
        st.lists(PIECES, max_size=12).map("".join),
        st.sampled_from([BlockKind.PARAGRAPH, BlockKind.CODE, BlockKind.TABLE, BlockKind.HEADING]),
    ),
    min_size=1,
    max_size=5,
).map(document)

FORWARD = [
    "next-line", "next-character", "next-word", "word-end", "next-big-word", "big-word-end",
    "next-sentence", "next-paragraph", "next-heading",
]  # fmt: skip
BACKWARD = [
    "previous-line", "previous-character", "previous-word", "previous-word-end", "previous-big-word",
    "previous-big-word-end", "previous-sentence", "previous-paragraph", "previous-heading",
]  # fmt: skip


def places(text: Document) -> list[int]:
    """Every place where a cursor rests, block by block."""
    return [place for block in text.blocks for place in (rests(text.text, block.start, block.end) or [block.start])]


@settings(deadline=None, max_examples=150)
@given(DOCUMENTS, st.integers(1, 40), st.sampled_from(sorted(MOTIONS)), st.integers(0, 1 << 16), st.data())
def test_every_motion_rests_on_a_whole_character_of_the_text(
    text: Document, width: int, name: str, at: int, data: st.DataObject
) -> None:
    all_places = places(text)
    offset = all_places[at % len(all_places)]
    count = data.draw(st.one_of(st.none(), st.integers(1, 9), st.just(999_999)))
    page = Page(text, width)
    spot = carry_out(name, page, Spot(offset, data.draw(st.sampled_from([0, 3, width, FAR_RIGHT]))), count)
    assert spot.offset in all_places
    if name in FORWARD:
        assert spot.offset >= offset
    if name in BACKWARD:
        assert spot.offset <= offset


@settings(deadline=None, max_examples=60)
@given(DOCUMENTS, st.integers(1, 40), st.sampled_from(FORWARD + BACKWARD))
def test_a_motion_repeated_comes_to_the_end_and_a_count_is_so_many_times(text: Document, width: int, name: str) -> None:
    page = Page(text, width)
    all_places = places(text)
    start = Spot(all_places[0] if name in FORWARD else all_places[-1], 0)
    gone = [start]
    while (there := carry_out(name, page, gone[-1], None)).offset != gone[-1].offset:
        gone.append(there)
        assert len(gone) <= len(all_places), "it goes round"
    for count in {1, 2, len(gone) - 1} - {0}:
        if count < len(gone):
            assert carry_out(name, page, start, count).offset == gone[count].offset
    if name in {"next-character", "previous-character"}:
        assert sorted(spot.offset for spot in gone) == all_places
    if name not in {"next-line", "previous-line", "next-heading", "previous-heading"}:
        edge = all_places[-1] if name in FORWARD else all_places[0]
        assert gone[-1].offset == edge


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS, st.integers(0, 1 << 16))
def test_a_character_is_found_from_all_its_parts(text: Document, at: int) -> None:
    for block in text.blocks:
        starts = [*characters(text.text, block.start, block.end), block.end]
        for low, high in itertools.pairwise(starts):
            for offset in range(low, high):
                assert character_at(text, offset) == (low, high)
                assert whole(text, Span(offset, high)) == (low, high)
    offset = rest(text, at)
    assert rest(text, offset) == offset


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS, st.data())
def test_what_is_selected_cuts_no_character_and_grows_and_shrinks(text: Document, data: st.DataObject) -> None:
    borders = {edge for block in text.blocks for edge in characters(text.text, block.start, block.end)}
    borders |= {edge for block in text.blocks for edge in (block.start, block.end)}
    unit = data.draw(st.sampled_from([character, word, sentence, paragraph]))
    places_of_text = places(text)
    first, second = (unit(text, data.draw(st.sampled_from(places_of_text))) for _ in range(2))
    chosen = Selection(first, second)
    for _ in range(6):
        assert set(chosen.span) <= borders
        larger = grow(text, chosen)
        assert larger.span.start <= chosen.span.start
        assert chosen.span.end <= larger.span.end
        if larger.span != chosen.span:
            assert shrink(text, larger) == chosen
        chosen = larger
    assert chosen.span == (text.blocks.start(0), text.blocks.end(len(text.blocks) - 1))


def walk(text: Document, name: str, *, width: int = 72, start: int = 0, count: int | None = None) -> str:
    """What stands from where a motion leads on."""
    page = Page(text, width)
    return text.text[carry_out(name, page, Spot(start, 0), count).offset :]


PROSE = plain("One two-three. Four «five»!", "Six seven.", "Eight.")


@pytest.mark.parametrize(
    ("name", "start", "count", "leads_to"),
    [
        ("next-word", 0, None, "two-three"),
        ("next-word", 0, 2, "-three"),
        ("next-big-word", 4, None, "Four"),
        ("word-end", 0, None, "e two"),
        ("big-word-end", 4, None, ". Four"),
        ("previous-word-end", 4, None, "e two"),
        ("previous-big-word", 10, None, "two-"),
        ("previous-big-word-end", 15, None, ". Four"),
        ("next-sentence", 0, None, "Four"),
        ("next-sentence", 0, 2, "Six"),
        ("next-paragraph", 3, None, "Six"),
        ("previous-paragraph", 3, None, "One"),
        ("first", 20, 3, "Eight"),
        ("last", 0, 2, "Six"),
        ("percent", 0, 50, "One"),
        ("percent", 0, 75, "Six"),
        ("percent", 0, 100, "Eight"),
        ("percent", 5, None, "wo-three"),
        ("line-end", 0, None, "!\n"),
        ("line-end", 0, 2, ".\n\nEight"),
    ],
)
def test_where_motions_lead(name: str, start: int, count: int | None, leads_to: str) -> None:
    assert walk(PROSE, name, start=start, count=count).startswith(leads_to)


def test_the_end_of_lines_is_kept_to() -> None:
    text = plain("a", "long enough", "mid")
    page = Page(text, 40)
    spot = carry_out("line-end", page, Spot(0, 0), None)
    below = carry_out("next-line", page, spot, None)
    assert text.text[below.offset :].startswith("h\n")
    assert text.text[carry_out("next-line", page, below, None).offset :] == "d"


def test_code_has_a_first_letter_besides_its_first_column() -> None:
    text = document([("    x = 1", BlockKind.CODE)])
    assert walk(text, "line-first").startswith("x = 1")
    assert walk(text, "line-start", start=4).startswith("    x")


def test_a_cursor_rests_on_empty_lines_of_code_and_on_no_other_line_end() -> None:
    text = "a\n\nb\n"
    assert [text[place] for place in rests(text, 0, len(text))] == ["a", "\n", "b"]


def test_headings_forth_and_back() -> None:
    kinds = [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH]
    text = document(list(zip(["One", "two", "Three", "four"], kinds, strict=True)))
    assert walk(text, "next-heading").startswith("Three")
    assert walk(text, "previous-heading", start=text.blocks.start(3)).startswith("Three")
    assert walk(text, "previous-heading", start=text.blocks.start(3), count=2).startswith("One")
    assert walk(text, "next-heading", start=text.blocks.start(2)) == "r"


def test_columns_are_cells() -> None:
    text = plain("漢字かな", "abcdefgh")
    page = Page(text, 40)
    start = carry_out("next-character", page, Spot(0, 0), 2)
    assert start.column == cell_len("漢字")
    below = carry_out("next-line", page, start, None)
    assert text.text[below.offset] == "e"
    assert carry_out("previous-line", page, below, None).offset == start.offset


def test_long_ways_are_short() -> None:
    text = plain(*["word " * 40] * 3000)
    page = Page(text, 60)
    assert carry_out("next-line", page, Spot(0, 0), 999_999).offset >= text.blocks.start(2999)
    assert carry_out("next-word", page, Spot(0, 0), 999_999).offset == places(text)[-1]
    assert carry_out("previous-line", page, Spot(len(text.text) - 1, 0), 999_999).offset < text.blocks.start(1)


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS, st.data())
def test_a_sought_character_is_found_in_its_paragraph(text: Document, data: st.DataObject) -> None:
    offset = data.draw(st.sampled_from(places(text)))
    block = text.block_at(offset)
    wanted = data.draw(st.sampled_from(sorted({*text.block_text(block), "e"})))
    sought = Sought(wanted, forward=data.draw(st.booleans()), short=False)
    found = seek(text, offset, sought)
    if found is None:
        beyond = text.text[offset + 1 : block.end] if sought.forward else text.text[block.start : offset]
        assert wanted not in beyond
    else:
        assert text.text[found] == wanted
        assert block.start <= found < block.end
        assert (found > offset) == sought.forward
        short = seek(text, offset, sought._replace(short=True))
        assert short is not None
        assert min(offset, found) <= short <= max(offset, found)


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS, st.integers(1, 40), st.data())
def test_shift_selects_between_characters_from_where_it_began(text: Document, width: int, data: st.DataObject) -> None:
    page = Page(text, width)
    start = data.draw(st.sampled_from(places(text)))
    borders = {edge for block in text.blocks for edge in characters(text.text, block.start, block.end)}
    borders |= {edge for block in text.blocks for edge in (block.start, block.end)}
    spot: Spot = Spot(start, 0)
    selection: Selection | None = None
    for name in data.draw(st.lists(st.sampled_from(sorted(MOTIONS)), max_size=8)):
        spot, selection = extended(page, spot, selection, name, None)
        assert spot.offset == rest(text, spot.offset)
        if selection is not None:
            assert selection.span.start < selection.span.end
            assert set(selection.span) <= borders
