"""The screen, driven as a reader drives it, with the real library behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from threading import Event, Timer

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tui.annotations.kinds import Colour, Kind
from tui.document.model import Span
from tui.library import Library
from tui.settings import Settings, places
from tui.ui import wording
from tui.ui.app import LlamaApp
from tui.ui.screens.export import ExportScreen
from tui.ui.screens.help import HelpScreen
from tui.ui.screens.note_editor import NoteEditor
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session

ARTICLE = """\
---
title: A short text
language: en
---

# Beginning

Mark Zuckerberg spoke first. Then *Lex Fridman* asked. Zuckerberg answered at length.

Nothing is named in this one, and it is only here to be read.

- one item
- another item

## Ending

Meta closes the text, and Fridman leaves.
"""


class Reading:
    """An app under test and what one wants to know of it."""

    def __init__(self, app: LlamaApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReaderScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        """Wait until workers have nothing to do and their messages are through."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        return self.screen.session.document.text

    @property
    def number(self) -> int:
        """Of the paragraph that the cursor is in."""
        return self.screen.view.current_block.number

    @property
    def rest(self) -> str:
        """What stands from the cursor on."""
        return self.text[self.screen.view.offset_of_cursor :]

    @property
    def selected(self) -> str:
        selection = self.screen.view.selection
        return "" if selection is None else self.screen.session.document.quote(selection.span)

    @property
    def marks(self) -> list[tuple[Kind, str, str, tuple[str, ...]]]:
        """Kind, passage, note and tags of what is kept, read back from the disk."""
        session = self.screen.session
        return [
            (
                placed.annotation.kind,
                placed.annotation.anchor.quote,
                placed.annotation.note,
                placed.annotation.tags,
            )
            for placed in session.library.annotations(session.document)
        ]

    def lines(self) -> list[str]:
        """The whole screen as text."""
        compositor = self.app.screen._compositor
        return ["".join(segment.text for segment in strip) for strip in compositor.render_strips()]

    @property
    def shown(self) -> str:
        return "\n".join(self.lines())


Open = Callable[..., AbstractAsyncContextManager[Reading]]


@pytest.fixture
def read(home: Path, tmp_path: Path) -> Open:
    @asynccontextmanager
    async def opened(
        text: str | bytes = ARTICLE,
        *,
        size: tuple[int, int] = (120, 40),
        name: str = "text.md",
        settings: Settings | None = None,
        more: dict[str, str] | None = None,
    ) -> AsyncIterator[Reading]:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths = [path]
        for other, content in (more or {}).items():
            paths.append(tmp_path / other)
            paths[-1].write_text(content, encoding="utf-8")
        library = Library(places())
        document = library.open(path)
        app = LlamaApp(
            Session(library, paths, document), settings or Settings(), offset=library.position(document) or 0
        )
        async with app.run_test(size=size) as pilot:
            reading = Reading(app, pilot)
            await reading.settle()
            while not reading.screen.session.is_searchable:
                await pilot.pause(0.01)
            await reading.settle()
            yield reading

    return opened


async def test_the_first_screen_shows_text_entities_and_search(read: Open) -> None:
    async with read() as reading:
        shown = reading.shown
        assert "A short text" in shown
        assert "Mark Zuckerberg spoke first." in shown
        assert "• one item" in shown
        assert "People" in shown
        assert "Search" in shown
        assert reading.number == 1


async def test_moving_by_line_paragraph_heading_and_count(read: Open) -> None:
    async with read() as reading:
        await reading.press("j")
        assert reading.number == 2
        await reading.press("}")
        assert reading.rest.startswith("Nothing is named")
        await reading.press("right_square_bracket", "right_square_bracket")
        assert reading.rest.startswith("Ending")
        await reading.press("g", "g")
        assert reading.rest.startswith("Beginning")
        await reading.press("3", "right_curly_bracket")
        assert reading.number == 4
        await reading.press("2", "G")
        assert reading.number == 2
        await reading.press("right_parenthesis")
        assert reading.rest.startswith("Then Lex")
        await reading.press("w", "w")
        assert reading.rest.startswith("Fridman asked")
        await reading.press("b")
        assert reading.rest.startswith("Lex")
        await reading.press("dollar_sign", "0")
        assert reading.rest.startswith("Mark Zuckerberg")
        await reading.press("G")
        assert reading.number == 7
        await reading.press("apostrophe", "apostrophe")
        assert reading.number == 2
        await reading.press("down", "up", "end")
        assert reading.rest[1] == "\n" or reading.rest[1] == " "
        await reading.press("ctrl+end")
        assert reading.number == 7
        await reading.press("ctrl+home")
        assert reading.number == 1


async def test_selecting_grows_and_shrinks(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v")
        assert reading.selected == "Mark"
        await reading.press("w")
        assert reading.selected == "Mark Zuckerberg"
        await reading.press("v")
        assert reading.selected == "Mark Zuckerberg spoke first."
        await reading.press("v")
        assert reading.selected.endswith("at length.")
        await reading.press("V")
        assert reading.selected == "Mark Zuckerberg spoke first."
        await reading.press("V")
        assert reading.selected == "Mark Zuckerberg"
        await reading.press("escape")
        assert reading.selected == ""


async def test_the_other_end_moves_after_o(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "w", "w", "v", "o", "b")
        assert reading.selected == "Zuckerberg spoke"
        await reading.press("o", "w")
        assert reading.selected == "Zuckerberg spoke first"


async def test_enter_highlights_and_it_is_kept(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v", "v", "enter")
        assert reading.marks == [(Kind.HIGHLIGHT, "Mark Zuckerberg spoke first.", "", ())]
        assert "Highlight saved" in reading.shown
        assert "▌" in reading.shown


async def test_enter_without_a_selection_highlights_the_paragraph(read: Open) -> None:
    async with read() as reading:
        await reading.press("}", "}", "enter")
        assert [quote for _, quote, _, _ in reading.marks] == [
            "Nothing is named in this one, and it is only here to be read."
        ]


async def test_a_note_with_tags(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v", "v", "a")
        assert isinstance(reading.app.screen, NoteEditor)
        await reading.press(*"Why", "enter", *"so?", "tab", *"doubt #claim", "ctrl+s")
        assert reading.marks == [(Kind.NOTE, "Mark Zuckerberg spoke first.", "Why\nso?", ("doubt", "claim"))]
        assert "Note saved" in reading.shown
        assert "#doubt #claim" in reading.shown
        assert "✎" in reading.shown


async def test_leaving_a_written_note_asks_once(read: Open) -> None:
    async with read() as reading:
        await reading.press("a", *"words", "escape")
        assert isinstance(reading.app.screen, NoteEditor)
        assert "not saved" in reading.shown
        await reading.press("escape")
        assert reading.app.screen is reading.screen
        assert reading.marks == []


async def test_changing_recolouring_deleting_undoing(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v", "enter", "c")
        await reading.press(*"A thought", "ctrl+s")
        assert reading.marks == [(Kind.NOTE, "Mark", "A thought", ())]
        await reading.press("C")
        assert [placed.annotation.colour for placed in reading.screen.session.placed] == [Colour.GREEN]
        await reading.press("d")
        assert reading.marks == []
        await reading.press("u")
        assert [note for _, _, note, _ in reading.marks] == ["A thought"]
        await reading.press("u", "u")
        assert reading.marks == [(Kind.HIGHLIGHT, "Mark", "", ())]
        await reading.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert reading.marks == []
        await reading.press("ctrl+r")
        assert "Nothing to redo" in reading.shown


async def test_bookmarks_by_letter_and_without(read: Open) -> None:
    async with read() as reading:
        await reading.press("}", "}", "m")
        assert "a to z" in reading.shown
        await reading.press("q")
        await reading.press("g", "g", "m", "enter")
        assert len(reading.marks) == 2
        await reading.press("apostrophe", "q")
        assert reading.number == 3
        await reading.press("G", "m", "q")
        assert len(reading.marks) == 2, "a letter belongs to one place"
        await reading.press("g", "g", "grave_accent", "q")
        assert reading.number == 7
        await reading.press("apostrophe", "z")
        assert "No bookmark z" in reading.shown


async def test_search_as_one_types_land_and_step(read: Open) -> None:
    async with read() as reading:
        await reading.press("/", *"zukerberg")
        assert "¶ 2" in reading.shown
        await reading.press("enter")
        assert reading.number == 2
        assert reading.rest.startswith("Zuckerberg spoke")
        assert reading.screen.focused is reading.screen.view
        await reading.press("n")
        assert reading.rest.startswith("Zuckerberg answered")
        await reading.press("N")
        assert reading.rest.startswith("Zuckerberg spoke")
        await reading.press("N")
        assert reading.rest.startswith("Zuckerberg answered"), "it goes round"


async def test_nothing_found_is_said(read: Open) -> None:
    async with read() as reading:
        await reading.press("/", *"xqzwvk")
        assert "Nothing like it here." in reading.shown
        await reading.press("escape", "n")
        assert "Nothing to go through" in reading.shown


async def test_a_star_searches_the_word_under_the_cursor(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "w", "asterisk")
        assert reading.rest.startswith("Zuckerberg answered")
        await reading.press("n")
        assert reading.rest.startswith("Zuckerberg spoke")


async def test_from_an_entity_through_its_mentions(read: Open) -> None:
    async with read() as reading:
        await reading.press("i")
        rows = reading.screen.entities.rows
        while getattr(rows.chosen, "name", "") != "Lex Fridman":
            await reading.press("j")
        await reading.press("enter")
        assert reading.rest.startswith("Lex Fridman asked")
        await reading.press("enter")
        assert reading.rest.startswith("Fridman leaves")
        await reading.press("n")
        assert reading.rest.startswith("Lex Fridman asked")


async def test_the_notes_list_opens_at_the_passage(read: Open) -> None:
    async with read() as reading:
        await reading.press("G", "v", "v", "enter", "g", "g", "A", "enter")
        assert reading.rest.startswith("Meta closes")
        assert reading.screen.focused is reading.screen.view


async def test_deleting_from_the_notes_list(read: Open) -> None:
    async with read() as reading:
        await reading.press("enter", "G", "enter", "A", "G", "d")
        assert [quote for _, quote, _, _ in reading.marks] == ["Beginning"]


async def test_help_shows_every_key_and_closes(read: Open) -> None:
    async with read(size=(120, 90)) as reading:
        await reading.press("question_mark")
        assert isinstance(reading.app.screen, HelpScreen)
        shown = reading.shown
        for word in ("next paragraph", "search as one types", "write a note", "quit", "Ctrl+D"):
            assert word in shown
        await reading.press("question_mark")
        assert reading.app.screen is reading.screen


async def test_help_and_palette_begin_with_what_is_done_every_day(read: Open) -> None:
    async with read(size=(80, 24)) as reading:
        await reading.press("question_mark")
        told = [line for line in reading.lines() if "│  " in line]
        assert "Every day" in told[1]
        for word in ("search as one types", "highlight", "write a note", "undo", "quit"):
            assert word in reading.shown
        await reading.press("escape", "colon")
        await reading.pilot.pause(0.1)
        assert "Search as one types" in reading.shown
        assert "Select the word" in reading.shown


async def test_the_palette_speaks_french(read: Open) -> None:
    wording.speak("fr")
    try:
        async with read(size=(80, 24)) as reading:
            await reading.press("colon")
            await reading.settle()
            assert "une commande, ou un bout" in reading.shown
            await reading.press(*"xqxq")
            while "Aucune commande" not in reading.shown:
                await reading.pilot.pause(0.05)
    finally:
        wording.speak("en")


async def test_the_palette_carries_out_an_action(read: Open) -> None:
    async with read() as reading:
        await reading.press("ctrl+p", *"every key")
        await reading.pilot.pause(0.3)
        await reading.press("enter")
        assert isinstance(reading.app.screen, HelpScreen)


async def test_export_writes_a_file(read: Open, tmp_path: Path) -> None:
    async with read() as reading:
        await reading.press("e")
        assert "Nothing to export yet" in reading.shown
        await reading.press("j", "v", "v", "enter", "e")
        assert isinstance(reading.app.screen, ExportScreen)
        target = tmp_path / "out.md"
        reading.app.screen.query_one(Input).value = str(target)
        await reading.press("enter")
        assert "> Mark Zuckerberg spoke first." in target.read_text(encoding="utf-8")
        assert "Written" in reading.shown
        await reading.press("e")
        reading.app.screen.query_one(Input).value = str(target)
        await reading.press("enter")
        assert "replaces it" in reading.shown, "an existing file is not replaced unasked"


async def test_the_arrows_choose_the_format_of_an_export(read: Open, tmp_path: Path) -> None:
    async with read() as reading:
        await reading.press("j", "v", "v", "enter", "e")
        name = reading.app.screen.query_one(Input)
        name.value = str(tmp_path / "out.md")
        endings = [name.value.removeprefix(str(tmp_path / "out"))]
        for _ in range(30):
            await reading.press("down")
            endings.append(name.value.removeprefix(str(tmp_path / "out")))
            if endings[-1] == ".md":
                break
        assert {".md", ".json", ".hypothesis.json", ".csv", ".taguette.csv", ".csl.json", ".html"} <= set(endings)
        assert len(endings) == len(set(endings)) + 1, "each once, and round"
        await reading.press("up")
        assert name.value == f"{tmp_path}/out{endings[-2]}"
        name.value = f"{tmp_path}/out.hypothesis.json"
        await reading.press("enter")
        assert '"rows"' in (tmp_path / "out.hypothesis.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(80, 24), (60, 12)])
async def test_an_export_names_formats_for_people(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as reading:
        await reading.press("j", "v", "v", "enter", "e")
        await reading.press("up", "up")
        assert "→ .bib " in reading.shown
        assert "BibTeX, of the texts" in reading.shown
        assert ("Markdown, for Obsidian" in reading.shown) is (size[1] >= 24)
        await reading.press("down", "down")
        assert "→ .md  " in reading.shown
        assert "Markdown, for Obsidian" in reading.shown
        assert "Esc leaves" in reading.shown


async def test_an_export_does_not_write_over_notes_that_were_changed_in_the_file(
    read: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    target = Path("out.md")
    async with read() as reading:
        await reading.press("j", "v", "v", "enter", "e")
        reading.app.screen.query_one(Input).value = str(target)
        await reading.press("enter")
        changed = target.read_text(encoding="utf-8").replace(" · yellow", " · green")
        target.write_text(changed, encoding="utf-8")
        await reading.press("e")
        reading.app.screen.query_one(Input).value = str(target)
        await reading.press("enter", "enter")
        assert "changed in it" in reading.shown
        assert target.read_text(encoding="utf-8") == changed


async def test_the_place_comes_back(read: Open) -> None:
    async with read() as reading:
        await reading.press("4", "G", "w")
    async with read() as reading:
        assert reading.number == 4
        assert reading.rest.startswith("item")


@pytest.mark.parametrize(
    ("size", "panes"),
    [((120, 40), 3), ((100, 30), 3), ((99, 30), 2), ((80, 24), 2), ((60, 20), 2), ((59, 20), 1), ((40, 10), 1)],
)
async def test_as_many_panes_as_fit(read: Open, size: tuple[int, int], panes: int) -> None:
    async with read(size=size) as reading:
        titles = [title for title in ("Paragraphs", "Entities", "Search") if f" {title} " in reading.shown]
        assert len(titles) == panes
        assert titles[0] == "Paragraphs"
        await reading.press("/")
        assert " Search " in reading.shown
        await reading.press("escape", "A")
        assert " Notes " in reading.shown
        await reading.press("escape")
        assert " Paragraphs " in reading.shown
        for _ in range(4):
            await reading.press("tab")
        assert reading.screen.focused is reading.screen.view


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (8, 2), (20, 5), (500, 200)])
async def test_no_size_of_terminal_breaks_it(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as reading:
        for keys in ("j", "}", "G", "v", "v", "escape", "/", "a", "escape", "i", "j", "escape", "question_mark"):
            await reading.press(keys)
        await reading.pilot.resize_terminal(120, 40)
        await reading.settle()
        await reading.pilot.resize_terminal(*size)
        await reading.settle()
        assert len(reading.lines()) == size[1]


async def test_resizing_keeps_the_readers_line_in_sight(read: Open) -> None:
    paragraphs = "\n\n".join(f"Paragraph {n} " + "with some words to wrap " * 12 for n in range(1, 200))
    async with read(paragraphs, name="long.txt") as reading:
        await reading.press("1", "0", "0", "G")
        for size in ((80, 24), (50, 15), (200, 60), (120, 40)):
            await reading.pilot.resize_terminal(*size)
            await reading.settle()
            assert reading.number == 100
            assert "Paragraph 100" in reading.shown


async def test_paging_shows_everything_once(read: Open) -> None:
    paragraphs = "\n\n".join(f"Paragraph {n} " + "with some words to wrap " * 9 for n in range(1, 120))
    async with read(paragraphs, name="long.txt", size=(100, 30)) as reading:
        seen = reading.shown
        for _ in range(60):
            await reading.pilot.press("pagedown")
            await reading.pilot.pause()
            seen += reading.shown
        assert reading.number == 119
        assert [n for n in range(1, 120) if f"Paragraph {n} " not in seen] == []


async def test_hostile_text_reaches_the_screen_harmless(read: Open) -> None:
    hostile = "# \x1b]52;c;aGk=\x07 [/oops] [@click=app.quit]x[/]\n\nA\u202eB \x9b31m \x00 [b]bold[/b] &#27;[2J end\n"
    async with read(hostile) as reading:
        await reading.press("a", *"[/b] note", "ctrl+s", "/", *"[/x]", "escape", "i", "escape")
        shown = reading.shown
        assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in shown.replace("\n", ""))
        assert "\u202e" not in shown
        assert "[b]bold[/b]" in shown
        assert reading.app.is_running


async def test_what_has_no_width_is_not_seen_and_does_not_hide_a_word(read: Open) -> None:
    async with read("A pass\u200bword, a wal\ufeffrus and a zero\u2060width.\n") as reading:
        assert "A password, a walrus and a zerowidth." in reading.shown
        assert "\u200b" in reading.screen.session.document.text
        await reading.press("/", *"password")
        assert "¶ 1" in reading.shown


async def test_other_texts_are_searched_and_opened(read: Open) -> None:
    async with read(more={"second.md": "# Second\n\nA walrus lives here, far from the first text.\n"}) as reading:
        await reading.press("/", *"walrus")
        assert "Second" in reading.shown
        await reading.press("enter")
        assert reading.screen.session.document.title == "Second"
        assert reading.rest.startswith("walrus")
        await reading.press("O", "k", "enter")
        assert reading.screen.session.document.title == "A short text"


async def test_a_text_that_cannot_be_read_is_told_of(read: Open) -> None:
    async with read(more={"bad.md": "\x00\x01\x02 binary"}) as reading:
        assert "bad.md" in reading.shown
        assert "not text" in reading.shown


async def test_the_mouse_places_the_cursor(read: Open) -> None:
    async with read() as reading:
        view = reading.screen.view
        lines = reading.lines()
        row = next(y for y, line in enumerate(lines) if "Mark Zuckerberg spoke" in line)
        column = lines[row].index("Zuckerberg")
        at = (column + 2, row)
        await reading.pilot.click(offset=at)
        await reading.settle()
        assert reading.rest.startswith("ckerberg spoke")
        assert reading.selected == ""
        assert view.has_focus


async def test_both_editions_of_the_bundled_article(home: Path) -> None:
    library = Library(places())
    path = library.edition("en")
    app = LlamaApp(Session(library, [path], library.open(path)), Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        reading = Reading(app, pilot)
        await reading.settle()
        await reading.press("9", "G", "o")
        document = reading.screen.session.document
        assert document.language == "fr"
        assert reading.number == 9, "the other edition opens at the same paragraph"
        await reading.press("o")
        assert reading.screen.session.document.language == "en"


async def test_the_colours_can_be_changed(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v", "enter")
        before = reading.screen.palette
        reading.app.theme = "llama-light"
        await reading.settle()
        assert reading.screen.palette is not before
        assert reading.screen.view.rich_style.bgcolor.get_truecolor() == (251, 249, 244)
        assert reading.marks


@pytest.mark.parametrize(("theme", "paper"), [("llama-dark", (20, 22, 27)), ("llama-light", (251, 249, 244))])
async def test_the_first_frame_has_the_colours_that_are_set(
    read: Open, theme: str, paper: tuple[int, int, int]
) -> None:
    async with read(settings=Settings(theme=theme)) as reading:
        colour = reading.screen.view.rich_style.bgcolor
        assert colour is not None
        assert tuple(colour.get_truecolor()) == paper


async def test_what_was_marked_moves_with_the_text(read: Open) -> None:
    async with read() as reading:
        await reading.press("G", "v", "v", "enter")
    async with read("# New beginning\n\nSomething was put before it.\n\n" + ARTICLE.split("---\n\n", 1)[1]) as reading:
        placed = reading.screen.session.placed
        assert [reading.text[mark.span.start : mark.span.end] for mark in placed if mark.span] == [
            "Meta closes the text, and Fridman leaves."
        ]
    async with read("# Quite another\n\nWith nothing left of what stood here before, at all.\n") as reading:
        assert "not found" in reading.shown
        assert reading.marks, "an orphan is kept and listed"


async def test_a_selection_may_span_paragraphs(read: Open) -> None:
    async with read() as reading:
        await reading.press("j", "v", "}", "enter")
        [placed] = reading.screen.session.placed
        blocks = reading.screen.session.document.blocks
        assert placed.span == Span(blocks[1].start, blocks[2].end)


async def test_what_is_begun_is_saved_also_when_the_reader_leaves_before_it_is(read: Open) -> None:
    gate, done = Event(), []
    async with read() as reading:
        reading.screen.keep(gate.wait, lambda _: None)
        reading.screen.keep(lambda: done.append("saved"), lambda _: None)
        await reading.pilot.pause()
        Timer(0.3, gate.set).start()
        reading.screen.workers.cancel_all()
    assert done == ["saved"]


async def test_an_export_waits_for_the_mark_that_is_still_being_saved(read: Open) -> None:
    async with read() as reading:
        gate = Event()
        reading.screen.keep(gate.wait, lambda _: None)
        Timer(0.3, gate.set).start()
        await reading.pilot.press("j", "v", "enter", "e")
        await reading.settle()
        assert isinstance(reading.app.screen, ExportScreen)


async def test_the_open_texts_are_fewer_as_one_types(read: Open) -> None:
    more = {"walrus.md": "# Walrus\n\nIt lives here.\n", "Été.md": "# Summer\n\nIt is warm.\n"}
    async with read(more=more) as reading:
        await reading.press("O")
        assert "3 texts" in reading.shown
        await reading.press("/", *"ete")
        assert "1 text ·" in reading.shown
        assert "walrus.md" not in reading.shown
        await reading.press("enter")
        assert reading.screen.session.document.title == "Summer"


async def test_the_open_texts_are_listed_by_their_titles(read: Open) -> None:
    async with read(more={"x1.md": "# Of walruses\n\nThey live here.\n"}) as reading:
        await reading.press("O")
        assert "Of walruses" in reading.shown
        assert "x1.md" in reading.shown
        await reading.press("/", *"walr", "enter")
        assert reading.screen.session.document.title == "Of walruses"
        await reading.press("O", "/", *"text.md", "enter")
        assert reading.screen.session.document.title == "A short text"


async def test_of_a_key_that_means_nothing_that_is_said_once(read: Open) -> None:
    async with read() as reading:
        await reading.press("x")
        assert "x means nothing here; ? shows every key" in reading.lines()[-1]
        await reading.press("j")
        assert "means nothing" not in reading.shown
        await reading.press("x")
        assert "means nothing" not in reading.shown
        await reading.press("Q")
        assert "Q means nothing" in reading.shown


async def test_the_open_texts_begin_at_the_one_that_is_read(read: Open) -> None:
    async with read(more={"walrus.md": "# Walrus\n\nIt lives here.\n"}) as reading:
        await reading.press("O", "j", "enter")
        assert reading.screen.session.document.title == "Walrus"
        await reading.press("O", "enter")
        assert reading.screen.session.document.title == "Walrus"


async def test_ctrl_c_says_how_to_quit(read: Open) -> None:
    async with read() as reading:
        await reading.press("ctrl+c")
        assert "q quits" in reading.lines()[-1]
