"""Going through everything that the reader added, over all texts: what is wanted, and how it is grouped.

Nothing is resolved here: an annotation is shown where it was when its text was last open. So a listing costs no
reading of texts, however many they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui.annotations.kinds import Colour, Kind, Standing
from tui.annotations.meanings import names as names_of
from tui.annotations.model import standing_of
from tui.document.failures import Refused
from tui.search.folding import fold_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tui.annotations.model import Annotation
    from tui.document.model import Document
    from tui.library import Library

FIELDS = ("tag", "colour", "kind", "doc", "lang", "entity", "before", "after", "on", "status")
"""What a filter ``field:value`` may look at."""
_FILTER = re.compile(rf'(!?)({"|".join(FIELDS)}|color):("[^"]*"?|\S*)', re.IGNORECASE)
FIRST = 1000
"""Annotations that are read before the others."""


class Grouping(StrEnum):
    """By what annotations are put together."""

    DOCUMENT = "document"
    TAG = "tag"
    COLOUR = "colour"
    ENTITY = "entity"
    DAY = "day"


class Described(Protocol):
    """What a filter looks at of a document."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An annotation with the text that it belongs to."""

    annotation: Annotation
    document: Described | None
    entities: tuple[str, ...] = ()
    """Names of the entities in its passage, where that is known."""
    folded: str = field(default="", compare=False)
    """Its words, folded, to be searched."""
    tags: tuple[str, ...] = field(default=(), compare=False)
    """Its tags, folded."""
    standing: Standing = Standing.ANCHORED
    """Whether its passage was found when its text was last looked through."""

    @property
    def title(self) -> str:
        """Of its document; its id where nothing else is known."""
        return self.document.title if self.document is not None else self.annotation.document

    @property
    def day(self) -> str:
        """When it was made: ``2026-11-23``, in UTC."""
        return self.annotation.created[:10]


class Condition(NamedTuple):
    """One filter."""

    field: str
    values: tuple[str, ...]
    """Folded; one of them is to hold."""
    negated: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which annotations are asked for."""

    words: tuple[str, ...] = ()
    """Folded; all of them are to stand in passage, note, tags or name."""
    conditions: tuple[Condition, ...] = ()

    @property
    def asks_for_entities(self) -> bool:
        """Whether the entities of passages have to be known."""
        return any(condition.field == "entity" for condition in self.conditions)

    def among(self, known: Sequence[Reviewed]) -> list[Reviewed]:
        """Which of some annotations are asked for, in their order."""
        found = self.allowed(known)
        for word in self.words:
            found = [each for each in found if word in each.folded]
        return found

    def allowed(self, known: Sequence[Reviewed]) -> list[Reviewed]:
        """Those that the filters let through, whatever their words."""
        found = list(known)
        for condition in self.conditions:
            meets, negated = _meeting(condition), condition.negated
            found = [each for each in found if meets(each) is not negated]
        return found


def wanted(query: str) -> Wanted:
    """What a query asks for: words in any order, and filters such as ``tag:claim`` or ``!colour:green``.

    A tag's filter lets through what is below it in the tree: ``tag:energy`` also ``energy/solar``. A filter whose
    value has yet to be typed lets everything through.
    """
    conditions = []
    rest = []
    at = 0
    for match in _FILTER.finditer(query):
        if match.start() and not query[match.start() - 1].isspace():
            continue
        rest.append(query[at : match.start()])
        at = match.end()
        values = tuple(value for part in match[3].strip('"').split("|") if (value := fold_plain(part).strip()))
        if values:
            name = match[2].lower()
            conditions.append(Condition("colour" if name == "color" else name, values, bool(match[1])))
    rest.append(query[at:])
    return Wanted(tuple(fold_plain(" ".join(rest)).split()), tuple(conditions))


def _meeting(condition: Condition) -> Callable[[Reviewed], bool]:
    """What tells whether an annotation has one of the values."""
    values = condition.values
    above = tuple(f"{value}/" for value in values)
    coloured = {colour for colour in Colour if any(fold_plain(name).startswith(values) for name in names_of(colour))}

    def has_tag(each: Reviewed) -> bool:
        return bool(each.tags) and any(f"{tag}/".startswith(above) for tag in each.tags)

    def has_date(each: Reviewed) -> bool:
        return any(_dated(each.annotation.created, condition.field, value) for value in values)

    def is_of(each: Reviewed) -> bool:
        place = fold_plain(f"{each.title}\n{each.document.source}" if each.document is not None else each.title)
        return any(value in place for value in values)

    def names(each: Reviewed) -> bool:
        return any(value in fold_plain(name) for name in each.entities for value in values)

    def is_in(each: Reviewed) -> bool:
        return each.document is not None and each.document.language.startswith(values)

    found: dict[str, Callable[[Reviewed], bool]] = {
        "tag": has_tag,
        "doc": is_of,
        "entity": names,
        "lang": is_in,
        "colour": lambda each: each.annotation.colour in coloured,
        "kind": lambda each: each.annotation.kind.startswith(values),
        "status": lambda each: each.standing.startswith(values),
    }
    return found.get(condition.field, has_date)


def _dated(time: str, name: str, value: str) -> bool:
    day = time[: len(value)]
    return day < value if name == "before" else day > value if name == "after" else day == value


class Group(NamedTuple):
    """Annotations that have something in common."""

    name: str
    """Empty for those that have none of it: no tag, no entity."""
    held: list[Reviewed]


def grouped(found: Iterable[Reviewed], grouping: Grouping) -> list[Group]:
    """Put annotations together; one of several tags or entities is in several groups.

    Documents come in the order of ``found``, days from the latest, colours in their own order, tags and entities by
    how many have them; what has none of it comes last.
    """
    groups: dict[str, list[Reviewed]] = defaultdict(list)
    if grouping is Grouping.TAG or grouping is Grouping.ENTITY:
        for each in found:
            for name in (each.annotation.tags if grouping is Grouping.TAG else each.entities) or ("",):
                groups[name].append(each)
    else:
        name_of = _NAMES[grouping]
        for each in found:
            groups[name_of(each)].append(each)
    listed = [Group(name, held) for name, held in groups.items()]
    if grouping is Grouping.DAY:
        listed.sort(key=_name_of, reverse=True)
    elif grouping is Grouping.COLOUR:
        listed.sort(key=lambda group: [colour.value for colour in Colour].index(group.name) if group.name else 99)
    elif grouping is not Grouping.DOCUMENT:
        listed.sort(key=lambda group: (not group.name, -len(group.held), group.name))
    if grouping is Grouping.DOCUMENT:
        return [Group(group.held[0].title, group.held) for group in listed]
    return listed


def _name_of(group: Group) -> str:
    return group.name


def _colour(reviewed: Reviewed) -> str:
    annotation = reviewed.annotation
    return "" if annotation.kind is _BOOKMARK else annotation.colour


_BOOKMARK = Kind.BOOKMARK
_NAMES: dict[Grouping, Callable[[Reviewed], str]] = {
    Grouping.DOCUMENT: lambda each: each.annotation.document,
    Grouping.COLOUR: _colour,
    Grouping.DAY: lambda each: each.annotation.created[:10],
}


class Review:
    """All annotations of a library. Methods may be called from any thread and raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def everything(self) -> list[Reviewed]:
        """All that the reader added and did not delete, by document, in the order of the text."""
        return self.first() + self.rest()

    def first(self) -> list[Reviewed]:
        """The first of them: what can be shown at once, however many there are."""
        return self._living(limit=FIRST)

    def rest(self) -> list[Reviewed]:
        """All the others."""
        return self._living(offset=FIRST)

    def _living(self, *, limit: int = -1, offset: int = 0) -> list[Reviewed]:
        known = {each.id: each for each in self._library.known()}
        if not known:
            return []
        store = self._library.store
        found = store.living(limit=limit, offset=offset)
        doubts = store.doubts.known()
        return [
            reviewed(each, known.get(each.document), standing=standing_of(doubts.get(each.id, 1.0))) for each in found
        ]

    def with_entities(
        self, known: Sequence[Reviewed], is_cancelled: Callable[[], bool] = lambda: False
    ) -> list[Reviewed]:
        """The same, each with the entities that are named in its passage: reads every text that has annotations.

        Of a bookmark those of its paragraph. What a text that cannot be read names is not known.
        """
        named: dict[str, Mapping[str, tuple[str, ...]]] = {}
        for each in known:
            if is_cancelled():
                break
            if each.document is not None and each.document.id not in named:
                named[each.document.id] = self.named_in(self._recalled(each.document.id))
        return [
            replace(each, entities=named.get(each.annotation.document, {}).get(each.annotation.id, ()))
            for each in known
        ]

    def _recalled(self, document_id: str) -> Document:
        return self._library.recall(next(each for each in self._library.known() if each.id == document_id))

    def named_in(self, document: Document) -> Mapping[str, tuple[str, ...]]:
        """The names of the entities in each annotation's passage, by the annotation's id."""
        if not document.blocks:
            return {}
        mentions = sorted(
            (mention.start, mention.end, entity.name)
            for entity in self._library.entities([document])
            for mention in entity.mentions
        )
        found = {}
        for placed in self._library.annotations(document):
            if placed.span is None:
                continue
            start, end = placed.span
            if placed.annotation.kind is Kind.BOOKMARK:
                block = document.block_at(start)
                start, end = block.start, block.end
            names = (name for first, last, name in mentions if first < end and last > start)
            found[placed.annotation.id] = tuple(dict.fromkeys(names))
        return found

    def change(self, ids: Sequence[str], how: Callable[[Annotation], Annotation]) -> int:
        """Change annotations, as one step; how many there were to change."""
        changed = []
        for identifier in ids:
            before = self._library.store.get(identifier)
            if before is not None and not before.deleted and (after := how(before)) != before:
                changed.append(replace(after, modified=""))
        self._library.store.put_all(changed)
        return len(changed)

    def delete(self, ids: Sequence[str]) -> int:
        """Delete annotations, as one step; how many there were to delete."""
        return len(self._library.store.delete_all(ids))

    def restore(self, ids: Sequence[str]) -> int:
        """Take annotations out of the bin, as one step; how many there were to take."""
        return len(self._library.store.restore_all(ids))

    def bin(self) -> list[Reviewed]:
        """What was deleted, the latest first."""
        known = {each.id: each for each in self._library.known()}
        return [reviewed(each, known.get(each.document)) for each in self._library.store.bin()] if known else []


def reviewed(
    annotation: Annotation,
    document: Described | None,
    entities: tuple[str, ...] = (),
    standing: Standing = Standing.ANCHORED,
) -> Reviewed:
    """An annotation to be asked whether it is wanted."""
    words = (annotation.anchor.quote, annotation.note, annotation.name, *annotation.tags)
    folded = fold_plain("\n".join(word for word in words if word))
    return Reviewed(annotation, document, entities, folded, tuple(map(fold_plain, annotation.tags)), standing)


def retagged(annotation: Annotation, line: str) -> Annotation:
    """The annotation with the tags of a line: ``+a b`` adds both, ``-a`` takes one away, ``=a b`` sets them.

    A line that begins with none of the signs adds. Raises ``Refused`` for an empty one.
    """
    if not line.strip(" +-="):
        raise Refused("Type tags: +new adds, -old takes away, =only these.")
    tags = list(annotation.tags)
    act = "+"
    for word in line.replace(",", " ").split():
        if word[0] in "+-=":
            act = word[0]
            tags = [] if act == "=" else tags
            word = word[1:]  # noqa: PLW2901
        word = word.lstrip("#")  # noqa: PLW2901
        if not word:
            continue
        if act == "-":
            tags = [tag for tag in tags if tag != word]
        elif word not in tags:
            tags.append(word)
    return replace(annotation, tags=tuple(tags))
