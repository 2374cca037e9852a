"""Writing a file so that nobody ever finds half of it, whatever happens meanwhile."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from tui.document.failures import Phrase, Refused, small
from tui.document.files import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Alone with a file, among all processes of this program, from reading it to writing it; raises Refused.

    What is locked is a file beside it, because a file that is written anew is another one.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path.with_name(f"{path.name}.lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o666)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused("{path} cannot be written: {reason}", path=shown(path), reason=Phrase(small(reason))) from error
    try:
        import fcntl

        with suppress(OSError):  # some network file systems know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_file(path: Path, content: str | bytes) -> None:
    """Writes ``content``, text as UTF-8, to ``path``: the old file stands until the new one is complete and on disk.

    A link is followed to the file that it names; an existing file keeps its mode, a new one has what
    the umask leaves. Raises Refused when it cannot be done, and then nothing has changed.
    """
    try:
        target = path.resolve()
        mode = _mode_of(target)
        draft = target.with_name(f".{target.name[:200]}.{os.urandom(6).hex()}.new")
        try:
            data = content.encode("utf-8", "replace") if isinstance(content, str) else content
            _write_through(draft, data, mode)
            draft.replace(target)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
        _sync_folder(target.parent)
    except (OSError, RuntimeError) as error:  # resolve() raises RuntimeError for links in a circle
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused("{path} cannot be written: {reason}", path=path, reason=Phrase(small(reason))) from error


def _mode_of(target: Path) -> int | None:
    """The mode of the file that is to be replaced, None when there is none."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(0, "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file")
    if not os.access(target, os.W_OK):
        raise PermissionError(0, "permission denied")
    return stat.S_IMODE(status.st_mode)


def _write_through(path: Path, data: bytes, mode: int | None) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        if mode is not None:
            os.fchmod(handle, mode)
        file.write(data)
        file.flush()
        os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    """Makes the new name durable; some file systems cannot sync a folder and need not."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
