"""What this machine and others last agreed on, in the store's file beside what it is about."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations import rows
from tui.annotations.registers import Name, Record, Stamp
from tui.document.digest import blake2b

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from sqlite3 import Connection

    from tui.annotations.database import Database
    from tui.annotations.registers import Fields, State

_MACHINE = "machine"
_MANY = 2000
"""So many annotations are looked up with all others."""
DELETED = "deleted"
"""The one field that is kept of what was erased."""


class Agreement:
    """Reads the table ``agreed``; raises ``Refused`` when the file cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def machine(self) -> str:
        """The name of this machine; a new one where it has none yet, which counts once it is written."""
        found = self._database.read("SELECT id FROM agreed WHERE scope = ?", (_MACHINE,))
        return str(found[0][0]) if found else os.urandom(8).hex()

    def known(self, only: Collection[str] | None = None) -> State:
        """The fields of everything that was agreed on; of annotations only of some, if ``only`` these are asked for.

        A damaged row counts as none: what others have is taken.
        """
        found: State = {}
        statement = "SELECT scope, id, fields, digest FROM agreed WHERE scope "
        if only is None or len(only) > _MANY:
            read = self._database.read(statement + "<> ?", (_MACHINE,))
        else:
            read = self._database.read(statement + "= 'document'")
            for identifier in sorted(only):
                read += self._database.read(statement + "= 'annotation' AND id = ?", (identifier,))
        for scope, identifier, fields, digest in read:
            if only is not None and scope == "annotation" and identifier not in only:
                continue
            if rows.digest((scope, identifier, fields)) == digest:
                found[Name(scope, identifier)] = {
                    field: Record(Stamp(time, counter, machine), value)
                    for field, (time, counter, machine, value) in json.loads(fields).items()
                }
        return found

    def seals(self) -> dict[str, Seal]:
        """What every annotation that is here or was agreed on is now: two that are alike are the same."""
        agreed = dict(self._database.read("SELECT id, digest FROM agreed WHERE scope = 'annotation'"))
        found = {
            identifier: Seal(document, digest, agreed.pop(identifier, b""))
            for identifier, document, digest in self._database.read("SELECT id, document, digest FROM annotations")
        }
        return found | {identifier: Seal("", b"", digest) for identifier, digest in agreed.items()}


class Seal(NamedTuple):
    """What an annotation is, in short."""

    document: str
    """The id of its text; empty where it is not here."""
    row: bytes
    agreed: bytes

    @property
    def code(self) -> str:
        """Both digests in one."""
        return blake2b(self.row + b"/" + self.agreed, digest_size=12).hexdigest()


def write(connection: Connection, machine: str, changed: Mapping[Name, Fields], forgotten: Collection[Name]) -> None:
    """Keep what is agreed on now, as part of a write of the store."""
    connection.execute("DELETE FROM agreed WHERE scope = ? AND id <> ?", (_MACHINE, machine))
    _put(connection, (_MACHINE, machine, ""))
    for name in forgotten:
        connection.execute("DELETE FROM agreed WHERE scope = ? AND id = ?", name)
    for name, fields in changed.items():
        told = {field: [*record.stamp, record.value] for field, record in fields.items()}
        _put(connection, (*name, json.dumps(told, sort_keys=True, separators=(",", ":"))))


def erase(connection: Connection, identifier: str) -> None:
    """Keep of an annotation only that it was deleted, as part of a write of the store."""
    found = connection.execute("SELECT fields FROM agreed WHERE scope = 'annotation' AND id = ?", (identifier,))
    for (fields,) in found.fetchall():
        with suppress(ValueError):
            left = {field: told for field, told in json.loads(fields).items() if field == DELETED}
            _put(connection, ("annotation", identifier, json.dumps(left, sort_keys=True, separators=(",", ":"))))


def _put(connection: Connection, values: tuple[str, str, str]) -> None:
    connection.execute("INSERT OR REPLACE INTO agreed VALUES (?, ?, ?, ?)", (*values, rows.digest(values)))
