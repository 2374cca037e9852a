"""How the text is shown, and the ways through the whole of it: measure, justification, zen, outline, map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.kinds import Kind
from tui.settings import NARROWEST, WIDEST
from tui.ui.edge_map import Ticks
from tui.ui.layers import said_below
from tui.ui.session import marked_span
from tui.ui.whereabouts import letters_per_word, whereabouts
from tui.ui.widgets.notes_panel import sign_of
from tui.ui.wording import say

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.outline import Heading
    from tui.ui.screens.reader import ReaderScreen

STEP = 4
"""Cells by which the column gets wider or narrower."""
HIT, MENTION = "━", "·"
"""On the map."""


class Surface:
    """Carries out what changes the look of the page, and keeps the map and the place up to date."""

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen
        self.notes_below = screen.settings.notes == "text"
        """Whether notes are shown in the text, too."""
        self.zen = False
        """Whether all but the text is hidden while the reader is in it."""
        self._letters = 6.0
        self._measured: Document | None = None
        """The document whose words have the length that is known."""

    def tell_place(self) -> None:
        """Say in the title bar where the reader is."""
        screen = self._screen
        document = screen.session.document
        if self._measured is None or self._measured.id != document.id:
            self._letters, self._measured = letters_per_word(document), document
        places = whereabouts(
            document, screen.view.offset_of_cursor, letters=self._letters, speed=screen.settings.reading_speed
        )
        screen.title_bar.tell(document.title, places)

    def show_map(self) -> None:
        """Show on the map what is marked, found or followed."""
        screen, session, palette = self._screen, self._screen.session, self._screen.palette
        kinds: list[Ticks] = []
        trail = session.trail
        if trail is not None and screen.naming.followed is None:
            hits = [span.start for span in trail.spans]
            kinds.append(Ticks(hits, HIT, palette.accent + palette.strong))
        marks: dict[tuple[int, str], tuple[list[int], Ticks]] = {}
        order = {Kind.BOOKMARK: 0, Kind.NOTE: 1, Kind.HIGHLIGHT: 2}
        for placed in session.placed:
            span, annotation = marked_span(placed), placed.annotation
            if span is None or not annotation.relations.marks_passage:
                continue
            bookmark = annotation.kind is Kind.BOOKMARK
            style = palette.accent + palette.strong if bookmark else palette.signs[annotation.colour]
            character = sign_of(annotation, palette)
            key = (order[annotation.kind], f"{character}{annotation.colour}")
            offsets, _ = marks.setdefault(key, ([], Ticks((), character, style)))
            offsets.append(span.start)
        kinds += [tick._replace(offsets=sorted(offsets)) for _, (offsets, tick) in sorted(marks.items(), key=_first)]
        kinds.append(Ticks(screen.naming.lit_offsets, MENTION, palette.accent))
        screen.view.show_on_map(kinds)

    def go_to_row(self, row: int) -> None:
        """Go to what a row of the map shows."""
        view = self._screen.view
        offset = view.offset_on_map(row)
        if offset is not None:
            self._screen.go_to_pane(view)
            view.jump(offset)

    def show_zen(self) -> None:
        """Hide everything but the text if that is wished and the reader is in it; else show it."""
        screen = self._screen
        hidden = self.zen and screen.focused is screen.view
        screen.set_class(hidden, "-zen")
        screen.view.set_bare(hidden)
        screen.key_bar.set_quiet(hidden)

    def do_zen(self, pressed: Pressed) -> None:
        """Only the text, or everything again."""
        self.zen = not self.zen
        self.show_zen()
        if self.zen:
            self._screen.key_bar.tell(say("Only the text. Z brings the rest back."))

    def do_wider(self, pressed: Pressed) -> None:
        """A wider column."""
        self._widen(STEP * (pressed.count or 1))

    def do_narrower(self, pressed: Pressed) -> None:
        """A narrower column."""
        self._widen(-STEP * (pressed.count or 1))

    def _widen(self, cells: int) -> None:
        view = self._screen.view
        view.set_measure(max(NARROWEST, min(view.measure + cells, WIDEST)))
        self._screen.key_bar.tell(say("Column of {n} cells", n=view.measure))

    def do_justify(self, pressed: Pressed) -> None:
        """Lines that end at the right edge, or ragged ones."""
        view = self._screen.view
        style = view.page_style._replace(justified=not view.page_style.justified)
        view.set_page_style(style)
        self._screen.key_bar.tell(say("Justified") if style.justified else say("Ragged right"))

    def do_space_lines(self, pressed: Pressed) -> None:
        """Lines further apart, or closer again."""
        view = self._screen.view
        view.set_page_style(view.page_style._replace(spacing=1 - view.page_style.spacing))

    def show_said(self) -> None:
        """Show the notes under their paragraphs, if that is wished."""
        screen = self._screen
        session = screen.session
        shown = self.notes_below
        screen.view.set_said(said_below(session.document.blocks, session.placed, screen.palette) if shown else {})

    def do_notes_below(self, pressed: Pressed) -> None:
        """Notes under their paragraphs, or only in the pane."""
        self.notes_below = not self.notes_below
        self.show_said()
        told = say("Notes stand under their paragraphs") if self.notes_below else say("Notes stand in their pane")
        self._screen.key_bar.tell(told)

    def do_outline(self, pressed: Pressed) -> None:
        """The headings, to go to one."""
        from tui.ui.screens.outline import OutlineScreen, headings

        screen = self._screen
        known = headings(screen.session.document)
        if not known:
            screen.key_bar.tell(say("This text has no headings."))
            return

        def go(heading: Heading | None) -> None:
            if heading is not None:
                screen.view.jump(heading.offset)

        screen.app.push_screen(OutlineScreen(screen.palette, known, screen.view.offset_of_cursor), go)


def _first(item: tuple[tuple[int, str], object]) -> tuple[int, str]:
    return item[0]
