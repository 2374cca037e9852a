"""The command ``llama-tui``: which words mean what, and how every run ends.

Exit status: 0 done; 1 found nothing, or refused the input; 2 wrong usage; 70 an error of the program's
own, told in one sentence, the particulars in the log.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.settings import Places

DONE, NOTHING, BROKEN = 0, 1, 70
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit status."""
    from tui.annotations import meanings
    from tui.cli.arguments import parse
    from tui.cli.printing import flush
    from tui.settings import places

    _fill_in_streams()
    where: Places | None = None
    try:
        try:
            options = parse(sys.argv[1:] if arguments is None else arguments)
            where = places(options.home)
            meanings.ask(partial(_meanings, where))
            status: int = options.run(options, where)
        finally:
            flush()
    except Refused as refusal:
        return _say(str(refusal), NOTHING)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _say(_logged(error, where or places()), BROKEN)
    return status


def _meanings(where: Places) -> Mapping[str, str]:
    from tui.settings import load

    return load(where).colours


def _fill_in_streams() -> None:
    """Put the null device where a standard stream was closed, so that no other file gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _say(sentence: str, status: int) -> int:
    from tui.cli.printing import tell

    tell(sentence)
    return status


def _logged(error: Exception, where: Places) -> str:
    """Write what happened to the log; gives the sentence for the reader."""
    import traceback
    from datetime import UTC, datetime

    told = f"An error inside the program ended it ({type(error).__name__})."
    try:
        where.log.mkdir(parents=True, exist_ok=True)
        with where.log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(
                f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{''.join(traceback.format_exception(error))}\n"
            )
    except OSError:
        return told
    return f"{told[:-1]}; the particulars are in {where.log_file}."
