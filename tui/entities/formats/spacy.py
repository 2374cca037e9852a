"""Training data for spaCy, one JSON object a text and line: ``{"text", "entities": [[start, end, label]], "meta"}``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tui.entities.formats import LABELS, outermost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.entities.formats import NamedText


def write(texts: Iterable[NamedText]) -> str:
    """A line a text. spaCy's named entities must not overlap; an inner one is left out."""
    lines = []
    for document, named in texts:
        spans = [[mention.start, mention.end, LABELS[entity.type]] for mention, entity in outermost(named)]
        meta = {"title": document.title, "source": document.source, "language": document.language}
        lines.append(
            json.dumps({"text": str(document.text), "entities": spans, "meta": meta}, ensure_ascii=False) + "\n"
        )
    return "".join(lines)
