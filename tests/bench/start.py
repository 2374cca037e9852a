"""Cold start and key presses in a real pseudo-terminal, against a bare Textual app in the same run.

    python tests/bench/start.py [--runs N] [--python PYTHON]

The bare app has a header, a list, an input and a footer. Runs take turns, so that a busy machine is
busy for both. Prints medians and ratios; nothing here fails on a slow machine.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input, OptionList
class Bare(App):
    def compose(self):
        yield Header()
        yield OptionList("painted", "second", "third")
        yield Input()
        yield Footer()
Bare().run()
"""
SIZE = (40, 120)
KEYS = [b"j", b"k", b"\x1b[6~", b"\x1b[5~", b"}", b"{", b"w", b"G", b"g", b"g"]
QUERY = [b"/", *(bytes([letter]) for letter in b"zuckerbrg open"), b"\x1b"]


class Program:
    """A program in a pseudo-terminal of 120 by 40."""

    def __init__(self, arguments: list[str], home: Path) -> None:
        self.begun = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
            environment = {
                **os.environ,
                "LLAMA_TUI_HOME": str(home),
                "TERM": "xterm-256color",
                "LC_ALL": "en_GB.UTF-8",
            }
            os.chdir("/")
            os.execve(arguments[0], arguments, environment)
        self.seen = b""

    def read(self, seconds: float) -> bool:
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            self.seen += os.read(self.terminal, 1 << 20)
        except OSError:
            return False
        return True

    def until(self, word: bytes) -> float:
        """Seconds since the start until the word is painted."""
        while word not in self.seen:
            if not self.read(20):
                raise SystemExit(f"{word!r} never painted:\n{self.seen[-1500:]!r}")
        return time.perf_counter() - self.begun

    def settle(self, quiet: float = 0.25) -> None:
        while self.read(quiet):
            pass

    def press(self, key: bytes) -> float | None:
        """Seconds from the key to the first thing painted after it; None when nothing was."""
        begun = time.perf_counter()
        os.write(self.terminal, key)
        return time.perf_counter() - begun if self.read(1.0) else None

    def end(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def first_paint(arguments: list[str], word: bytes, home: Path) -> float:
    program = Program(arguments, home)
    try:
        return program.until(word)
    finally:
        program.end()


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
        script = Path(folder, "bare.py")
        script.write_text(BARE, encoding="utf-8")
        bare = [options.python, str(script)]
        warm = Path(folder, "warm")
        first_paint(ours, word, warm), first_paint(bare, b"painted", warm)
        times: dict[str, list[float]] = {"bare app": [], "first start ever": [], "later starts": []}
        for run in range(options.runs):
            times["bare app"].append(first_paint(bare, b"painted", warm))
            times["first start ever"].append(first_paint(ours, word, Path(folder, f"new{run}")))
            times["later starts"].append(first_paint(ours, word, warm))
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
