"""The codebook: tags and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.cli.main import DONE, NOTHING
from tui.cli.printing import print_bytes, print_json, table, tell
from tui.cli.quoting import short
from tui.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tui.library.codebook import Codebook
    from tui.settings import Places

INDENT = "  "
MEETINGS = ("first", "second", "times")
CODES = ("tag", "own", "whole", "description")


def tags(options: argparse.Namespace, where: Places) -> int:
    """List the tags, or change them."""
    if (options.merge is None) != (options.into is None):
        options.parser.error("--merge needs --into, and --into needs --merge")
    library = Library(where)
    codebook = library.codebook
    if options.rename:
        return _tell_changed(codebook.rename(*options.rename))
    if options.merge:
        return _tell_changed(codebook.merge(options.merge, options.into))
    if options.describe:
        new = codebook.describe(*options.describe)
        tell("Kept." if new else "This is what it says already.")
        return DONE
    return _list_meetings(codebook, options) if options.together else _list(codebook, options)


def _tell_changed(number: int) -> int:
    tell(f"{number} annotation{'' if number == 1 else 's'} changed; llama-tui undo takes it back.")
    return DONE


def _list(codebook: Codebook, options: argparse.Namespace) -> int:
    codes = codebook.tree()
    if options.json or options.format:
        _print(CODES, [dict(zip(CODES, each, strict=True)) for each in codes], "tags", options)
    elif codes:
        table(
            ("tag", "own", "whole", "what it means"),
            [(INDENT * each.depth + each.name, each.own, each.whole, short(each.description)) for each in codes],
        )
    else:
        tell("Nothing is tagged yet.")
    return DONE if codes else NOTHING


def _list_meetings(codebook: Codebook, options: argparse.Namespace) -> int:
    found = codebook.meetings()
    if options.json or options.format:
        _print(
            MEETINGS,
            [dict(zip(MEETINGS, (*each.tags, each.times), strict=True)) for each in found],
            "together",
            options,
        )
    elif found:
        table(("times", "tags"), [(each.times, f"{each.tags[0]}  {each.tags[1]}") for each in found])
    else:
        tell("No two tags stand together.")
    return DONE if found else NOTHING


def _print(head: Sequence[str], rows: Sequence[dict[str, Any]], name: str, options: argparse.Namespace) -> None:
    if options.format != "csv":
        print_json({name: rows})
        return
    from tui.annotations.formats.csv import written

    print_bytes(written([head, *([str(row[column]) for column in head] for row in rows)]).encode())
