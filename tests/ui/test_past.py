"""The bin and the history of a note, on the screen."""

from __future__ import annotations

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tests.ui.test_review import quotes
from tui.ui.screens.past import BinScreen, HistoryScreen
from tui.ui.screens.review import Listed, ReviewScreen


def binned(reading: Reading) -> list[str]:
    screen = reading.app.screen
    assert isinstance(screen, BinScreen)
    return [row.reviewed.annotation.anchor.quote for row in screen.rows.values if isinstance(row, Listed)]


async def test_what_was_deleted_is_taken_back_from_the_bin(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "enter", "d", "w", "w", "v", "enter", "d")
        assert reading.marks == []
        await reading.press("g", "a")
        assert quotes(reading) == []
        await reading.press("b")
        assert len(binned(reading)) == 2
        await reading.press("/", *"mark", "enter")
        await reading.press("escape")
        assert len(binned(reading)) == 1, "one was taken back, the other is still there"
        await reading.press("escape")
        assert isinstance(reading.app.screen, ReviewScreen)
        assert quotes(reading) == ["Mark"]
        await reading.press("u")
        assert quotes(reading) == [], "that can be undone"
        await reading.press("escape", "g", "b", "a", "r")
        assert binned(reading) == []
        assert "The bin is empty." in reading.shown
        await reading.press("q")
        assert reading.app.screen is reading.screen
        assert len(reading.screen.session.placed) == 2


async def test_the_history_of_a_note_is_shown_and_gone_back_to(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "a", *"first words", "ctrl+s")
        await reading.press("c", *" and more", "ctrl+s", "C", "A", "H")
        screen = reading.app.screen
        assert isinstance(screen, HistoryScreen)
        assert [each.after.note for each in screen.rows.values] == ["first words and more"] * 2 + ["first words"]
        assert "changed: colour" in reading.shown and "changed: note" in reading.shown
        await reading.press("G", "enter")
        assert reading.app.screen is reading.screen
        [(_, _, note, _)] = reading.marks
        assert note == "first words"
        await reading.press("u")
        [(_, _, note, _)] = reading.marks
        assert note == "first words and more", "going back is a step, too"
