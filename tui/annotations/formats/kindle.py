"""Kindle's ``My Clippings.txt``, in the languages that Kindles speak.

A clipping is a title with the author in brackets, a line that says what it is, where and when, a blank
line, and the words; ten equal signs end it. A note is a clipping of its own, at the place where its
passage ends. A passage that was marked again, longer or shorter, stands twice; the later one counts.
What a line calls itself in a language that is not known is taken for a highlight where words follow.
Kindle's times are local ones, of a zone that it does not tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.annotations.formats import Format
from tui.annotations.formats.dates import date_in
from tui.annotations.formats.foreign import Foreign, Work, decoded, glimpse
from tui.annotations.kinds import Kind
from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATOR = re.compile(r"^={10,}[ \t]*$", re.MULTILINE)
_FACTS = re.compile(r"[-–—]\s*(?P<facts>\S.*)")
_KINDS = {
    Kind.BOOKMARK: "bookmark signet lesezeichen marcador segnalibro bladwijzer закладк 书签 書籤 ブックマーク 북마크",
    Kind.HIGHLIGHT: (
        "highlight surlign markierung subrayado evidenziazione destaque markering выделен 标注 標註 ハイライト"
        " 하이라이트 clip ausschnitt recorte extrait ritaglio knipsel 剪贴 クリップ"
    ),
    Kind.NOTE: "note notiz nota notitie заметк 笔记 筆記 メモ 메모",
}
"""How the words for them begin: English, French, German, Spanish, Italian, Portuguese, Dutch, Russian, and so on."""
_STEMS = {
    kind: re.compile("|".join(stem if ord(stem[0]) > 0x1000 else rf"(?<!\w){stem}" for stem in stems.split()))
    for kind, stems in _KINDS.items()
}
_RANGE = r"\s{0,3}(?:n[o°º]\.?|[#:])?\s{0,3}(\d+)(?:\s{0,3}[-–]\s{0,3}(\d+))?"
_PLACE = re.compile(
    rf"(?:location|loc\.|emplacement|position|posici[óo]n|ubicaci[óo]n|posizion[ei]|posi[çc][ãa]o|locatie"
    rf"|местоположени[ея]|позици[ия]|位置|위치)s?{_RANGE}",
    re.IGNORECASE,
)
_PAGE = re.compile(rf"(?:page|seite|p[áa]gina|страниц[аеы]|第|페이지)s?{_RANGE}", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)(?:\s{0,3}[-–]\s{0,3}(\d+))?")
_AUTHOR = re.compile(r"(?P<title>.*\S)\s*\((?P<author>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*")
_CLOCK = re.compile(
    r"(?P<before>上午|午前|오전|下午|午後|오후)?\s*(\d{1,2})\s*[:h]\s*(\d{2})(?:\s*(?::|min)\s*(\d{2}))?"
    r"\s*s?\s*([ap]\.?\s?m\b)?",
    re.IGNORECASE,
)
_AFTERNOON = {"下午", "午後", "오후"}
_LIMIT = re.compile(r"<[^<>=/\n]*(?: [^<>=/\n ]+){2,}>")
"""What stands for words that a publisher does not let out: ``<You have reached the clipping limit for this item>``."""
_LONGEST = 400
"""Characters of the line that says what a clipping is, and of what stands for words that are not let out."""
_STEP = 64
"""Locations of a drawer: what stands in the same one is compared."""
_COMPARED = 200
"""So many passages of a drawer are compared with another."""


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
    return len(parts) > 1 and _clipping(parts[0], known=True) is not None


def read(data: bytes) -> list[Foreign]:
    """The highlights, their notes with them, and bookmarks; raises Refused for a clipping that is none."""
    clippings: list[_Clipping] = []
    for number, part in enumerate(_SEPARATOR.split(decoded(data)), 1):
        if not part.strip("\n \ufeff"):
            continue
        clipping = _clipping(part)
        if clipping is None:
            raise Refused(f"clipping {number} does not say what it is")
        clippings.append(clipping)
    marks = [each for each in clippings if each.kind is not Kind.NOTE and (each.words or each.kind is Kind.BOOKMARK)]
    marks = _latest(marks)
    found = [_foreign(each) for each in marks]
    drawers = _Drawers()
    for number, mark in enumerate(marks):
        if mark.kind is Kind.HIGHLIGHT:
            drawers.put(mark, number)
    places = {id(each): number for number, each in enumerate(clippings)}
    for note in clippings:
        if note.kind is Kind.NOTE and note.words:
            _hang(note, marks, found, drawers, places)
    return found


class _Drawers:
    """Passages by where they stand, so that not all have to be compared with all."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Work, int], list[int]] = defaultdict(list)

    def put(self, clipping: _Clipping, number: int) -> None:
        """Put a passage in, by its number."""
        for drawer in self._of(clipping):
            self._numbers[drawer].append(number)

    def beside(self, clipping: _Clipping) -> set[int]:
        """The numbers of passages that may stand where a clipping does, the last of each drawer."""
        return {number for drawer in self._of(clipping) for number in self._numbers.get(drawer, ())[-_COMPARED:]}

    @staticmethod
    def _of(clipping: _Clipping) -> Iterator[tuple[Work, int]]:
        first = clipping.first // _STEP
        for place in range(first, min(clipping.last // _STEP, first + _STEP) + 1):
            yield clipping.work, place


def _latest(marks: list[_Clipping]) -> list[_Clipping]:
    """Those that were not marked again later."""
    later = _Drawers()
    kept = []
    for number, mark in sorted(enumerate(marks), reverse=True):
        if mark.kind is Kind.HIGHLIGHT:
            if any(_replaces(marks[each], mark) for each in later.beside(mark)):
                continue
            later.put(mark, number)
        kept.append(mark)
    return kept[::-1]


def _hang(
    note: _Clipping, marks: list[_Clipping], found: list[Foreign], drawers: _Drawers, places: dict[int, int]
) -> None:
    """Put a note on the highlight that ends where it stands, or keep it by itself.

    Where several do, as on a page of a PDF, it is the one that stands nearest in the file.
    """
    there = [each for each in drawers.beside(note) if marks[each].first <= note.first <= marks[each].last]
    if not there:
        found.append(replace(_foreign(note), quote="", note=note.words))
        return

    def away(number: int) -> tuple[int, int, int]:
        mark = marks[number]
        return mark.last - note.first, abs(places[id(mark)] - places[id(note)]), number

    number = min(there, key=away)
    before = found[number].note
    said = f"{before}\n\n{note.words}" if before else note.words
    found[number] = replace(
        found[number], kind=Kind.NOTE, note=said, modified=max(found[number].modified, note.created)
    )


def _replaces(later: _Clipping, earlier: _Clipping) -> bool:
    """Whether a later clipping is the same passage marked again."""
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


def _clipping(part: str, *, known: bool = False) -> _Clipping | None:
    """What a clipping says; None where it is none, or is ``known`` to be wanted in a language that is."""
    lines = part.replace("\ufeff", "").replace("\xa0", " ").strip("\n").split("\n")
    if len(lines) < 2:
        return None
    line = _FACTS.match(lines[1].strip()[:_LONGEST])
    if line is None:
        return None
    facts, _, when = line["facts"].replace("｜", "|").rpartition("|")
    facts, when = (facts, when) if facts else (when, when)
    words = "\n".join(lines[2:]).strip()
    words = "" if len(words) < _LONGEST and _LIMIT.fullmatch(words) else words
    kind = next((kind for kind, stem in _STEMS.items() if stem.search(facts.lower())), None)
    if kind is None:
        if known or "|" not in line["facts"] or not any(char.isdecimal() for char in facts):
            return None
        kind = Kind.HIGHLIGHT if words else Kind.BOOKMARK
    place = _PLACE.search(facts) or _PAGE.search(facts) or (_NUMBER.search(facts) if facts is not when else None)
    first = int(place[1][:9]) if place else 0
    last = int(place[2][:9]) if place and place[2] else first
    if last < first:  # 1014-16
        last = int(str(first)[: -len(str(last))] + str(last))
    named = _AUTHOR.fullmatch(lines[0].strip())
    title, author = (named["title"], named["author"].strip()) if named else (lines[0].strip(), "")
    return _Clipping(Work(title=title, author=author), kind, first, max(first, last), _time(when), words)


def _time(said: str) -> str:
    """The time in ``Added on Monday, January 4, 2021 10:15:32 PM`` or ``Ajouté le lundi 4 janvier 2021 22:15:32``."""
    date = date_in(said)
    if date is None or not date.day:
        return ""
    clock = _CLOCK.search(said)
    hour, minute, second = (int(part or 0) for part in clock.groups()[1:4]) if clock else (0, 0, 0)
    if clock and (clock[5] or clock["before"]):
        afternoon = (clock[5] or "").lower().startswith("p") or clock["before"] in _AFTERNOON
        hour = hour % 12 + (12 if afternoon else 0)
    from datetime import datetime

    try:
        time = datetime(*date, hour, minute, second)  # noqa: DTZ001 - the zone is not told
    except ValueError:
        return ""
    return f"{time.isoformat()}.000Z".rjust(24, "0")


FORMAT = Format("kindle", ".txt", "Kindle's My Clippings", read=read, recognises=recognises)
