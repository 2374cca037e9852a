"""Indexing files in a process of its own, so that the one with the screen has its interpreter to itself.

The process is told on its standard input what to index, saves that where it is to be kept, and writes a line whenever
there is more to be mapped. It ends when its input does, that is, with whoever began it.
"""

from __future__ import annotations

import json
import os
import select
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tui.library import Library
from tui.library.beside import LOOK, Unanswered, ask, begin, end_with
from tui.settings import Places

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tui.document.model import Document
    from tui.library.searching import Shelf
    from tui.search.index import Index

UNWRITABLE = 3
"""Its exit status where nothing can be saved."""
_PROGRAM = "from tui.library.indexing import main; main()"


def index_beside(shelf: Shelf, places: Places, is_cancelled: Callable[[], bool], more: Callable[[], None]) -> bool:
    """Index what is missing on a shelf in another process; whether it came to its end.

    ``more`` is called when something new has been saved. Breaks off as soon as ``is_cancelled``.
    """
    order = {
        "places": [str(place) for place in (places.data, places.config, places.cache, places.log)],
        "file": str(shelf.file),
        "sources": {name: str(path) for name, path in shelf.paths.items()},
        "encoding": shelf.encoding,
    }
    try:
        process = begin(_PROGRAM)
    except OSError:
        return False
    with process:
        try:
            return _watch(process, json.dumps(order).encode() + b"\n", is_cancelled, more)
        except OSError:
            return False
        finally:
            process.kill()


def beginning_beside(document: Document, folder: Path, is_cancelled: Callable[[], bool]) -> Index | None:
    """The index of a document, made in another process and read from where that has left it; None where it cannot be.

    ``folder`` is where files may be left for a moment.
    """
    from tui.search.index import Index
    from tui.search.saved import Damaged, Saved

    path = folder / f"{document.id}.{os.getpid()}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ask(is_cancelled, _save_index, document, path)
        saved = Saved(path)
    except (OSError, Damaged, Unanswered):
        return None
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return Index.of(saved, saved.standing_in())


def _save_index(document: Document, path: Path) -> None:
    from tui.search.index import Index

    index = Index()
    index.add(document)
    index.save(path, texts=True)


def _watch(
    process: subprocess.Popen[bytes], order: bytes, is_cancelled: Callable[[], bool], more: Callable[[], None]
) -> bool:
    if process.stdin is None or process.stdout is None:
        return False
    process.stdin.write(order)
    process.stdin.flush()
    output = process.stdout.fileno()
    while not is_cancelled():
        if select.select([output], [], [], LOOK)[0]:
            if not os.read(output, 1 << 12):
                return process.wait() == 0
            more()
    return False


def main() -> None:
    """Index what standard input asks for."""
    order = json.loads(sys.stdin.buffer.readline())
    end_with(sys.stdin.buffer)
    library = Library(Places(*map(Path, order["places"])))
    sources = {name: Path(path) for name, path in order["sources"].items()}
    shelf = library.searching.shelf(Path(order["file"]), sources, order["encoding"])
    if not shelf.is_writable():
        sys.exit(UNWRITABLE)
    shelf.load()
    shelf.update(saved=_tell)


def _tell() -> None:
    os.write(1, b"\n")
