"""What long lists share: a list that gets shorter as one types, and where one goes from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tui.ui.screens.dialog import Browsing
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.entities.model import Entity, Mention
    from tui.ui.widgets.row_list import RowList

Row = TypeVar("Row")
Given = TypeVar("Given")
"""What a list gives to who opened it."""


class Way(NamedTuple):
    """Where to go from a list: a mention, and whose mentions are gone through from there."""

    entity: Entity
    mention: Mention


class Sifting(Browsing["Given | None"], Generic[Row, Given]):
    """A list over most of the screen, fewer rows as one types after ``/``; gives what was chosen, or None."""

    BINDINGS: ClassVar = [
        Binding("enter", "choose", "open it, or go there"),
        Binding("slash,f", "open_filter", "list only what has the words that are typed"),
        Binding("escape", "leave", "list all again, or leave"),
        Binding("q", "dismiss_none", "leave"),
        Binding("question_mark", "keys", "every key"),
    ]
    AUTO_FOCUS = ""
    """The list has it, not what is first: a key that was typed ahead would go there."""
    DEFAULT_CSS = """
    Sifting > .frame {
        width: 96%;
        max-width: 200;
        height: 90%;
        padding: 0;
    }
    Sifting Input {
        display: none;
    }
    Sifting .frame.-filtered Input {
        display: block;
    }
    Sifting RowList {
        height: 1fr;
    }
    """

    def __init__(self, rows: RowList[Row], *, title: str) -> None:
        """``rows`` is the list, ``title`` what stands in the frame."""
        super().__init__()
        self.rows = rows
        self.input = Input(placeholder=say("what the row holds"), select_on_focus=False)
        self.box = Vertical(classes="frame")
        self.box.border_title = Content(title)

    @property
    def last_hint(self) -> str:
        """How to ask for all keys."""
        return f"? {say('keys')}"

    def compose(self) -> ComposeResult:
        """A line to type in, hidden at first, and the list."""
        with self.box:
            yield self.input
            yield self.rows

    def on_mount(self) -> None:
        """List everything."""
        self.sift()
        self.rows.focus()

    def matching(self, query: str) -> Sequence[Row]:
        """The rows for what was typed; all for nothing."""
        raise NotImplementedError

    def hint(self, listed: int) -> str:
        """What stands in the lower edge of the frame: how much there is, and the keys."""
        raise NotImplementedError

    def sift(self) -> None:
        """List the rows that fit, the cursor staying on its own."""
        chosen = self.rows.chosen
        listed = self.matching(self.input.value)
        self.rows.set_values(listed, keep=lambda row: chosen is not None and self.is_same(row, chosen))
        self.tell(self.hint(len(listed)))

    def is_same(self, row: Row, other: Row) -> bool:
        """Whether a row shows what another one showed before the list was made anew."""
        return row is other

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits now."""
        event.stop()
        self.sift()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what the cursor is on."""
        event.stop()
        self.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go to what was clicked."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Give what the cursor is on, or open it."""
        raise NotImplementedError

    def action_step(self, name: str) -> None:
        """Move in the list."""
        self.rows.move(name, None)

    def action_keys(self) -> None:
        """Every key that works here."""
        from tui.ui.screens.help import HelpScreen, chapter_of

        self.app.push_screen(HelpScreen([chapter_of(type(self), str(self.box.border_title or ""))]))

    def action_open_filter(self) -> None:
        """Show the line to type in."""
        self.box.add_class("-filtered")
        self.input.focus()

    def action_leave(self) -> None:
        """List everything again; if that is so, stay where one was."""
        if not self.box.has_class("-filtered"):
            self.dismiss(None)
            return
        self.box.remove_class("-filtered")
        self.input.value = ""
        self.rows.focus()

    def action_dismiss_none(self) -> None:
        """Stay where one was."""
        self.dismiss(None)

    def go_on(self, way: Given | None) -> None:
        """What was opened from here gave a way: take it; or nothing: stay."""
        if way is not None:
            self.dismiss(way)
