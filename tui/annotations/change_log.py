"""The folder over which machines tell one another: one file each, to whose end changes are written and never unwritten.

A file is ``llama-tui-MACHINE.jsonl``: UTF-8, one JSON object a line (https://jsonlines.org). The first line says which
version of this it is, the others each one change::

    {"by": MACHINE, "time": RFC 3339, "count": N, "annotation": UUID, "set": {FIELD: VALUE, …}, "over": {FIELD: STAMP}}

with ``document`` in place of ``annotation`` for what is known of a text, and ``over`` telling which stamps, as
``[time, count, machine]``, the values of before had. Who wrote a line stands in it, so it does not matter in which file
it is found: copies that Syncthing or a network drive made of a file in conflict are read like it. Whatever is no such
line, such as one torn by an end that came too soon, is passed over and told of; so are fields that are not known.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from fcntl import LOCK_EX, flock
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.annotations.fields import checked
from tui.annotations.registers import Name, Record, Stamp
from tui.document.digest import blake2b
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from tui.annotations.registers import State

VERSION = 1
LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of a line that is read."""
_NAMED = b'"annotation":"'
"""What a line of an annotation has, and no other: within a text the quotes would be escaped."""
_FILES = re.compile(r"llama-tui-.*\.jsonl", re.DOTALL)
_MACHINE = re.compile(r"[0-9a-z]{4,64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOST_COUNTED = 10**15
_SHOWN = 40
"""Code points of a field's name in messages."""
_LONGEST_NAME = 400
"""Code points of a document's id."""


class Problem(NamedTuple):
    """What could not be read."""

    file: str
    line: int
    """From 1; 0 for the whole file."""
    reason: str


class Heard(NamedTuple):
    """All that stands in a folder."""

    records: dict[Name, dict[str, list[Record]]]
    """By thing and field, in no order."""
    problems: list[Problem]
    files: list[str]
    unknown: set[str]
    """Fields that a newer program will know."""


def file_name(machine: str) -> str:
    """The name of a machine's file."""
    return f"llama-tui-{machine}.jsonl"


class Mark(NamedTuple):
    """How far a file was read."""

    size: int
    """Bytes."""
    digest: str
    """Of these."""


class Logs:
    """The files of a folder as they are now, read once; raises ``Refused`` when the folder cannot be read."""

    def __init__(self, folder: Path) -> None:
        from tui.document.files import read_bytes

        try:
            names = sorted(entry.name for entry in os.scandir(folder) if _FILES.fullmatch(entry.name))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(f"{folder} cannot be read: {reason[:1].lower()}{reason[1:]}.") from error
        self._names = names
        self._problems: list[Problem] = []
        self._contents: dict[str, bytes] = {}
        self._marks: dict[str, Mark] = {}
        for name in names:
            try:
                self._contents[name] = read_bytes(folder / name)
            except (OSError, Refused) as error:
                reason = getattr(error, "strerror", None) or str(error)
                self._problems.append(Problem(name, 0, reason))

    def marks(self) -> dict[str, Mark]:
        """How far each file is read."""
        return {name: self._marks.get(name) or Mark(len(data), _digest(data)) for name, data in self._contents.items()}

    def news(self, marks: Mapping[str, Mark]) -> set[str] | None:
        """The annotations that are told of in what was added since the marks; None if not all is there that was.

        A line that was torn then, and what was added to it, counts as added.
        """
        found: set[str] = set()
        if not marks.keys() <= self._contents.keys():
            return None
        for name, data in self._contents.items():
            mark = marks.get(name, _NOTHING)
            if len(data) < mark.size or _digest(memoryview(data)[: mark.size]) != mark.digest:
                return None
            if len(data) == mark.size:
                self._marks[name] = mark
            start = data.rfind(b"\n", 0, mark.size) + 1
            for line in data[start:].split(b"\n"):
                identifier = _annotation_in(line)
                if identifier is None:
                    with suppress(ValueError):
                        identifier = _object(line).get("annotation")
                if isinstance(identifier, str):
                    found.add(identifier)
        return found

    def heard(self, agreed: State, only: Collection[str] | None = None) -> Heard:
        """What all machines wrote; of annotations only what they wrote of some, if ``only`` these are asked for.

        What is ``agreed`` on already is taken from there, which spares looking at it closely.
        """
        heard = Heard({}, list(self._problems), list(self._names), set())
        for file, data in self._contents.items():
            try:
                _read(file, data, heard, agreed, only)
            except Refused as error:
                heard.problems.append(Problem(file, 0, str(error)))
        if only is not None:
            for name in [each for each in heard.records if each.scope == "annotation" and each.id not in only]:
                del heard.records[name]
        return heard


def _digest(data: bytes | memoryview) -> str:
    return blake2b(data, digest_size=16).hexdigest()


_NOTHING = Mark(0, _digest(b""))


def _annotation_in(line: bytes) -> str | None:
    """The annotation that a whole line tells of, without reading the line; None where it may be anything else."""
    place = line.find(_NAMED)
    if place < 0 or not line.endswith(b"}"):
        return None
    return line[place + len(_NAMED) : place + len(_NAMED) + 36].decode("utf-8", "replace")


def _read(name: str, data: bytes, heard: Heard, agreed: State, only: Collection[str] | None) -> None:
    """The lines of one file."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if only is not None and (identifier := _annotation_in(line)) is not None and identifier not in only:
            continue
        if not line.strip():
            continue
        try:
            told = _object(line)
            if "llama-tui" in told:
                if told["llama-tui"] != VERSION:
                    raise Refused("it was written by a newer llama-tui and was left out")
                continue
            _take(told, Problem(name, number, ""), heard, agreed)
        except ValueError as error:
            heard.problems.append(Problem(name, number, str(error)))


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise ValueError("it is too long")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is torn or no JSON") from error
    if not isinstance(told, dict):
        raise ValueError("it is no object")
    return told


def _take(told: dict[str, Any], where: Problem, heard: Heard, agreed: State) -> None:
    """Add the change that a line tells of; raises ``ValueError`` for what cannot be one.

    Of fields that cannot be what they are said to be, the others of their line are taken.
    """
    stamp = _stamp([told.get("time"), told.get("count"), told.get("by")])
    over, values = told.get("over", {}), told.get("set")
    if not isinstance(values, dict) or not isinstance(over, dict):
        raise ValueError("it sets nothing")
    if isinstance(identifier := told.get("annotation"), str) and _UUID.fullmatch(identifier):
        name = Name("annotation", identifier)
    elif isinstance(identifier := told.get("document"), str) and 0 < len(identifier) <= _LONGEST_NAME:
        identifier.encode()
        name = Name("document", identifier)
    else:
        raise ValueError("it names neither an annotation nor a text")
    fields = heard.records.setdefault(name, {})
    known = agreed.get(name, {})
    for told_as, value in values.items():
        before = known.get(told_as)
        if before is not None and before.stamp == stamp and before.value == value and told_as not in over:
            fields.setdefault(told_as, []).append(before)
            continue
        try:
            meant = checked(name.scope, told_as, value)
            written_over = _stamp(over[told_as]) if told_as in over else None
        except ValueError as error:
            heard.problems.append(where._replace(reason=str(error)))
            continue
        if meant is None:
            heard.unknown.add(told_as[:_SHOWN])
        else:
            fields.setdefault(meant[0], []).append(Record(stamp, meant[1], written_over))


def _stamp(told: object) -> Stamp:
    match told:
        case [str(time), int(count), str(machine)] if (
            _TIME.fullmatch(time)
            and not isinstance(count, bool)
            and 0 <= count <= _MOST_COUNTED
            and _MACHINE.fullmatch(machine)
        ):
            return Stamp(time, count, machine)
    raise ValueError("it has no time, count and machine")


def tell(folder: Path, machine: str, changes: Iterable[tuple[Name, str, Record]]) -> int:
    """Write changes to the end of a machine's file, on the disk when this returns; gives how many lines they are.

    A last line that was torn is ended first. Raises ``Refused``; what was written till then may stay, and does no harm.
    """
    lines = [_line(name, stamp, fields) for name, stamp, fields in _together(changes)]
    if not lines:
        return 0
    path = folder / file_name(machine)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            with suppress(OSError):  # a file system without locks
                flock(handle, LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            if not size:
                lines.insert(0, json.dumps({"llama-tui": VERSION, "machine": machine}))
            elif os.pread(handle, 1, size - 1) != b"\n":
                lines.insert(0, "")
            data = memoryview("".join(f"{line}\n" for line in lines).encode())
            while data:
                data = data[file.write(data) or 0 :]
            os.fsync(handle)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(f"{path} cannot be written: {reason[:1].lower()}{reason[1:]}.") from error
    return len(lines)


def _together(changes: Iterable[tuple[Name, str, Record]]) -> Iterator[tuple[Name, Stamp, dict[str, Record]]]:
    """Fields of one thing that were given their values at once, in the order of names, for one line."""
    ordered = sorted(changes, key=lambda change: (change[0], change[2].stamp, change[1]))
    for (name, stamp), group in groupby(ordered, key=lambda change: (change[0], change[2].stamp)):
        yield name, stamp, {field: record for _, field, record in group}


def _line(name: Name, stamp: Stamp, fields: dict[str, Record]) -> str:
    told: dict[str, Any] = {"by": stamp.machine, "time": stamp.time, "count": stamp.counter, name.scope: name.id}
    told["set"] = {field: record.value for field, record in fields.items()}
    over = {field: list(record.over) for field, record in fields.items() if record.over is not None}
    if over:
        told["over"] = over
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace").decode()
