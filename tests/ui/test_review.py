"""The review of all annotations, driven as a reader drives it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, Static

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tui.annotations import meanings
from tui.annotations.kinds import Colour
from tui.library.review import Reviewed
from tui.settings import Settings
from tui.ui.screens.codebook import CodebookScreen
from tui.ui.screens.export import ExportScreen
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.review import Heading, Listed, ReviewScreen

OTHER = {"second.md": "# Second\n\nA walrus lives here.\n"}


def review(reading: Reading) -> ReviewScreen:
    screen = reading.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def headings(reading: Reading) -> list[str]:
    return [row.words for row in review(reading).rows.values if isinstance(row, Heading)]


def quotes(reading: Reading) -> list[str]:
    return [row.reviewed.annotation.anchor.quote for row in review(reading).rows.values if isinstance(row, Listed)]


async def test_annotations_of_all_texts_are_listed_and_opened(read: Open) -> None:  # noqa: F811
    async with read(more=OTHER) as reading:
        await reading.press("j", "v", "enter", "/", *"walrus", "enter", "v", "a", *"where?", "ctrl+s")
        assert reading.screen.session.document.title == "Second"
        await reading.press("g", "a")
        assert sorted(quotes(reading)) == ["Mark", "walrus"]
        assert sorted(headings(reading)) == ["A short text", "Second"]
        while review(reading).rows.chosen.reviewed.annotation.anchor.quote != "Mark":  # type: ignore[union-attr]
            await reading.press("j")
        await reading.press("enter")
        assert reading.screen.session.document.title == "A short text"
        assert reading.rest.startswith("Mark Zuckerberg")


async def test_several_are_tagged_recoloured_and_deleted_and_that_is_undone(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "enter", "G", "enter", "g", "a", "a", "t", *"claim", "enter")
        assert [tags for _, _, _, tags in reading.marks] == [("claim",), ("claim",)]
        await reading.press("s")
        assert headings(reading) == ["#claim"]
        await reading.press("3", "a")
        await reading.settle()
        colours = {each.annotation.colour for each in reading.screen.session.library.review.everything()}
        assert colours == {Colour.BLUE}
        await reading.press("d")
        assert len(reading.marks) == 1, "with nothing selected the key takes what the cursor is on"
        await reading.press("u")
        assert len(reading.marks) == 2
        await reading.press("escape")
        assert len(reading.screen.session.placed) == 2


async def test_typing_narrows_and_groups_turn(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "w", "a", *"the host", "ctrl+s", "G", "enter", "g", "a", "/", *"host")
        assert quotes(reading) == ["Mark Zuckerberg"]
        await reading.press("escape", "s", "s", "s")
        assert "Mark Zuckerberg" in headings(reading), "by the entities in the passages"
        await reading.press("/", *"entity:zucker")
        assert quotes(reading) == ["Mark Zuckerberg"]
        await reading.press("escape", "q")
        assert reading.app.screen is reading.screen


async def export_to(reading: Reading, target: str) -> None:
    """Type where to."""
    asked = reading.app.screen
    assert isinstance(asked, ExportScreen)
    asked.query_one(Input).value = target
    await reading.press("enter")
    await reading.settle()


async def test_what_is_selected_or_else_found_is_exported(read: Open, tmp_path: Path) -> None:  # noqa: F811
    def exported(name: str) -> list[str]:
        lines = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line.startswith(">")]

    async with read(more=OTHER) as reading:
        await reading.press("j", "v", "enter", "/", *"walrus", "enter", "v", "enter", "g", "a")
        await reading.press("/", *"walrus", "tab", "e")
        await export_to(reading, str(tmp_path / "found.md"))
        assert exported("found.md") == ["> walrus"]
        assert "found.md" in reading.shown
        await reading.press("a", "escape", "e")
        await export_to(reading, str(tmp_path / "selected.md"))
        assert exported("selected.md") == ["> walrus"]
        await reading.press("a", "e")
        await export_to(reading, str(tmp_path / "all.md"))
        assert sorted(exported("all.md")) == ["> Mark", "> walrus"]


async def test_a_folder_gets_one_file_a_text(read: Open, tmp_path: Path) -> None:  # noqa: F811
    async with read(more=OTHER) as reading:
        await reading.press("j", "v", "enter", "/", *"walrus", "enter", "v", "enter", "g", "a", "e")
        await export_to(reading, f"{tmp_path}/vault/")
        assert sorted(each.name for each in (tmp_path / "vault").glob("*.md")) == ["a-short-text.md", "second.md"]
        await reading.press("y")
        await reading.settle()
        assert "> walrus" in reading.app.clipboard and "> Mark" in reading.app.clipboard


@pytest.fixture
def meant() -> Iterator[Settings]:
    """Settings in which two colours mean something."""
    yield Settings(colours={"yellow": "claim", "green": "doubt"})
    meanings.give({})


async def test_colours_are_called_what_the_reader_means_by_them(read: Open, meant: Settings) -> None:  # noqa: F811
    async with read(settings=meant) as reading:
        await reading.press("j", "v", "enter", "C")
        assert "green (doubt)" in reading.shown
        await reading.press("G", "enter", "a")
        assert "yellow (claim)" in reading.shown or "green (doubt)" in reading.shown
        await reading.press("escape", "g", "a", "s", "s")
        assert "green (doubt)" in headings(reading)
        await reading.press("/", *"colour:doubt")
        assert all(each.annotation.colour is Colour.GREEN for each in listed(reading)) and listed(reading)


def listed(reading: Reading) -> list[Reviewed]:
    return [row.reviewed for row in review(reading).rows.values if isinstance(row, Listed)]


async def test_a_key_typed_ahead_of_the_review_is_the_reviews(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "a", *"note", "tab", *"claim", "ctrl+s")
        for key in "gas":
            reading.app.post_message(events.Key(key, key))
        async with asyncio.timeout(20):
            while not (isinstance(reading.app.screen, ReviewScreen) and headings(reading)):
                await reading.pilot.pause(0.01)
        await reading.settle()
        assert headings(reading) == ["#claim"]
        assert review(reading).input.value == ""


async def test_eighty_columns_cut_no_hint_and_all_keys_can_be_asked_for(read: Open) -> None:  # noqa: F811
    async with read(size=(80, 24)) as reading:
        await reading.press("j", "v", "enter", "g", "a")
        hint = next(line for line in reversed(reading.lines()) if "1 annotation" in line)
        assert "Space select · t tag" in hint
        assert "? keys ─╯" in hint
        assert "…" not in hint
        await reading.press("question_mark")
        assert isinstance(reading.app.screen, HelpScreen)
        assert "give and take away tags" in reading.shown
        await reading.press("escape")
        assert isinstance(reading.app.screen, ReviewScreen)


async def test_a_hint_has_more_to_tell_where_there_is_more_room(read: Open) -> None:  # noqa: F811
    async with read(size=(80, 24)) as reading:
        await reading.press("j", "v", "enter", "g", "a")
        assert "/ filter" not in reading.shown
        await reading.pilot.resize_terminal(160, 40)
        await reading.settle()
        assert "/ filter" in reading.shown


async def test_the_footer_tells_no_keys_of_the_panes_below_a_dialog(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        assert "v select" in reading.lines()[-1]
        await reading.press("O")
        assert reading.lines()[-1].strip() == ""
        await reading.press("escape")
        assert "v select" in reading.lines()[-1]


async def test_keys_of_two_strokes_mean_in_the_review_what_they_mean_beside_the_text(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "a", *"x", "tab", *"claim", "enter", "G", "enter", "g", "a", "G")
        last = review(reading).rows.chosen
        await reading.press("g")
        assert review(reading).rows.chosen is last, "the first stroke waits for the second"
        await reading.press("g")
        first = review(reading).rows.chosen
        assert first is not last
        await reading.press("G", "g", "d")
        assert len(quotes(reading)) == 2, "what makes no key does nothing"
        await reading.press("g", "t")
        assert isinstance(reading.app.screen, CodebookScreen)
        await reading.press("escape")
        assert review(reading).rows.chosen is not first
        await reading.press("question_mark")
        assert "gg  Home" in str(reading.app.screen.query_one("#keys", Static).content)
