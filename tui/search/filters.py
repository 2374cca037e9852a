"""Filters of a query, ``field:value``: which passages, documents or additions are meant, whatever the words.

``in:heading``, ``lang:fr``, ``doc:``, ``before:`` and ``after:`` are answered from the documents. What has to do with
entities and with what the reader added is answered by :class:`~tui.search.facts.Facts`, given by whoever searches.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pyroaring import BitMap

from tui.document.model import BlockKind
from tui.search.folding import fold_plain
from tui.search.vocabulary import allowed_typos

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document
    from tui.search.facts import Facts


class Field(StrEnum):
    """What a filter looks at."""

    IN = "in"
    TYPE = "type"
    ENTITY = "entity"
    TAG = "tag"
    COLOUR = "colour"
    LANG = "lang"
    DOC = "doc"
    IS = "is"
    BEFORE = "before"
    AFTER = "after"


PLACES = ("title", "heading", "note", "entity")
"""Values of ``in:``."""
STATES = ("bookmarked",)
"""Values of ``is:``."""
_SYNONYMS = {"color": Field.COLOUR}
FIELDS: dict[str, Field] = {**{field.value: field for field in Field}, **_SYNONYMS}
"""The fields by the names that may be typed."""
FILTER = re.compile(rf'(?P<negated>!?)(?P<field>{"|".join(FIELDS)}):(?P<value>"[^"]*"?|“[^”]*”?|«[^»]*»?|\S*)', re.I)
MONTHS, DAYS = 12, 31
_DATES = {Field.BEFORE, Field.AFTER}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier jan janv",
            "february fevrier feb fev fevr",
            "march mars mar",
            "april avril apr avr",
            "may mai",
            "june juin jun",
            "july juillet jul juil",
            "august aout aug",
            "september septembre sep sept",
            "october octobre oct",
            "november novembre nov",
            "december decembre dec",
        ),
        1,
    )
    for name in names.split()
}
"""The months in English and French, folded."""
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](?:(\d{1,2})[-/.])?(\d{4})(?!\d)")
_BEGUN = re.compile(r"[\d/.-]*")
_OPENING, _CLOSING = ('"', "“", "«"), ('"', "”", "»")
_QUOTES = '"“”«» \u00a0'


class Filter(NamedTuple):
    """One condition on passages."""

    field: Field
    values: tuple[str, ...]
    """One of which is to hold; folded."""
    negated: bool = False


class Completion(NamedTuple):
    """What could stand in the place of ``query[start:end]``, in code points."""

    start: int
    end: int
    text: str


def filter_of(match: re.Match[str]) -> Filter | None:
    """The filter that a match of :data:`FILTER` is; None for one whose value has yet to be typed."""
    field = FIELDS[match["field"].lower()]
    values = tuple(
        value for part in match["value"].strip(_QUOTES).split("|") if (value := fold_plain(part).strip(_QUOTES))
    )
    if field in _DATES:
        values = tuple(day for value in values if (day := day_of(value)))
    return Filter(field, values, bool(match["negated"])) if values else None


def is_no_date(match: re.Match[str]) -> bool:
    """Whether a match of :data:`FILTER` asks for a date with something that is none, nor is the beginning of one."""
    value = match["value"].strip(_QUOTES)
    is_typed = match["value"][:1] in _OPENING and match["value"][-1] not in _CLOSING
    return FIELDS[match["field"].lower()] in _DATES and _BEGUN.fullmatch(value) is None and not is_typed


def mended(wanted: Filter, documents: Sequence[Document], facts: Facts | None) -> Filter:
    """A filter that lets nothing through, with what its values may be misspelt from; the same where that is nothing."""
    if wanted.field in _DATES or wanted.field is Field.LANG:
        return wanted
    there = {fold_plain(value) for value in _values(wanted.field, documents, facts)}
    there.update([word for value in there for word in value.split()])
    return wanted._replace(values=tuple(_nearest(value, there) for value in wanted.values))


def _nearest(value: str, among: Iterable[str]) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(value, sorted(among), scorer=OSA.distance, score_cutoff=allowed_typos(value))
    return near[0] if near is not None else value


def passing(document: Document, wanted: Filter, facts: Facts | None) -> BitMap:
    """The indices of the document's blocks for which a filter holds."""
    found = BitMap()
    for value in wanted.values:
        found |= _holding(document, wanted.field, value, facts)
    return BitMap(range(len(document.blocks))) - found if wanted.negated else found


def _holding(document: Document, field: Field, value: str, facts: Facts | None) -> BitMap:
    everything = range(len(document.blocks))
    if field is Field.LANG:
        return BitMap(everything if document.language == value else ())
    if field is Field.DOC:
        named = value in fold_plain(document.title) or value in fold_plain(document.source)
        return BitMap(everything if named else ())
    if field in {Field.BEFORE, Field.AFTER}:
        return BitMap(everything if _dated(document.date, field, value) else ())
    if field is Field.IN:
        headings = BitMap()
        if _meant("heading", value):
            headings |= BitMap(_headings(document, 6))
        if _meant("title", value):
            headings |= BitMap(_headings(document, 1)[:1])
        if facts is not None and (_meant("note", value) or _meant("entity", value)):
            headings |= BitMap(facts.blocks(document, field, value))
        return headings
    return BitMap(facts.blocks(document, field, value) if facts is not None else ())


def _meant(name: str, value: str) -> bool:
    """Whether a value is a name or its beginning."""
    return name.startswith(value)


def _headings(document: Document, level: int) -> list[int]:
    """The indices of the headings down to a level."""
    _, _, special = document.blocks.parts()
    return [
        index for index, block in sorted(special.items()) if block.kind is BlockKind.HEADING and block.level <= level
    ]


def _dated(date: str, field: Field, value: str) -> bool:
    """Whether a document's date surely lies before or after another one; each may be only a year or a month."""
    day = day_of(date)
    known = min(len(day), len(value))
    return day[:known] < value[:known] if field is Field.BEFORE else day[:known] > value[:known]


@lru_cache(4096)
def day_of(date: str) -> str:
    """A date as ``2023-06-12``, as far as it says: ``12 juin 2023``, ``June 2023``, ``12/06/2023``; else nothing."""
    if match := _YEAR_FIRST.match(date):
        return _iso(*match.groups())
    if match := _YEAR_LAST.match(date):
        day, month, year = match.groups()
        if month is None:
            return _iso(year, day)
        return _iso(year, day, month) if int(month) > MONTHS else _iso(year, month, day)
    parts = re.findall(r"\d+|[a-z]+", fold_plain(date))
    month = next((str(_MONTHS[part]) for part in parts if part in _MONTHS), None)
    year = next((part for part in parts if len(part) == 4 and part.isdecimal()), None)
    day = next((part for part in parts if len(part) <= 2 and part.isdecimal()), None)
    return _iso(year, month, day) if year is not None else ""


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    if month is None or not 1 <= int(month) <= MONTHS:
        return year
    return (
        f"{year}-{int(month):02}"
        if day is None or not 1 <= int(day) <= DAYS
        else f"{year}-{int(month):02}-{int(day):02}"
    )


def completions(query: str, caret: int, documents: Iterable[Document], facts: Facts | None) -> list[Completion]:
    """What the word that the caret stands behind could become: a field, or a value of one."""
    start = max((match.end() for match in re.finditer(r'[a-z]+:"[^"]*"|\s', query[:caret], re.I)), default=0)
    opened = re.search(r'!?[a-z]+:"[^"]*\Z', query[:caret], re.I)
    start = opened.start() if opened else start
    typed = query[start:caret]
    start += typed.startswith("!")
    typed = typed.removeprefix("!")
    match = FILTER.fullmatch(typed)
    if match is None:
        return [Completion(start, caret, f"{name}:") for name in Field if typed and name.startswith(typed.lower())]
    begun = fold_plain(match["value"].strip(_QUOTES)).rpartition("|")[2]
    before = match["value"].lstrip(_QUOTES).rpartition("|")
    field = FIELDS[match["field"].lower()]
    found: list[Completion] = []
    for value in dict.fromkeys(_values(field, documents, facts)):
        folded = fold_plain(value)
        if folded != begun and (folded.startswith(begun) or f" {begun}" in folded):
            whole = before[0] + before[1] + value
            text = f'"{whole}"' if any(letter.isspace() for letter in whole) else whole
            found.append(Completion(start, caret, f"{match['field']}:{text}"))
    return found


def _values(field: Field, documents: Iterable[Document], facts: Facts | None) -> Iterable[str]:
    if field is Field.IN:
        yield from PLACES
    elif field is Field.IS:
        yield from STATES
    elif field is Field.LANG:
        yield from sorted({document.language for document in documents} - {""})
    elif field is Field.DOC:
        yield from (document.title.replace('"', "") for document in documents)
    elif field in {Field.BEFORE, Field.AFTER}:
        yield from sorted({day_of(document.date) for document in documents} - {""})
    elif facts is not None:
        yield from (value.replace('"', "") for value in facts.values(field))
