"""Code has the colours of its language, which lie under everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.document.readers import Source
from tui.document.reading import read
from tui.library import Library
from tui.settings import Settings, places
from tui.ui.app import LlamaApp
from tui.ui.code_colours import MOST, coloured
from tui.ui.screens.reader import ReaderScreen
from tui.ui.session import Session
from tui.ui.theme import Syntax

CODE = 'Words.\n\n```python\ndef herd(size: int) -> str:\n    return "llama" * 12  # many\n```\n'


def _parts(text: str) -> list[tuple[str, Syntax]]:
    document = read(text.encode(), Source("id", "/a.md", ".md", "a"))
    block = next(block for block in document.blocks if block.kind == "code")
    return [(document.quote(span), kind) for span, kind in coloured(document, block)]


def test_the_parts_of_code_are_told_apart() -> None:
    assert _parts(CODE) == [
        ("def", Syntax.KEYWORD),
        ("herd", Syntax.NAME),
        ("return", Syntax.KEYWORD),
        ('"', Syntax.STRING),
        ("llama", Syntax.STRING),
        ('"', Syntax.STRING),
        ("12", Syntax.NUMBER),
        ("# many", Syntax.COMMENT),
    ]


@pytest.mark.parametrize("language", ["", "klingon", "[/red]", "../../etc/passwd", "é"])
def test_unknown_languages_have_no_colours(language: str) -> None:
    assert _parts(f"```{language}\ndef herd(): ...\n```\n") == []


def test_only_the_beginning_of_very_long_code_is_coloured() -> None:
    parts = _parts("```python\n" + "return 1\n" * MOST + "```\n")
    assert 0 < len(parts) <= 2 * MOST // 9 + 2


async def test_colours_come_after_the_first_frame(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "code.md"
    path.write_text(CODE, encoding="utf-8")
    library = Library(places())
    app = LlamaApp(Session(library, [path], library.open(path)), Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        screen = app.screen
        assert isinstance(screen, ReaderScreen)

        def colour_of(word: str) -> object:
            for strip in screen._compositor.render_strips():
                for segment in strip:
                    if word in segment.text and segment.style is not None:
                        return segment.style.color
            raise AssertionError(f"{word} is not shown")

        while colour_of("def") == colour_of("ords."):
            await pilot.pause(0.02)
        assert len({str(colour_of(word)) for word in ("def", "herd", "llama", "12", "# many", "ords.")}) == 6
