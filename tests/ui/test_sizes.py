"""Terminals of every size, and from any size to any other, whatever is open."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.session import Session
from tui.ui.widgets.search_panel import HitsList

ARTICLE = """\
# A heading that is longer than some terminals are wide

Mark Zuckerberg spoke first, of *many* things. Then **Lex Fridman** asked. 漢字とかなが続く。

> A quotation of some length, in which `code` stands.

- one item
- another item

| name | what it is |
| --- | ---: |
| Llama | a model |
| a very long name in a cell | 12 |

```python
def answer(question: str) -> int:
    return 42
```

Meta closes the text, and Fridman leaves.
"""

SIZES = [
    *[(columns, rows) for columns in (1, 2, 3, 5) for rows in (1, 2, 3, 24)],
    *[(columns, rows) for columns in (13, 39, 59, 60, 99, 100) for rows in (1, 5, 24)],
    (500, 200),
]
OPEN = {
    "reading": (),
    "searching": ("slash",),
    "notes": ("A",),
    "entities": ("i",),
    "help": ("question_mark",),
    "note editor": ("a",),
    "palette": ("colon",),
    "export": ("e",),
    "documents": ("O",),
}
"""What is open, and the keys that open it while reading."""
SCREENS = frozenset({"help", "note editor", "palette", "export", "documents"})
"""What is a screen of its own."""
PATIENCE = 30.0
"""Seconds until a screen that should open is given up: a busy machine takes its time."""


@asynccontextmanager
async def reading(tmp_path: Path, columns: int, rows: int) -> AsyncIterator[tuple[LlamaApp, Pilot[None]]]:
    """The app with two texts, notes, hits, and something selected."""
    paths = [tmp_path / name for name in ("one.md", "two.md")]
    for path in paths:
        path.write_text(ARTICLE, encoding="utf-8")
    library = Library(places())
    app = LlamaApp(Session(library, paths, library.open(paths[0])), Settings())
    async with app.run_test(size=(columns, rows)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("2", "G", "enter", "m", "b", "3", "G", "v", "v", "enter")
        await pilot.press("slash", *"fridman", "escape", "5", "G", "v", "w")
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield app, pilot


def assert_fills(app: LlamaApp, columns: int, rows: int) -> None:
    strips = app.screen._compositor.render_strips()
    assert len(strips) == rows
    assert {strip.cell_length for strip in strips} == {columns}


@pytest.mark.parametrize("what", OPEN)
async def test_whatever_is_open_fits_itself_into_every_size(tmp_path: Path, what: str) -> None:
    async with reading(tmp_path, 80, 24) as (app, pilot):
        if OPEN[what]:
            await pilot.press("escape")
        await pilot.press(*OPEN[what])
        async with asyncio.timeout(PATIENCE):
            while len(app.screen_stack) <= (what in SCREENS):
                await pilot.pause()
        await pilot.pause()
        opened = type(app.screen)
        for columns, rows in SIZES:
            await pilot.resize_terminal(columns, rows)
            await pilot.pause()
            assert_fills(app, columns, rows)
        assert type(app.screen) is opened
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape")
        await pilot.pause()


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (1, 30), (30, 1), (2, 2), (3, 3), (4, 7), (500, 200)])
async def test_everything_opens_in_the_smallest_and_the_largest(tmp_path: Path, columns: int, rows: int) -> None:
    async with reading(tmp_path, columns, rows) as (app, pilot):
        for keys in OPEN.values():
            await pilot.press("escape")
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.press("down", "up", "pagedown", "pageup")
            await pilot.pause()
            assert_fills(app, columns, rows)
            await pilot.press("escape")
            await pilot.pause()
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_any_key_at_any_size_after_any_other(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    keys = [
        *("j", "k", "w", "b", "G", "g", "}", "{", "v", "V", "w", "escape", "enter", "n", "N", "tab", "shift+tab"),
        *("/", "a", "i", "A", "O", "?", ":", "R", "m", "u", "C", "d", "pagedown", "pageup", "ctrl+d", "ctrl+s", "down"),
    ]
    async with reading(tmp_path, 80, 24) as (app, pilot):
        for _ in range(40):
            columns, rows = chance.randint(1, 140), chance.choice((1, 2, 3, 5, 8, 24, 60))
            await pilot.resize_terminal(columns, rows)
            await pilot.press(*chance.choices(keys, k=3))
            await pilot.pause()
            assert app.is_running
            assert_fills(app, columns, rows)


async def test_a_hit_shows_all_of_its_excerpt_though_its_pane_was_hidden(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    words = " ".join(f"word{number}" for number in range(60))
    path.write_text(f"# Long\n\n{words}\n\n{words}\n", encoding="utf-8")
    library = Library(places())
    app = LlamaApp(Session(library, [path], library.open(path)), Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("slash", *"word30")
        await pilot.pause()
        for columns in (80, 120, 60, 200, 80):
            await pilot.resize_terminal(columns, 24)
            await pilot.pause()
            hits = app.screen.query_one(HitsList)
            strips = [hits.render_line(y).text.strip() for y in range(9)]
            assert [bool(strip) for strip in strips[:8]] == [True] * 8, strips
            assert strips[0] == "¶ 2"
            assert strips[4] == "¶ 3"
            assert "word30" in " ".join(strips[1:4])
            assert strips[3].endswith("…")
