"""An annotation as plain data: what listings print and the JSON export holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tui.annotations.meanings import meaning
from tui.annotations.model import CONTEXT_LENGTH

if TYPE_CHECKING:
    from tui.annotations.model import Placed
    from tui.document.model import Document


def record(document: Document, placed: Placed) -> dict[str, Any]:
    """The annotation in the fields of the command line's contract, then ``name`` to ``suffix``.

    Paragraphs count from 1. ``start`` and ``end`` are code points into the paragraph's text; ``end``
    runs past it where the passage goes on into the next paragraphs, each separator counted as the two
    code points that it is. ``quote``, ``prefix`` and ``suffix`` are today's words; an orphan has those
    that it was made with, and null for its place. ``certainty``, from 0 to 1,
    stands there only where the reader is asked to confirm the place; ``parent``, ``about``, ``author`` and ``place``
    only where they say something, ``meaning`` where the reader has set what the colour means.
    """
    annotation = placed.annotation
    quote, prefix, suffix = annotation.anchor.quote, annotation.anchor.prefix, annotation.anchor.suffix
    paragraph = start = end = None
    if placed.span is not None and document.blocks:
        first, last = placed.span
        quote = document.text[first:last]
        prefix = document.text[max(0, first - CONTEXT_LENGTH) : first]
        suffix = document.text[last : last + CONTEXT_LENGTH]
        block = document.block_at(first)
        paragraph, start, end = block.number, first - block.start, last - block.start
    return {
        "id": annotation.id,
        "kind": str(annotation.kind),
        "document": annotation.document,
        "title": document.title,
        "paragraph": paragraph,
        "start": start,
        "end": end,
        "quote": quote,
        "note": annotation.note,
        "tags": list(annotation.tags),
        "colour": str(annotation.colour),
        **({"meaning": told} if (told := meaning(annotation.colour)) else {}),
        "created": annotation.created,
        "modified": annotation.modified,
        "status": str(placed.status),
        **({"certainty": round(placed.resolution.certainty, 3)} if placed.is_unsure else {}),
        "name": annotation.name,
        "source": document.source,
        "prefix": prefix,
        "suffix": suffix,
        **{name: value for name, value in asdict(annotation.relations).items() if value},
    }
