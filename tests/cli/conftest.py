"""The real command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import tui

SURROUNDINGS = {"PYTHONPATH": str(Path(tui.__file__).parents[1]), "PYTHONUNBUFFERED": None, "NO_COLOR": None}


@dataclass(frozen=True)
class Outcome:
    """How a run ended, and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; fails when there is anything beside it."""
        return json.loads(self.out)

    def refused(self, *words: str, status: int = 1) -> None:
        """Check that it was refused with one sentence that holds these words."""
        assert (self.status, self.out) == (status, ""), self
        assert self.err.startswith("llama-tui") and self.err.endswith("\n"), self
        assert self.err.count("\n") == 1, self
        assert "Traceback" not in self.err
        for word in words:
            assert word in self.err


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start ``llama-tui`` with pipes for its streams; in ``environment`` None takes a variable away."""

    def run(
        *arguments: str | Path,
        environment: Mapping[str, str | None] | None = None,
        module: str = "tui",
        **particulars: Any,
    ) -> subprocess.Popen[bytes]:
        changed = {**os.environ, **SURROUNDINGS, **(environment or {})}
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **particulars},
            cwd=tmp_path,
            env={name: value for name, value in changed.items() if value is not None},
        )

    return run


@pytest.fixture
def llama(start: Callable[..., subprocess.Popen[bytes]]) -> Callable[..., Outcome]:
    """``llama("read", path)``; with ``status``, what the run must end with."""

    def run(
        *arguments: str | Path,
        data: bytes = b"",
        environment: Mapping[str, str | None] | None = None,
        status: int | None = None,
    ) -> Outcome:
        with start(*arguments, environment=environment) as process:
            out, err = process.communicate(data, timeout=120)
        outcome = Outcome(process.returncode, out.decode(), err.decode())
        if status is not None:
            assert outcome.status == status, outcome
        return outcome

    return run


ARTICLE = """\
# Le café des lamas 🦙

Ada Lovelace wrote the first program. L’été, elle buvait un café à Paris.

A llama is calm. A llama is not a “camel”, says Ada.

- one thing
- another thing

The end – at last.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Six paragraphs: heading, two paragraphs, two items, a paragraph."""
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
