"""Files that change while they are read: noticed, offered, read again, and nothing of the reader's lost."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.library import Library
from tui.settings import Settings, load, places
from tui.ui.app import LlamaApp
from tui.ui.screens import reloading
from tui.ui.screens.note_editor import NoteEditor
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session

PARAGRAPHS = [
    "Fishing boats leave the harbour before anybody else is awake.",
    "From the lighthouse one can see as far as the islands.",
    "A ferry crosses twice a day, weather permitting.",
    "On Saturdays farmers sell cheese under the old market roof.",
    "Bread is still baked with wood by a family of five.",
    "Nobody knows how many books the library has lost.",
    "Old maps hang in three rooms of the museum upstairs.",
    "In winter the theatre plays comedies only.",
    "Trains stop here when somebody waves.",
    "Two people cannot pass each other on the wooden bridge.",
    "After heavy rain the river reaches the lowest step.",
    "Storks have nested on that tower since the war.",
    "Roses grow where the monks once planted beans.",
    "Seventeen pupils share one teacher and one stove.",
]
LOOKS = 400
"""How many looks of a hundredth of a second are waited for."""


def article(paragraphs: list[str]) -> str:
    return "# The town\n\n" + "\n\n".join(paragraphs) + "\n"


class Reading:
    def __init__(self, app: LlamaApp, pilot: Pilot[None], path: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.path = path

    @property
    def screen(self) -> ReaderScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(LOOKS):
            if condition():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never: {self.told!r} {self.title!r}")

    @property
    def told(self) -> str:
        return self.screen.key_bar.render_line(0).text.strip()

    @property
    def title(self) -> str:
        return self.screen.title_bar.render_line(0).text.strip()

    @property
    def rest(self) -> str:
        view = self.screen.view
        return str(view.document.text)[view.offset_of_cursor :]

    @property
    def row(self) -> int:
        """The row of the screen that the cursor is on."""
        view = self.screen.view
        return view.cursor_row - view.scroll_offset.y

    def write(self, paragraphs: list[str]) -> None:
        """As many editors do: a new file, put in the old one's place."""
        draft = self.path.with_name("draft")
        draft.write_text(article(paragraphs), encoding="utf-8")
        draft.replace(self.path)


Open = Callable[..., AbstractAsyncContextManager[Reading]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setattr(reloading, "BETWEEN_LOOKS", 0.02)

    @asynccontextmanager
    async def open_article(autoreload: str = "ask", *, rows: int = 24) -> AsyncIterator[Reading]:
        path = tmp_path / "town.md"
        path.write_text(article(PARAGRAPHS), encoding="utf-8")
        library = Library(places())
        app = LlamaApp(Session(library, [path], library.open(path)), Settings(autoreload=autoreload))
        async with app.run_test(size=(120, rows)) as pilot:
            reading = Reading(app, pilot, path)
            await reading.settle()
            yield reading
        library.close()

    return open_article


def changed() -> list[str]:
    """Two paragraphs more at the beginning, one gone, one rewritten."""
    new = ["What was not there before comes first now.", "And so does this.", *PARAGRAPHS]
    new.remove(PARAGRAPHS[3])
    new[new.index(PARAGRAPHS[5])] = "Something else altogether stands here today."
    return new


async def test_a_changed_file_is_offered_and_read_again_by_a_key(read: Open) -> None:
    async with read() as reading:
        await reading.press("1", "0", "G", "w", "w", "w", "w", "w", "k", "j")
        at = reading.rest
        reading.write(changed())
        await reading.until(lambda: "R reads it again" in reading.told)
        assert "file changed" in reading.title
        assert reading.rest == at, "nothing moves before the reader says so"
        await reading.press("j", "k")
        assert "file changed" in reading.title
        row = reading.row
        await reading.press("R")
        assert reading.rest == at
        assert reading.row == row
        assert reading.screen.session.document.quote(reading.screen.session.document.blocks[1].span).startswith("What")
        assert reading.told == "Read again"
        await reading.press("apostrophe", "apostrophe")
        assert reading.rest.startswith("The town"), "where the jump began is known again"
        assert "file changed" not in reading.title


async def test_marks_entities_hits_and_the_selection_come_along(read: Open) -> None:
    async with read() as reading:
        session = reading.screen.session
        await reading.press("8", "G", "v", "v", "enter", "7", "G", "m", "x", "5", "G", "enter")
        await reading.press("slash", *"theatre", "escape", "9", "G", "w", "w", "v", "w", "w")
        selected = session.document.quote(reading.screen.view.passage)
        reading.write(["Ada Lovelace lives here now.", *changed()])
        await reading.until(lambda: "R reads it again" in reading.told)
        await reading.press("R")
        document = session.document
        assert reading.screen.view.selection is not None
        assert document.quote(reading.screen.view.passage) == selected
        found = {
            each.annotation.anchor.quote: document.quote(each.span) if each.span is not None else None
            for each in session.placed
        }
        assert found[PARAGRAPHS[6]] == PARAGRAPHS[6]
        assert found[PARAGRAPHS[3]] is None
        assert reading.told == "Read again; 2 marks are not found in it any more"
        assert "Ada Lovelace" in [entity.name for entity in session.entities]
        assert session.trail is not None
        assert [document.quote(span) for span in session.trail.spans] == ["theatre"]
        assert [document.quote(hit.matches[0]) for hit in session.search("lovelace", 5).hits] == ["Lovelace"]
        assert session.search("storks", 5).total == 1


async def test_always_reads_again_unasked_and_never_does_not_look(read: Open) -> None:
    async with read("always") as reading:
        await reading.press("1", "0", "G")
        at = reading.rest
        reading.write(changed())
        await reading.until(lambda: reading.screen.session.document.text.startswith("The town\n\nWhat"))
        assert reading.rest == at
    async with read("never") as reading:
        reading.write(changed())
        await reading.pilot.pause(0.3)
        assert "R reads" not in reading.told
        await reading.press("R")
        assert reading.screen.session.document.text.startswith("The town\n\nWhat")


async def test_a_note_that_is_written_while_the_file_is_read_again_is_kept(read: Open) -> None:
    async with read("always") as reading:
        await reading.press("9", "G", "a", *"half")
        reading.write(changed())
        await reading.until(lambda: reading.screen.session.document.text.startswith("The town\n\nWhat"))
        assert isinstance(reading.app.screen, NoteEditor)
        await reading.press(*"done", "ctrl+s")
        session = reading.screen.session
        (placed,) = session.placed
        assert placed.annotation.note == "halfdone"
        assert placed.span is not None
        assert session.document.quote(placed.span) == PARAGRAPHS[7]
        (kept,) = session.library.annotations(session.document)
        assert kept.span == placed.span


async def test_what_is_gone_or_cannot_be_read_stays_on_the_screen(read: Open) -> None:
    async with read("always") as reading:
        text = reading.screen.session.document.text
        reading.path.write_bytes(b"")
        await reading.until(lambda: reading.told.endswith("it is empty."))
        reading.path.unlink()
        await reading.until(lambda: reading.told == "The file is gone; its text stays on the screen")
        assert "file gone" in reading.title
        assert reading.screen.session.document.text == text
        await reading.press("R")
        assert reading.told.endswith("there is no such file.")
        await reading.press("2", "G", "enter")
        assert len(reading.screen.session.placed) == 1
        reading.write(changed())
        await reading.until(lambda: reading.screen.session.document.text != text)
        assert "file gone" not in reading.title
        assert len(reading.screen.session.placed) == 1


async def test_a_file_that_was_only_touched_is_not_offered(read: Open) -> None:
    async with read() as reading:
        os.utime(reading.path, ns=(1, 1))
        reading.write(PARAGRAPHS)
        await reading.pilot.pause(0.3)
        await reading.settle()
        assert "changed" not in reading.told + reading.title


async def test_a_paragraph_that_is_gone_leaves_the_reader_at_the_next_one(read: Open) -> None:
    async with read("always") as reading:
        await reading.press("5", "G")
        assert reading.rest.startswith(PARAGRAPHS[3])
        reading.write([*PARAGRAPHS[:3], *PARAGRAPHS[4:]])
        await reading.until(lambda: PARAGRAPHS[3] not in reading.screen.session.document.text)
        assert reading.rest.startswith((PARAGRAPHS[2], PARAGRAPHS[4]))


async def test_a_text_without_a_file_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reloading, "BETWEEN_LOOKS", 0.02)
    library = Library(places())
    documents = [library.open_text(b"# Piped\n\nFrom a pipe.\n"), library.open(library.edition("en"))]
    for document in documents:
        app = LlamaApp(Session(library, [], document), Settings())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.1)
            await pilot.press("R")
            await app.workers.wait_for_complete()
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            assert "no file" in screen.key_bar.render_line(0).text


def test_the_setting_is_one_of_three(home: Path) -> None:
    from tui.document.failures import Refused

    path = places().settings
    path.parent.mkdir(parents=True)
    path.write_text('autoreload = "always"\n', encoding="utf-8")
    assert load(places()).autoreload == "always"
    path.write_text('autoreload = "sometimes"\n', encoding="utf-8")
    with pytest.raises(Refused, match="autoreload must be one of never, ask, always"):
        load(places())
