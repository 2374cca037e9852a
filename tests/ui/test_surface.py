"""The map at the edge, the outline, the place in the title bar, and how the page can be set."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual.pilot import Pilot

from tui.document.model import Block, BlockKind, Blocks, Document
from tui.document.readers import Source
from tui.document.reading import read
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.edge_map import Ticks, ticks_by_row
from tui.ui.page import Page
from tui.ui.screens.outline import OutlineScreen, headings, matching
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.whereabouts import letters_per_word, whereabouts

ARTICLE = "# Beginning\n\n" + "\n\n".join(
    f"## Section {number}\n\n" + " ".join(["Some words are here to be read."] * 12)
    + (" The llama stands here." if number in {2, 9} else "")
    for number in range(1, 11)
)  # fmt: skip
Open = Callable[..., AbstractAsyncContextManager[tuple[ReaderScreen, Pilot[None]]]]


@pytest.fixture
def opened(home: Path, tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_it(
        text: str = ARTICLE, *, size: tuple[int, int] = (120, 40), settings: Settings | None = None
    ) -> AsyncIterator[tuple[ReaderScreen, Pilot[None]]]:
        path = tmp_path / "text.md"
        path.write_text(text, encoding="utf-8")
        library = Library(places())
        app = LlamaApp(Session(library, [path], library.open(path)), settings or Settings())
        async with app.run_test(size=size) as pilot:
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            while not screen.session.is_searchable:
                await pilot.pause(0.01)
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield screen, pilot

    return open_it


def _rows(screen: ReaderScreen) -> list[str]:
    return [strip.text for strip in screen.app.screen._compositor.render_strips()]


def _map(screen: ReaderScreen) -> str:
    region = screen.view.vertical_scrollbar.region
    return "".join(row[region.x] for row in _rows(screen)[region.y : region.bottom])


@given(
    st.integers(1, 5000),
    st.integers(1, 70),
    st.lists(st.lists(st.integers(0, 5000), max_size=30), max_size=4),
)
def test_each_row_of_the_map_shows_the_first_kind_that_stands_there(
    length: int, height: int, offsets: list[list[int]]
) -> None:
    kinds = [
        Ticks(sorted(at for at in found if at < length), str(number), Style()) for number, found in enumerate(offsets)
    ]
    expected: dict[int, str] = {}
    for kind in kinds:
        for at in kind.offsets:
            row = max(row for row in range(height) if row * length // height <= at)
            expected.setdefault(row, kind.character)
    assert {row: kind.character for row, kind in ticks_by_row(length, height, kinds).items()} == expected


async def test_hits_marks_and_mentions_stand_on_the_map(opened: Open) -> None:
    async with opened() as (screen, pilot):
        assert set(_map(screen)) <= set(" ▁▂▃▄▅▆▇")
        await pilot.press("slash", *"llama", "escape")
        await pilot.pause()
        length, height = len(screen.session.document.text), screen.view.scrollbar_height
        places_of = [screen.session.document.text.index("llama"), screen.session.document.text.rindex("llama")]
        assert [row for row, sign in enumerate(_map(screen)) if sign == "━"] == [
            at * height // length for at in places_of
        ]
        await pilot.press("escape", "G", "v", "enter")
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        assert "━" not in _map(screen)
        assert _map(screen).rstrip(" ▁▂▃▄▅▆▇").endswith("▌")


async def test_a_click_on_a_tick_goes_there(opened: Open) -> None:
    async with opened() as (screen, pilot):
        await pilot.press("slash", *"llama", "escape")
        await pilot.pause()
        region = screen.view.vertical_scrollbar.region
        row = _map(screen).rindex("━")
        await pilot.mouse_down(offset=(region.x, region.y + row))
        await pilot.pause()
        assert screen.view.offset_of_cursor == screen.session.document.text.rindex("llama")


async def test_the_outline_goes_to_a_heading(opened: Open) -> None:
    async with opened() as (screen, pilot):
        await pilot.press("G", "g", "h")
        assert isinstance(screen.app.screen, OutlineScreen)
        assert "Section 10" in "\n".join(_rows(screen))
        chosen = screen.app.screen._list.chosen
        assert chosen is not None
        assert chosen.text == "Section 10", "the section that is read is chosen"
        await pilot.press(*"7", "enter")
        assert isinstance(screen.app.screen, ReaderScreen)
        assert screen.view.current_block.kind == "heading"
        assert screen.session.document.block_text(screen.view.current_block) == "Section 7"
        await pilot.press("g", "h", "up", "enter")
        assert screen.session.document.block_text(screen.view.current_block) == "Section 6"


def test_headings_are_found_by_half_a_word_and_with_a_slip() -> None:
    document = read(b"# The llama\n\nA\n\n## Its wool\n\nB\n\n## The alpaca\n", Source("id", "/a.md", ".md", "a"))
    known = headings(document)
    assert [(heading.text, heading.level, heading.number) for heading in known] == [
        ("The llama", 1, 1),
        ("Its wool", 2, 3),
        ("The alpaca", 2, 5),
    ]
    assert [heading.text for heading in matching(known, "woo")] == ["Its wool"]
    assert [heading.text for heading in matching(known, "alpcaa")] == ["The alpaca"]
    assert matching(known, "  ") == known


async def test_zen_leaves_only_the_text_and_comes_back(opened: Open) -> None:
    async with opened() as (screen, pilot):
        before = _rows(screen)
        await pilot.press("Z", "j", "k")
        await pilot.pause()
        shown = "\n".join(_rows(screen))
        assert "Some words are here" in shown
        assert not any(word in shown for word in ("Entities", "Search", "llama-tui", "╭", "¶"))
        await pilot.press("slash", *"llama")
        await pilot.pause()
        assert "Search" in "\n".join(_rows(screen)), "the search comes to the front while one is in it"
        await pilot.press("enter")
        await pilot.pause()
        assert "Search" not in "\n".join(_rows(screen))
        await pilot.press("escape", "Z", "g", "g")
        await pilot.pause()
        width = screen.view.region.right
        assert [row[:width] for row in _rows(screen)[1:]] == [row[:width] for row in before[1:-1]] + [
            _rows(screen)[-1][:width]
        ]
        assert "Entities" in "\n".join(_rows(screen))


async def test_the_column_can_be_set_without_losing_the_line(opened: Open) -> None:
    async with opened(size=(200, 30)) as (screen, pilot):
        await pilot.press("1", "2", "G", "5", "w")
        offset = screen.view.offset_of_cursor
        for keys, width in ((("z", "minus"), 68), (("3", "z", "plus"), 80)):
            await pilot.press(*keys)
            await pilot.pause()
            assert screen.view.page.width == width
            assert screen.view.offset_of_cursor == offset
            assert 0 <= screen.view.cursor_row - screen.view.top < screen.view.height
        await pilot.press("z", "j", "z", "s")
        assert screen.view.page.style == (True, 1)
        assert screen.view.offset_of_cursor == offset


async def test_the_page_is_set_as_the_settings_say(opened: Open) -> None:
    async with opened(settings=Settings(justify=True, spacing=1, measure=60)) as (screen, _):
        assert screen.view.page.style == (True, 1)


def test_the_place_is_told_in_fewer_words_where_there_is_less_room() -> None:
    text = "word " * 2299 + "word"
    document = Document("id", "t", "en", "-", text, Blocks([Block(1, BlockKind.PARAGRAPH, 0, len(text))]))
    assert letters_per_word(document) == pytest.approx(5, abs=0.01)
    told = whereabouts(document, 0, letters=5, speed=230)
    assert told == (
        "EN · ¶ 1/1 · 100 % · 10 min left",
        "¶ 1/1 · 100 % · 10 min left",
        "¶ 1/1 · 100 %",
        "¶ 1 · 100 %",
        "100 %",
    )


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (20, 5), (60, 10), (80, 24), (200, 60)])
async def test_maps_and_zen_fit_every_size(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as (screen, pilot):
        await pilot.press("slash", *"llama", "escape", "v", "enter", "Z", "j", "Z", "z", "j", "g", "h", "escape")
        await pilot.pause()
        assert len(_rows(screen)) == size[1]


async def test_a_new_size_is_laid_out_once(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as (screen, pilot):
        widths: list[int] = []

        def made(self: Page, document: Document, width: int, *rest: object, **named: object) -> None:
            widths.append(width)
            begun(self, document, width, *rest, **named)

        begun = Page.__init__
        monkeypatch.setattr(Page, "__init__", made)
        for columns, name in ((80, "-medium"), (50, "-narrow"), (130, "-wide")):
            widths.clear()
            await pilot.resize_terminal(columns, 30)
            await pilot.pause()
            assert screen.has_class(name)
            assert widths == [screen.view.page.width]


async def test_what_stands_beside_the_text_is_there_after_the_first_frame(opened: Open) -> None:
    async with opened() as (screen, _):
        assert all(pane.visible for pane in (screen.entities, screen.notes, screen.search))
        assert any("Entities" in row for row in _rows(screen))
