"""The one screen where reading happens: panes, keys, and where a message becomes a call on the library."""

from __future__ import annotations

import asyncio
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from tui.document.failures import Refused
from tui.document.model import Span
from tui.ui.in_order import PATIENCE, STEP
from tui.ui.key_reader import KeyReader, Pressed
from tui.ui.keymap import Where
from tui.ui.layers import by_block, highlight_spans, margin_signs
from tui.ui.layout import PageStyle
from tui.ui.screens.copying import Copying
from tui.ui.screens.marking import Marking
from tui.ui.screens.naming import Naming
from tui.ui.screens.reading_on import ReadingOn
from tui.ui.screens.reloading import Reloading
from tui.ui.screens.searching import Searching
from tui.ui.screens.surface import Surface
from tui.ui.widgets.bars import KeyBar, TitleBar
from tui.ui.widgets.document_view import DocumentView
from tui.ui.widgets.entities_panel import EntitiesPanel
from tui.ui.widgets.notes_panel import NotesPanel
from tui.ui.widgets.row_list import RowList
from tui.ui.widgets.search_panel import SearchPanel
from tui.ui.wording import said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.worker import Worker

    from tui.annotations.model import Placed
    from tui.document.model import Document
    from tui.entities.model import Entity
    from tui.library import Opening
    from tui.settings import Settings
    from tui.ui.selection import Selection
    from tui.ui.session import Session, Trail
    from tui.ui.theme import Palette

R = TypeVar("R")

IDLE_BEFORE_SAVING = 1.0
"""Seconds at one place before the reading position is saved."""


WAIT_FOR_DISK = PATIENCE / 2
"""Seconds that a key which changes a mark waits for what is being saved."""
SEARCHED_AGAIN = 0.25
"""Seconds between two searches because more can be found."""
COLLECTED = (2_000, 10, 5)
"""How often what can be thrown away is looked for: a page makes thousands of small things that go by themselves."""
TURN = 0.0005
"""Seconds that a thread may hold the interpreter while another one waits for it: keys come first."""
IDLE_BEFORE_LOADING = 0.5
"""Seconds after the first paint before dialogs are loaded."""


def _load_dialogs() -> None:
    import rapidfuzz.distance
    import rapidfuzz.process  # noqa: F401

    import tui.ui.screens.help
    import tui.ui.screens.note_editor  # noqa: F401


class ReaderScreen(Screen[None]):
    """Paragraphs, entities, notes and search side by side."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-medium"), (100, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = ""
    ACTS: ClassVar[tuple[type[object], ...]] = (Marking, ReadingOn, Reloading, Searching, Surface, Naming, Copying)
    """What carries out actions that are not carried out here; others are in :data:`~tui.ui.screens.later.LATER`."""

    def __init__(self, session: Session, settings: Settings, palette: Palette, *, offset: int) -> None:
        """``offset`` is where reading goes on: a code point into the document's text."""
        super().__init__(classes="show-entities")
        self.session = session
        self.palette = palette
        self.settings = settings
        self.keys = KeyReader()
        self._unknown: set[str] = set()
        """Keys of which it has been said that they mean nothing: once is enough."""
        self.title_bar = TitleBar(palette)
        self.view = DocumentView(
            session.document,
            palette,
            offset=offset,
            measure=settings.measure,
            style=PageStyle(settings.justify, settings.spacing),
            expected=session.opening.expected_blocks if session.opening is not None else 0,
            jumps=session.jumps,
        )
        self.entities = EntitiesPanel(palette, empty=say("Nobody and nothing is named here."))
        self.notes = NotesPanel(
            palette,
            number=session.number,
            empty=say("Nothing yet. Select with v, Enter highlights; a writes a note, m sets a bookmark."),
        )
        self.searching = Searching(self)
        self.search = SearchPanel(palette, self.searching.completions)
        self.key_bar = KeyBar(palette)
        self.marking = Marking(self)
        self.reading_on = ReadingOn(self)
        self.reloading = Reloading(self)
        self.surface = Surface(self)
        self.naming = Naming(self)
        self.copying = Copying(self)
        self._acts = (
            *(self, self.marking, self.reading_on, self.reloading, self.searching),
            *(self.surface, self.naming, self.copying),
        )
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="disk")
        """One thread, so that what the reader does is saved in the order in which it was done."""
        self._saving: Timer | None = None
        self._beside: tuple[Widget, ...] = ()
        """Panes that are still to be painted."""

    @cached_property
    def _later_acts(self) -> tuple[object, ...]:
        from tui.ui.screens.later import LATER

        return tuple(kind(self) for kind in LATER)

    def compose(self) -> ComposeResult:
        """Bar, panes, bar."""
        yield self.title_bar
        with Horizontal(id="panes"):
            yield self.view
            with Vertical(id="names") as names:
                yield self.entities
                yield self.notes
            yield self.search
        yield self.key_bar
        self._beside = (names, self.search)
        for pane in self._beside:
            pane.visible = False

    def on_mount(self) -> None:
        """Show the text at once; find out the rest when it is on the screen."""
        self.view.border_title = say("Paragraphs")
        self.notes.border_title = say("Notes")
        self.search.border_title = say("Search")
        self.set_focus(self.view)
        self.surface.tell_place()
        self.key_bar.set_where(Where.READING)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """The first frame is painted: what was put off for its sake may happen now."""
        self._show_beside()
        gc.freeze()
        gc.set_threshold(*COLLECTED)
        gc.enable()
        sys.setswitchinterval(TURN)
        self.find_out()
        self.reading_on.start()

    def on_resize(self, event: events.Resize) -> None:
        """Style for the new width before anything is laid out for it, so that this is done once."""
        name = [name for least, name in self.HORIZONTAL_BREAKPOINTS if least <= event.size.width][-1]
        if not self.has_class(name):
            for _, each in self.HORIZONTAL_BREAKPOINTS:
                self.set_class(each == name, each, update=False)
            self.app.stylesheet.update(self)

    def on_unmount(self) -> None:
        """Save where the reader was, and wait until everything is on the disk."""
        self.reading_on.leave()
        self.session.library.stop_recognising()
        if self.session.awaited is None:
            document, offset = self.session.document, self.view.offset_of_cursor
            self._disk.submit(self.session.library.remember_position, document, offset)
        self._disk.shutdown(wait=True)

    # What is found out about the text

    def _show_beside(self) -> None:
        """Paint what stands beside the text: with the first frame the text had to wait for it."""
        for pane in self._beside:
            pane.visible = True
        self._beside = ()

    def find_out(self, *, is_read_on: bool = False) -> None:
        """Look up the marks, the entities and the words of the text that is read, off the screen's thread.

        ``is_read_on``: it is the same text, all of which is there now.
        """
        document = self.session.document
        self._find_marks(document)
        self.keep(self.session.library.tags, self.session.tags.extend)
        self.run_worker(self.naming.recognise(), group="entities", exclusive=True)
        if document.grows:
            self.set_timer(IDLE_BEFORE_LOADING, self._index_ahead)
        elif not self.session.is_searchable:
            # Who sees to the index that is kept already goes on.
            self.run_worker(self._index, thread=True, group="index", exclusive=not is_read_on)
        self.set_timer(IDLE_BEFORE_LOADING, self._load_ahead)
        self.reloading.watch()

    def _find_marks(self, document: Document) -> None:
        """Look up the marks: where there are many, first those on the screen."""
        library, offset = self.session.library, self.view.offset_of_cursor

        def show_if_read(placed: list[Placed]) -> None:
            if document is self.session.document:
                self.show_marks(placed)

        def show_all() -> None:
            self.keep(lambda: library.annotations(document), show_if_read)

        def find_others() -> None:
            from textual.worker import get_current_worker

            worker = get_current_worker()
            with suppress(Refused):
                library.attaching.all(document, lambda: worker.is_cancelled)
            if not worker.is_cancelled:
                self.call_later(show_all)

        def show(found: tuple[list[Placed], bool]) -> None:
            placed, are_all = found
            show_if_read(placed)
            if not are_all:
                self.run_worker(find_others, thread=True, group="marks", exclusive=True)

        self.keep(lambda: library.attaching.soon(document, offset), show)

    def _load_ahead(self) -> None:
        """Load what the first note and the first search will need, while the reader reads."""
        self.run_worker(self._load, thread=True, group="load")

    def _load(self) -> None:
        """Runs in a thread."""
        from tui.ui import code_colours

        _load_dialogs()
        # What is loaded by now stays: nobody need look through it for what can be thrown away.
        gc.freeze()
        if code_colours.load(self.session.document):
            self.call_later(self.view.set_code_colours, code_colours.coloured)

    def _index_ahead(self) -> None:
        """Let a text be searched while it is still being read."""
        if self.session.document.grows and not self.session.is_searchable:
            self.run_worker(self._index, thread=True, group="index", exclusive=True)

    def _index(self) -> None:
        """Read and index every open text; runs in a thread."""
        from textual.worker import get_current_worker

        from tui.library.memory import give_back

        worker = get_current_worker()
        told = self._search_again_for(worker)
        refused = self.session.index_all(lambda: worker.is_cancelled, told)
        if worker.is_cancelled:
            return
        if not isinstance(self.session.document.text, str):
            give_back()
        self.call_later(self.searching.again)
        if refused:
            self.call_later(self.key_bar.tell, said_no(refused[0]), bad=True)

    def _search_again_for(self, worker: Worker[None]) -> Callable[[], None]:
        """What a worker calls when more can be found: searches again, but not so often that keys have to wait."""
        last = -SEARCHED_AGAIN

        def told() -> None:
            nonlocal last
            if not worker.is_cancelled and monotonic() - last >= SEARCHED_AGAIN:
                last = monotonic()
                self.call_later(self.searching.again)

        return told

    def load_library(self) -> None:
        """Let everything that was ever opened be searched."""
        if self.session.everything is None:
            self.run_worker(self._load_library, thread=True, group="library", exclusive=True)

    def _load_library(self) -> None:
        """Runs in a thread."""
        from textual.worker import get_current_worker

        worker = get_current_worker()
        told = self._search_again_for(worker)
        try:
            self.session.load_library(lambda: worker.is_cancelled, told)
        except Refused as refusal:
            if not worker.is_cancelled:
                self.call_later(self.key_bar.tell, said_no(refusal), bad=True)
        if not worker.is_cancelled:
            self.call_later(self.searching.again)

    def keep(self, act: Callable[[], R], then: Callable[[R], None]) -> None:
        """Do something with the library off the screen's thread, in order, and show what came of it.

        A refusal is shown as it is. What is begun is done, also when the reader leaves before it is: it is handed
        over at once, and shielded from the end of the worker that waits for it.
        """
        begun = self._disk.submit(act)

        async def carry_out() -> None:
            try:
                result = await asyncio.shield(asyncio.wrap_future(begun))
            except Refused as refusal:
                self.key_bar.tell(said_no(refusal), bad=True)
            else:
                then(result)

        self.run_worker(carry_out(), group="disk")

    async def _kept(self) -> None:
        """Wait until what was done before is on the disk and on the screen, but not so long that keys overtake."""
        end = monotonic() + WAIT_FOR_DISK
        while monotonic() < end and any(w.group == "disk" and not w.is_finished for w in self.workers):
            await asyncio.sleep(STEP)

    # What is laid over the text

    def show_marks(self, placed: list[Placed]) -> None:
        """Show these annotations in the text, the margin and the notes pane."""
        session = self.session
        session.set_placed(placed)
        blocks = session.document.blocks
        layer = by_block(blocks, highlight_spans(placed, self.palette))
        self.view.set_layer("highlights", lambda block: layer.get(block, ()))
        signs = margin_signs(blocks, placed, self.palette)
        self.view.set_signs(lambda block: signs.get(block, ()))
        self.notes.set_placed(placed)
        self.surface.show_said()
        self.surface.show_map()
        self.marking.tell_marks_here()
        if not self.search.input.value:
            self.searching.again()

    def follow(self, trail: Trail | None, *, entity: Entity | None = None) -> None:
        """Go through these passages with ``n`` and ``N`` from now on; ``entity`` is what they are mentions of."""
        self.session.trail = trail
        spans = trail.spans if trail is not None and entity is None else ()
        painted = by_block(self.session.document.blocks, ((span, self.palette.hit) for span in spans))
        self.view.set_hits((lambda block: painted.get(block, ())) if spans else None)
        self.naming.set_followed(entity)

    def action_go_to_tick(self, row: int) -> None:
        """Go to what stands on a row of the map."""
        self.surface.go_to_row(row)

    def set_palette(self, palette: Palette) -> None:
        """Draw everything in other colours."""
        self.palette = palette
        for widget in (self.view, self.entities, self.notes, self.search):
            widget.set_palette(palette)
        for bar in (self.title_bar, self.key_bar):
            bar.palette = palette
            bar.refresh()
        self.show_marks(self.session.placed)
        self.naming.show()
        self.follow(self.session.trail, entity=self.naming.followed)

    # Where the reader is

    @property
    def where(self) -> Where:
        """What the keys mean now."""
        focused = self.focused
        if focused is self.search.input:
            return Where.SEARCH
        if focused is self.entities.input:
            return Where.FILTER
        if focused is self.entities.rows:
            return Where.ENTITIES
        if focused is self.notes:
            return Where.NOTES
        if isinstance(focused, RowList):
            return Where.LIST
        return Where.READING if self.view.selection is None else Where.SELECTING

    @property
    def _panes(self) -> list[Widget]:
        return [self.view, self.entities.rows, self.notes, self.search.input]

    def go_to_pane(self, pane: Widget) -> None:
        """Focus a pane, bringing it to the front where not all fit side by side."""
        self._show_beside()
        names: dict[Widget, str] = {
            self.entities.rows: "entities",
            self.entities.input: "entities",
            self.notes: "notes",
            self.search.input: "search",
            self.search.hits: "search",
        }
        name = names.get(pane)
        if name is not None:
            for other in ("entities", "notes", "search"):
                self.set_class(other == name, f"show-{other}")
        self.set_class(name is not None, "in-panel")
        self.set_focus(pane)

    def on_screen_suspend(self) -> None:
        """A dialog lies above: the keys are its own."""
        self.key_bar.set_covered(True)

    def on_screen_resume(self) -> None:
        """The keys are those of the panes again."""
        self.key_bar.set_covered(False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell the keys that work here."""
        self.set_class(self.focused is not self.view, "in-panel")
        self.surface.show_zen()
        self.key_bar.set_where(self.where)
        self.naming.light(self.entities.rows.entity)
        if self.focused is self.view:
            self.session.let_go()

    def on_document_view_cursor_moved(self, event: DocumentView.CursorMoved) -> None:
        """Tell where the reader is; save it when reading rests."""
        self.surface.tell_place()
        self.naming.tell_here()
        offset = event.offset
        marks = self.session.marks_at(Span(offset, offset + 1))
        if marks:
            self.notes.move_to(lambda row: row.annotation.id == marks[0].annotation.id)
        self.marking.tell_marks_here()
        if self._saving is not None:
            self._saving.stop()
        document = self.session.document
        self._saving = self.set_timer(
            IDLE_BEFORE_SAVING,
            lambda: self.keep(lambda: self.session.library.remember_position(document, offset), lambda nothing: None),
        )

    def on_document_view_selection_changed(self) -> None:
        """Other keys work while something is selected."""
        self.key_bar.set_where(self.where)

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Read one stroke; what it completes is carried out."""
        token = event.character if event.is_printable and event.character else event.key
        token = "space" if token == " " else token
        waiting = bool(self.keys.pending)
        pressed = self.keys.feed(token, self.where)
        self.key_bar.tell("")
        self.key_bar.set_pending(self.keys.pending)
        if self.keys.awaits_mark and self.keys.pending.endswith("m"):
            self.key_bar.tell(say("Bookmark: a to z names it, Enter leaves it unnamed, Esc leaves"))
        if pressed is not None:
            from tui.ui.screens.later import ON_NAMES

            if pressed.action in self.marking.ON_MARKS | ON_NAMES:
                await self._kept()
            self.perform(pressed)
        if pressed is not None or waiting or self.keys.pending or await self.app._check_bindings(event.key):
            event.stop()
            event.prevent_default()
        elif event.is_printable and token not in self._unknown and self.where is not Where.SEARCH:
            self._unknown.add(token)
            self.key_bar.tell(say("{key} means nothing here; ? shows every key", key=token))

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A clicked hint does what its key does."""
        self.perform(Pressed(event.action))

    def perform(self, pressed: Pressed) -> None:
        """Carry out an action of the keymap."""
        focused = self.focused
        if isinstance(focused, RowList) and focused.move(pressed.action, pressed.count):
            return
        if not isinstance(focused, RowList) and self.view.move(pressed.action, pressed.count):
            return
        name = "do_" + pressed.action.replace("-", "_")
        acting = next((each for each in self._all_acts() if hasattr(each, name)), None)
        if acting is not None:
            getattr(acting, name)(pressed)

    def _all_acts(self) -> Iterator[object]:
        """What carries out actions, in the order in which they are asked."""
        yield from self._acts
        yield from self._later_acts

    def do_next_hit(self, pressed: Pressed) -> None:
        """The next passage of the trail."""
        self._step(forward=True, count=pressed.count)

    def do_previous_hit(self, pressed: Pressed) -> None:
        """The passage of the trail before."""
        self._step(forward=False, count=pressed.count)

    def _step(self, *, forward: bool, count: int | None) -> None:
        trail = self.session.trail
        if trail is None or not trail.spans:
            self.key_bar.tell(say("Nothing to go through: search with /, or choose an entity."))
            return
        offset = self.view.offset_of_cursor
        index = trail.after(offset) if forward else trail.before(offset)
        index = (index + ((count or 1) - 1) * (1 if forward else -1)) % len(trail.spans)
        self.land(trail, index)

    def land(self, trail: Trail, index: int) -> None:
        """Go to one of the passages of a trail."""
        self.view.jump(trail.spans[index].start)
        self.key_bar.tell(f"{trail.name}  {index + 1}/{len(trail.spans)}")
        self.naming.tell_step()

    def do_choose(self, pressed: Pressed) -> None:
        """Go to what the row shows."""
        if isinstance(self.focused, RowList):
            self._go_to_choice(self.focused)

    def do_entities(self, pressed: Pressed) -> None:
        """Go to the entities."""
        self.go_to_pane(self.entities.rows)

    def do_notes(self, pressed: Pressed) -> None:
        """Go to the notes; from there, list all of them again."""
        if self.focused is self.notes:
            self.notes.list_all()
        self.go_to_pane(self.notes)

    def do_next_pane(self, pressed: Pressed) -> None:
        """The next pane."""
        self._turn_pane(1)

    def do_previous_pane(self, pressed: Pressed) -> None:
        """The pane before."""
        self._turn_pane(-1)

    def _turn_pane(self, step: int) -> None:
        focused = self.focused
        if focused is self.search.hits:
            focused = self.search.input
        elif focused is self.entities.input:
            focused = self.entities.rows
        panes = self._panes
        at = panes.index(focused) if focused in panes else 0
        self.go_to_pane(panes[(at + step) % len(panes)])

    def do_back_to_text(self, pressed: Pressed) -> None:
        """Back to the text, where the cursor is; from a part of the notes, to all of them."""
        if self.focused is self.notes and self.notes.list_all():
            return
        self.go_to_pane(self.view)
        self.view.reveal()

    def do_cancel(self, pressed: Pressed) -> None:
        """Leave the selection; with none, put out what a search lit."""
        if self.view.selection is not None:
            self.view.leave_selection()
        else:
            self.follow(None)

    def do_jump_to_mark(self, pressed: Pressed) -> None:
        """Go to a bookmark by its letter."""
        placed = self.session.bookmark(pressed.mark)
        if placed is None or placed.span is None:
            self.key_bar.tell(say("No bookmark {letter} here", letter=pressed.mark))
        else:
            self.view.jump(placed.span.start)

    def do_help(self, pressed: Pressed) -> None:
        """Every key."""
        from tui.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def do_palette(self, pressed: Pressed) -> None:
        """The command palette."""
        from tui.ui.commands import Palette

        if not Palette.is_open(self.app):
            self.app.push_screen(Palette(placeholder=say("a command, or a part of it"), id="--command-palette"))

    def do_quit(self, pressed: Pressed) -> None:
        """Leave."""
        self.app.exit()

    # Search and lists

    def on_search_panel_query_changed(self, event: SearchPanel.QueryChanged) -> None:
        """Search as one types."""
        event.stop()
        self.searching.search(event.query)

    def on_search_panel_scope_clicked(self, event: SearchPanel.ScopeClicked) -> None:
        """Look elsewhere."""
        event.stop()
        self.searching.do_turn_scope(Pressed("turn-scope"))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go to what was clicked."""
        event.stop()
        self._go_to_choice(event.rows)

    def _go_to_choice(self, rows: RowList[Any]) -> None:
        """Go to what the cursor of a list is on, at once: the next key may be meant for the text."""
        value = rows.chosen
        if value is None:
            return
        if rows is self.search.hits:
            self.searching.take(value)
        elif rows is self.entities.rows:
            self.naming.follow(value)
        elif rows is self.notes:
            self.marking.show(value)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Let the text follow the cursor of the results and of the notes, without going there."""
        event.stop()
        value: object = event.value
        if event.rows is self.search.hits:
            self.searching.glance(value)  # type: ignore[arg-type]
        elif event.rows is self.notes and value.span is not None:  # type: ignore[attr-defined]
            self.view.glance(value.span.start)  # type: ignore[attr-defined]
        elif event.rows is self.entities.rows:
            self.naming.light(self.entities.rows.entity)

    def on_entities_panel_lit(self, event: EntitiesPanel.Lit) -> None:
        """Light the mentions of the entity that the cursor is on now."""
        event.stop()
        self.naming.light(event.entity)

    # Other texts

    def do_other_edition(self, pressed: Pressed) -> None:
        """The same article in the other language."""
        path = self.session.library.other_edition(self.session.document)
        if path is None:
            self.key_bar.tell(say("This text has no edition in another language here."))
            return
        number = self.view.current_block.number
        self.open(path, number=number)

    def do_documents(self, pressed: Pressed) -> None:
        """Choose among the open texts."""
        from tui.ui.screens.documents import DocumentsScreen

        source = self.session.document.source
        current = next((path for path in self.session.paths if str(path) == source), None)

        def go(path: Path | None) -> None:
            if path is not None and path != current:
                self.open(path)

        self.app.push_screen(DocumentsScreen(self.palette, self.session.paths, current, self.session.titles()), go)

    def open(self, path: Path, *, number: int | None = None, offset: int | None = None, leaving: bool = True) -> None:
        """Read another file at ``offset``, or where one was in it, or else at the paragraph of that number.

        ``leaving``: remember where one came from.
        """
        self.key_bar.tell(say("Opening…"))
        library = self.session.library

        def read() -> tuple[Opening, int | None]:
            opening = library.begin(path)
            return opening, library.position(opening.document)

        def show(result: tuple[Opening, int | None]) -> None:
            opening, kept = result
            document = opening.document
            start = kept if offset is None else offset
            if start is None and number is not None:
                start = document.blocks.start(min(number, len(document.blocks)) - 1)
            self.go_to_document(document, start or 0, opening=opening, leaving=leaving)
            self.key_bar.tell("")

        self.keep(read, show)

    def show_again(self, document: Document, placed: list[Placed], offset: int, selection: Selection | None) -> None:
        """Show what the file of the text says now, the reader's line staying on its row of the screen."""
        if self._saving is not None:
            self._saving.stop()
        self.reading_on.leave()
        self.session.replace(document)
        self.follow(None)
        self.view.replace(document, offset, selection)
        self.show_marks(placed)
        self.surface.tell_place()
        self.searching.again()
        self.find_out()

    def go_to_document(
        self, document: Document, offset: int = 0, *, opening: Opening | None = None, leaving: bool = True
    ) -> None:
        """Read another of the open texts from ``offset`` on; ``opening`` reads what is not there yet of it.

        ``leaving``: remember where one came from.
        """
        if leaving:
            self.session.jumps.leave(self.view.here)
        if self.session.awaited is None:
            left, at = self.session.document, self.view.offset_of_cursor
            self.keep(lambda: self.session.library.remember_position(left, at), lambda nothing: None)
        self.reading_on.leave()
        self.session.go_to(document, opening)
        if offset >= len(document.text):
            self.session.awaited = offset
        self.view.show(document, offset, expected=opening.expected_blocks if opening is not None else 0)
        self.naming.forget()
        self.notes.list_all()
        self.notes.set_placed(())
        self.surface.tell_place()
        self.go_to_pane(self.view)
        self.find_out()
        self.reading_on.start()
