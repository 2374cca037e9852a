"""A long text is on the screen before all of it has been read."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.annotations.kinds import Colour
from tui.document.model import Span
from tui.document.reading import AT_ONCE
from tui.library import Library, Opening, searching
from tui.settings import Settings, places
from tui.ui import session as open_texts
from tui.ui.app import LlamaApp
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.widgets.result_rows import Found

PARAGRAPHS = 3000
TEXT = "\n\n".join(
    [f"Paragraph number {number} says that it is here to be read." for number in range(1, PARAGRAPHS)]
    + ["Marie Curie met Paul Langevin at last."]
)
Open = Callable[..., AbstractAsyncContextManager[tuple[ReaderScreen, Pilot[None], threading.Event]]]


@pytest.fixture
def begin(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the text; it is read on once the event that comes with the screen is set."""
    gate = threading.Event()
    gate.set()
    read_on = Opening.read_on
    monkeypatch.setattr(Opening, "read_on", lambda self: gate.wait(20) and read_on(self))

    @asynccontextmanager
    async def opened(*, awaited: int | None = None) -> AsyncIterator[tuple[ReaderScreen, Pilot[None], threading.Event]]:
        path = tmp_path / "long.txt"
        if not path.exists():
            path.write_text(TEXT, encoding="utf-8")
        library = Library(places())
        opening = library.begin(path)
        session = Session(library, [path], opening.document, opening=opening)
        session.awaited = awaited
        gate.clear()
        app = LlamaApp(session, Settings())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            try:
                yield screen, pilot, gate
            finally:
                gate.set()

    return opened


async def _whole(screen: ReaderScreen, pilot: Pilot[None]) -> None:
    while screen.session.document.grows or not screen.session.is_searchable:
        await pilot.pause(0.01)
    await screen.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_beginning_is_read_while_the_rest_is_not_there(begin: Open) -> None:
    async with begin() as (screen, pilot, gate):
        document = screen.session.document
        assert document.grows
        assert AT_ONCE <= len(document.text) < len(TEXT)
        await pilot.press("pagedown", "G")
        last = screen.view.current_block.number
        assert last == len(document.blocks) < PARAGRAPHS
        gate.set()
        await _whole(screen, pilot)
        assert screen.session.document.text == TEXT
        assert screen.view.current_block.number == last, "the reader stays where they were"
        await pilot.press("G")
        assert screen.view.current_block.number == PARAGRAPHS
        assert "Marie Curie" in [entity.name for entity in screen.session.entities]
        results = screen.session.search("langevin", 10)
        assert results is not None
        assert [hit.block for hit in results.hits] == [PARAGRAPHS - 1]


async def test_the_eye_stays_where_it_is(begin: Open) -> None:
    async with begin() as (screen, pilot, gate):
        await pilot.press("5", "0", "G")
        before = [strip.text for strip in screen._compositor.render_strips()[3:30]]
        gate.set()
        await _whole(screen, pilot)
        width = screen.view.size.width
        assert [strip.text[:width] for strip in screen._compositor.render_strips()[3:30]] == [
            line[:width] for line in before
        ]


async def test_reading_on_can_be_stopped_and_taken_up_again(begin: Open) -> None:
    async with begin() as (screen, pilot, gate):
        await pilot.press("ctrl+c")
        gate.set()
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.session.document.grows
        assert "reads on" in "".join(strip.text for strip in screen._compositor.render_strips())
        await pilot.press("ctrl+c")
        await _whole(screen, pilot)
        assert screen.session.document.text == TEXT


async def test_a_place_far_in_the_text_is_gone_to_when_it_is_there(begin: Open) -> None:
    far = TEXT.index("Paragraph number 2500")
    async with begin(awaited=far) as (screen, pilot, gate):
        assert screen.view.current_block.number == 1
        gate.set()
        await _whole(screen, pilot)
        assert screen.view.offset_of_cursor == far


async def test_what_is_kept_of_a_text_is_searched_while_it_is_read(
    begin: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_texts, "MOST_AT_HAND", 1)
    monkeypatch.setattr(searching, "LEAST_SAVED", 1)
    path = tmp_path / "long.txt"
    path.write_text(TEXT, encoding="utf-8")
    shelf = Library(places()).searching.files([path])
    shelf.load()
    shelf.update()
    async with begin() as (screen, pilot, gate):
        await pilot.press("/", *"langevn")
        while not screen.search.hits.values:
            await pilot.pause(0.01)
        assert screen.session.document.grows
        assert [row.hit.block for row in screen.search.hits.values if isinstance(row, Found)] == [PARAGRAPHS - 1]
        assert screen.search.border_subtitle == "1 passage"
        await pilot.press("down")
        await pilot.pause()
        assert "Marie Curie met" in "".join(strip.text for strip in screen._compositor.render_strips())
        await pilot.press("enter")
        assert screen.view.current_block.number == 1
        gate.set()
        while screen.session.document.grows or screen.session.awaited is not None:
            await pilot.pause(0.01)
        await pilot.pause()
        assert screen.view.current_block.number == PARAGRAPHS
        await pilot.press("ctrl+o")
        assert screen.view.current_block.number == 1


async def test_leaving_before_that_loses_no_place(begin: Open, tmp_path: Path) -> None:
    far = TEXT.index("Paragraph number 2500")
    async with begin(awaited=far) as (screen, _, _):
        document = screen.session.document
        Library(places()).remember_position(document, far)
    assert Library(places()).position(document) == far


async def test_marks_are_shown_where_the_text_is_there_and_kept_where_it_is_not(begin: Open, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(TEXT, encoding="utf-8")
    library = Library(places())
    document = library.open(path)
    near, far = TEXT.index("number 7 says"), TEXT.index("number 2900 says")
    for start in (near, far):
        library.annotate(document, Span(start, start + 11), colour=Colour.GREEN)
    (places().cache / "documents").rename(tmp_path / "gone")
    async with begin() as (screen, pilot, gate):
        while not screen.session.placed:
            await pilot.pause(0.01)
        assert [placed.span.start for placed in screen.session.placed if placed.span] == [near]
        gate.set()
        await _whole(screen, pilot)
        assert [placed.span.start for placed in screen.session.placed if placed.span] == [near, far]
    assert [each.anchor.start for each in library.store.of(document.id)] == [near, far]
