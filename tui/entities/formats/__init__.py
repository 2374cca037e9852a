"""Who and what is named, in the formats of other tools.

All offsets are code points: of the whole text, but of the paragraph in JSON. Where a format has room for one label at
a place, the outermost and longest mention stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.entities.kinds import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity, Mention

FORMATS = ("json", "csv", "conll", "brat", "spacy")

LABELS = {
    EntityType.PERSON: "PER",
    EntityType.ORGANISATION: "ORG",
    EntityType.PLACE: "LOC",
    EntityType.PRODUCT: "PRODUCT",
    EntityType.WORK: "WORK_OF_ART",
    EntityType.EVENT: "EVENT",
    EntityType.DATE: "DATE",
    EntityType.AMOUNT: "AMOUNT",
    EntityType.OTHER: "MISC",
}
"""The types as CoNLL-2003 and spaCy's French pipelines call them, and as OntoNotes does where those have none."""


class Naming(NamedTuple):
    """One mention and what it names."""

    mention: Mention
    entity: Entity


class NamedText(NamedTuple):
    """A document and what is named in it, in the order of the text; of what begins at one place, the longest first."""

    document: Document
    named: tuple[Naming, ...]


def named_texts(documents: Sequence[Document], entities: Iterable[Entity]) -> list[NamedText]:
    """Every document with the mentions in it."""
    found: dict[str, list[Naming]] = {document.id: [] for document in documents}
    for entity in entities:
        for mention in entity.mentions:
            if mention.document in found:
                found[mention.document].append(Naming(mention, entity))
    return [NamedText(document, tuple(sorted(found[document.id], key=_place))) for document in documents]


def _place(naming: Naming) -> tuple[int, int, str]:
    return naming.mention.start, -naming.mention.end, naming.entity.id


def outermost(named: Iterable[Naming]) -> list[Naming]:
    """Those that lie over no one before them: no two of them share a character."""
    found: list[Naming] = []
    for naming in named:
        if not found or found[-1].mention.end <= naming.mention.start:
            found.append(naming)
    return found
