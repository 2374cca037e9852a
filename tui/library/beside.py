"""Questions that are answered in a process of their own: this one keeps its interpreter and its memory to itself.

What a long text takes to be looked through (lists of names, an index of its beginning) is given back when the process
ends, and no key waits for the interpreter meanwhile. The process ends with the one that asks, however that ends.
"""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
from contextlib import suppress
from threading import Thread
from typing import IO, TYPE_CHECKING, ParamSpec, TypeVar, cast

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

NICE = 10
"""By how much such a process is behind those that somebody waits for."""
LOOK = 0.2
"""Seconds between two looks whether it is still wanted."""
_PIECE = 1 << 16
"""Bytes of an answer that are read at a time."""
_PROGRAM = "from tui.library.beside import main; main()"


class Unanswered(Exception):  # noqa: N818 - as the other failures are named
    """The question is no longer asked, or the process could not be begun or has come to grief."""


def begin(program: str) -> subprocess.Popen[bytes]:
    """Run a program of ours that is told on its standard input what to do; raises ``OSError``."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def ask(is_cancelled: Callable[[], bool], question: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What a function of a module of ours gives, called in a process of its own.

    Arguments and answer are pickled. Raises ``Refused`` where the function does, and :class:`Unanswered`.
    """
    try:
        with begin(_PROGRAM) as process:
            try:
                answer = _answer(process, pickle.dumps((question, arguments, named)), is_cancelled)
            finally:
                process.kill()
    except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise Unanswered from error
    if isinstance(answer, Refused):
        raise answer
    return cast("T", answer)


def _answer(process: subprocess.Popen[bytes], order: bytes, is_cancelled: Callable[[], bool]) -> object:
    if process.stdin is None or process.stdout is None:
        raise ValueError("no pipes")
    process.stdin.write(len(order).to_bytes(8, "little") + order)
    process.stdin.flush()
    del order
    output = process.stdout.fileno()
    answer = bytearray()
    while not is_cancelled():
        if select.select([output], [], [], LOOK)[0]:
            piece = os.read(output, _PIECE)
            if not piece:
                return pickle.loads(answer)  # noqa: S301 - from our own process
            answer += piece
    raise Unanswered


def main() -> None:
    """Answer what standard input asks, to standard output."""
    # What a recogniser of another package prints is not to be taken for the answer.
    with os.fdopen(os.dup(1), "wb") as output:
        os.dup2(2, 1)
        size = int.from_bytes(sys.stdin.buffer.read(8), "little")
        question, arguments, named = pickle.loads(sys.stdin.buffer.read(size))  # noqa: S301 - from our own process
        end_with(sys.stdin.buffer)
        try:
            answer = question(*arguments, **named)
        except Refused as refusal:
            answer = Refused(str(refusal))
        pickle.dump(answer, output)
    os._exit(0)


def end_with(asking: IO[bytes]) -> None:
    """Let this process step back behind others, and end as soon as its input does."""

    def wait() -> None:
        asking.read()
        os._exit(0)

    Thread(target=wait, daemon=True).start()
    with suppress(OSError):
        os.nice(NICE)
