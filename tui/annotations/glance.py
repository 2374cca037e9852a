"""What has to be known of the store before the first frame is painted: look-ups that load little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.database import Database

if TYPE_CHECKING:
    from pathlib import Path


class Glance:
    """Reads a reader's database. Raises ``Refused`` when it cannot be used; reading never makes the file."""

    def __init__(self, path: Path) -> None:
        """The file is opened at the first look."""
        self._database = Database(path)

    def document_id_for(self, source: str) -> str | None:
        """The id of the document that was last opened from there."""
        found = self._database.read(
            "SELECT id FROM documents WHERE source = CAST(? AS TEXT) ORDER BY opened DESC LIMIT 1",
            (source.encode("utf-8", "surrogateescape"),),
        )
        return str(found[0][0]) if found else None

    def position(self, document_id: str) -> int | None:
        """Where reading stopped, in code points of the text."""
        found = self._database.read("SELECT position FROM documents WHERE id = ?", (document_id,))
        return found[0][0] if found and isinstance(found[0][0], int) else None

    def fingerprint(self, document_id: str) -> str | None:
        """The hash of the text as it was when the document was last remembered; None of an unknown one."""
        found = self._database.read("SELECT fingerprint FROM documents WHERE id = ?", (document_id,))
        return str(found[0][0]) if found else None

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
