"""The real command in a real terminal: started, read, marked, killed, and left."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

TEXT = "# A text\n\nThe first paragraph names Ada Lovelace.\n\nThe second paragraph is a plain one.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def annotations() -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tui", "annotations", "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)["annotations"]
    return found


@pytest.mark.parametrize(
    ("locale", "pane", "title"), [("en_GB.UTF-8", "Paragraphs", "Half"), ("fr_FR.UTF-8", "Paragraphes", "Moitié")]
)
def test_the_bundled_article_opens_in_the_readers_language(
    terminal: Callable[..., Any], locale: str, pane: str, title: str
) -> None:
    screen = terminal(locale=locale)
    screen.wait_for(pane)
    screen.wait_for(title)
    screen.wait_for("Mark Zuckerberg")
    screen.press("q")
    assert screen.wait_for_end() == 0


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 60)])
def test_a_whole_task(terminal: Callable[..., Any], article: Path, tmp_path: Path, columns: int, rows: int) -> None:
    screen = terminal(str(article), columns=columns, rows=rows)
    screen.wait_for("The second paragraph")
    screen.press("/", "lovelase")
    screen.wait_for("1 passage")
    screen.press("enter")
    screen.wait_for("“lovelase”  1/1")
    screen.press("v", "v", "enter")
    screen.wait_for("Highlight saved")
    screen.press("}", "a")
    screen.wait_for("Ctrl+S")
    screen.press("Is it?", "tab", "doubt", "ctrl+s")
    screen.wait_for("Note saved")
    screen.press("m", "x")
    screen.wait_for("Bookmark x set")
    screen.press("A", "g", "g", "enter")
    screen.press("e")
    screen.wait_for("Export the annotations")
    screen.press("ctrl+u", str(tmp_path / "out.md"), "enter")
    screen.wait_for("Written")
    screen.press("q")
    assert screen.wait_for_end() == 0
    found = annotations()
    assert [(each["kind"], each["paragraph"], each["quote"], each["note"], each["tags"]) for each in found] == [
        ("highlight", 2, "The first paragraph names Ada Lovelace.", "", []),
        ("note", 3, "The second paragraph is a plain one.", "Is it?", ["doubt"]),
        ("bookmark", 3, "The second paragraph is a plain one.", "", []),
    ]
    written = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "> The first paragraph names Ada Lovelace." in written
    assert "#doubt" in written


def test_a_burst_of_keys_is_taken_in_its_order(terminal: Callable[..., Any], article: Path) -> None:
    screen = terminal(str(article))
    screen.wait_for("The second paragraph")
    screen.press("/plain\rvv\rggjvvaSo it is\tclaim doubt\x13Gmz?\x1b")
    screen.wait_for("Bookmark z set", "the last act of the burst")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert [(each["kind"], each["paragraph"], each["note"], each["tags"]) for each in annotations()] == [
        ("note", 2, "So it is", ["claim", "doubt"]),
        ("highlight", 3, "", []),
        ("bookmark", 3, "", []),
    ]


def test_what_was_confirmed_survives_sigkill(terminal: Callable[..., Any], article: Path) -> None:
    for number in range(1, 4):
        screen = terminal(str(article))
        screen.wait_for("The second paragraph")
        screen.press(f"{number}", "G", "enter")
        screen.wait_for("Highlight saved")
        screen.process.kill(signal.SIGKILL)
        assert screen.wait_for_end() == -signal.SIGKILL
        assert sorted(each["paragraph"] for each in annotations()) == list(range(1, number + 1))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_note_being_written_is_saved_when_the_program_is_told_to_end(
    terminal: Callable[..., Any], article: Path, number: signal.Signals
) -> None:
    screen = terminal(str(article))
    screen.wait_for("The second paragraph")
    screen.press("a")
    screen.wait_for("Ctrl+S")
    screen.press("half a thou")
    screen.wait_for("half a thou")
    os.kill(screen.process.pid, number)
    assert screen.wait_for_end() == 128 + number
    assert [each["note"] for each in annotations()] == ["half a thou"]
    assert b"\x1b[?1049l" in screen.raw, "the terminal is given back as it was"


def test_the_reading_position_comes_back(terminal: Callable[..., Any], article: Path) -> None:
    screen = terminal(str(article))
    screen.wait_for("¶ 1/3")
    screen.press("3", "G")
    screen.wait_for("¶ 3/3")
    screen.press("q")
    assert screen.wait_for_end() == 0
    again = terminal(str(article))
    again.wait_for("¶ 3/3")


def test_standard_input_is_read_and_keys_still_work(home: Path) -> None:
    import pexpect
    import pyte

    screen = pyte.Screen(100, 30)
    stream = pyte.ByteStream(screen)
    command = f"printf '# Piped\\n\\nFrom a pipe it came.\\n' | {sys.executable} -m tui -"
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"}
    process = pexpect.spawn("/bin/sh", ["-c", command], dimensions=(30, 100), env=environment, timeout=20)
    pressed = False
    end = time.monotonic() + 20
    while process.isalive() and time.monotonic() < end:
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            stream.feed(process.read_nonblocking(65536, timeout=0.1))
        if not pressed and "From a pipe it came." in "\n".join(screen.display):
            process.send("q")
            pressed = True
    process.close()
    assert pressed
    assert process.exitstatus == 0


def test_bad_input_is_refused_in_one_sentence_before_the_screen_opens(
    terminal: Callable[..., Any], tmp_path: Path, home: Path
) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("absent.md", "empty.md", "picture.md", "pipe", "folder"):
        screen = terminal(str(tmp_path / name))
        assert screen.wait_for_end() == 1
        told = screen.raw.decode()
        assert name in told
        assert told.strip().count("\n") == 0, told
        assert "Traceback" not in told
        assert "\x1b" not in told


def test_a_broken_database_is_refused_and_left_as_it_is(
    terminal: Callable[..., Any], article: Path, home: Path
) -> None:
    database = home / "data" / "annotations.db"
    database.parent.mkdir(parents=True)
    for content in (b"", b"this is no database at all, whatever its name may say" * 50):
        database.write_bytes(content)
        screen = terminal(str(article))
        assert screen.wait_for_end() == 1
        assert b"annotations.db" in screen.raw
        assert b"Traceback" not in screen.raw
        assert database.read_bytes() == content


@pytest.mark.parametrize("asked", [{"TERM": "xterm-256color", "NO_COLOR": "1"}, {"TERM": "vt100"}])
def test_monochrome_terminals_get_no_colour(home: Path, article: Path, asked: dict[str, str]) -> None:
    import pexpect

    environment = {**os.environ, **asked, "LC_ALL": "en_GB.UTF-8"}
    written = BytesIO()
    process = pexpect.spawn(
        sys.executable, ["-m", "tui", str(article)], dimensions=(30, 100), env=environment, timeout=20
    )
    process.logfile_read = written
    process.expect("second paragraph")
    process.send("q")
    process.expect(pexpect.EOF)
    process.close()
    assert process.exitstatus == 0
    attributes = re.findall(rb"\x1b\[([0-9;:]*)m", written.getvalue())
    assert attributes
    codes = {int(code) for each in attributes for code in re.split(rb"[;:]", each) if code}
    assert not codes & {*range(30, 39), *range(40, 49), *range(90, 108)}


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (3, 3), (500, 200)])
def test_the_smallest_and_the_largest_terminal_read_mark_and_resize(
    terminal: Callable[..., Any], article: Path, columns: int, rows: int
) -> None:
    screen = terminal(str(article), columns=columns, rows=rows)
    # Before bracketed paste is asked for the terminal may still turn an Enter into a line feed.
    screen.wait_for(lambda text: b"\x1b[?2004h" in screen.raw, "the screen of a program of its own")
    screen.press("/", "lovelase", "enter", "v", "v", "enter", "?", "q", "a", "ctrl+s", "A")
    for size in ((2, 1), (24, 80), (200, 500), (1, 1), (30, 100)):
        screen.process.setwinsize(*size)
        screen.screen.resize(*size)
        screen.read(0.2)
    screen.wait_for("The first paragraph names")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert [(each["kind"], each["quote"]) for each in annotations()] == [
        ("highlight", "The first paragraph names Ada Lovelace.")
    ]


def test_a_burst_of_motions_ends_where_they_lead_one_by_one(terminal: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("\n\n".join(f"Paragraph {n} has five words." for n in range(1, 301)) + "\n", encoding="utf-8")
    screen = terminal(str(path), columns=100, rows=30)
    screen.wait_for("Paragraph 1 has")
    burst = "250G3w" + "\x1b[1;2C" * 4 + "\x1b" + "ggGGgg50%2jwvw" + "\x0f" + "go" + "7G" + "wwY"
    screen.press(burst)
    screen.wait_for("Copied")
    copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", screen.raw)
    assert base64.b64decode(copied[-1]).decode() == f"Paragraph 7 has five words.\n— long, ¶ 7 ({path})"
    screen.press("''\x0f\x0f\x0f")
    screen.press("q")
    assert screen.wait_for_end() == 0


def test_the_mouse_of_a_real_terminal_selects_what_it_is_dragged_over(
    terminal: Callable[..., Any], article: Path
) -> None:
    screen = terminal(str(article))
    screen.wait_for("The second paragraph")
    row = next(number for number, line in enumerate(screen.screen.display, 1) if "The second" in line)
    column = screen.screen.display[row - 1].index("second") + 1
    screen.press(f"\x1b[<0;{column};{row}M\x1b[<32;{column + 5};{row}M\x1b[<0;{column + 5};{row}m", "y")
    screen.wait_for("Copied")
    screen.press(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m" * 3, "Y")
    screen.wait_for(lambda _: len(re.findall(rb"\x1b\]52;c;", screen.raw)) == 2, "a second copy")
    copied = [base64.b64decode(each).decode() for each in re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)", screen.raw)]
    assert copied == ["second", f"The second paragraph is a plain one.\n— A text, ¶ 3 ({article})"]
    screen.press("q")
    assert screen.wait_for_end() == 0
