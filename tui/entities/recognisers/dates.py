"""Dates that a text names, in French and in English, with a normal form (ISO 8601, as far as it is known)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    ("january", "janvier"), ("february", "février", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"),
    ("june", "juin"), ("july", "juillet"), ("august", "août", "aout"), ("september", "septembre"),
    ("october", "octobre"), ("november", "novembre"), ("december", "décembre", "decembre"),
)  # fmt: skip
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


class Dated(NamedTuple):
    """Where a date stands, and its normal form: ``2023-06-12``, ``2023-06``, ``2023``, ``--06-12``, ``199X``."""

    start: int
    end: int
    normal: str


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(_NUMBERS, key=len, reverse=True))
    year = r"(?:1[0-9]|20)\d\d"
    blank = "[ \u00a0\u202f]"
    return re.compile(
        rf"\b(?:(?P<iso>{year}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)"
        rf"|(?P<d1>[0-3]?\d)(?:er|st|nd|rd|th)?{blank}(?:of{blank})?(?P<m1>{month})(?:,?{blank}(?P<y1>{year}))?"
        rf"|(?P<m2>{month}){blank}(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,?{blank}(?P<y2>{year}))?"
        rf"|(?P<m3>{month})(?:{blank}of)?{blank}(?P<y3>{year})"
        rf"|(?<=années{blank})(?P<decade1>{year})|(?P<decade2>{year})s"
        rf"|(?<=\ben{blank})(?P<ye>{year})|(?<=\bin{blank})(?P<yi>{year})|(?<=since{blank})(?P<ys>{year})"
        rf"|(?<=depuis{blank})(?P<yd>{year})|(?<=\bby{blank})(?P<yb>{year})|(?<=until{blank})(?P<yu>{year})"
        rf"|(?<=avant{blank})(?P<ya>{year})|(?<=après{blank})(?P<yp>{year})|(?<=before{blank})(?P<yf>{year})"
        rf"|(?<=after{blank})(?P<yt>{year})|(?<=\bde{blank})(?P<yde>{year})|(?<=\bof{blank})(?P<yo>{year}))\b(?!%|,\d|\.\d)",
        re.IGNORECASE,
    )


def dates(text: str, start: int, end: int) -> Iterator[Dated]:
    """The dates in ``text[start:end]``, in order."""
    if not any(digit in text[start:end] for digit in "0123456789"):
        return
    for match in _pattern().finditer(text, start, end):
        found = {name: value for name, value in match.groupdict().items() if value}
        day = found.get("d1") or found.get("d2")
        if day and not 1 <= int(day) <= 31:
            continue
        yield Dated(match.start(), match.end(), _normal(found, day))


def _normal(found: dict[str, str], day: str | None) -> str:
    if "iso" in found:
        return found["iso"]
    decade = found.get("decade1") or found.get("decade2")
    if decade:
        return f"{decade[:3]}X"
    month = next((_NUMBERS[found[name].lower()] for name in ("m1", "m2", "m3") if name in found), None)
    year = next((value for name, value in found.items() if name.startswith("y")), None)
    if month is None:
        return year or ""
    return f"{year or '-'}-{month:02d}" + (f"-{int(day):02d}" if day else "")
