"""Dates that a text names, in French and in English, with a normal form (ISO 8601, as far as it is known)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    ("january", "janvier", "jan"), ("february", "février", "fevrier", "feb"), ("march", "mars"), ("april", "avril"),
    ("may", "mai"), ("june", "juin"), ("july", "juillet"), ("august", "août", "aout", "aug"),
    ("september", "septembre", "sept"), ("october", "octobre", "oct"), ("november", "novembre", "nov"),
    ("december", "décembre", "decembre", "dec"),
)  # fmt: skip
_WEEKDAYS = (
    ("monday", "lundi"), ("tuesday", "mardi"), ("wednesday", "mercredi"), ("thursday", "jeudi"), ("friday", "vendredi"),
    ("saturday", "samedi"), ("sunday", "dimanche"),
)  # fmt: skip
_SEASONS = ("spring", "printemps"), ("summer", "été"), ("autumn", "automne", "fall"), ("winter", "hiver")
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS, 1) for name in names}
_SEASON = {name: names[0] for names in _SEASONS for name in names}
_ORDINARY = frozenset({"may", "march", "mars", "mai", "august", "april", "june"})
"""Months whose names are other words too: alone they are dates only where a preposition says so."""
_COUNTED = (
    r"euros?|dollars?|pounds?|francs?|people|persons?|men|women|personnes|habitants|hommes|femmes|kilomet|kilomèt|mètres|met(?:er|re)s"
    r"|km|m|kg|tonnes|tons|miles|feet|years|ans|jours|days|hectares|acres|litres|watts|mégawatts|salariés|employees"
    r"|emplois|jobs|pages|signatures|exemplaires|copies|places|seats|soldats|soldiers|words|mots|volts|chevaux|points"
)


class Dated(NamedTuple):
    """Where a date stands, and its normal form.

    ``2023-06-12``, ``2023-06``, ``2023``, ``--06-12`` without its year, ``199X`` for a decade, ``2023-summer``,
    ``1914/1918``, ``W-2`` for a Tuesday.
    """

    start: int
    end: int
    normal: str


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_MONTH, key=len, reverse=True))
    day = "|".join(_WEEKDAY)
    season = "|".join(_SEASON)
    year = r"(?:1\d|20)\d\d"
    near = r"(?:19|20)\d\d"
    blank = "[ \u00a0\u202f]"
    number = r"(?:0?[1-9]|[12]\d|3[01])"
    part = r"(?:[ ](?:morning|afternoon|evening|night|matin|midi|après-midi|soir))?"
    return re.compile(
        rf"""(?<![\w.,€$£/-])(?:
          (?P<iso>{year}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)
        | (?P<d0>{number})[/.](?P<m0>0?[1-9]|1[0-2])[/.](?P<y0>{near})
        | (?:(?:{day}),?{blank})?(?P<d1>{number})(?:er|st|nd|rd|th)?{blank}(?:of{blank})?
            (?P<m1>{month})\b\.?(?:,?{blank}(?P<y1>{year}))?
        | (?:(?:{day}),?{blank})?(?P<m2>{month})\.?{blank}(?P<d2>{number})(?:st|nd|rd|th)?\b(?:,?{blank}(?P<y2>{year}))?
        | (?P<m3>{month})(?:{blank}(?:of|de))?,?{blank}(?P<y3>{year})
        | (?P<w4>{day}){part}
        | (?P<from8>{year})[-–](?P<to8>{year})
        | (?P<decade1>années{blank}(?:{near}|[2-9]0))
        | (?P<decade2>(?:{near}s|(?<=the{blank})[2-9]0s))
        | (?P<s5>{season}){blank}(?:of{blank}|de{blank})?(?P<y5>{near})
        | (?P<m6>{month})
        | (?P<prep>(?:\b(?:in|since|by|until|before|after|from|of|between|and|around|circa|year|en|depuis|avant|après
            |dès|de|vers|an|année|entre|et|jusqu['’]en|fin|début|mi|to|late|early)[ \u00a0-]|[(–—]))?(?P<y7>{year})
            (?!{blank}(?:{_COUNTED})\b)(?!{blank}?[%€$£°])
        )\b(?![%€$£]|[.,]\d|-\w)""",
        re.IGNORECASE | re.VERBOSE,
    )


_ANY = re.compile(
    "|".join([r"\d{4}", *(name for name in (*_MONTH, *_WEEKDAY) if len(name) > 2), r"\d0s", "années"]), re.IGNORECASE
)
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|en|since|depuis|by|until|last|next|this|of|de|d['’]|fin|début|mi-?|late|early|mid-?|from|to|for|pour"
    r"|dès|before|after|avant|après|jusqu['’]en|through|and|et|every|between)\s?)\Z",
    re.IGNORECASE,
)


def dates(text: str, start: int, end: int) -> Iterator[Dated]:
    """The dates in ``text[start:end]``, in order; none over another."""
    if _ANY.search(text, start, end) is None:
        return
    for match in _pattern().finditer(text, start, end):
        found = {name: value for name, value in match.groupdict().items() if value}
        begin = match.start()
        if "y7" in found:
            begin = match.start("y7")
            if "prep" not in found and not 1900 <= int(found["y7"]) < 2100:
                continue
        month = found.get("m6")
        if month is not None and not _is_month(text, start, begin, month):
            continue
        yield Dated(begin, match.end(), _normal(found))


def normal_form(text: str) -> str:
    """The normal form of a mention of a date; the text itself where it has none."""
    dated = next(dates(f"in {text}", 0, len(text) + 3), None)
    return dated.normal if dated is not None else text.casefold()


def _is_month(text: str, start: int, at: int, name: str) -> bool:
    """Whether a month's name without day or year is a month here: ``in May``, but not ``She may``."""
    plain = name.lower()
    if len(plain) < 5 and plain not in {"may", "june", "july", "mai", "juin", "août", "aout", "mars"}:
        return False
    if plain in _ORDINARY:
        in_english = plain not in {"mars", "mai"}
        following = text[at + len(name) : at + len(name) + 2]
        if name[0].isupper() != in_english or (following[:1] == " " and following[1:].isupper()):
            return False
        return _BEFORE_MONTH.search(text, max(start, at - 12), at) is not None
    return True


def _normal(found: dict[str, str]) -> str:
    if "iso" in found:
        return found["iso"]
    if "w4" in found:
        return f"W-{_WEEKDAY[found['w4'].lower()]}"
    if "from8" in found:
        return f"{found['from8']}/{found['to8']}"
    decade = found.get("decade1") or found.get("decade2")
    if decade:
        digits = re.sub(r"\D", "", decade)
        return f"{digits[:3]}X" if len(digits) == 4 else f"19{digits[0]}X"
    year = next((value for name, value in found.items() if name.startswith("y")), "-")
    if "s5" in found:
        return f"{year}-{_SEASON[found['s5'].lower()]}"
    if "m0" in found:
        return f"{year}-{int(found['m0']):02d}-{int(found['d0']):02d}"
    month = next((_MONTH[found[name].lower()] for name in ("m1", "m2", "m3", "m6") if name in found), None)
    if month is None:
        return year
    day = found.get("d1") or found.get("d2")
    return f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
