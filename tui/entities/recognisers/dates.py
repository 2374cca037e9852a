"""Dates that a text names, in French and in English, with a normal form (ISO 8601, as far as it is known).

Whatever can be put on a calendar: days, months with their year, years, decades, seasons, feasts, and ranges of them. A
weekday or a month alone is no date.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.recognisers.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = (
    ("january", "janvier", "jan", "janv"), ("february", "février", "fevrier", "feb", "fév", "févr"),
    ("march", "mars", "mar"), ("april", "avril", "apr", "avr"), ("may", "mai"), ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"), ("august", "août", "aout", "aug"), ("september", "septembre", "sept", "sep"),
    ("october", "octobre", "oct"), ("november", "novembre", "nov"), ("december", "décembre", "decembre", "dec", "déc"),
)  # fmt: skip
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_SEASONS = ("spring", "printemps"), ("summer", "été"), ("autumn", "automne", "fall"), ("winter", "hiver")
_FEASTS = """
easter, pâques; easter sunday, dimanche de pâques; easter monday, lundi de pâques; good friday, vendredi saint
christmas, noël; christmas eve; christmas day, jour de noël; boxing day; ascension; pentecost, pentecôte, whitsun
new year's day, new year’s day, jour de l'an, jour de l’an; new year's eve, new year’s eve, saint-sylvestre
valentine's day, valentine’s day, saint-valentin; st patrick's day, st patrick’s day, saint-patrick
mardi gras, shrove tuesday; ash wednesday; palm sunday, rameaux; toussaint; halloween; thanksgiving
new year, nouvel an; lunar new year, chinese new year, nouvel an chinois, nouvel an lunaire; advent, avent; lent, carême
mother's day, mother’s day, fête des mères; father's day, father’s day, fête des pères; ramadan; passover
epiphany, épiphanie
st david's day, st david’s day; st george's day, st george’s day; st andrew's day, st andrew’s day; lady day; michaelmas
ve day; vj day; armistice day, 11-novembre; remembrance sunday; remembrance day; independence day; memorial day
labor day; labour day; veterans day; columbus day; australia day; canada day; anzac day; bloomsday; burns night
candlemas, chandeleur
eid al-fitr, aïd el-fitr; eid al-adha, aïd el-kébir; martin luther king day; black friday; st stephen's day; saint-jean
whit monday, lundi de pentecôte; whit sunday; maundy thursday; guy fawkes night; 14-juillet
hanukkah, hanoukka; yom kippur, kippour; bonfire night; bastille day; diwali; eid; aïd
"""
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_SEASON = {name: names[0] for names in _SEASONS for name in names}
_FEAST = {
    name: re.sub(r"\W+", "-", names[0])
    for names in (line.split(", ") for line in re.split(r"[\n;] ?", _FEASTS.strip()))
    for name in names
}
_COUNTED = (
    r"euros?|dollars?|pounds?|francs?|people|persons?|men|women|personnes|habitants|hommes|femmes|kilomet|kilomèt|mètres|met(?:er|re)s"
    r"|km|m|kg|tonnes|tons|miles|feet|years|ans|jours|days|hectares|acres|litres|watts|mégawatts|salariés|employees"
    r"|emplois|jobs|pages|signatures|exemplaires|copies|places|seats|soldats|soldiers|words|mots|volts|chevaux|points"
    r"|visitors|visiteurs|spectators|spectateurs|voix|votes|logements|homes|houses|élèves|pupils|students|étudiants"
    r"|patients|species|espèces|fans|supporters|migrants|children|enfants|familles|families|cases|cas|times|fois"
)


class Dated(NamedTuple):
    """Where a date stands, and its normal form.

    ``2023-06-12``, ``2023-06``, ``2023``, ``--06-12`` without its year, ``199X`` for a decade, ``2023-summer``,
    ``easter``, and with a stroke between two ends ``1914/1918``, ``--07-07/--10-05``.
    """

    start: int
    end: int
    normal: str


@cache
def _pattern() -> re.Pattern[str]:
    month = rf"(?:{'|'.join(sorted(_MONTH, key=len, reverse=True))})\b\.?"
    day = rf"(?:(?:{_WEEKDAYS}),?{_BLANK})?"
    season, feast = "|".join(_SEASON), "|".join(re.escape(name) for name in sorted(_FEAST, key=len, reverse=True))
    year, near = r"(?:1\d|20)\d\d", r"(?:19|20)\d\d"
    number = r"(?:0?[1-9]|[12]\d|3[01])"
    nth, of = r"(?:er|st|nd|rd|th)?", rf"{_BLANK}(?:of{_BLANK})?"
    to = rf"(?:{_BLANK}(?:au|to|until|through){_BLANK}|{_BLANK}?[-–—]{_BLANK}?)"
    return re.compile(
        rf"""(?<![\w.,€$£/+-])(?:
          (?P<y0>{year})-(?P<m0>0[1-9]|1[0-2])(?:-(?P<d0>0[1-9]|[12]\d|3[01]))?
        | (?P<d1>{number})(?P<stroke>[/.])(?P<m1>{number})(?P=stroke)(?P<y1>{near})
        | {day}(?P<d2>{number}){nth}(?:{of}(?P<m2>{month})(?:,?{_BLANK}(?P<y2>{year}))?)?{to}
            {day}(?P<d3>{number}){nth}{of}(?P<m3>{month})(?:,?{_BLANK}(?P<y3>{year}))?
        | (?<!\d[ ])(?P<da>{number}){nth}{_BLANK}(?:et|and|ou|or|&){_BLANK}(?P<db>{number}){nth}{of}(?P<mb>{month})
            (?:,?{_BLANK}(?P<yb>{year}))?
        | (?P<mc>{month}){_BLANK}(?P<dc>{number}){nth}{_BLANK}(?:and|or|&){_BLANK}(?P<dd>{number}){nth}(?!\w)
            (?:,?{_BLANK}(?P<yc>{year}))?
        | (?P<part>[1-4](?:er|e|ème){_BLANK}(?:trimestre|semestre)|[QHTS][1-4]){_BLANK}(?P<yp>{near})
        | {day}(?P<d4>{number}){nth}{of}(?P<m4>{month})(?:,?{_BLANK}(?P<y4>{year}))?
        | {day}(?P<m5>{month}){_BLANK}(?P<d5>{number}){nth}\b
            (?:{to}(?:(?P<m6>{month}){_BLANK})?(?P<d6>{number}){nth}\b)?(?:,?{_BLANK}(?P<y5>{year}))?
        | (?P<m7>{month})(?:{_BLANK}(?:of|de))?,?{_BLANK}(?P<y7>{year})
        | \b(?:from|de){_BLANK}(?P<from8>{year}){_BLANK}(?:to|à){_BLANK}(?P<to8>{year})
        | (?P<from9>{year})[-–/](?P<to9>{near}|\d\d(?!\d))
        | (?:années{_BLANK}(?P<decade1>{near}|[2-9]0)(?:[-–]\d\d)?
            |(?P<decade2>{near})s|(?<=the{_BLANK})['’]?(?P<decade3>[2-9]0)s)
        | (?P<s1>{season}){_BLANK}(?:of{_BLANK}|de{_BLANK})?(?P<ys>{near}|1[5-8]\d\d)
        | (?P<feast>{feast})\b(?:{_BLANK}(?P<yf>{near}))?
        | (?P<prep>(?:\b(?:in|since|by|until|before|after|from|of|between|and|around|circa|year|en|depuis|avant|après|to
            |dès|de|vers|least|about|autour[ ]de|an|année|entre|et|jusqu['’]en|fin|début|mi|late|early
            |à)[ \u00a0-]|[(–—]))?
            (?P<ya>{year})(?!{_BLANK}(?:{_COUNTED})\b)(?!{_BLANK}?[%€$£°])
        )\b(?![%€$£]|[.,]\d|-\w)""",
        re.IGNORECASE | re.VERBOSE,
    )


_BLANK = "[ \u00a0\u202f]"
_BEGINNINGS = sorted({re.split(r"\W", name)[0] for name in _FEAST})
_ANCHOR = re.compile(
    rf"[0-9A-ZÉ](?:(?<=\d)|(?<=[A-ZÉ])(?<!\w\w)(?:E|J|{'|'.join(name[1:] for name in _BEGINNINGS if len(name) > 1)})\b)"
)
"""Without one of these there is no date."""


def dates(text: str, start: int, end: int) -> Iterator[Dated]:
    """The dates in ``text[start:end]``, in order; none over another."""
    for match in _matches(text, start, end):
        found = {name: value for name, value in match.groupdict().items() if value}
        begin = match.start()
        if "ya" in found:
            begin = match.start("ya")
            if "prep" not in found and not 1900 <= int(found["ya"]) < 2100:
                continue
        if "from8" in found:
            begin = match.start("from8")
        month = found.get("mb") or found.get("mc") or found.get("m4") or found.get("m5") or found.get("m7")
        if month is not None and month.islower() and month[:3] in {"mar", "may", "sep", "dec", "jan"}:
            is_other = month not in {"mars", "septembre", "décembre", "decembre", "janvier", "march"}
            if is_other:
                continue
        if "feast" in found and not found["feast"][0].isupper():
            continue
        yield Dated(begin, match.end(), _normal(found))


def _matches(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What the pattern finds, which is long, and so only looked for near digits and feasts."""
    for begin, stop in windows(text, start, end, _ANCHOR, 40):
        yield from _pattern().finditer(text, begin, stop)


def normal_form(text: str) -> str:
    """The normal form of a mention of a date; the text itself where it has none."""
    dated = next(dates(f"from {text}", 0, len(text) + 5), None)
    return dated.normal if dated is not None else text.casefold()


def with_year(normal: str, written: str) -> str:
    """``--06-12`` with the year that a document's own date, as written, gives it; the nearest day is meant."""
    if not normal.startswith("--") or "/" in normal:
        return normal
    own = next(dates(written, 0, len(written)), None) if written else None
    if own is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", own.normal):
        return normal
    year, month = int(own.normal[:4]), int(own.normal[5:7])
    apart = int(normal[2:4]) - month
    return f"{year - (apart > 6) + (apart < -6)}{normal[1:]}"


def _month(name: str) -> int:
    return _MONTH[name.lower().rstrip(".")]


def _day(year: str, month: int, day: str | None) -> str:
    return f"{year or '-'}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _normal(found: dict[str, str]) -> str:
    if "from8" in found:
        return f"{found['from8']}/{found['to8']}"
    if "from9" in found:
        last = found["to9"]
        return f"{found['from9']}/{last if len(last) == 4 else found['from9'][:2] + last}"
    for name in ("decade1", "decade2", "decade3"):
        if name in found:
            return f"{found[name][:3]}X" if len(found[name]) == 4 else f"19{found[name][0]}X"
    if "s1" in found:
        return f"{found['ys']}-{_SEASON[found['s1'].lower()]}"
    if "part" in found:
        part = found["part"]
        letter = part[0] if part[0].isalpha() else "S" if "semestre" in part else "Q"
        number = part[1] if part[0].isalpha() else part[0]
        return f"{found['yp']}-{ {'T': 'Q', 'H': 'S'}.get(letter, letter) }{number}"
    for named, one, other, of_year in (("mb", "da", "db", "yb"), ("mc", "dc", "dd", "yc")):
        if named in found:
            ends = (_day(found.get(of_year, ""), _month(found[named]), found[day]) for day in (one, other))
            return "/".join(ends)
    if "feast" in found:
        feast = _FEAST[found["feast"].lower()]
        return f"{found['yf']}-{feast}" if "yf" in found else feast
    if "d3" in found:
        last_month = _month(found["m3"])
        year = found.get("y3", "")
        first = _day(found.get("y2", year), _month(found["m2"]) if "m2" in found else last_month, found["d2"])
        return f"{first}/{_day(year, last_month, found['d3'])}"
    if "m1" in found:
        day, month = int(found["d1"]), int(found["m1"])
        day, month = (month, day) if month > 12 else (day, month)
        return _day(found["y1"], month, str(day))
    if "m5" in found:
        first = _day(found.get("y5", ""), _month(found["m5"]), found["d5"])
        if "d6" not in found:
            return first
        return f"{first}/{_day(found.get('y5', ''), _month(found.get('m6', found['m5'])), found['d6'])}"
    for number in "047":
        if f"m{number}" in found:
            month_name = found[f"m{number}"]
            month = int(month_name) if month_name.isdigit() else _month(month_name)
            return _day(found.get(f"y{number}", ""), month, found.get(f"d{number}"))
    return found["ya"]
