"""The reader's corrections of names: one plain file for all texts, which the reader may edit, share and import.

The program adds lines to it and takes its own away again, and leaves everything else as it is, comments and lines
that it does not understand included. What it did is kept beside the file, so that undo and redo last over restarts.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.saving import alone_with, write_file
from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.files import read_bytes
from tui.entities.correction_lines import Fault, line_of, parse, parse_line
from tui.entities.corrections import BY_ID, Correction, corrected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.entities.model import Entity

LARGEST = 8 * 1024 * 1024
"""Bytes of the largest list that is read."""
STEPS = 200
"""How many steps can be undone."""

HEADER = """\
# Corrections of names, one a line; where two contradict each other, the later one wins. Edit them as you like, share
# them, and take in those of others with: llama-tui entities --import FILE
#
#   type "Corvane" as organisation
#   rename "LLaMA" as "Llama"
#   merge "Facebook" into "Meta"
#   split "Washington" from "George Washington"
#   ignore "Big Tech"
#   new "soupe aux choux" as work
#
# Names are written as they stand in the text. A type before a name, as in: ignore place "Washington", tells apart
# what is called alike. in "PATH" at the end of a line makes it hold in that text alone.
"""


class Step(NamedTuple):
    """Something that was done to the list at once."""

    added: tuple[Correction, ...]
    removed: tuple[Correction, ...]


class TakenIn(NamedTuple):
    """What came of taking in a list."""

    added: tuple[Correction, ...]
    known: int
    """How many were in the reader's list already."""
    faults: tuple[Fault, ...]


class _Content(NamedTuple):
    lines: list[str]
    """Without their line ends; the last one is empty where the file ends in one."""
    corrections: tuple[Correction, ...]
    faults: tuple[Fault, ...]


class _Line(NamedTuple):
    number: int
    """Which one it was, counted from 0."""
    text: str


class _Change(NamedTuple):
    """A step as it is kept: lines that came and lines that went."""

    added: tuple[_Line, ...] = ()
    removed: tuple[_Line, ...] = ()

    @property
    def back(self) -> _Change:
        return _Change(self.removed, self.added)


class Corrections:
    """The list. What changes it raises ``Refused`` when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        """Nothing is read or made before it is needed."""
        self.path = path
        self._journal = path.with_name(f"{path.name}.undo")
        self._known: tuple[tuple[int, int, int] | None, _Content] = (None, _Content([], (), ()))

    def all(self) -> tuple[Correction, ...]:
        """The corrections, the oldest first; those of lines that can be understood."""
        return self._content().corrections

    def faults(self) -> tuple[Fault, ...]:
        """Lines of the file that cannot be understood, and why."""
        return self._content().faults

    def apply(self, entities: tuple[Entity, ...], documents: Sequence[Document]) -> tuple[Entity, ...]:
        """The entities of these documents as the reader wants them; quick, for use after each correction."""
        return corrected(entities, self._of(documents), documents)

    def _of(self, documents: Sequence[Document]) -> list[Correction]:
        """The corrections; those of a document that was moved since follow it to where it is."""
        ids = {document.id for document in documents}
        found = []
        for each in self.all():
            moved = _id_of_path(each.document) if each.document.startswith("/") else ""
            found.append(replace(each, document=BY_ID + moved) if moved in ids else each)
        return found

    def add(self, *corrections: Correction) -> Step | None:
        """Say these from now on; None when nothing changes, because they were the last to be said."""
        return self._add([line_of(each) for each in corrections])

    def remove(self, *corrections: Correction) -> Step | None:
        """Say these no more; None when the list holds none of them."""
        with alone_with(self.path):
            lines = self._read()
            gone = tuple(
                _Line(number, line) for number, line in enumerate(lines) if _understood(line) in set(corrections)
            )
            return self._do(lines, _Change(removed=gone)) if gone else None

    def undo(self) -> Step | None:
        """Take back the last step; None when there is none, or only such as the reader has undone by hand."""
        return self._again(back=True)

    def redo(self) -> Step | None:
        """Do again what was undone last; None when there is nothing, or something else was done since."""
        return self._again(back=False)

    def take_in(self, path: Path) -> TakenIn:
        """Add the corrections of another list, those that are not in this one; without the comments between them."""
        said, faults = parse(_lines(read_bytes(path, limit=LARGEST)))
        known = set(self.all())
        fresh: dict[Correction, str] = {}
        for line, correction in said:
            if correction not in known:
                fresh.setdefault(correction, line)
        if fresh:
            self._add(list(fresh.values()))
        return TakenIn(tuple(fresh), len({each.correction for each in said}) - len(fresh), tuple(faults))

    def _content(self) -> _Content:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return _Content([], (), ())
        except OSError as error:
            return _Content([], (), (Fault(0, error.strerror or str(error)),))
        state = status.st_mtime_ns, status.st_size, status.st_ino
        if self._known[0] != state:
            try:
                lines = _lines(read_bytes(self.path, limit=LARGEST))
            except Refused as refusal:
                return _Content([], (), (Fault(0, str(refusal)),))
            said, faults = parse(lines)
            self._known = state, _Content(lines, tuple(each.correction for each in said), tuple(faults))
        return self._known[1]

    def _read(self) -> list[str]:
        """The lines as they are now, those of a new list where there is no file."""
        try:
            return _lines(read_bytes(self.path, limit=LARGEST))
        except Refused as refusal:
            if isinstance(refusal.__cause__, FileNotFoundError):
                return HEADER.split("\n")
            raise

    def _add(self, new: Sequence[str]) -> Step | None:
        with alone_with(self.path):
            lines = self._read()
            wanted = [_understood(line) for line in new]
            last = [said for line in lines if (said := _understood(line)) is not None][-len(wanted) :]
            if not new or wanted == last:
                return None
            end = "\r" if lines[0].endswith("\r") else ""
            at = len(lines) - (not lines[-1])
            added = tuple(_Line(at + number, line.strip() + end) for number, line in enumerate(new))
            return self._do(lines, _Change(added=added))

    def _do(self, lines: list[str], change: _Change) -> Step:
        """A new step; what was undone cannot be redone after it."""
        done, _ = self._steps()
        self._write(_with(lines, change), [*done, change][-STEPS:], [])
        return _step(change)

    def _again(self, *, back: bool) -> Step | None:
        with alone_with(self.path):
            lines = self._read()
            done, undone = self._steps()
            source, target = (done, undone) if back else (undone, done)
            while source:
                change = source.pop()
                wanted = change.back if back else change
                now = dict.fromkeys(lines, True)
                if all(line.text in now for line in wanted.removed):
                    target.append(change)
                    self._write(_with(lines, wanted), done, undone)
                    return _step(wanted)
            return None

    def _steps(self) -> tuple[list[_Change], list[_Change]]:
        """The steps that were done and those that were undone, the last at the end; none where that is not known."""
        try:
            kept = json.loads(read_bytes(self._journal, limit=4 * LARGEST))
            done, undone = ([_change(each) for each in kept[state]] for state in ("done", "undone"))
        except (Refused, ValueError, KeyError, TypeError, RecursionError):
            return [], []
        return done, undone

    def _write(self, lines: Sequence[str], done: Sequence[_Change], undone: Sequence[_Change]) -> None:
        """The journal first: a step in it whose lines never came is passed over, a line without a step would stay."""
        write_file(self._journal, json.dumps({"done": done, "undone": undone}))
        write_file(self.path, "\n".join(lines).encode("utf-8", "surrogateescape"))


def _lines(data: bytes) -> list[str]:
    """The lines of a list; what is not UTF-8 in them comes back as it was when they are written."""
    return data.decode("utf-8", "surrogateescape").split("\n")


def _understood(line: str) -> Correction | None:
    try:
        return parse_line(line)
    except ValueError:
        return None


def _with(lines: Sequence[str], change: _Change) -> list[str]:
    """The lines after a change. A line that went is looked for where it was, then from the end on."""
    after = list(lines)
    for number, text in reversed(change.removed):
        if number < len(after) and after[number] == text:
            del after[number]
        else:
            behind = next((each for each in reversed(range(len(after))) if after[each] == text), None)
            if behind is not None:
                del after[behind]
    for number, text in change.added:
        after.insert(min(number, len(after) - (not after[-1]) if after else 0), text)
    return after


def _step(change: _Change) -> Step:
    added, removed = (
        tuple(said for line in lines if (said := _understood(line.text)) is not None)
        for lines in (change.added, change.removed)
    )
    return Step(added, removed)


def _change(kept: list[list[list[object]]]) -> _Change:
    """A step as it was kept; raises ``TypeError`` or ``ValueError`` for what is none."""
    added, removed = (tuple(_line(*each) for each in lines) for lines in kept)
    return _Change(added, removed)


def _line(number: object, text: object) -> _Line:
    if not isinstance(number, int) or not isinstance(text, str):
        raise TypeError
    return _Line(max(number, 0), text)


def _id_of_path(path: str) -> str:
    """The id under which a text came to be known at a path; it keeps it wherever it is moved."""
    return blake2b(os.fsencode(path), digest_size=8).hexdigest()
