"""The reader's codebook: which tags there are, what they mean, how they are renamed and merged in all texts at once.

What they mean stands in a plain file of the reader, who may edit and share it. Annotations are changed as one step
of the store's journal; what was done to the file is kept beside it, so that undo takes both back, after a restart too.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.annotations.cleaning import clean_note, clean_tag
from tui.annotations.codebook import is_within, meetings, moving, redescribed, retold, tree
from tui.annotations.codebook_lines import changed, parse
from tui.annotations.saving import alone_with, write_file
from tui.document.failures import Refused
from tui.document.files import read_bytes, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from tui.annotations.codebook import Code, Meeting
    from tui.annotations.model import Annotation, Change
    from tui.annotations.store import Tagged
    from tui.library import Library

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest codebook that is read."""
STEPS = 200
"""Changes of the file that can be undone."""
TRIES = 5
"""How often a change is begun anew because somebody else changed annotations meanwhile."""

HEADER = """\
# What your tags mean: "tag" = "what it means", a line each. Edit and share this file as you like.
"""

_Told = dict[str, str | None]


class Undone(NamedTuple):
    """What was taken back or done again: a change to annotations, or else to what tags mean."""

    change: Change | None
    tags: tuple[str, ...]
    """Those whose descriptions alone were changed."""


class TakenIn(NamedTuple):
    """What came of taking in a codebook."""

    fresh: tuple[str, ...]
    """Tags that are new, or had not been described."""
    other: tuple[str, ...]
    """Tags that the reader describes otherwise."""


class _Step(NamedTuple):
    """A change of the file."""

    behind: str
    """The last change to annotations that was made before it."""
    ends: tuple[str, ...]
    """The first and the last of the changes to annotations that it belongs to, if it belongs to any."""
    before: _Told
    after: _Told
    undone: bool = False
    """Whether it was taken back; only of a step that belongs to no change of annotations."""


class Codebook:
    """The tags of a library. Methods may be called from any thread and raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        """Nothing is read or made before it is needed."""
        self._library = library
        self.path = library.places.codebook
        self._journal = self.path.with_name(f"{self.path.name}.undo")

    def descriptions(self) -> dict[str, str]:
        """What tags mean."""
        return self._parsed(self._text())

    def tree(self) -> list[Code]:
        """All tags, each before those below it: those of living annotations and those that are described."""
        return tree((each.tags for each in self._tagged() if not each.is_deleted), self.descriptions())

    def meetings(self) -> list[Meeting]:
        """Which tags stand together, most often first."""
        return meetings(self._living())

    def describe(self, tag: str, description: str) -> bool:
        """Say what a tag means, which need not be in use yet; nothing for an empty one. Whether that is new."""
        tag, description = _tag(tag), clean_note(description).strip()
        with alone_with(self.path):
            before = self.descriptions().get(tag)
            if (before or "") == description:
                return False
            self._redescribe({tag: description or None})
        return True

    def exported(self) -> str:
        """The codebook as Taguette takes it in: a CSV of the tags that are used or described."""
        from tui.annotations.formats.codebook_csv import Entry, write

        documents: dict[str, set[str]] = {}
        for each in self._tagged():
            for tag in () if each.is_deleted else each.tags:
                documents.setdefault(tag, set()).add(each.document)
        told = self.descriptions()
        listed = (code for code in self.tree() if code.own or code.tag in told)
        return write(Entry(code.tag, code.description, code.own, len(documents.get(code.tag, ()))) for code in listed)

    def take_in(self, path: Path) -> TakenIn:
        """Add the tags of a codebook and what they mean, of Taguette's or REFI-QDA's; what the reader said stays."""
        from tui.annotations.formats import codebook_csv, qdpx

        data = read_bytes(path, limit=LARGEST)
        is_refi = data.startswith(b"PK") or data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
        try:
            told = (qdpx.read_codebook if is_refi else codebook_csv.read)(data)
        except Refused as refusal:
            raise Refused(f"{shown(path)}: {refusal}") from refusal
        told = _cleaned(told)
        fresh = self.add(told)
        present = self.descriptions()
        other = (tag for tag, said in told.items() if said and tag not in fresh and present[tag] != said)
        return TakenIn(tuple(fresh), tuple(other))

    def fresh(self, told: Mapping[str, str]) -> dict[str, str]:
        """What is new of what tags are said to mean: of those that are not known, or not described."""
        present = self.descriptions()
        cleaned = _cleaned(told)
        return {tag: said for tag, said in cleaned.items() if not present.get(tag) and present.get(tag) != said}

    def add(self, told: Mapping[str, str], together: Sequence[Annotation] = ()) -> dict[str, str]:
        """Say of tags what they mean, where the reader has not said it, and give what was new.

        It is one step with the last change to each of the annotations ``together``.
        """
        with alone_with(self.path):
            fresh = self.fresh(told)
            if fresh:
                ends = [self._library.store.history(each.id)[-1] for each in (*together[:1], *together[-1:])]
                self._redescribe(fresh, tuple(map(_end, ends)))
        return fresh

    def rename(self, old: str, new: str) -> int:
        """Call a tag and all below it otherwise, wherever they are; how many annotations changed.

        Refuses a name that another tag has already, with which it would be one from then on.
        """
        old, new = clean_tag(old), _tag(new)
        moved = moving([old], new)
        known = self._known()
        self._check_known([old], known)
        taken = {tag for tag in known if moved(tag) == tag}
        met = next((moved(tag) for tag in sorted(known) if moved(tag) != tag and moved(tag) in taken), None)
        if met is not None:
            raise Refused(
                "There is a tag {met!r} already; merge {old!r} into {new!r} if they are one.", met=met, old=old, new=new
            )
        return self._move(moved)

    def merge(self, tags: Sequence[str], into: str) -> int:
        """Make tags one, with all that is below them, wherever they are; how many annotations changed."""
        sources, target = [clean_tag(tag) for tag in tags], _tag(into)
        self._check_known(sources, self._known())
        return self._move(moving(sources, target))

    def undo(self) -> Undone | None:
        """Take back the last change to annotations or descriptions; None when there is none."""
        if self._journal.exists() and (tags := self._undo_description()):
            return Undone(None, tags)
        change = self._library.store.undo() if self._library.known() else None
        return None if change is None else Undone(self.followed(change, back=True), ())

    def _undo_description(self) -> tuple[str, ...]:
        """Take back what was said of a tag, if nothing was done since; which tag that was."""
        with alone_with(self.path):
            steps = self._steps()
            step = next((each for each in reversed(steps) if not each.ends and not each.undone), None)
            if step is None or step.behind != self._latest():
                return ()
            steps[steps.index(step)] = step._replace(undone=True)
            self._tell(step.after, step.before)
            self._write_steps(steps)
            return tuple(step.before)

    def _redo_description(self) -> tuple[str, ...]:
        """Say again of a tag what was taken back, if that was next; which tag that was."""
        with alone_with(self.path):
            steps = self._steps()
            latest = self._latest()
            step = next((each for each in steps if each.undone and each.behind == latest), None)
            if step is None:
                return ()
            steps[steps.index(step)] = step._replace(undone=False)
            self._tell(step.before, step.after)
            self._write_steps(steps)
            return tuple(step.before)

    def redo(self) -> Undone | None:
        """Make the last change again that was taken back, to annotations or descriptions; None when there is none."""
        if self._journal.exists() and (tags := self._redo_description()):
            return Undone(None, tags)
        change = self._library.store.redo() if self._library.known() else None
        return None if change is None else Undone(self.followed(change, back=False), ())

    def followed(self, change: Change, *, back: bool) -> Change:
        """The step of the store that was taken back, or done again, once descriptions have followed it."""
        if not self._journal.exists():
            return change
        with suppress(Refused), alone_with(self.path):  # what was done to annotations is done
            place = _end(change)
            step = next((each for each in reversed(self._steps()) if place in each.ends), None)
            if step is not None and back:
                self._tell(step.after, step.before)
            elif step is not None:
                self._tell(step.before, step.after)
        return change

    def _latest(self) -> str:
        """By what the last change to annotations is known; empty where there is none."""
        return self._library.store.latest() if self._library.known() else ""

    def _living(self) -> list[Annotation]:
        return self._library.store.living() if self._library.known() else []

    def _tagged(self) -> list[Tagged]:
        return self._library.store.tagged() if self._library.known() else []

    def _known(self) -> set[str]:
        """The tags that are described or used, in the bin too: what comes back from there has the names of then."""
        return {tag for each in self._tagged() for tag in each.tags} | self.descriptions().keys()

    def _check_known(self, tags: Sequence[str], known: Collection[str]) -> None:
        for tag in tags:
            if not any(is_within(each, tag) for each in known):
                raise Refused("There is no tag {tag!r}.", tag=tag)

    def _move(self, moved: Callable[[str], str]) -> int:
        """Call tags otherwise, in annotations as one step, and in the file."""
        with alone_with(self.path):
            told = redescribed(self.descriptions(), moved)
            for _ in range(TRIES):
                expected: dict[str, Annotation | None] = {}
                after = []
                for identifier, _, tags, _ in self._tagged():
                    if retold(tags, moved) == tags or (each := self._library.store.get(identifier)) is None:
                        continue
                    expected[each.id] = each
                    after.append(replace(each, tags=retold(each.tags, moved), modified=""))
                if not after or self._library.store.merge(expected, after, lambda connection: None):
                    break
            else:
                raise Refused("Your annotations are being changed elsewhere; nothing was done.")
            if told:
                ends = [self._library.store.history(each.id)[-1] for each in (*after[:1], *after[-1:])]
                self._redescribe(told, tuple(map(_end, ends)))
        return sum(not each.deleted for each in after)

    def _text(self) -> str:
        try:
            return read_bytes(self.path, limit=LARGEST).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Refused("{path}: this is not text in UTF-8.", path=shown(self.path)) from error
        except Refused as refusal:
            if isinstance(refusal.__cause__, FileNotFoundError):
                return ""
            raise

    def _parsed(self, text: str) -> dict[str, str]:
        try:
            found = parse(text)
        except ValueError as error:
            raise Refused("{path}: this is no codebook ({error}).", path=shown(self.path), error=error) from error
        return {tag: clean_note(said) for name, said in found.items() if (tag := clean_tag(name)) and tag == name}

    def _redescribe(self, told: Mapping[str, str | None], ends: tuple[str, ...] = ()) -> None:
        """Change the file, and keep how it was. The journal first: a step of it that never came does no harm."""
        present = self.descriptions()
        step = _Step(self._latest(), ends, {tag: present.get(tag) for tag in told}, dict(told))
        kept = [each for each in self._steps() if not each.undone]
        self._write_steps([*kept, step][-STEPS:])
        self._tell(step.before, step.after)

    def _tell(self, before: _Told, after: _Told) -> None:
        """Change the file from one to the other; what the reader has changed otherwise since stays."""
        text = self._text()
        present = self._parsed(text)
        told = {tag: said for tag, said in after.items() if present.get(tag) == before[tag]}
        write_file(self.path, changed(text or HEADER, told))

    def _steps(self) -> list[_Step]:
        """The last at the end; none where that is not known."""
        try:
            kept: Any = json.loads(read_bytes(self._journal, limit=4 * LARGEST))
            return [_step(each) for each in kept]
        except (Refused, ValueError, KeyError, TypeError, RecursionError):
            return []

    def _write_steps(self, steps: Sequence[_Step]) -> None:
        write_file(self._journal, json.dumps([step._asdict() for step in steps]))


def _cleaned(told: Mapping[str, str]) -> dict[str, str]:
    """What tags mean, as it may be kept."""
    found = ((clean_tag(tag), clean_note(said).strip()) for tag, said in told.items())
    return {tag: said for tag, said in found if tag.strip("/")}


def _tag(tag: str) -> str:
    cleaned = clean_tag(tag)
    if not cleaned.strip("/"):
        raise Refused("A tag needs a name.")
    return cleaned


def _end(change: Change) -> str:
    """By what a change to an annotation is known."""
    return f"{change.after.id} {change.time}"


def _step(kept: Mapping[str, Any]) -> _Step:
    """A step as it was kept; raises ``TypeError``, ``KeyError`` or ``ValueError`` for what is none."""
    before, after, ends = dict(kept["before"]), dict(kept["after"]), tuple(kept["ends"])
    if before.keys() != after.keys():
        raise ValueError
    if not all(said is None or isinstance(said, str) for said in (*before.values(), *after.values())):
        raise TypeError
    return _Step(str(kept["behind"]), ends, before, after, kept.get("undone") is True)
