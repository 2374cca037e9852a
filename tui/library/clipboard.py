"""The clipboards: the terminal's, by a sequence that it knows, and the system's, by the program that there is for it.

A passage goes to the program's standard input and never through a shell.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from tui.document.harmless import harmless_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.document.model import Document, Span

TERMINAL_TAKES = 1_000_000
"""Bytes of UTF-8 beyond which terminals forget OSC 52 or choke on it."""
LONGEST = 20_000_000
"""Code points of the longest passage that is copied at all."""
PATIENCE = 3.0
"""Seconds that a program has to take the passage."""


class Program(NamedTuple):
    """A program that keeps what it is given in the system's clipboard."""

    command: tuple[str, ...]
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """As people know it."""
        return self.command[0].replace("\\", "/").rpartition("/")[2]

    def take(self, text: str) -> bool:
        """Give it a passage; whether it took it. Waits up to :data:`PATIENCE`, so never on the screen's thread."""
        try:
            subprocess.run(
                self.command,
                input=text.encode(self.encoding),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return True


def system_program(
    environment: Mapping[str, str],
    *,
    platform: str = sys.platform,
    find: Callable[[str], str | None] = shutil.which,
) -> Program | None:
    """The program for the clipboard of the desktop that the reader sits at; None where there is none.

    Over SSH there is none: the machine's clipboard is not the reader's.
    """
    if any(name in environment for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")):
        return None
    candidates: list[Program] = []
    if environment.get("WAYLAND_DISPLAY"):
        candidates.append(Program(("wl-copy",)))
    if environment.get("DISPLAY"):
        candidates.append(Program(("xclip", "-selection", "clipboard", "-in")))
        candidates.append(Program(("xsel", "--clipboard", "--input")))
    if platform == "darwin":
        candidates.append(Program(("pbcopy",)))
    if platform == "win32" or "WSL_DISTRO_NAME" in environment:
        # It takes what begins with a byte order mark for what it is, and all else for the code page's.
        candidates.append(Program(("clip.exe",), "utf-16"))
    for command, encoding in candidates:
        path = find(command[0])
        if path is not None:
            return Program((path, *command[1:]), encoding)
    return None


def for_terminal(text: str) -> str:
    """What a terminal takes for "put this into the clipboard": OSC 52 of xterm's control sequences."""
    from base64 import b64encode

    return f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\a"


def with_source(document: Document, span: Span) -> str:
    """A passage, and a line that says where it is from: title, paragraphs, file."""
    blocks = document.blocks
    first = blocks.index_at(span.start) + 1
    last = blocks.index_at(max(span.start, span.end - 1)) + 1
    paragraphs = f"¶ {first}" if first == last else f"¶ {first}–{last}"
    source = "" if document.source == "-" else f" ({harmless_line(document.source)})"
    return f"{document.quote(span).rstrip()}\n— {document.title}, {paragraphs}{source}"
