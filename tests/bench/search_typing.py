"""Typing in the search of the screen, in a real pseudo-terminal of 120 by 40: from a key to the painted list.

    python tests/bench/search_typing.py [--runs N] [--paragraphs N] [--only SECTION]...

Sections: article (the bundled one), long (a text of many paragraphs, once it is indexed), indexing (the same text
while it is being indexed). In each, letters are typed one at a time, and a key counts when the search pane first
shows what it shows once the program rests. Then whole queries are typed at 15 and at 40 keys a second without
waiting: in the end the input must show all of the query, each letter in its place.

Prints medians and 99th percentiles beside what is to be reached; nothing here fails on a slow machine, except for keys
that are lost or change places. Processor time is what all threads used until then: on a busy machine it is the
figure to trust.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import texts
from pseudo_terminal import Painted, Program

QUERIES = (
    "langage model",
    "zukerberg",
    "open source",
    "what the company means",
    "'meta !google",
    "modèle ouvert",
    "leak | licence",
)
DURING = 4
"""Queries that are typed, letter by letter, in the time in which 100,000 paragraphs are indexed."""
SPEEDS = (15, 40)
"""Keys a second."""
AIMS = {"article": 33.0, "long": 60.0, "indexing": 60.0}
"""Milliseconds at the 99th percentile."""
PATIENCE = 10.0
"""Seconds that the input may take to show what was typed."""
CLEAR = b"\x15"
"""Ctrl+U."""
ESCAPE = b"\x1b"


HERE = (
    "-c",
    "import sys; from tui.library import searching; searching.LEAST_BESIDE = searching.MOST_HERE = 1 << 60; "
    "from tui.cli.main import main; sys.exit(main())",
)
"""The program, indexing in a thread instead of another process."""


class Typed(NamedTuple):
    """What a query typed at a set speed came to."""

    query: str
    seen: str
    """What the input showed in the end; other than the query when a key was lost or came late."""
    behind: float
    """Seconds from the last key until the input showed all of them."""


def search_pane(rows: list[str]) -> list[str]:
    """What a screen shows in its last pane."""
    left = rows[1].rfind("╭") if len(rows) > 1 else -1
    return [row[max(0, left) :] for row in rows[1:-1]]


def results(rows: list[str]) -> list[str]:
    """The list in the pane, with the number of hits below it; without the input."""
    return search_pane(rows)[2:]


def typed_in(rows: list[str]) -> str:
    """What the input shows."""
    pane = search_pane(rows)
    return pane[1].strip("│ ▏▎") if len(pane) > 1 else ""


def one_at_a_time(program: Program, queries: Sequence[str]) -> list[Painted]:
    """Each key of the queries once the one before has been answered; those that change the list."""
    found = []
    for query in queries:
        program.type_and_look(CLEAR, search_pane)
        for letter in query:
            looked = program.type_and_look(letter.encode(), results)
            if looked is not None:
                found.append(looked)
    return found


def at_speed(program: Program, query: str, speed: float) -> Typed:
    """Type a query without waiting for the screen, and see what the input shows once it has had its time."""
    program.type_and_look(CLEAR, search_pane)
    program.wait_until_idle(PATIENCE, quiet=0.3)
    begun = time.perf_counter()
    for number, letter in enumerate(query, 1):
        os.write(program.terminal, letter.encode())
        while (left := begun + number / speed - time.perf_counter()) > 0:
            program.read(left)
    pressed = time.perf_counter() - 1 / speed
    while (seen := typed_in(program.catch_up(0.0))) != query and time.perf_counter() - pressed < PATIENCE:
        program.read(0.05)
    return Typed(query, seen, time.perf_counter() - pressed)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def report(name: str, keys: Sequence[Painted], typed: dict[int, list[Typed]]) -> bool:
    """Print a section's figures; whether no key was lost."""
    for what, values in (
        ("key to painted list", [1000 * each.seconds for each in keys]),
        ("the same, processor", [1000 * each.cpu for each in keys]),
    ):
        if values:
            print(
                f"{name:10}{what:24}{len(values):6}{percentile(values, 0.5):10.1f}{percentile(values, 0.99):10.1f}"
                f"{max(values):10.1f}{AIMS[name]:10.0f}"
            )
    sound = True
    for speed, each in typed.items():
        wrong = [one for one in each if one.seen != one.query]
        sound = sound and not wrong
        print(f"{name:10}{f'{speed} keys a second':24}{sum(len(one.query) for one in each):6}", end="")
        worst = max(one.behind for one in each)
        print(f"   every key, in order; all shown after {1000 * worst:.0f}" if not wrong else f"   LOST: {wrong}")
    sys.stdout.flush()
    return sound


def measure(name: str, arguments: Sequence[str], word: bytes, options: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory() as home:
        program = Program([options.python, *(HERE if options.here else ("-m", "tui")), *arguments], Path(home))
        try:
            begun = program.until(word)
            if name == "indexing":
                program.settle(0.3)
            elif not program.wait_until_idle(options.patience):
                print(f"{name}: still at work after {options.patience:.0f} s")
            ready = time.perf_counter() - program.begun
            program.type_and_look(b"/", search_pane)
            one_at_a_time(program, QUERIES[:1] if name != "indexing" else ())
            keys = one_at_a_time(program, QUERIES * options.runs if name != "indexing" else QUERIES[:DURING])
            typed = {speed: [at_speed(program, query, speed) for query in QUERIES] for speed in SPEEDS}
            busy = program.cpu()
            memory = program.memory().get("VmRSS", 0.0)
        finally:
            program.end()
    print(f"{name:10}painted after {begun:.2f} s, measured from {ready:.1f} s on, ", end="")
    print(f"processor {busy:.1f} s, resident {memory:.0f} MiB")
    return report(name, keys, typed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=AIMS, help="measure this; can be given several times")
    parser.add_argument("--runs", type=int, default=3, help="of all queries")
    parser.add_argument("--paragraphs", type=int, default=100_000, help="of the long text")
    parser.add_argument("--here", action="store_true", help="index in a thread, for comparison")
    parser.add_argument("--patience", type=float, default=300, help="seconds that the long text may take to be indexed")
    parser.add_argument("--python", default=sys.executable, help="of the environment with llama-tui")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "llama-tui-bench")
    parser.add_argument("--cache", type=Path, default=cache, help="where texts are kept")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    print(f"{'ms':34}{'keys':>6}{'median':>10}{'p99':>10}{'worst':>10}{'aim':>10}")
    sound = True
    for name in options.only or AIMS:
        if name == "article":
            sound &= measure(name, [], b"language", options)
        else:
            path = texts.prose(options.cache, options.paragraphs)
            sound &= measure(name, [str(path)], texts.FIRST_WORD, options)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
