"""What the bundled article looks like, letter by letter, in three sizes and both languages.

The pictures are plain text, so that a change can be read in a diff. After a change that is meant, run
``SNAPSHOTS=write pytest tests/ui/test_snapshots.py`` and look at what has changed before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.library import Library
from tui.settings import Settings, places
from tui.ui import wording
from tui.ui.app import LlamaApp
from tui.ui.session import Session

FOLDER = Path(__file__).parent / "snapshots"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("columns", "rows"), [(50, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_bundled_article_looks_as_it_did(home: Path, language: str, columns: int, rows: int) -> None:
    library = Library(places())
    path = library.edition(language)
    session = Session(library, [path], library.open(path))
    wording.speak(language)
    try:
        app = LlamaApp(session, Settings())
        async with app.run_test(size=(columns, rows)) as pilot:
            while not session.is_searchable or not session.entities:
                await pilot.pause(0.01)
            await pilot.press("2", "G", "right_parenthesis", "v", "v", "enter")
            while not session.placed:
                await pilot.pause(0.01)
            await pilot.press("slash", *"zuckerbrg", "escape", "4", "G")
            await app.workers.wait_for_complete()
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    finally:
        wording.speak("en")
    shown = "\n".join(lines) + "\n"
    assert len(lines) == rows
    kept = FOLDER / f"article-{language}-{columns}x{rows}.txt"
    if os.environ.get("SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")
