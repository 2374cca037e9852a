"""How far two coders of one text agree: which words, sentences or paragraphs each of them marked with which tag.

Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20) and Krippendorff's alpha for nominal data
(Krippendorff 2004, Content Analysis, chapter 11) are computed by NLTK, in the notation of Artstein and Poesio (2008,
Computational Linguistics 34). Where a unit has several tags, sets of them are compared by the distance MASI (Passonneau
2006, LREC).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.annotations.codebook import above
from tui.document.failures import Refused
from tui.document.segmentation import sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from tui.annotations.model import Placed
    from tui.document.model import Document, Span

EXTRA = "Agreement is computed by NLTK, which is not installed: pip install 'llama-tui[agreement]'"


class Unit(StrEnum):
    """Into what a text is cut; each piece is marked with a tag or not."""

    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


class Agreement(NamedTuple):
    """How far two coders agree on a tag, or on all of them."""

    tag: str
    """Empty for all tags: whether a unit has the same set of them."""
    first: int
    """Units that the first coder marked with it."""
    second: int
    both: int
    """Units that both did; for all tags those that both marked alike."""
    kappa: float | None
    """From -1 to 1; None where nothing can be said because all units are alike."""
    alpha: float | None


class Coded(NamedTuple):
    """A passage that one or both coders marked."""

    start: int
    end: int
    tags: tuple[tuple[str, ...], tuple[str, ...]]
    """Those of each coder there."""


def units_of(document: Document, unit: Unit) -> list[Span]:
    """The pieces of a text, in its order; none where there are only blanks."""
    return list(_units(document, unit))


def _units(document: Document, unit: Unit) -> Iterator[Span]:
    text = str(document.text)
    for block in document.blocks:
        if unit is Unit.PARAGRAPH:
            if not text[block.start : block.end].isspace() and block.end > block.start:
                yield block.span
        elif unit is Unit.SENTENCE:
            yield from sentences(text, block.start, block.end)
        else:
            yield from words(text, block.start, block.end)


def coders_of(placed: Iterable[Placed]) -> list[str]:
    """Who marked passages with tags: the reader, whose name is empty, before all others."""
    return sorted({each.annotation.relations.author for each in _coded(placed)})


def _coded(placed: Iterable[Placed]) -> Iterator[Placed]:
    """What counts: passages that stand in the text and have tags."""
    for each in placed:
        marks = each.annotation.tags and each.annotation.relations.marks_passage
        if marks and each.span is not None and each.span.start < each.span.end:
            yield each


def marked(placed: Iterable[Placed], coder: str, units: Sequence[Span]) -> dict[str, set[int]]:
    """The units that a coder marked, even in part, by tag; a tag marks for those that it is below, too."""
    starts, ends = [unit.start for unit in units], [unit.end for unit in units]
    found: dict[str, set[int]] = {}
    for each in _coded(placed):
        if each.annotation.relations.author != coder or each.span is None:
            continue
        here = range(bisect_right(ends, each.span.start), bisect_left(starts, each.span.end))
        for tag in {name for own in each.annotation.tags for name in (own, *above(own))}:
            found.setdefault(tag, set()).update(here)
    return found


def agreement(first: Mapping[str, set[int]], second: Mapping[str, set[int]], units: int) -> list[Agreement]:
    """How two coders agree on each tag that one of them used, by name, after that on all tags; nothing without tags.

    ``units`` is how many the text has. Raises ``Refused`` where NLTK is not installed.
    """
    tags = sorted(first.keys() | second.keys(), key=lambda tag: (tag.casefold(), tag))
    if not tags or not units:
        return []
    measure = _measures()
    found = []
    for tag in tags:
        one, other = first.get(tag, set()), second.get(tag, set())
        labels = [(index in one, index in other) for index in range(units)]
        found.append(Agreement(tag, len(one), len(other), len(one & other), *measure(labels)))
    sets = list(zip(_sets(first, units), _sets(second, units), strict=True))
    kappa, alpha = measure(sets)
    used = [sum(map(bool, each)) for each in zip(*sets, strict=True)]
    alike = sum(bool(one) and one == other for one, other in sets)
    return [Agreement("", used[0], used[1], alike, kappa, alpha), *found]


def _sets(marks: Mapping[str, set[int]], units: int) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in range(units)]
    for tag, indexes in marks.items():
        for index in indexes:
            found[index].add(tag)
    return list(map(frozenset, found))


_Labels: TypeAlias = "Sequence[tuple[Hashable, Hashable]]"


def _measures() -> Callable[[_Labels], tuple[float | None, float | None]]:
    """What tells kappa and alpha of two coders' labels."""
    try:
        from nltk.metrics.agreement import AnnotationTask
        from nltk.metrics.distance import binary_distance, masi_distance
    except ImportError as error:
        raise Refused(EXTRA) from error

    def distance(one: Hashable, other: Hashable) -> float:
        if isinstance(one, frozenset) and one != other:
            return float(masi_distance(one, other))
        return float(binary_distance(one, other))

    def measure(labels: _Labels) -> tuple[float | None, float | None]:
        if len({label for pair in labels for label in pair}) < 2:
            return None, None
        data = [(coder, item, pair[coder]) for item, pair in enumerate(labels) for coder in (0, 1)]
        return float(AnnotationTask(data).kappa()), float(AnnotationTask(data, distance=distance).alpha())

    return measure


def side_by_side(placed: Iterable[Placed], coders: tuple[str, str]) -> list[Coded]:
    """What two coders marked, cut where either's marks begin or end, in the order of the text."""
    spans = [
        (each.span.start, each.span.end, coders.index(each.annotation.relations.author), each.annotation.tags)
        for each in _coded(placed)
        if each.span is not None and each.annotation.relations.author in coders
    ]
    edges = sorted({edge for start, end, _, _ in spans for edge in (start, end)})
    cut: dict[tuple[int, int], tuple[set[str], set[str]]] = {}
    for start, end, coder, tags in spans:
        for index in range(bisect_left(edges, start), bisect_left(edges, end)):
            cut.setdefault((edges[index], edges[index + 1]), (set(), set()))[coder].update(tags)
    return [
        Coded(start, end, (tuple(sorted(first)), tuple(sorted(second))))
        for (start, end), (first, second) in sorted(cut.items())
    ]
