"""Opening the screen; the only module of the command line that starts Textual."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.library import STANDARD_INPUT, Library
from tui.settings import interface_language, load

if TYPE_CHECKING:
    import argparse

    from tui.settings import Places


def open_screen(options: argparse.Namespace, where: Places) -> int:
    """Read the first text, then open the screen on it.

    Garbage is not collected until the first frame is painted (the screen turns that on again): there is
    none yet, and looking for it among all that is being loaded costs a tenth of the start.
    """
    gc.disable()
    library = Library(where)
    settings = load(where)
    words = list(options.paths)
    first = None
    if STANDARD_INPUT in words:
        from tui.cli.reading import standard_input

        words = [word for word in words if word != STANDARD_INPUT]
        first = library.begin_text(standard_input(), options.encoding)
    paths = library.expand(words)
    if not paths and first is None:
        paths = [library.edition(interface_language(settings))]
    if not sys.stdout.isatty():
        raise Refused("The screen needs a terminal; llama-tui read prints a text to a pipe.")
    if first is None:
        first = library.begin(paths[0], options.encoding)
    from tui.ui.app import run

    try:
        return run(library, settings, paths, first)
    finally:
        library.close()
