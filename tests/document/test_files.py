"""Files that can be read are; all others are refused at once, with a reason."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tui.document.failures import Refused
from tui.document.files import discover, read_bytes

SUFFIXES = frozenset({".md", ".txt"})


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        read_bytes(path)
    return str(caught.value)


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a\0b" * 1000)
    assert read_bytes(path) == b"a\0b" * 1000
    path.write_bytes(b"")
    assert read_bytes(path) == b""


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"12345")
    assert read_bytes(path, limit=5) == b"12345"
    with pytest.raises(Refused, match=r"larger than 4 bytes\.$"):
        read_bytes(path, limit=4)


def test_a_file_with_holes_is_refused_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "holes.md").open("wb") as file:
        file.truncate(10**11)
    assert refusal(tmp_path / "holes.md") == f"{tmp_path}/holes.md: it is larger than 512 MiB."


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("x")
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as bound:
        os.chdir(tmp_path)  # the name of a socket may not be long
        try:
            bound.bind("socket")
        finally:
            os.chdir(here)
        assert refusal(tmp_path / "socket").endswith(": it is not a regular file.")
    assert refusal(tmp_path / "pipe").endswith(": it is not a regular file.")
    assert refusal(Path("/dev/zero")) == "/dev/zero: it is not a regular file."
    assert refusal(tmp_path) == f"{tmp_path}: it is a folder."
    assert refusal(tmp_path / "none").endswith(": there is no such file.")
    assert refusal(tmp_path / "file" / "x").endswith(": a part of its path is not a folder.")
    assert "links" in refusal(tmp_path / "loop")
    assert refusal(tmp_path / ("x" * 300)).endswith("file name too long.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0)
    assert refusal(path).endswith(": reading it is not permitted.")


@pytest.mark.parametrize(
    ("name", "shown"),
    [(os.fsdecode(b"\xff\x1b[31m\n"), "�␛[31m "), ("a\0b", "a␀b"), ("\ud800", "�"), ("\u202egnp.md", "�gnp.md")],
)
def test_names_are_harmless_in_messages(tmp_path: Path, name: str, shown: str) -> None:
    assert refusal(tmp_path / name).startswith(f"{tmp_path}/{shown}: ")


def names(folder: Path, *paths: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in discover(paths or (folder,), SUFFIXES)]


def test_a_folder_is_gone_through_in_natural_order(tmp_path: Path) -> None:
    for name in (
        "part 10.md",
        "part 2.md",
        "Part 1.txt",
        "b/2.MD",
        "b/a/1.md",
        ".hidden.md",
        ".git/x.md",
        "c.png",
        "d",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert names(tmp_path) == ["b/2.MD", "b/a/1.md", "Part 1.txt", "part 2.md", "part 10.md"]


def test_files_are_taken_as_given(tmp_path: Path) -> None:
    for name in ("b", ".a.md", "c.png"):
        (tmp_path / name).write_text("x")
    assert names(tmp_path, tmp_path / "c.png", tmp_path / "b", tmp_path / ".a.md") == ["c.png", "b", ".a.md"]


def test_links_that_lead_round_in_circles_are_followed_once(tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / f"d{number}"
        folder.mkdir()
        for link in ("x", "y"):
            (folder / link).symlink_to(tmp_path / f"d{(number + 1) % 12}")
        (folder / "a.md").write_text("x")
    (tmp_path / "d0" / "up").symlink_to(tmp_path)
    assert len(discover([tmp_path], SUFFIXES)) == 12


def test_a_path_without_a_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_text("x")
    with pytest.raises(Refused, match="the folder holds no text"):
        discover([tmp_path], SUFFIXES)
    with pytest.raises(Refused, match="no such file"):
        discover([tmp_path / "none.md"], SUFFIXES)
