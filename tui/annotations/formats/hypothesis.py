"""Annotations as the API of Hypothesis gives and takes them (https://h.readthedocs.io/en/latest/api/).

What a search there gives, ``{"total": n, "rows": [...]}``, is what is written and read; a list of rows
and one row alone are read, too. Hypothesis knows notes on passages and their tags. It has no colours, and
bookmarks are not written. Offsets are code points here; there they are UTF-16 code units of a page, so
they only hint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format
from tui.annotations.formats.addresses import address_of, source_of
from tui.annotations.formats.foreign import (
    Foreign,
    Work,
    kind_of,
    listed,
    moment,
    offset,
    parsed_json,
    string,
    strings,
)
from tui.annotations.kinds import Kind
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.annotations.formats import Article
    from tui.annotations.model import Annotation
    from tui.document.model import Document


def write(articles: Sequence[Article]) -> str:
    """The rows of a search."""
    import json

    rows = [
        _row(article.document, placed.annotation)
        for article in articles
        for placed in article.in_order()
        if placed.annotation.kind is not Kind.BOOKMARK
    ]
    return json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False, indent=2) + "\n"


def _row(document: Document, annotation: Annotation) -> dict[str, Any]:
    anchor, address = annotation.anchor, address_of(document.source)
    quote = {"type": "TextQuoteSelector", "exact": anchor.quote, "prefix": anchor.prefix, "suffix": anchor.suffix}
    place = {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}
    return {
        "id": annotation.id,
        "created": annotation.created,
        "updated": annotation.modified,
        "uri": address,
        "text": annotation.note,
        "tags": list(annotation.tags),
        "document": {"title": [document.title]},
        "target": [{"source": address, "selector": [place, quote]}],
    }


def recognises(data: bytes) -> bool:
    """Whether a file is JSON with rows that have a ``uri`` and a ``target``."""
    head = data[:100_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and (
        b'"rows"' in head or (b'"uri"' in head and b'"target"' in head and b"@context" not in head)
    )


def read(data: bytes) -> list[Foreign]:
    """The annotations of a file; raises Refused when its rows are none."""
    value = parsed_json(data)
    rows = value.get("rows", [value]) if isinstance(value, dict) else value
    found = []
    for row in listed(rows):
        if not isinstance(row, dict) or not {"uri", "target"} & row.keys():
            raise Refused("its rows are not those of Hypothesis")
        if not strings(row.get("references")):  # replies hang on another annotation
            found.append(_read(row))
    return found


def _read(row: Mapping[str, Any]) -> Foreign:
    document = row.get("document")
    titles = strings(document.get("title")) if isinstance(document, dict) else ()
    targets = [target for target in listed(row.get("target")) if isinstance(target, dict)]
    selectors = [each for target in targets[:1] for each in listed(target.get("selector")) if isinstance(each, dict)]
    by_type = {string(each.get("type")): each for each in reversed(selectors)}
    quote, place = by_type.get("TextQuoteSelector", {}), by_type.get("TextPositionSelector", {})
    start, end = offset(place.get("start")), offset(place.get("end"))
    if start is None or end is None or end < start:
        start = end = None
    note, created = string(row.get("text")), moment(string(row.get("created")))
    return Foreign(
        work=Work(title=titles[0] if titles else "", source=source_of(string(row.get("uri")))),
        quote=string(quote.get("exact")),
        kind=kind_of(note),
        prefix=string(quote.get("prefix")),
        suffix=string(quote.get("suffix")),
        start=start,
        end=end,
        note=note,
        tags=strings(row.get("tags")),
        created=created,
        modified=moment(string(row.get("updated"))) or created,
        id=string(row.get("id")),
    )


FORMAT = Format("hypothesis", ".json", "Hypothesis (JSON of its API)", write=write, read=read, recognises=recognises)
