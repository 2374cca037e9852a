"""Mentions as the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.entities.formats import NamedText

COLUMNS = (
    "id", "name", "type", "mention", "before", "after", "normal", "document", "source", "paragraph", "start", "end",
    "certainty",
)  # fmt: skip
REACH = 60
"""Code points of the paragraph that stand before and after a mention."""


def rows(texts: Iterable[NamedText]) -> list[tuple[str, ...]]:
    """The row of names and a row a mention; ``start`` and ``end`` are code points of the whole text."""
    found: list[tuple[str, ...]] = [COLUMNS]
    for document, named in texts:
        for mention, entity in named:
            block = document.block_at(mention.start)
            found.append(
                (
                    entity.id,
                    entity.name,
                    entity.type.value,
                    mention.text,
                    document.text[max(block.start, mention.start - REACH) : mention.start],
                    document.text[mention.end : min(max(block.end, mention.end), mention.end + REACH)],
                    mention.normal,
                    document.title,
                    document.source,
                    str(block.number),
                    str(mention.start),
                    str(mention.end),
                    f"{mention.certainty:.3g}",
                )
            )
    return found
