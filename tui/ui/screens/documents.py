"""The open texts, to go to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.search.folding import fold_plain
from tui.ui.screens.sifting import Sifting
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tui.ui.theme import Palette


class PathList(RowList["Path"]):
    """Lists files by the titles of their texts, name and folder beside; one whose title is not known by its name."""

    def __init__(self, palette: Palette, titles: Mapping[Path, str]) -> None:
        """``titles`` are those that are known."""
        super().__init__(palette, empty=say("No text like it."))
        self._titles = titles

    def lines(self, value: Path, width: int) -> list[ListLine]:
        """Title at the left; at the right, in at most half of the room, name and folder."""
        from tui.document.harmless import harmless_line

        title, name = self._titles.get(value, ""), harmless_line(value.name)
        folder = harmless_line(value.parent.name)
        places = [f"{folder}/{name}", name] if title else [folder]
        place = next((each for each in places if cell_len(each) <= width // 2), "")
        return [ListLine((Inked(f" {harmless_line(title or value.name)}"),), (Inked(f"{place} ", self.palette.dim),))]


class DocumentsScreen(Sifting["Path", "Path"]):
    """Lists the open files; gives the chosen one, or None."""

    def __init__(
        self, palette: Palette, paths: Sequence[Path], current: Path | None, titles: Mapping[Path, str]
    ) -> None:
        """``current`` is the one that is read now; ``titles`` are those that are known."""
        super().__init__(PathList(palette, titles), title=say("Open texts"))
        self._paths = paths
        self._folded = [fold_plain(f"{titles.get(path, '')} {path.parent.name}/{path.name}") for path in paths]
        self._current = current

    def on_mount(self) -> None:
        """List them, the cursor on the current one."""
        self.rows.set_values(self._paths)
        self.rows.move_to(lambda path: path == self._current)

    def matching(self, query: str) -> Sequence[Path]:
        """The files whose title, name or folder holds the words."""
        words = fold_plain(query).split()
        texts = zip(self._paths, self._folded, strict=True)
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
