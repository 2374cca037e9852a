"""Corrections of names by the keys of the entities pane, with the real list of corrections behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.entities.kinds import EntityType
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.keymap import Where
from tui.ui.screens.choices import ChoiceScreen, NameScreen
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session

ARTICLE = """\
# Beginning

Mark Zuckerberg spoke first. Then Lex Fridman asked. Zuckerberg answered at length.

Meta closes the text in Paris, and Fridman leaves. The soup of the day was cold.
"""


class Pane:
    """A screen under test, and what one wants to know of its entities."""

    def __init__(self, app: LlamaApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = next(screen for screen in app.screen_stack if isinstance(screen, ReaderScreen))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def choose(self, name: str) -> None:
        """Go to the pane, with the cursor on a name."""
        await self.press("i", "g", "g")
        for _ in range(20):
            if (entity := self.screen.entities.rows.entity) is not None and entity.name == name:
                return
            await self.press("j")
        raise AssertionError(f"{name} is not listed")

    @property
    def chosen(self) -> str:
        entity = self.screen.entities.rows.entity
        return "" if entity is None else entity.name

    @property
    def named(self) -> dict[str, tuple[EntityType, int]]:
        """Every entity's type and its number of mentions."""
        return {entity.name: (entity.type, entity.count) for entity in self.screen.session.entities}

    @property
    def told(self) -> str:
        return self.screen.key_bar.render_line(0).text.strip()

    @property
    def shown(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


Open = Callable[..., AbstractAsyncContextManager[Pane]]


@pytest.fixture
def opened(home: Path, tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_it(name: str = "text.md", *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pane]:
        path = tmp_path / name
        path.write_text(ARTICLE, encoding="utf-8")
        library = Library(places())
        app = LlamaApp(Session(library, [path], library.open(path)), Settings())
        async with app.run_test(size=size) as pilot:
            pane = Pane(app, pilot)
            await pane.press()
            yield pane

    return open_it


async def test_another_type_is_chosen_lasts_and_is_undone(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Meta")
        await pane.press("t")
        assert isinstance(pane.app.screen, ChoiceScreen)
        await pane.press("j", "enter")
        assert pane.named["Meta"] == (EntityType.PRODUCT, 1)
        assert pane.chosen == "Meta"
        assert "“Meta” among: Products · everywhere · u undoes it" in pane.told
    async with opened("other.md") as again:
        assert again.named["Meta"][0] is EntityType.PRODUCT
        await again.press("i", "u")
        assert again.named["Meta"][0] is EntityType.ORGANISATION
        assert "Undone: “Meta” among: Products" in again.told
        await again.press("ctrl+r")
        assert again.named["Meta"][0] is EntityType.PRODUCT
        await again.press("u", "u")
        assert "No correction to undo" in again.told


async def test_a_correction_of_this_text_leaves_others_alone(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Paris")
        await pane.press("r")
        assert isinstance(pane.app.screen, NameScreen)
        await pane.press("tab", "ctrl+u", *"Lutetia", "enter")
        assert "Lutetia" in pane.named
        assert "in this text" in pane.told
        assert pane.chosen == "Lutetia"
    async with opened("other.md") as other:
        assert "Paris" in other.named


async def test_two_become_one_and_one_form_is_split_off(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Lex Fridman")
        await pane.press("m", "enter")
        assert pane.named["Mark Zuckerberg"] == (EntityType.PERSON, 4)
        assert "Lex Fridman" not in pane.named
        assert pane.chosen == "Mark Zuckerberg"
        await pane.press("u")
        assert pane.named["Lex Fridman"] == (EntityType.PERSON, 2)
        await pane.choose("Lex Fridman")
        await pane.press("x", "enter")
        assert pane.named["Lex Fridman"] == (EntityType.PERSON, 1)
        assert pane.named["Fridman"] == (EntityType.PERSON, 1)
        await pane.press("x")
        assert "It has no other form" in pane.told


async def test_what_is_ignored_goes_and_the_cursor_stays_near(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Mark Zuckerberg")
        await pane.press("d")
        assert "Mark Zuckerberg" not in pane.named
        assert pane.chosen == "Lex Fridman"
        await pane.press("d", "d", "d", "d")
        assert pane.named == {}
        assert "No name here" in pane.told


async def test_a_selection_is_made_a_name(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("G", "slash", *"soup", "enter", "v", "g", "n")
        assert isinstance(pane.app.screen, ChoiceScreen)
        assert "What is “soup”?" in pane.shown
        await pane.press("G", "enter")
        assert pane.named["soup"] == (EntityType.OTHER, 1)
        assert pane.screen.where is Where.READING


async def test_the_menu_names_the_acts_and_does_them(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Meta")
        await pane.press("c")
        assert "Correct “Meta”" in pane.shown
        assert "split a form off" not in pane.shown
        await pane.press("d")
        assert "Meta" not in pane.named
        await pane.press("i", "c", "u")
        assert "Meta" in pane.named
        await pane.press("c", "escape", "t", "escape", "r", "escape", "m", "escape")
        assert pane.app.screen is pane.screen


async def test_what_is_gone_through_goes_on_under_its_new_name(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Mark Zuckerberg")
        await pane.press("enter", "r", "ctrl+u", *"Zuck", "enter")
        await pane.press("enter")
        assert pane.screen.view.offset_of_cursor == str(pane.screen.session.document.text).index("Zuckerberg answered")
        assert "Zuck  2/2" in pane.told


async def test_what_would_change_nothing_is_said(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Meta")
        await pane.press("t", "enter", "r", "enter")
        assert pane.app.screen is pane.screen
        assert pane.screen.session.library.corrections.all() == ()


@pytest.mark.parametrize("size", [(3, 3), (1, 1), (50, 20)])
async def test_small_screens(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as pane:
        await pane.press("i", "c", "tab", "j", "k", "escape", "t", "escape", "r", "escape", "m", "m", "escape")
