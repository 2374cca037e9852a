"""How right names are: precision, recall and F1 of spans and types, B-cubed and pairs for linking.

Everything here is a pure function of what an annotator marked (wanted) and what was recognised (found); nothing
knows where either came from. Spans are compared to the character, in code points of one text.

Every measure of one text can be added to that of another; the sum is the measure over both (micro-average).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SAMPLES = 1000
"""How often texts are drawn anew for an interval."""
LEVEL = 0.95
"""The share of all draws that lie within an interval."""


class Labelled(NamedTuple):
    """A stretch of a text that names something: ``[start, end)`` in code points, its type, what it names."""

    start: int
    end: int
    type: str
    entity: str = ""
    """The same for all mentions of one thing; empty where nobody has said."""


class Linked(NamedTuple):
    """One mention: what it names after the annotator, what after the program, and how it is spelt."""

    wanted: str
    found: str
    spelling: str


class Measure(Protocol):
    """Something with precision, recall and F1, from 0 to 1, that can be added up over texts."""

    @property
    def precision(self) -> float: ...
    @property
    def recall(self) -> float: ...
    @property
    def f1(self) -> float: ...
    def __add__(self, other: Self, /) -> Self: ...


M = TypeVar("M", bound=Measure)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found, how many were wanted, and how many of both are the same.

    Where nothing is wanted and nothing found, all is right: precision, recall and F1 are 1.
    """

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else float(not self.wanted)

    @property
    def recall(self) -> float:
        """The share of what is wanted that was found."""
        return self.right / self.wanted if self.wanted else float(not self.found)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        together = self.found + self.wanted
        return 2 * self.right / together if together else 1.0


@dataclass(frozen=True, slots=True)
class BCubed:
    """B-cubed (Bagga and Baldwin 1998): precision and recall of each mention's cluster, averaged over mentions."""

    precisions: float = 0.0
    """The sum over mentions."""
    recalls: float = 0.0
    """The sum over mentions."""
    mentions: int = 0

    def __add__(self, other: BCubed) -> BCubed:
        return BCubed(self.precisions + other.precisions, self.recalls + other.recalls, self.mentions + other.mentions)

    @property
    def precision(self) -> float:
        """How pure the cluster of a mention is, on average."""
        return self.precisions / self.mentions if self.mentions else 1.0

    @property
    def recall(self) -> float:
        """How much of what it names the cluster of a mention holds, on average."""
        return self.recalls / self.mentions if self.mentions else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; neither can be 0, for a mention is always with itself."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def spans(wanted: Iterable[Labelled], found: Iterable[Labelled]) -> Counts:
    """How many places are right, whatever their type."""
    one = {(each.start, each.end) for each in wanted}
    two = {(each.start, each.end) for each in found}
    return Counts(len(one & two), len(two), len(one))


def typed(wanted: Iterable[Labelled], found: Iterable[Labelled]) -> Counts:
    """How many places are right and of the right type."""
    one = {each[:3] for each in wanted}
    two = {each[:3] for each in found}
    return Counts(len(one & two), len(two), len(one))


def of_kinds(labelled: Iterable[Labelled], kinds: Mapping[str, str]) -> list[Labelled]:
    """Those whose type is among ``kinds``, under the name that it has there; the others are left out."""
    return [each._replace(type=kinds[each.type]) for each in labelled if each.type in kinds]


def by_type(wanted: Sequence[Labelled], found: Sequence[Labelled]) -> dict[str, Counts]:
    """The same as ``typed`` for each type that stands on either side, in alphabetical order."""
    return {
        kind: typed([each for each in wanted if each.type == kind], [each for each in found if each.type == kind])
        for kind in sorted({each.type for each in (*wanted, *found)})
    }


def b_cubed(links: Iterable[Linked]) -> BCubed:
    """How well mentions are put together."""
    links = list(links)
    both = Counter((each.wanted, each.found) for each in links)
    wanted = Counter(each.wanted for each in links)
    found = Counter(each.found for each in links)
    return BCubed(
        sum(count * count / found[cluster] for (_, cluster), count in both.items()),
        sum(count * count / wanted[entity] for (entity, _), count in both.items()),
        len(links),
    )


def unlike_pairs(links: Iterable[Linked]) -> Counts:
    """Pairs of mentions that name one thing though they are spelt differently: what equal spelling does not give.

    Counted by sizes of clusters: the pairs in one cluster less those of them that are spelt alike.
    """
    links = list(links)
    return Counts(
        _unlike(((each.wanted, each.found), each.spelling) for each in links),
        _unlike((each.found, each.spelling) for each in links),
        _unlike((each.wanted, each.spelling) for each in links),
    )


def _unlike(spelt: Iterable[tuple[object, str]]) -> int:
    alike = Counter(spelt)
    clusters: Counter[object] = Counter()
    for (cluster, _), count in alike.items():
        clusters[cluster] += count
    return sum(map(_pairs, clusters.values())) - sum(map(_pairs, alike.values()))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def total(measures: Iterable[M], nothing: M) -> M:
    """The measure over all texts; ``nothing`` for none."""
    return reduce(add, measures, nothing)


def interval(
    measures: Sequence[M], *, samples: int = SAMPLES, level: float = LEVEL, seed: int = 0
) -> tuple[float, float]:
    """Between what F1 lies, had other texts of this sort been annotated: the percentile bootstrap over texts.

    As many texts are drawn as there are, with replacement (Efron and Tibshirani 1993, chapter 13); the same
    ``seed`` gives the same interval. Raises ``ValueError`` where there is no text.
    """
    from random import Random

    if not measures:
        raise ValueError("no text to draw from")
    draw = Random(seed)  # noqa: S311
    scores = sorted(reduce(add, draw.choices(measures, k=len(measures))).f1 for _ in range(samples))
    outside = round(samples * (1 - level) / 2)
    return scores[outside], scores[-1 - outside]
