"""Annotations as the API of Hypothesis gives and takes them (https://h.readthedocs.io/en/latest/api/).

What a search there gives, ``{"total": n, "rows": [...]}``, is what is written and read; a list of rows, one row
alone and what its client exports are read, too. Hypothesis knows notes on passages and on whole texts, replies, and
tags. It has no colours, and bookmarks are not written. Offsets are code points here; there they are UTF-16 code units
of a page, so they only hint. Who made an annotation is told where several did.
"""

from __future__ import annotations

import re
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
    placed_by_parents,
    string,
    strings,
)
from tui.annotations.kinds import WHOLE_TEXT, Kind
from tui.annotations.model import Relations
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.annotations.formats import Article
    from tui.annotations.model import Annotation
    from tui.document.model import Document

# Within strings quotation marks have a backslash before them, so that these are keys.
_ROWS = re.compile(rb'"rows"\s*:\s*\[')
_KEYS = [re.compile(rb'"%s"\s*:' % name) for name in (b"uri", b"target")]


def write(articles: Sequence[Article]) -> str:
    """The rows of a search."""
    import json

    parents = {
        placed.annotation.id: placed.annotation.relations.parent
        for article in articles
        for placed in article.placed
        if placed.annotation.relations.parent
    }
    rows = [
        _row(article.document, placed.annotation, _ancestors(placed.annotation.id, parents))
        for article in articles
        for placed in article.in_order()
        if placed.annotation.kind is not Kind.BOOKMARK
    ]
    return json.dumps({"total": len(rows), "rows": rows}, ensure_ascii=False, indent=2) + "\n"


def _ancestors(identifier: str, parents: Mapping[str, str]) -> list[str]:
    """What an annotation replies to, the first of the thread first."""
    found: dict[str, None] = {}
    while identifier in parents and parents[identifier] not in found:
        identifier = parents[identifier]
        found[identifier] = None
    return list(found)[::-1]


def _row(document: Document, annotation: Annotation, references: Sequence[str]) -> dict[str, Any]:
    anchor, address, relations = annotation.anchor, address_of(document.source), annotation.relations
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
        "target": [{"source": address, **({} if relations.about == WHOLE_TEXT else {"selector": [place, quote]})}],
        **({"references": list(references)} if references else {}),
        **({"user_info": {"display_name": relations.author}} if relations.author else {}),
    }


def recognises(data: bytes) -> bool:
    """Whether a file is JSON with rows that have a ``uri`` and a ``target``."""
    head = data[:100_000]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and (
        _ROWS.search(head) is not None or (all(key.search(head) for key in _KEYS) and b"@context" not in head)
    )


def read(data: bytes) -> list[Foreign]:
    """The annotations of a file; raises Refused when its rows are none."""
    value = parsed_json(data)
    rows = _rows(value)
    found = []
    users = {string(row.get("user")) for row in rows if isinstance(row, dict)}
    for row in rows:
        if not isinstance(row, dict) or not {"uri", "target"} & row.keys():
            raise Refused("its rows are not those of Hypothesis")
        found.append(_read(row, _author(row) if len(users) > 1 or users == {""} else ""))
    return placed_by_parents(found)


def _rows(value: Any) -> list[Any]:
    """The annotations of a search, replies that were asked for apart among them, or of the client's export."""
    if not isinstance(value, dict):
        return listed(value)
    for name in ("rows", "annotations"):
        if name in value:
            return [*listed(value[name]), *listed(value.get("replies"))]
    return [value]


def _author(row: Mapping[str, Any]) -> str:
    """The name that who made it is shown by, or that of the account."""
    told = row.get("user_info")
    name = string(told.get("display_name")) if isinstance(told, dict) else ""
    return " ".join(name.split()) or string(row.get("user")).removeprefix("acct:").split("@")[0]


def _read(row: Mapping[str, Any], author: str) -> Foreign:
    document = row.get("document")
    titles = strings(document.get("title")) if isinstance(document, dict) else ()
    targets = [target for target in listed(row.get("target")) if isinstance(target, dict)]
    selectors = [each for target in targets[:1] for each in listed(target.get("selector")) if isinstance(each, dict)]
    by_type = {string(each.get("type")): each for each in reversed(selectors)}
    quote, place = by_type.get("TextQuoteSelector", {}), by_type.get("TextPositionSelector", {})
    start, end = offset(place.get("start")), offset(place.get("end"))
    if start is None or end is None or end < start:
        start = end = None
    parent = next(reversed(strings(row.get("references"))), "")
    about = "" if parent or selectors else WHOLE_TEXT
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
        relations=Relations(parent, about, author),
    )


FORMAT = Format(
    "hypothesis", ".hypothesis.json", "Hypothesis (JSON of its API)", write=write, read=read, recognises=recognises
)
