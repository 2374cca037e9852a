"""A program in a pseudo-terminal, and when what it shows was on the screen.

All times are seconds. The reader of the terminal only takes bytes and looks at the clock; what they
show is worked out afterwards, while the program waits.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyte

SIZE = (40, 120)
"""Rows and columns."""
PATIENCE = 600.0
"""Seconds until something that should be painted is given up."""
MEBIBYTE = 1 << 20


class Painted(NamedTuple):
    """How long it took until something stood on the screen."""

    seconds: float
    cpu: float
    """Processor time that the program used for it, so that a busy machine can be told from a slow program."""
    whole: float = 0.0
    """The same as ``seconds`` for the whole screen, where ``seconds`` is for a part of it."""


Part = Callable[[list[str]], list[str]]
"""What is looked at of the rows of a screen."""


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, arguments: list[str], home: Path, *, size: tuple[int, int] = SIZE) -> None:
        """Start it, with its settings, data and cache below ``home``."""
        self.seen = b""
        self.screen = pyte.Screen(size[1], size[0])
        self._stream = pyte.ByteStream(self.screen)
        self.begun = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            environment = {
                **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
                "LLAMA_TUI_HOME": str(home),
                **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")},
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "LC_ALL": "en_GB.UTF-8",
            }
            os.chdir("/")
            os.execve(arguments[0], arguments, environment)

    def read(self, seconds: float) -> bool:
        """Take what comes within so many seconds; whether anything did."""
        if not select.select([self.terminal], [], [], max(0.0, seconds))[0]:
            return False
        try:
            piece = os.read(self.terminal, MEBIBYTE)
        except OSError:
            return False
        self.seen += piece
        return True

    def until(self, word: bytes) -> float:
        """Seconds from the start until the word is painted."""
        end = time.perf_counter() + PATIENCE
        while word not in self.seen:
            if not self.read(end - time.perf_counter()):
                raise SystemExit(f"{word!r} never painted:\n{self.seen[-1500:].decode(errors='replace')}")
        return time.perf_counter() - self.begun

    def settle(self, quiet: float = 0.25) -> None:
        """Wait until nothing has come for so many seconds."""
        while self.read(quiet):
            pass

    def press(self, key: bytes) -> float | None:
        """Seconds from the key to the first thing painted after it; None when nothing was."""
        begun = time.perf_counter()
        os.write(self.terminal, key)
        return time.perf_counter() - begun if self.read(1.0) else None

    def type_and_look(self, key: bytes, part: Part) -> Painted | None:
        """From the key until a part of the screen shows what it shows in the end; None when nothing changed."""
        return self._look(lambda: os.write(self.terminal, key), part)

    def resize(self, rows: int, columns: int, part: Part) -> Painted | None:
        """From a change of size until a part of the screen shows what it shows in the end."""

        def change() -> None:
            self.screen.resize(rows, columns)
            fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

        return self._look(change, part)

    def catch_up(self, quiet: float = 0.3) -> list[str]:
        """The rows of the screen when nothing has come for so many seconds."""
        self.settle(quiet)
        self._stream.feed(self.seen)
        self.seen = b""
        return list(self.screen.display)

    def _look(self, act: Callable[[], object], part: Part) -> Painted | None:
        """When the screen first showed what it shows once the program rests.

        The program rests when it has been silent for a tenth of a second in which its first thread (that of
        the screen) did nothing to speak of.
        """
        self.catch_up(0.0)
        pieces: list[tuple[float, float, bytes]] = []
        used = self.cpu_of_screen()
        cpu = self.cpu()
        begun = time.perf_counter()
        act()
        while True:
            self.seen = b""
            if self.read(0.1):
                pieces.append((time.perf_counter() - begun, self.cpu() - cpu, self.seen))
                continue
            before, used = used, self.cpu_of_screen()
            if used - before < 0.01 and (pieces or time.perf_counter() - begun > 1.0):
                break
        self.seen = b""
        shown = [list(self.screen.display)]
        for _, _, piece in pieces:
            self._stream.feed(piece)
            shown.append(list(self.screen.display))
        whole = _last_change(shown)
        painted = _last_change([part(rows) for rows in shown])
        return Painted(*pieces[painted - 1][:2], pieces[whole - 1][0]) if painted else None

    def cpu_of_screen(self) -> float:
        """Seconds of processor time of the first thread so far; 0 where the system does not say."""
        try:
            return int(Path(f"/proc/{self.process}/schedstat").read_text().split()[0]) / 1e9
        except OSError:
            return 0.0

    def cpu(self) -> float:
        """Seconds of processor time of all threads so far; 0 where the system does not say."""
        try:
            return time.clock_gettime(_processor_clock(self.process))
        except (AttributeError, OSError):
            return 0.0

    def wait_until_idle(self, patience: float, quiet: float = 2.0) -> bool:
        """Wait until no thread does anything to speak of; whether that happened."""
        end = time.perf_counter() + patience
        before, since = self.cpu(), time.perf_counter()
        while time.perf_counter() < end:
            self.settle(0.1)
            now = time.perf_counter()
            if now - since >= quiet:
                used = self.cpu() - before
                if used < 0.05 * (now - since):
                    return True
                before, since = self.cpu(), now
        return False

    def memory(self) -> dict[str, float]:
        """Resident memory by kind, as in ``/proc/PID/status``, in MiB; empty where there is no such file."""
        try:
            lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        except OSError:
            return {}
        pairs = (line.split(":") for line in lines if line.startswith(("VmRSS", "RssAnon", "RssFile", "VmHWM")))
        return {name: int(value.split()[0]) / 1024 for name, value in pairs}

    def end(self) -> float:
        """Kill it; the seconds of processor time that it has used."""
        os.kill(self.process, signal.SIGKILL)
        usage = os.wait4(self.process, 0)[2]
        os.close(self.terminal)
        return usage.ru_utime + usage.ru_stime


def _processor_clock(process: int) -> int:
    """The clock of another process's processor time, as ``clock_getcpuclockid`` of Linux would give it."""
    return ~process << 3 | 2


def _last_change(shown: list[list[str]]) -> int:
    """The number of the first that is as the last one and all between; 0 when nothing ever changed."""
    number = len(shown) - 1
    while number and shown[number - 1] == shown[-1]:
        number -= 1
    return number


def first_paint(arguments: list[str], word: bytes, home: Path) -> Painted:
    """From the start of a program until it has painted a word."""
    program = Program(arguments, home)
    try:
        seconds = program.until(word)
    except BaseException:
        program.end()
        raise
    return Painted(seconds, program.end())
