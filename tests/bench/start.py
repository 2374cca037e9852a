"""Cold start and key presses in a real pseudo-terminal, against a bare Textual app in the same run.

    python tests/bench/start.py [--runs N] [--python PYTHON]

The bare app has a header, a list, an input and a footer. Runs take turns, so that a busy machine is
busy for both. Prints medians and ratios; nothing here fails on a slow machine.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import peers
from pseudo_terminal import Program, first_paint

KEYS = [b"j", b"k", b"\x1b[6~", b"\x1b[5~", b"}", b"{", b"w", b"G", b"g", b"g"]
QUERY = [b"/", *(bytes([letter]) for letter in b"zuckerbrg open"), b"\x1b"]


def key_presses(arguments: list[str], word: bytes, home: Path, rounds: int) -> list[float]:
    program = Program(arguments, home)
    try:
        program.until(word)
        program.settle(1.0)
        times = []
        for key in (KEYS + QUERY) * rounds:
            taken = program.press(key)
            if taken is not None:
                times.append(taken)
            program.settle(0.06)
        return times
    finally:
        program.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=6, help="how often the keys are gone through")
    parser.add_argument("--python", default=sys.executable, help="of the environment with llama-tui")
    options = parser.parse_args()
    ours = [options.python, "-m", "tui"]
    word = b"Paragraphs"
    with tempfile.TemporaryDirectory() as folder:
        bare = peers.bare(Path(folder), options.python)
        warm = Path(folder, "warm")
        first_paint(ours, word, warm), first_paint(bare, peers.BARE_WORD, warm)
        times: dict[str, list[float]] = {"bare app": [], "first start ever": [], "later starts": []}
        for run in range(options.runs):
            times["bare app"].append(first_paint(bare, peers.BARE_WORD, warm).seconds)
            times["first start ever"].append(first_paint(ours, word, Path(folder, f"new{run}")).seconds)
            times["later starts"].append(first_paint(ours, word, warm).seconds)
        floor = statistics.median(times["bare app"])
        print(f"{'to the first painted paragraph, 120x40':40}{'median ms':>10}{'ratio':>8}   aim: 1.3")
        for name, measured in times.items():
            median = statistics.median(measured)
            print(f"{name:40}{1000 * median:10.0f}{median / floor:8.2f}")
        presses = sorted(key_presses(ours, word, warm, options.rounds))
        print(f"\n{'key press to paint':40}{'median ms':>10}{'99 % ms':>10}   aim: 50, 100")
        print(
            f"{f'{len(presses)} presses':40}{1000 * statistics.median(presses):10.1f}"
            f"{1000 * presses[int(0.99 * (len(presses) - 1))]:10.1f}"
        )


if __name__ == "__main__":
    main()
