"""Colours: two themes of our own, and the styles in which spans are drawn.

A style here is only ever *added* to the page's own colours, so the page keeps its look under any of
Textual's themes; which of the two tables of colours is used depends on whether the theme is dark.

Where there are few colours or none, attributes tell the layers apart. No layer's attributes hold
those of another, so each shows alone, on any other and under it; two of a sort are told apart by signs
in the margin. With all its colours a terminal needs fewer attributes, and the page is calmer:

========================  =========================  ================================================
span                      few colours, or none       in colour
========================  =========================  ================================================
emphasis, strong, strike  italic, bold, struck out   the same
code                      bold italic                background
link, footnote, image     underlined and italic,     underlined and coloured, coloured,
                          bold, both                 underlined and italic
entity                    underlined twice           the colour of its type
highlight                 underlined, its number     background, sign in the margin
                          in the margin
several highlights        bold too, both numbers     their colours mixed, underlined twice, both signs
selection                 reversed                   background
hit, mention followed     reversed, bold turned      background and bold; bold and underlined
cursor                    reversed, underlined       background
========================  =========================  ================================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from rich.style import Style
from textual.theme import Theme

from tui.annotations.kinds import Colour
from tui.document.model import MarkKind
from tui.entities.kinds import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence


class Depth(Enum):
    """How many colours a terminal has; the value is rich's name of it."""

    FULL = "truecolor"
    INDEXED = "256"
    FEW = "standard"
    NONE = "none"


class Syntax(Enum):
    """What a part of a block of code is."""

    COMMENT = auto()
    KEYWORD = auto()
    STRING = auto()
    NUMBER = auto()
    NAME = auto()
    """Of what is defined there: a function, a class."""


@dataclass(frozen=True, eq=False, repr=False)
class Colours:
    """Every colour of a theme, as ``#rrggbb``.

    Text has a contrast of at least 4.5 (WCAG 2.2, 1.4.3) on all that it may stand on. Colours of one
    group stay apart for eyes without red, green or blue cones.
    """

    dark: bool
    ink: str
    paper: str
    surface: str
    panel: str
    border: str
    dim: str
    """What is said beside the text."""
    faint: str
    """The numbers of paragraphs."""
    rule: str
    accent: str
    link: str
    warning: str
    wrong: str
    right: str
    quotation: str
    code: str
    """Behind code in a line, and what follows behind a block of it."""
    code_block: str
    line: str
    """Behind the cursor's line."""
    selected_ink: str
    selected: str
    chosen: str
    resting: str
    bar: str
    """A scroll bar, and what follows one under the mouse."""
    bar_hover: str
    entities: tuple[str, ...]
    """In the order of :class:`EntityType`, amounts aside: they have the colour of dates."""
    highlights: tuple[str, ...]
    """Behind a highlight; in the order of :class:`Colour`, as what follows."""
    highlight_inks: tuple[str, ...]
    """Of the text of a highlight; empty: its own."""
    signs: tuple[str, ...]


DARK_COLOURS = Colours(
    dark=True,
    ink="#d5d8df",
    paper="#14161b",
    surface="#191c22",
    panel="#23272f",
    border="#3a404c",
    dim="#adb5c3",
    faint="#868e9c",
    rule="#4c5361",
    accent="#e0b06a",
    link="#9cc3f2",
    warning="#e5a15c",
    wrong="#ee8a8a",
    right="#8ccf7e",
    quotation="#b3bac7",
    code="#262b34",
    code_block="#1d2129",
    line="#1b1f26",
    selected_ink="#ffffff",
    selected="#3a5a8c",
    chosen="#2d3440",
    resting="#1e222a",
    bar="#343a46",
    bar_hover="#4a5262",
    entities=("#dfa993", "#9ac1e9", "#a8dea4", "#f39dc9", "#c4a6fd", "#e6cf86", "#77c5b2", "#b3c0d6"),
    highlights=("#4f4413", "#1f4a2c", "#063357", "#592642", "#49367a"),
    highlight_inks=("",) * 5,
    signs=("#e8cf4f", "#66d382", "#8bbae9", "#f08cbb", "#ac8bfa"),
)

LIGHT_COLOURS = Colours(
    dark=False,
    ink="#23262d",
    paper="#fbf9f4",
    surface="#f5f2ea",
    panel="#e9e4d8",
    border="#cfc7b5",
    dim="#5a564e",
    faint="#6e695d",
    rule="#b9b19f",
    accent="#7d4a0a",
    link="#28548c",
    warning="#a85f00",
    wrong="#a8231b",
    right="#2e7d32",
    quotation="#4f4c45",
    code="#eee8da",
    code_block="#f2eee3",
    line="#f3eee0",
    selected_ink="#101216",
    selected="#a9ccf7",
    chosen="#e9e1cd",
    resting="#f1ecdf",
    bar="#d8d0be",
    bar_hover="#bfb59f",
    entities=("#b20508", "#1b53ba", "#396231", "#a4206a", "#523493", "#685412", "#056552", "#525968"),
    highlights=("#fdeea0", "#c4eebb", "#c9dcf4", "#fbcfdf", "#d6c7ff"),
    highlight_inks=("",) * 5,
    signs=("#826805", "#0a7b3d", "#1b6cbe", "#be3378", "#582fca"),
)

_TABLES = {
    (True, Depth.FULL): DARK_COLOURS,
    (False, Depth.FULL): LIGHT_COLOURS,
    # Of the 6 x 6 x 6 cube that such terminals have, so that they are shown as they are.
    (True, Depth.INDEXED): replace(
        DARK_COLOURS,
        chosen="#303030",
        resting="#262626",
        highlights=("#5f5f00", "#005f00", "#000087", "#87005f", "#5f0087"),
        highlight_inks=("#ffffff",) * 5,
    ),
    (False, Depth.INDEXED): replace(
        LIGHT_COLOURS,
        accent="#870000",
        chosen="#e4e4e4",
        resting="#eeeeee",
        entities=("#af0000", "#005faf", "#005f00", "#af005f", "#5f00af", "#5f5f00", "#005f5f", "#585858"),
        signs=("#5f5f00", "#005f00", "#005faf", "#af005f", "#5f00af"),
        highlights=("#ffffaf", "#afffaf", "#afd7ff", "#ffafd7", "#d7afff"),
        highlight_inks=("#000000",) * 5,
    ),
    # Of the sixteen; where they do not reach for eight types, two share one.
    (True, Depth.FEW): replace(
        DARK_COLOURS,
        accent="#ffff55",
        link="#55ffff",
        entities=("#ff5555", "#55ffff", "#55ff55", "#ff55ff", "#00aa00", "#ffff55", "#00aaaa", "#aaaaaa"),
        highlights=("#ffff55", "#55ff55", "#0000aa", "#ff55ff", "#aa00aa"),
        highlight_inks=("#000000", "#000000", "#ffffff", "#000000", "#ffffff"),
        signs=("#ffff55", "#55ff55", "#55ffff", "#ff55ff", "#aaaaaa"),
    ),
    (False, Depth.FEW): replace(
        LIGHT_COLOURS,
        accent="#aa0000",
        link="#0000aa",
        entities=("#aa0000", "#0000aa", "#5555ff", "#aa00aa", "#000000", "#aa5500", "#555555", "#555555"),
        highlights=("#ffff55", "#55ff55", "#0000aa", "#ff55ff", "#aa00aa"),
        highlight_inks=("#000000", "#000000", "#ffffff", "#000000", "#ffffff"),
        signs=("#aa5500", "#555555", "#0000aa", "#aa00aa", "#aa0000"),
    ),
}


def _theme(name: str, colours: Colours) -> Theme:
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.link,
        accent=colours.accent,
        warning=colours.warning,
        error=colours.wrong,
        success=colours.right,
        foreground=colours.ink,
        background=colours.paper,
        surface=colours.surface,
        panel=colours.panel,
        dark=colours.dark,
        variables={
            "border": colours.border,
            "input-cursor-background": colours.accent,
            "input-cursor-foreground": colours.paper,
            "input-selection-background": colours.selected,
            "block-cursor-background": colours.chosen,
            "block-cursor-foreground": colours.ink,
            "scrollbar": colours.bar,
            "scrollbar-hover": colours.bar_hover,
            "scrollbar-active": colours.accent,
            "scrollbar-background": colours.paper,
            "scrollbar-background-hover": colours.paper,
            "scrollbar-background-active": colours.paper,
            "scrollbar-corner-color": colours.paper,
        },
    )


DARK = _theme("llama-dark", DARK_COLOURS)
LIGHT = _theme("llama-light", LIGHT_COLOURS)
THEMES = (DARK, LIGHT)

NUMBERS = dict(zip(Colour, "12345", strict=True))
"""By what the margin tells the colours of highlights where it cannot by colour."""
NOTE_NUMBERS = dict(zip(Colour, "①②③④⑤", strict=True))
"""The same, of highlights that have a note."""


@dataclass(frozen=True, eq=False, repr=False)
class Palette:
    """The styles of everything that is drawn as a span, a sign or a list row."""

    dim: Style
    faint: Style
    accent: Style
    strong: Style
    wrong: Style
    """What tells of a failure."""
    heading: tuple[Style, Style, Style]
    """Of level 1, level 2, and all below."""
    marks: dict[MarkKind, Style]
    quotation: Style
    code: Style
    syntax: dict[Syntax, Style]
    """Of the parts of a block of code."""
    rule: Style
    entities: dict[EntityType, Style]
    """Of mentions in the text."""
    names: dict[EntityType, Style]
    """Of names in a list, whose heading tells the type."""
    highlights: dict[Colour, Style]
    overlaps: dict[frozenset[Colour], Style]
    """What two or more highlights share, by the colours that meet there (one may meet itself); empty: not mixed."""
    signs: dict[Colour, Style]
    """The signs in the margin, in the colour of their annotation."""
    numbered: bool
    """Whether signs are numbers, because colours do not tell them apart."""
    selection: Style
    hit: Style
    trail: Style
    """Mentions of the entity that is being followed."""
    current_line: Style
    cursor: Style
    chosen: Style
    """The row of a list that the cursor is on, while the list has the focus."""
    resting: Style
    """The same, while it has not."""

    def highlighted(self, colours: Sequence[Colour]) -> Style:
        """The style of what highlights of these colours share, the uppermost last."""
        style = self.highlights[colours[-1]]
        if len(colours) == 1:
            return style
        return self.overlaps.get(frozenset(colours)) or style + Style(bold=True)


def laid_over(lower: Style, upper: Style) -> Style:
    """The style of a span under another one.

    Styles add up, but what is reversed twice is not reversed: so a hit shows in a selection, and the cursor on
    both. What is reversed turns bold over too, so that bold words in it still show.
    """
    style = lower + upper
    if upper.reverse:
        style += Style(reverse=not lower.reverse, bold=bool(lower.bold) is not bool(upper.bold))
    return style


def has_colours(term: str) -> bool:
    """Whether a terminal of this kind (the environment's ``TERM``) shows colours, as far as its name tells."""
    return term not in {"dumb", "unknown"} and not term.startswith("vt") and not term.endswith(("-m", "-mono"))


_TWICE = Style(underline=True, underline2=True)
"""Underlined once where the terminal does not know of twice."""


def _mixed(colours: Sequence[str]) -> str:
    """The mean of some colours."""
    channels = zip(*(bytes.fromhex(colour[1:]) for colour in colours), strict=True)
    return "#" + bytes(round(sum(channel) / len(channel)) for channel in channels).hex()


def _mixed_overlaps(backgrounds: dict[Colour, str]) -> dict[frozenset[Colour], Style]:
    """A style for every set of colours that can meet."""
    every = list(Colour)
    groups = [[colour for bit, colour in enumerate(every) if number >> bit & 1] for number in range(1, 1 << len(every))]
    return {
        frozenset(group): Style(bgcolor=_mixed([backgrounds[colour] for colour in group])) + _TWICE for group in groups
    }


_PLAIN_MARKS = {
    MarkKind.EMPHASIS: Style(italic=True),
    MarkKind.STRONG: Style(bold=True),
    MarkKind.CODE: Style(bold=True, italic=True),
    MarkKind.STRIKE: Style(strike=True),
    MarkKind.LINK: Style(underline=True, italic=True),
    MarkKind.IMAGE: Style(underline=True, italic=True, bold=True),
    MarkKind.FOOTNOTE: Style(underline=True, bold=True),
}

MONOCHROME = Palette(
    dim=Style(),
    faint=Style(),
    accent=Style(bold=True),
    strong=Style(bold=True),
    wrong=Style(bold=True),
    heading=(Style(bold=True, underline=True), Style(bold=True), Style(bold=True, italic=True)),
    marks=_PLAIN_MARKS,
    quotation=Style(italic=True),
    code=Style(),
    syntax={
        Syntax.COMMENT: Style(italic=True),
        Syntax.KEYWORD: Style(bold=True),
        Syntax.STRING: Style(),
        Syntax.NUMBER: Style(),
        Syntax.NAME: Style(),
    },
    rule=Style(),
    entities=dict.fromkeys(EntityType, _TWICE),
    names=dict.fromkeys(EntityType, Style()),
    highlights=dict.fromkeys(Colour, Style(underline=True)),
    overlaps={},
    signs=dict.fromkeys(Colour, Style(bold=True)),
    numbered=True,
    selection=Style(reverse=True),
    hit=Style(reverse=True, bold=True),
    trail=Style(reverse=True, bold=True),
    current_line=Style(),
    cursor=Style(reverse=True, underline=True),
    chosen=Style(reverse=True),
    resting=Style(bold=True),
)


@cache
def palette(*, dark: bool, depth: Depth) -> Palette:
    """The styles for a dark or a light theme on a terminal of that many colours."""
    if depth is Depth.NONE:
        return MONOCHROME
    table = _TABLES[dark, depth]
    full = depth is Depth.FULL
    accent = Style(color=table.accent)
    shown = [kind for kind in EntityType if kind is not EntityType.AMOUNT]
    names: dict[EntityType, Style] = {}
    names |= {kind: Style(color=colour) for kind, colour in zip(shown, table.entities, strict=True)}
    names[EntityType.AMOUNT] = names[EntityType.DATE]
    backgrounds = dict(zip(Colour, table.highlights, strict=True))
    highlights = dict(zip(Colour, map(_highlight, table.highlights, table.highlight_inks), strict=True))
    coloured = replace(
        MONOCHROME,
        dim=Style(color=table.dim),
        faint=Style(color=table.faint),
        accent=accent,
        wrong=Style(color=table.wrong, bold=True),
        heading=(accent + Style(bold=True), accent + Style(bold=True), Style(bold=True, italic=True)),
        quotation=Style(color=table.quotation, italic=True),
        rule=Style(color=table.rule),
        syntax={
            Syntax.COMMENT: Style(color=table.dim, italic=True),
            Syntax.KEYWORD: names[EntityType.WORK],
            Syntax.STRING: names[EntityType.PRODUCT],
            Syntax.NUMBER: names[EntityType.DATE],
            Syntax.NAME: names[EntityType.ORGANISATION],
        },
        entities={kind: style + MONOCHROME.entities[kind] for kind, style in names.items()},
        names=names,
        highlights={colour: style + MONOCHROME.highlights[colour] for colour, style in highlights.items()},
        signs={colour: Style(color=sign, bold=True) for colour, sign in zip(Colour, table.signs, strict=True)},
    )
    if depth is Depth.FEW:
        return coloured
    coloured = replace(
        coloured,
        code=Style(bgcolor=table.code_block),
        selection=Style(bgcolor=table.selected, color=table.selected_ink),
        hit=Style(bgcolor=table.accent, color=table.paper, bold=True),
        trail=Style(bold=True, underline=True),
        current_line=Style(bgcolor=table.line),
        cursor=Style(bgcolor=table.ink, color=table.paper),
        chosen=Style(bgcolor=table.chosen),
        resting=Style(bgcolor=table.resting),
    )
    if not full:
        return coloured
    return replace(
        coloured,
        marks={
            **_PLAIN_MARKS,
            MarkKind.CODE: Style(bgcolor=table.code),
            MarkKind.LINK: Style(color=table.link, underline=True),
            MarkKind.IMAGE: Style(italic=True, underline=True),
            MarkKind.FOOTNOTE: accent,
        },
        entities=names,
        highlights=highlights,
        overlaps=_mixed_overlaps(backgrounds),
        numbered=False,
    )


def _highlight(background: str, ink: str) -> Style:
    return Style(bgcolor=background, color=ink or None)
