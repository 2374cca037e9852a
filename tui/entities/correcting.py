"""Corrections applied to entities; what they mean is said in ``corrections``.

Mentions of one entity that no correction can tell apart (the same form, recognised as the same type, in the same
document where corrections of one document are about) are a cell. Cells are put together into groups: first as the
corrections say, the later before the earlier, then as linking had them, as far as the corrections let it. Each group
is an entity.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.corrections import Deed, Named, holds_in
from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.model import Entity, Mention, slug
from tui.entities.occurrences import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.corrections import Correction

_NAMING = frozenset({Deed.TYPE, Deed.RENAME, Deed.NEW})


class _Rule(NamedTuple):
    """A correction, ready to be compared."""

    order: int
    deed: Deed
    who: Named
    """Its form folded."""
    other: Named | None
    correction: Correction
    documents: frozenset[str] | None
    """Ids of those in which it holds; None for everywhere."""
    room: str | None = None
    """The one room of cells in which it holds; None for all."""

    def holds(self, document: str) -> bool:
        return self.documents is None or document in self.documents


@dataclass(eq=False, slots=True)
class _Base:
    """An entity as it came, or a new one."""

    number: int
    entity: Entity
    mentions: list[Mention]
    is_changed: bool = False


@dataclass(eq=False, slots=True)
class _Group:
    cells: list[_Cell]
    foes: set[_Cell] = field(default_factory=set)
    """Cells that must not come into it."""


@dataclass(eq=False, slots=True)
class _Cell:
    base: _Base
    form: str
    type: EntityType
    document: str
    """Empty where no correction speaks of one document alone."""
    room: str = ""
    """The document in which its entity is treated apart, empty for all others: groups stay in one room."""
    mentions: list[Mention] = field(default_factory=list)
    group: _Group = field(init=False)

    def __post_init__(self) -> None:
        self.group = _Group([self])


def apply(
    entities: tuple[Entity, ...], corrections: Sequence[Correction], documents: Sequence[Document]
) -> tuple[Entity, ...]:
    """The entities as the corrections want them; the same tuple when none of these speaks of them."""
    rules = _rules(corrections, documents)
    bases = _with_new(entities, rules, documents)
    wanted = {each.form for rule in rules for each in (rule.who, rule.other) if each is not None}
    touched = [base for base in bases if base.is_changed or not wanted.isdisjoint(map(folded, _forms(base.entity)))]
    if not touched:
        return entities
    cells = _Cells(touched, rules)
    groups = cells.grouped()
    numbers = {document.id: number for number, document in enumerate(documents)}
    changed = {base.number for base in touched}
    untouched = [base.entity for base in bases if base.number not in changed]
    made = _made(groups, cells, numbers, {entity.id for entity in untouched})
    found = _related(untouched, made, {base.entity.id for base in touched})

    def place(entity: Entity) -> tuple[int, int, int, int]:
        first = entity.mentions[0]
        return -entity.count, numbers.get(first.document, len(numbers)), first.start, first.end

    return tuple(sorted(found, key=place))


def _rules(corrections: Sequence[Correction], documents: Sequence[Document]) -> list[_Rule]:
    """Those that hold in at least one of the documents."""
    rules = []
    for order, each in enumerate(corrections):
        where = None
        if each.document:
            where = frozenset(document.id for document in documents if holds_in(each, document))
            if not where:
                continue
        who = Named(folded(each.who.form), each.type if each.deed is Deed.NEW else each.who.type)
        pair = each.deed in {Deed.MERGE, Deed.SPLIT}
        other = Named(folded(each.other.form), each.other.type) if each.other is not None and pair else None
        rules.append(_Rule(order, each.deed, who, other, each, where))
    return rules


def _forms(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


class _Stretch(NamedTuple):
    start: int
    end: int
    rule: _Rule


def _with_new(entities: Sequence[Entity], rules: Sequence[_Rule], documents: Sequence[Document]) -> list[_Base]:
    """The entities with the new names among them: each new mention with the one entity that has others like it."""
    bases = [_Base(number, entity, list(entity.mentions)) for number, entity in enumerate(entities)]
    found = _new_stretches(rules, documents)
    if not found:
        return bases
    taken: set[tuple[str, int]] = set()
    owners: defaultdict[Named, set[int]] = defaultdict(set)
    for base in bases:
        kept = []
        for mention in base.mentions:
            over = _over(found.get(mention.document, ()), mention)
            if over is None:
                kept.append(mention)
            elif (
                (over.start, over.end) == (mention.start, mention.end)
                and mention.recognised is over.rule.who.type
                and (mention.document, mention.start) not in taken
            ):
                kept.append(mention)
                taken.add((mention.document, mention.start))
                owners[over.rule.who].add(base.number)
        base.is_changed = len(kept) < len(base.mentions)
        base.mentions = kept
    fresh: defaultdict[Named, list[Mention]] = defaultdict(list)
    words: dict[Named, str] = {}
    for document in documents:
        text = document.text
        for start, end, rule in found.get(document.id, ()):
            if (document.id, start) not in taken and rule.who.type is not None:
                fresh[rule.who].append(Mention(document.id, start, end, text[start:end], rule.who.type))
                words[rule.who] = rule.correction.who.form
    for who, mentions in fresh.items():
        own = owners[who]
        if len(own) == 1:
            base = bases[next(iter(own))]
        else:
            kind = mentions[0].type
            base = _Base(len(bases), Entity(slug(kind, words[who]), words[who], kind, (), ()), [])
            bases.append(base)
        base.mentions += mentions
        base.is_changed = True
    return bases


def _new_stretches(rules: Sequence[_Rule], documents: Sequence[Document]) -> dict[str, list[_Stretch]]:
    """Where new names stand, by document, in the order of the text; the later rule first where two overlap."""
    found: dict[str, list[_Stretch]] = {}
    for rule in reversed(rules):
        if rule.deed is not Deed.NEW:
            continue
        for document in documents:
            if rule.holds(document.id) and not _is_ignored_later(rule, rules, document.id):
                there = found.setdefault(document.id, [])
                for start, end in occurrences(str(document.text), rule.correction.who.form):
                    if _overlapping(there, start, end) is None:
                        insort(there, _Stretch(start, end, rule), key=_start)
    return {document: there for document, there in found.items() if there}


def _is_ignored_later(new: _Rule, rules: Sequence[_Rule], document: str) -> bool:
    return any(
        rule.deed is Deed.IGNORE
        and rule.order > new.order
        and rule.who.form == new.who.form
        and rule.who.type in {None, new.who.type}
        and rule.holds(document)
        for rule in rules
    )


def _start(stretch: _Stretch) -> int:
    return stretch.start


def _over(there: Sequence[_Stretch], mention: Mention) -> _Stretch | None:
    return _overlapping(there, mention.start, mention.end)


def _overlapping(there: Sequence[_Stretch], start: int, end: int) -> _Stretch | None:
    """One of the stretches (in the order of the text) that shares a character with ``[start, end)``."""
    behind = bisect_right(there, start, key=_start)
    if behind and there[behind - 1].end > start:
        return there[behind - 1]
    return there[behind] if behind < len(there) and there[behind].start < end else None


class _Cells:
    """The cells of the entities that corrections speak of."""

    def __init__(self, bases: Sequence[_Base], rules: Sequence[_Rule]) -> None:
        self._rules = rules
        self._alone = {document for rule in rules for document in rule.documents or ()}
        self._of_base = [self._cells_of(base) for base in bases]
        self._by_base = {base.number: cells for base, cells in zip(bases, self._of_base, strict=True)}
        self._by_form: defaultdict[str, list[_Cell]] = defaultdict(list)
        for cells in self._of_base:
            for cell in cells:
                self._by_form[cell.form].append(cell)
        for document in sorted(self._alone):
            self._give_room(document)
        self.rules = self._bridged()
        """The rules, those that merge into what is not there made such that can be followed."""

    def _cells_of(self, base: _Base) -> list[_Cell]:
        cells: dict[tuple[str, EntityType, str], _Cell] = {}
        for mention in base.mentions:
            document = mention.document if mention.document in self._alone else ""
            key = folded(mention.text), mention.recognised, document
            if key not in cells:
                cells[key] = _Cell(base, *key)
            cells[key].mentions.append(mention)
        return list(cells.values())

    def matched(self, rule: _Rule, who: Named | None) -> list[_Cell]:
        """The cells of which a rule speaks."""
        if who is None:
            return []
        return [
            cell
            for cell in self._by_form.get(who.form, ())
            if who.type in {None, cell.type} and rule.holds(cell.document) and rule.room in {None, cell.room}
        ]

    def of(self, base: _Base) -> list[_Cell]:
        """The cells of one entity."""
        return self._by_base[base.number]

    def _give_room(self, document: str) -> None:
        """Entities that a correction of one document speaks of are treated apart there, with all that they merge."""
        affected: set[int] = set()
        links: list[set[int]] = []
        for rule in self._rules:
            who, other = (
                {cell.base.number for cell in self.matched(rule, each) if cell.document == document}
                for each in (rule.who, rule.other)
            )
            if rule.documents is not None and rule.deed is not Deed.NEW and document in rule.documents:
                affected |= who | other
            if rule.deed is Deed.MERGE and who and other:
                links.append(who | other)
        before = -1
        while before < len(affected):
            before = len(affected)
            for link in links:
                if link & affected:
                    affected |= link
        for cells in self._of_base:
            for cell in cells:
                if cell.document == document and cell.base.number in affected:
                    cell.room = document

    def _bridged(self) -> list[_Rule]:
        """The rules for what is there: what is merged into a name that is not is merged into what that one was.

        Where nothing of it is there, what is merged into it is one, under its name. Names of which a split speaks,
        too, are left as they are.
        """
        merges = [rule for rule in self._rules if rule.deed is Deed.MERGE]
        split = {_form(each) for rule in self._rules if rule.deed is Deed.SPLIT for each in (rule.who, rule.other)}
        unclear = _reached(split, merges)
        firsts: dict[tuple[str, str, frozenset[str] | None], Named] = {}
        found: list[_Rule] = []
        for rule in self._rules:
            rooms = {cell.room: None for cell in self.matched(rule, rule.who)} if rule.deed is Deed.MERGE else {}
            if not rooms or rule.who.form in unclear:
                found.append(rule)
                continue
            for room in rooms:
                here = rule._replace(room=room)
                last = self._end(here, merges)
                if last is None:
                    found.append(here)
                elif self.matched(here, last.other):
                    found.append(here._replace(other=last.other))
                else:
                    first = firsts.setdefault((room, _form(last.other), rule.documents), rule.who)
                    if first != rule.who:
                        found.append(here._replace(other=first))
                    found.append(here._replace(deed=Deed.RENAME, other=None, correction=last.correction))
        return found

    def _end(self, rule: _Rule, merges: Sequence[_Rule]) -> _Rule | None:
        """The merge at whose target one arrives that is there, or that leads no further; None for a circle."""
        last = rule
        seen = {rule.who.form}
        while last.other is not None and last.other.form not in seen:
            seen.add(last.other.form)
            onward = [
                merge
                for merge in merges
                if merge.who.form == last.other.form
                and merge.who.type in {None, last.other.type}
                and merge.documents in {None, rule.documents}
            ]
            if not onward or self.matched(rule, last.other):
                return last
            last = onward[-1]
        return None

    def grouped(self) -> list[_Group]:
        """The cells put together."""
        leaving: set[_Cell] = set()
        for rule in reversed(self.rules):
            if rule.deed in {Deed.MERGE, Deed.SPLIT}:
                for one in self.matched(rule, rule.who):
                    for two in self.matched(rule, rule.other):
                        if rule.deed is Deed.MERGE:
                            _unite(one, two)
                        elif _part(one, two) and one.base is two.base:
                            leaving.add(one)
        for cells in self._of_base:
            rooms: defaultdict[str, list[_Cell]] = defaultdict(list)
            for cell in sorted(cells, key=leaving.__contains__):
                rooms[cell.room].append(cell)
            for first, *more in rooms.values():
                _link(first, more)
        return list({id(cell.group): cell.group for cells in self._of_base for cell in cells}.values())


def _reached(forms: set[str], merges: Sequence[_Rule]) -> set[str]:
    """The forms, and all that merges connect with them."""
    reached = set(forms)
    before = -1
    while before < len(reached):
        before = len(reached)
        for merge in merges:
            pair = {merge.who.form, _form(merge.other)}
            if pair & reached:
                reached |= pair
    return reached


def _link(first: _Cell, more: Iterable[_Cell]) -> None:
    """Put the cells of one entity together, those that may not be with it by their forms."""
    others: list[_Cell] = []
    for cell in more:
        if not _unite(first, cell):
            for other in others:
                if other.form == cell.form and _unite(other, cell):
                    break
            others.append(cell)


def _unite(one: _Cell, two: _Cell) -> bool:
    """Put two groups together; whether they are, for some may not be."""
    into, from_ = one.group, two.group
    if into is from_:
        return True
    if one.room != two.room or any(foe.group is into for foe in from_.foes):
        return False
    if len(into.cells) < len(from_.cells):
        into, from_ = from_, into
    for cell in from_.cells:
        cell.group = into
    into.cells += from_.cells
    into.foes |= from_.foes
    return True


def _part(one: _Cell, two: _Cell) -> bool:
    """Keep two groups apart from now on; whether that is new, for a later correction may have said otherwise."""
    if one.group is two.group or one.room != two.room or two in one.group.foes:
        return False
    one.group.foes.add(two)
    two.group.foes.add(one)
    return True


class _Made(NamedTuple):
    """An entity to be, and where it came from."""

    lead: _Base
    name: str
    type: EntityType
    is_said: bool
    """Whether the reader gave its type."""
    is_merged: bool
    groups: list[_Group]


def _made(
    groups: Sequence[_Group],
    cells: _Cells,
    numbers: dict[str, int],
    taken: set[str],
) -> list[tuple[Entity, list[_Base]]]:
    """The entities of the groups, and of which each is made, its lead first; the ids in ``taken`` are not free."""
    of_group: defaultdict[int, list[_Rule]] = defaultdict(list)
    merged: defaultdict[int, list[_Rule]] = defaultdict(list)
    for rule in cells.rules:
        for number in {id(cell.group): None for cell in cells.matched(rule, rule.who)}:
            of_group[number].append(rule)
        if rule.deed is Deed.MERGE:
            targets = {id(cell.group) for cell in cells.matched(rule, rule.other)}
            for number in targets & {id(cell.group) for cell in cells.matched(rule, rule.who)}:
                merged[number].append(rule)
    making: dict[tuple[int, str, EntityType], list[_Made]] = defaultdict(list)
    for group in groups:
        if not _is_ignored(of_group[id(group)]):
            made = _one(group, of_group[id(group)], merged[id(group)], cells)
            same = making[made.lead.number, made.name, made.type]
            room = group.cells[0].room
            for each in same:
                if all(other.cells[0].room != room for other in each.groups):
                    each.groups.append(group)
                    break
            else:
                same.append(made)
    all_made = [made for same in making.values() for made in same]
    ids = _ids(all_made, taken)
    return [(_entity(made, identifier, numbers), _bases(made)) for made, identifier in zip(all_made, ids, strict=True)]


def _is_ignored(rules: Iterable[_Rule]) -> bool:
    last = None
    for rule in rules:
        if rule.deed in {Deed.IGNORE, Deed.NEW}:
            last = rule.deed
    return last is Deed.IGNORE


def _one(group: _Group, rules: Iterable[_Rule], merges: Sequence[_Rule], cells: _Cells) -> _Made:
    """The name and the type of a group."""
    led_by = _target(merges)
    leading = group.cells
    if led_by is not None:
        leading = [cell for cell in cells.matched(led_by, led_by.other) if cell.group is group]
    lead = min((cell.base for cell in leading), key=lambda base: base.number)
    name, kind, is_said = lead.entity.name, lead.entity.type, False
    in_room = {id(cell.group) for cell in cells.of(lead) if cell.room == group.cells[0].room}
    if len(in_room) > 1 and folded(name) not in {cell.form for cell in group.cells}:
        name = _best_form([mention for cell in leading for mention in cell.mentions], kind)
    for rule in rules:
        if rule.deed in _NAMING and not any(
            merge.order > rule.order and merge.who.form == rule.who.form != _form(merge.other) for merge in merges
        ):
            if rule.correction.type is not None:
                kind, is_said = rule.correction.type, True
            elif rule.correction.other is not None:
                name = rule.correction.other.form
    return _Made(lead, name, kind, is_said, bool(merges), [group])


def _form(who: Named | None) -> str:
    return who.form if who is not None else ""


def _target(merges: Sequence[_Rule]) -> _Rule | None:
    """The merge into which all others of a group lead: the last one, or what its target was merged into."""
    if not merges:
        return None
    last = led_by = merges[-1]
    seen = {last.who.form}
    while True:
        if _form(led_by.other) in seen:
            return last
        seen.add(_form(led_by.other))
        onward = [merge for merge in merges if merge.who.form == _form(led_by.other) and merge is not led_by]
        if not onward:
            return led_by
        led_by = onward[-1]


def _best_form(mentions: Iterable[Mention], kind: EntityType) -> str:
    """The form under which to show what has no name yet: a person's fullest, the most frequent of all else."""
    forms = Counter(" ".join(mention.text.split()) for mention in mentions)
    if kind is EntityType.PERSON:
        return max(forms, key=lambda form: (form.count(" "), forms[form]))
    return max(forms, key=lambda form: (forms[form], len(form)))


def _bases(made: _Made) -> list[_Base]:
    """Of which an entity is made, its lead first."""
    found = {made.lead.number: made.lead}
    found |= {cell.base.number: cell.base for group in made.groups for cell in group.cells}
    return list(found.values())


def _ids(all_made: Sequence[_Made], taken: set[str]) -> list[str]:
    """An id for each: the one that it had, while name and type are the same, or else a new one."""
    kept: dict[int, str] = {}
    for number, made in enumerate(all_made):
        entity = made.lead.entity
        if (made.name, made.type) == (entity.name, entity.type) and entity.id not in taken:
            kept[number] = entity.id
            taken.add(entity.id)
    for number, made in enumerate(all_made):
        if number not in kept:
            base = identifier = slug(made.type, made.name)
            more = 1
            while identifier in taken:
                more += 1
                identifier = f"{base}-{more}"
            kept[number] = identifier
            taken.add(identifier)
    return [kept[number] for number in range(len(all_made))]


def _entity(made: _Made, identifier: str, numbers: dict[str, int]) -> Entity:
    before = made.lead.entity
    mentions = [mention for group in made.groups for cell in group.cells for mention in cell.mentions]
    mentions.sort(key=lambda each: (numbers.get(each.document, len(numbers)), each.start, each.end))
    if made.is_said or made.is_merged:
        mentions = [_typed(mention, made.type) for mention in mentions]
    is_same = tuple(mentions) == before.mentions
    if is_same and (made.name, made.type, identifier) == (before.name, before.type, before.id) and not made.is_said:
        return before
    certainty = before.certainty if is_same else round(sum(each.certainty for each in mentions) / len(mentions), 3)
    forms = dict.fromkeys(" ".join(mention.text.split()) for mention in mentions)
    return Entity(
        id=identifier,
        name=made.name,
        type=made.type,
        aliases=tuple(form for form in forms if form != made.name),
        mentions=tuple(mentions),
        certainty=1.0 if made.is_said else certainty,
    )


def _typed(mention: Mention, kind: EntityType) -> Mention:
    if mention.type is kind:
        return mention
    return replace(mention, type=kind, corrected_from=mention.recognised if mention.recognised is not kind else None)


def _related(untouched: Sequence[Entity], made: Sequence[tuple[Entity, list[_Base]]], gone: set[str]) -> list[Entity]:
    """All entities, each with the ids that those which it is related to have now."""
    ids: dict[str, str] = {}
    for entity, bases in made:
        ids[bases[0].entity.id] = entity.id
    for entity, bases in made:
        for base in bases:
            ids.setdefault(base.entity.id, entity.id)

    def related(entity: Entity, before: Iterable[Entity]) -> Entity:
        olds = {identifier for each in before for identifier in each.related}
        now = {ids.get(old, old) for old in olds if old in ids or old not in gone} - {entity.id}
        return replace(entity, related=tuple(sorted(now))) if now != set(entity.related) else entity

    return [related(entity, [entity]) for entity in untouched] + [
        related(entity, [base.entity for base in bases]) for entity, bases in made
    ]
