"""Commands by which annotations leave and come in: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.main import DONE, NOTHING
from tui.cli.marking import annotated, warn_of_damage
from tui.cli.printing import print_bytes, print_text, tell
from tui.library import Library

if TYPE_CHECKING:
    import argparse

    from tui.settings import Places

STANDARD_OUTPUT = "-"


def export(options: argparse.Namespace, where: Places) -> int:
    """Write annotations in a format."""
    library = Library(where)
    to_file = options.output not in {None, STANDARD_OUTPUT}
    formats = library.exchange.formats()
    if options.format not in formats:
        options.parser.error(f"there is no format {options.format!r}; there are {', '.join(formats)}")
    documents = [document for document in annotated(library, options, where) if library.annotations(document)]
    warn_of_damage(library)
    if not documents and (to_file or options.format != "json"):
        tell("There is nothing to export.")
        return NOTHING
    if to_file:
        path = Path(options.output)
        library.exchange.export_file(documents, options.format, path)
        tell(f"{path} written.")
    else:
        exported = library.exchange.export(documents, options.format)
        if isinstance(exported, bytes):
            print_bytes(exported)
        else:
            print_text(exported.rstrip("\n"))
    return DONE if documents else NOTHING
