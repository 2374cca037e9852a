"""The tags in use as a tree, and what can be done with them: a tag is below another where that and a slash begin it.

``energy/solar`` is below ``energy``, whether or not anything is tagged ``energy`` itself.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tui.annotations.model import Annotation

SEPARATOR = "/"


class Code(NamedTuple):
    """A tag in its place in the tree."""

    tag: str
    own: int
    """Annotations that have it."""
    whole: int
    """Annotations that have it or one below it, each counted once."""
    description: str = ""

    @property
    def depth(self) -> int:
        """0 for one that is below no other."""
        return len(above(self.tag))

    @property
    def name(self) -> str:
        """The tag without those that it is below."""
        parents = above(self.tag)
        return (self.tag[len(parents[-1]) + 1 :] if parents else "") or self.tag


class Meeting(NamedTuple):
    """Two tags that stand together."""

    tags: tuple[str, str]
    """By name."""
    times: int
    """Annotations that have both, and pairs of overlapping ones that have one each."""
    ids: frozenset[str]
    """Of all these annotations."""


def above(tag: str) -> list[str]:
    """The tags that a tag is below, the topmost first."""
    ends = (at for at, letter in enumerate(tag) if letter == SEPARATOR and at)
    return [tag[:end] for end in ends if tag[end - 1] != SEPARATOR]


def is_within(tag: str, top: str) -> bool:
    """Whether a tag is ``top`` or below it."""
    return f"{tag}{SEPARATOR}".startswith(f"{top}{SEPARATOR}")


def tree(tagged: Iterable[Sequence[str]], descriptions: Mapping[str, str] | None = None) -> list[Code]:
    """The tags of annotations and those that are described, each before those below it, and by name.

    ``tagged`` are the tags of each annotation.
    """
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for tags, times in Counter(map(frozenset, tagged)).items():
        own.update(dict.fromkeys(tags, times))
        whole.update(dict.fromkeys(_with_above(tags), times))
    described = descriptions or {}
    listed = sorted(whole.keys() | _with_above(described), key=_place)
    return [Code(tag, own[tag], whole[tag], described.get(tag, "")) for tag in listed]


def _with_above(tags: Iterable[str]) -> set[str]:
    return {each for tag in tags for each in (tag, *above(tag))}


def _place(tag: str) -> list[tuple[str, str]]:
    return [(part.casefold(), part) for part in tag.split(SEPARATOR)]


def moving(sources: Collection[str], target: str) -> Callable[[str], str]:
    """What each tag is called once ``sources`` are called ``target``, with all that is below them.

    Of several sources that hold a tag the lowest counts. What is ``target`` already, or below it, stays where the
    target itself is below a source.
    """
    inner = sorted((source for source in sources if source != target), key=len, reverse=True)

    def moved(tag: str) -> str:
        for source in inner:
            if is_within(tag, source) and not (is_within(target, source) and is_within(tag, target)):
                return target + tag[len(source) :]
        return tag

    return moved


def retold(tags: Iterable[str], moved: Callable[[str], str]) -> tuple[str, ...]:
    """Tags by their new names, each once, in the order in which they were."""
    return tuple(dict.fromkeys(map(moved, tags)))


def redescribed(descriptions: Mapping[str, str], moved: Callable[[str], str]) -> dict[str, str | None]:
    """What changes in the descriptions when tags are called otherwise; None where there is none any more.

    Those of tags that become one are put together, that of the tag that keeps its name first.
    """
    found: dict[str, list[str]] = {}
    for tag in sorted(descriptions, key=lambda tag: moved(tag) != tag):
        texts = found.setdefault(moved(tag), [])
        if descriptions[tag] not in texts:
            texts.append(descriptions[tag])
    told: dict[str, str | None] = {tag: None for tag in descriptions if tag not in found}
    told |= {
        tag: text for tag, texts in found.items() if (text := "\n".join(filter(None, texts))) != descriptions.get(tag)
    }
    return told


def meetings(annotations: Iterable[Annotation]) -> list[Meeting]:
    """Which tags stand together, in one annotation or in two whose passages overlap; most often first.

    Passages are taken where they were when their texts were last open.
    """
    counts: Counter[tuple[str, str]] = Counter()
    ids: dict[tuple[str, str], set[str]] = {}

    def count(first: str, second: str, *met: Annotation) -> None:
        pair = (first, second) if first < second else (second, first)
        counts[pair] += 1
        ids.setdefault(pair, set()).update(each.id for each in met)

    document, beside = "", list[tuple[int, frozenset[str], "Annotation"]]()
    tagged = (each for each in annotations if each.tags)
    for each in sorted(tagged, key=lambda each: (each.document, each.anchor.start, each.anchor.end, each.id)):
        for first, second in combinations(each.tags, 2):
            count(first, second, each)
        if each.document != document:
            document, beside = each.document, []
        if each.anchor.end <= each.anchor.start:
            continue
        tags = frozenset(each.tags)
        beside = [other for other in beside if other[0] > each.anchor.start]
        for _, others, other in beside:
            for first in tags - others:
                for second in others - tags:
                    count(first, second, each, other)
        beside.append((each.anchor.end, tags, each))
    listed = (Meeting(pair, number, frozenset(ids[pair])) for pair, number in counts.items())
    return sorted(listed, key=lambda meeting: (-meeting.times, meeting.tags))
