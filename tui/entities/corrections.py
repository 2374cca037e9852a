"""What the reader knows better: corrections of who and what is named, by name and not by place.

A correction speaks of an entity by one of the forms that name it in the text (compared as ``folding`` does, so
without regard to case and accents), and where two things are called alike also by the type as which that one was
recognised. So it holds for texts that are opened later, too. It holds everywhere or in one document.

What a list of corrections makes of entities (:func:`corrected`) does not depend on how one got there:

1. *New* names are found in the text; they go before what was recognised at the same place. Of two of them that
   overlap the later correction's stays.
2. *Merge* and *split* say which forms name the same thing and which do not. Where they contradict each other, the
   later one wins; both go before what linking found. What is merged into a name that a text lacks is shown under it.
3. *Ignore* takes away the whole entity that has the form, unless a later correction makes it a new one again.
4. Of several *types* or *names* for one entity, the later wins. What was said of a name before it was merged into
   another one is forgotten.

So correcting what is corrected changes nothing more (Hypothesis checks it), and without the last correction
everything is as it was before that.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.kinds import EntityType
    from tui.entities.model import Entity

EVERYWHERE = ""
BY_ID = "id:"
"""Before the id of a document that has no path, such as what came from standard input."""


class Deed(StrEnum):
    """What a correction does; the value is the word that a line of the reader's list begins with."""

    TYPE = "type"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    IGNORE = "ignore"
    NEW = "new"


class Named(NamedTuple):
    """Whom or what a correction speaks of."""

    form: str
    """As it stands in the text."""
    type: EntityType | None = None
    """As what it was recognised, where that must be said."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that the reader said. Made by the functions below, which see to it that it makes sense."""

    deed: Deed
    who: Named
    other: Named | None = None
    """What it is merged into or split from; its new name (whose type is None)."""
    type: EntityType | None = None
    """The type that it gets."""
    document: str = EVERYWHERE
    """Where it holds: a document's source, the end of that from a path's part on, or ``id:`` and its id."""


def retype(who: Named, type: EntityType, document: str = EVERYWHERE) -> Correction:  # noqa: A002
    """It is of this type."""
    return Correction(Deed.TYPE, _checked(who), type=type, document=document)


def rename(who: Named, name: str, document: str = EVERYWHERE) -> Correction:
    """It is shown under this name."""
    name = " ".join(name.split())
    if not name:
        raise ValueError("the new name is empty")
    return Correction(Deed.RENAME, _checked(who), Named(name), document=document)


def merge(who: Named, into: Named, document: str = EVERYWHERE) -> Correction:
    """Both name the same thing; it has the name and the type of the second."""
    return Correction(Deed.MERGE, *_apart(who, into), document=document)


def split(alias: Named, off: Named, document: str = EVERYWHERE) -> Correction:
    """The first is no other name of the second, but names something of its own."""
    return Correction(Deed.SPLIT, *_apart(alias, off), document=document)


def ignore(who: Named, document: str = EVERYWHERE) -> Correction:
    """It is no name, or none that one wants to see."""
    return Correction(Deed.IGNORE, _checked(who), document=document)


def new(words: str, type: EntityType, document: str = EVERYWHERE) -> Correction:  # noqa: A002
    """These words are a name wherever they stand; see ``occurrences`` for when they do."""
    return Correction(Deed.NEW, _checked(Named(words)), type=type, document=document)


def _checked(who: Named) -> Named:
    """The same, blanks evened out; raises ``ValueError`` for what cannot be told from nothing."""
    form = " ".join(who.form.split())
    if not folded(form):
        raise ValueError("the name is empty")
    return Named(form, who.type)


def _apart(one: Named, two: Named) -> tuple[Named, Named]:
    one, two = _checked(one), _checked(two)
    if folded(one.form) == folded(two.form) and (one.type is two.type or None in {one.type, two.type}):
        raise ValueError("both names are the same")
    return one, two


def named(entity: Entity, among: Iterable[Entity], form: str | None = None) -> Named:
    """How to speak of an entity in a correction: by its name or by another of its forms, and by its type where
    another entity has that form, too.
    """
    forms = Counter(" ".join(mention.text.split()) for mention in entity.mentions)
    said = form or entity.name
    if form is None and forms and folded(said) not in {folded(each) for each in forms}:
        said = forms.most_common(1)[0][0]
    wanted = folded(said)
    types = Counter(mention.recognised for mention in entity.mentions if folded(mention.text) == wanted)
    is_shared = any(
        folded(mention.text) == wanted
        for other in among
        if other.id != entity.id and any(folded(each) == wanted for each in (other.name, *other.aliases))
        for mention in other.mentions
    )
    return Named(said, types.most_common(1)[0][0] if is_shared and types else None)


def split_off(entity: Entity, form: str, among: Iterable[Entity], document: str = EVERYWHERE) -> Correction:
    """One of an entity's forms names something of its own; raises ``ValueError`` where it has no other form."""
    wanted = folded(form)
    forms = dict.fromkeys(" ".join(mention.text.split()) for mention in entity.mentions)
    own = next((each for each in forms if folded(each) == wanted), None)
    if own is None:
        raise ValueError(f"“{form}” is not a name of “{entity.name}”")
    name = named(entity, among)
    if folded(name.form) == wanted:
        other = next((each for each in forms if folded(each) != wanted), None)
        if other is None:
            raise ValueError(f"“{form}” is the only name of “{entity.name}”")
        name = named(entity, among, other)
    return split(named(entity, among, own), name, document)


def holds_in(correction: Correction, document: Document) -> bool:
    """Whether a correction speaks of a document: of all, of this one's id or path, or of the end of its path."""
    where = correction.document
    if where == EVERYWHERE or where in {document.source, BY_ID + document.id}:
        return True
    return not where.startswith(("/", BY_ID)) and document.source.endswith(f"/{where}")


def whereabouts(document: Document) -> str:
    """How to speak of a document in a correction."""
    is_path = document.source != "-" and document.source.isprintable()
    return document.source if is_path else BY_ID + document.id


def corrected(
    entities: tuple[Entity, ...], corrections: Sequence[Correction], documents: Sequence[Document]
) -> tuple[Entity, ...]:
    """The entities of these documents as the reader wants them, in the order in which linking gives them.

    The same tuple when nothing is corrected.
    """
    if not corrections:
        return entities
    from tui.entities.correcting import apply

    return apply(entities, corrections, documents)
