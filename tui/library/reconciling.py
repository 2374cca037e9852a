"""An annotation that is here, and the same one as a file tells of it, made one field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.annotations.fields import TAG, annotation_of, changed_at, of_annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.annotations.model import Annotation, Change
    from tui.annotations.registers import Value


def reconciled(
    here: Annotation,
    told: Annotation,
    recall: Callable[[], Sequence[Change]],
    *,
    edited: bool = False,
    undated: bool = False,
) -> Annotation:
    """The annotation with what is newer in a file; what it had before stands in its history.

    ``told`` is what the file says, as of its ``modified``; ``edited``, that somebody has changed it in the file since;
    ``undated``, that this cannot be known: then what the file says is newer if it was never said here. ``recall``
    gives the history, which is asked for only where something differs.

    A field that is in the file as it once was here has not been changed there; of the others the newer is taken. Where
    something here is newer than the file, so is what comes of both.
    """
    mine, theirs = _said(here), _said(told)
    fields = [field for field in mine.keys() | theirs.keys() if mine.get(field) != theirs.get(field)]
    if not fields:
        return here
    history = recall()
    versions = [here, *(each for change in history for each in (change.before, change.after) if each is not None)]
    base = next((each for each in versions if each.modified == told.modified), None)
    had = [_said(each) for each in versions]
    if undated:
        taken = [field for field in fields if theirs.get(field) not in [each.get(field) for each in had]]
    elif base is not None:
        was = _said(base)
        taken = [field for field in fields if edited and theirs.get(field) != was.get(field)]
    else:
        when = changed_at(here, history, here.modified)
        taken = [
            field
            for field in fields
            if told.modified > when(field) and theirs.get(field) not in [each.get(field) for each in had]
        ]
    made = annotation_of(here.id, {field: theirs.get(field) for field in taken}, here)
    assert made is not None  # noqa: S101 - it is here
    if not taken:
        return here
    is_as_told = not edited and not undated and len(taken) == len(fields)
    return replace(made, modified=max(told.modified, here.modified) if is_as_told else "")


def _said(annotation: Annotation) -> dict[str, Value]:
    """What files tell of an annotation, field by field."""
    fields = of_annotation(annotation, annotation.anchor)
    return {field: value for field, value in fields.items() if field in _SAID or field.startswith(TAG)}


_SAID = {"kind", "note", "colour", "name"}
