"""The system's clipboard, through real programs on a PATH of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.test_reader import Open, read
from tui.library import clipboard
from tui.library.clipboard import Program, system_program

__all__ = ["read"]

HOSTILE = "“$(touch x)” `id` ; \\ \n\tété 漢字 👩‍👩‍👧"
ALL = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}


def program(folder: Path, name: str, script: str) -> None:
    """Put a program on the PATH of a test."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop with X, and an empty folder for programs on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    for name in ("SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.mark.parametrize(
    ("environment", "platform", "there", "chosen"),
    [
        (ALL, "linux", {"wl-copy", "xclip", "xsel"}, "wl-copy"),
        (ALL, "linux", {"xclip", "xsel"}, "xclip"),
        (ALL, "linux", {"xsel"}, "xsel"),
        ({"DISPLAY": ":0"}, "linux", {"wl-copy", "xsel"}, "xsel"),
        ({}, "linux", {"wl-copy", "xclip", "xsel", "pbcopy", "clip.exe"}, None),
        ({}, "darwin", {"pbcopy"}, "pbcopy"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", {"clip.exe"}, "clip.exe"),
        ({}, "win32", {"clip.exe"}, "clip.exe"),
        (ALL, "linux", set(), None),
        ({**ALL, "SSH_CONNECTION": "1 2 3 4"}, "linux", {"wl-copy", "xclip"}, None),
        ({**ALL, "SSH_TTY": "/dev/pts/1"}, "darwin", {"pbcopy"}, None),
    ],
)
def test_which_program_is_chosen(
    environment: dict[str, str], platform: str, there: set[str], chosen: str | None
) -> None:
    found = system_program(
        environment, platform=platform, find=lambda name: f"/usr/bin/{name}" if name in there else None
    )
    assert (found.name if found else None) == chosen
    if found is not None:
        assert found.command[0] == f"/usr/bin/{chosen}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_copied_arrives_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    out = tmp_path / "out"
    program(tmp_path, "keep", f'cat > "{out}"')
    assert Program((str(tmp_path / "keep"),), encoding).take(HOSTILE)
    assert out.read_bytes().decode(encoding) == HOSTILE


def test_a_program_that_fails_hangs_or_is_not_there_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.2)
    program(tmp_path, "fails", "exit 3")
    program(tmp_path, "hangs", "exec sleep 30")
    for name in ("fails", "hangs", "missing"):
        assert not Program((str(tmp_path / name),)).take(HOSTILE * 10_000)


async def test_a_passage_gets_into_both_clipboards(desktop: Path, tmp_path: Path, read: Open) -> None:
    out = tmp_path / "out"
    program(desktop, "xclip", f'echo "$@" > "{out}.arguments"; cat > "{out}"')
    async with read("# One\n\nété $(id) 漢字\n") as reading:
        await reading.press("j", "y")
        assert reading.app.clipboard == "été $(id) 漢字"
        assert out.read_text(encoding="utf-8") == "été $(id) 漢字"
        assert Path(f"{out}.arguments").read_text(encoding="utf-8") == "-selection clipboard -in\n"
        assert "failed" not in reading.shown


async def test_a_failure_is_told_in_one_sentence(desktop: Path, read: Open) -> None:
    program(desktop, "xclip", "echo noise; echo noise >&2; exit 1")
    async with read("# One\n\nTwo.\n") as reading:
        await reading.press("j", "y")
        assert reading.app.clipboard == "Two."
        assert "Copied to the terminal only: xclip failed" in reading.shown
        assert "noise" not in reading.shown


async def test_what_is_too_long_is_not_copied(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TERMINAL_TAKES", 5)
    async with read("# One\n\nToo long.\n") as reading:
        await reading.press("y", "j", "y")
        assert reading.app.clipboard == "One"
        assert "Too long for the terminal" in reading.shown
