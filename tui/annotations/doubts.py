"""Which passages were not surely found when their texts were last looked through, and how sure it was.

So a listing of all texts can tell of orphans and of doubtful places without reading any text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.annotations.database import Database


class Doubts:
    """Reads and writes the table ``doubts``; raises ``Refused`` when the file cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> dict[str, float]:
        """The certainty (0: an orphan), by the annotation's id, of all that were not surely found."""
        return _certainties(self._database.read("SELECT annotation, certainty FROM doubts"))

    def of(self, document_id: str) -> dict[str, float]:
        """The same of one document."""
        statement = "SELECT annotation, certainty FROM doubts WHERE document = ?"
        return _certainties(self._database.read(statement, (document_id,)))

    def tell(self, document_id: str, found: Mapping[str, float | None]) -> None:
        """Keep what was found out about annotations of a document, by their ids; None for those that are sure.

        Writes only what has changed, and nothing where nothing has.
        """
        before = self.of(document_id)
        changed = {name: certainty for name, certainty in found.items() if before.get(name) != certainty}
        if not changed:
            return
        with self._database.writing() as connection:
            connection.executemany(
                "DELETE FROM doubts WHERE annotation = ?",
                [(name,) for name, certainty in changed.items() if certainty is None],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO doubts VALUES (?, ?, ?)",
                [(name, document_id, certainty) for name, certainty in changed.items() if certainty is not None],
            )


def _certainties(rows: list[tuple[object, ...]]) -> dict[str, float]:
    return {str(name): certainty for name, certainty in rows if isinstance(certainty, float)}
