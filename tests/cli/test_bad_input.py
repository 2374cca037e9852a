"""Whatever it is given: one sentence, the right exit status, nothing lost."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

COMMANDS = {
    "read": ["read", "TEXT"],
    "search": ["search", "llama", "TEXT"],
    "entities": ["entities", "TEXT"],
    "correct": ["correct", "TEXT", "llama", "--ignore"],
    "annotate": ["annotate", "TEXT", "--quote", "llama"],
    "bookmark": ["bookmark", "TEXT", "--paragraph", "1"],
    "annotations": ["annotations", "TEXT"],
    "export": ["export", "TEXT", "--format", "json"],
    "screen": ["TEXT"],
}
AS_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


def absent(path: Path) -> None:
    """Nothing is there."""


def empty(path: Path) -> None:
    path.write_bytes(b"")


def blank(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf \n\t\n")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"text" * 100)


def fifo(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()
    (path / "picture.png").write_bytes(b"\x89PNG")
    (path / ".hidden.md").write_text("Hidden.")


def folder_of_binary(path: Path) -> None:
    path.mkdir()
    binary(path / "only.md")


def broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def circle(path: Path) -> None:
    path.symlink_to(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def below_a_file(path: Path) -> None:
    path.parent.joinpath("file").write_text("A llama.")
    path.symlink_to("file/below")


def locked(path: Path) -> None:
    path.write_text("A llama.")
    path.chmod(0)


def locked_folder(path: Path) -> None:
    path.mkdir()
    (path / "text.md").write_text("A llama.")
    path.chmod(0)


INPUTS = [
    absent,
    empty,
    blank,
    binary,
    picture,
    fifo,
    folder,
    folder_of_binary,
    broken_link,
    circle,
    zeros,
    below_a_file,
    pytest.param(locked, marks=AS_ROOT),
    pytest.param(locked_folder, marks=AS_ROOT),
]


@pytest.mark.parametrize("make", INPUTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_input_that_cannot_be_used(llama, tmp_path, home, command, make):
    text = tmp_path / "text.md"
    make(text)
    arguments = [text if word == "TEXT" else word for word in COMMANDS[command]]
    refusal = llama(*arguments)
    refusal.refused(*(["text.md"] if command != "screen" or make is absent else []))
    assert not list(home.glob("data/*"))


@pytest.mark.parametrize(
    "name", ["\x1b[2Jevil\n.md", "é\u202e.md", "~nobody-of-this-name/x.md", "x" * 300, "a/../../b", ""]
)
def test_names_that_are_no_files(llama, name):
    refusal = llama("read", name)
    refusal.refused()
    assert "\x1b" not in refusal.err and "\u202e" not in refusal.err


def test_a_name_that_is_no_text(llama, start, tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("A llama in Latin letters.")
    with start("read", os.fsdecode(b"caf\xe9.md"), "--json") as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert b"A llama" in out
    found = llama("annotate", os.fsdecode(b"caf\xe9.md"), "--quote", "llama", "--json", status=0).json
    assert llama("annotations", "--json", status=0).json["annotations"] == [found]


def test_a_file_in_the_name_of_the_readers_folder(llama, tmp_path):
    (tmp_path / "in home.md").write_text("At home.")
    assert "At home." in llama("read", "~/in home.md", environment={"HOME": str(tmp_path)}, status=0).out
    (tmp_path / "~nobody-of-this-name.md").write_text("A strange name.")
    assert "A strange name." in llama("read", "~nobody-of-this-name.md", status=0).out


def test_an_empty_standard_input(llama):
    llama("read", "-").refused("Standard input", "empty")


@pytest.mark.parametrize("closed", [{0}, {1}, {2}, {0, 1, 2}])
def test_closed_streams(start, llama, article, closed):
    with start("annotate", article, "--quote", "calm", preexec_fn=lambda: [*map(os.close, closed)]) as process:
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert bool(out) == (1 not in closed)
    assert len(llama("annotations", "--json", status=0).json["annotations"]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("arguments", [("read",), ("read", "--json"), ("--help",), ("paths",)])
def test_output_that_cannot_be_written(start, arguments):
    with Path("/dev/full").open("wb") as full, start(*arguments, stdout=full) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert err.decode() == "llama-tui: Standard output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("arguments", [("read",), ("read", "--json"), ("search", "llama"), ("--help",), ("read", "-h")])
def test_a_reader_that_has_had_enough(start, tmp_path, arguments):
    taking, giving = os.pipe()
    os.close(taking)
    with start(*arguments, stdout=giving) as process:
        os.close(giving)
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")


def test_a_long_text_for_a_reader_that_has_had_enough(start, tmp_path):
    (tmp_path / "long.txt").write_text("One more line about a llama.\n\n" * 20_000)
    with start("read", "long.txt") as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# The store.


@pytest.fixture
def database(llama, article, home) -> Path:
    """A database with one annotation."""
    llama("annotate", article, "--quote", "calm", status=0)
    path = home / "data" / "annotations.db"
    assert path.is_file()
    return path


def broken(path: Path, how: str) -> None:
    for each in path.parent.glob("annotations.db-*"):
        each.unlink()
    if how == "garbage":
        path.write_bytes(b"This has never been a database. " * 200)
    elif how == "cut off":
        path.write_bytes(path.read_bytes()[:3000])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "newer":
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 9999")
        connection.close()
    elif how == "another's":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE theirs (x)")
        connection.close()
    elif how == "folder":
        path.unlink()
        path.mkdir()
    elif how == "fifo":
        path.unlink()
        os.mkfifo(path)


@pytest.mark.parametrize("how", ["garbage", "cut off", "empty", "newer", "another's", "folder", "fifo"])
def test_a_broken_database_is_refused_and_left_as_it_is(llama, article, database, how):
    broken(database, how)
    before = database.read_bytes() if database.is_file() else None
    for command in (
        ("annotate", article, "--quote", "llama is not"),
        ("bookmark", article, "--paragraph", "1"),
        ("annotations",),
        ("annotations", article, "--json"),
        ("edit", "abc", "--note", "x"),
        ("delete", "abc"),
        ("export", "--format", "json"),
    ):
        llama(*command).refused("annotations.db")
    assert (database.read_bytes() if database.is_file() else None) == before
    for command in (("read", article), ("search", "llama", article), ("entities", article)):
        assert llama(*command, status=0).err == ""


@pytest.mark.parametrize("command", ["annotate", "read"])
def test_a_home_that_is_a_file(llama, article, tmp_path, command):
    (tmp_path / "file").write_text("Not a folder.")
    more = ("--quote", "calm") if command == "annotate" else ()
    outcome = llama(command, article, *more, "--home", tmp_path / "file")
    if command == "annotate":
        outcome.refused("file")
    else:
        assert outcome.status == 0 and outcome.err == ""
    assert (tmp_path / "file").read_text() == "Not a folder."


def test_an_error_inside_the_program_is_told_in_one_sentence(llama, article, home, tmp_path):
    # A plug-in that fails stands for any mistake in the program.
    package = tmp_path / "plug-0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 0\n")
    (package / "entry_points.txt").write_text("[llama_tui.readers]\n.odd = plug:read\n")
    (tmp_path / "plug.py").write_text("def read(text, source):\n    return 1 // 0\n")
    (tmp_path / "text.odd").write_text("Something odd.")
    failure = llama("read", "text.odd")
    failure.refused("ZeroDivisionError", "llama-tui.log", status=70)
    assert "plug.py" in (home / "log" / "llama-tui.log").read_text()


@pytest.mark.parametrize("settings", ["theme = ", "colour = 'mauve'", "unknown = 1", "measure = '72'"])
def test_settings_that_are_wrong_are_refused_where_they_are_needed(llama, article, home, settings):
    (home / "config").mkdir()
    (home / "config" / "settings.toml").write_text(settings)
    llama("read").refused("settings.toml")
    llama("read", article, status=0)


def test_a_misspelt_command_is_not_taken_for_a_text(llama, tmp_path):
    outcome = llama("serch", "llama")
    assert outcome.status == 2
    assert "no command 'serch'; 'search' is one" in outcome.err
    assert llama("serch").status == 1
    assert "no such file" in llama(tmp_path / "serch", "llama").err
