"""The codebook and what is opened from it, driven as a reader drives them."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tui.annotations.codebook import Code
from tui.annotations.coders import Agreement, Coded
from tui.annotations.model import Relations
from tui.document.model import Span
from tui.ui.screens.codebook import Chapter, CodebookScreen, CodersScreen, MeetingsScreen
from tui.ui.screens.review import Listed, ReviewScreen


async def two_marks(reading: Reading) -> None:
    """One passage with two tags, one below another; one with one of them."""
    library, document = reading.screen.session.library, reading.screen.session.document
    for words, tags in {"Mark": ("claim/bold", "doubt"), "Meta closes": ("doubt",)}.items():
        start = str(document.text).index(words)
        library.annotate(document, Span(start, start + len(words)), tags=tags)
    reading.screen.show_marks(library.annotations(document))
    await reading.press("g", "t")


def codes(reading: Reading) -> list[tuple[str, int, int]]:
    screen = reading.app.screen
    assert isinstance(screen, CodebookScreen)
    return [(each.tag, each.own, each.whole) for each in screen.rows.values if isinstance(each, Code)]


async def type_over(reading: Reading, *text: str) -> None:
    """Type a line in the stead of the one that is proposed."""
    reading.app.screen.query_one(Input).value = ""
    await reading.press(*text, "enter")


async def test_a_tag_is_renamed_described_and_merged_and_that_is_undone(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        before = [("claim", 0, 1), ("claim/bold", 1, 1), ("doubt", 2, 2)]
        assert codes(reading) == before
        await reading.press("r")
        await type_over(reading, *"thesis")
        assert codes(reading) == [("doubt", 2, 2), ("thesis", 0, 1), ("thesis/bold", 1, 1)]
        screen = reading.app.screen
        assert isinstance(screen, CodebookScreen)
        assert screen.rows.chosen is not None and screen.rows.chosen.tag == "thesis"
        await reading.press("c", *"Held", "enter")
        assert screen.rows.chosen.description == "Held"
        await reading.press("r")
        await type_over(reading, *"doubt/bold")
        await reading.press("u")
        assert codes(reading) == [("doubt", 2, 2), ("thesis", 0, 1), ("thesis/bold", 1, 1)]
        await reading.press("g", "g", "space", "space", "m")
        await type_over(reading, *"all")
        assert codes(reading) == [("all", 2, 2), ("all/bold", 1, 1)]
        for _ in range(3):
            await reading.press("u")
        assert codes(reading) == before
        await reading.press("escape")
        assert {tag for each in reading.screen.session.placed for tag in each.annotation.tags} == {
            "claim/bold",
            "doubt",
        }


async def test_what_cannot_be_is_said_in_the_frame(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        await reading.press("G", "r")
        await type_over(reading, *"claim/bold")
        screen = reading.app.screen
        assert isinstance(screen, CodebookScreen)
        assert "already" in str(screen.box.border_subtitle)


async def test_the_annotations_of_a_tag_are_shown_and_one_is_opened(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        await reading.press("enter")
        review = reading.app.screen
        assert isinstance(review, ReviewScreen)
        assert [row.reviewed.annotation.anchor.quote for row in review.rows.values if isinstance(row, Listed)] == [
            "Mark"
        ]
        await reading.press("escape")
        assert isinstance(reading.app.screen, CodebookScreen)
        await reading.press("enter", "enter")
        assert reading.app.screen is reading.screen
        assert reading.rest.startswith("Mark Zuckerberg")


async def test_tags_that_meet_are_listed_and_their_annotations_shown(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        await reading.press("w")
        screen = reading.app.screen
        assert isinstance(screen, MeetingsScreen)
        assert [(each.tags, each.times) for each in screen.rows.values] == [(("claim/bold", "doubt"), 1)]
        await reading.press("enter")
        review = reading.app.screen
        assert isinstance(review, ReviewScreen)
        assert [row.reviewed.annotation.anchor.quote for row in review.rows.values if isinstance(row, Listed)] == [
            "Mark"
        ]
        await reading.press("q", "q")
        assert isinstance(reading.app.screen, CodebookScreen)


async def test_the_codebook_opens_from_the_review_and_gives_back_to_it(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        await reading.press("q", "g", "a", "T", "r")
        await type_over(reading, *"thesis")
        await reading.press("q")
        review = reading.app.screen
        assert isinstance(review, ReviewScreen)
        tags = {tag for row in review.rows.values if isinstance(row, Listed) for tag in row.reviewed.annotation.tags}
        assert tags == {"thesis/bold", "doubt"}


async def test_one_coder_alone_is_told_how_there_come_to_be_two(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await two_marks(reading)
        await reading.press("a")
        screen = reading.app.screen
        assert isinstance(screen, CodebookScreen)
        assert "--coder" in str(screen.box.border_subtitle)


@pytest.mark.parametrize("is_installed", [True, False])
async def test_two_coders_stand_side_by_side(
    read: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    is_installed: bool,
) -> None:
    if is_installed:
        pytest.importorskip("nltk", reason="the extra [agreement] is not installed")
    else:
        monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    async with read() as reading:
        await two_marks(reading)
        store = reading.screen.session.library.store
        first = store.living()[0]
        for name, tags in {"Ann": ("claim/bold",), "Ben": ()}.items():
            store.put(replace(first, id=f"{name}-1", tags=tags, relations=Relations(author=name)))
        await reading.press("a")
        screen = reading.app.screen
        assert isinstance(screen, CodersScreen)
        assert [each.tags for each in screen.rows.values if isinstance(each, Coded)] == [
            (("claim/bold", "doubt"), ("claim/bold",)),
            (("doubt",), ()),
        ]
        figures = {each.tag: each.kappa for each in screen.rows.values if isinstance(each, Agreement)}
        if is_installed:
            assert (figures["claim/bold"], figures["doubt"]) == (1, 0)
            await reading.press("b", "b")
            assert any("paragraphs" in each.words for each in screen.rows.values if isinstance(each, Chapter))
        else:
            assert not figures
            assert "pip install" in str(screen.box.border_subtitle)
        await reading.press("slash", *"meta closes", "enter")
        assert reading.app.screen is reading.screen
        assert reading.rest.startswith("Meta closes")
