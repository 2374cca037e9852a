"""The entities pane, driven as a reader drives it: its orders, its filter, and what it lights in the text."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from tui.entities.browsing import Reach
from tui.entities.kinds import EntityType
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.keymap import Where
from tui.ui.screens.company import CompanyScreen, SharedScreen
from tui.ui.screens.concordance import ConcordanceScreen, LineList
from tui.ui.screens.note_editor import NoteEditor
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.widgets.entities_panel import TypeHeading, drawn

ARTICLE = """\
# Beginning

Mark Zuckerberg spoke first. Then *Lex Fridman* asked. Zuckerberg answered at length.

Nothing is named in this one, and it is only here to be read.

Meta closes the text in Paris, and Fridman leaves. Zuckerberg stays.
"""
OTHER = """\
# Elsewhere

Ada Lovelace wrote to Mark Zuckerberg, who had not been born.
"""


class Pane:
    """A screen under test, and what one wants to know of its entities."""

    def __init__(self, app: LlamaApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = next(screen for screen in app.screen_stack if isinstance(screen, ReaderScreen))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def choose(self, name: str) -> None:
        """Go to the pane, with the cursor on a name."""
        await self.press("i", "g", "g")
        while (entity := self.screen.entities.rows.entity) is None or entity.name != name:
            await self.press("j")

    @property
    def names(self) -> list[str]:
        return [row.name for row in self.screen.entities.rows.values if not isinstance(row, TypeHeading)]

    @property
    def rest(self) -> str:
        """What stands from the text's cursor on."""
        return str(self.screen.session.document.text)[self.screen.view.offset_of_cursor :]

    @property
    def lit(self) -> list[str]:
        """What is lit in the text as mentions, in its order."""
        layer = self.screen.view._painter.layers.get("trail")
        document = self.screen.session.document
        blocks = range(len(document.blocks)) if layer is not None else ()
        return [str(document.text)[painted.start : painted.end] for block in blocks for painted in layer(block)]

    @property
    def shown(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


Open = Callable[..., AbstractAsyncContextManager[Pane]]


@pytest.fixture
def opened(home: Path, tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_them(
        *texts: str, size: tuple[int, int] = (120, 40), settings: Settings | None = None
    ) -> AsyncIterator[Pane]:
        paths = [tmp_path / f"{number}.md" for number in range(len(texts or [ARTICLE]))]
        for path, text in zip(paths, texts or [ARTICLE], strict=True):
            path.write_text(text, encoding="utf-8")
        library = Library(places())
        app = LlamaApp(Session(library, paths, library.open(paths[0])), settings or Settings())
        async with app.run_test(size=size) as pilot:
            pane = Pane(app, pilot)
            await pane.settle()
            while not pane.screen.session.is_searchable:
                await pilot.pause(0.01)
            await pane.settle()
            yield pane

    return open_them


async def test_entities_stand_under_their_types_the_most_named_first(opened: Open) -> None:
    async with opened() as pane:
        rows = pane.screen.entities.rows.values
        headings = [row.type for row in rows if isinstance(row, TypeHeading)]
        assert headings == [EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE]
        assert pane.names == ["Mark Zuckerberg", "Lex Fridman", "Meta", "Paris"]


async def test_one_key_sorts_them_otherwise_and_the_title_says_how(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("i")
        assert "by mentions" in pane.shown
        await pane.press("s")
        assert "by appearance" in pane.shown
        await pane.press("s")
        assert pane.names == ["Lex Fridman", "Mark Zuckerberg", "Meta", "Paris"]
        await pane.press("s")
        assert pane.names == ["Mark Zuckerberg", "Lex Fridman", "Meta", "Paris"]


async def test_names_are_filtered_as_one_types_and_escape_brings_all_back(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("i", "f", *"fridmna")
        assert pane.names == ["Lex Fridman"]
        assert pane.screen.where is Where.FILTER
        assert "1 of 4" in pane.shown
        await pane.press("enter")
        assert pane.rest.startswith("Lex Fridman asked")
        assert pane.screen.where is Where.ENTITIES
        await pane.press("escape")
        assert len(pane.names) == 4
        assert pane.screen.entities.rows.entity is not None
        assert pane.screen.entities.rows.entity.name == "Lex Fridman"
        await pane.press("escape")
        assert pane.screen.where is Where.READING


async def test_a_filter_that_finds_nothing_says_so_and_its_keys_do_no_harm(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("i", "f", *"xqzwvk")
        assert "No name like it." in pane.shown
        assert pane.names == []
        await pane.press("down", "up", "enter", "enter", "a", "y", "asterisk", "escape")
        assert len(pane.names) == 4


async def test_what_is_typed_over_several_names_is_gone_through_with_arrows(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("i", "f", "e", "down", "down", "up", "enter")
        assert pane.screen.entities.rows.entity is not None
        assert pane.screen.entities.rows.entity.name == "Lex Fridman"


async def test_the_chosen_entity_is_lit_in_the_text_while_the_pane_has_the_keys(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Lex Fridman")
        assert pane.lit == ["Lex Fridman", "Fridman"]
        text = str(pane.screen.session.document.text)
        assert [*pane.screen.naming.lit_offsets] == [text.index("Lex Fridman"), text.index("Fridman leaves")]
        await pane.press("j")
        assert pane.lit == ["Meta"]
        await pane.press("escape")
        assert pane.lit == []


async def test_enter_follows_the_mentions_and_the_frame_says_which_one_it_is(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Mark Zuckerberg")
        steps = []
        for _ in range(4):
            await pane.press("enter")
            steps.append((pane.rest[:16], str(pane.screen.entities.border_subtitle)[:3]))
        assert steps == [
            ("Mark Zuckerberg ", "1/3"),
            ("Zuckerberg answe", "2/3"),
            ("Zuckerberg stays", "3/3"),
            ("Mark Zuckerberg ", "1/3"),
        ]
        await pane.press("escape", "n")
        assert pane.rest.startswith("Zuckerberg answered")
        assert str(pane.screen.entities.border_subtitle).startswith("2/3")
        assert pane.lit == ["Mark Zuckerberg", "Zuckerberg", "Zuckerberg"]
        await pane.press("escape")
        assert pane.lit == []
        assert "/3" not in str(pane.screen.entities.border_subtitle)


async def test_from_the_text_to_the_entity_under_the_cursor(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("4", "G", "g", "i")
        assert pane.screen.where is Where.ENTITIES
        assert pane.screen.entities.rows.entity is not None
        assert pane.screen.entities.rows.entity.name == "Meta"
        await pane.press("escape", *"wwwww", "g", "i")
        assert pane.screen.entities.rows.entity.name == "Paris"
        await pane.press("escape", "3", "G", "g", "i")
        assert "Nobody and nothing is named in this paragraph." in pane.shown


async def test_over_all_texts_enter_goes_from_one_to_the_next(opened: Open) -> None:
    async with opened(ARTICLE, OTHER) as pane:
        await pane.press("i", "o")
        assert "Ada Lovelace" in pane.names
        assert "2 texts · by mentions" in pane.shown
        await pane.choose("Mark Zuckerberg")
        for _ in range(4):
            await pane.press("enter")
        assert pane.rest.startswith("Mark Zuckerberg, who")
        assert str(pane.screen.entities.border_subtitle).startswith("4/4")
        assert pane.screen.where is Where.ENTITIES
        await pane.press("enter")
        assert pane.rest.startswith("Mark Zuckerberg spoke")
        await pane.press("o")
        assert "Ada Lovelace" not in pane.names


async def test_of_one_text_alone_there_is_nothing_more_to_list(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("i", "o")
        assert "Only this text is open." in pane.shown


async def test_a_note_is_written_on_the_mention_and_the_search_asks_for_the_entity(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Lex Fridman")
        await pane.press("a")
        assert isinstance(pane.app.screen, NoteEditor)
        await pane.press(*"hm", "ctrl+s")
        assert [placed.annotation.anchor.quote for placed in pane.screen.session.placed] == ["Lex Fridman"]
        await pane.choose("Lex Fridman")
        await pane.press("asterisk")
        assert pane.screen.search.input.value == 'entity:"Lex Fridman"'


async def test_the_notes_that_concern_an_entity_are_listed_alone(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("2", "G", "v", "enter", "3", "G", "a", *"about Fridman", "ctrl+s")
        await pane.press("4", "G", "enter")
        assert len(pane.screen.notes.values) == 3
        await pane.choose("Lex Fridman")
        await pane.press("A")
        quotes = [placed.annotation.anchor.quote[:8] for placed in pane.screen.notes.values]
        assert quotes == ["Nothing ", "Meta clo"]
        assert "Lex Fridman · 2 of 3" in pane.shown
        await pane.press("escape")
        assert pane.screen.where is Where.NOTES
        assert len(pane.screen.notes.values) == 3
        await pane.choose("Paris")
        await pane.press("A", "d")
        await pane.press("A", "escape")
        assert len(pane.screen.notes.values) == 2
        assert pane.screen.where is Where.READING


async def test_mentions_are_written_to_a_file(opened: Open, tmp_path: Path) -> None:
    async with opened() as pane:
        await pane.choose("Lex Fridman")
        await pane.press("e")
        assert "Export the mentions of “Lex Fridman”" in pane.shown
        path = tmp_path / "mentions.csv"
        pane.app.screen.query_one(Input).value = str(path)
        await pane.press("enter")
        rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
        assert [row["mention"] for row in rows] == ["Lex Fridman", "Fridman"]
        await pane.press("f", *"zuck", "escape", "E")
        path = tmp_path / "all.json"
        pane.app.screen.query_one(Input).value = str(path)
        await pane.press("enter")
        assert [each["name"] for each in json.loads(path.read_text(encoding="utf-8"))["entities"]] == pane.names


async def test_the_frame_says_when_only_a_part_of_a_long_text_was_looked_through(opened: Open) -> None:
    async with opened() as pane:
        panel = pane.screen.entities
        panel.set_entities(pane.screen.session.entities, Reach({}, 0), share=0.034)
        await pane.settle()
        assert "4 in the first 3 %" in pane.shown


async def test_where_nothing_is_named_the_keys_do_no_harm(opened: Open) -> None:
    async with opened("it is only here to be read\n") as pane:
        await pane.press("i", "enter", "l", "w", "c", "t", "d", "m", "x", "r", "e", "E", "a", "y", "asterisk", "s", "f")
        await pane.press("a", "enter", "escape")
        assert "Nobody and nothing is" in pane.shown
        await pane.press("A")
        assert pane.screen.where is Where.NOTES


async def test_the_bar_is_shown_where_there_is_room(opened: Open) -> None:
    async with opened(size=(200, 60)) as wide:
        assert drawn([1, 0, 3]) == "▃·█"
        assert "·▃·▃" not in wide.shown
        assert "█" in wide.shown or "▃" in wide.shown
    async with opened(size=(120, 40)) as narrow:
        assert "▃" not in narrow.shown


async def test_a_concordance_lines_up_every_mention_and_opens_at_one(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Mark Zuckerberg")
        await pane.press("l")
        assert isinstance(pane.app.screen, ConcordanceScreen)
        lines = [line for line in pane.shown.splitlines() if "¶ " in line and "Zuckerberg" in line[20:]]
        columns = [line.index("Mark Zuckerberg" if "Mark Zuckerberg" in line else "Zuckerberg") for line in lines[1:]]
        assert len(set(columns)) == 1
        await pane.press("s")
        assert "by what is before" in pane.shown
        await pane.press("s", "slash", *"stays")
        assert "1 of 3" in pane.shown
        await pane.press("enter")
        assert pane.rest.startswith("Zuckerberg stays")
        assert pane.screen.where is Where.READING
        await pane.press("n")
        assert pane.rest.startswith("Mark Zuckerberg spoke")


async def test_a_concordance_of_wide_characters_stays_in_its_columns(opened: Open) -> None:
    second = "Ada told Mark Zuckerberg that e\u0301 is one, and 漢字漢字漢字漢字."
    text = f"# 章\n\n漢字漢字 Mark Zuckerberg 漢字。\n\n{second}\n"
    async with opened(text, size=(60, 20)) as pane:
        await pane.choose("Mark Zuckerberg")
        await pane.press("l")
        rows = pane.app.screen.query_one(LineList)
        drawn_rows = [rows.lines(value, 50)[0].left for value in rows.values]
        widths = [[cell_len(inked.text) for inked in row] for row in drawn_rows]
        assert len(widths) == 2
        assert widths[0] == widths[1]
        assert sum(widths[0]) == 50
        await pane.press("escape")
        assert pane.screen.where is Where.ENTITIES


async def test_a_concordance_is_opened_from_the_text_too(opened: Open) -> None:
    async with opened() as pane:
        await pane.press("g", "I")
        assert "No name here" in pane.shown
        await pane.press("j", "g", "I")
        assert isinstance(pane.app.screen, ConcordanceScreen)
        await pane.press("escape")
        assert pane.app.screen is pane.screen


async def test_two_names_are_followed_through_a_text(opened: Open) -> None:
    async with opened() as pane:
        await pane.choose("Mark Zuckerberg")
        await pane.press("l", "w")
        assert isinstance(pane.app.screen, CompanyScreen)
        assert "Named with Mark Zuckerberg" in pane.shown
        assert "2 of 2 ¶" in pane.shown
        await pane.press("slash", *"frid", "enter")
        assert isinstance(pane.app.screen, SharedScreen)
        assert "2 paragraphs" in pane.shown
        await pane.press("j", "enter")
        assert pane.app.screen is pane.screen
        assert pane.rest.startswith("Fridman leaves")
        assert pane.lit == ["Mark Zuckerberg", "Lex Fridman", "Zuckerberg", "Fridman", "Zuckerberg"]
        await pane.press("n", "n")
        assert pane.rest.startswith("Mark Zuckerberg spoke")


async def test_who_is_named_alone_keeps_no_company(opened: Open) -> None:
    async with opened("# One\n\nMark Zuckerberg spoke first, and then he went.\n") as pane:
        await pane.press("i", "w")
        assert "Nobody and nothing is named in the same paragraphs." in pane.shown
        await pane.press("enter", "slash", "x", "escape", "escape")
        assert pane.app.screen is pane.screen


@pytest.mark.parametrize("size", [(3, 3), (1, 1), (50, 20)])
async def test_small_screens(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size=size) as pane:
        await pane.press("i", "f", "m", "enter", "i", "s", "l", "s", "slash", "a", "escape", "escape")
        await pane.press("i", "w", "enter", "escape", "escape", "escape", "escape")


async def test_before_names_are_looked_for_nobody_says_that_there_are_none(opened: Open) -> None:
    async with opened("# Title\n\nnothing here\n") as pane:
        panel = pane.screen.entities
        assert panel.rows.empty == "Nobody and nothing is named here."
        pane.screen.naming.forget()
        assert panel.rows.empty == "Looking for names…"
