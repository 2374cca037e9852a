"""Merging with other machines: sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.main import DONE
from tui.cli.printing import print_json, table, tell
from tui.cli.quoting import short
from tui.library import Library

if TYPE_CHECKING:
    import argparse

    from tui.library.syncing import Arrival, Merge
    from tui.settings import Places

TOLD = 5
"""Lines that cannot be read that are told of one by one."""
CONFLICTS = (".sync-conflict-", "conflicted copy", "(conflict")
"""What Syncthing, Dropbox and ownCloud put into the names of copies."""


def sync(options: argparse.Namespace, where: Places) -> int:
    """Merge over a folder."""
    import gc

    from tui.library.syncing import Syncing

    # To look again and again for circles among a million records, where there are none, takes half of the time.
    gc.disable()
    syncing = Syncing(Library(where), options.folder)
    merge = syncing.plan() if options.dry_run else syncing.carry_out()
    _tell_problems(merge)
    if options.json:
        print_json(_described(merge))
        return DONE
    if options.dry_run and merge.arrivals:
        table(("what", "text", "fields", "passage and note"), [_row(each) for each in merge.arrivals])
    tell(_summary(merge, done=not options.dry_run))
    return DONE


def _tell_problems(merge: Merge) -> None:
    for problem in merge.problems[:TOLD]:
        place = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        tell(f"{place}: {problem.reason}; it was passed over.")
    if len(merge.problems) > TOLD:
        tell(f"{len(merge.problems) - TOLD} more lines were passed over.")
    if merge.unknown:
        tell(f"A newer llama-tui told of what this one does not know: {', '.join(merge.unknown[:TOLD])}.")
    if merge.incomplete:
        tell(f"Of {merge.incomplete} annotations not all has come yet.")
    for name in merge.files:
        if any(sign in name for sign in CONFLICTS):
            tell(f"{name} is a copy in conflict; what it says was taken, and it may be deleted.")


def _summary(merge: Merge, *, done: bool) -> str:
    parts = [f"{merge.count(fate)} {fate}" for fate in _fates() if merge.count(fate)] or ["nothing new"]
    sentence = f"{', '.join(parts)} here; {merge.told_of or 'nothing'} told to the others"
    if merge.lost:
        sentence += f"; {len(merge.lost)} that met a newer change kept in the history"
    return f"{sentence}{'' if done else '; nothing was done'}."


def _fates() -> list[str]:
    from tui.library.syncing import Fate

    return list(Fate)


def _row(arrival: Arrival) -> tuple[object, ...]:
    annotation = arrival.annotation
    extra = annotation.note or annotation.name
    words = f"“{short(annotation.anchor.quote)}”"
    return (
        arrival.fate.value,
        short(arrival.title)[:24],
        "" if arrival.fate == "new" else ", ".join(arrival.fields),
        f"{words} {short(extra)}" if extra else words,
    )


def _described(merge: Merge) -> dict[str, object]:
    return {
        "sync": [
            {
                "fate": each.fate.value,
                "id": each.annotation.id,
                "document": each.annotation.document,
                "title": each.title,
                "fields": list(each.fields),
                "quote": each.annotation.anchor.quote,
                "note": each.annotation.note,
                "tags": list(each.annotation.tags),
            }
            for each in merge.arrivals
        ],
        "told": merge.told_of,
        "lost": [each._asdict() for each in merge.lost],
        "problems": [each._asdict() for each in merge.problems],
    }
