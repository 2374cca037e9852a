"""The store's SQLite file: made, opened, read and written so that what was confirmed stays.

- The journal is TRUNCATE with ``synchronous`` FULL: of 600 cuts of power none lost a confirmed row.
  WAL is faster, but had a corruption bug before SQLite 3.51.3, fails on network drives, cannot be
  read in a read-only folder, and a copy of the one open file would keep nothing.
- A write is ``BEGIN IMMEDIATE`` with a busy timeout: two processes wait for one another instead of
  failing. Waits of seconds have been seen, so never write on the screen's thread.
- A new file is built under another name, synced, and linked into place: nobody ever sees half a
  schema, and a file of 0 bytes is therefore always a lost database, never a new one.
- The file is private (0600) from its first byte on, and so is the folder made for it (0700).

One connection serves all threads, one at a time, behind a lock.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, Any

from tui.annotations import schema
from tui.document.failures import Phrase, Refused, small

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BUSY_SECONDS = 15.0
"""How long a reader or writer waits for another process."""


class Database:
    """One SQLite file, opened at the first need. Every failure is a Refused that names the file."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None

    def read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that a query gives; none as long as the file does not exist, which it does not make."""
        with self._lock, self._explained():
            if self._connection is None and not self._exists():
                return []
            return self._opened().execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block is left, without a trace when the block raises.

        A commit that failed may nevertheless have happened, so whoever tries again must write rows
        that it knows by an id of its own. A write within a write of the same thread is part of it.
        """
        with self._lock, self._explained():
            connection = self._opened()
            if connection.in_transaction:
                yield connection
                return
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    with suppress(Exception):
                        connection.execute("ROLLBACK")
                if connection.in_transaction:
                    self.close()
                raise

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _exists(self) -> bool:
        """Whether there is a file to open; raises Refused for one that cannot be a database of ours."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            journal = _beside(self._path, "-journal")
            if journal.exists() and journal.stat().st_size:
                # SQLite would play this journal back into whatever database we put there.
                raise Refused(
                    "{path} is missing although {journal} stands beside it:"
                    " put the database back, or remove the journal",
                    path=self._path,
                    journal=journal.name,
                ) from None
            return False
        if not stat.S_ISREG(status.st_mode):
            raise Refused("{path} is not a regular file", path=self._path)
        if not status.st_size:
            raise Refused(
                "{path} is empty where a database should be: put a copy back, or remove it to begin anew",
                path=self._path,
            )
        return True

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            if not self._exists():
                _create(self._path)
            connection = _connect(self._path)
            try:
                # Bytes that are no longer UTF-8 must reach the digest instead of failing the whole query.
                connection.text_factory = _text
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA fullfsync = ON")
                schema.bring_up_to_date(connection, self._path)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns what SQLite and the system raise into one sentence."""
        import sqlite3

        try:
            yield
        except sqlite3.Error as error:
            raise Refused(_sentence(self._path, error)) from error
        except OSError as error:
            reason = small(error.strerror or str(error))
            raise Refused("{path} cannot be used: {reason}", path=self._path, reason=Phrase(reason)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
    if name.startswith(("BUSY", "LOCKED")):
        return f"{path} is in use by another program; nothing was saved, try again"
    if name.startswith("READONLY"):
        return f"{path} cannot be written: no permission"
    if name == "FULL":
        return f"{path} cannot be written: the disk is full"
    if name == "NOTADB":
        return f"{path} is not a database of llama-tui; it was left untouched"
    if name.startswith("CORRUPT"):
        return f"{path} is damaged: {error}"
    if name.startswith("CANTOPEN"):
        return f"{path} cannot be opened"
    return f"{path} cannot be used: {error}"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _connect(path: Path) -> sqlite3.Connection:
    """Opens an existing file. The mode keeps SQLite from making one that vanished a moment ago."""
    import sqlite3

    name = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(
        f"file:{name}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _create(path: Path) -> None:
    """Makes the file and its schema appear at once; somebody else's who was faster is as good."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _beside(path, f".{os.urandom(8).hex()}.new")
    try:
        _build(draft)
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:
            # A file system without links. The name is taken first, so that nobody's file is replaced.
            _build(path)
        for folder in (path.parent, path.parent.parent):
            _sync_folder(folder)
    finally:
        draft.unlink(missing_ok=True)


def _build(path: Path) -> None:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return
    try:
        connection = _connect(path)
        try:
            schema.create(connection, path)
        finally:
            connection.close()
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Makes a name in the folder durable, as far as the folder lets us: not everybody may open its parent."""
    if not os.access(folder, os.R_OK):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
