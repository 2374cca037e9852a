"""Annotations as JSON: the records that the command line's listings print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.formats import Article


def write(articles: Sequence[Article]) -> str:
    """``{"annotations": [...]}``, indented, document after document."""
    import json

    records = [record(article.document, placed) for article in articles for placed in article.in_order()]
    return json.dumps({"annotations": records}, ensure_ascii=False, indent=2) + "\n"


FORMAT = Format("json", ".json", "JSON, as listings print it", write=write)
