"""Asking where the annotations are to be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.library.exchange import ending_of
from tui.ui.screens.dialog import Dialog
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

WIDTH = 76
"""Cells of the dialog, where the screen has them."""
FRAME = 6
"""Cells of its border and padding, left and right together."""
AROUND = 8
"""Lines of the screen that the list of formats cannot have: the frame, the name of the file, what is around them."""


class Destination(NamedTuple):
    """Where to write, and in which format."""

    path: Path
    format: str
    is_folder: bool = False
    """Whether each text gets a file of its own there."""


class ExportScreen(Dialog["Destination | None"]):
    """Asks for a file, whose ending chooses the format, or a folder. Gives where to write, or None."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss_none", "leave"),
        Binding("down", "other_format(1)", "next format"),
        Binding("up", "other_format(-1)", "format before"),
    ]
    DEFAULT_CSS = """
    ExportScreen > .frame {
        width: 76;
        padding: 1 2;
    }
    ExportScreen Static {
        margin-top: 1;
        color: $text-muted;
        height: auto;
    }
    """

    def __init__(
        self,
        proposed: Path,
        formats: Mapping[str, str],
        titles: Mapping[str, str],
        *,
        title: str = "",
        in_folder: str = "",
    ) -> None:
        """``formats`` maps endings (``.md``) to names of formats, ``titles`` those to what people call them.

        ``title`` says what is written, if no annotations. ``in_folder`` is the format of the files of a folder;
        none can be chosen without one.
        """
        super().__init__()
        self._in_folder = in_folder
        self._title = title
        self._proposed = proposed
        self._formats = formats
        self._titles = titles
        self._warned: Path | None = None
        self.tell(say("Enter writes · ↓ ↑ another format · Esc leaves"))

    def compose(self) -> ComposeResult:
        """The file's name, and what is said about it."""
        box = Vertical(classes="frame")
        box.border_title = Content(self._title or say("Export the annotations to a file"))
        with box:
            yield Input(str(self._proposed), select_on_focus=False)
            yield Static()

    def on_mount(self) -> None:
        """List the formats."""
        self._list_formats()

    def on_resize(self) -> None:
        """List as many of them as there is room for now."""
        super().on_resize()
        self._list_formats()

    def _list_formats(self) -> None:
        """The formats by their endings, the chosen one marked; around it where there is not room for all."""
        name = self.query_one(Input).value
        is_folder = name.rstrip().endswith("/")
        endings = list(self._formats)
        chosen = "" if is_folder else ending_of(name, endings)
        hint = say("What ends with / is a folder with one file a text.") if self._in_folder else ""
        room = max(1, self.size.height - AROUND - 2 * bool(hint))
        first = max(0, min(len(endings) - room, (endings.index(chosen) if chosen else 0) - room // 2))
        width = max(map(len, endings))
        cells = min(WIDTH, self.size.width * 96 // 100) - FRAME
        lines = []
        for ending in endings[first : first + room]:
            form = self._formats[ending]
            line = f"{'→' if ending == chosen else ' '} {ending:{width}}  {say(self._titles.get(form, form))}"
            shown = Content.styled(line, "bold $accent") if ending == chosen else Content(line)
            lines.append(shown.truncate(max(1, cells), ellipsis=True))
        self.query_one(Static).update(Content("\n").join([*lines, *([Content(""), Content(hint)] if hint else [])]))

    def _say(self, message: str) -> None:
        self.query_one(Static).update(Content(message))

    def on_input_changed(self) -> None:
        """Another name, another answer."""
        self._list_formats()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the file, if its ending is known; ask before one is replaced."""
        path = Path(event.value.strip()).expanduser()
        chosen = self._formats.get(ending_of(path.name, self._formats))
        if self._in_folder and (event.value.rstrip().endswith("/") or path.is_dir()):
            self.dismiss(Destination(path, self._in_folder, is_folder=True))
        elif chosen is None:
            self._say(say("The ending chooses the format: {endings}.", endings=" ".join(self._formats)))
        elif path.exists() and path != self._warned:
            self._warned = path
            self._say(say("{name} exists: Enter again replaces it.", name=path.name))
        else:
            self.dismiss(Destination(path, chosen))

    def action_other_format(self, step: int) -> None:
        """Give the file the ending of the next format, or of the one before."""
        name = self.query_one(Input)
        endings = list(self._formats)
        ending = ending_of(name.value, endings)
        if name.value.rstrip().endswith("/") or not endings:
            return
        after = endings[(endings.index(ending) + step) % len(endings)] if ending else endings[0]
        name.value = name.value[: len(name.value) - len(ending)] + after
        name.cursor_position = len(name.value)

    def action_dismiss_none(self) -> None:
        """Leave without writing."""
        self.dismiss(None)
