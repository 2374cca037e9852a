"""A home of its own for every test, and a real terminal for those that need one."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # How long an example takes tells of the machine, not of the program.

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "f2": "\x1bOQ",
}
PATIENCE = 20.0
"""Seconds until something that should appear is given up."""


class Terminal:
    """The installed command in a pseudo-terminal, and the screen that a person would see."""

    def __init__(self, arguments: list[str], home: Path, *, columns: int, rows: int, locale: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._home = home
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))},
            "LLAMA_TUI_HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": locale,
        }
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            environment.pop(name, None)
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "tui", *arguments],
            dimensions=(rows, columns),
            env=environment,
            timeout=PATIENCE,
        )
        self.process.delaybeforesend = None

    @property
    def text(self) -> str:
        """The screen, row by row."""
        return "\n".join(self.screen.display)

    def read(self, seconds: float = 0.05) -> bool:
        """Take what the program has written; whether there was anything."""
        try:
            data = self.process.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def wait_for(self, condition: str | Callable[[str], bool], what: str = "") -> str:
        """Read until the screen shows it; fails with the screen when it never does."""
        shown = (lambda text: condition in text) if isinstance(condition, str) else condition
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if shown(self.text):
                return self.text
            if not self.read() and not self.process.isalive() and not self.read():
                break
        if shown(self.text):
            return self.text
        raise AssertionError(f"never shown: {what or condition!r}\n{self.text}")

    def press(self, *keys: str) -> None:
        """Type keys: single characters, text, or names such as ``enter``."""
        for key in keys:
            code = f"{chr(ord(key[-1]) - 96)}" if key.startswith("ctrl+") else KEYS.get(key, key)
            self.process.send(code)

    def wait_for_end(self) -> int:
        """Read until the program ends; its exit status, or minus the signal's number."""
        end = time.monotonic() + PATIENCE
        while self.process.isalive() and time.monotonic() < end:
            self.read()
        while self.read():
            pass
        self.process.close()
        if self.process.exitstatus == os.EX_SOFTWARE:
            print(*(log.read_text(encoding="utf-8") for log in self._home.rglob("*.log")))
        return self.process.exitstatus if self.process.exitstatus is not None else -self.process.signalstatus


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's data, settings and cache live, on a terminal of all colours; nothing of the reader's."""
    path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("LLAMA_TUI_HOME", str(path))
    # As over SSH, so that nothing that is copied gets into the clipboard of whoever runs the tests.
    monkeypatch.setenv("SSH_TTY", "/dev/null")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return path


@pytest.fixture
def terminal(home: Path) -> Iterator[Callable[..., Terminal]]:
    """Start ``llama-tui`` in a terminal of a given size."""
    opened: list[Terminal] = []

    def start(*arguments: str, columns: int = 120, rows: int = 40, locale: str = "en_GB.UTF-8") -> Terminal:
        opened.append(Terminal(list(arguments), home, columns=columns, rows=rows, locale=locale))
        return opened[-1]

    yield start
    for each in opened:
        each.process.close(force=True)
