"""Unsure places and orphans on the screen: confirmed, refused, attached again."""

from __future__ import annotations

import pytest

from tests.ui.test_reader import ARTICLE, Open, Reading, read  # noqa: F401 - the fixture
from tests.ui.test_review import quotes, review
from tui.annotations.kinds import Standing
from tui.document.model import Span
from tui.library import attaching

REWORDED = ARTICLE.replace("it is only here to be read", "it stands only here so as to be read")
PASSAGE = "it is only here"


async def changed(reading: Reading, text: str) -> None:
    """Let the file say something else, and read it again."""
    reading.screen.session.paths[0].write_text(text)
    await reading.press("R")


def standing(reading: Reading) -> list[Standing]:
    return [each.resolution.standing for each in reading.screen.session.placed]


async def marked(reading: Reading, text: str) -> None:
    """Highlight some words, and let the file change."""
    start = reading.text.index(PASSAGE)
    session = reading.screen.session
    session.library.annotate(session.document, Span(start, start + len(PASSAGE)), note="why?")
    await changed(reading, text)


async def test_an_unsure_note_is_confirmed_or_refused_in_the_pane(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await marked(reading, REWORDED)
        assert standing(reading) == [Standing.UNSURE]
        await reading.press("A")
        assert "unsure: + or -?" in reading.shown
        await reading.press("-")
        assert standing(reading) == [Standing.ORPHAN]
        assert "not found" in reading.shown
        await reading.press("u")
        assert standing(reading) == [Standing.UNSURE]
        await reading.press("+")
        assert standing(reading) == [Standing.ANCHORED]
        assert "unsure" not in reading.shown
        await reading.press("+")
        assert "Its place is sure." in reading.shown


async def test_an_orphan_is_attached_to_what_is_selected(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await marked(reading, ARTICLE.replace("Nothing is named in this one, and it is only here to be read.", "Gone."))
        assert standing(reading) == [Standing.ORPHAN]
        await reading.press("A", "p")
        assert "Select its place" in reading.shown
        await reading.press("escape", "j", "v", "w", "A", "p")
        assert standing(reading) == [Standing.ANCHORED]
        assert [quote for _, quote, _, _ in reading.marks] == ["Mark Zuckerberg"]
        await reading.press("u")
        assert standing(reading) == [Standing.ORPHAN]


async def test_the_review_lists_what_is_in_doubt_and_settles_it(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "enter")
        await marked(reading, REWORDED)
        await reading.press("g", "a", "o")
        assert len(quotes(reading)) == 1 and "unsure" in reading.shown
        review(reading).rows.focus()
        await reading.press("-")
        assert "not found" in reading.shown
        await reading.press("u", "+")
        assert quotes(reading) == [], "it is in doubt no more"
        await reading.press("o")
        assert len(quotes(reading)) == 2
        await reading.press("escape")
        assert standing(reading) == [Standing.ANCHORED, Standing.ANCHORED]


async def test_where_there_are_many_the_others_follow(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(attaching, "FEW", 1)
    monkeypatch.setattr(attaching, "SHOWN", 10)
    async with read() as reading:
        await reading.press("j", "v", "enter", "G", "v", "enter", "g", "g", "j")
        session = reading.screen.session
        soon, are_all = session.library.attaching.soon(session.document, reading.screen.view.offset_of_cursor)
        assert not are_all and soon
        await marked(reading, ARTICLE.replace("# Beginning", "# Beginning\n\nSomething new stands here."))
        assert standing(reading) == [Standing.ANCHORED] * 3
        assert [quote for _, quote, _, _ in reading.marks] == ["Mark", PASSAGE, "Meta"]
