"""What commands print: one JSON document, or a plain table for people."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROWEST_TEXT = 20
"""Cells that the last column of a table gets at least, however narrow the terminal."""


def print_json(value: object) -> None:
    """One JSON document on standard output, in UTF-8 whatever the locale."""
    import json

    _write(json.dumps(value, ensure_ascii=False, indent=2), "utf-8")


def print_text(text: str) -> None:
    """Text on standard output; what the terminal's encoding lacks is replaced."""
    _write(text, sys.stdout.encoding or "utf-8")


def print_bytes(data: bytes) -> None:
    """A file's bytes on standard output, as they are."""
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        _give_up(error)


def _write(text: str, encoding: str) -> None:
    print_bytes(text.encode(encoding, "replace") + b"\n")


def flush() -> None:
    """Let everything that was printed reach its reader; raises ``Refused`` when it cannot."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up(error)


def _give_up(error: OSError) -> NoReturn:
    """End quietly when whoever reads our output has had enough, or else refuse.

    What is left goes to the null device: Python must not complain when it flushes at the end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        raise SystemExit(0) from error
    raise Refused(f"Standard output cannot be written: {error.strerror or error}.") from error


def tell(sentence: str) -> None:
    """A message for the reader, apart from the output."""
    from tui.document.harmless import harmless_line

    print(f"llama-tui: {harmless_line(sentence)}", file=sys.stderr)


def in_colour() -> bool:
    """Whether standard output is a terminal that wants colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def emphasised(text: str) -> str:
    """Bold, where there is colour."""
    return f"\x1b[1m{text}\x1b[22m" if in_colour() else text


def cells(text: str) -> int:
    """Terminal cells, about: wide characters count two, combining ones none."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide as they need be; the last one is cut to the terminal's width, if there is one."""
    import shutil

    from tui.document.harmless import harmless_line

    shown = [[harmless_line(str(value)) for value in row] for row in rows]
    widths = [max(cells(row[column]) for row in [list(head), *shown]) for column in range(len(head))]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    before_last = sum(widths[:-1]) + 2 * (len(widths) - 1)
    for number, row in enumerate([list(head), *shown]):
        padded = [value + " " * (width - cells(value)) for value, width in zip(row, widths, strict=True)]
        last = row[-1] if room is None else _cut(row[-1], max(NARROWEST_TEXT, room - before_last))
        line = "  ".join([*padded[:-1], last]).rstrip()
        print_text(emphasised(line) if number == 0 else line)


def _cut(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    kept = ""
    for letter in text:
        if cells(kept + letter) >= width:
            break
        kept += letter
    return kept + "…"
