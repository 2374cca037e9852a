"""What lies over what is told apart: with all colours, with few, with none, and by eyes that see fewer.

Contrast is that of WCAG 2.2, success criterion 1.4.3. Colour blindness is simulated after Machado, Oliveira and
Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009 (severity 1.0), and
differences are CIEDE2000 as Sharma, Wu and Dalal give it, 2005: 2.3 can just be noticed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

import pytest
from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorSystem
from rich.palette import Palette as Sixteen
from rich.style import Style

from tui.annotations.kinds import Colour, Kind
from tui.annotations.model import Anchor, Annotation, Placed, Resolution
from tui.document.model import Block, BlockKind, Blocks, Span
from tui.entities.kinds import EntityType
from tui.ui.layers import highlight_spans, margin_signs
from tui.ui.layout import Part
from tui.ui.margin import beside
from tui.ui.painting import Painted, paint_part
from tui.ui.theme import (
    DARK_COLOURS,
    LIGHT_COLOURS,
    MONOCHROME,
    Colours,
    Depth,
    Palette,
    has_colours,
    laid_over,
    palette,
)
from tui.ui.widgets.row_list import Inked, ListLine, composed

Rgb = tuple[int, int, int]

READABLE = 4.5
APART = {"highlights": 6.0, "entities": 5.0, "signs": 7.0}
"""The least differences within a group, for every sort of eyes; small letters need no less than 5."""

VISIONS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def linear(colour: Rgb) -> tuple[float, float, float]:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return red, green, blue


@cache
def luminance(colour: Rgb) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Rgb, matrix: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """CIELAB (D65) of a colour as it is seen."""
    red, green, blue = (
        min(1.0, max(0.0, sum(part * channel for part, channel in zip(row, linear(colour), strict=True))))
        for row in matrix
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    big_dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        mean_h = h1 + h2
    elif abs(h1 - h2) <= 180:
        mean_h = (h1 + h2) / 2
    else:
        mean_h = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(mean_h - 30))
        + 0.24 * math.cos(math.radians(2 * mean_h))
        + 0.32 * math.cos(math.radians(3 * mean_h + 6))
        - 0.20 * math.cos(math.radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / math.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    turn = -2 * math.sqrt(mean_c**7 / (mean_c**7 + 25**7))
    turn *= math.sin(math.radians(60 * math.exp(-(((mean_h - 275) / 25) ** 2))))
    dl, dc, dhh = (l2 - l1) / s_l, (c2 - c1) / s_c, big_dh / s_h
    return math.sqrt(dl**2 + dc**2 + dhh**2 + turn * dc * dhh)


def test_differences_are_those_of_the_published_table() -> None:
    # Pairs 1, 7, 17 and 25 of Sharma, Wu and Dalal's table 1.
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    for one, other, expected in pairs:
        assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("group", APART)
@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_colours_of_a_group_are_told_apart_by_all_eyes(colours: Colours, group: str, vision: str) -> None:
    seen = [lab(rgb(colour), VISIONS[vision]) for colour in getattr(colours, group)]
    assert min(ciede2000(one, other) for one, other in combinations(seen, 2)) >= APART[group]


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_a_highlight_is_told_from_the_page_and_a_name_from_the_text(colours: Colours, vision: str) -> None:
    matrix = VISIONS[vision]
    for plain, group in ((colours.paper, colours.highlights), (colours.ink, colours.entities)):
        for colour in group:
            assert ciede2000(lab(rgb(plain), matrix), lab(rgb(colour), matrix)) >= APART["entities"], colour


def shown(color: Color, depth: Depth) -> Rgb:
    """A colour as a terminal of that depth shows it; the sixteen are those of a VGA card."""
    if depth is Depth.FULL:
        return tuple(color.get_truecolor())  # type: ignore[return-value]
    system = ColorSystem.EIGHT_BIT if depth is Depth.INDEXED else ColorSystem.STANDARD
    lower = color.downgrade(system)
    sixteen: Sixteen = STANDARD_PALETTE
    if depth is Depth.FEW:
        assert lower.number is not None
        return tuple(sixteen[lower.number])  # type: ignore[return-value]
    return tuple(lower.get_truecolor())  # type: ignore[return-value]


def highlights_of(inks: Palette) -> list[Style]:
    """Every highlight, and every set of them that can overlap."""
    sets = [chosen for size in range(1, 6) for chosen in combinations(Colour, size)]
    alone = [inks.highlighted([colour]) for colour in Colour]
    return [*alone, *(inks.highlighted(chosen) for chosen in sets if len(chosen) > 1), *same_twice(inks)]


def same_twice(inks: Palette) -> list[Style]:
    return [inks.highlighted([colour, colour]) for colour in Colour]


def stackings(inks: Palette, colours: Colours) -> Iterator[Style]:
    """Everything that can lie on the page, in the order in which it does."""
    page = Style(color=colours.ink, bgcolor=colours.paper)
    code = page + inks.code
    bases = [page, *(page + style for style in (*inks.heading, inks.quotation, inks.dim)), code]
    bases += [base + inks.current_line for base in bases[:-1]]
    nothing = Style()
    below = [nothing, *inks.marks.values()]
    names = [nothing, *inks.entities.values(), *(name + inks.trail for name in inks.entities.values())]
    above = [nothing, inks.selection, inks.hit, laid_over(inks.selection, inks.hit)]
    above += [laid_over(style, inks.cursor) for style in above]
    for base, mark, name, highlight, top in product(bases, below, names, [nothing, *highlights_of(inks)], above):
        style = base
        for layer in (mark, name, highlight, top):
            style = laid_over(style, layer)
        yield style


@pytest.mark.parametrize("depth", [Depth.FULL, Depth.INDEXED, Depth.FEW])
@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_text_can_be_read_whatever_lies_over_what(colours: Colours, depth: Depth) -> None:
    inks = palette(dark=colours.dark, depth=depth)
    pairs = {(style.color, style.bgcolor) for style in stackings(inks, colours)}
    assert len(pairs) > 10
    for ink, paper in pairs:
        assert ink is not None
        assert paper is not None
        assert contrast(shown(ink, depth), shown(paper, depth)) >= READABLE, (ink.name, paper.name)


@pytest.mark.parametrize("depth", [Depth.FULL, Depth.INDEXED])
@pytest.mark.parametrize("colours", [DARK_COLOURS, LIGHT_COLOURS], ids=["dark", "light"])
def test_lists_bars_and_the_margin_can_be_read(colours: Colours, depth: Depth) -> None:
    inks = palette(dark=colours.dark, depth=depth)
    paper, panel, surface, line = map(Color.parse, (colours.paper, colours.panel, colours.surface, colours.line))
    rows = [paper, inks.resting.bgcolor, inks.chosen.bgcolor]
    on = {
        inks.dim: [*rows, surface, panel],
        inks.accent: [*rows, surface, panel],
        inks.wrong: [panel],
        inks.faint: [paper, line],
        **dict.fromkeys(inks.names.values(), rows),
        **{style: [paper, line] for style in inks.signs.values()},
    }
    for style, papers in on.items():
        assert style.color is not None
        for behind in papers:
            assert behind is not None
            found = contrast(shown(style.color, depth), shown(behind, depth))
            assert found >= READABLE, (style, behind.name, found)


def attributes(style: Style) -> tuple[object, ...]:
    """What one sees of a style without colour; two underlines hide one."""
    underlines = 2 if style.underline2 else 1 if style.underline else 0
    return bool(style.bold), bool(style.italic), underlines, bool(style.reverse), bool(style.strike)


TEXT = "words that are marked"


def annotation(kind: Kind, colour: Colour, span: Span, name: str = "") -> Placed:
    anchor = Anchor(TEXT[span.start : span.end], "", "", span.start, span.end, 0)
    return Placed(Annotation(f"{kind}{colour}{span}", "d", kind, anchor, colour=colour, name=name), Resolution(span, 1))


WHOLE = Span(0, len(TEXT))
BLOCKS = Blocks([Block(1, BlockKind.PARAGRAPH, *WHOLE)])


def seen(inks: Palette, placed: Sequence[Placed], layers: dict[str, Style]) -> tuple[object, ...]:
    """The attributes of a row over which these lie, in their order, and the signs beside it."""
    order = ["mark", "entity", "highlight", "selection", "hit", "cursor"]
    painted: dict[str, list[Painted]] = {name: [Painted(*WHOLE, style)] for name, style in layers.items()}
    painted["highlight"] = [Painted(*span, style) for span, style in highlight_spans(placed, inks)]
    segments = paint_part(TEXT, Part(0, *WHOLE), Style(), [painted.get(name, []) for name in order])
    signs = margin_signs(BLOCKS, placed, inks).get(0, [])
    margin = "".join(segment.text for segment in beside(signs, *WHOLE, Style()))
    return *(attributes(segment.style or Style()) for segment in segments), margin


def kinds(inks: Palette) -> list[tuple[int, str, list[Placed], dict[str, Style]]]:
    """Every kind of span: how high its layer is, its name, and how it is brought about."""
    every: list[tuple[int, str, list[Placed], dict[str, Style]]] = [
        (0, kind, [], {"mark": style}) for kind, style in inks.marks.items()
    ]
    every.append((1, "entity", [], {"entity": inks.entities[EntityType.PERSON]}))
    for colour in Colour:
        every.append((2, f"{colour} highlight", [annotation(Kind.HIGHLIGHT, colour, WHOLE)], {}))
        every.append((2, f"{colour} note", [annotation(Kind.NOTE, colour, WHOLE)], {}))
    every.append((3, "selection", [], {"selection": inks.selection}))
    every.append((4, "hit", [], {"hit": inks.hit}))
    every.append((5, "cursor", [], {"cursor": inks.cursor}))
    return every


@pytest.mark.parametrize("depth", [Depth.NONE, Depth.FEW])
@pytest.mark.parametrize("dark", [True, False])
def test_without_colour_every_kind_shows_alone_and_on_every_other(dark: bool, depth: Depth) -> None:
    inks = palette(dark=dark, depth=depth)
    every = kinds(inks)
    alone = {name: seen(inks, placed, layers) for _, name, placed, layers in every}
    assert len(set(alone.values())) == len(alone)
    assert (attributes(Style()), "  ") not in alone.values()
    for (low, one, below, under), (high, other, above, over) in combinations(every, 2):
        if low < high or low == high == 2:
            both = seen(inks, below + above, under | over)
            assert both not in {alone[one], alone[other]}, (one, other)


def test_without_colour_nothing_is_said_by_colour() -> None:
    for value in vars(MONOCHROME).values():
        styles = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        for style in styles:
            assert not isinstance(style, Style) or (style.color is None and style.bgcolor is None)


@pytest.mark.parametrize("depth", Depth)
def test_what_highlights_share_is_shown_as_shared(depth: Depth) -> None:
    inks = palette(dark=True, depth=depth)
    for one, other in product(Colour, repeat=2):
        crossing = [annotation(Kind.HIGHLIGHT, one, Span(0, 9)), annotation(Kind.HIGHLIGHT, other, Span(6, 14))]
        assert [(tuple(span), style) for span, style in highlight_spans(crossing, inks)] == [
            ((0, 6), inks.highlights[one]),
            ((6, 9), inks.highlighted([one, other])),
            ((9, 14), inks.highlights[other]),
        ]
        nested = [annotation(Kind.HIGHLIGHT, one, WHOLE), annotation(Kind.NOTE, other, Span(6, 10))]
        shared = inks.highlighted([one, other])
        assert [style for _, style in highlight_spans(nested, inks)] == [
            inks.highlights[one],
            shared,
            inks.highlights[one],
        ]
        assert shared not in inks.highlights.values()
        signs = beside(margin_signs(BLOCKS, nested, inks)[0], *WHOLE, Style())
        assert len([segment for segment in signs if segment.text.strip()]) == 2


def test_a_highlight_over_another_of_the_same_place_is_shared_whole() -> None:
    inks = palette(dark=False, depth=Depth.FULL)
    twice = [annotation(Kind.HIGHLIGHT, colour, WHOLE) for colour in (Colour.BLUE, Colour.PINK)]
    assert list(highlight_spans(twice, inks)) == [(WHOLE, inks.highlighted([Colour.BLUE, Colour.PINK]))]


def test_more_signs_than_fit_are_told_of() -> None:
    inks = palette(dark=True, depth=Depth.FULL)
    many = [annotation(Kind.HIGHLIGHT, colour, WHOLE) for colour in Colour]
    signs = beside(margin_signs(BLOCKS, many, inks)[0], *WHOLE, Style())
    assert [segment.text for segment in signs] == ["▌", "+", ""]


@pytest.mark.parametrize(("term", "coloured"), [("vt100", False), ("dumb", False), ("xterm", True), ("linux", True)])
def test_terminals_without_colour_are_known_by_name(term: str, coloured: bool) -> None:
    assert has_colours(term) is coloured


def test_a_chosen_row_is_of_one_colour_where_it_is_reversed() -> None:
    inks = palette(dark=True, depth=Depth.FEW)
    line = ListLine((Inked("sign ", inks.signs[Colour.GREEN]), Inked("words", inks.dim)), (Inked("tag", inks.accent),))

    chosen = list(composed(line, 30, inks.chosen))

    assert inks.chosen.reverse
    assert {(each.style.color, each.style.bgcolor) for each in chosen if each.style} == {(None, None)}
    assert len({each.style.color for each in composed(line, 30, Style()) if each.style}) > 2
