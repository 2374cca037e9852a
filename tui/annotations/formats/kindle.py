"""Kindle's ``My Clippings.txt``, English and French.

A clipping is a title with the author in brackets, a line that says what it is, where and when, a blank
line, and the words; ten equal signs end it. A note is a clipping of its own, at the place where its
passage ends. A passage that was marked again, longer or shorter, stands twice; the later one counts.
Kindle's times are local ones, of a zone that it does not tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tui.annotations.formats import Format
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse
from tui.annotations.kinds import Kind
from tui.document.failures import Refused

_SEPARATOR = re.compile(r"^={10,}[ \t]*$", re.MULTILINE)
_FACTS = re.compile(r"-\s*(?:Your|Votre|Mon|La|Le)?\s*(?P<what>[^\W\d]+)\b(?P<rest>.*)", re.IGNORECASE)
_KINDS = {
    "highlight": Kind.HIGHLIGHT,
    "surlignement": Kind.HIGHLIGHT,
    "surlignage": Kind.HIGHLIGHT,
    "note": Kind.NOTE,
    "bookmark": Kind.BOOKMARK,
    "signet": Kind.BOOKMARK,
}
_PLACE = re.compile(r"(?:location|loc\.|emplacement)s?\s*(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_PAGE = re.compile(r"page\s*(\d+)(?:\s*[-–]\s*(\d+))?", re.IGNORECASE)
_AUTHOR = re.compile(r"(?P<title>.*\S)\s*\((?P<author>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier",
            "february février fevrier",
            "march mars",
            "april avril",
            "may mai",
            "june juin",
            "july juillet",
            "august août aout",
            "september septembre",
            "october octobre",
            "november novembre",
            "december décembre decembre",
        ),
        1,
    )
    for name in names.split()
}
_CLOCK = re.compile(r"(\d{1,2})\s*[:h]\s*(\d{2})(?:\s*(?::|min)\s*(\d{2}))?\s*s?\s*([ap]\.?m\b)?", re.IGNORECASE)
_LIMIT = re.compile(r"<[^<>]*(?:clipping limit|limite)[^<>]*>")


@dataclass(frozen=True)
class _Clipping:
    work: Work
    kind: Kind
    first: int
    last: int
    """Where it stands: locations, or pages where there are none."""
    created: str
    words: str


def recognises(data: bytes) -> bool:
    """Whether there is a clipping at the beginning."""
    parts = _SEPARATOR.split(glimpse(data), 1)
    return len(parts) > 1 and _clipping(parts[0]) is not None


def read(data: bytes) -> list[Foreign]:
    """The highlights, their notes with them, and bookmarks; raises Refused for a clipping that is none."""
    clippings: list[_Clipping] = []
    for number, part in enumerate(_SEPARATOR.split(decoded(data)), 1):
        if not part.strip("\n \ufeff"):
            continue
        clipping = _clipping(part)
        if clipping is None:
            raise Refused(f"clipping {number} does not say what it is, in English or in French")
        clippings.append(clipping)
    marks = [each for each in clippings if each.kind is not Kind.NOTE and (each.words or each.kind is Kind.BOOKMARK)]
    marks = [
        each for number, each in enumerate(marks) if not any(_replaces(later, each) for later in marks[number + 1 :])
    ]
    found = [_foreign(each) for each in marks]
    for note in clippings:
        if note.kind is Kind.NOTE and note.words:
            _hang(note, marks, found)
    return found


def _hang(note: _Clipping, marks: list[_Clipping], found: list[Foreign]) -> None:
    """Put a note on the highlight that ends where it stands, or keep it by itself."""
    there = [
        number
        for number, each in enumerate(marks)
        if each.kind is Kind.HIGHLIGHT and each.work == note.work and each.first <= note.first <= each.last
    ]
    if not there:
        found.append(replace(_foreign(note), quote="", note=note.words))
        return
    number = min(there, key=lambda each: (marks[each].last - note.first, each))
    before = found[number].note
    said = f"{before}\n\n{note.words}" if before else note.words
    found[number] = replace(found[number], kind=Kind.NOTE, note=said)


def _replaces(later: _Clipping, earlier: _Clipping) -> bool:
    """Whether a later clipping is the same passage marked again."""
    if later.work != earlier.work or later.kind is not Kind.HIGHLIGHT or earlier.kind is not Kind.HIGHLIGHT:
        return False
    overlap = later.first <= earlier.last and earlier.first <= later.last
    return overlap and (later.words in earlier.words or earlier.words in later.words)


def _foreign(clipping: _Clipping) -> Foreign:
    return Foreign(
        work=clipping.work,
        quote=clipping.words,
        kind=clipping.kind,
        created=clipping.created,
        modified=clipping.created,
        id=f"kindle:{clipping.work.title}:{clipping.kind}:{clipping.first}-{clipping.last}:{clipping.created}",
    )


def _clipping(part: str) -> _Clipping | None:
    lines = part.replace("\ufeff", "").replace("\xa0", " ").strip("\n").split("\n")
    if len(lines) < 2:
        return None
    facts = _FACTS.match(lines[1].strip())
    if facts is None or facts["what"].lower() not in _KINDS:
        return None
    place = _PLACE.search(facts["rest"]) or _PAGE.search(facts["rest"])
    first = int(place[1][:9]) if place else 0
    last = int(place[2][:9]) if place and place[2] else first
    if last < first:  # 1014-16
        last = int(str(first)[: -len(str(last))] + str(last))
    named = _AUTHOR.fullmatch(lines[0].strip())
    title, author = (named["title"], named["author"].strip()) if named else (lines[0].strip(), "")
    words = "\n".join(lines[2:]).strip()
    words = "" if _LIMIT.fullmatch(words) else words
    work = Work(title=title, author=author)
    return _Clipping(work, _KINDS[facts["what"].lower()], first, max(first, last), _time(facts["rest"]), words)


def _time(text: str) -> str:
    """The time in ``Added on Monday, January 4, 2021 10:15:32 PM`` or ``Ajouté le lundi 4 janvier 2021 22:15:32``."""
    said = text.rsplit("|", 1)[-1]
    month = next((_MONTHS[word] for word in re.findall(r"[^\W\d]+", said.lower()) if word in _MONTHS), 0)
    year = re.search(r"\b(\d{4})\b", said)
    day = re.search(r"\b(\d{1,2})\b(?!\s*[:h])", said)
    if not month or year is None or day is None:
        return ""
    clock = _CLOCK.search(said, year.end())
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4].lower().startswith("p") else 0)
    from datetime import datetime

    try:
        time = datetime(int(year[1]), month, int(day[1]), hour, minute, second)  # noqa: DTZ001 - the zone is not told
    except ValueError:
        return ""
    return f"{time.isoformat()}.000Z".rjust(24, "0")


FORMAT = Format("kindle", ".txt", "Kindle's My Clippings", read=read, recognises=recognises)
