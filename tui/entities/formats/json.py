"""Entities as values for JSON, with places in paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity


def records(documents: Sequence[Document], entities: Iterable[Entity]) -> list[dict[str, object]]:
    """An object an entity; a mention's ``start`` and ``end`` are code points of its paragraph's text."""
    by_id = {document.id: document for document in documents}
    return [_record(by_id, entity) for entity in entities]


def _record(documents: dict[str, Document], entity: Entity) -> dict[str, object]:
    mentions = []
    for mention in entity.mentions:
        block = documents[mention.document].block_at(mention.start)
        mentions.append(
            {
                "document": mention.document,
                "paragraph": block.number,
                "start": mention.start - block.start,
                "end": mention.end - block.start,
                "text": mention.text,
                **({"normal": mention.normal} if mention.normal else {}),
            }
        )
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type.value,
        "aliases": list(entity.aliases),
        "count": entity.count,
        "related": list(entity.related),
        "mentions": mentions,
    }
