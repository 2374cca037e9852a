"""What the reader does to find a passage: type, look elsewhere, take up an earlier query, go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tui.annotations.kinds import Kind
from tui.document.model import Span
from tui.library.scope import Scope
from tui.search.kinds import Listed
from tui.ui.session import Trail
from tui.ui.widgets.result_rows import Asked, Found, Instead, Marked, Row, Section
from tui.ui.wording import count, said_no, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.library.queries import Queries
    from tui.search.filters import Completion
    from tui.search.model import Near, Results
    from tui.ui.key_reader import Pressed
    from tui.ui.screens.reader import ReaderScreen

MOST_HITS = 100
"""Passages that a search lists."""
MOST_RECENT = 8
"""Queries used lately that are listed while nothing is asked."""
INDEXED_AT_ONCE = 100_000
"""Code points up to which a text is indexed at the first letter typed, if the worker has not got to it yet."""
FIELD_BEGUN = 2
"""Letters of a filter's name from which it is completed: fewer begin a word."""

Choice = TypeVar("Choice", Scope, Listed)

SCOPES = {Scope.TEXT: "this text", Scope.OPEN: "open texts", Scope.LIBRARY: "library"}
LISTED = {
    Listed.PASSAGES: "passages",
    Listed.HEADINGS: "headings",
    Listed.ENTITIES: "entities",
    Listed.NOTES: "notes",
}
COUNTED = {
    Listed.PASSAGES: ("{n} passage", "{n} passages"),
    Listed.HEADINGS: ("{n} heading", "{n} headings"),
    Listed.ENTITIES: ("{n} entity", "{n} entities"),
    Listed.NOTES: ("{n} note", "{n} notes"),
}


class Searching:
    """The actions of the search pane, for the screen that reads."""

    def __init__(self, screen: ReaderScreen) -> None:
        """``screen`` has the pane and the session."""
        self._screen = screen
        self.scope = Scope.OPEN
        self.listed = Listed.PASSAGES
        self._queries: Queries | None = None
        self._known: tuple[list[str], dict[str, str]] | None = None
        """Queries used lately and kept, as read from the disk last."""

    @property
    def queries(self) -> Queries:
        """The reader's queries."""
        if self._queries is None:
            from tui.library.queries import Queries

            self._queries = Queries(self._screen.session.library.places)
        return self._queries

    # What is looked for

    def completions(self, query: str, caret: int) -> Sequence[Completion]:
        """What the word of a query that the caret stands behind could become."""
        return [
            each
            for each in self._screen.session.completions(query, caret)
            if ":" in query[each.start : each.end] or each.end - each.start >= FIELD_BEGUN
        ]

    def do_search(self, pressed: Pressed) -> None:
        """Go to the search line."""
        pane = self._screen.search
        self._screen.go_to_pane(pane.input)
        pane.input.action_select_all()
        if not pane.input.value:
            self._known = None
            self.again()

    def again(self) -> None:
        """Search once more, because what is looked through has changed; an entity goes on being followed."""
        self._search(self._screen.search.input.value, is_followed=self._screen.naming.followed is None)

    def search_for(self, query: str) -> None:
        """Search as if this had been typed, from wherever the reader is."""
        self._screen.search.set_query(query)
        self.search(query)

    def search(self, query: str) -> None:
        """Look for this, list what is found, and let ``n`` and ``N`` go through it."""
        self._search(query, is_followed=True)

    def _search(self, query: str, *, is_followed: bool) -> None:
        screen, session, pane = self._screen, self._screen.session, self._screen.search
        pane.tell_where(self._told_where)
        if not query.strip() and self.listed is Listed.PASSAGES:
            self._list_beginnings()
            if is_followed:
                screen.follow(None)
            return
        if session.index is None and len(session.document.text) <= INDEXED_AT_ONCE:
            session.add_to_index(session.document)
        results = session.search(query, MOST_HITS, self.scope, self.listed)
        rows: list[Row] = []
        for hit in results.hits if results else ():
            document = session.document_of(hit)
            if document is not None:
                rows.append(Found(hit, document, self._is_wide, session.named(hit, document)))
        empty = say("Nothing like it here.")
        if results is not None and not rows and results.nearest:
            rows = [Section(_missing(results.nearest)), *(Instead(near) for near in results.nearest)]
        pane.show(rows, told=self._told_of(results), empty=empty)
        if pane.input.has_focus and isinstance(pane.hits.chosen, Found):
            self.glance(pane.hits.chosen)
        else:
            self._preview()
        if is_followed:
            screen.follow(self._trail_of(query, results) if results and query.strip() else None)

    @property
    def _is_wide(self) -> bool:
        return self.scope is Scope.LIBRARY or (self.scope is Scope.OPEN and len(self._screen.session.paths) > 1)

    @property
    def _told_where(self) -> str:
        session = self._screen.session
        scope = SCOPES[self.scope] if self.scope is not Scope.OPEN or len(session.paths) > 1 else SCOPES[Scope.TEXT]
        return f"{say(LISTED[self.listed])} · {say(scope)}"

    def _told_of(self, results: Results | None) -> str:
        """How many were found, of how much."""
        session = self._screen.session
        one, many = COUNTED[self.listed]
        told = count(results.total if results else 0, one, many)
        if results is not None and results.passed_over:
            words = ", ".join(f"“{each}”" for each in results.passed_over)
            told = say("{told} without {words}", told=told, words=words)
        complete = session.is_complete(self.scope) and (results is None or results.complete)
        share = session.searched_share(self.scope)
        if not complete and share < 1:
            return say("{told} in {percent} %, still reading…", told=told, percent=int(100 * share))
        if not complete:
            return say("{told}, still reading…", told=told)
        return (
            say("{told} in the first {percent} %", told=told, percent=max(1, int(100 * share))) if share < 1 else told
        )

    def _trail_of(self, query: str, results: Results) -> Trail:
        document = self._screen.session.document
        blocks = document.blocks
        here = [hit for hit in results.hits if hit.document == document.id and hit.block < len(blocks)]
        spans = {
            span for hit in here for span in (hit.matches or (Span(blocks.start(hit.block), blocks.start(hit.block)),))
        }
        return Trail(f"“{query.strip()}”", tuple(sorted(spans)))

    # Where nothing is asked yet

    def _list_beginnings(self) -> None:
        """List what one may have come for: queries kept and used lately, and the bookmarks of this text."""
        screen, session = self._screen, self._screen.session
        rows: list[Row] = []
        queries, kept = self._asked_before()
        if kept:
            rows += [Section(say("Kept queries")), *(Asked(query, name) for name, query in kept.items())]
        if queries:
            rows += [Section(say("Lately")), *(Asked(query) for query in queries[:MOST_RECENT])]
        bookmarks = [
            Marked(placed, session.number(placed.span.start))
            for placed in session.placed
            if placed.annotation.kind is Kind.BOOKMARK and placed.span is not None
        ]
        if bookmarks:
            rows += [Section(say("Bookmarks")), *bookmarks]
        screen.search.show(rows, empty=say("Type what you remember: a name, a half word, two words from anywhere."))
        self._preview()

    def _asked_before(self) -> tuple[list[str], dict[str, str]]:
        """The queries used lately, and those that are kept, by name."""
        from tui.document.failures import Refused

        if self._known is None:
            try:
                self._known = self.queries.recent(), self.queries.kept()
            except Refused as refusal:
                self._screen.key_bar.tell(said_no(refusal), bad=True)
                return [], {}
        return self._known

    # Looking elsewhere

    def do_turn_scope(self, pressed: Pressed) -> None:
        """Look through this text, the open ones, or everything that was ever opened."""
        self.scope = _after(self.scope)
        session = self._screen.session
        if self.scope is Scope.OPEN and len(session.paths) < 2:
            self.scope = Scope.LIBRARY
        if self.scope is Scope.LIBRARY:
            self._screen.load_library()
        self.again()

    def do_turn_listed(self, pressed: Pressed) -> None:
        """List passages, headings, entities, or notes."""
        self.listed = _after(self.listed)
        self.again()

    # Through the list

    def do_next_result(self, pressed: Pressed) -> None:
        """The next row of the results, from the search line."""
        self._screen.search.hits.move("next-row", pressed.count)

    def do_previous_result(self, pressed: Pressed) -> None:
        """The row before, from the search line."""
        self._screen.search.hits.move("previous-row", pressed.count)

    def do_next_results(self, pressed: Pressed) -> None:
        """A page of results on."""
        self._screen.search.hits.move("page-down", pressed.count)

    def do_previous_results(self, pressed: Pressed) -> None:
        """A page of results back."""
        self._screen.search.hits.move("page-up", pressed.count)

    def glance(self, row: Row) -> None:
        """Show the passage of a row, without going there."""
        if isinstance(row, Found) and self._is_read(row):
            matches = row.hit.matches
            self._screen.view.glance(matches[0].start if matches else row.document.blocks.start(row.hit.block))
        elif isinstance(row, Marked) and row.placed.span is not None:
            self._screen.view.glance(row.placed.span.start)
        self._preview()

    def _preview(self) -> None:
        """Show the chosen passage below the list where the text pane does not."""
        pane = self._screen.search
        row = pane.hits.chosen
        elsewhere = isinstance(row, Found) and not (self._is_seen and self._is_read(row))
        pane.show_preview(row if isinstance(row, Found) and elsewhere else None)

    def _is_read(self, row: Found) -> bool:
        """Whether a passage is in what has been read so far of the text on the screen."""
        document = self._screen.session.document
        return row.document.id == document.id and row.hit.block < len(document.blocks)

    @property
    def _is_seen(self) -> bool:
        """Whether the text stands beside the list."""
        return not self._screen.has_class("-narrow")

    def do_land(self, pressed: Pressed) -> None:
        """Go to the passage that the results' cursor is on, or take up what the row offers."""
        row = self._screen.search.hits.chosen
        if row is not None:
            self.take(row)

    def take(self, row: Row) -> None:
        """Go to a row's passage, or ask what it offers."""
        screen = self._screen
        if isinstance(row, Found):
            self._use()
            self._land_on(row)
        elif isinstance(row, Asked):
            self._ask(row.query)
        elif isinstance(row, Instead):
            self._ask(_replaced(screen.search.input.value, row.near))
        elif isinstance(row, Marked) and row.placed.span is not None:
            screen.go_to_pane(screen.view)
            screen.view.jump(row.placed.span.start)

    def _ask(self, query: str) -> None:
        self._screen.go_to_pane(self._screen.search.input)
        self.search_for(query)

    def _use(self) -> None:
        """Remember the query, off the screen's thread."""
        query, queries = self._screen.search.input.value, self.queries
        self._screen.keep(lambda: queries.use(query), lambda nothing: self._read_anew())

    def _land_on(self, found: Found) -> None:
        screen, session = self._screen, self._screen.session
        document, matches = found.document, found.hit.matches
        start = matches[0].start if matches else document.blocks.start(found.hit.block)
        here = document.id == session.document.id
        if not here and document.id not in session.documents:
            from tui.library import path_of

            screen.go_to_pane(screen.view)
            screen.open(path_of(document.source), offset=start)
            return
        if not here:
            screen.go_to_document(session.documents[document.id])
            self.again()
        screen.go_to_pane(screen.view)
        if not self._is_read(found):
            session.jumps.leave(screen.view.here)
            screen.reading_on.go_on_to(start)
            return
        screen.view.jump(start, leaving=here)
        trail = session.trail
        if trail is not None and trail.spans:
            index = max(0, trail.after(start) - 1)
            screen.key_bar.tell(f"{trail.name}  {index + 1}/{len(trail.spans)}")

    # Completing and keeping

    def do_complete(self, pressed: Pressed) -> None:
        """Complete the filter that is being typed; the next pane where there is none."""
        if not self._screen.search.complete():
            self._screen.do_next_pane(pressed)

    def do_keep_query(self, pressed: Pressed) -> None:
        """Keep the query under a name."""
        from tui.ui.screens.naming_query import NamingScreen

        screen, queries = self._screen, self.queries
        query = screen.search.input.value.strip()
        if not query:
            screen.key_bar.tell(say("Type a query, then keep it under a name."))
            return

        def keep(name: str | None) -> None:
            if name:
                told = say("Kept: {name}", name=name)
                screen.keep(lambda: queries.keep(name, query), lambda nothing: self._tell_kept(told))

        known = self._asked_before()[1]
        screen.app.push_screen(NamingScreen(query, known), keep)

    def _tell_kept(self, told: str) -> None:
        self._read_anew()
        self._screen.key_bar.tell(told)

    def _read_anew(self) -> None:
        """The files of the queries have changed."""
        self._known = None

    def do_forget_query(self, pressed: Pressed) -> None:
        """Forget the query that the cursor is on; with a query in the line, delete the letter behind the caret."""
        screen, queries = self._screen, self.queries
        row = screen.search.hits.chosen
        if screen.search.input.value or not isinstance(row, Asked):
            screen.search.input.action_delete_right()
            return
        forget = (lambda: queries.drop(row.name)) if row.name else (lambda: queries.forget(row.query))

        def forgotten(done: object) -> None:
            self._read_anew()
            self.again()

        screen.keep(forget, forgotten)


def _after(member: Choice) -> Choice:
    """The next of its kind, the first after the last."""
    members = list(type(member))
    return members[(members.index(member) + 1) % len(members)]


def _missing(nearest: Sequence[Near]) -> str:
    words = ", ".join(dict.fromkeys(f"“{near.asked}”" for near in nearest))
    return say("No {words}. There is:", words=words)


def _replaced(query: str, near: Near) -> str:
    """The query with the word that is nowhere replaced by the one that is."""
    from tui.search.folding import fold_plain

    pieces = query.split(" ")
    return " ".join(
        near.word if fold_plain(piece) == near.asked else piece.replace(near.asked, near.word) for piece in pieces
    )
