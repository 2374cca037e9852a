"""An annotation as a row of the store, as JSON in its journal, and the digest that guards both.

SQLite does not notice a flipped bit inside a value, so each row carries a digest of its values
and is compared with it whenever it is read.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from tui.annotations.kinds import Colour, Kind
from tui.annotations.model import NO_RELATIONS, Anchor, Annotation, Relations

if TYPE_CHECKING:
    from collections.abc import Sequence

SELECT_ANNOTATIONS = (
    "SELECT id, document, kind, quote, prefix, suffix, starts, ends, block, note, tags, colour, name,"
    " created, modified, deleted, relations, digest FROM annotations"
)
"""The columns in the order of :func:`annotation_values`, then the digest."""

REPLACE_ANNOTATION = (
    "INSERT OR REPLACE INTO annotations (id, document, kind, quote, prefix, suffix, starts, ends, block,"
    " note, tags, colour, name, created, modified, deleted, relations, digest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

SELECT_DOCUMENTS = "SELECT id, source, title, language, fingerprint, opened, modified, position, digest FROM documents"

REPLACE_DOCUMENT = (
    "INSERT OR REPLACE INTO documents"
    " (id, source, title, language, fingerprint, opened, modified, position, digest)"
    " VALUES (?, CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?)"
)
"""The source, a file's name, need not be UTF-8: it is given as bytes."""

SELECT_CHANGES = "SELECT number, annotation, document, time, before, after, digest FROM changes"

SELECT_BATCHES = "SELECT number, batch FROM changes"

INSERT_CHANGE = (
    "INSERT INTO changes (number, annotation, document, time, before, after, digest, batch, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'done')"
)
"""The batch, 0 for none, follows the digest."""

_TYPES: dict[type, bytes] = {str: b"str", int: b"int"}


def digest(values: Sequence[object]) -> bytes:
    """BLAKE2b (RFC 7693), 16 bytes, over the values and their types, each framed by its length."""
    from hashlib import blake2b

    framed = bytearray()
    for value in values:
        data = str(value).encode("utf-8", "surrogateescape")
        framed += b"%s:%d:%s" % (_TYPES.get(type(value)) or type(value).__name__.encode(), len(data), data)
    return blake2b(framed, digest_size=16).digest()


def annotation_values(annotation: Annotation) -> tuple[object, ...]:
    """The values of the annotation's row, without the digest."""
    anchor = annotation.anchor
    return (
        annotation.id,
        annotation.document,
        str(annotation.kind),
        anchor.quote,
        anchor.prefix,
        anchor.suffix,
        anchor.start,
        anchor.end,
        anchor.block,
        annotation.note,
        _to_json(annotation.tags),
        str(annotation.colour),
        annotation.name,
        annotation.created,
        annotation.modified,
        annotation.deleted,
        _relations_to_json(annotation.relations),
    )


def annotation_digest(values: Sequence[object]) -> bytes:
    """The digest of a row's values; relations that are empty do not count, as there were none at first."""
    return digest(values if values[-1] else values[:-1])


def annotation_from(values: Sequence[object]) -> Annotation:
    """The annotation of a row whose digest agrees; raises ``ValueError`` for kinds and colours unknown.

    Journals of before know no relations.
    """
    (id_, document, kind, quote, prefix, suffix, start, end, block, *rest) = values
    note, tags, colour, name, created, modified, deleted, *related = map(str, rest)
    return Annotation(
        id=str(id_),
        document=str(document),
        kind=Kind(str(kind)),
        anchor=Anchor(str(quote), str(prefix), str(suffix), _number(start), _number(end), _number(block)),
        note=note,
        tags=tuple(map(str, _from_json(tags))),
        colour=Colour(colour),
        name=name,
        created=created,
        modified=modified,
        deleted=deleted,
        relations=_relations_from_json(related[0] if related else ""),
    )


def to_journal(annotation: Annotation) -> str:
    """The annotation as the journal keeps it."""
    return _to_json(annotation_values(annotation))


def from_journal(text: str) -> Annotation:
    """The annotation that :func:`to_journal` wrote; raises ``ValueError`` when it is none."""
    return annotation_from(_from_json(text))


def _relations_to_json(relations: Relations) -> str:
    """The relations that there are, by name; empty where there are none."""
    import json

    if relations == NO_RELATIONS:
        return ""
    told = {name: value for name, value in asdict(relations).items() if value}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _relations_from_json(text: str) -> Relations:
    """What was written; raises ``ValueError`` when it is none. What a newer program added is passed over."""
    import json

    if not text:
        return NO_RELATIONS
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("no object")
    return Relations(**{field.name: str(told.get(field.name, "")) for field in fields(Relations)})


def _to_json(values: Sequence[object]) -> str:
    import json

    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> list[object]:
    import json

    values = json.loads(text)
    if not isinstance(values, list):
        raise ValueError("not a list")
    return values


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError("not a number")
    return value
