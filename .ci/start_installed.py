"""Start an installed llama-tui in a pseudo-terminal outside the repository; both editions must come up.

Uses the standard library only, for it runs before anything else is installed.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time

PATIENCE = 30


def start(command: str, locale: str, wanted: str) -> None:
    """Wait until the word is on the screen, press q, and expect a clean end."""
    with tempfile.TemporaryDirectory() as home:
        process, terminal = pty.fork()
        if process == 0:
            os.chdir("/")
            environment = {**os.environ, "LLAMA_TUI_HOME": home, "LC_ALL": locale, "TERM": "xterm-256color"}
            os.execve(command, [command], environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        seen = b""
        end = time.monotonic() + PATIENCE
        pressed = False
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    seen += os.read(terminal, 65536)
                except OSError:
                    break
            if not pressed and wanted.encode() in seen:
                os.write(terminal, b"q")
                pressed = True
        _, status = os.waitpid(process, 0)
        if not pressed or os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{locale}: {wanted!r} not seen or not left cleanly ({status})\n{seen[-2000:]!r}")
        print(f"{locale}: seen {wanted!r}, left cleanly")


start(sys.argv[1], "en_GB.UTF-8", "Paragraphs")
start(sys.argv[1], "fr_FR.UTF-8", "Paragraphes")
