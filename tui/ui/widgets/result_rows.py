"""What the search pane lists: passages found, and where nothing is asked for, what may be asked or gone to.

Each row is a value; :func:`row_lines` says how it looks. Widths are terminal cells.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from tui.document.model import BlockKind, Span
from tui.search.excerpts import excerpt
from tui.search.kinds import Listed
from tui.ui.widgets.notes_panel import sign_of
from tui.ui.widgets.row_list import Inked, ListLine
from tui.ui.wording import count
from tui.ui.wrapping import Line, cells, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.model import Placed
    from tui.document.model import Document, Text
    from tui.search.facts import Named
    from tui.search.model import Hit, Inside, Near
    from tui.ui.theme import Palette

EXCERPT_LINES = 3


class Found(NamedTuple):
    """A hit with the document that it is in."""

    hit: Hit
    document: Document
    is_foreign: bool = False
    """Whether its document is to be named: hits may lie in several."""
    named: Named | None = None
    """The entity, where one was found."""


class Section(NamedTuple):
    """The line above rows of one sort."""

    title: str


class Asked(NamedTuple):
    """A query used lately, or one kept under a name."""

    query: str
    name: str = ""


class Marked(NamedTuple):
    """A bookmark of the text that is read."""

    placed: Placed
    number: int
    """Of its paragraph, from 1."""


class Instead(NamedTuple):
    """A word that is in the texts, for one of the query that is not."""

    near: Near


Row = Found | Section | Asked | Marked | Instead


def row_lines(row: Row, width: int, palette: Palette) -> list[ListLine]:
    """How a row looks in ``width`` cells."""
    match row:
        case Section():
            return [ListLine((Inked(f" {row.title}", palette.dim + palette.strong),))]
        case Asked():
            return [_asked(row, palette)]
        case Marked():
            return [_marked(row, palette)]
        case Instead():
            told = count(row.near.total, "{n} passage", "{n} passages")
            word = Inked(row.near.word, palette.accent + palette.strong)
            return [ListLine((Inked("   "), word), (Inked(f"{told} ", palette.dim),))]
        case Found():
            return _found(row, width, palette)


def _asked(row: Asked, palette: Palette) -> ListLine:
    if not row.name:
        return ListLine((Inked("   "), Inked(row.query)))
    return ListLine((Inked("   "), Inked(row.name, palette.strong), Inked(f"  {row.query}", palette.dim)))


def _marked(row: Marked, palette: Palette) -> ListLine:
    annotation = row.placed.annotation
    words = annotation.name if len(annotation.name) > 1 else " ".join(annotation.anchor.quote.split())
    if not words:
        words = " ".join(annotation.anchor.suffix.split())
    return ListLine(
        (Inked(f" {sign_of(annotation, palette)} ", palette.accent + palette.strong), Inked(words)),
        (Inked(f"¶ {row.number} ", palette.dim),),
    )


def _found(row: Found, width: int, palette: Palette) -> list[ListLine]:
    text = row.document.text
    block = row.document.blocks[row.hit.block]
    where = [Inked(f" ¶ {block.number}", palette.dim)]
    if row.is_foreign:
        where.append(Inked(f" · {row.document.title}", palette.dim))
    above = heading_above(row.document, row.hit.block)
    if above:
        where.append(Inked(f" · {above}", palette.faint))
    inside = row.hit.inside
    if block.kind is BlockKind.HEADING and inside is None:
        return _heading(row, palette)
    if inside is not None and inside.listed is Listed.ENTITIES:
        return [_name(row, inside, palette), *_quoted(row, width, 1, palette)]
    lines = [ListLine(tuple(where))]
    if inside is not None:
        return [*lines, *_written(inside, width, palette), *_quoted(row, width, 1, palette)]
    excerpt_lines = _excerpt(row, width)
    for number, (start, end) in enumerate(excerpt_lines):
        lead = Inked("  …", palette.dim) if number == 0 and start > block.start else Inked("   ")
        is_cut = number == len(excerpt_lines) - 1 and end < block.end
        # The dots say that the text goes on: a full stop before them would be one too many.
        shown = Span(start, end - 1 if is_cut and text[end - 1 : end] in {".", "…"} else end)
        inked = [lead, *lit_up(text, shown, row.hit.matches, palette)]
        if is_cut:
            inked.append(Inked("…", palette.dim))
        lines.append(ListLine(tuple(inked)))
    return lines


def _heading(row: Found, palette: Palette) -> list[ListLine]:
    """A heading, which says itself where it is."""
    block = row.document.blocks[row.hit.block]
    words = lit_up(row.document.text, block.span, row.hit.matches, palette)
    lead = Inked(" " + "  " * max(1, block.level - 1))
    line = ListLine((lead, *words), (Inked(f"¶ {block.number} ", palette.dim),))
    return [line, ListLine((Inked(f" · {row.document.title}", palette.faint),))] if row.is_foreign else [line]


def _name(row: Found, inside: Inside, palette: Palette) -> ListLine:
    """What an entity is called, the form that was found, and how many times it is named."""
    name = lit_up(inside.text, Span(0, len(inside.text)), inside.matches, palette)
    if row.named is None:
        return ListLine((Inked("   "), *name))
    if row.named.names[0] != inside.text:
        name = [Inked(f"{row.named.names[0]}  "), *name]
    return ListLine((Inked("   "), *name), (Inked(f"{len(row.named.mentions)} ", palette.dim),))


def _written(inside: Inside, width: int, palette: Palette) -> list[ListLine]:
    """The part of a note in which the words stand, lit."""
    room = max(1, width - 3)
    whole = Span(0, len(inside.text))
    lines = []
    for number, (low, high) in enumerate(_in_lines(inside.text, whole, inside.matches, room, EXCERPT_LINES)):
        lead = Inked(" ✎ ", palette.accent) if number == 0 else Inked("   ")
        lines.append(ListLine((lead, *lit_up(inside.text, Span(low, high), inside.matches, palette))))
    return lines


def _quoted(row: Found, width: int, most: int, palette: Palette) -> list[ListLine]:
    """The passage, dim, in so many lines."""
    document = row.document
    block = document.blocks[row.hit.block]
    lines = _in_lines(document.text, block.span, row.hit.matches, max(1, width - 3), most)
    return [ListLine((Inked("   "), Inked(_on_a_line(document.text[low:high]), palette.dim))) for low, high in lines]


def _excerpt(row: Found, width: int) -> list[Line]:
    room = max(1, width - 3)
    text, matches = row.document.text, row.hit.matches
    block = row.document.blocks[row.hit.block]
    lines = _in_lines(text, block.span, matches, room, EXCERPT_LINES)
    low, high = lines[-1]
    kept = max((match.end for match in matches if match.end <= high), default=low)
    while high < block.end and cells(text, low, high) >= room and (cut := text.rfind(" ", low, high)) >= kept:
        high = cut
    return [*lines[:-1], Line(low, high)]


def _in_lines(text: Text, passage: Span, matches: Sequence[Span], room: int, most: int) -> list[Line]:
    """The part of a passage that is worth showing, in at most so many lines of so many cells.

    Lines have ragged ends: where there are more of them, those are shown that have most of what was found.
    """
    start, end = excerpt(text, passage, matches, max(1, room * most - 8))
    lines = wrap(text, start, end, room)
    if len(lines) <= most:
        return lines
    first = next((match.start for match in matches if match.start >= start), start)
    from_first = wrap(text, text.rfind(" ", start, first) + 1 or start, end, room)[:most]
    parts = [lines[at : at + most] for at in range(len(lines) - most + 1)]
    return max([*parts, from_first], key=lambda part: _letters_in(matches, part[0].start, part[-1].end))


def _letters_in(matches: Sequence[Span], start: int, end: int) -> int:
    """How many letters of what was found stand there."""
    return sum(max(0, min(match.end, end) - max(match.start, start)) for match in matches)


def lit_up(text: Text, part: Span, matches: Sequence[Span], palette: Palette) -> list[Inked]:
    """A part of a text on one line, what was found in it lit. Offsets are code points of the text."""
    inked: list[Inked] = []
    at, end = part
    for match in matches:
        low, high = max(match.start, at), min(match.end, end)
        if low < high:
            inked.append(Inked(_on_a_line(text[at:low])))
            inked.append(Inked(_on_a_line(text[low:high]), palette.accent + palette.strong))
            at = high
    inked.append(Inked(_on_a_line(text[at:end])))
    return inked


def _on_a_line(text: str) -> str:
    """What separates the cells of a table and the lines of code as blanks."""
    return text.replace("\t", " ").replace("\n", " ")


def heading_above(document: Document, block: int) -> str:
    """The nearest heading above a block (its index, from 0), if it is not the document's title."""
    known = _headings.get(document)
    if known is None or known[0] != len(document.blocks):
        _, _, special = document.blocks.parts()
        found = sorted(index for index, each in list(special.items()) if each.kind is BlockKind.HEADING)
        known = _headings[document] = (len(document.blocks), found)
    at = bisect_right(known[1], block - 1) - 1
    if at < 0:
        return ""
    words = _on_a_line(document.block_text(document.blocks[known[1][at]]))
    return "" if words == document.title else words


_headings: WeakKeyDictionary[Document, tuple[int, list[int]]] = WeakKeyDictionary()
"""How many blocks a document had, and the indices of the headings among them."""
