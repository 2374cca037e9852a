"""Asking one thing about a correction, and where it holds: everywhere, or in the text that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tui.entities.folding import folded
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from textual import events
    from textual.app import ComposeResult

    from tui.entities.kinds import EntityType
    from tui.ui.theme import Palette

LEAST_LIKENESS = 75.0
"""By RapidFuzz's partial ratio, from 0 to 100: what a label needs to be taken for a misspelt query."""
MOST_LINES = 18
TYPED_FROM = 12
"""Choices from which on there is a line to type in."""


class Choice(NamedTuple):
    """One of the answers."""

    value: Any
    label: str
    key: str = ""
    """The key that chooses it at once, by Textual's name."""
    kind: EntityType | None = None
    """By whose colour it is shown."""
    beside: str = ""
    """What stands at the right edge."""


class ChoiceList(RowList[Choice]):
    """Lists the answers."""

    def lines(self, value: Choice, width: int) -> list[ListLine]:
        """The label, and what stands beside it."""
        palette = self.palette
        style = palette.names[value.kind] if value.kind is not None else Style.null()
        beside = palette.accent + palette.strong if value.key else palette.dim
        return [ListLine((Inked(" "), Inked(value.label, style)), (Inked(f"{value.beside} ", beside),))]


class _Asking(Dialog["tuple[Any, bool] | None"]):
    """Shares the frame, and the key that says where the answer holds."""

    BINDINGS: ClassVar = [
        Binding("escape", "leave", "leave"),
        Binding("tab", "turn_scope", "everywhere, or in this text"),
    ]
    DEFAULT_CSS = """
    _Asking > .frame {
        width: 60;
        max-height: 24;
        padding: 0;
    }
    """

    def __init__(self, title: str, *, everywhere: bool) -> None:
        super().__init__()
        self.everywhere = everywhere
        self.box = Vertical(classes="frame")
        self.box.border_title = Content(title)
        self._tell()

    def _tell(self) -> None:
        now = say("everywhere · Tab: in this text") if self.everywhere else say("in this text · Tab: everywhere")
        self.tell(now)

    def action_turn_scope(self) -> None:
        """Let the answer hold everywhere, or in the text that is read."""
        self.everywhere = not self.everywhere
        self._tell()

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(None)


class ChoiceScreen(_Asking):
    """Asks for one of several; gives it and whether it holds everywhere, or None."""

    BINDINGS: ClassVar = [
        Binding("enter", "choose", "take it"),
        Binding("down,ctrl+j,ctrl+n", "step('next-row')", "down"),
        Binding("up,ctrl+k,ctrl+p", "step('previous-row')", "up"),
        Binding("pagedown", "step('page-down')", "page down"),
        Binding("pageup", "step('page-up')", "page up"),
        Binding("j", "step('next-row')", "down"),
        Binding("k", "step('previous-row')", "up"),
        Binding("g g", "step('first')", "first row"),
        Binding("G", "step('last')", "last row"),
    ]
    DEFAULT_CSS = """
    ChoiceScreen ChoiceList {
        height: auto;
        max-height: 18;
    }
    """

    def __init__(
        self, palette: Palette, title: str, choices: Sequence[Choice], *, everywhere: bool, at: int = 0
    ) -> None:
        """``at`` is the index of the choice that the cursor begins on."""
        super().__init__(title, everywhere=everywhere)
        self._choices = choices
        self._forms = [folded(choice.label) for choice in choices]
        self._at = at
        self._input = Input(placeholder=say("a name, or a part of it"))
        self._list = ChoiceList(palette, empty=say("No name like it."))

    def compose(self) -> ComposeResult:
        """A line to type in where there is much to choose from, and the list."""
        with self.box:
            if len(self._choices) >= TYPED_FROM:
                yield self._input
            yield self._list

    def on_mount(self) -> None:
        """List them all."""
        self._show(self._choices, self._at)
        (self._input if self._input.is_attached else self._list).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what is like what has been typed."""
        event.stop()
        self._show(self._matching(event.value))

    def _show(self, choices: Sequence[Choice], at: int = 0) -> None:
        """List these, the cursor on the one of that index."""
        self._list.styles.height = max(1, min(MOST_LINES, len(choices)))
        self._list.set_values(choices, keep=lambda choice: choice is choices[at])

    def _matching(self, query: str) -> Sequence[Choice]:
        wanted = folded(query)
        words = wanted.split()
        found = [
            choice
            for choice, form in zip(self._choices, self._forms, strict=True)
            if all(word in form for word in words)
        ]
        if found or not wanted:
            return sorted(found, key=lambda choice: not folded(choice.label).startswith(wanted))
        from rapidfuzz import fuzz, process

        rows = process.extract(wanted, self._forms, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKENESS, limit=50)
        return [self._choices[index] for _, _, index in rows]

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what the cursor is on."""
        event.stop()
        self.action_choose()

    async def on_key(self, event: events.Key) -> None:
        """A choice's own key takes it, where nothing is typed; else the bindings."""
        if not self._input.has_focus and not self._typed:
            token = event.character if event.is_printable and event.character else event.key
            chosen = next((choice for choice in self._choices if choice.key == token), None)
            if chosen is not None:
                event.stop()
                self.dismiss((chosen, self.everywhere))
                return
        await super().on_key(event)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take what was clicked."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Give what the cursor is on."""
        choice = self._list.chosen
        if choice is not None:
            self.dismiss((choice, self.everywhere))

    def action_step(self, name: str) -> None:
        """Move in the list."""
        self._list.move(name, None)


class NameScreen(_Asking):
    """Asks for a name; gives it and whether it holds everywhere, or None."""

    def __init__(self, title: str, name: str, *, everywhere: bool) -> None:
        """``name`` is what it is called now."""
        super().__init__(title, everywhere=everywhere)
        self._input = Input(name, select_on_focus=False)

    def compose(self) -> ComposeResult:
        """A line for the name."""
        with self.box:
            yield self._input

    def on_mount(self) -> None:
        """Begin to type."""
        self._input.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the name, if there is one."""
        event.stop()
        name = " ".join(event.value.split())
        if name:
            self.dismiss((name, self.everywhere))
