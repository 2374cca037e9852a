"""What rules tell of names is on the screen at once; what takes longer replaces it and leaves the reader in peace."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.widgets.entities_panel import TypeHeading

ARTICLE = """\
# Beginning

Mark Zuckerberg spoke first. Then Lex Fridman asked about Quorbel. Zuckerberg answered at length in Berlin.

Nothing is named in this one, and it is only here to be read.

Meta closes the text in Paris, and Fridman leaves. Zuckerberg stays. The quorbels of old are here.
"""
RECOGNISER = '''
import re
from tui.entities.kinds import EntityType
from tui.entities.model import Mention
from gate import gate

def late(document):
    """Finds something new, and changes the type of what was found before, once it may."""
    gate.wait(60)
    for found in re.finditer("Nothing|quorbels|Paris|Lex Fridman|Fridman", str(document.text)):
        yield Mention(document.id, *found.span(), found.group(), EntityType.ORGANISATION, 0.9)
'''


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Opened, it lets a recogniser go on that is installed as pip leaves one."""
    folder = tmp_path / "packages"
    (folder / "late-1.0.dist-info").mkdir(parents=True)
    (folder / "late.py").write_text(RECOGNISER)
    (folder / "gate.py").write_text("from threading import Event\ngate = Event()\n")
    (folder / "late-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: late\nVersion: 1.0\n")
    (folder / "late-1.0.dist-info" / "entry_points.txt").write_text("[llama_tui.recognisers]\nlate = late:late\n")
    for name in ("late", "gate"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(folder))
    import gate  # type: ignore[import-not-found]

    event: Event = gate.gate
    return event


@asynccontextmanager
async def opened(path: Path, settings: Settings) -> AsyncIterator[tuple[ReaderScreen, Pilot[None]]]:
    library = Library(places())
    app = LlamaApp(Session(library, [path], library.open(path)), settings)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = next(each for each in app.screen_stack if isinstance(each, ReaderScreen))
        while not screen.session.entities:
            await pilot.pause(0.01)
        await pilot.pause()
        yield screen, pilot
    library.close()


def names(screen: ReaderScreen) -> list[str]:
    return [row.name for row in screen.entities.rows.values if not isinstance(row, TypeHeading)]


async def finish(screen: ReaderScreen, pilot: Pilot[None], gate: Event) -> None:
    gate.set()
    await screen.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


async def test_the_rules_results_come_first(home: Path, article: Path, gate: Event) -> None:
    async with opened(article, Settings(entities="rules")) as (screen, pilot):
        assert "Lex Fridman" in names(screen)
        assert "quorbels" not in names(screen)
        await finish(screen, pilot, gate)
        assert "quorbels" in names(screen)


async def test_selection_and_cursor_in_the_text_stay(home: Path, article: Path, gate: Event) -> None:
    async with opened(article, Settings(entities="rules")) as (screen, pilot):
        await pilot.press("}", "}", "w", "v", "w", "w")
        before = (screen.view.offset_of_cursor, screen.view.selection, screen.view.scroll_offset)
        assert before[1] is not None
        await finish(screen, pilot, gate)
        assert "quorbels" in names(screen)
        assert (screen.view.offset_of_cursor, screen.view.selection, screen.view.scroll_offset) == before


async def test_the_panes_cursor_stays_on_its_name(home: Path, article: Path, gate: Event) -> None:
    async with opened(article, Settings(entities="rules")) as (screen, pilot):
        await pilot.press("i", "G")
        rows = screen.entities.rows
        chosen = rows.entity
        assert chosen is not None and chosen.name == "Paris"
        assert chosen.type.value == "place"
        await finish(screen, pilot, gate)
        after = rows.entity
        assert after is not None and after.name == "Paris"
        assert after.type.value == "organisation"


async def test_one_goes_on_through_the_mentions_of_the_name_that_was_followed(
    home: Path, article: Path, gate: Event
) -> None:
    async with opened(article, Settings(entities="rules")) as (screen, pilot):
        await pilot.press("i")
        while (entity := screen.entities.rows.entity) is None or entity.name != "Lex Fridman":
            await pilot.press("j")
        await pilot.press("enter")
        first = screen.view.offset_of_cursor
        await finish(screen, pilot, gate)
        assert screen.view.offset_of_cursor == first
        followed = screen.naming.followed
        assert followed is not None and followed.type.value == "organisation"
        await pilot.press("enter")
        await pilot.pause()
        assert str(screen.session.document.text)[screen.view.offset_of_cursor :].startswith("Fridman leaves")


async def test_what_is_asked_for_and_not_there_is_said(
    home: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.entities.recognisers.statistical.PIPELINES", {})
    async with opened(article, Settings(entities="spacy")) as (screen, pilot):
        await screen.app.workers.wait_for_complete()
        await pilot.pause()
        shown = "\n".join(str(strip.text) for strip in screen._compositor.render_strips())
        assert "installed" in shown
        assert "Lex Fridman" in names(screen)
