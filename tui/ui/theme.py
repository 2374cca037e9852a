"""Colours: two themes of our own, and the styles in which spans are drawn.

A style here is only ever *added* to the page's own colours, so the page keeps its look under any of
Textual's themes; which of the two palettes is used depends on whether the theme is dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rich.style import Style
from textual.theme import Theme

from tui.annotations.kinds import Colour
from tui.document.model import MarkKind
from tui.entities.kinds import EntityType

DARK = Theme(
    name="llama-dark",
    primary="#e0b06a",
    secondary="#7fa7d9",
    accent="#e0b06a",
    warning="#e5a15c",
    error="#e57474",
    success="#8ccf7e",
    foreground="#d5d8df",
    background="#14161b",
    surface="#191c22",
    panel="#23272f",
    dark=True,
    variables={
        "border": "#3a404c",
        "input-cursor-background": "#e0b06a",
        "input-cursor-foreground": "#14161b",
        "input-selection-background": "#35507a",
        "block-cursor-background": "#2d3440",
        "block-cursor-foreground": "#d5d8df",
        "scrollbar": "#343a46",
        "scrollbar-hover": "#4a5262",
        "scrollbar-active": "#e0b06a",
        "scrollbar-background": "#14161b",
        "scrollbar-background-hover": "#14161b",
        "scrollbar-background-active": "#14161b",
        "scrollbar-corner-color": "#14161b",
    },
)

LIGHT = Theme(
    name="llama-light",
    primary="#9a5b13",
    secondary="#2f5f9e",
    accent="#9a5b13",
    warning="#a85f00",
    error="#b3261e",
    success="#2e7d32",
    foreground="#23262d",
    background="#fbf9f4",
    surface="#f5f2ea",
    panel="#e9e4d8",
    dark=False,
    variables={
        "border": "#cfc7b5",
        "input-cursor-background": "#9a5b13",
        "input-cursor-foreground": "#fbf9f4",
        "input-selection-background": "#b9d3f5",
        "block-cursor-background": "#e9e1cd",
        "block-cursor-foreground": "#23262d",
        "scrollbar": "#d8d0be",
        "scrollbar-hover": "#bfb59f",
        "scrollbar-active": "#9a5b13",
        "scrollbar-background": "#fbf9f4",
        "scrollbar-background-hover": "#fbf9f4",
        "scrollbar-background-active": "#fbf9f4",
        "scrollbar-corner-color": "#fbf9f4",
    },
)

THEMES = (DARK, LIGHT)


@dataclass(frozen=True)
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
    rule: Style
    entities: dict[EntityType, Style]
    highlights: dict[Colour, Style]
    signs: dict[Colour, Style]
    """The signs in the margin, in the colour of their annotation."""
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


def _entity_styles(colours: dict[EntityType, str]) -> dict[EntityType, Style]:
    return {kind: Style(color=colour) for kind, colour in colours.items()}


@cache
def palette(*, dark: bool, monochrome: bool) -> Palette:
    """The styles for a dark or a light theme; ``monochrome`` ones tell everything without colour."""
    ink, paper = ("#d5d8df", "#14161b") if dark else ("#23262d", "#fbf9f4")
    dim = "#7d8594" if dark else "#7a7568"
    faint = "#4c5361" if dark else "#b9b19f"
    accent = "#e0b06a" if dark else "#9a5b13"
    entities = (
        {
            EntityType.PERSON: "#f2a68d",
            EntityType.ORGANISATION: "#86b4f0",
            EntityType.PRODUCT: "#9fd49a",
            EntityType.PLACE: "#e79ac0",
            EntityType.WORK: "#c3a6f2",
            EntityType.EVENT: "#e6cf86",
            EntityType.DATE: "#7fcdc4",
            EntityType.OTHER: "#b4bccb",
        }
        if dark
        else {
            EntityType.PERSON: "#b23c17",
            EntityType.ORGANISATION: "#1f5fae",
            EntityType.PRODUCT: "#2c7a2c",
            EntityType.PLACE: "#a3256f",
            EntityType.WORK: "#6a3fb5",
            EntityType.EVENT: "#8a6a00",
            EntityType.DATE: "#0f766e",
            EntityType.OTHER: "#5b6270",
        }
    )
    highlights = (
        {
            Colour.YELLOW: "#4f4413",
            Colour.GREEN: "#1f4a2b",
            Colour.BLUE: "#1d3f63",
            Colour.PINK: "#5a2745",
            Colour.PURPLE: "#412f66",
        }
        if dark
        else {
            Colour.YELLOW: "#fdeea0",
            Colour.GREEN: "#cbeec6",
            Colour.BLUE: "#cfe4fb",
            Colour.PINK: "#fbd5e4",
            Colour.PURPLE: "#e4d9fa",
        }
    )
    signs = (
        {
            Colour.YELLOW: "#e8cf4f",
            Colour.GREEN: "#6fcf83",
            Colour.BLUE: "#6cb0f5",
            Colour.PINK: "#f08cbb",
            Colour.PURPLE: "#b799f5",
        }
        if dark
        else {
            Colour.YELLOW: "#a88a00",
            Colour.GREEN: "#2e8b3d",
            Colour.BLUE: "#1f6fc0",
            Colour.PINK: "#c2387c",
            Colour.PURPLE: "#7a4fd0",
        }
    )
    underline = Style(underline=True)
    return Palette(
        dim=Style(color=dim),
        faint=Style(color=faint),
        accent=Style(color=accent),
        strong=Style(bold=True),
        wrong=Style(color="#e57474" if dark else "#b3261e", bold=True),
        heading=(
            Style(color=accent, bold=True, underline=monochrome),
            Style(color=accent, bold=True),
            Style(bold=True, italic=True),
        ),
        marks={
            MarkKind.EMPHASIS: Style(italic=True),
            MarkKind.STRONG: Style(bold=True),
            MarkKind.CODE: Style(bold=True) if monochrome else Style(bgcolor="#262b34" if dark else "#eee8da"),
            MarkKind.STRIKE: Style(strike=True),
            MarkKind.LINK: underline,
            MarkKind.IMAGE: Style(italic=True, underline=True),
            MarkKind.FOOTNOTE: Style(color=accent),
        },
        quotation=Style(color="#aab1bf" if dark else "#55524a", italic=True),
        code=Style(bgcolor="#1d2129" if dark else "#f2eee3"),
        rule=Style(color=faint),
        entities=dict.fromkeys(EntityType, underline) if monochrome else _entity_styles(entities),
        highlights={
            colour: Style(bold=True, underline=True) if monochrome else Style(bgcolor=background)
            for colour, background in highlights.items()
        },
        signs={colour: Style(color=sign, bold=True) for colour, sign in signs.items()},
        selection=Style(reverse=True)
        if monochrome
        else Style(bgcolor="#3a5a8c" if dark else "#a9ccf7", color="#ffffff" if dark else "#101216"),
        hit=Style(reverse=True, bold=True) if monochrome else Style(bgcolor=accent, color=paper, bold=True),
        trail=Style(reverse=True, underline=True) if monochrome else Style(bold=True, underline=True),
        current_line=Style() if monochrome else Style(bgcolor="#1b1f26" if dark else "#f3eee0"),
        cursor=Style(reverse=True) if monochrome else Style(bgcolor=ink, color=paper),
        chosen=Style(reverse=True) if monochrome else Style(bgcolor="#2d3440" if dark else "#e9e1cd"),
        resting=Style(bold=True) if monochrome else Style(bgcolor="#1e222a" if dark else "#f1ecdf"),
    )
