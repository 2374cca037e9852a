"""The queries that one has kept, and those used lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.main import DONE, NOTHING
from tui.cli.printing import print_json, print_text, table, tell
from tui.library.queries import Queries

if TYPE_CHECKING:
    import argparse

    from tui.settings import Places


def queries(options: argparse.Namespace, where: Places) -> int:
    """List the queries, keep one, or drop one."""
    known = Queries(where)
    if options.keep:
        name, query = options.keep
        known.keep(name, query)
        print_text(f"{name} kept.")
        return DONE
    if options.drop:
        dropped = known.drop(options.drop)
        tell(f"{options.drop} dropped." if dropped else f"No query is kept under {options.drop!r}.")
        return DONE if dropped else NOTHING
    kept, recent = known.kept(), known.recent()
    if options.json:
        print_json({"kept": [{"name": name, "query": query} for name, query in kept.items()], "recent": recent})
    elif kept or recent:
        table(("name", "query"), [*kept.items(), *(("", query) for query in recent)])
    else:
        tell("No query has been kept or used yet.")
    return DONE if kept or recent else NOTHING
