"""The codebook: tags and what they mean, and how far two coders agree on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.cli.main import DONE, NOTHING
from tui.cli.marking import one_text
from tui.cli.printing import print_bytes, print_json, table, tell
from tui.cli.quoting import short
from tui.document.failures import Refused
from tui.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tui.annotations.coders import Coded
    from tui.document.model import Document
    from tui.library.codebook import Codebook
    from tui.settings import Places

INDENT = "  "
READER = "me"
"""What the reader is called among the coders."""
AGREEMENT = ("tag", "first", "second", "both", "kappa", "alpha")
SIDES = ("paragraph", "first", "second", "passage")
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
    if options.take_in:
        taken = codebook.take_in(options.take_in)
        kept = f"; {len(taken.other)} that you describe otherwise stay: {', '.join(taken.other)}" if taken.other else ""
        tell(f"{len(taken.fresh)} new{kept}.")
        return DONE
    return _list_meetings(codebook, options) if options.together else _list(codebook, options)


def _tell_changed(number: int) -> int:
    tell(f"{number} annotation{'' if number == 1 else 's'} changed; llama-tui undo takes it back.")
    return DONE


def _list(codebook: Codebook, options: argparse.Namespace) -> int:
    codes = codebook.tree()
    if options.format == "csv":
        print_bytes(codebook.exported().encode())
    elif options.json or options.format:
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


def agreement(options: argparse.Namespace, where: Places) -> int:
    """Tell how far two coders of a text agree, or what each marked."""
    from tui.annotations import coders

    library = Library(where)
    document = one_text(library, options, where)
    placed = library.annotations(document)
    pair = _pair(coders.coders_of(placed), options.coders)
    names = [name or READER for name in pair]
    if options.side_by_side:
        return _list_side_by_side(document, coders.side_by_side(placed, pair), names, options)
    units = coders.units_of(document, coders.Unit(options.by))
    first, second = (coders.marked(placed, coder, units) for coder in pair)
    found = coders.agreement(first, second, len(units))
    if options.json or options.format:
        rows = [dict(zip(AGREEMENT, each, strict=True)) for each in found]
        about = {"coders": names, "by": options.by, "units": len(units)}
        _print(AGREEMENT, rows, "agreement", options, about)
        return DONE
    table(
        (names[0], names[1], "both", "kappa", "alpha", "tag"),
        [
            (each.first, each.second, each.both, _figure(each.kappa), _figure(each.alpha), each.tag or "(all tags)")
            for each in found
        ],
    )
    return DONE


def _pair(found: Sequence[str], named: Sequence[str] | None) -> tuple[str, str]:
    """The two coders that are meant; raises ``Refused``."""
    known = ", ".join(name or READER for name in found) or "nobody"
    if named is None:
        if len(found) != 2:
            raise Refused(f"Two coders are needed, and this text was coded by {known}.")
        return found[0], found[1]
    pair = [name if name != READER or READER in found else "" for name in named]
    if missing := [name for name, coder in zip(named, pair, strict=True) if coder not in found]:
        raise Refused(f"{missing[0]!r} has not coded this text; it was coded by {known}.")
    if pair[0] == pair[1]:
        raise Refused("Two different coders are needed.")
    return pair[0], pair[1]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 3) + 0.0:.3f}"


def _list_side_by_side(
    document: Document, found: Sequence[Coded], names: Sequence[str], options: argparse.Namespace
) -> int:
    rows: list[dict[str, Any]] = []
    for each in found:
        block = document.block_at(each.start)
        quote = str(document.text[each.start : each.end])
        marks = [list(tags) if options.format != "csv" else " ".join(tags) for tags in each.tags]
        rows.append({"paragraph": block.number, "first": marks[0], "second": marks[1], "passage": quote})
    if options.json or options.format:
        _print(SIDES, rows, "passages", options, {"coders": list(names)})
        return DONE
    shown = [(row["paragraph"], " ".join(row["first"]), " ".join(row["second"]), short(row["passage"])) for row in rows]
    table(("¶", *names, "passage"), shown)
    return DONE


def _print(
    head: Sequence[str],
    rows: Sequence[dict[str, Any]],
    name: str,
    options: argparse.Namespace,
    about: dict[str, Any] | None = None,
) -> None:
    if options.format != "csv":
        print_json({**(about or {}), name: rows})
        return
    import csv
    from io import StringIO

    from tui.annotations.formats.csv import disarmed

    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([disarmed(cell) if isinstance(cell := row[column], str) else cell for column in head])
    print_bytes(stream.getvalue().encode())
