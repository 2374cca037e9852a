"""Annotations as JSON: the records that the command line's listings print, and back.

A record says where a passage stands by paragraphs, so what is read is placed by its words and their context.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import (
    Foreign,
    Work,
    kind_of,
    moment,
    nearest_colour,
    offset,
    parsed_json,
    placed_by_parents,
    string,
    strings,
)
from tui.annotations.kinds import REFUSED, WHOLE_TEXT, Kind
from tui.annotations.model import Relations
from tui.annotations.records import record
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.annotations.formats import Article

_OURS = re.compile(rb'\s*\{\s*"annotations"\s*:\s*\[\s*(?:\{\s*"id"\s*:\s*"[^"]*"\s*,\s*"kind"\s*:|\]\s*\}\s*\Z)')


def write(articles: Sequence[Article]) -> str:
    """``{"annotations": [...]}``, indented, document after document."""
    import json

    records = [record(article.document, placed) for article in articles for placed in article.in_order()]
    return json.dumps({"annotations": records}, ensure_ascii=False, indent=2) + "\n"


def recognises(data: bytes) -> bool:
    """Whether a file begins as a listing does."""
    return _OURS.match(data[:100_000].removeprefix(b"\xef\xbb\xbf")) is not None


def read(data: bytes) -> list[Foreign]:
    """The annotations of a listing; raises Refused for other JSON."""
    value = parsed_json(data)
    records = value.get("annotations") if isinstance(value, dict) else None
    if not isinstance(records, list) or not all(isinstance(each, dict) and "quote" in each for each in records):
        raise Refused("it has no annotations as listings print them")
    return placed_by_parents([_read(each) for each in records])


def _read(fields: Mapping[str, Any]) -> Foreign:
    note, about = string(fields.get("note")), string(fields.get("about"))
    parent = string(fields.get("parent"))
    # A whole text has no passage, and a reply to a note on one none either.
    quote = "" if about == WHOLE_TEXT else string(fields.get("quote"))
    paragraph = offset(fields.get("paragraph"))
    created = moment(string(fields.get("created")))
    return Foreign(
        work=Work(
            title=string(fields.get("title")),
            source=string(fields.get("source")),
            id=string(fields.get("document")),
        ),
        quote=quote,
        kind=Kind.BOOKMARK if fields.get("kind") == Kind.BOOKMARK else kind_of(note),
        prefix=string(fields.get("prefix")) if about != WHOLE_TEXT else "",
        suffix=string(fields.get("suffix")) if about != WHOLE_TEXT else "",
        block=paragraph - 1 if paragraph and about != WHOLE_TEXT else None,
        note=note,
        tags=strings(fields.get("tags")),
        colour=nearest_colour(string(fields.get("colour"))),
        name=string(fields.get("name")),
        created=created,
        modified=moment(string(fields.get("modified"))) or created,
        id=string(fields.get("id")),
        relations=Relations(
            parent, about, string(fields.get("author")), REFUSED if fields.get("place") == REFUSED else ""
        ),
    )


FORMAT = Format("json", ".json", "JSON, as listings print it", write=write, read=read, recognises=recognises)
