"""Runs of capitalised words: where they begin, what joins them, where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import Known, lexicon, parts, vocabulary
from tui.entities.recognisers.lines import is_telling

if TYPE_CHECKING:
    from tui.entities.recognisers.lines import Line

VERSION = re.compile(
    r"[vV]?\d{1,3}(?:\.\d+)*[a-zA-Z]?|[IVX]{1,4}|Pro|Max|Plus|Mini|Ultra|Air|Lite|Turbo|Sonnet|Opus|Haiku"
)
"""What stands behind a product's name, or a ruler's."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_BLANKS = frozenset({" ", "\u00a0", "\u202f", ""})
_POSSESSIVES = frozenset({"'s", "’s"})
_CALENDAR = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday "
        "january february july september october november december"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` to ``last`` (included) of a line that may be a name."""

    first: int
    last: int
    end: int
    """Offset behind it, which may lie behind the last word: ``McDonald’s``."""
    known: Known | None = None
    kind: EntityType | None = None
    """What the small words inside it make of it: ``lycée Beaumont``."""


def known_at(line: Line, at: int) -> Run | None:
    """The longest name of the lists that begins with a word."""
    lists = lexicon()
    most = lists.longest.get(folded(line.words[at]).partition(" ")[0].rstrip("'"), 0)
    best: Run | None = None
    for last in range(at, min(at + most, len(line))):
        if last > at and not is_near(line, last) and line.gap(last) not in {" & ", "’s ", "'s "}:
            break
        text, end = line.slice(at, last), line.ends[last]
        known = lists.names.get(folded(text))
        if line.text[end : end + 2] in _POSSESSIVES:
            possessive = lists.names.get(folded(line.text[line.starts[at] : end + 2]))
            known, end = (possessive, end + 2) if possessive is not None else (known, end)
        if known is not None and known.is_written(text):
            best = Run(at, last, end, known)
    return best


def type_at(line: Line, at: int) -> EntityType | None:
    """What the name of the lists that begins with a word is."""
    found = known_at(line, at)
    return found.known.type if found is not None and found.known is not None else None


def is_given_name(word: str) -> bool:
    """Whether a word, or its part before a hyphen, is a given name: ``Jean``, ``Jean-Luc``."""
    return word[0].isupper() and folded(word).partition(" ")[0] in lexicon().given_names


def is_calendar(lower: str) -> bool:
    """Whether a word is an English month or weekday that is nothing else."""
    return lower in _CALENDAR


def is_near(line: Line, index: int) -> bool:
    """Whether nothing but a blank stands between a word and the one before it."""
    return index < len(line) and line.gap(index) in _BLANKS


def goes_on(line: Line, index: int) -> bool:
    """Whether a word continues the run of capitals before it."""
    if index >= len(line) or not (is_near(line, index) or line.gap(index) == " & "):
        return False
    word = line.words[index]
    if VERSION.fullmatch(word):
        return _is_version(line, index)
    if _YEAR.fullmatch(word):
        known = lexicon().names.get(folded(line.words[index - 1]))
        return known is not None and known.type is EntityType.EVENT
    if not line.is_capital(index) or line.is_elided(index):
        return False
    words = vocabulary()
    lower = line.lower(index)
    if lower in words.honorifics and word[0].isupper() and lower not in parts().heads:
        return False
    if lower in words.titles and (goes_on(line, index + 1) or not is_given_name(line.words[index - 1])):
        return False
    return not is_calendar(lower)


def _is_version(line: Line, index: int) -> bool:
    """Whether a number, a numeral or ``v2`` belongs to the name before it."""
    word, before = line.words[index], line.words[index - 1]
    numbered = word[0] in "vV" and word[1:2].isdigit()
    if word[0].isalpha() and not numbered:
        return line.is_capital(index)
    if numbered or is_telling(before) or VERSION.fullmatch(before):
        return True
    known = lexicon().names.get(folded(before))
    return known is not None and known.type is EntityType.PRODUCT


def end_of_run(line: Line, at: int) -> int:
    """The last word of the run that begins with a word."""
    last = at
    while True:
        if goes_on(line, last + 1):
            last += 1
            continue
        beyond = _over_particles(line, at, last)
        if beyond == last:
            return last
        last = beyond


def small_word(line: Line, index: int) -> str:
    """A word without its apostrophe, in lower case only if it is written so."""
    return line.words[index].rstrip("'’")


def _over_particles(line: Line, at: int, last: int) -> int:
    """Behind the small words inside a name and the capital after them; ``last`` where there are none."""
    particles = vocabulary().particles
    index = last + 1
    while index - last < 4 and is_near(line, index) and small_word(line, index) in particles:
        index += 1
    if index == last + 1 or not is_near(line, index) or not line.is_capital(index) or is_calendar(line.lower(index)):
        return last
    small = [small_word(line, each) for each in range(last + 1, index)]
    if _joins_person(line, at, last, small) or _joins_institution(line, at, last, small, index):
        return index
    return last


def _joins_person(line: Line, at: int, last: int, small: list[str]) -> bool:
    """``Ursula von der Leyen``, ``Simone de Beauvoir``; in either language ``Costa del Sol``."""
    words = vocabulary()
    foreign = words.foreign_particles - {"de", "d", "des", "du", "la"} if line.french else words.foreign_particles
    if small[0] in foreign:
        return True
    particles = words.person_particles
    return all(word in particles for word in small) and last == at and is_given_name(line.words[at])


def _joins_institution(line: Line, at: int, last: int, small: list[str], index: int) -> bool:
    """``University of Limerick``, ``Institute for Fiscal Studies``, ``Université de Rennes``."""
    words = vocabulary()
    heads = parts().heads
    head, tail = line.lower(at), line.lower(last)
    is_head = head in heads or tail in heads
    if {head, tail} & words.titles or tail in words.roles or (line.begins(at) and not is_head):
        return False
    if small[0] == "of":
        named = is_given_name(line.words[at]) or line.key(at, last) in lexicon().names
        return is_head or not (named or tail in words.never_alone)
    if small[0] == "on":
        return bool({head, tail} & {"committee", "commission", "conference", "convention", "council", "panel"})
    if small[0] in {"and", "et"}:
        governs = any(small_word(line, each) in {"of", "for", "de", "du", "des"} for each in range(at, last))
        return governs and head in words.governing_heads | {"department", "ministry", "museum"} and index - last == 2
    return is_head and type_at(line, index) is not EntityType.PERSON
