"""Annotations and documents field by field, as machines tell one another of them.

An annotation's tags are fields of their own, ``tag:NAME``: True where it has the tag, None where it lost it. So are the
texts that a document has had, ``text:FINGERPRINT``, by which it is known on other machines, and where reading stopped
in each, ``read:FINGERPRINT``.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from tui.annotations.cleaning import clean, clean_name, clean_note, clean_tag
from tui.annotations.formats.foreign import moment
from tui.annotations.kinds import REFUSED, Colour, Kind
from tui.annotations.model import Anchor, Annotation, Relations
from tui.document.harmless import harmless_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tui.annotations.model import Change, KnownDocument
    from tui.annotations.registers import Value

TAG, TEXT, READ = "tag:", "text:", "read:"
NEEDED = frozenset({"document", "kind", "anchor", "created"})
"""The fields without which there is no annotation."""
TOLD = frozenset({"note", "name", "colour"})
"""The fields of which a value that lost is put into the annotation's history."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_LONGEST_WORD = 400
_SHOWN = 40
"""Code points of a field's name in messages."""
_FARTHEST = 2**62


def of_annotation(annotation: Annotation, anchor: Anchor) -> dict[str, Value]:
    """What the fields of an annotation are; ``anchor`` is that which the reader gave it."""
    found: dict[str, Value] = {
        "document": annotation.document,
        "kind": "bookmark" if annotation.kind is Kind.BOOKMARK else "passage",
        "anchor": _plain(anchor),
        "note": annotation.note,
        "colour": annotation.colour.value,
        "name": annotation.name,
        "created": moment(annotation.created) or moment(annotation.modified) or "1970-01-01T00:00:00.000Z",
        "deleted": moment(annotation.deleted),
        **{name: getattr(annotation.relations, name) for name in _RELATIONS},
    }
    return found | {f"{TAG}{tag}": True for tag in annotation.tags}


def of_document(known: KnownDocument) -> dict[str, Value]:
    """What the fields of a document are."""
    found: dict[str, Value] = {"title": known.title, "language": known.language, "source": known.source}
    if _FINGERPRINT.fullmatch(known.fingerprint):
        found[f"{TEXT}{known.fingerprint}"] = True
        if known.position is not None:
            found[f"{READ}{known.fingerprint}"] = known.position
    return found


def changed_at(annotation: Annotation, history: Iterable[Change], otherwise: str) -> Callable[[str], str]:
    """What tells when a field became what it is, by the journal; ``otherwise`` where that says nothing."""
    times: dict[str, str] = {}
    for change in history:
        was = {} if change.before is None else of_annotation(change.before, change.before.anchor)
        became = of_annotation(change.after, change.after.anchor)
        time = moment(change.after.modified) or change.time
        times |= {field: time for field in was.keys() | became.keys() if was.get(field) != became.get(field)}
    last = moment(annotation.modified) or otherwise

    return lambda field: times.get(field, last)


def annotation_of(identifier: str, values: Mapping[str, Value], here: Annotation | None) -> Annotation | None:
    """The annotation whose fields these are; what they leave open is as it is ``here``; None where too little is known.

    Tags that are here keep their order, others follow by name.
    """
    if here is None and not values.keys() >= NEEDED:
        return None
    told = {name: value for name, value in values.items() if isinstance(value, str)}
    anchor = values.get("anchor")
    base = here or Annotation(
        id=identifier, document=told["document"], kind=Kind.HIGHLIGHT, anchor=Anchor("", "", "", 0, 0, 0)
    )
    named = [field.removeprefix(TAG) for field in values if field.startswith(TAG)]
    gone = {tag for tag in named if values[f"{TAG}{tag}"] is None}
    new = sorted(tag for tag in named if tag not in gone and tag not in base.tags)
    note = told.get("note", base.note)
    bookmark = told["kind"] == "bookmark" if "kind" in told else base.kind is Kind.BOOKMARK
    relations = {name: told[name] for name in _RELATIONS if name in told}
    return clean(
        replace(
            base,
            document=told.get("document", base.document),
            kind=Kind.BOOKMARK if bookmark else Kind.NOTE if note.strip() else Kind.HIGHLIGHT,
            anchor=Anchor(**anchor) if isinstance(anchor, dict) else base.anchor,
            note=note,
            tags=(*(tag for tag in base.tags if tag not in gone), *new),
            colour=Colour(told.get("colour", base.colour)),
            name=told.get("name", base.name),
            created=told.get("created", base.created),
            deleted=told.get("deleted", base.deleted),
            relations=replace(base.relations, **relations),
        )
    )


def checked(scope: str, field: str, value: Value) -> tuple[str, Value] | None:
    """A field and its value as they may be kept; None for a field that is not known; raises ``ValueError``."""
    if scope == "annotation" and field.startswith(TAG):
        tag = clean_tag(field.removeprefix(TAG))
        if not tag or value not in (True, None):
            raise ValueError(f"{field[:_SHOWN]!r} is no tag")
        return f"{TAG}{tag}", value
    if scope == "document" and field.startswith((TEXT, READ)):
        if not _FINGERPRINT.fullmatch(field[len(TEXT) :]):
            raise ValueError(f"{field[:_SHOWN]!r} is no text")
        return field, True if field.startswith(TEXT) else _number(value)
    check = (_ANNOTATION if scope == "annotation" else _DOCUMENT).get(field)
    if check is None:
        return None
    try:
        return field, check(value)
    except (TypeError, ValueError, KeyError) as error:
        raise ValueError(f"{field[:_SHOWN]!r} cannot be that") from error


def _matching(*patterns: re.Pattern[str]) -> Callable[[Value], Value]:
    def check(value: Value) -> Value:
        if not isinstance(value, str) or not any(pattern.fullmatch(value) for pattern in patterns):
            raise ValueError
        return value

    return check


def _text(clean: Callable[[str], str]) -> Callable[[Value], Value]:
    def check(value: Value) -> Value:
        if not isinstance(value, str):
            raise TypeError
        return clean(value)

    return check


def _word(value: Value) -> Value:
    if not isinstance(value, str) or len(value) > _LONGEST_WORD or harmless_line(value) != value:
        raise ValueError
    value.encode()
    return value


def _path(value: Value) -> Value:
    if not isinstance(value, str) or "\0" in value:
        raise TypeError
    value.encode("utf-8", "surrogateescape")
    return value


def _number(value: Value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _FARTHEST:
        raise ValueError
    return value


def _anchor(value: Value) -> Value:
    if not isinstance(value, dict):
        raise TypeError
    quote, prefix, suffix = value["quote"], value["prefix"], value["suffix"]
    start, end, block = (_number(value[name]) for name in ("start", "end", "block"))
    if not all(isinstance(each, str) for each in (quote, prefix, suffix)) or end < start:
        raise ValueError
    anchor = Anchor(quote, prefix, suffix, start, end, block)
    return _plain(clean(Annotation("", "", Kind.HIGHLIGHT, anchor)).anchor)


def _plain(anchor: Anchor) -> dict[str, Value]:
    return {name: getattr(anchor, name) for name in _ANCHOR}


_NOTHING = re.compile("")
_ANCHOR = tuple(each.name for each in fields(Anchor))
_RELATIONS = tuple(each.name for each in fields(Relations))
_ANNOTATION: dict[str, Callable[[Value], Value]] = {
    "document": _word,
    "kind": _matching(re.compile("bookmark|passage")),
    "anchor": _anchor,
    "note": _text(clean_note),
    "colour": lambda value: Colour(str(value)).value,
    "name": _text(clean_name),
    "created": _matching(_TIME),
    "deleted": _matching(_TIME, _NOTHING),
    **dict.fromkeys(_RELATIONS, _word),
    "parent": _matching(_UUID, _NOTHING),
    "place": _matching(re.compile(REFUSED), _NOTHING),
}
_DOCUMENT: dict[str, Callable[[Value], Value]] = {
    "title": _text(harmless_line),
    "language": _text(harmless_line),
    "source": _path,
}
