"""Make the pictures of the README from the real program: three sizes, two themes, SVG and PNG.

    python screenshots/make.py

Needs the extra ``pictures`` and a monospaced font on the machine. The program reads a home of its own,
so nobody's notes are shown, and the reader's keys are pressed as a person would press them.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

import resvg_py

from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.session import Session

HERE = Path(__file__).parent
SIZES = [(80, 24), (120, 40), (200, 60)]
FONT = "DejaVu Sans Mono"
QUERY = "zukerbrg open"
"""Misspelt, and found in more than one place."""


async def picture(columns: int, rows: int, theme: str, home: Path) -> str:
    """The screen as SVG after a little reading."""
    library = Library(places(home))
    path = library.edition("en")
    app = LlamaApp(Session(library, [path], library.open(path)), Settings(theme=theme))
    async with app.run_test(size=(columns, rows)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press("2", "G", "right_parenthesis", "v", "v", "enter")
        await pilot.press("7", "G", "m", "b")
        await pilot.press("9", "G", "right_parenthesis", "v", "v", "C", "a")
        await pilot.pause()
        await pilot.press(*"Limited, but for how long?", "tab", *"doubt", "f2", "ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.press("g", "g", "/", *QUERY)
        await app.workers.wait_for_complete()
        if columns >= 100:
            await pilot.press("enter")
        await pilot.pause()
        return app.export_screenshot(title="llama-tui")


def with_local_font(svg: str) -> str:
    """The same picture without a font from the web."""
    return re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", FONT).replace("arial", FONT)


def main() -> None:
    """Write all pictures beside this file, in all colours whatever the terminal has."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_COLOR_SYSTEM="truecolor")
    os.environ.pop("NO_COLOR", None)
    for columns, rows in SIZES:
        for theme in ("dark", "light"):
            with tempfile.TemporaryDirectory() as home:
                svg = asyncio.run(picture(columns, rows, f"llama-{theme}", Path(home)))
            svg = with_local_font(svg)
            name = f"reader-{columns}x{rows}-{theme}"
            (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")
            (HERE / f"{name}.png").write_bytes(resvg_py.svg_to_bytes(svg_string=svg))
            print(name)


if __name__ == "__main__":
    main()
