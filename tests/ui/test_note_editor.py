"""Writing a note: tags and links completed as one types, templates, the reader's own editor."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.ui.test_reader import Open, read  # noqa: F401 - the fixture
from tui.document.failures import Refused
from tui.settings import places
from tui.ui.outside_editor import editor, written
from tui.ui.screens.note_editor import NoteEditor


async def test_every_tag_on_the_line_is_completed(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "a", "x", "tab", *"doubt evidence", "enter")
        await reading.press("G", "a", "y", "tab", *"dou", "right", "space", *"#evi", "right", "enter")
        assert reading.marks[-1][3] == ("doubt", "evidence")


async def test_a_link_is_completed_and_followed(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("G", "a", *"as [[Lex", "right", *" says in [[p2", "right", "ctrl+s")
        assert reading.marks[0][2] == "as [[Lex Fridman]] says in [[p2]]"
        await reading.press("g", "f")
        assert reading.rest.startswith("Lex Fridman asked")
        await reading.press("G", "2", "g", "f")
        assert reading.number == 2
        assert reading.rest.startswith("Mark Zuckerberg spoke")


async def test_a_link_that_leads_nowhere_is_said(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("a", *"[[p99]]", "ctrl+s", "g", "f")
        assert "99 leads nowhere" in reading.shown
        await reading.press("d", "a", *"plain", "ctrl+s", "g", "f")
        assert "No link in this note" in reading.shown


async def test_templates_are_gone_through(read: Open) -> None:  # noqa: F811
    folder = places().config / "templates"
    folder.mkdir(parents=True)
    (folder / "a-claim.md").write_text("**Claim** ({title}, ¶ {paragraph}): {quote} {unknown}\n", encoding="utf-8")
    (folder / "b-doubt.md").write_text("**Doubt**: ", encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    async with read() as reading:
        await reading.press("G", "a", "f3")
        area = reading.app.screen.query_one(TextArea)
        assert area.text == "**Claim** (A short text, ¶ 7): Meta closes the text, and Fridman leaves. {unknown}"
        await reading.press("f3")
        assert area.text == "**Doubt**: ", "nothing was typed, so the next one takes its place"
        await reading.press(*"mine", "f3")
        assert area.text.startswith("**Doubt**: mine\n\n**Claim**"), "what was typed stays"


async def test_without_templates_it_is_said_where_they_belong(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("a", "f3")
        assert "no templates" in reading.shown


async def test_an_editor_that_is_not_named_is_asked_for(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with read() as reading:
        await reading.press("a", *"kept", "f4")
        assert isinstance(reading.app.screen, NoteEditor)
        assert "set $EDITOR" in reading.shown
        assert reading.app.screen.query_one(TextArea).text == "kept"
        assert reading.app.screen.query_one(Input) is not None


def _script(tmp_path: Path, code: str) -> list[str]:
    path = tmp_path / "editor with blanks.py"
    path.write_text(
        f"#!{sys.executable}\nimport sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{code}\n", encoding="utf-8"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return [str(path), "--wait"]


def test_the_readers_editor_is_run_on_the_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = _script(tmp_path, "path.write_text(path.read_text(encoding='utf-8').upper() + 'é', encoding='utf-8')")
    assert written(command, "a note") == "A NOTE\né"
    monkeypatch.setenv("EDITOR", f"'{command[0]}' --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    assert editor() == command


def test_an_editor_that_fails_leaves_the_note_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="status 3"):
        written(_script(tmp_path, "path.write_text('lost'); sys.exit(3)"), "a note")
    with pytest.raises(Refused, match="cannot be run"):
        written([str(tmp_path / "nothing here")], "a note")
    monkeypatch.setenv("VISUAL", "'unclosed")
    with pytest.raises(Refused, match="VISUAL"):
        editor()


async def test_a_reply_stands_below_its_note_and_marks_nothing_twice(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("j", "v", "a", *"who says so", "ctrl+s", "r", *"the Times does", "ctrl+s")
        assert [note for _, _, note, _ in reading.marks] == ["who says so", "the Times does"]
        shown = reading.shown
        assert "↳" in shown
        assert shown.index("who says so") < shown.index("the Times does")
        first, reply = reading.screen.session.placed
        assert reply.annotation.relations.parent == first.annotation.id
        await reading.press("u")
        assert len(reading.marks) == 1


async def test_a_note_on_the_whole_text_is_never_lost(read: Open) -> None:  # noqa: F811
    async with read() as reading:
        await reading.press("G", "g", "n", *"all of it", "ctrl+s")
        assert "the whole text" in reading.shown
        assert reading.shown.count("✎") == 1, "only in the notes pane: no passage is marked"
        [placed] = reading.screen.session.placed
        assert placed.span is not None
        await reading.press("A", "enter")
        assert reading.number == 1


async def test_a_reply_says_to_what(read: Open) -> None:  # noqa: F811
    async with read(size=(60, 24)) as reading:
        await reading.press("j", "a", *"doubtful", "ctrl+s", "r")
        assert "Reply to: ─" in reading.shown
        assert "doubtful" in reading.shown
        assert "next colour" not in reading.shown
        await reading.press("f2", *"yes", "ctrl+s")
        assert [note for _, _, note, _ in reading.marks] == ["doubtful", "yes"]


async def test_how_to_leave_is_told_on_the_smallest_screen(read: Open) -> None:  # noqa: F811
    async with read(size=(40, 12)) as reading:
        await reading.press("a")
        assert "Ctrl+S save · Esc leave" in reading.shown
