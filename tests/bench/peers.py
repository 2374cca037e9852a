"""Other programs that show a text, each as the command that starts it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input, OptionList
class Bare(App):
    def compose(self):
        yield Header()
        yield OptionList("painted", "second", "third")
        yield Input()
        yield Footer()
Bare().run()
"""
BARE_WORD = b"painted"

MARKDOWN = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import Footer, Header, MarkdownViewer
class Viewer(App):
    def compose(self):
        yield Header()
        yield MarkdownViewer(Path(sys.argv[1]).read_text(encoding="utf-8"), show_table_of_contents=False)
        yield Footer()
Viewer().run()
"""

FROGMOUTH = "frogmouth==0.9.2"


def bare(folder: Path, python: str) -> list[str]:
    """A Textual app with a header, a list, an input and a footer."""
    return [python, _script(folder, "bare.py", BARE)]


def markdown_widget(folder: Path, python: str) -> list[str]:
    """Textual's own Markdown viewer in an app of its own; a path follows."""
    return [python, _script(folder, "markdown_widget.py", MARKDOWN)]


def frogmouth(folder: Path) -> list[str]:
    """The Markdown browser, in an environment of its own because it wants an older Textual; a path follows."""
    environment = folder / "frogmouth"
    command = environment / "bin" / "frogmouth"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        subprocess.run([environment / "bin" / "pip", "install", "--quiet", FROGMOUTH], check=True)
    return [str(command)]


def _script(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)
