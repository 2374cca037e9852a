"""Where highlights overlap: what is said, and which of them the keys take."""

from __future__ import annotations

from pathlib import Path

from tui.annotations.kinds import Colour
from tui.document.model import Span
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session


async def test_where_highlights_overlap_the_keys_take_the_shortest_and_say_so(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text("# One\n\nalpha beta gamma delta epsilon\n", encoding="utf-8")
    library = Library(places())
    document = library.open(path)
    start = document.blocks.start(1)

    def colours() -> dict[str, Colour]:
        placed = library.annotations(document)
        return {each.annotation.anchor.quote: each.annotation.colour for each in placed}

    library.annotate(document, Span(start, start + 22), colour=Colour.YELLOW)
    library.annotate(document, Span(start + 6, start + 30), colour=Colour.PINK)
    library.annotate(document, Span(start + 6, start + 16), colour=Colour.BLUE)
    app = LlamaApp(Session(library, [path], document), Settings())
    async with app.run_test(size=(120, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReaderScreen)

        async def press(*keys: str) -> str:
            await pilot.press(*keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return screen.key_bar.render_line(0).text.strip()

        assert "marks here" not in await press("2", "G")
        assert await press("w") == "3 marks here; c, C and d take the shortest: “beta gamma” (blue)"
        assert "3 marks here" not in await press("v")
        await press("escape")
        assert await press("C") == "✓ Colour: pink"
        assert colours()["beta gamma"] is Colour.PINK
        await press("d")
        assert "beta gamma" not in colours()
        assert await press("w") == "2 marks here; c, C and d take the shortest: “alpha beta gamma delta” (yellow)"
        assert "marks here" not in await press("w", "w")
