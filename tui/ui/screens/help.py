"""Every key: of the reader from the table of keys, of a dialog from its bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.ui.keymap import ACTIONS, FIRST, Action, Group, Where, actions_at, shown
from tui.ui.screens.dialog import Browsing, Dialog
from tui.ui.wording import say
from tui.ui.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

KEYS_WIDTH = 20
TWO_COLUMNS = 100
"""From this width of the screen on, two chapters stand side by side."""
WIDEST = 116
FRAME = 6
"""Cells of border and padding, left and right together."""


class Chapter(NamedTuple):
    """Keys that belong together."""

    heading: str
    rows: list[tuple[str, str]]
    """The keys, and what they do."""


def _chapter(heading: str, keyed: Iterable[tuple[Sequence[str], str]]) -> Chapter:
    """A chapter in which what several keys do is told once."""
    rows: dict[str, list[str]] = {}
    for keys, label in keyed:
        known = rows.setdefault(label, [])
        known += [spelled for key in keys if (spelled := shown(key, say)) not in known]
    return Chapter(heading, [("  ".join(keys), label) for label, keys in rows.items()])


def chapter_of_group(group: Group) -> Chapter:
    """The keys of one chapter of the table."""

    def told(action: Action) -> str:
        place = ""
        if action.where == frozenset({Where.SELECTING}):
            place = say(" (selecting)")
        elif action.where <= frozenset({Where.SEARCH}):
            place = say(" (search line)")
        elif action.where <= frozenset({Where.FILTER}):
            place = say(" (filter line)")
        return say(action.label) + place

    return _chapter(say(group.value), ((action.keys, told(action)) for action in ACTIONS if action.group is group))


def first_chapter() -> Chapter:
    """What a reader does every day."""
    reading = {action.name: action for action in actions_at(Where.READING)}
    return _chapter(say("Every day"), ((reading[name].keys[:1], say(reading[name].label)) for name in FIRST))


def chapter_of(dialog: type[Dialog[Any]], heading: str) -> Chapter:
    """The keys of a dialog, its own first."""
    keyed: list[tuple[Sequence[str], str]] = []
    taken: set[str] = set()
    for kind in dialog.__mro__:
        for binding in kind.__dict__.get("BINDINGS", ()) if issubclass(kind, Dialog) else ():
            keys = [key for key in binding.key.split(",") if key not in taken]
            taken.update(keys)
            if keys:
                keyed.append((keys, say(binding.description)))
    return _chapter(heading, keyed)


def chapter_lines(chapter: Chapter, width: int) -> list[Content]:
    """One chapter in ``width`` cells: its heading, then keys and what they do in two columns."""
    lines = [Content.styled(chapter.heading, "bold $accent")]
    for keys, label in chapter.rows:
        room = max(8, width - KEYS_WIDTH)
        wrapped = [label[start:end] for start, end in wrap(label, 0, len(label), room)]
        if cell_len(keys) >= KEYS_WIDTH:
            lines.append(Content.styled(keys, "bold"))
            first = " " * KEYS_WIDTH
        else:
            first = keys
        for number, piece in enumerate(wrapped):
            left = first if number == 0 else ""
            gap = " " * (KEYS_WIDTH - cell_len(left))
            lines.append(Content.assemble((left, "bold"), gap, (piece, "$text-muted")))
    return [*lines, Content("")]


class HelpScreen(Browsing[None]):
    """Lists the keys; any of the usual keys closes it."""

    BINDINGS: ClassVar = [
        Binding("escape,q,question_mark,enter", "dismiss", "close"),
    ]
    DEFAULT_CSS = """
    HelpScreen > .frame {
        width: 116;
        padding: 1 2;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, left: Sequence[Chapter] = (), right: Sequence[Chapter] = ()) -> None:
        """``right`` stands beside ``left`` where there is room, else below; without any, these are the reader's."""
        super().__init__()
        if not left:
            left = [first_chapter(), *map(chapter_of_group, (Group.MOVE, Group.FIND))]
            right = [*map(chapter_of_group, (Group.MARK, Group.GO, Group.NAME))]
        self._left, self._right = left, right
        self.tell(say("Esc closes"))

    def compose(self) -> ComposeResult:
        """All chapters in one scroll."""
        box = VerticalScroll(classes="frame")
        box.border_title = say("Keys")
        with box:
            yield Static(id="keys")

    def on_mount(self) -> None:
        """Lay out for the width."""
        self._write()

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self._write()

    def _write(self) -> None:
        self.query_one("#keys", Static).update(self._text(min(WIDEST, self.size.width * 96 // 100) - FRAME - 1))

    def _text(self, width: int) -> Content:
        if width + FRAME < TWO_COLUMNS or not self._right:
            chapters = [*self._left, *self._right]
            return Content("\n").join(line for chapter in chapters for line in chapter_lines(chapter, width))
        column = width // 2
        left = [line for chapter in self._left for line in chapter_lines(chapter, column - 2)]
        right = [line for chapter in self._right for line in chapter_lines(chapter, column - 2)]
        rows = []
        for number in range(max(len(left), len(right))):
            first = left[number] if number < len(left) else Content("")
            second = right[number] if number < len(right) else Content("")
            rows.append(first + Content(" " * (column - first.cell_length)) + second)
        return Content("\n").join(rows)

    def action_step(self, name: str) -> None:
        """Scroll."""
        box = self.query_one(VerticalScroll)
        page = max(1, box.scrollable_content_region.height - 1)
        rows = {
            "next-row": 1,
            "previous-row": -1,
            "page-down": page,
            "page-up": -page,
            "half-page-down": max(1, page // 2),
            "half-page-up": -max(1, page // 2),
            "first": -box.virtual_size.height,
            "last": box.virtual_size.height,
        }[name]
        box.scroll_relative(y=rows, animate=False)
