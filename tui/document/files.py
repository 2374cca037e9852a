"""Getting at files without being caught by one: pipes, devices, endless and enormous ones are refused."""

from __future__ import annotations

import os
import re
import stat
from errno import ENXIO
from typing import TYPE_CHECKING

from tui.document.failures import Phrase, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Self

LARGEST = 512 * 1024 * 1024
"""Bytes of the largest file that is read."""

_CHUNK = 1024 * 1024

_REASONS = {
    FileNotFoundError: "there is no such file",
    PermissionError: "reading it is not permitted",
    IsADirectoryError: "it is a folder",
    NotADirectoryError: "a part of its path is not a folder",
}


def shown(path: Path) -> str:
    """A path as it can be shown: control characters visible, bytes that are no text replaced."""
    from tui.document.harmless import harmless_line

    return harmless_line(str(path))


def is_there(path: Path) -> bool:
    """Whether there is something at a path, if only something that one may not look at."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True


def read_bytes(path: Path, *, limit: int = LARGEST) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; raises ``Refused`` for anything else."""
    with opened(path, limit=limit) as file:
        return b"".join(file.pieces(file.size + 1))


class OpenFile:
    """A regular file whose bytes are asked for piece by piece."""

    def __init__(self, path: Path, descriptor: int, limit: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._limit = limit
        self.size = os.fstat(descriptor).st_size
        """Bytes, as the system says: its own files say 0, and a file may be growing."""

    def pieces(self, length: int = _CHUNK) -> Iterator[bytes]:
        """The bytes to the file's end, ``length`` or fewer at a time; raises ``Refused``."""
        read = 0
        try:
            while piece := os.read(self._descriptor, length):
                read += len(piece)
                if read > self._limit:
                    raise _refusal(self._path, f"it is larger than {_size(self._limit)}")
                yield piece
        except OSError as error:
            raise _refusal(self._path, _reason(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def opened(path: Path, *, limit: int = LARGEST) -> OpenFile:
    """A regular file of at most ``limit`` bytes, to be read; raises ``Refused`` for anything else."""
    try:
        # Not to block: opening a pipe waits for whoever writes into it.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _refusal(path, _reason(error)) from error
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise _refusal(path, "it is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise _refusal(path, "it is not a regular file")
        if status.st_size > limit:
            raise _refusal(path, f"it is larger than {_size(limit)}")
        return OpenFile(path, descriptor, limit)
    except BaseException:
        os.close(descriptor)
        raise


def discover(paths: Sequence[Path], suffixes: frozenset[str]) -> list[Path]:
    """The files that are meant: each file as given, each folder with all below it that has a known ending.

    Folders are gone through in natural order, each once; hidden entries are left out, and so are folders
    below that may not be listed. Raises ``Refused`` for a path that cannot be reached and for a folder
    without a readable file.
    """
    found: list[Path] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            below = list(_below(path, suffixes)) if is_folder else [path]
        except (OSError, ValueError) as error:
            raise _refusal(path, _reason(error)) from error
        if not below:
            raise _refusal(path, "the folder holds no text that can be read")
        found += below
    return found


def _below(folder: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """The files below a folder; raises ``OSError`` when it may not be listed.

    A link may lead back to where one is, and folders can be deeper than a function may recurse.
    """
    seen = {_identity(folder)}
    waiting = sorted(folder.iterdir(), key=_natural, reverse=True)
    while waiting:
        entry = waiting.pop()
        if entry.name.startswith("."):
            continue
        try:
            mode = entry.stat().st_mode
            if stat.S_ISREG(mode) and entry.suffix.lower() in suffixes:
                yield entry
            elif stat.S_ISDIR(mode) and (identity := _identity(entry)) not in seen:
                seen.add(identity)
                waiting += sorted(entry.iterdir(), key=_natural, reverse=True)
        except OSError:
            continue


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _natural(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Sorts ``part 2`` before ``part 10``, without regard to case."""
    pieces = re.split(r"(\d{1,18})", path.name.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces], path.name


def _refusal(path: Path, reason: str) -> Refused:
    return Refused("{name}: {reason}.", name=shown(path), reason=Phrase(reason))


def _reason(error: Exception) -> str:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    if isinstance(error, OSError) and error.errno == ENXIO:  # what opening a socket gives
        return "it is not a regular file"
    words = error.strerror if isinstance(error, OSError) and error.strerror else "it cannot be opened"
    return words[0].lower() + words[1:]


def _size(count: int) -> str:
    mebibytes = count / (1024 * 1024)
    return f"{mebibytes:.0f} MiB" if mebibytes >= 1 else f"{count} bytes"
