"""What was: the bin, the history of an annotation, and steps taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.meanings import shown
from tui.cli.main import DONE, NOTHING
from tui.cli.marking import SHOWN_ID
from tui.cli.printing import print_json, print_text, table, tell
from tui.cli.quoting import short
from tui.document.failures import Refused
from tui.library import Library

if TYPE_CHECKING:
    import argparse

    from tui.annotations.model import Annotation, Change
    from tui.library.review import Reviewed
    from tui.settings import Places


def bin_(options: argparse.Namespace, where: Places) -> int:
    """List what was deleted, bring some of it back, or erase all of it."""
    library = Library(where)
    deleted = library.review.bin()
    if options.empty:
        erased = library.store.empty_bin() if deleted else 0
        tell(f"{erased} erased for good." if erased else "The bin is empty.")
        return DONE if erased else NOTHING
    if options.restore:
        ids = [_deleted(deleted, identifier).annotation.id for identifier in options.restore]
        restored = library.review.restore(ids)
        print_text(f"{restored} restored.")
        return DONE
    if options.json:
        print_json({"deleted": [_record(each.annotation) | {"title": each.title} for each in deleted]})
    elif deleted:
        table(
            ("id", "kind", "deleted", "text", "passage and note"),
            [
                (
                    each.annotation.id[:SHOWN_ID],
                    each.annotation.kind.value,
                    each.annotation.deleted[:16].replace("T", " "),
                    short(each.title)[:24],
                    _words(each.annotation),
                )
                for each in deleted
            ],
        )
    else:
        tell("The bin is empty.")
    return DONE if deleted else NOTHING


def _deleted(deleted: list[Reviewed], identifier: str) -> Reviewed:
    found = [each for each in deleted if each.annotation.id.startswith(identifier.lower())] if identifier else []
    if len(found) != 1:
        many = f"{len(found)} annotations in the bin have" if found else "No annotation in the bin has"
        raise Refused(f"{many} an id that begins with {identifier!r}.")
    return found[0]


def history(options: argparse.Namespace, where: Places) -> int:
    """Tell all that happened to an annotation, the oldest first."""
    library = Library(where)
    changes = library.store.history(_known(library, options.id).id)
    if options.json:
        print_json({"changes": [_change(change) for change in changes]})
    else:
        table(
            ("when", "what", "note", "tags", "colour"),
            [
                (
                    change.time[:16].replace("T", " "),
                    str(change.act),
                    short(change.after.note),
                    " ".join(change.after.tags),
                    shown(change.after.colour),
                )
                for change in changes
            ],
        )
    return DONE


def _known(library: Library, identifier: str) -> Annotation:
    """The annotation of an id, which may lie in the bin."""
    try:
        return library.find(identifier)
    except Refused:
        for each in library.review.bin() if identifier else ():
            if each.annotation.id.startswith(identifier.lower()):
                return each.annotation
        raise


def undo(options: argparse.Namespace, where: Places) -> int:
    """Take the last step back, or do again what was taken back."""
    library = Library(where)
    codebook = library.codebook
    undone = codebook.redo() if options.redo else codebook.undo()
    if undone is None:
        tell("There is nothing to be done again." if options.redo else "There is nothing to be taken back.")
        return NOTHING
    change = undone.change
    if change is None:
        act = "Done again" if options.redo else "Taken back"
        print_text(f"{act}: what was said of {', '.join(undone.tags)}.")
        return DONE
    more = f", and {change.together - 1} more that were done with it" if change.together > 1 else ""
    print_text(f"{'Done again' if options.redo else 'Taken back'}: {change.description}{more}.")
    return DONE


def _change(change: Change) -> dict[str, object]:
    before = None if change.before is None else _record(change.before)
    return {"time": change.time, "act": str(change.act), "before": before, "after": _record(change.after)}


def _record(annotation: Annotation) -> dict[str, object]:
    return {
        "id": annotation.id,
        "kind": str(annotation.kind),
        "document": annotation.document,
        "quote": annotation.anchor.quote,
        "note": annotation.note,
        "tags": list(annotation.tags),
        "colour": str(annotation.colour),
        "name": annotation.name,
        "created": annotation.created,
        "modified": annotation.modified,
        "deleted": annotation.deleted,
    }


def _words(annotation: Annotation) -> str:
    extra = annotation.note or annotation.name
    words = f"“{short(annotation.anchor.quote)}”"
    return f"{words} {short(extra)}" if extra else words
