"""Two machines' annotations, made one over a folder that something else carries from machine to machine.

First it is found out what was changed here since the last time, by comparing the store with what was agreed on then;
the journal tells when. Then what the others wrote is joined with it, field by field, and the outcome written: into the
store, as one step for the reader, together with what is agreed on now; and then to the end of this machine's file. If
the second is not reached, the next time does it. See :mod:`tui.annotations.registers` for why all come to the same.

A text is the same on two machines when it once had the same words on both, or stands in the same place. What is said
of a text that is not here is kept, and attached when a text of these words is opened.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations import clock
from tui.annotations.agreement import DELETED
from tui.annotations.change_log import Logs, Problem, tell
from tui.annotations.fields import (
    NEEDED,
    READ,
    TAG,
    TEXT,
    TOLD,
    annotation_of,
    changed_at,
    checked,
    of_annotation,
    of_document,
)
from tui.annotations.formats.foreign import moment
from tui.annotations.model import KnownDocument
from tui.annotations.registers import Name, Record, beaten, following, fresh, joined, later
from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.files import is_there

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from tui.annotations.agreement import Seal
    from tui.annotations.model import Anchor, Annotation, Change
    from tui.annotations.registers import Fields, State, Value
    from tui.library import Library
    from tui.library.checkpoint import Checkpoint

_TRIES = 10
"""How often a merge is worked out anew when somebody changes something meanwhile."""
_EMPTY_TEXT = blake2b(digest_size=32).hexdigest()
"""The fingerprint of a text without words, which many files have."""


class Fate(StrEnum):
    """What a merge does with an annotation here."""

    NEW = "new"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"


class Arrival(NamedTuple):
    """An annotation that a merge changes."""

    fate: Fate
    annotation: Annotation
    """As it is going to be."""
    fields: tuple[str, ...]
    """Which of its fields."""
    title: str
    """Of its text."""


class Lost(NamedTuple):
    """A value that was beaten by one whose writer did not know it; the history of its annotation keeps it."""

    annotation: str
    field: str
    value: Value


class Seen(NamedTuple):
    """What a merge was worked out from."""

    logs: Logs
    seals: Mapping[str, Seal]
    texts: Mapping[str, str]
    checkpoint: Checkpoint | None
    """None where it told nothing."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge is going to do."""

    machine: str
    arrivals: tuple[Arrival, ...]
    told: tuple[tuple[Name, str, Record], ...]
    """What is written for the others."""
    lost: tuple[Lost, ...]
    unfinished: tuple[str, ...]
    """Ids of annotations of which not enough has come to make them."""
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]
    """Fields that a newer program will know."""
    files: tuple[str, ...]
    """What was read."""
    expected: Mapping[str, Annotation | None]
    annotations: tuple[Annotation, ...]
    """To be put, in this order."""
    documents: tuple[KnownDocument, ...]
    """Texts that were never opened here, as far as others tell of them."""
    positions: Mapping[str, int]
    """Where reading goes on, in code points, by the ids of texts."""
    agreed: Mapping[Name, Fields]
    forgotten: tuple[Name, ...]
    seen: Seen

    def count(self, fate: str) -> int:
        """How many annotations it befalls."""
        return sum(each.fate == fate for each in self.arrivals)

    @property
    def incomplete(self) -> int:
        """How many annotations there are of which not enough has come to make them."""
        return len(self.unfinished)

    @property
    def told_of(self) -> int:
        """Of how many annotations the others are told something."""
        return len({name for name, _, _ in self.told if name.scope == "annotation"})


class Syncing:
    """Merging over one folder. Methods raise ``Refused``."""

    def __init__(self, library: Library, folder: Path) -> None:
        if not folder.is_dir():
            raise Refused(f"{folder}: there is no such folder; make it, or wait until its drive is there.")
        self._library = library
        self._folder = folder

    def plan(self) -> Merge:
        """What a merge would do; touches nothing."""
        from tui.library import checkpoint

        seals = self._library.store.agreement.seals()  # before all else: what is changed meanwhile is looked at again
        return _Working(self._library, Logs(self._folder), seals, checkpoint.load(self._checkpoint)).merge()

    def carry_out(self) -> Merge:
        """Merge; gives what was done."""
        for _ in range(_TRIES):
            merge = self.plan()
            if self._write(merge):
                tell(self._folder, merge.machine, merge.told)
                self._keep(merge)
                return merge
        raise Refused("Annotations are being changed all the time by another program; nothing was merged.")

    @property
    def _checkpoint(self) -> Path:
        from tui.library import checkpoint

        return checkpoint.path_of(self._library.places.cache, self._folder)

    def _keep(self, merge: Merge) -> None:
        """Keep what was seen of all with which nothing was done; the others are looked at once more the next time."""
        from tui.library import checkpoint

        busy = {each.annotation.id for each in merge.arrivals} | {each.id for each in merge.annotations}
        busy.update(name.id for name in (*merge.agreed, *merge.forgotten, *(name for name, _, _ in merge.told)))
        busy.update(each.annotation for each in merge.lost)
        busy.update(merge.unfinished)
        seen = checkpoint.Checkpoint(
            machine=merge.machine,
            marks=merge.seen.logs.marks(),
            texts=merge.seen.texts,
            seals={each: seal.code for each, seal in merge.seen.seals.items() if each not in busy},
            unfinished=tuple(sorted(busy - merge.seen.seals.keys())),
        )
        if seen != merge.seen.checkpoint:
            checkpoint.keep(self._checkpoint, seen)

    def _write(self, merge: Merge) -> bool:
        """Into the store; False where somebody has changed something meanwhile."""
        from tui.annotations import agreement
        from tui.annotations.store import write_document

        if not (merge.annotations or merge.documents or merge.positions or merge.agreed or merge.forgotten):
            return True

        def also(connection: Connection) -> None:
            for document in merge.documents:
                write_document(connection, document)
            for identifier, offset in merge.positions.items():
                connection.execute("UPDATE documents SET position = ? WHERE id = ?", (offset, identifier))
            agreement.write(connection, merge.machine, merge.agreed, merge.forgotten)

        return self._library.store.merge(merge.expected, merge.annotations, also)


class _Working:
    """A merge being worked out.

    Looked at are the annotations that are not as the checkpoint says, of which something was added to the files, or
    whose texts are elsewhere now. Of all others it is known that nothing is to be done.
    """

    def __init__(self, library: Library, logs: Logs, seals: Mapping[str, Seal], checkpoint: Checkpoint | None) -> None:
        store = library.store
        self._store = store
        self._logs, self._seals = logs, seals
        self._machine = store.agreement.machine()
        self._documents = {each.id: each for each in library.known()}
        self._now = clock.now()
        news = None
        if checkpoint is not None and checkpoint.machine == self._machine:
            news = logs.news(checkpoint.marks)
        self._checkpoint = checkpoint if news is not None else None
        only = news
        if self._checkpoint is not None and only is not None:
            was = self._checkpoint.seals
            only |= {each for each, seal in seals.items() if was.get(each) != seal.code}
            only |= was.keys() - seals.keys()
            only.update(self._checkpoint.unfinished)
        self._look_at(only)
        self._texts = _Texts(self._documents, self._join_documents())
        self._situations = self._texts.situations()
        if self._checkpoint is not None and only is not None:
            elsewhere = {each for each, now in self._situations.items() if self._checkpoint.texts.get(each) != now}
            elsewhere |= self._checkpoint.texts.keys() - self._situations.keys()
            moved = {each for each, seal in seals.items() if seal.document in elsewhere} - only
            if moved:
                self._look_at(only | moved)
                self._texts = _Texts(self._documents, self._join_documents())

    def _look_at(self, only: Collection[str] | None) -> None:
        """Read what is here, agreed on and told of all annotations, or ``only`` of some; and begin anew."""
        store = self._store
        self._known = store.agreement.known(only)
        self._heard = self._logs.heard(self._known, only)
        found = store.of(include_deleted=True) if only is None else store.some(only)
        self._here = {each.id: each for each in found}
        self._newest: State = {
            name: {field: _newest(records) for field, records in fields.items()}
            for name, fields in self._heard.records.items()
        }
        self._agreed: State = {}
        self._forgotten: list[Name] = []
        self._told: list[tuple[Name, str, Record]] = []
        self._arrivals: list[Arrival] = []
        self._lost: list[Lost] = []
        self._expected: dict[str, Annotation | None] = {}
        self._annotations: list[Annotation] = []
        self._new_documents: dict[str, KnownDocument] = {}
        self._unfinished: list[str] = []
        self._histories: dict[str, list[Change]] = {}

    def merge(self) -> Merge:
        """All of it."""
        names = {name for name in (*self._known, *self._newest) if name.scope == "annotation"}
        names |= {Name("annotation", identifier) for identifier in self._here}
        self._histories = self._store.histories({name.id for name in names if self._may_have_changed(name)})
        for name in sorted(names):
            self._merge(name)
        positions = self._positions()
        for name, fields in self._agreed.items():
            heard = self._newest.get(name, {})
            self._told += [
                (name, field, record)
                for field, record in fields.items()
                if field not in heard or heard[field].stamp < record.stamp
            ]
        return Merge(
            machine=self._machine,
            arrivals=tuple(self._arrivals),
            told=tuple(self._told),
            lost=tuple(self._lost),
            unfinished=tuple(sorted(self._unfinished)),
            problems=tuple(self._heard.problems),
            unknown=tuple(sorted(self._heard.unknown)),
            files=tuple(self._heard.files),
            expected=self._expected,
            annotations=tuple(self._annotations),
            documents=tuple(self._new_documents.values()),
            positions=positions,
            agreed={name: fields for name, fields in self._agreed.items() if fields != self._known.get(name)},
            forgotten=tuple(self._forgotten),
            seen=Seen(self._logs, self._seals, self._situations, self._checkpoint),
        )

    # Annotations

    def _present(self, name: Name, here: Annotation, anchor: Anchor) -> dict[str, Value]:
        """What its fields are here; a text is called what the others call it, and a tag that is gone is told of.

        Nobody needs to be told what is empty and always was; but that something was not deleted is told.
        """
        known, heard = self._known.get(name, {}), self._newest.get(name, {})
        found = of_annotation(here, anchor)
        for agreed in (known, heard):
            called = agreed.get("document")
            if called is not None and self._texts.same(str(called.value), here.document):
                found["document"] = called.value
                break
        gone = {field: None for field in known if field.startswith(TAG) and field not in found}
        told = {
            field: value
            for field, value in found.items()
            if value or field == DELETED or field in known or field in heard
        }
        return told | gone

    def _may_have_changed(self, name: Name) -> bool:
        """Whether something of an annotation is not as agreed on, were it only that its passage was found elsewhere."""
        here = self._here.get(name.id)
        if here is None:
            return False
        known = self._known.get(name, {})
        present = self._present(name, here, here.anchor)
        return any(field not in known or known[field].value != value for field, value in present.items())

    def _merge(self, name: Name) -> None:
        """One annotation."""
        here, heard = self._here.get(name.id), self._newest.get(name, {})
        if here is not None and name.id not in self._histories and self._has_nothing_new(name, here):
            return
        known: Fields = self._known.get(name, {})
        if here is None:
            known, changed = self._missing(name, known)
        elif name.id in self._histories:
            history = self._histories[name.id]
            present = self._present(name, here, _given_anchor(here, history))
            changed = _fit(name, fresh(known, heard, present, changed_at(here, history, self._now), self._machine))
        else:
            changed = {}
        mine = joined(known, changed)
        together = joined(mine, heard)
        if not together:
            return
        taken = {field: record for field, record in together.items() if record != mine.get(field)}
        if here is None:
            if not self._create(name, together):
                if not known:
                    return
                together = {DELETED: together[DELETED]}  # what was erased here is not kept here
        else:
            self._change(name, here, taken, together, changed)
        self._agreed[name] = together
        lost = [(name, field, record) for field, record in changed.items() if together[field] != record]
        self._told += [each for each in lost if each[2] not in self._heard.records.get(name, {}).get(each[1], ())]

    def _has_nothing_new(self, name: Name, here: Annotation) -> bool:
        """Whether what others wrote is what was agreed on, and all of it, and its text is where it was."""
        known, heard = self._known.get(name, {}), self._heard.records.get(name, {})
        alike = (
            len(records) == 1 and field in known and records[0] == known[field] for field, records in heard.items()
        )
        return known.keys() == heard.keys() and all(alike) and self._document_of(here, known) == here.document

    def _missing(self, name: Name, known: Fields) -> tuple[Fields, dict[str, Record]]:
        """What is known and changed of an annotation that is not here.

        One that was made here and then undone is deleted, as is one that was erased from the bin; one that came from
        elsewhere, and that was undone, has never come.
        """
        gone = known.get(DELETED)
        if gone is None or gone.value:
            return known, {}
        if "created" not in known or known["created"].stamp.machine == self._machine:
            stamp = following(gone.stamp, self._now, self._machine)
            return known, {DELETED: Record(stamp, self._now, gone.stamp)}
        self._forgotten.append(name)
        return {}, {}

    def _create(self, name: Name, fields: Fields) -> bool:
        """Make an annotation that others told of; whether there is one to be made."""
        if not fields.keys() >= NEEDED:
            self._unfinished.append(name.id)
            return False
        gone = fields.get(DELETED)
        made = annotation_of(name.id, {field: record.value for field, record in fields.items()}, None)
        if made is None or (gone is not None and gone.value):
            return False
        made = replace(made, document=self._settled(made.document), modified=_latest(fields))
        self._expected[name.id] = None
        self._annotations.append(made)
        self._arrivals.append(Arrival(Fate.NEW, made, tuple(sorted(fields)), self._title(made.document)))
        return True

    def _change(
        self,
        name: Name,
        here: Annotation,
        taken: Fields,
        together: Fields,
        changed: Fields,
    ) -> None:
        """Change an annotation as others changed it; what was beaten goes into its history."""
        after = annotation_of(name.id, {field: record.value for field, record in taken.items()}, here)
        assert after is not None  # noqa: S101 - it is here
        after = replace(after, document=self._document_of(here, together))
        beaten_here = self._beaten(name, here, changed)
        if replace(after, modified=here.modified) == here and not beaten_here:
            return
        if after != here:
            after = replace(after, modified=max(here.modified, _latest(taken)))
            fate = Fate.CHANGED
            if bool(after.deleted) != bool(here.deleted):
                fate = Fate.DELETED if after.deleted else Fate.RESTORED
            self._arrivals.append(Arrival(fate, after, tuple(sorted(taken)), self._title(after.document)))
        self._expected[name.id] = here
        self._annotations += [*beaten_here, after]

    def _beaten(self, name: Name, here: Annotation, changed: Fields) -> list[Annotation]:
        """The annotation with each value that was beaten and that its history does not know, the oldest first."""
        found: list[tuple[Record, Annotation]] = []
        for field in TOLD:
            records = [*self._heard.records.get(name, {}).get(field, ())]
            records += [agreed[field] for agreed in (self._known.get(name, {}), changed) if field in agreed]
            if len(records) < 2:
                continue
            for record in beaten(records):
                if field in changed and record == changed[field]:
                    self._lost.append(Lost(name.id, field, record.value))
                    continue
                version = annotation_of(name.id, {field: record.value}, here)
                if version is None or version == here or record.value in self._had(here, field):
                    continue
                self._lost.append(Lost(name.id, field, record.value))
                found.append((record, replace(version, modified=record.stamp.time)))
        return [version for _, version in sorted(found, key=lambda pair: pair[0].stamp)]

    def _had(self, here: Annotation, field: str) -> set[Value]:
        """The values that a field has had here."""
        if here.id not in self._histories:
            self._histories[here.id] = self._store.history(here.id)
        found: set[Value] = {getattr(here, field)}
        for change in self._histories[here.id]:
            found |= {getattr(each, field) for each in (change.before, change.after) if each is not None}
        return found

    # Documents

    def _join_documents(self) -> State:
        """What is known of texts, here and elsewhere; what is new of it is told."""
        together: State = {}
        names = {name for name in (*self._known, *self._newest) if name.scope == "document"}
        names |= {Name("document", identifier) for identifier in self._documents}
        for name in sorted(names):
            known, heard = self._known.get(name, {}), self._newest.get(name, {})
            document = self._documents.get(name.id)
            changed: dict[str, Record] = {}
            if document is not None and document.opened:
                present = {
                    field: value
                    for field, value in of_document(document).items()
                    if field.startswith(READ) or (field not in known and field not in heard)
                }
                times = document.opened, document.modified

                def when(field: str, times: tuple[str, str] = times) -> str:
                    return moment(times[0] if field.startswith(READ) else times[1]) or self._now

                changed = _fit(name, fresh(known, heard, present, when, self._machine))
            together[name] = joined(joined(known, changed), heard)
        self._agreed |= together
        return together

    def _document_of(self, here: Annotation, fields: Fields) -> str:
        """The text that an annotation belongs to here: its own, unless others moved it, or its text has come."""
        called = fields.get("document")
        meant = str(called.value) if called is not None else here.document
        home = self._texts.home(meant)
        if self._texts.same(meant, here.document) and (
            self._texts.is_here(here.document) or not self._texts.is_here(home)
        ):
            return here.document
        return self._settled(meant)

    def _settled(self, identifier: str) -> str:
        """The id of a text here, which is known from now on."""
        home = self._texts.home(identifier)
        if home not in self._documents and home not in self._new_documents:
            self._new_documents[home] = self._texts.described(home)
        return home

    def _title(self, identifier: str) -> str:
        known = self._documents.get(identifier) or self._new_documents.get(identifier)
        return known.title if known is not None else identifier

    def _positions(self) -> dict[str, int]:
        """Where reading goes on that went farther elsewhere, in texts that are the same to the letter."""
        for known in self._documents.values():
            described = replace(self._texts.described(known.id), position=known.position)
            if not known.opened and described != known:
                self._new_documents[known.id] = described
        for identifier in self._texts.standing():
            if identifier not in self._documents and self._texts.home(identifier) == identifier:
                self._settled(identifier)
        found: dict[str, int] = {}
        for document in (self._documents | self._new_documents).values():
            field = f"{READ}{document.fingerprint}"
            best = self._texts.newest(document.id, field)
            if best is None:
                continue
            name = Name("document", document.id)
            self._agreed[name] = {**self._agreed.get(name, {}), field: best}
            if best.value != document.position and isinstance(best.value, int):
                found[document.id] = best.value
        return found


class _Texts:
    """Which documents are the same text: those that are linked by words that they once had."""

    def __init__(self, here: Mapping[str, KnownDocument], told: State) -> None:
        self._here = here
        self._told = {name.id: fields for name, fields in told.items()}
        self._parent: dict[str, str] = {}
        for identifier, fields in self._told.items():
            for field in fields:
                if field.startswith(TEXT) and field != f"{TEXT}{_EMPTY_TEXT}":
                    self._parent[self._root(identifier)] = self._root(field)
        self._stand: dict[str, bool] = {}
        self._alike: dict[str, list[str]] = {}
        for identifier in sorted({*self._told, *here}):
            self._alike.setdefault(self._root(identifier), []).append(identifier)

    def situations(self) -> dict[str, str]:
        """Of each text where it is here, and which others are the same: what says to which text a note belongs."""
        found: dict[str, str] = {}
        for alike in self._alike.values():
            told = "\n".join(f"{each} {self.home(each)} {self.is_here(each)}" for each in alike)
            code = blake2b(told.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
            found |= dict.fromkeys(alike, code)
        return found

    def _root(self, node: str) -> str:
        """Of a disjoint-set forest, with its paths halved (Tarjan and van Leeuwen, 1984)."""
        while (above := self._parent.get(node, node)) != node:
            node = self._parent[node] = self._parent.get(above, above)
        return node

    def same(self, one: str, other: str) -> bool:
        """Whether two ids are of one text."""
        return one == other or self._root(one) == self._root(other)

    def is_here(self, identifier: str) -> bool:
        """Whether a text was opened here, and can be."""
        if identifier not in self._stand:
            known = self._here.get(identifier)
            self._stand[identifier] = known is not None and bool(known.opened) and _stands(known.source)
        return self._stand[identifier]

    def home(self, identifier: str) -> str:
        """What a text is called here: by its own id, or that of the same text which is here."""
        if self.is_here(identifier):
            return identifier
        alike = [self._here[each] for each in self._alike.get(self._root(identifier), ()) if self.is_here(each)]
        return max(alike, key=lambda known: (known.opened, known.id)).id if alike else identifier

    def standing(self) -> list[str]:
        """The texts that were read elsewhere and stand in the same place here."""
        return [
            identifier
            for identifier, fields in self._told.items()
            if any(field.startswith(READ) for field in fields)
            and "source" in fields
            and str(fields["source"].value) != "-"
            and _stands(str(fields["source"].value))
        ]

    def newest(self, identifier: str, field: str) -> Record | None:
        """What was said last of a field by any who have the text."""
        found = [
            self._told[each][field]
            for each in self._alike.get(self._root(identifier), ())
            if field in self._told.get(each, {})
        ]
        return _newest(found) if found else None

    def described(self, identifier: str) -> KnownDocument:
        """What is known of a text that was never opened here."""
        fields = self._told.get(identifier, {})
        told = {field: str(record.value) for field, record in fields.items()}
        texts = {record.stamp: field for field, record in fields.items() if field.startswith(TEXT)}
        return KnownDocument(
            id=identifier,
            source=told.get("source", f"urn:llama-tui:document:{identifier}"),
            title=told.get("title", identifier),
            language=told.get("language", ""),
            fingerprint=texts[max(texts)].removeprefix(TEXT) if texts else "",
            position=None,
            opened="",
            modified=_latest(fields),
        )


def _stands(source: str) -> bool:
    from tui.library import path_of

    return source == "-" or (source.startswith(("/", "seeds/")) and is_there(path_of(source)))


def _newest(records: Sequence[Record]) -> Record:
    best = records[0]
    for record in records[1:]:
        best = later(best, record)
    return best


def _latest(fields: Fields) -> str:
    return max((record.stamp.time for record in fields.values()), default="")


def _fit(name: Name, changed: Fields) -> dict[str, Record]:
    """The changes that others will take: what nobody can read is not told again and again."""
    found = {}
    for field, record in changed.items():
        with suppress(ValueError):
            if checked(name.scope, field, record.value) == (field, record.value):
                found[field] = record
    return found


def _given_anchor(here: Annotation, history: Iterable[Change]) -> Anchor:
    """The anchor that the reader last gave: one that was found anew in a changed text is nobody's change."""
    given = None
    for change in history:
        if change.before is None or change.before.anchor != change.after.anchor:
            given = change.after.anchor
    return given or here.anchor
