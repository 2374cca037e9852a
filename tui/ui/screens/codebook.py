"""The codebook: all tags as a tree; where they meet; and two coders of a text side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding
from textual.content import Content
from textual.worker import get_current_worker

from tui.annotations.codebook import Code, Meeting
from tui.annotations.coders import Agreement, Coded, Unit
from tui.search.folding import fold_plain
from tui.ui.screens.sifting import Sifting, Way
from tui.ui.widgets.row_list import Inked, ListLine, RowList
from tui.ui.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from tui.document.model import Document
    from tui.library.codebook import Codebook
    from tui.ui.theme import Palette

INDENT = 2
"""Cells by which a tag stands further in than the one that it is below."""
WIDEST_BAR = 30
UNITS = {Unit.WORD: "by words", Unit.SENTENCE: "by sentences", Unit.PARAGRAPH: "by paragraphs"}


class CodeList(RowList[Code]):
    """Lists tags as a tree, with what they mean and how often they are used."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, empty=say("Nothing is tagged yet: give a note tags, or press t in the review."))
        self.selected: set[str] = set()

    def lines(self, value: Code, width: int) -> list[ListLine]:
        """The tag, what it means, how many annotations have it, and how many with those below."""
        palette = self.palette
        chosen = value.tag in self.selected
        name = f"{' ' * (INDENT * value.depth)}{value.name}"
        column = max(12, width // 3)
        name = set_cell_size(name, column) if cell_len(name) <= column else name
        below = f"{value.whole:>6} " if value.whole != value.own else " " * 7
        return [
            ListLine(
                (
                    Inked(" ● " if chosen else "   ", palette.accent + palette.strong),
                    Inked(f"{name}  ", palette.accent + palette.strong if chosen else palette.accent),
                    Inked(" ".join(value.description.split()), palette.dim),
                ),
                (Inked(f" {value.own:>6}", palette.strong), Inked(below, palette.faint)),
            )
        ]


class CodebookDesk(NamedTuple):
    """What the codebook can have done; each tells when it is done, and what."""

    load: Callable[[Callable[[list[Code]], None]], None]
    change: Callable[[Callable[[Codebook], str], Callable[[str], None]], None]
    """Does something that gives what is to be told of it."""
    undo: Callable[[Callable[[str], None]], None]
    ask: Callable[[str, str, str, Callable[[str], None]], None]
    """Asks for a line: a title, a hint, what stands there at first, and who is told."""
    show: Callable[[str, Callable[[], None]], None]
    """Shows a tag's annotations in the review, and tells when the reader comes back."""
    meetings: Callable[[Collection[str], Callable[[], None]], None]
    """Shows where these tags meet others, or where any meet; the same."""
    coders: Callable[[Callable[[str], None]], None]
    """Shows two coders side by side, or tells why not."""


class CodebookScreen(Sifting[Code, Way]):
    """Goes through the tags."""

    BINDINGS: ClassVar = [
        Binding("space", "select", "select it, or no longer"),
        Binding("r", "rename", "rename the tag, and those below it"),
        Binding("m", "merge", "merge what is selected into another tag"),
        Binding("c", "describe", "say what the tag means"),
        Binding("w", "meetings", "where it meets other tags"),
        Binding("a", "coders", "two coders side by side"),
        Binding("u", "undo", "undo"),
    ]

    def __init__(self, palette: Palette, desk: CodebookDesk) -> None:
        """``desk`` does what has to do with the library."""
        self._list = CodeList(palette)
        super().__init__(self._list, title=say("Codebook: your tags"))
        self._desk = desk
        self._all: list[Code] = []
        self._wanted = ""

    def on_mount(self) -> None:
        """Load everything."""
        self._load("")

    def _load(self, told: str) -> None:
        """List everything again, and say what was done."""

        def show(codes: list[Code]) -> None:
            self._all = codes
            self._list.selected &= {each.tag for each in codes}
            self.sift()
            if self._wanted:
                self._list.move_to(lambda code: code.tag == self._wanted)
                self._wanted = ""
            if told:
                self._tell(told)

        self._desk.load(show)

    def _come_back(self) -> None:
        """List everything again after another screen."""
        self._load("")

    def matching(self, query: str) -> Sequence[Code]:
        """The tags that hold the words, or whose meaning does."""
        words = fold_plain(query).split()
        texts = ((each, fold_plain(f"{each.tag}\n{each.description}")) for each in self._all)
        return [each for each, text in texts if all(word in text for word in words)]

    def is_same(self, row: Code, other: Code) -> bool:
        """Rows are made anew whenever something changes."""
        return row.tag == other.tag

    def hint(self, listed: int) -> str:
        """How many there are, and the keys."""
        number = count(listed, "{n} tag", "{n} tags")
        selected = say("{n} selected", n=len(self._list.selected)) if self._list.selected else ""
        keys = say("r rename · m merge · c describe · w meetings · a coders · u undo · Enter annotations")
        return " · ".join(filter(None, (number, selected, keys)))

    def _tell(self, told: str) -> None:
        self.tell(told)

    def action_choose(self) -> None:
        """Show the annotations that have the tag, or one below it."""
        if self._list.chosen is not None:
            self._desk.show(self._list.chosen.tag, self._come_back)

    def action_select(self) -> None:
        """Select what the cursor is on, or no longer; go to the next."""
        code = self._list.chosen
        if code is not None:
            self._list.selected ^= {code.tag}
            self._list.redraw()
            self._list.move("next-row", None)
            self._tell(self.hint(len(self._list.values)))

    def action_rename(self) -> None:
        """Ask for another name, and give it to the tag and all below it."""
        code = self._list.chosen
        if code is None:
            return
        old = code.tag

        def rename(new: str) -> None:
            if new.strip() and new.strip() != old:
                self._change(lambda book: _told(book.rename(old, new)), new.strip().lstrip("#"))

        self._desk.ask(say("Another name for {tag}", tag=old), say("a / puts it below another tag"), old, rename)

    def action_merge(self) -> None:
        """Ask into what, and merge what is selected, or what the cursor is on."""
        tags = sorted(self._list.selected)
        code = self._list.chosen
        if not tags and code is not None:
            tags = [code.tag]
        if not tags:
            return

        def merge(into: str) -> None:
            if into.strip():
                self._change(lambda book: _told(book.merge(tags, into)), into.strip().lstrip("#"))

        proposed = tags[0] if len(tags) > 1 else ""
        self._desk.ask(say("Merge {tags} into", tags=", ".join(tags)), say("u takes it back"), proposed, merge)

    def action_describe(self) -> None:
        """Ask what the tag means."""
        code = self._list.chosen
        if code is None:
            return
        tag, present = code.tag, " ".join(code.description.split())

        def describe(description: str) -> None:
            if description != present:
                self._change(lambda book: say("Kept") if book.describe(tag, description) else "", tag)

        self._desk.ask(say("What {tag} means", tag=tag), say("an empty line says nothing"), present, describe)

    def _change(self, what: Callable[[Codebook], str], wanted: str) -> None:
        """Change something, and go to the tag that is wanted then."""
        self._wanted = wanted
        self._desk.change(what, self._load)

    def action_meetings(self) -> None:
        """Show where the selected tags meet others; with none selected, where the tag under the cursor does."""
        code = self._list.chosen
        tags = self._list.selected or ({code.tag} if code is not None else set())
        self._desk.meetings(frozenset(tags), self._come_back)

    def action_coders(self) -> None:
        """Show two coders of the text side by side."""
        self._desk.coders(self._tell)

    def action_undo(self) -> None:
        """Take back the last change."""
        self._desk.undo(self._load)


def _told(number: int) -> str:
    return count(number, "{n} changed; u takes it back", "{n} changed; u takes it back")


class MeetingList(RowList[Meeting]):
    """Lists pairs of tags with the number of places where they meet."""

    most = 1
    """Places where the first of them do."""

    def lines(self, value: Meeting, width: int) -> list[ListLine]:
        """Both tags, a bar, and how often they meet."""
        palette = self.palette
        cells = min(WIDEST_BAR, width // 4)
        length = max(1, round(cells * value.times / self.most)) if cells else 0
        first, second = value.tags
        return [
            ListLine(
                (
                    Inked(f" {first}", palette.accent),
                    Inked("  +  ", palette.faint),
                    Inked(second, palette.accent),
                ),
                (
                    Inked("━" * length + " " * (cells - length), palette.accent),
                    Inked(f"{value.times:>6} ", palette.dim),
                ),
            )
        ]


class MeetingsScreen(Sifting[Meeting, Way]):
    """Lists which tags stand together."""

    BINDINGS: ClassVar = [Binding("w", "all", "of all tags, or of these only")]

    def __init__(
        self,
        palette: Palette,
        meetings: Sequence[Meeting],
        of: Collection[str],
        show: Callable[[Collection[str], str], None],
    ) -> None:
        """``of`` are the tags that are asked for; ``show`` shows annotations by their ids, under a title."""
        self._list = MeetingList(palette, empty=say("No two tags stand together."))
        self._list.most = max((each.times for each in meetings), default=1)
        super().__init__(self._list, title="")
        self._all = meetings
        self._of = of
        self._takes_all = False
        self._show = show

    def matching(self, query: str) -> Sequence[Meeting]:
        """The pairs that have one of the tags, or one below it, and hold the words."""
        every = self._takes_all or not self._of
        self.box.border_title = Content(
            say("Where tags meet") if every else say("Tags that stand with {tags}", tags=", ".join(sorted(self._of)))
        )
        words = fold_plain(query).split()
        found = (each for each in self._all if every or any(_has(each, tag) for tag in self._of))
        return [each for each in found if all(word in fold_plain("\n".join(each.tags)) for word in words)]

    def hint(self, listed: int) -> str:
        """How many pairs there are, and the keys."""
        keys = say("Enter annotations · w all tags, or these only · / filter · Esc back")
        return f"{count(listed, '{n} pair', '{n} pairs')} · {keys}"

    def action_choose(self) -> None:
        """Show the annotations in which they meet."""
        meeting = self._list.chosen
        if meeting is not None:
            self._show(meeting.ids, " + ".join(meeting.tags))

    def action_all(self) -> None:
        """List all pairs, or only those of the tags that were asked for."""
        self._takes_all = not self._takes_all
        self.sift()


def _has(meeting: Meeting, tag: str) -> bool:
    return any(f"{each}/".startswith(f"{tag}/") for each in meeting.tags)


class Chapter(NamedTuple):
    """A heading among the rows, with what stands above the columns."""

    words: str
    columns: str = ""


class Compared(NamedTuple):
    """What is to be shown of two coders."""

    names: tuple[str, str]
    passages: Sequence[Coded]
    agreement: Sequence[Agreement]
    refusal: str = ""
    """Why there are no figures."""


CoderRow = Chapter | Agreement | Coded


class CoderList(RowList[CoderRow]):
    """Lists how far two coders agree, and below what each of them marked."""

    def __init__(self, palette: Palette, document: Document) -> None:
        super().__init__(palette, empty=say("Nothing of it has been tagged by both."))
        self._document = document
        self.names = ("", "")

    def is_choice(self, value: CoderRow) -> bool:
        """Headings cannot be chosen."""
        return not isinstance(value, Chapter)

    def height(self, value: CoderRow) -> int:
        """A heading has a blank line above it, a passage its tags below."""
        return 1 if isinstance(value, Agreement) else 2

    def lines(self, value: CoderRow, width: int) -> list[ListLine]:
        """A heading; a tag with its figures; a passage and the tags that each gave it."""
        palette = self.palette
        if isinstance(value, Chapter):
            words = Inked(f" {value.words}", palette.dim + palette.strong)
            return [ListLine(()), ListLine((words,), (Inked(value.columns, palette.faint),))]
        if isinstance(value, Agreement):
            numbers = f"{value.first:>8}{value.second:>8}{value.both:>8}"
            figures = f"{_figure(value.kappa):>8}{_figure(value.alpha):>8} "
            return [
                ListLine(
                    (Inked(f" {value.tag or say('all tags')}", palette.accent if value.tag else palette.strong),),
                    (Inked(numbers, palette.dim), Inked(figures, palette.strong)),
                )
            ]
        first, second = (" ".join(f"#{tag}" for tag in tags) or "–" for tags in value.tags)
        same = value.tags[0] == value.tags[1]
        quote = " ".join(str(self._document.text[value.start : value.end]).split())
        where = f"¶ {self._document.block_at(value.start).number} "
        half = max(8, (width - 6) // 2)
        left = set_cell_size(f"{self.names[0]}: {first}", half)
        return [
            ListLine(
                (Inked(" = " if same else " ≠ ", palette.faint if same else palette.accent), Inked(quote)),
                (Inked(where, palette.faint),),
            ),
            ListLine((Inked("   "), Inked(left, palette.dim), Inked(f" {self.names[1]}: {second}", palette.dim))),
        ]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 2) + 0.0:.2f}"


def _right(name: str) -> str:
    """A name at the right end of a column of figures, cut to its width."""
    cut = set_cell_size(name, 7).rstrip() if cell_len(name) > 7 else name
    return " " * (8 - cell_len(cut)) + cut


class CodersScreen(Sifting[CoderRow, Way]):
    """Shows what two coders of a text marked, and how far they agree."""

    BINDINGS: ClassVar = [
        Binding("o", "differences", "only where they differ"),
        Binding("b", "unit", "by words, sentences, paragraphs"),
        Binding("s", "pair", "two other coders"),
    ]

    def __init__(
        self,
        palette: Palette,
        document: Document,
        pairs: Sequence[tuple[str, str]],
        compare: Callable[[tuple[str, str], Unit | None], Compared],
        go: Callable[[int], None],
    ) -> None:
        """``pairs`` of coders to choose from; ``go`` goes to an offset of the text.

        ``compare`` tells of a pair, and takes long for the figures; without a unit it leaves them out.
        """
        self._list = CoderList(palette, document)
        super().__init__(self._list, title="")
        self._document = document
        self._pairs = pairs
        self._compare = compare
        self._go = go
        self._pair = 0
        self._unit = Unit.WORD
        self._compared: Compared | None = None
        self._differences = False
        self._is_computing = False

    def on_mount(self) -> None:
        """Compare the first two."""
        self._load()

    def _load(self) -> None:
        """Show what they marked at once, and the figures when they are there."""
        self._is_computing = True
        self._show(self._compare(self._pairs[self._pair], None))
        self._list.focus()
        self.run_worker(self._compute, thread=True, exclusive=True, group="agreement")

    def _compute(self) -> None:
        compared = self._compare(self._pairs[self._pair], self._unit)
        if not get_current_worker().is_cancelled:
            self.call_later(self._show_figures, compared)

    def _show_figures(self, compared: Compared) -> None:
        self._is_computing = False
        self._show(compared)

    def _show(self, compared: Compared) -> None:
        self._compared = compared
        self._list.names = compared.names
        first, second = compared.names
        title = say("{first} and {second}: {title}", first=first, second=second, title=self._document.title)
        self.box.border_title = Content(title)
        self.sift()

    def matching(self, query: str) -> Sequence[CoderRow]:
        """The figures of tags that hold the words, and the passages that do, or whose tags do."""
        if self._compared is None:
            return []
        words = fold_plain(query).split()

        def fits(text: str) -> bool:
            folded = fold_plain(text)
            return all(word in folded for word in words)

        names = self._compared.names
        columns = "".join(map(_right, (*names, say("both"), "κ", "α"))) + " "
        figures = [each for each in self._compared.agreement if fits(each.tag or say("all tags"))]
        passages = [
            each
            for each in self._compared.passages
            if not (self._differences and each.tags[0] == each.tags[1])
            and fits("\n".join([*each.tags[0], *each.tags[1], str(self._document.text[each.start : each.end])]))
        ]
        rows: list[CoderRow] = []
        if figures:
            rows += [Chapter(say("Agreement, {units}", units=say(UNITS[self._unit])), columns), *figures]
        if passages:
            rows += [Chapter(say("Only differences") if self._differences else say("Side by side")), *passages]
        return rows

    def hint(self, listed: int) -> str:
        """Why there are no figures, or the keys."""
        if self._compared is not None and self._compared.refusal:
            return self._compared.refusal
        if self._is_computing:
            return say("Computing how far they agree…")
        keys = say("Enter go there · o only differences · b words, sentences, paragraphs · / filter · Esc back")
        return keys if len(self._pairs) == 1 else f"{say('s other coders')} · {keys}"

    def action_choose(self) -> None:
        """Go to the passage; from a tag's figures, list only its passages."""
        row = self._list.chosen
        if isinstance(row, Coded):
            self._go(row.start)
        elif isinstance(row, Agreement) and row.tag:
            self.action_open_filter()
            self.input.value = row.tag

    def action_differences(self) -> None:
        """List only where they differ, or everything."""
        self._differences = not self._differences
        self.sift()

    def action_unit(self) -> None:
        """Compare by other pieces of the text."""
        units = list(Unit)
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self._load()

    def action_pair(self) -> None:
        """Compare two other coders."""
        self._pair = (self._pair + 1) % len(self._pairs)
        self._load()
