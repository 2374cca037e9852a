"""Moving and choosing, pressed and clicked on the real screen."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.pilot import Pilot

from tests.ui.test_reader import Open, Reading, read
from tui.annotations.kinds import Colour, Kind
from tui.ui.jumps import MOST, Jumps, Visit

__all__ = ["read"]

TEXT = """\
# Alpha

One two, three. Four five six. Seven?

Second paragraph: Zürich e\u0301te\u0301 漢字かな 👩‍👩‍👧 end.

Third names two again. And two more.
"""
LONG = "# Long\n\n" + "\n\n".join(f"Paragraph number {n} has some words in it." for n in range(1, 101)) + "\n"


async def moved(reading: Reading, *keys: str) -> str:
    await reading.press(*keys)
    return reading.rest


async def test_words_lines_and_percent_in_the_screen(read: Open) -> None:
    async with read(TEXT) as reading:
        assert (await moved(reading, "j", "W", "W")).startswith("three")
        assert (await moved(reading, "g", "e")).startswith(", three")
        assert (await moved(reading, "B")).startswith("two,")
        assert (await moved(reading, "E")).startswith(", three")
        assert (await moved(reading, "end")).startswith("?\n")
        assert (await moved(reading, "home")).startswith("One")
        assert (await moved(reading, "ctrl+right")).startswith("two")
        assert (await moved(reading, "ctrl+left")).startswith("One")
        assert (await moved(reading, "2", "right_parenthesis")).startswith("Seven")
        assert (await moved(reading, "1", "0", "0", "percent_sign")).startswith("Third")
        assert (await moved(reading, "0", "percent_sign")).startswith("Third"), "0 is the start of the line"
        assert (await moved(reading, "ctrl+home")).startswith("Alpha")
        assert (await moved(reading, "ctrl+end")).startswith("Third")


async def test_a_character_is_never_cut(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("3", "G", "f1", "w", "w", "w", "w")
        assert reading.rest.startswith("\u00e9t\u00e9"), "readers compose what can be composed"
        await reading.press("w", "w")
        assert reading.rest.startswith("👩‍👩‍👧")
        await reading.press("l")
        assert reading.rest.startswith(" end")
        await reading.press("h", "g", "c")
        assert reading.selected == "👩‍👩‍👧"
        await reading.press("h", "h")
        assert reading.selected == "な 👩‍👩‍👧"


async def test_shift_and_arrows_select_between_characters(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "shift+right", "shift+right")
        assert reading.selected == "On"
        await reading.press("shift+left")
        assert reading.selected == "O"
        await reading.press("shift+left")
        assert reading.selected == ""
        await reading.press("w", "shift+left")
        assert reading.selected == " "
        await reading.press("ctrl+shift+left")
        assert reading.selected == "One "
        await reading.press("escape", "0", "shift+end")
        assert reading.selected == "One two, three. Four five six. Seven?"
        await reading.press("escape", "0", "ctrl+shift+down")
        assert reading.selected == "One two, three. Four five six. Seven?\n\n"
        await reading.press("escape", "shift+home", "ctrl+shift+end")
        assert reading.selected.endswith("two more."), "the last character too"
        await reading.press("shift+left")
        assert reading.selected.endswith("two more")
        await reading.press("escape", "g", "g", "shift+down")
        assert reading.selected == "Alpha\n\n"


async def test_shift_goes_on_from_a_word_that_was_selected(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "w", "v", "shift+right")
        assert reading.selected == "two,"
        await reading.press("shift+left", "shift+left")
        assert reading.selected == "tw"


async def test_units_are_chosen_and_rounded(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "w", "g", "s")
        assert reading.selected == "One two, three."
        await reading.press("escape", "w", "g", "w")
        assert reading.selected == "two"
        await reading.press("w", "w", "g", "s")
        assert reading.selected == "One two, three."
        await reading.press("V")
        assert reading.selected == "two, three"
        await reading.press("g", "p")
        assert reading.selected == "One two, three. Four five six. Seven?"
        await reading.press("escape", "g", "l")
        assert reading.selected == "One two, three. Four five six. Seven?"


async def test_a_line_is_what_the_screen_shows_as_one(read: Open) -> None:
    async with read("word " * 60) as reading:
        await reading.press("j", "g", "l")
        assert 0 < len(reading.selected) < 80
        assert reading.text.count(reading.selected) > 1
        await reading.press("j", "g", "l")
        assert len(reading.selected) > 80


async def test_word_by_word_down_to_the_character(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "v", "V")
        assert reading.selected == "O"
        await reading.press("l", "l")
        assert reading.selected == "One"
        await reading.press("2", "v")
        assert reading.selected == "One two, three. Four five six. Seven?"


async def test_to_a_character_of_the_paragraph(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "f", "F")
        assert reading.rest.startswith("Four")
        await reading.press("F", "e")
        assert reading.rest.startswith("e. Four")
        await reading.press("2", "semicolon")
        assert reading.rest.startswith("e two")
        await reading.press("comma")
        assert reading.rest.startswith("ee. Four")
        await reading.press("0", "t", "e", "semicolon")
        assert reading.rest.startswith("ree"), "one short of the next one"
        await reading.press("f", "z")
        assert "No z there" in reading.shown
        assert reading.rest.startswith("ree")
        await reading.press("0", "g", "c", "t", "space")
        assert reading.selected == "One"
        await reading.press("escape", "$", "T", "x", "T", "x")
        assert reading.rest.startswith(". Seven?")
        await reading.press("comma")
        assert reading.rest.startswith(". Seven?"), "there is none behind it"


class Mouse:
    """Presses, drags and lets go, at cells of the screen."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.pilot: Pilot[None] = reading.pilot

    def cell(self, words: str, within: int = 0) -> tuple[int, int]:
        """Where on the screen the character stands that is so many cells right of where the words begin."""
        from rich.cells import cell_len

        for y, line in enumerate(self.reading.lines()):
            at = line.find(words)
            if at >= 0:
                return cell_len(line[:at]) + within, y
        raise AssertionError(f"not shown: {words}")

    async def _post(self, kind: type[events.MouseEvent], at: tuple[int, int], *, shift: bool, button: int = 1) -> None:
        await self.pilot._post_mouse_events([kind], offset=at, button=button, shift=shift)

    async def down(self, at: tuple[int, int], *, shift: bool = False) -> None:
        await self._post(events.MouseDown, at, shift=shift)

    async def move(self, at: tuple[int, int], *, button: int = 1) -> None:
        await self._post(events.MouseMove, at, shift=False, button=button)
        await self.reading.settle()

    async def up(self, at: tuple[int, int]) -> None:
        await self._post(events.MouseUp, at, shift=False)
        await self.reading.settle()

    async def click(self, at: tuple[int, int], times: int = 1, *, shift: bool = False) -> None:
        for _ in range(times):
            await self.down(at, shift=shift)
            await self.up(at)


async def test_dragging_selects_exactly_the_cells(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        await mouse.down(mouse.cell("One two", 2))
        await mouse.move(mouse.cell("One two", 5))
        assert reading.selected == "e tw"
        await mouse.move(mouse.cell("One two", 0))
        assert reading.selected == "One"
        await mouse.move(mouse.cell("One two", 2))
        assert reading.selected == "e"
        await mouse.up(mouse.cell("One two", 2))
        await mouse.move(mouse.cell("Second"))
        assert reading.selected == "e", "the button is up"


async def test_dragging_over_wide_characters_takes_them_whole(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        for first, last in ((0, 2), (1, 3), (0, 3), (1, 2)):
            await mouse.down(mouse.cell("漢字かな", first))
            await mouse.move(mouse.cell("漢字かな", last))
            assert reading.selected == "漢字"
            await mouse.up(mouse.cell("漢字かな", last))
        await mouse.down(mouse.cell("👩", 1))
        await mouse.move(mouse.cell("👩", 2))
        assert reading.selected == "👩‍👩‍👧 "
        await mouse.up(mouse.cell("👩", 2))


async def test_behind_a_lines_end_nothing_is_taken(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        beyond = mouse.cell("Seven?", 9)
        await mouse.down(beyond)
        assert reading.rest.startswith("?\n")
        await mouse.move(mouse.cell("Second"))
        assert reading.selected == "\n\nS"
        await mouse.move(mouse.cell("Seven?", 5))
        assert reading.selected == "?"
        await mouse.up(beyond)


async def test_a_drag_that_began_in_the_text_ends_beyond_it(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        await mouse.down(mouse.cell("two more", 4))
        await mouse.move((mouse.cell("two more")[0], 30))
        await mouse.up((118, 39))
        assert reading.selected == "more."
        await reading.press("y")
        assert reading.app.clipboard == "more."


async def test_several_clicks_choose_word_sentence_and_paragraph(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        await mouse.click(mouse.cell("five"), 2)
        assert reading.selected == "five"
        await mouse.click(mouse.cell("five"), 1)
        assert reading.selected == "Four five six."
        await mouse.click(mouse.cell("five"), 1)
        assert reading.selected == "One two, three. Four five six. Seven?"
        await mouse.click(mouse.cell("five"), 1)
        assert reading.selected == ""


async def test_dragging_after_two_clicks_goes_by_words(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        at = mouse.cell("Four five", 6)
        await mouse.click(at)
        await mouse.down(at)
        await mouse.move(mouse.cell("six", 1))
        assert reading.selected == "five six"
        await mouse.move(mouse.cell("three", 1))
        assert reading.selected == "three. Four five"
        await mouse.up(at)


async def test_shift_and_click_selects_to_there(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        await mouse.click(mouse.cell("two, three"))
        await mouse.click(mouse.cell("five", 3), shift=True)
        assert reading.selected == "two, three. Four five"
        await mouse.click(mouse.cell("Four", 3), shift=True)
        assert reading.selected == "two, three. Four"
        await mouse.click(mouse.cell("One"), shift=True)
        assert reading.selected == "One "


async def test_a_drag_beyond_the_edge_scrolls(read: Open) -> None:
    async with read(LONG, size=(80, 20)) as reading:
        mouse = Mouse(reading)
        view = reading.screen.view
        await mouse.down(mouse.cell("number 2", 7))
        await mouse.move((30, 19))
        while view.top < 10:
            await reading.pilot.pause(0.01)
        assert "number 8 " in reading.selected
        await mouse.move((30, 0))
        while view.top > 0:
            await reading.pilot.pause(0.01)
        await mouse.up((30, 0))
        top = view.top
        await reading.pilot.pause(0.2)
        assert view.top == top
        assert reading.selected.endswith("Paragraph number 2")


async def test_a_button_let_go_outside_the_terminal_ends_the_drag(read: Open) -> None:
    async with read(TEXT) as reading:
        mouse = Mouse(reading)
        await mouse.down(mouse.cell("One"))
        await mouse.move(mouse.cell("One", 2))
        await mouse.move(mouse.cell("Second"), button=0)
        assert reading.selected == "One"
        assert reading.app.mouse_captured is None


async def test_the_wheel_leaves_a_selection_as_it_is(read: Open) -> None:
    async with read(LONG, size=(80, 20)) as reading:
        await reading.press("v")
        for _ in range(5):
            await reading.pilot._post_mouse_events([events.MouseScrollDown], offset=(20, 8))
        await reading.settle()
        assert reading.screen.view.top >= 9
        assert reading.selected == "Long"
        await reading.press("escape")
        await reading.pilot._post_mouse_events([events.MouseScrollDown], offset=(20, 8))
        await reading.settle()
        assert reading.number > 1, "the cursor comes along"


def visit(document: str, paragraph: int) -> Visit:
    return Visit(document, document, paragraph, paragraph * 100)


def test_back_and_forward_through_what_was_left() -> None:
    jumps = Jumps()
    assert jumps.back(visit("a", 1)) is None
    jumps.leave(visit("a", 1))
    jumps.leave(visit("a", 5))
    here = visit("b", 2)
    assert jumps.back(here) == visit("a", 5)
    assert jumps.back(visit("a", 5)) == visit("a", 1)
    assert jumps.back(visit("a", 1)) is None
    assert jumps.forward(visit("a", 1), 2) == here
    assert jumps.forward(here) is None
    assert jumps.back(here, 9) == visit("a", 1)
    jumps.leave(visit("a", 1))
    assert jumps.forward(visit("c", 1)) is None, "a jump begins a new way"


def test_each_paragraph_is_kept_once_and_not_too_many() -> None:
    jumps = Jumps()
    for number in [*range(300), 299, 298]:
        jumps.leave(visit("a", number))
    assert len(jumps) == MOST
    assert jumps.back(visit("a", 1000)) == visit("a", 298)
    assert jumps.back(visit("a", 298)) == visit("a", 299)
    assert jumps.back(visit("a", 299)) == visit("a", 297)


def test_there_and_back() -> None:
    jumps = Jumps()
    assert jumps.previous(visit("a", 1)) is None
    jumps.leave(visit("a", 1))
    assert jumps.previous(visit("a", 9)) == visit("a", 1)
    assert jumps.previous(visit("a", 1)) == visit("a", 9)
    assert jumps.previous(visit("a", 9)) == visit("a", 1)


async def test_back_over_texts(read: Open) -> None:
    async with read(LONG, more={"other.md": "# Other\n\nA walrus is here.\n\nThe end."}) as reading:
        await reading.press("4", "0", "G", "/", *"walrus", "enter")
        assert reading.rest.startswith("walrus")
        await reading.press("G", "ctrl+o")
        assert reading.rest.startswith("walrus")
        await reading.press("ctrl+o")
        assert reading.screen.session.document.title == "Long"
        assert reading.number == 40
        await reading.press("alt+left")
        assert reading.number == 1
        await reading.press("ctrl+o")
        assert "No older place" in reading.shown
        await reading.press("g", "o", "alt+right")
        assert reading.rest.startswith("walrus")
        await reading.press("g", "o")
        assert reading.rest.startswith("The end")
        await reading.press("g", "o")
        assert "No newer place" in reading.shown
        await reading.press("2", "ctrl+o")
        assert reading.number == 40


async def test_a_jump_that_leads_nowhere_is_none(read: Open) -> None:
    async with read(LONG) as reading:
        await reading.press("3", "G", "3", "G", "percent_sign", "g", "g", "g", "g", "ctrl+o")
        assert reading.number == 3
        await reading.press("ctrl+o")
        assert "No older place" in reading.shown, "the first paragraph is kept once, as the newest"
        await reading.press("g", "o")
        assert reading.number == 1


async def test_two_quotes_go_there_and_back(read: Open) -> None:
    async with read(LONG) as reading:
        await reading.press("5", "0", "G", "apostrophe", "apostrophe")
        assert reading.number == 1
        await reading.press("apostrophe", "apostrophe")
        assert reading.number == 50
        await reading.press("2", "right_curly_bracket", "grave_accent", "grave_accent")
        assert reading.number == 1


async def test_from_a_word_to_its_other_places(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "w", "asterisk")
        assert reading.rest.startswith("two again")
        assert "“two”  2/3" in reading.shown
        await reading.press("n")
        assert reading.rest.startswith("two more")
        await reading.press("2", "number_sign")
        assert reading.rest.startswith("two, three")
        await reading.press("number_sign")
        assert reading.rest.startswith("two more"), "it goes round"
        await reading.press("g", "g", "j", "2", "asterisk")
        assert "“One”  1/1" in reading.shown


async def test_a_star_takes_the_selection_as_it_is(read: Open) -> None:
    async with read("Ab ab abc.\n\nAB ABC") as reading:
        await reading.press("w", "shift+right", "shift+right", "asterisk")
        assert reading.selected == ""
        assert "“ab”  3/5" in reading.shown


async def test_what_is_done_on_a_selection_is_done_on_the_paragraph(read: Open) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "v", "enter", "d")
        assert reading.marks == []
        await reading.press("u", "g", "p", "C")
        assert [placed.annotation.colour for placed in reading.screen.session.placed] == [Colour.GREEN]
        await reading.press("d")
        assert reading.marks == []
        assert reading.selected == ""
        await reading.press("enter", "$", "C")
        assert [placed.annotation.colour for placed in reading.screen.session.placed] == [Colour.BLUE]
        await reading.press("a", *"note", "ctrl+s")
        assert reading.marks == [(Kind.NOTE, "One two, three. Four five six. Seven?", "note", ())]
        await reading.press("g", "p", "c", *" more", "ctrl+s")
        assert reading.marks == [(Kind.NOTE, "One two, three. Four five six. Seven?", "note more", ())]


async def test_copying_with_and_without_the_source(read: Open, tmp_path: Path) -> None:
    async with read(TEXT) as reading:
        await reading.press("j", "y")
        assert reading.app.clipboard == "One two, three. Four five six. Seven?"
        await reading.press("v", "Y")
        assert reading.app.clipboard == f"One\n— Alpha, ¶ 2 ({tmp_path / 'text.md'})"
        await reading.press("V", "}", "Y")
        assert reading.app.clipboard.endswith(f"— Alpha, ¶ 2–3 ({tmp_path / 'text.md'})")
        assert reading.selected == ""
        assert "Copied" in reading.shown


async def test_a_drag_over_wrapped_lines_and_cells_takes_the_text_between(read: Open) -> None:
    table = "| Name | What |\n| --- | --- |\n| some beast | a chatbot |\n\n" + "word " * 30
    async with read(table, size=(60, 30)) as reading:
        mouse = Mouse(reading)
        await mouse.down(mouse.cell("some beast", 7))
        await mouse.move(mouse.cell("a chatbot", 2))
        assert reading.selected == "ast\ta c"
        await mouse.up(mouse.cell("a chatbot", 2))
        first = mouse.cell("word word")
        await mouse.down((first[0] + 5, first[1]))
        await mouse.move((first[0] - 1, first[1] + 1))
        line = reading.selected
        assert line == line.strip() + " ", "to the start of the next line"
        await mouse.up(first)
        await reading.press("g", "l")
        assert reading.selected.startswith(line.strip())


async def test_the_smallest_panes_can_be_clicked_and_dragged_in(read: Open) -> None:
    for size in ((1, 1), (2, 2), (3, 3), (5, 4), (12, 5)):
        async with read(TEXT, size=size, name=f"{size[0]}.md") as reading:
            mouse = Mouse(reading)
            await mouse.down((size[0] // 2, size[1] // 2))
            await mouse.move((0, 0))
            await mouse.move((size[0] - 1, size[1] - 1))
            await mouse.up((0, 0))
            await reading.press("v", "l", "y", "ctrl+o", "g", "l", "Y")


async def test_back_from_a_text_that_was_chosen_in_the_list(read: Open) -> None:
    async with read(LONG, more={"other.md": "# Other\n\nA walrus is here.\n"}) as reading:
        await reading.press("5", "G", "w", "O", "j", "enter")
        assert reading.screen.session.document.title == "Other"
        await reading.press("ctrl+o")
        assert reading.screen.session.document.title == "Long"
        assert reading.rest.startswith("number 4 "), "at the very word"
        await reading.press("apostrophe", "apostrophe")
        assert reading.screen.session.document.title == "Other"
        await reading.press(":", *"way back", "enter")
        assert "No newer place" in reading.shown
