"""Getting at files without being caught by one: pipes, devices, endless and enormous ones are refused."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.document.harmless import harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST = 512 * 1024 * 1024
"""Bytes of the largest file that is read."""

_REASONS = {
    FileNotFoundError: "there is no such file",
    PermissionError: "reading it is not permitted",
    IsADirectoryError: "it is a folder",
    NotADirectoryError: "a part of its path is not a folder",
}


def shown(path: Path) -> str:
    """A path as it can be shown: control characters visible, bytes that are no text replaced."""
    return harmless_line(os.fsencode(path).decode("utf-8", "replace"))


def read_bytes(path: Path, *, limit: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; raises ``Refused`` for anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Refused(f"{shown(path)}: {_reason(error)}.") from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise Refused(f"{shown(path)}: it is a folder.")
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{shown(path)}: it is not a regular file.")
        if status.st_size > limit:
            raise Refused(f"{shown(path)}: it is larger than {limit // (1024 * 1024)} MiB.")
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise Refused(f"{shown(path)}: {_reason(error)}.") from error
    if len(data) > limit:
        raise Refused(f"{shown(path)}: it is larger than {limit // (1024 * 1024)} MiB.")
    return data


def _reason(error: Exception) -> str:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    words = error.strerror if isinstance(error, OSError) and error.strerror else "it cannot be opened"
    return words[0].lower() + words[1:]


def discover(paths: Sequence[Path], suffixes: frozenset[str]) -> list[Path]:
    """The files that are meant: each file as given, each folder with all below it that has a known ending.

    Folders are gone through in natural order; hidden entries are left out, and so are folders that may
    not be listed or are links back to where one is. Raises ``Refused`` for a path that does not exist
    and for a folder without a readable file.
    """
    found: list[Path] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (OSError, ValueError) as error:
            raise Refused(f"{shown(path)}: {_reason(error)}.") from error
        if not is_folder:
            found.append(path)
            continue
        below = list(_below(path, suffixes, {_identity(path)}))
        if not below:
            raise Refused(f"{shown(path)}: the folder holds no text that can be read.")
        found += below
    return found


def _below(folder: Path, suffixes: frozenset[str], above: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=_natural)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            mode = entry.stat().st_mode
        except OSError:
            continue
        if stat.S_ISREG(mode) and entry.suffix.lower() in suffixes:
            yield entry
        elif stat.S_ISDIR(mode) and (identity := _identity(entry)) not in above:
            yield from _below(entry, suffixes, above | {identity})


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Sorts ``part 2`` before ``part 10``, without regard to case."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d{1,18})", path.name.casefold())
    ]
