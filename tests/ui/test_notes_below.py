"""Notes under their paragraphs."""

from __future__ import annotations

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tui.settings import Settings


def row_of(reading: Reading, words: str) -> int:
    """The row of the screen on which the words stand in the text, -1 for none."""
    view = reading.screen.view
    left, right = view.region.x, view.region.right
    return next((number for number, line in enumerate(reading.lines()) if words in line[left:right]), -1)


async def test_a_note_stands_under_its_paragraph_or_only_in_the_pane(read: Open) -> None:  # noqa: F811
    async with read(settings=Settings(notes="text")) as reading:
        await reading.press("j", "v", "w", "a", *"a host of shows", "ctrl+s")
        below = row_of(reading, "✎ a host of shows")
        assert row_of(reading, "Zuckerberg answered") <= below - 1 < row_of(reading, "Nothing is named")
        cursor = reading.screen.view.cursor_row - reading.screen.view.top
        await reading.press("z", "n")
        assert row_of(reading, "a host of shows") == -1
        assert reading.screen.view.cursor_row - reading.screen.view.top == cursor
        assert "a host of shows" in reading.shown, "in the pane"
        await reading.press("z", "n", "c", *", and so on", "ctrl+s")
        assert row_of(reading, "✎ a host of shows, and so on") == below
        await reading.press("r", *"really?", "ctrl+s")
        assert row_of(reading, "  ↳ really?") == below + 1
        await reading.press("d", "u", "d")
        assert reading.screen.view.page.said.keys() <= {1}


async def test_a_note_on_the_whole_text_stands_under_its_title(read: Open) -> None:  # noqa: F811
    async with read(settings=Settings(notes="text")) as reading:
        first = reading.screen.view.page.document.block_text(reading.screen.view.page.document.blocks[0])
        await reading.press("G", "g", "n", *"good on the whole", "ctrl+s", "g", "g")
        said = row_of(reading, "✎ [the whole text] good on the whole")
        assert row_of(reading, first.split()[0]) < said
        assert reading.screen.view.page.said.keys() == {0}


async def test_the_cursor_passes_over_notes(read: Open) -> None:  # noqa: F811
    async with read(settings=Settings(notes="text")) as reading:
        await reading.press("j", "v", "w", "a", *"passed over", "ctrl+s", "}")
        assert reading.rest.startswith("Nothing is named")
        await reading.press("k")
        assert "at length" in reading.rest and reading.number == 2
        await reading.press("j")
        assert reading.rest.startswith("Nothing is named")
