"""Every row on the screen is the row that laying out the whole text from scratch would put there.

The reference goes through the blocks one after the other, lays each out, draws each row by itself, and joins
them all: no groups, no estimates, nothing remembered. (A block that is too long to be laid out in one piece
it cuts where the page does.) The text is scrolled, paged, jumped through and resized
at random, and after each step what the screen shows is looked up in the reference: at the place where the
cursor is seen, or else anywhere.

``ROWS_EXAMPLES=200 ROWS_STEPS=50 ROWS_LONGEST_LINE=10000000 pytest tests/fuzz`` takes ten thousand steps,
and more in lines of 10 MB.
"""

from __future__ import annotations

import os
import random
import re
import sys
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import cycle, islice
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.document.failures import Refused
from tui.document.model import BlockKind, Document
from tui.document.readers import Source
from tui.document.reading import Reading, pieces_of
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.layout import Row, RowKind, lay_out
from tui.ui.motions import MOTIONS
from tui.ui.paging import OVERLAP, PAGING
from tui.ui.session import Session
from tui.ui.stretches import LONGEST, Stretches
from tui.ui.theme import Depth, palette
from tui.ui.widgets.document_view import DocumentView
from tui.ui.wrapping import SOFT_HYPHEN, graphemes

EXAMPLES = int(os.environ.get("ROWS_EXAMPLES", "8"))
STEPS = int(os.environ.get("ROWS_STEPS", "25"))
LONGEST_LINE = int(os.environ.get("ROWS_LONGEST_LINE", "200000"))
"""Bytes of the very long lines."""


# The reference


class Expected(NamedTuple):
    """A row of the page: of which block (from 0), what it shows, and whether the block's number stands beside it."""

    block: int
    parts: tuple[tuple[int, int], ...]
    """Which parts of the text."""
    text: str
    numbered: bool


def drawn(text: str, row: Row, width: int) -> str:
    """A row as letters."""
    if row.kind is RowKind.RULE:
        return "⁂".center(width).rstrip()
    if row.kind is RowKind.TABLE_RULE:
        return row.lead + "─" * (width - len(row.lead))
    line = row.lead
    for x, start, end in row.parts:
        piece = text[start:end]
        hyphen = piece.endswith(SOFT_HYPHEN)
        line += " " * (x - cell_len(line)) + piece.replace(SOFT_HYPHEN, "") + "-" * hyphen
    return line.rstrip()


def reference(document: Document, width: int) -> list[Expected]:
    """Every row of the page, from the first to the last."""
    rows: list[Expected] = []
    begun = -1
    for block, start, end in pieces(document):
        numbered = block != begun
        for row in lay_out(document, block, width, start=start, end=end):
            parts = tuple((part.start, part.end) for part in row.parts)
            rows.append(Expected(block, parts, drawn(document.text, row, width), numbered and bool(parts)))
            numbered = numbered and not parts
        begun = block
    return rows


def pieces(document: Document) -> Iterator[tuple[int, int, int]]:
    """What is laid out in one piece: the block (from 0) and the part of the text."""
    stretches = Stretches(document)
    at = 0
    for block in document.blocks:
        if block.end - block.start <= LONGEST:
            yield block.number - 1, block.start, block.end
            at += 1
        else:
            end = block.start
            while end < block.end:
                number, start, end = stretches[at]
                yield number, start, end
                at += 1


class Reference:
    """The reference's rows for each width that was asked for."""

    def __init__(self, document: Document, expected: int) -> None:
        """``expected`` is how many blocks there will be when all has been read."""
        self.document = document
        self.expected = expected
        self._rows: dict[tuple[int, int, bool], list[Expected]] = {}

    def rows(self, width: int) -> list[Expected]:
        at = width, len(self.document.blocks), self.document.grows
        if at not in self._rows:
            self._rows[at] = reference(self.document, width)
        return self._rows[at]

    def edge(self, view: DocumentView) -> int:
        """Where the text's column begins: the page is in the middle, its numbers and signs left of it."""
        room = view.scrollable_content_region.width
        gutter = 2 if view.size.width < 40 else max(2, len(str(max(self.expected, len(self.document.blocks))))) + 3
        return max(0, (room - gutter - view.page.width - 1) // 2) + gutter

    def row_of(self, offset: int, width: int) -> int:
        """The row that shows the character at ``offset``, or the last one before it."""
        rows = self.rows(width)
        block = self.document.blocks.index_at(offset)
        number = best = bisect_left(rows, block, key=lambda row: row.block)
        while number < len(rows) and rows[number].block == block:
            row = rows[number]
            if any(start <= offset < end for start, end in row.parts):
                return number
            if row.parts and row.parts[0][0] <= offset:
                best = number
            number += 1
        return best


# What is on the screen


class Host(App[None]):
    """The pane of the text alone."""

    CSS = "DocumentView { border: none; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, document: Document, *, expected: int = 0) -> None:
        super().__init__()
        self.animation_level = "none"
        self.palette = palette(dark=True, depth=Depth.FULL)
        self.view = DocumentView(document, self.palette, expected=expected)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.focus()


class Shown(NamedTuple):
    """What the pane shows: its rows without the scrollbar, and on which of them the cursor is seen."""

    rows: list[str]
    cursor: int | None
    top: int | None = None
    """The row of the reference that is the first on the screen, where the cursor tells."""


def shown(app: Host | LlamaApp, view: DocumentView) -> Shown:
    """What was painted last, rows that nobody asked to be painted again included."""
    region = view.scrollable_content_region
    strips = app.screen._compositor.render_strips()[region.y : region.bottom]
    rows, cursor = [], None
    for number, strip in enumerate(strips):
        line = strip.crop(region.x, region.right)
        rows.append(line.text)
        if any(segment.style and segment.style.bgcolor == app.palette.cursor.bgcolor for segment in line):
            assert cursor is None, "two rows have a cursor"
            cursor = number
    return Shown(rows, cursor)


def differences(seen: list[str], rows: list[Expected], top: int, edge: int) -> Iterator[str]:
    """In which rows of the screen something else stands than in the reference from row ``top`` on."""
    for number, line in enumerate(seen):
        at = top + number
        expected = rows[at] if 0 <= at < len(rows) else Expected(-1, (), "", False)
        beside, text = line[:edge], line[edge:]
        want = expected.text
        if cell_len(want) >= (room := cell_len(text)):
            cut = set_cell_size(want, room)
            # What has no width is cut off with what stands behind it, and so is what widens a sign.
            same = want.startswith(text) or (cut.startswith(text) and not cell_len(cut[len(text) :]))
            want = text if same else cut
        label = re.match(r"\s*(\d*)", beside)
        assert label
        narrow = edge < 4
        number_wanted = str(expected.block + 1) if expected.numbered and not narrow else ""
        if text.rstrip() != want.rstrip() or label[1] != number_wanted or beside[label.end() :].strip():
            yield f"row {number}: {line!r}, not {number_wanted!r} {want!r} (block {expected.block})"


def check(app: Host | LlamaApp, view: DocumentView, expected: Reference) -> Shown:
    """The screen shows a part of the reference, the cursor where it belongs."""
    now = shown(app, view)
    width = view.page.width
    expected.document = view.document
    rows = expected.rows(width)
    edge = expected.edge(view)
    offset = view.offset_of_cursor
    home = expected.row_of(offset, width)
    if now.cursor is not None:
        found = list(differences(now.rows, rows, home - now.cursor, edge))
        assert not found, "\n".join(found)
        assert view.page.y_of(view.page.place_of(offset)) - view.scroll_offset.y == now.cursor
        return now._replace(top=home - now.cursor)
    height = len(now.rows)
    fits = (
        top for top in range(max(1, len(rows) - height + 1)) if not next(differences(now.rows, rows, top, edge), None)
    )
    assert next(fits, None) is not None, "nowhere in the text:\n" + "\n".join(now.rows)
    return now


# Texts

ALPHABETS = [
    "abcdefghij klmnop qrstuv wxyz ABC, DEF. ",
    "éàçœ «» “” ’ — – … ; : ! ? l’été ça va-t-il ",
    "\u00a0\u202f a b c;:!? « » 10 000 ",
    "模型开源了，。「」（）语料 漢字かなカナ한국어",
    "e\u0301o\u0308\u0323 a\u20d7\u034f n\u0303\u0303\u0303\u0303 ",
    "👩👨👧\u200d\ufe0f❤🏽🇫🇷🇬🇧🙂 ☑ ©\ufe0f ",
    "אבגד הוז حطي كلمن \u0627\u064b\u0651 ۱۲۳ ",
    "सं\u094dकृत हिन्दी ภาษาไทย ไม้ မြန်မာ བོད་ ",
    "soft\u00adhy\u00adphen\u00adated words\u00ad \u00ad ",
    "ᄀᆞᄒᆞᆫ각\u1100\u1161\u11a8 \U000e0061 \u034f ",
    "𝔘𝔫𝔦 🀄 𒀀𒁀 \u2060 \u2014\u2014 ― ½ № ™ ﷽ ﬁ ﬀ ",
    "- * + # > | ` ~ _ [ ] ( ) ! 1. \\ & < ",
]
WORDS = st.one_of(*(st.text(alphabet, min_size=1, max_size=24) for alphabet in ALPHABETS))
ANYTHING = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30)
SENTENCE = st.lists(WORDS | ANYTHING, min_size=1, max_size=14).map(
    lambda words: " ".join(" ".join(words).split()) or "a"
)
LONG_WORD = st.sampled_from(["a", "é", "模", "e\u0301", "👩\u200d👧", "a\u00ad", "ab-", "\u0301"]).flatmap(
    lambda unit: st.integers(50, 700).map(lambda count: unit * count)
)
PROSE = SENTENCE | LONG_WORD
CODE_LINE = st.sampled_from(
    ["", "    indented", "x = 1", "return [" + "1, " * 60 + "]", "模" * 90, "é" * 130, "e\u0301" * 99]
)


def table(cells: list[str]) -> str:
    """Three columns, of which the last is aligned to the right."""
    clean = [cell.replace("|", "/").replace("\n", " ")[:60] for cell in cells]
    lines = [" | ".join(islice(cycle(clean), number, number + 3)) for number in range(1 + len(clean))]
    return "\n".join([f"| {lines[0]} |", "| --- | :-: | --: |", *(f"| {line} |" for line in lines[1:])])


BLOCKS = st.one_of(
    PROSE,
    PROSE,
    st.tuples(st.integers(1, 6), SENTENCE).map(lambda drawn: f"{'#' * drawn[0]} {drawn[1]}"),
    st.lists(PROSE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCE, min_size=2, max_size=4).map(
        lambda items: "\n".join(f"{'   ' * number}{number + 1}. {item}" for number, item in enumerate(items))
    ),
    st.lists(SENTENCE, min_size=1, max_size=2).map(lambda items: "\n".join(f"- [x] {item}" for item in items)),
    PROSE.map(lambda text: f"> {text}"),
    SENTENCE.map(lambda text: f"> > {text}\n> - {text}"),
    st.lists(CODE_LINE, max_size=6).map(lambda lines: "\n".join(["```python", *lines, "```"])),
    st.lists(SENTENCE, min_size=1, max_size=5).map(table),
    SENTENCE.map(lambda text: f"*{text}* **strong** `code` [link](https://example.org) ![image](x.png)"),
    SENTENCE.map(lambda text: f"called[^1] {text}\n\n[^1]: {text}"),
    st.just("---"),
)
MARKDOWN = st.tuples(st.lists(BLOCKS, min_size=1, max_size=14), st.sampled_from([1, 1, 3, 20, 60])).map(
    lambda drawn: "\n\n".join(drawn[0] * drawn[1])
)


def begun(text: str, suffix: str = ".md", *, at_once: int = 1 << 30) -> Reading | None:
    """What the program reads of it, ``at_once`` code points to begin with; None for what has nothing to show."""
    data = text.encode()
    try:
        return Reading(pieces_of(data), len(data), Source("id", "/folder/name", suffix, "A name"), at_once=at_once)
    except Refused:
        return None


# Steps

VIEW_MOTIONS = sorted(PAGING)
SIZES = st.tuples(st.integers(1, 130), st.integers(1, 50)) | st.sampled_from([(80, 24), (120, 40), (500, 200), (1, 1)])
SHARE = st.floats(0, 1, exclude_max=True)
STEP = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(VIEW_MOTIONS), st.none() | st.integers(1, 30)),
    st.tuples(st.just("move"), st.sampled_from(["page-down", "page-up", "next-line", "previous-line"]), st.none()),
    st.tuples(st.just("move"), st.sampled_from(sorted(MOTIONS)), st.none() | st.integers(1, 200)),
    st.tuples(st.just("jump"), SHARE),
    st.tuples(st.just("glance"), SHARE),
    st.tuples(st.just("scroll"), SHARE),
    st.tuples(st.just("size"), SIZES),
    st.tuples(st.just("read"), st.integers(1, 4000), st.booleans()),
)


def offset_at(document: Document, share: float) -> int:
    """Some way into the text, within a block, where a character begins."""
    offset = round(share * len(document.text))
    block = document.block_at(offset)
    return character_at(document, min(max(block.start, offset), max(block.start, block.end - 1)))


def character_at(document: Document, offset: int) -> int:
    """Where the character begins, as a reader sees it, that ``offset`` is in."""
    block = document.block_at(offset)
    near = max(block.start, offset - 4096)
    return next((low for low, high, _ in graphemes(document.text, near, block.end) if offset < high), offset)


async def take(pilot: Pilot[Any], view: DocumentView, step: tuple[Any, ...]) -> None:
    """Carry out a step and wait until it is painted."""
    match step:
        case ("move", name, count):
            view.move(name, count)
        case ("jump", share):
            view.jump(offset_at(view.document, share))
        case ("glance", share):
            view.glance(offset_at(view.document, share))
        case ("scroll", share):
            view.scroll_to(y=round(share * view.max_scroll_y), animate=False)
        case ("size", size):
            await pilot.resize_terminal(*size)
    await pilot.pause()


def read_on(view: DocumentView, reading: Reading, length: int, *, seen: bool) -> None:
    """Let the text grow by so many code points or more, as the program does while it reads."""
    if reading.is_over:
        return
    growth = reading.read_on(length)
    if growth is None:
        view.complete(reading.finished())
    else:
        reading.document.extend(growth)
        view.grow(seen=seen)


async def walk(reading: Reading, steps: list[tuple[Any, ...]], size: tuple[int, int] = (80, 24)) -> None:
    """Take the steps, and look after each of them."""
    expected = Reference(reading.document, reading.expected_blocks)
    app = Host(reading.document, expected=reading.expected_blocks)
    taken: list[tuple[Any, ...]] = []
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        view = app.view
        try:
            before = check(app, view, expected)
            for step in steps:
                taken.append(step)
                before_it = view.document
                if step[0] == "read":
                    read_on(view, reading, *step[1:2], seen=step[2])
                    expected.document = view.document
                await take(pilot, view, step)
                now = check(app, view, expected)
                if now.top is not None and before.top is not None and (rows := further(step, len(now.rows))):
                    last = max(0, len(expected.rows(view.page.width)) - len(now.rows))
                    assert now.top == max(0, min(before.top + rows, last)), "the reader's eye has lost the line"
                if step[0] in {"size", "read"} and before.cursor is not None and not is_hidden(view, expected):
                    assert now.cursor is not None, "the reader's line has left the screen"
                if step[0] == "read" and view.document.blocks.footnotes() and view.document is not before_it:
                    pass  # Footnotes are shown where they are called as soon as they are there.
                elif step[0] == "read" and view.page.height > len(now.rows):
                    text = "\n".join(before.rows).rstrip()
                    assert "\n".join(now.rows).startswith(text), "the text has moved under the reader's eye"
                before = now
        except AssertionError as error:
            error.add_note(f"steps: {taken}")
            raise


def further(step: tuple[Any, ...], height: int) -> int:
    """How many rows a step scrolls: 0 when it is none that scrolls by a number of rows, or by more than a screen."""
    match step:
        case ("move", "scroll-down" | "scroll-up" as name, count) if (count or 1) <= height:
            rows = count or 1
        case ("move", "page-down" | "page-up" as name, None):
            rows = max(1, height - OVERLAP)
        case ("move", "half-page-down" | "half-page-up" as name, None):
            rows = max(1, height // 2)
        case _:
            return 0
    return rows if name.endswith("down") else -rows


def is_hidden(view: DocumentView, expected: Reference) -> bool:
    """Whether the cursor may not be seen: too narrow a pane or table, a character that is not shown at a line's end."""
    offset = view.offset_of_cursor
    room = view.scrollable_content_region.width
    return (
        view.page.width < 4
        or expected.edge(view) + view.page.width > room
        or view.current_block.kind is BlockKind.TABLE
        or not cell_len(view.document.text[offset])
        or view.document.text[offset] in {SOFT_HYPHEN, " "}
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(MARKDOWN, st.lists(STEP, min_size=STEPS, max_size=STEPS), st.sampled_from([1 << 30, 1 << 30, 200, 5000]))
async def test_the_screen_shows_what_laying_out_everything_gives(
    text: str, steps: list[tuple[Any, ...]], at_once: int
) -> None:
    reading = begun(text, at_once=at_once)
    if reading is not None:
        await walk(reading, steps)


async def test_the_text_stands_still_while_it_is_being_read() -> None:
    reading = begun("# Heading\n\nShort.\n\n" * 40, at_once=200)
    assert reading is not None
    await walk(reading, [("move", "last", None), ("read", 100, False), ("read", 100, True), ("read", 1 << 30, True)])


@pytest.mark.parametrize("length", [300, 1000, 2000])
async def test_what_is_read_is_shown_where_the_screen_was_blank(length: int) -> None:
    reading = begun("A line of some sixty letters, which is read after others.\n\n" * 300, at_once=5000)
    assert reading is not None
    await walk(reading, [("size", (500, 200)), ("read", length, False), ("read", length, False)])


async def test_a_sign_too_wide_for_the_pane_is_cut_as_the_reference_cuts_it() -> None:
    """In a column of one cell there is no room for what makes a sign two cells wide."""
    reading = begun("a ©\ufe0f b ❤\ufe0f c 模 d 👩\u200d👧 e")
    assert reading is not None
    await walk(reading, [("size", (4, 44)), ("move", "next-line", 2)])


async def test_the_end_of_a_line_is_where_its_last_character_begins() -> None:
    reading = begun("👩\u200d👧 " * 90)
    assert reading is not None
    document = reading.document
    app = Host(document)
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app.view, ("move", "line-end", None))
        offset = app.view.offset_of_cursor
        assert character_at(document, offset) == offset


@pytest.mark.parametrize("text", ["| 한 | \u1161 |\n| - | - |\n| a | b |", "```\n한\n\u0301x\n```"])
async def test_a_character_ends_with_its_cell_or_line(text: str) -> None:
    reading = begun(text)
    assert reading is not None
    app = Host(reading.document)
    async with app.run_test(size=(80, 24)) as pilot:
        await take(pilot, app.view, ("move", "next-character", None))
        assert app.view.offset_of_cursor == 2


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("the quick brown fox jumps over the lazy dog; ", id="ascii"),
        pytest.param("x", id="one-word"),
        pytest.param("模型开源了，语料也开源了。", id="cjk"),
        pytest.param("l’été — 模型 e\u0301t 👩\u200d👧 ab\u00adcd שלום ", id="mixed"),
    ],
)
async def test_a_text_of_one_very_long_line(unit: str) -> None:
    reading = begun(unit * (LONGEST_LINE // len(unit.encode())), ".txt")
    assert reading is not None
    end = ("move", "last", None), ("move", "page-up", None), ("move", "previous-line", 7)
    steps = [
        ("move", "page-down", None), ("jump", 0.5), ("move", "page-down", 3), ("move", "next-line", 40), *end,
        ("size", (61, 20)), ("move", "page-up", 2), ("move", "first", None), ("jump", 0.99), *end, ("scroll", 0.3),
    ]  # fmt: skip
    await walk(reading, steps)


ARTICLE = "\n\n".join(
    f"""\
## Heading {number}

Paragraph {number} of *marked* and “quoted” words, {"which goes on, " * (number % 9)}

- l’été
- 模型 e\u0301 👩\u200d👧

| a | b |
| - | -: |
| {number} | x |

```
{"code " * (number % 40)}
```"""
    for number in range(60)
)
KEYS = [
    "j", "k", "w", "b", "G", "g g", "pagedown", "pageup", "ctrl+d", "ctrl+u", "ctrl+e", "ctrl+y", "right_curly_bracket",
    "left_curly_bracket", "z z", "z t", "z b", "H", "M", "L", "right_parenthesis", "v", "escape", "7 j", "9 9 G",
]  # fmt: skip

CODES = {"right_curly_bracket": "}", "left_curly_bracket": "{", "right_parenthesis": ")"}


@asynccontextmanager
async def running(folder: Path, size: tuple[int, int]) -> AsyncIterator[tuple[LlamaApp, Pilot[Any], DocumentView]]:
    """The whole program, with a text in it."""
    path = folder / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    library = Library(places())
    app = LlamaApp(Session(library, [path], library.open(path)), Settings())
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot, app.screen.query_one(DocumentView)


async def test_the_whole_program_shows_the_same(tmp_path: Path) -> None:
    dice = random.Random(EXAMPLES)
    async with running(tmp_path, (120, 40)) as (app, pilot, view):
        expected = Reference(view.document, 0)
        check(app, view, expected)
        for _ in range(2 * STEPS):
            if dice.random() < 0.1:
                await pilot.resize_terminal(dice.choice([60, 80, 100, 120, 200]), dice.choice([10, 24, 40, 60]))
            else:
                await pilot.press(*dice.choice(KEYS).split())
            await pilot.pause()
            check(app, view, expected)


def test_a_real_terminal_shows_the_same(terminal: Callable[..., Any], tmp_path: Path) -> None:
    """What the terminal is told to change leaves the right rows on it. (The one here joins no emoji.)"""
    path = tmp_path / "article.md"
    path.write_text(ARTICLE.replace("👩\u200d👧", "été"), encoding="utf-8")
    document = Library(places()).open(path)
    edge, room = len(str(len(document.blocks))) + 3, 53
    rows = reference(document, room - edge - 1)
    dice = random.Random(STEPS)
    running = terminal(str(path))
    running.wait_for("Heading 0")

    def is_right(text: str) -> bool:
        cells = running.screen.buffer
        seen = ["".join(cells[y][x].data for x in range(1, 1 + room)) for y in range(2, running.screen.lines - 2)]
        return any(not next(differences(seen, rows, top, edge), None) for top in range(len(rows) - len(seen) + 1))

    for _ in range(STEPS):
        keys = [CODES.get(key, key) for key in dice.choice(KEYS).split()]
        running.press(*keys)
        while running.read(0.1):
            pass
        running.wait_for(is_right, f"rows of the text, after {keys}")


async def test_another_theme_lays_nothing_out_again(tmp_path: Path) -> None:
    async with running(tmp_path, (120, 40)) as (app, pilot, view):
        await pilot.press("5", "0", "G", "pagedown")
        await pilot.pause()
        before = shown(app, view).rows
        with calls_of(lay_out) as calls:
            app.theme = "llama-light"
            await pilot.pause()
            assert shown(app, view).rows == before
        assert not calls
        with calls_of(lay_out) as calls:
            await pilot.resize_terminal(50, 30)
            await pilot.pause()
        assert calls, "the counting works"


@contextmanager
def calls_of(function: Callable[..., Any]) -> Iterator[list[None]]:
    """Counts how often a function is called, from wherever it was imported to."""
    calls: list[None] = []

    def notice(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code is function.__code__:
            calls.append(None)

    sys.setprofile(notice)
    try:
        yield calls
    finally:
        sys.setprofile(None)
