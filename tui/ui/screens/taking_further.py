"""What the reader does further on from an entity: search for it, write on it, see its notes, copy and export it."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from tui.document.model import Span
from tui.ui.session import marked_span
from tui.ui.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.annotations.model import Placed
    from tui.entities.model import Entity
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen


class TakingFurther:
    """The actions that lead on from an entity of the pane, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text, the session and the panes."""
        self._screen = screen

    def do_search_name(self, pressed: Pressed) -> None:
        """Search for the passages that name the entity."""
        screen, entity = self._screen, self._screen.entities.rows.entity
        if entity is not None:
            name = entity.name.replace('"', " ")
            screen.searching.search_for(f'entity:"{name}"')
            screen.go_to_pane(screen.search.input)

    def do_note_on_name(self, pressed: Pressed) -> None:
        """Write a note on the mention that the text's cursor is on, or else on the first one behind it."""
        screen, entity = self._screen, self._screen.entities.rows.entity
        mentions = screen.naming.mentions_here(entity) if entity is not None else ()
        if entity is None or not mentions:
            screen.key_bar.tell(say("It is not named in this text."))
            return
        offset = screen.view.offset_of_cursor
        mention = next((each for each in mentions if each.end > offset), mentions[0])
        screen.view.glance(mention.start)
        screen.marking.write_on(Span(mention.start, mention.end), about=entity.id)

    def do_notes_on_name(self, pressed: Pressed) -> None:
        """List only the notes and marks that concern the entity; all of them where there is none."""
        screen, entity = self._screen, self._screen.entities.rows.entity
        if entity is not None:
            screen.notes.list_only(entity.name, self._concerns(entity))
        screen.go_to_pane(screen.notes)

    def _concerns(self, entity: Entity) -> Callable[[Placed], bool]:
        """What tells whether a passage names an entity, or the note on it does."""
        from tui.entities.concordance import words

        mentions, start = self._screen.naming.mentions_here(entity), attrgetter("start")
        forms = [f" {' '.join(words(form))} " for form in (entity.name, *entity.aliases)]

        def concerns(placed: Placed) -> bool:
            note = f" {' '.join(words(placed.annotation.note))} "
            if any(form in note for form in forms):
                return True
            span = marked_span(placed)
            if span is None:
                return False
            at = bisect_left(mentions, span.end, key=start) - 1
            return at >= 0 and mentions[at].end > span.start

        return concerns

    def do_copy_name(self, pressed: Pressed) -> None:
        """Copy the entity's name."""
        entity = self._screen.entities.rows.entity
        if entity is not None:
            self._screen.copying.copy_text(entity.name)

    def do_export_name(self, pressed: Pressed) -> None:
        """Write the entity's mentions to a file."""
        entity = self._screen.entities.rows.entity
        if entity is not None:
            title = say("Export the mentions of “{name}”", name=entity.name)
            self._export((entity,), entity.id.replace(":", "-"), title)

    def do_export_names(self, pressed: Pressed) -> None:
        """Write the mentions of all entities that are listed to a file."""
        listed = self._screen.entities.listed
        if listed:
            self._export(listed, "entities", say("Export the mentions of all names that are listed"))

    def _export(self, entities: tuple[Entity, ...], stem: str, title: str) -> None:
        from tui.library.naming import SUFFIXES, TITLES, write
        from tui.ui.screens.export import Destination, ExportScreen

        screen = self._screen
        documents = list(screen.naming.documents().values())
        formats = {suffix: name for name, suffix in SUFFIXES.items() if name != "brat" or len(documents) == 1}

        def take(answer: Destination | None) -> None:
            if answer is not None:
                path, chosen, _ = answer
                screen.keep(
                    lambda: write(documents, entities, chosen, path),
                    lambda paths: screen.key_bar.tell(say("Written: {path}", path=paths[0])),
                )

        screen.app.push_screen(ExportScreen(Path.cwd() / f"{stem}.csv", formats, TITLES, title=title), take)
