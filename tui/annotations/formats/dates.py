"""Dates in words, of the languages that e-readers and articles write them in."""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar jänner enero gennaio janeiro januari января",
            "february feb février fevrier februar febrero febbraio fevereiro februari февраля",
            "march mar mars märz maerz marzo março marco maart марта",
            "april apr avril abril aprile апреля",
            "may mai mayo maggio maio mei мая",
            "june jun juin juni junio giugno junho июня",
            "july jul juillet juli julio luglio julho июля",
            "august aug août aout agosto augustus августа",
            "september sep sept septembre septiembre setiembre settembre setembro сентября",
            "october oct octobre oktober octubre ottobre outubro октября",
            "november nov novembre noviembre novembro ноября",
            "december dec décembre decembre dezember diciembre dicembre dezembro декабря",
        ),
        1,
    )
    for name in names.split()
}
"""The number of a month by its names, in small letters."""

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|2[0-9]{3})(?!\d)")
_DAY = re.compile(r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?![\d:])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Date(NamedTuple):
    """A date as far as it is known: 0 for a month or a day that is not told."""

    year: int
    month: int = 0
    day: int = 0


def date_in(text: str) -> Date | None:
    """The date that a line tells: ``2024-03-04``, ``March 4, 2024``, ``le 4 mars 2024``, ``4. März 2024``, ``2024``.

    None where no year is told. What cannot be a month or a day is left out; figures that are parts of a time of day
    are no days.
    """
    found = _ISO.search(text) or _EAST.search(text)
    if found is not None:
        return _sound(*(int(part or 0) for part in found.groups()))
    year = _YEAR.search(text)
    if year is None:
        return None
    month = next((MONTHS[word] for word in _WORD.findall(text.lower()) if word in MONTHS), 0)
    before, after = text[: year.start()], text[year.end() :]
    day = (_DAY.search(before) or _DAY.search(after)) if month else None
    return _sound(int(year[1]), month, int(day[1]) if day else 0)


def _sound(year: int, month: int, day: int) -> Date:
    from calendar import monthrange

    if not 1 <= month <= 12 or not year:
        return Date(year)
    return Date(year, month, day if 1 <= day <= monthrange(year, month)[1] else 0)
