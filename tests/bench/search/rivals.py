"""What we are compared with: fzf, SQLite's trigram index, and RapidFuzz over everything.

Each has ``best(query)``: the indices of the ten best paragraphs; and ``seconds``: how long the last one took.
"""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.request import Request, urlopen

import iterfzf
from rapidfuzz import fuzz, process

from tui.search.folding import fold_plain
from tui.search.words import words

BEST = 10


class Fzf:
    """The interactive program in a terminal with the text loaded, one paragraph a line.

    A query is set through its HTTP interface; the list is ready when fzf's ``result`` event rings the bell. From
    the one to the other is its own matching time, and less than a millisecond of talk.
    """

    name = "fzf"

    def __init__(self, paragraphs: Sequence[str], port: int = 6266) -> None:
        """Start it and wait until everything is read."""
        self.seconds = 0.0
        self._address = f"http://127.0.0.1:{port}"
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as lines:
            lines.writelines(paragraph + "\n" for paragraph in paragraphs)
        self._lines = Path(lines.name)
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.dup2(os.open(lines.name, os.O_RDONLY), 0)
            binary = str(Path(iterfzf.__file__).parent / "fzf")
            environment = {"TERM": "xterm", "PATH": os.environ["PATH"]}
            os.execve(binary, [binary, f"--listen={port}", "--bind=result:bell"], environment)
        while True:
            try:
                state = self._state(0)
                if not state["reading"] and state["totalCount"] == len(paragraphs):
                    break
            except OSError:
                pass
            self._drain(0.1)
        self._drain(0.5)

    def best(self, query: str) -> list[int]:
        body = f"change-query({query})".encode()
        start = time.perf_counter()
        urlopen(Request(self._address, data=body)).read()
        while b"\a" not in self._drain(10.0):
            pass
        self.seconds = time.perf_counter() - start
        return [int(match["index"]) for match in self._state(BEST)["matches"]]

    def close(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)
        self._lines.unlink()

    def _state(self, limit: int) -> dict:
        with urlopen(f"{self._address}/?limit={limit}") as answer:
            return json.load(answer)

    def _drain(self, patience: float) -> bytes:
        """What it writes to its screen, which nobody looks at; ends with the first piece that came."""
        ready, _, _ = select.select([self._terminal], [], [], patience)
        return os.read(self._terminal, 1 << 16) if ready else b"\a"


class Trigrams:
    """SQLite's FTS5 with its trigram tokeniser: the paragraphs that share most with the query, by BM25."""

    name = "fts5 trigram"

    def __init__(self, paragraphs: Sequence[str]) -> None:
        """Index the folded paragraphs in memory."""
        self.seconds = 0.0
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE passage USING fts5(text, tokenize='trigram')")
        rows = ((number, fold_plain(text)) for number, text in enumerate(paragraphs))
        self._base.executemany("INSERT INTO passage(rowid, text) VALUES (?, ?)", rows)

    def best(self, query: str) -> list[int]:
        start = time.perf_counter()
        parts = {word[at : at + 3] for word in words(fold_plain(query)) for at in range(len(word) - 2)}
        wanted = " OR ".join(f'"{part}"' for part in sorted(parts))
        sql = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"
        found = [row for (row,) in self._base.execute(sql, (wanted, BEST))] if wanted else []
        self.seconds = time.perf_counter() - start
        return found

    def close(self) -> None:
        self._base.close()


class PartialRatio:
    """RapidFuzz's ``partial_ratio`` of the query with every paragraph."""

    name = "partial_ratio"

    def __init__(self, paragraphs: Sequence[str]) -> None:
        """Fold the paragraphs."""
        self.seconds = 0.0
        self._folded = [fold_plain(text) for text in paragraphs]

    def best(self, query: str) -> list[int]:
        start = time.perf_counter()
        found = process.extract(fold_plain(query), self._folded, scorer=fuzz.partial_ratio, limit=BEST)
        self.seconds = time.perf_counter() - start
        return [position for _, _, position in found]

    def close(self) -> None:
        self._folded = []


def fzf_version() -> str:
    """Which fzf it is."""
    binary = Path(iterfzf.__file__).parent / "fzf"
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
