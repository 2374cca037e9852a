"""Indexing files in a process of its own, so that the one with the screen has its interpreter to itself.

The process is told on its standard input what to index, saves that where it is to be kept, and writes a line whenever
there is more to be mapped. It ends when its input does, that is, with whoever began it.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from tui.library import Library
from tui.settings import Places

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.library.searching import Shelf

NICE = 10
"""By how much the process is behind those that somebody waits for."""
LOOK = 0.2
"""Seconds between two looks whether it is still wanted."""
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
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError:
        return False
    with process:
        try:
            return _watch(process, json.dumps(order).encode() + b"\n", is_cancelled, more)
        except OSError:
            return False
        finally:
            process.kill()


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
    Thread(target=_end_with_input, daemon=True).start()
    with suppress(OSError):
        os.nice(NICE)
    library = Library(Places(*map(Path, order["places"])))
    sources = {name: Path(path) for name, path in order["sources"].items()}
    shelf = library.searching.shelf(Path(order["file"]), sources, order["encoding"])
    if not shelf.is_writable():
        sys.exit(UNWRITABLE)
    shelf.load()
    shelf.update(saved=_tell)


def _tell() -> None:
    os.write(1, b"\n")


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
