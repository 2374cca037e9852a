"""What the reader adds, kept for years: documents known, annotations, and a journal of every change.

Everything is durable when a method returns (:mod:`tui.annotations.database` says how), may be called
from any thread and by several processes at once, and raises
:class:`~tui.document.failures.Refused` when the file cannot be used.

Each row carries a digest and is compared with it when it is read. A damaged row is left in the file and
named by :meth:`Store.damaged`; in its stead an annotation is taken from the journal, and where that is
damaged too it is left out.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tui.annotations import clock, rows
from tui.annotations.database import Database
from tui.annotations.model import Anchor, Annotation, Change, Damage, KnownDocument
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection
    from types import TracebackType

    from tui.annotations.agreement import Agreement
    from tui.annotations.doubts import Doubts

_FEW = 500
"""Annotations whose histories are looked up one by one."""
_IN_ORDER = " ORDER BY document, starts, ends, created, id"
_Row = tuple[Any, ...]
_Value = TypeVar("_Value")


class Tagged(NamedTuple):
    """What is told of an annotation where only tags matter."""

    id: str
    document: str
    tags: tuple[str, ...]
    is_deleted: bool


class Store:
    """The one database of a reader."""

    def __init__(self, path: Path) -> None:
        """The file is opened at the first use, and made at the first write."""
        self._path = path
        self._database = Database(path)
        self._damaged: dict[Damage, None] = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is written meanwhile by this thread is durable when the block is left: all of it, or nothing."""
        with self._database.writing():
            yield

    def remember(self, document_id: str, source: str, title: str, language: str, fingerprint: str) -> None:
        """Keeps what is known of a document that has just been opened."""
        from tui.document.harmless import harmless_line

        title, language = harmless_line(title), harmless_line(language)
        time = clock.now()
        with self._database.writing() as connection:
            before = self._known(connection, document_id)
            write_document(
                connection,
                KnownDocument(
                    id=document_id,
                    source=source,
                    title=title,
                    language=language,
                    fingerprint=fingerprint,
                    position=before.position if before else None,
                    opened=time,
                    modified=before.modified if before and before.fingerprint == fingerprint else time,
                ),
            )

    def documents(self) -> list[KnownDocument]:
        """Every document known, the one opened last first."""
        return self._documents(self._database.read(rows.SELECT_DOCUMENTS + " ORDER BY opened DESC, id"))

    def by_fingerprint(self, fingerprint: str) -> list[KnownDocument]:
        """The documents whose text was the same when last opened, the one opened last first."""
        return self._documents(
            self._database.read(
                rows.SELECT_DOCUMENTS + " WHERE fingerprint = ? ORDER BY opened DESC, id",
                (fingerprint,),
            )
        )

    def move(self, document_id: str, source: str) -> None:
        """Notes that a document's file stands elsewhere now; a document that is not known is left alone."""
        with self._database.writing() as connection:
            known = self._known(connection, document_id)
            if known is not None:
                write_document(connection, replace(known, source=source, opened=clock.now()))

    def set_position(self, document_id: str, offset: int) -> None:
        """Keeps where reading stopped in a document that is remembered.

        Losing it would do no harm, yet it is written as carefully as the rest: a careless write
        endangers the whole file.
        """
        with self._database.writing() as connection:
            connection.execute("UPDATE documents SET position = ? WHERE id = ?", (offset, document_id))

    def put(self, annotation: Annotation) -> Annotation:
        """Creates the annotation or replaces the one of its id, as one step of the journal.

        Its texts are cleaned. Times are kept as given; an empty ``created`` or ``modified`` is filled.
        Putting the same again changes nothing, so a write that failed may simply be repeated. Gives the
        annotation as it is now kept.
        """
        return self.put_all([annotation])[0]

    def put_all(self, annotations: Sequence[Annotation]) -> list[Annotation]:
        """The same for several: all of them or none, and one step for the reader."""
        from tui.annotations.cleaning import clean

        cleaned = [clean(annotation) for annotation in annotations]
        with self._database.writing() as connection:
            batch = _Batch(connection, len(cleaned) > 1)
            return [self._put(connection, annotation, batch) for annotation in cleaned]

    def _put(self, connection: Connection, annotation: Annotation, batch: _Batch) -> Annotation:
        before = self._present(connection, annotation.id)
        if before is not None:
            annotation = replace(annotation, created=annotation.created or before.created)
            if before == replace(annotation, modified=annotation.modified or before.modified):
                return before
        time = clock.now()
        annotation = replace(annotation, created=annotation.created or time, modified=annotation.modified or time)
        self._change(connection, before, annotation, time, batch)
        return annotation

    def merge(
        self,
        expected: Mapping[str, Annotation | None],
        annotations: Sequence[Annotation],
        also: Callable[[Connection], None],
    ) -> bool:
        """Puts annotations as one step if those of these ids are still as expected, and does more in the same write.

        False, and nothing is done, where somebody has changed one of them meanwhile.
        """
        with self._database.writing() as connection:
            if any(self._present(connection, each) != was for each, was in expected.items()):
                return False
            batch = _Batch(connection, len(annotations) > 1)
            for annotation in annotations:
                self._put(connection, annotation, batch)
            also(connection)
        return True

    def delete(self, annotation_id: str) -> Annotation | None:
        """Marks an annotation as deleted, as one step; None when there is none, or it already was."""
        return next(iter(self.delete_all([annotation_id])), None)

    def delete_all(self, ids: Sequence[str]) -> list[Annotation]:
        """The same for several, as one step for the reader; gives those that were deleted now."""
        return self._set_deleted(ids, deleted=True)

    def restore_all(self, ids: Sequence[str]) -> list[Annotation]:
        """Takes annotations out of the bin, as one step for the reader; gives those that were in it."""
        return self._set_deleted(ids, deleted=False)

    def _set_deleted(self, ids: Sequence[str], *, deleted: bool) -> list[Annotation]:
        changed = []
        with self._database.writing() as connection:
            batch = _Batch(connection, len(ids) > 1)
            for annotation_id in ids:
                before = self._present(connection, annotation_id)
                if before is None or bool(before.deleted) is deleted:
                    continue
                time = clock.now()
                after = replace(before, modified=time, deleted=time if deleted else "")
                self._change(connection, before, after, time, batch)
                changed.append(after)
        return changed

    def bin(self) -> list[Annotation]:
        """The annotations that were deleted, the one deleted last first."""
        return self._annotations(
            self._database.read(rows.SELECT_ANNOTATIONS + " WHERE deleted <> '' ORDER BY deleted DESC, id")
        )

    def empty_bin(self) -> int:
        """Erases what was deleted and all that is known of it, for good; gives how many annotations that were.

        The steps of the journal that made and deleted them cannot be taken back any more.
        """
        from tui.annotations import agreement

        with self._database.writing() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM annotations WHERE deleted <> ''")]
            for annotation_id in ids:
                connection.execute("DELETE FROM changes WHERE annotation = ?", (annotation_id,))
                connection.execute("DELETE FROM doubts WHERE annotation = ?", (annotation_id,))
                connection.execute("DELETE FROM annotations WHERE id = ?", (annotation_id,))
                agreement.erase(connection, annotation_id)
        return len(ids)

    def re_anchor(self, fresh: Mapping[str, Anchor]) -> None:
        """Gives annotations, by id, fresh anchors after their text changed: no step, and not a modification."""
        with self._database.writing() as connection:
            for annotation_id, anchor in fresh.items():
                present = self._present(connection, annotation_id)
                if present is not None and present.anchor != anchor:
                    _write_annotation(connection, replace(present, anchor=anchor))

    def get(self, annotation_id: str) -> Annotation | None:
        """The annotation of an id, deleted or not."""
        found = self._annotations(self._database.read(rows.SELECT_ANNOTATIONS + " WHERE id = ?", (annotation_id,)))
        return found[0] if found else None

    def some(self, ids: Collection[str]) -> list[Annotation]:
        """The annotations of these ids, deleted or not."""
        if len(ids) > _FEW:
            return [annotation for annotation in self.of(include_deleted=True) if annotation.id in ids]
        return [found for each in ids if (found := self.get(each)) is not None]

    def of(self, document_id: str | None = None, *, include_deleted: bool = False) -> list[Annotation]:
        """The annotations of a document, or of all, in the order of where they were made."""
        scope, values = ("", ()) if document_id is None else (" WHERE document = ?", (document_id,))
        found = self._annotations(self._database.read(rows.SELECT_ANNOTATIONS + scope + _IN_ORDER, values))
        return found if include_deleted else [annotation for annotation in found if not annotation.deleted]

    def living(self, *, limit: int = -1, offset: int = 0) -> list[Annotation]:
        """Some of the annotations that are not deleted, of all documents, in that order; without ``limit`` all."""
        scope = " WHERE deleted = ''" + _IN_ORDER + " LIMIT ? OFFSET ?"
        return self._annotations(self._database.read(rows.SELECT_ANNOTATIONS + scope, (limit, offset)))

    def count(self, document_id: str) -> int:
        """How many living annotations a document has."""
        statement = "SELECT count(*) FROM annotations WHERE document = ? AND deleted = ''"
        return sum(int(row[0]) for row in self._database.read(statement, (document_id,)))

    def near(self, document_id: str, offset: int) -> list[Annotation]:
        """The living annotations of a document that were made last before an offset, and first from it on."""
        scope = " WHERE document = ? AND deleted = '' AND starts "
        found = [
            *self._database.read(
                rows.SELECT_ANNOTATIONS + scope + "< ? ORDER BY starts DESC LIMIT 1", (document_id, offset)
            ),
            *self._database.read(
                rows.SELECT_ANNOTATIONS + scope + ">= ? ORDER BY starts LIMIT 1", (document_id, offset)
            ),
        ]
        return self._annotations(found)

    def between(self, document_id: str, low: int, high: int) -> list[Annotation]:
        """The living annotations of a document that were made from one offset to another, in that order."""
        scope = " WHERE document = ? AND deleted = '' AND starts BETWEEN ? AND ?" + _IN_ORDER
        return self._annotations(self._database.read(rows.SELECT_ANNOTATIONS + scope, (document_id, low, high)))

    def find(self, prefix: str) -> list[Annotation]:
        """The living annotations whose id starts so; nothing finds nothing."""
        prefix = prefix.lower()
        if not prefix or not prefix.isascii():
            return []
        found = self._annotations(
            self._database.read(
                rows.SELECT_ANNOTATIONS + " WHERE id >= ? AND id < ? ORDER BY id",
                (prefix, prefix + "\x7f"),
            )
        )
        return [annotation for annotation in found if not annotation.deleted]

    def tags(self) -> list[tuple[str, int]]:
        """The tags of living annotations and how often each is used, most used first."""
        return [
            (str(tag), count)
            for tag, count in self._database.read(
                """
                SELECT value, count(*)
                FROM annotations, json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END)
                WHERE deleted = '' GROUP BY value ORDER BY count(*) DESC, value
                """
            )
        ]

    def tagged(self) -> list[Tagged]:
        """The annotations that have tags, deleted or not, without the rest of them: quick, and not checked."""
        return [
            Tagged(identifier, document, tuple(map(str, json.loads(tags))), bool(deleted))
            for identifier, document, tags, deleted in self._database.read(
                """
                SELECT id, document, tags, deleted <> '' FROM annotations
                WHERE tags <> '[]' AND json_valid(tags)
                """
            )
        ]

    def undo(self, document_id: str | None = None) -> Change | None:
        """Takes back the newest step of a document, or of all; gives that step, None when none is left.

        The annotation is again what it was, time of modification included; only an anchor that was
        refreshed since stays fresh.
        """
        return self._travel(document_id, back=True)

    def redo(self, document_id: str | None = None) -> Change | None:
        """Does again the step last undone, unless another change came after it; gives that step."""
        return self._travel(document_id, back=False)

    def latest(self) -> str:
        """The newest step that was not undone, as its number and time; empty where there is none."""
        found = self._database.read(
            "SELECT number, time FROM changes WHERE state = 'done' ORDER BY number DESC LIMIT 1"
        )
        return f"{found[0][0]} {found[0][1]}" if found else ""

    def history(self, annotation_id: str) -> list[Change]:
        """All that ever happened to an annotation, oldest first, undone steps left out."""
        return self._changes(
            self._database.read(
                rows.SELECT_CHANGES + " WHERE annotation = ? AND state = 'done' ORDER BY number",
                (annotation_id,),
            )
        )

    def histories(self, ids: Collection[str]) -> dict[str, list[Change]]:
        """The same of several, by their ids."""
        if len(ids) <= _FEW:
            return {each: self.history(each) for each in ids}
        found: dict[str, list[Change]] = {}
        for change in self._changes(self._database.read(rows.SELECT_CHANGES + " WHERE state = 'done' ORDER BY number")):
            if change.after.id in ids:
                found.setdefault(change.after.id, []).append(change)
        return found

    @property
    def doubts(self) -> Doubts:
        """Which passages were not surely found when their texts were last looked through."""
        from tui.annotations.doubts import Doubts

        return Doubts(self._database)

    @property
    def agreement(self) -> Agreement:
        """What this machine and others last agreed on."""
        from tui.annotations.agreement import Agreement

        return Agreement(self._database)

    def damaged(self) -> tuple[Damage, ...]:
        """The damaged rows that were met so far; :meth:`verify` looks for all.

        A row is repaired when its annotation is next changed.
        """
        return tuple(self._damaged)

    def verify(self) -> tuple[Damage, ...]:
        """Reads the whole file, past its indexes, and gives every damaged row.

        What SQLite finds wrong between the rows, such as in an index, is given under the table ``file``.
        """
        for (line,) in self._database.read("PRAGMA integrity_check"):
            if line != "ok":
                self._damaged[Damage("file", line)] = None
        self._documents(self._database.read(rows.SELECT_DOCUMENTS + " NOT INDEXED"))
        self._annotations(self._database.read(rows.SELECT_ANNOTATIONS + " NOT INDEXED"))
        self._changes(self._database.read(rows.SELECT_CHANGES + " NOT INDEXED"))
        return self.damaged()

    def _known(self, connection: Connection, document_id: str) -> KnownDocument | None:
        found = connection.execute(rows.SELECT_DOCUMENTS + " WHERE id = ?", (document_id,))
        return next(iter(self._documents(found)), None)

    def _documents(self, found: Iterable[_Row]) -> list[KnownDocument]:
        return self._intact("documents", found, slice(0, 7), _known_from)

    def _annotations(self, found: Iterable[_Row]) -> list[Annotation]:
        return self._intact(
            "annotations",
            found,
            slice(0, -1),
            lambda row: rows.annotation_from(row[:-1]),
            lambda row: self._from_journal(str(row[0])),
            digest=rows.annotation_digest,
        )

    def _from_journal(self, annotation_id: str) -> Annotation | None:
        """What the last step made of an annotation."""
        if not annotation_id.isascii():
            return None
        found = self._changes(
            self._database.read(
                rows.SELECT_CHANGES + " WHERE annotation = ? AND state = 'done' ORDER BY number DESC LIMIT 1",
                (annotation_id,),
            )
        )
        return found[0].after if found else None

    def _changes(self, found: Iterable[_Row]) -> list[Change]:
        return self._intact("changes", found, slice(0, -1), _change_from)

    def _intact(
        self,
        table: str,
        found: Iterable[_Row],
        guarded: slice,
        make: Callable[[_Row], _Value],
        recover: Callable[[_Row], _Value | None] = lambda _: None,
        *,
        digest: Callable[[Sequence[object]], bytes] = rows.digest,
    ) -> list[_Value]:
        """The values of the rows whose digest, which stands last, agrees with their guarded columns."""
        values = []
        for row in found:
            try:
                if digest(row[guarded]) != row[-1]:
                    raise ValueError("the digest disagrees")
                values.append(make(row))
            except ValueError:
                value = recover(row)
                self._damaged[Damage(table, str(row[0]), value is not None)] = None
                if value is not None:
                    values.append(value)
        return values

    def _present(self, connection: Connection, annotation_id: str) -> Annotation | None:
        """The annotation that a write is about to replace; raises Refused when it is past recovering."""
        found = connection.execute(rows.SELECT_ANNOTATIONS + " WHERE id = ?", (annotation_id,)).fetchall()
        if not found:
            return None
        present = self._annotations(found)
        if not present:
            raise Refused(f"annotation {annotation_id} in {self._path} is damaged and was left as it is")
        if Damage("annotations", annotation_id, recovered=True) in self._damaged:
            # An index that disagrees with a damaged row would not let it be replaced.
            connection.execute("REINDEX annotations")
            del self._damaged[Damage("annotations", annotation_id, recovered=True)]
        return present[0]

    def _change(
        self, connection: Connection, before: Annotation | None, after: Annotation, time: str, batch: _Batch
    ) -> None:
        """Writes an annotation and the step that it is; nothing undone before can be redone."""
        _write_annotation(connection, after)
        connection.execute(
            "UPDATE changes SET state = 'dropped' WHERE document = ? AND state = 'undone'",
            (after.document,),
        )
        number = _next_number(connection)
        was = None if before is None else rows.to_journal(before)
        step = (number, after.id, after.document, time, was, rows.to_journal(after))
        connection.execute(rows.INSERT_CHANGE, (*step, rows.digest(step), batch.number))

    def _travel(self, document_id: str | None, *, back: bool) -> Change | None:
        """Takes one step back or forth through the journal, with all that were taken together with it."""
        state = "done" if back else "undone"
        scope, values = ("", ()) if document_id is None else (" AND document = ?", (document_id,))
        order = " ORDER BY number DESC" if back else " ORDER BY number"
        with self._database.writing() as connection:
            found = connection.execute(
                rows.SELECT_BATCHES + " WHERE state = ?" + scope + order + " LIMIT 1", (state, *values)
            ).fetchone()
            if found is None:
                return None
            number, batch = found
            which = ("batch = ?", (batch,)) if batch else ("number = ?", (number,))
            steps = connection.execute(
                rows.SELECT_CHANGES + f" WHERE {which[0]} AND state = ?" + order, (*which[1], state)
            ).fetchall()
            changes = self._changes(steps)
            if len(changes) < len(steps):
                raise Refused(f"the last step in the journal of {self._path} is damaged: it cannot be taken")
            for change in changes:
                self._take(connection, change, back=back)
        return replace(changes[0], together=len(changes))

    def _take(self, connection: Connection, change: Change, *, back: bool) -> None:
        here, there = (change.after, change.before) if back else (change.before, change.after)
        present = self._present(connection, change.after.id)
        if there is None:
            connection.execute("DELETE FROM annotations WHERE id = ?", (change.after.id,))
        elif here and present and here.anchor == there.anchor:
            _write_annotation(connection, replace(there, anchor=present.anchor))
        else:
            _write_annotation(connection, there)
        reached = "undone" if back else "done"
        connection.execute("UPDATE changes SET state = ? WHERE number = ?", (reached, change.number))


class _Batch:
    """The number under which steps are taken together; that of the first of them."""

    def __init__(self, connection: Connection, several: bool) -> None:
        self.number = _next_number(connection) if several else 0


def _next_number(connection: Connection) -> int:
    number: int = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM changes").fetchone()[0]
    return number


def _known_from(row: _Row) -> KnownDocument:
    id_, source, title, language, fingerprint, opened, modified, position, _ = row
    return KnownDocument(id_, source, title, language, fingerprint, position, opened, modified)


def _change_from(row: _Row) -> Change:
    number, _, _, time, before, after, _ = row
    was = None if before is None else rows.from_journal(before)
    return Change(number, time, was, rows.from_journal(after))


def _write_annotation(connection: Connection, annotation: Annotation) -> None:
    values = rows.annotation_values(annotation)
    connection.execute(rows.REPLACE_ANNOTATION, (*values, rows.annotation_digest(values)))


def write_document(connection: Connection, known: KnownDocument) -> None:
    """Keeps what is known of a document, as part of a write."""
    values = (
        known.id,
        known.source,
        known.title,
        known.language,
        known.fingerprint,
        known.opened,
        known.modified,
    )
    connection.execute(
        rows.REPLACE_DOCUMENT,
        (known.id, _bytes(known.source), *values[2:], known.position, rows.digest(values)),
    )


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
