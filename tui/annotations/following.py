"""Noticing that another process has changed the store, at the price of a look at its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.database import Database
from tui.document.digest import blake2b

if TYPE_CHECKING:
    from pathlib import Path


class Follower:
    """Follows one store, by a connection of its own. Methods raise ``Refused`` when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        """The file need not exist yet."""
        self._path = path
        self._database = Database(path)
        self._seen: tuple[object, object] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def has_moved(self) -> bool:
        """Whether anybody else has written since this was last asked; True the first time.

        SQLite counts what others commit (``PRAGMA data_version``); a file that was put in the place of another counts
        from the beginning.
        """
        file = self._file()
        if self._seen is None or file != self._seen[0]:
            self._database.close()
        seen = (file, self._database.read("PRAGMA data_version"))
        moved = seen != self._seen
        self._seen = seen
        return moved

    def _file(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def states(self) -> dict[str, bytes]:
        """For each document of which something was added, what is another one as soon as any of it changes."""
        found: dict[str, bytes] = {}
        rows = self._database.read("SELECT document, digest FROM annotations WHERE deleted = '' ORDER BY document, id")
        for document, digest in rows:
            found[document] = _digest(found.get(document, b"") + bytes(digest))
        known = self._database.read("SELECT id, source, title, language, fingerprint FROM documents")
        for document, *described in known:
            if document in found:
                found[document] = _digest(found[document] + repr(described).encode("utf-8", "backslashreplace"))
        return found


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
