"""Files are written whole or not at all."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui.annotations.saving import write_file
from tui.document.failures import Refused


def entries(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_has_what_the_umask_leaves(tmp_path: Path) -> None:
    previous = os.umask(0o027)
    try:
        write_file(tmp_path / "notes.md", "à la ligne\n")
    finally:
        os.umask(previous)

    assert (tmp_path / "notes.md").read_bytes() == "à la ligne\n".encode()
    assert stat.S_IMODE((tmp_path / "notes.md").stat().st_mode) == 0o640
    assert entries(tmp_path) == ["notes.md"]


def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("old and rather longer")
    path.chmod(0o604)

    write_file(path, "new")

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert entries(tmp_path) == ["notes.md"]


def test_a_link_goes_on_naming_its_file(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    target = tmp_path / "vault" / "notes.md"
    target.write_text("old")
    link = tmp_path / "link.md"
    link.symlink_to(target)

    write_file(link, "new")

    assert link.is_symlink()
    assert target.read_text() == "new"
    assert entries(tmp_path / "vault") == ["notes.md"]


def test_no_folder_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"absent/notes\.md cannot be written: no such file"):
        write_file(tmp_path / "absent" / "notes.md", "new")

    assert entries(tmp_path) == []


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.md").mkdir()

    with pytest.raises(Refused, match=r"notes\.md cannot be written: it is a folder"):
        write_file(tmp_path / "notes.md", "new")

    assert entries(tmp_path) == ["notes.md"]


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Refused, match="not a regular file"):
        write_file(tmp_path / "pipe", "new")


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(Refused, match="cannot be written"):
        write_file(tmp_path / "a", "new")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_may_not_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("old")
    path.chmod(0o400)
    with pytest.raises(Refused, match="permission denied"):
        write_file(path, "new")

    path.chmod(0o600)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Refused, match="permission denied"):
            write_file(path, "new")
        assert path.read_text() == "old"
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the kernel refuses the write half-way."""
    path = tmp_path / "notes.md"
    path.write_text("old")
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tui.annotations.saving import write_file\n"
        "from tui.document.failures import Refused\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_file(Path(sys.argv[1]), 'new' * 1000)\n"
        "except Refused as refusal:\n"
        "    print(refusal)\n"
    )
    assert hasattr(resource, "RLIMIT_FSIZE")

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.stdout.startswith(f"{path} cannot be written: file too large")
    assert path.read_text() == "old"
    assert entries(tmp_path) == ["notes.md"]


def test_a_very_long_name_is_written_too(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 252 + ".md")

    write_file(path, "new")

    assert path.read_text() == "new"
