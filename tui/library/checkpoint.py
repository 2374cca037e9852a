"""What a merge over a folder has seen, so that the next one looks closely only at what has come since.

It is only ever believed of what is as it was: the machines' files begin with the same bytes, and an annotation's row,
what was agreed on of it, and where its text is are the same. Without one, as when it is lost, everything is looked at.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tui import __version__
from tui.annotations.change_log import VERSION, Mark
from tui.annotations.saving import write_file
from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WRITTEN_BY = f"{__version__} {VERSION} 1"
"""Another program may understand more of the same lines."""


class Checkpoint(NamedTuple):
    """What was seen."""

    machine: str
    marks: Mapping[str, Mark]
    """How far each file was read."""
    texts: Mapping[str, str]
    """Where each text was, and which others were the same."""
    seals: Mapping[str, str]
    """What each annotation was, by its id; see :meth:`~tui.annotations.agreement.Agreement.seals`."""
    unfinished: tuple[str, ...]
    """Annotations that are neither here nor agreed on, and are to be looked at again."""


def path_of(cache: Path, folder: Path) -> Path:
    """Where the checkpoint of a folder stands."""
    name = blake2b(str(folder.absolute()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return cache / "sync" / name


def load(path: Path) -> Checkpoint | None:
    """The checkpoint that was kept there; None if there is none that can be believed."""
    with suppress(Refused, ValueError, TypeError, KeyError):
        digest, content = read_bytes(path).split(b"\n", 1)
        if blake2b(content, digest_size=16).hexdigest().encode() == digest:
            told = json.loads(content)
            if told["by"] == _WRITTEN_BY:
                marks = {name: Mark(*mark) for name, mark in told["marks"].items()}
                return Checkpoint(told["machine"], marks, told["texts"], told["seals"], tuple(told["unfinished"]))
    return None


def keep(path: Path, checkpoint: Checkpoint) -> None:
    """Keep it; where that cannot be done the next merge takes longer, and that is all."""
    told = {**checkpoint._asdict(), "by": _WRITTEN_BY}
    content = json.dumps(told, separators=(",", ":")).encode()
    with suppress(Refused, OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(path, blake2b(content, digest_size=16).hexdigest().encode() + b"\n" + content)
