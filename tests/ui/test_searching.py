"""The search pane, driven as a reader drives it."""

from __future__ import annotations

from tests.ui.test_reader import Open, Reading, read  # noqa: F401 - the fixture
from tui.search.index import Index
from tui.search.kinds import Listed
from tui.ui.theme import Depth, palette
from tui.ui.widgets.result_rows import Asked, Found, Marked, Row, row_lines

WALRUS = {"second.md": "# Second\n\n## Of the sea\n\nA walrus lives here, far from the first text.\n\nNobody speaks.\n"}


def rows(reading: Reading) -> list[Row]:
    return list(reading.screen.search.hits.values)


def passages(reading: Reading) -> list[str]:
    return [
        row.document.block_text(row.document.blocks[row.hit.block]) for row in rows(reading) if isinstance(row, Found)
    ]


def status(reading: Reading) -> str:
    """What stands below the input."""
    line = reading.screen.search.where_line
    return line.render_line(0).text.strip()


async def test_a_filter_is_completed_by_tab_and_narrows(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"ty")
        assert status(reading) == "Tab type:"
        await reading.press("tab")
        assert reading.screen.search.input.value == "type:"
        assert status(reading).startswith("Tab type:person type:")
        await reading.press("o", "r", "tab")
        assert reading.screen.search.input.value == "type:organisation "
        assert passages(reading) == ["Meta closes the text, and Fridman leaves."]
        assert reading.screen.focused is reading.screen.search.input


async def test_tab_goes_to_the_next_pane_where_nothing_can_be_completed(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"meta", "tab")
        assert reading.screen.focused is reading.screen.view


async def test_the_scope_turns_from_all_texts_to_this_one(read: Open) -> None:  # noqa: F811
    async with read(more=WALRUS) as reading:
        await reading.press("/", *"text")
        assert status(reading) == "passages · open texts"
        assert len(passages(reading)) == 2
        while "this text" not in status(reading):
            await reading.press("ctrl+t")
        assert passages(reading) == ["Meta closes the text, and Fridman leaves."]


async def test_what_is_listed_turns_to_headings_entities_and_notes(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("G", "a", *"about endings", "ctrl+s")
        await reading.press("/", *"ending", "ctrl+l")
        assert reading.screen.searching.listed is Listed.HEADINGS
        assert passages(reading) == ["Ending"]
        assert "1 heading" in reading.shown
        await reading.press("ctrl+l", "ctrl+u", *"zukerberg")
        [row] = rows(reading)
        assert isinstance(row, Found) and row.hit.inside is not None
        assert "Mark Zuckerberg  Zuckerberg" in reading.shown, "the name, and the form that was found"
        assert "1 entity" in reading.shown
        await reading.press("enter")
        assert reading.rest.startswith("Mark Zuckerberg spoke")
        await reading.press("/", "ctrl+l", "ctrl+u", *"endings")
        [row] = rows(reading)
        assert isinstance(row, Found) and row.hit.inside is not None and row.hit.inside.text == "about endings"
        assert "about endings" in reading.shown
        await reading.press("ctrl+l")
        assert reading.screen.searching.listed is Listed.PASSAGES


async def test_an_empty_line_offers_queries_and_bookmarks(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("G", "m", "q", "g", "g")
        await reading.press("/", *"fridman", "enter", "/", *"zukerberg", "enter")
        await reading.press("/", "ctrl+u")
        assert [row.query for row in rows(reading) if isinstance(row, Asked)] == ["zukerberg", "fridman"]
        assert [row.number for row in rows(reading) if isinstance(row, Marked)] == [7]
        await reading.press("down", "enter")
        assert reading.screen.search.input.value == "fridman"
        assert len(passages(reading)) == 2
        await reading.press("ctrl+u", "down", "down", "enter")
        assert reading.number == 7
        assert reading.screen.focused is reading.screen.view


async def test_a_query_is_kept_under_a_name_and_forgotten(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"fridman", "ctrl+s", *"the host", "enter")
        await reading.press("/", "ctrl+u")
        assert "the host" in reading.shown
        assert Asked("fridman", "the host") in rows(reading)
        await reading.press("enter")
        assert reading.screen.search.input.value == "fridman"
        await reading.press("home", "delete")
        assert reading.screen.search.input.value == "ridman", "with words in the line the key deletes a letter"
        await reading.press("ctrl+u", "ctrl+k", "delete")
        assert not [row for row in rows(reading) if isinstance(row, Asked)]


async def test_a_word_that_is_nowhere_offers_the_nearest(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"!fridman")
        await reading.press("ctrl+u", *"'zukerberg")
        assert "No “zukerberg”. There is:" in reading.shown
        await reading.press("enter")
        assert reading.screen.search.input.value == "'Zuckerberg"
        assert len(passages(reading)) == 1


async def test_a_passage_of_another_text_is_previewed(read: Open) -> None:  # noqa: F811
    async with read(more=WALRUS) as reading:
        await reading.press("/", *"walrus")
        assert reading.screen.search.preview.display
        assert "Of the sea" in reading.shown, "the heading above the passage"
        assert "Nobody speaks." in reading.shown, "what follows the passage"
        assert reading.screen.session.document.title == "A short text"
        await reading.press("ctrl+u", *"lex asked")
        assert not reading.screen.search.preview.display


async def test_an_entity_goes_on_being_followed_when_marks_change(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("i", "enter")
        assert reading.screen.naming.followed is not None
        await reading.press("escape", "enter")
        assert reading.screen.naming.followed is not None


async def test_the_text_shows_the_best_passage_while_one_types_and_comes_back(read: Open) -> None:  # noqa: F811
    text = (
        "# Long\n\n" + "\n\n".join(f"Paragraph number {number} of many." for number in range(200)) + "\n\nA walrus.\n"
    )
    async with read(text) as reading:
        assert "Paragraph number 3 of many" in reading.shown
        await reading.press("/", *"walrus")
        view = [line[:50] for line in reading.lines()]
        assert any("A walrus." in line for line in view), "the text pane follows"
        await reading.press("escape")
        assert any("Paragraph number 3 of many" in line[:50] for line in reading.lines())
        assert reading.number == 1


async def test_an_excerpt_shows_both_words_where_both_have_room(read: Open) -> None:  # noqa: F811
    text = (
        "Publié pour la recherche, LLaMA s’est échappé et a fait école. Meta entend persévérer dans l’ouverture, sans "
        "avoir décidé si son prochain modèle de langage sera, lui aussi, open source."
    )
    async with read(text, name="one.txt") as reading:
        document = reading.screen.session.document
    index = Index()
    index.add(document)
    inks = palette(dark=True, depth=Depth.FULL)
    for one, other in (("entend", "décidé"), ("échappé", "entend"), ("école", "ouverture"), ("sera", "source")):
        hit = index.search(f"{one} {other}").hits[0]
        for width in range(30, 60):
            shown = "".join(
                ink.text for line in row_lines(Found(hit, document, False), width, inks) for ink in line.left
            )
            assert one in shown, width
            assert other in shown, width


async def test_what_was_passed_over_is_named_beside_the_count(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"fridman", "space", *"qqqqqqq")
        assert any("2 passages without “qqqqqqq”" in line for line in reading.lines())


async def test_no_full_stop_stands_before_the_dots_of_an_excerpt(read: Open) -> None:  # noqa: F811
    text = "A walrus sleeps. " * 60
    async with read(text, name="one.txt") as reading:
        document = reading.screen.session.document
    index = Index()
    index.add(document)
    inks, hit = palette(dark=True, depth=Depth.FULL), index.search("walrus").hits[0]
    shown = [
        "".join(ink.text for line in row_lines(Found(hit, document, False), width, inks) for ink in line.left)
        for width in range(30, 60)
    ]
    assert all(each.endswith("…") for each in shown)
    assert any(each.endswith("sleeps…") for each in shown)
    assert not any(each.endswith(".…") for each in shown)


async def test_what_was_passed_over_is_no_markup(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("/", *"fridman")
        reading.screen.searching.search_for("fridman after:[b]")
        await reading.settle()
        assert any("without “after:[b]”" in line for line in reading.lines())
