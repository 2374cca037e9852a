"""The open texts, to go to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.search.folding import fold_plain
from tui.ui.screens.sifting import Sifting
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.ui.theme import Palette


class PathList(RowList["Path"]):
    """Lists files by name, their folder beside."""

    def lines(self, value: Path, width: int) -> list[ListLine]:
        """Name at the left, folder at the right."""
        from tui.document.harmless import harmless_line

        return [
            ListLine(
                (Inked(f" {harmless_line(value.name)}"),),
                (Inked(f"{harmless_line(value.parent.name)} ", self.palette.dim),),
            )
        ]


class DocumentsScreen(Sifting["Path", "Path"]):
    """Lists the open files; gives the chosen one, or None."""

    def __init__(self, palette: Palette, paths: Sequence[Path], current: Path | None) -> None:
        """``current`` is the one that is read now."""
        super().__init__(PathList(palette, empty=say("No text like it.")), title=say("Open texts"))
        self._paths = paths
        self._current = current

    def on_mount(self) -> None:
        """List them, the cursor on the current one."""
        self.rows.set_values(self._paths)
        self.rows.move_to(lambda path: path == self._current)

    def matching(self, query: str) -> Sequence[Path]:
        """The files whose name or folder holds the words."""
        words = fold_plain(query).split()
        texts = ((path, fold_plain(f"{path.parent.name}/{path.name}")) for path in self._paths)
        return [path for path, text in texts if all(word in text for word in words)]

    def is_same(self, row: Path, other: Path) -> bool:
        """Paths are values."""
        return row == other

    def hint(self, listed: int) -> str:
        """How many there are, and the keys."""
        number = count(listed, "{n} text", "{n} texts")
        return f"{number} · {say('/ filter · Enter opens it')}"

    def action_choose(self) -> None:
        """Give the file that the cursor is on."""
        if self.rows.chosen is not None:
            self.dismiss(self.rows.chosen)
