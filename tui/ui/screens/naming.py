"""What the reader does with who and what is named: go through the mentions, list them otherwise, take them further."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from tui.document.failures import Refused
from tui.document.model import Span
from tui.entities.browsing import NameFilter, Reach, successor
from tui.entities.by_place import ByPlace
from tui.ui.layers import Starts, mentions_layer
from tui.ui.painting import Painted
from tui.ui.session import Trail
from tui.ui.widgets.entities_panel import ORDERS
from tui.ui.wording import said_no, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.document.model import Document
    from tui.entities.co_occurrence import Company
    from tui.entities.model import Entity, Mention
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen
    from tui.ui.screens.sifting import Way


class Named(NamedTuple):
    """What is named in the texts that are listed."""

    entities: tuple[Entity, ...]
    names: NameFilter
    """Finds them by their names."""
    by_place: ByPlace
    """Finds them by their places in the text that is read."""
    recognised: tuple[Entity, ...]
    """What was recognised, before the reader's corrections."""

    @classmethod
    def of(cls, entities: tuple[Entity, ...], document: Document, *, recognised: tuple[Entity, ...]) -> Named:
        """The entities, ready to be looked up; that takes its time."""
        return cls(entities, NameFilter(entities), ByPlace(entities, document.id), recognised)


class Naming:
    """The actions on entities, and what the panes show of them, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the text, the session and the pane."""
        self._screen = screen
        self._over_all = False
        """Whether the pane lists what all the texts name that have been opened."""
        self._known: tuple[Document, ...] = ()
        """The texts whose entities are shown."""
        self._names = NameFilter(())
        """Finds the entities that are shown."""
        self._has_more = False
        """Whether more can be found out about them, in time."""
        self._recognised: tuple[Entity, ...] = ()
        """What those texts name, as it was recognised, before the reader's corrections."""
        self.followed: Entity | None = None
        """The entity whose mentions are gone through."""
        self._lit: Entity | None = None
        """The entity that the pane's cursor is on, while keys reach the pane."""
        self._company: tuple[Sequence[Entity], Company] | None = None
        """Who is named with whom, and the entities for which that has been found out."""

    # What is named, and where that is shown

    async def recognise(self) -> None:
        """Find out who and what is named, off the screen's thread, and show it: what rules tell, then the rest."""
        session = self._screen.session
        document = session.document
        documents = tuple(session.texts_read()) if self._over_all else (document,)
        if documents != self._known:
            named, has_more = await asyncio.to_thread(self._at_once, documents, document)
            if document is not session.document:
                return
            self._known, self._has_more = documents, has_more
            self._take(named)
        self.show()
        if self._has_more and not document.grows:
            better = await self._better(documents, document)
            if document is session.document:
                self._has_more = False
                if better is not None:
                    self._replace(better)

    def _at_once(self, documents: Sequence[Document], document: Document) -> tuple[Named, bool]:
        """What is named in some texts, and whether more can be told in time; runs in a thread."""
        entities, has_more = self._screen.session.recognised_at_once(documents, self._screen.settings.entities)
        return self._corrected(entities, documents, document), has_more

    async def _better(self, documents: Sequence[Document], document: Document) -> Named | None:
        """What takes its time to find out; None where it cannot be, which is said."""
        session, engine = self._screen.session, self._screen.settings.entities
        is_over = Event()

        def look_up() -> Named | None:
            entities = session.recognised(documents, engine, is_over.is_set)
            return None if entities is None else self._corrected(entities, documents, document)

        try:
            return await asyncio.to_thread(look_up)
        except Refused as refusal:
            self._screen.key_bar.tell(said_no(refusal), bad=True)
            return None
        finally:
            is_over.set()

    def _corrected(self, entities: tuple[Entity, ...], documents: Sequence[Document], document: Document) -> Named:
        """What was recognised, as the reader corrects it; runs in a thread."""
        return Named.of(self._screen.session.corrected(entities, documents), document, recognised=entities)

    def _take(self, named: Named) -> None:
        self._names, self._recognised = named.names, named.recognised
        self._screen.session.set_entities(named.entities, named.by_place)

    def _replace(self, named: Named) -> None:
        """Show this instead of what is shown, without taking the reader elsewhere."""
        self.followed = successor(self.followed, named.entities)
        self._lit = successor(self._lit, named.entities)
        self._take(named)
        self.show()
        self.show_lit()

    def correct_again(self, keep: Entity | None, told: str) -> None:
        """Show the entities by the corrections as they are now, without taking the reader elsewhere.

        The pane's cursor goes to what ``keep`` has become; ``told`` is said when it is done.
        """
        screen, session = self._screen, self._screen.session
        documents, document = self._known, session.document

        def show(named: Named) -> None:
            screen.key_bar.tell(told)
            if documents is not self._known or document is not session.document:
                return
            self._replace(named)
            kept = successor(keep, named.entities)
            if kept is not None:
                screen.entities.rows.move_to(lambda row: row is kept)
            self.light(screen.entities.rows.entity)

        screen.keep(lambda: self._corrected(self._recognised, documents, document), show)

    def forget(self) -> None:
        """Another text is read: nothing is known of it."""
        self.followed = self._lit = None
        panel = self._screen.entities
        panel.set_step("")
        if self._over_all:
            self._screen.session.set_entities(self._screen.session.entities)
            self._show_in_text()
        else:
            self._known, self._names = (), NameFilter(())
            self._screen.session.set_entities(())
            panel.set_entities((), Reach({}, 0), known=False)

    def show(self) -> None:
        """List what is named, and lay it over the text."""
        screen, session = self._screen, self._screen.session
        lengths = [(document.id, len(document.text)) for document in self._known]
        share = min((session.named_share(document) for document in self._known), default=1.0)
        screen.entities.set_entities(
            session.entities,
            Reach.over(lengths),
            self._names,
            share=share,
            texts_counted=self._over_all,
            known=bool(self._known),
        )
        self._show_in_text()

    def _show_in_text(self) -> None:
        screen, session = self._screen, self._screen.session
        blocks, styles = session.document.blocks, screen.palette.entities

        def layer(block: int) -> list[Painted]:
            within = session.mentions_in(Span(blocks.start(block), blocks.end(block)))
            return [Painted(each.start, each.end, styles[entity.type]) for each, entity in within]

        screen.view.set_layer("entities", layer)
        self.tell_here()

    def tell_here(self) -> None:
        """Set apart in the pane what the reader's paragraph names."""
        screen = self._screen
        named = screen.session.entities_in(screen.view.current_block.span)
        screen.entities.set_here(frozenset(entity.id for entity in named))

    def mentions_here(self, entity: Entity) -> Sequence[Mention]:
        """Where the text that is read names an entity, in its order."""
        here = self._screen.session.document.id
        mentions = entity.mentions
        if mentions and mentions[0].document == here == mentions[-1].document:
            return mentions
        return [each for each in mentions if each.document == here]

    # What is lit

    def light(self, entity: Entity | None) -> None:
        """Light the mentions of the entity that the pane's cursor is on, if keys reach the pane."""
        lit = entity if self._screen.entities.has_focus_within else None
        if lit is not self._lit:
            self._lit = lit
            self.show_lit()

    def show_lit(self) -> None:
        """Lay the mentions that are lit over the text, and show where they are on the map."""
        screen = self._screen
        entity = self._lit or self.followed
        if entity is None:
            screen.view.set_layer("trail", None)
        else:
            blocks, mentions = screen.session.document.blocks, self.mentions_here(entity)
            screen.view.set_layer("trail", mentions_layer(blocks, mentions, screen.palette.trail))
        screen.surface.show_map()

    @property
    def lit_offsets(self) -> Sequence[int]:
        """Where the text names the entity that is lit; nowhere when none is."""
        entity = self._lit or self.followed
        return () if entity is None else Starts(self.mentions_here(entity))

    def set_followed(self, entity: Entity | None) -> None:
        """An entity's mentions are gone through from now on, or something else."""
        self.followed = entity
        if entity is None:
            self._screen.entities.set_step("")
        self.show_lit()

    # Going through mentions

    def follow(self, entity: Entity) -> None:
        """Go to the first mention of an entity, or, if that is done already, to the next one."""
        screen = self._screen
        mentions = [each for each in entity.mentions if each.document in screen.session.documents]
        if not mentions:
            return
        again = self.followed is not None and self.followed.id == entity.id
        self.go_to_mention(entity, self._after(mentions) if again else self._first(mentions))

    def _first(self, mentions: list[Mention]) -> Mention:
        here = self._screen.session.document.id
        return next((each for each in mentions if each.document == here), mentions[0])

    def _after(self, mentions: list[Mention]) -> Mention:
        """The mention behind the cursor; behind the last one of a text, the first of the next text."""
        here, offset = self._screen.session.document.id, self._screen.view.offset_of_cursor
        number = -1
        for index, each in enumerate(mentions):
            if each.document == here:
                if each.start > offset:
                    return each
                number = index
        return mentions[(number + 1) % len(mentions)]

    def go_to_mention(self, entity: Entity, mention: Mention) -> None:
        """Go to a mention, through the others of which one can go with ``n`` and ``N``; the pane keeps the keys."""
        screen, session = self._screen, self._screen.session
        in_pane = screen.entities.has_focus_within
        here = mention.document == session.document.id
        if not here:
            screen.go_to_document(session.documents[mention.document], mention.start)
        trail = Trail(entity.name, tuple(Span(each.start, each.end) for each in self.mentions_here(entity)))
        screen.follow(trail, entity=entity)
        screen.view.jump(mention.start, leaving=here)
        self.tell_step(mention)
        if not in_pane or screen.has_class("-narrow"):
            screen.go_to_pane(screen.view)
        elif not screen.entities.has_focus_within:
            screen.go_to_pane(screen.entities.rows)

    def tell_step(self, mention: Mention | None = None) -> None:
        """Say which mention of the followed entity the reader is at: this one, or the one under the cursor."""
        screen, entity = self._screen, self.followed
        if entity is None:
            return
        here, offset = screen.session.document.id, screen.view.offset_of_cursor
        at = next(
            (
                number
                for number, each in enumerate(entity.mentions, start=1)
                if each is mention or (mention is None and each.document == here and each.start == offset)
            ),
            0,
        )
        if at:
            step = f"{at}/{entity.count}"
            screen.entities.set_step(step)
            screen.key_bar.tell(f"{entity.name}  {step}")

    def do_entity_here(self, pressed: Pressed) -> None:
        """Go to the pane, to the entity under the cursor or else the first one that the paragraph names."""
        screen, session = self._screen, self._screen.session
        offset, block = screen.view.offset_of_cursor, screen.view.current_block.span
        named = session.entity_at(offset) or next(iter(session.entities_in(block)), None)
        if named is None:
            screen.key_bar.tell(say("Nobody and nothing is named in this paragraph."))
            return
        screen.entities.close_filter()
        screen.entities.rows.move_to(lambda row: row is named)
        screen.go_to_pane(screen.entities.rows)
        self.light(named)

    # The pane

    def do_filter_names(self, pressed: Pressed) -> None:
        """Look for a name among the entities."""
        self._screen.entities.open_filter()

    def do_leave_filter(self, pressed: Pressed) -> None:
        """List everything again, and go to the list."""
        self._screen.entities.close_filter()
        self._screen.go_to_pane(self._screen.entities.rows)

    def do_leave_names(self, pressed: Pressed) -> None:
        """List everything again; when that is so already, go back to the text."""
        screen = self._screen
        if not screen.entities.close_filter():
            screen.do_back_to_text(pressed)

    def do_choose_name(self, pressed: Pressed) -> None:
        """Go to the list, and from there to a mention of the entity that the cursor is on."""
        entity = self._screen.entities.rows.entity
        self._screen.go_to_pane(self._screen.entities.rows)
        if entity is not None:
            self.follow(entity)

    def do_next_name(self, pressed: Pressed) -> None:
        """The next entity, from the line in which one types."""
        self._screen.entities.rows.move("next-row", pressed.count)

    def do_previous_name(self, pressed: Pressed) -> None:
        """The entity before."""
        self._screen.entities.rows.move("previous-row", pressed.count)

    def do_sort_names(self, pressed: Pressed) -> None:
        """List the entities in the next order."""
        panel = self._screen.entities
        panel.set_order(panel.order.following())
        self._screen.key_bar.tell(say("Entities {order}", order=say(ORDERS[panel.order])))

    def do_all_texts(self, pressed: Pressed) -> None:
        """List what all the texts name that have been opened, or only what this one does."""
        screen = self._screen
        self._over_all = not self._over_all
        if self._over_all and len(list(screen.session.texts_read())) < 2:
            self._over_all = False
            screen.key_bar.tell(say("Only this text is open."))
            return
        screen.run_worker(self.recognise(), group="entities", exclusive=True)

    # Lists about an entity

    def meant(self) -> Entity | None:
        """The entity of the pane's row, or in the text the one under the cursor, or else the one that is followed."""
        screen = self._screen
        if screen.entities.has_focus_within:
            return screen.entities.rows.entity
        return screen.session.entity_at(screen.view.offset_of_cursor) or self.followed

    def documents(self) -> dict[str, Document]:
        """The texts whose entities are shown, by their ids."""
        return {document.id: document for document in self._known}

    def do_concordance(self, pressed: Pressed) -> None:
        """Every mention of an entity in its context."""
        from tui.ui.screens.concordance import ConcordanceScreen

        screen, entity = self._screen, self.meant()
        if entity is None:
            screen.key_bar.tell(say("No name here"))
            return
        here = (screen.session.document.id, screen.view.offset_of_cursor)
        listed = ConcordanceScreen(
            screen.palette, entity, self.documents(), here, lambda then: self._open_company(entity, then)
        )
        screen.app.push_screen(listed, self._go)

    def do_company(self, pressed: Pressed) -> None:
        """With whom an entity is named."""
        entity = self.meant()
        if entity is None:
            self._screen.key_bar.tell(say("No name here"))
        else:
            self._open_company(entity, self._go)

    def _open_company(self, entity: Entity, then: Callable[[Way | None], None]) -> None:
        from tui.entities.co_occurrence import Company
        from tui.ui.screens.company import CompanyScreen

        screen, entities = self._screen, self._screen.session.entities
        if self._company is None or self._company[0] is not entities:
            self._company = entities, Company(entities, self.documents())
        screen.app.push_screen(CompanyScreen(screen.palette, entity, self._company[1], self.documents()), then)

    def _go(self, way: Way | None) -> None:
        """Go where a list has shown the way to."""
        if way is not None:
            self._screen.go_to_pane(self._screen.view)
            self.go_to_mention(way.entity, way.mention)
