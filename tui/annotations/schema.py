"""The shape of the store's file: numbered migrations, from nothing to the present.

A migration is a function of the connection that runs single statements; its number is its place
in :data:`MIGRATIONS`, from 1. Migrations that have been released are never changed, only followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from sqlite3 import Connection

APPLICATION_ID = 0x4C4C5455
"""``LLTU`` in the file's header says whose database it is."""


def _create(connection: Connection) -> None:
    """Documents, annotations and the journal of changes.

    ``position`` stands outside a document's digest, and a change's ``state`` outside the change's:
    both are rewritten often, and a damaged one does no harm.
    """
    connection.execute(
        """
        CREATE TABLE documents (
            id TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            title TEXT NOT NULL,
            language TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            opened TEXT NOT NULL,
            modified TEXT NOT NULL,
            digest BLOB NOT NULL,
            position INTEGER
        )
        """
    )
    connection.execute("CREATE INDEX documents_source ON documents (source)")
    connection.execute("CREATE INDEX documents_fingerprint ON documents (fingerprint)")
    connection.execute(
        """
        CREATE TABLE annotations (
            id TEXT PRIMARY KEY,
            document TEXT NOT NULL,
            kind TEXT NOT NULL,
            quote TEXT NOT NULL,
            prefix TEXT NOT NULL,
            suffix TEXT NOT NULL,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            block INTEGER NOT NULL,
            note TEXT NOT NULL,
            tags TEXT NOT NULL, -- a JSON array
            colour TEXT NOT NULL,
            name TEXT NOT NULL,
            created TEXT NOT NULL,
            modified TEXT NOT NULL,
            deleted TEXT NOT NULL, -- empty while it lives
            digest BLOB NOT NULL
        )
        """
    )
    connection.execute("CREATE INDEX annotations_document ON annotations (document, starts)")
    connection.execute(
        """
        CREATE TABLE changes (
            number INTEGER PRIMARY KEY,
            annotation TEXT NOT NULL,
            document TEXT NOT NULL,
            time TEXT NOT NULL,
            before TEXT, -- the annotation's values as a JSON array; NULL where it was created
            after TEXT NOT NULL,
            digest BLOB NOT NULL,
            state TEXT NOT NULL -- done, undone, or dropped: undone and then overtaken by another change
        )
        """
    )
    connection.execute("CREATE INDEX changes_document ON changes (document, state, number)")
    connection.execute("CREATE INDEX changes_state ON changes (state, number)")
    connection.execute("CREATE INDEX changes_annotation ON changes (annotation, number)")


def _relate(connection: Connection) -> None:
    """What an annotation hangs on besides its passage, and steps of the journal that are taken together.

    ``relations`` is a JSON object, or empty; only where it is not does it count for the digest, so that rows of
    before stay intact. ``batch`` stands outside the digest: it is the number of the first of the steps that are one
    for the reader, 0 for a step alone.
    """
    connection.execute("ALTER TABLE annotations ADD COLUMN relations TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE changes ADD COLUMN batch INTEGER NOT NULL DEFAULT 0")
    connection.execute("CREATE INDEX changes_batch ON changes (batch) WHERE batch > 0")


def _agree(connection: Connection) -> None:
    """What this machine and others last agreed on, field by field, and which machine this is.

    ``scope`` is ``annotation`` or ``document`` with ``fields`` a JSON object, FIELD to [time, counter, machine, value];
    or it is ``machine``, and the row's ``id`` that of this one. When the reader changed a field stands in the journal.
    """
    connection.execute(
        """
        CREATE TABLE agreed (
            scope TEXT NOT NULL,
            id TEXT NOT NULL,
            fields TEXT NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (scope, id)
        ) WITHOUT ROWID
        """
    )


def _doubt(connection: Connection) -> None:
    """How sure it was, when a text was last looked through, where the passages stand that were not surely found.

    ``certainty`` is from 0, an orphan's, to 1. It is found out again whenever the text is opened: so it has no digest.
    """
    connection.execute(
        """
        CREATE TABLE doubts (
            annotation TEXT PRIMARY KEY,
            document TEXT NOT NULL,
            certainty REAL NOT NULL
        ) WITHOUT ROWID
        """
    )
    connection.execute("CREATE INDEX doubts_document ON doubts (document)")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_create, _relate, _agree, _doubt)


def version(connection: Connection) -> int:
    """The number of the last migration that the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def create(connection: Connection, path: Path) -> None:
    """Makes an empty database ours. ``path`` names it in refusals."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _migrate(connection, path)


def bring_up_to_date(connection: Connection, path: Path) -> None:
    """Runs the migrations that the file has not seen; raises Refused when it is not ours or newer than us."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise Refused(f"{path} is not a database of llama-tui; it was left untouched")
    if version(connection) != len(MIGRATIONS):
        _migrate(connection, path)


def _migrate(connection: Connection, path: Path) -> None:
    """One exclusive transaction with the version read and written inside: all of it happens, or nothing.

    Another process may have migrated while we waited for the lock, so the version is asked again.
    """
    connection.execute("BEGIN EXCLUSIVE")
    try:
        present = version(connection)
        if present > len(MIGRATIONS):
            raise Refused(
                f"{path} was written by a newer llama-tui (its version is {present}, this one knows"
                f" {len(MIGRATIONS)}); it was left untouched"
            )
        for migration in MIGRATIONS[present:]:
            migration(connection)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
