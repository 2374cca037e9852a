"""Writing in the reader's own editor: the one that ``$VISUAL`` or ``$EDITOR`` names."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from tui.document.failures import Refused
from tui.document.files import read_bytes


def editor() -> list[str]:
    """The command, split as a shell would; raises ``Refused`` where none is named."""
    for variable in ("VISUAL", "EDITOR"):
        words = os.environ.get(variable, "").strip()
        if words:
            try:
                return shlex.split(words)
            except ValueError as error:
                raise Refused(f"${variable} is not a command: {words!r}.") from error
    raise Refused("No editor is named: set $EDITOR.")


def written(command: list[str], text: str) -> str:
    """What the text is after the editor was left; raises ``Refused`` when it could not run or failed.

    The draft lies in a folder that only the reader may look into. What an editor that failed has saved is not taken.
    """
    with tempfile.TemporaryDirectory(prefix="llama-tui-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(text + "\n" if text else "", encoding="utf-8")
        try:
            outcome = subprocess.run([*command, str(path)], check=False)
        except OSError as error:
            raise Refused(f"{command[0]} cannot be run: {(error.strerror or str(error)).lower()}.") from error
        if outcome.returncode:
            raise Refused(f"{command[0]} failed with status {outcome.returncode}; the note is as it was.")
        return read_bytes(path).decode("utf-8-sig", "replace").rstrip("\n")
