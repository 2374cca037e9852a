"""An annotation as a file tells of it, before it has a place in a text of ours; and what readers share."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tui.annotations.kinds import Colour, Kind
from tui.annotations.model import NO_RELATIONS
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.annotations.model import Annotation, Relations

_OURS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MOST = 2**31
"""Offsets from here on are no offsets."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a file says of the text that was annotated; empty where it does not say."""

    title: str = ""
    author: str = ""
    source: str = ""
    """An absolute path, or an address."""
    language: str = ""
    id: str = ""
    """The document's id, where we wrote the file."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file says of one annotation. ``created`` and ``modified`` are RFC 3339 in UTC, or empty.

    Offsets are code points of the text as it was for whoever wrote the file, which need not be ours;
    None where the file does not tell.
    """

    work: Work
    quote: str
    kind: Kind = Kind.HIGHLIGHT
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    block: int | None = None
    """The index (from 0) of the paragraph that the passage begins in."""
    note: str = ""
    tags: tuple[str, ...] = ()
    colour: Colour | None = None
    name: str = ""
    created: str = ""
    modified: str = ""
    id: str = ""
    """What the file calls it; ours is a UUID."""
    relations: Relations | None = None
    """What else it hangs on, its parent by what the file calls that one; None where the format does not tell."""
    edited: bool = False
    """Whether it is known to have been changed in the file since it was ours, as it was when ``modified``."""
    undated: bool = False
    """Whether the file cannot tell when it was last changed, so that ``modified`` is only when it was made."""
    deleted: str = ""
    """When it was deleted; then nothing but its id is told."""


def from_ours(annotation: Annotation, work: Work) -> Foreign:
    """An annotation of ours as a file that holds everything would tell of it."""
    anchor = annotation.anchor
    return Foreign(
        work=work,
        quote=anchor.quote,
        kind=annotation.kind,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        start=anchor.start,
        end=anchor.end,
        block=anchor.block,
        note=annotation.note,
        tags=annotation.tags,
        colour=annotation.colour,
        name=annotation.name,
        created=annotation.created,
        modified=annotation.modified,
        id=annotation.id,
        relations=annotation.relations,
    )


def coded_by(foreign: Sequence[Foreign], coder: str) -> list[Foreign]:
    """The annotations as those of a coder, but for those that name another one."""
    return [
        each
        if each.relations is not None and each.relations.author
        else replace(each, relations=replace(each.relations or NO_RELATIONS, author=coder))
        for each in foreign
    ]


def placed_by_parents(foreign: Sequence[Foreign]) -> list[Foreign]:
    """The annotations, replies without a passage of their own at that of what they reply to."""
    by_id = {each.id: each for each in reversed(foreign) if each.id}
    known: dict[str, Foreign] = {}
    """What the replies to a reply stand at, once that has been found out."""

    def rooted(each: Foreign) -> Foreign:
        root, seen = each, {each.id}
        while not root.quote and root.relations is not None:
            parent = root.relations.parent
            if parent in seen or parent not in by_id:
                break
            root = known.get(parent, by_id[parent])
            seen |= {parent, root.id}
        known.update(dict.fromkeys(seen - {""}, root))
        return root

    def placed(each: Foreign) -> Foreign:
        root = rooted(each)
        if root is each or each.relations is None or each.quote:
            return each
        about = root.relations.about if root.relations is not None else ""
        return replace(
            each,
            quote=root.quote,
            prefix=root.prefix,
            suffix=root.suffix,
            start=root.start,
            end=root.end,
            block=root.block,
            relations=replace(each.relations, about=each.relations.about or about),
        )

    return [placed(each) for each in foreign]


def kind_of(note: str) -> Kind:
    """What an annotation with this note is, if it is no bookmark."""
    return Kind.NOTE if note.strip() else Kind.HIGHLIGHT


_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def decoded(data: bytes) -> str:
    """A file's text, newlines for ends of lines, without a byte order mark; raises Refused."""
    mark = next(filter(data.startswith, _MARKS), b"")
    encoding = _MARKS.get(mark, "utf-8")
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"byte {error.start + len(mark)} is not {encoding.upper()[:6].rstrip('-')}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def glimpse(data: bytes) -> str:
    """The first few thousand characters of a file, as far as they are text, to recognise it by."""
    mark = next(filter(data.startswith, _MARKS), b"")
    text = data[len(mark) : 8192].decode(_MARKS.get(mark, "utf-8"), "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parsed_json(data: bytes) -> Any:
    """A file's JSON; raises Refused. Lone surrogates, which no file can hold, are U+FFFD."""
    import json

    try:
        return json.loads(_without_escaped_surrogates(decoded(data)), parse_constant=_no_constant)
    except RecursionError as error:
        raise Refused("it is nested too deeply") from error
    except ValueError as error:
        raise Refused(f"it is not JSON: {error}") from error


def _without_escaped_surrogates(text: str) -> str:
    r"""JSON without ``\ud800`` and the like that have no other half."""
    return re.sub(
        r"(\\\\)|(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}",
        lambda found: found[1] or found[2] or "\\ufffd",
        text,
    )


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def string(value: object) -> str:
    """A value as text: strings as they are, numbers as digits, anything else as nothing."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def strings(value: object) -> tuple[str, ...]:
    """A list's texts, or the one that stands where a list might."""
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, map(string, values)))


def listed(value: object) -> list[Any]:
    """A value that may be one or many, as many; nothing as none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def offset(value: object) -> int | None:
    """A number that can be an offset, None for anything else."""
    number = isinstance(value, int) and not isinstance(value, bool)
    return value if number and 0 <= value < _MOST else None  # type: ignore[operator,return-value]


def moment(text: str) -> str:
    """A time as RFC 3339 in UTC, to the millisecond; empty when it is none. Without a zone it is UTC's."""
    from datetime import UTC, datetime

    text = text.strip()
    if _OURS.fullmatch(text):
        return text
    try:
        time = datetime.fromisoformat(text)
        time = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S').rjust(19, '0')}.{time.microsecond // 1000:03d}Z"


_HUES = {  # degrees
    Colour.YELLOW: 50,
    Colour.GREEN: 120,
    Colour.BLUE: 210,
    Colour.PURPLE: 275,
    Colour.PINK: 335,
}
_NAMES = {
    "amber": Colour.YELLOW,
    "orange": Colour.YELLOW,
    "gold": Colour.YELLOW,
    "olive": Colour.GREEN,
    "lime": Colour.GREEN,
    "teal": Colour.GREEN,
    "cyan": Colour.BLUE,
    "aqua": Colour.BLUE,
    "navy": Colour.BLUE,
    "violet": Colour.PURPLE,
    "magenta": Colour.PINK,
    "rose": Colour.PINK,
    "red": Colour.PINK,
    "jaune": Colour.YELLOW,
    "vert": Colour.GREEN,
    "bleu": Colour.BLUE,
    "violette": Colour.PURPLE,
    "rouge": Colour.PINK,
}


def nearest_colour(text: str) -> Colour | None:
    """The one of our colours that a name or ``#rrggbb`` comes nearest to; None for grey and what is no colour."""
    text = text.strip().lower()
    if text in set(Colour):
        return Colour(text)
    if text in _NAMES:
        return _NAMES[text]
    found = re.fullmatch(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?", text)
    if found is None:
        return None
    from colorsys import rgb_to_hls

    red, green, blue = bytes.fromhex(found[1])
    hue, _, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < 0.1:
        return None
    degrees = hue * 360

    def away(colour: Colour) -> float:
        distance = abs(_HUES[colour] - degrees)
        return min(distance, 360 - distance)

    return min(_HUES, key=away)
