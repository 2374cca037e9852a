"""Runs of capitalised words: where they begin, what joins them, where they end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import Known, gazetteer, lexicon, parts, town, vocabulary
from tui.entities.recognisers.lines import is_telling

if TYPE_CHECKING:
    from tui.entities.recognisers.lines import Line

VERSION = re.compile(
    r"[vV]?\d{1,3}(?:\.\d+)*[a-zA-Z]?|[IVX]{1,4}|Pro|Max|Plus|Mini|Ultra|Air|Lite|Turbo|Sonnet|Opus|Haiku"
)
"""What stands behind a product's name, or a ruler's."""
_NUMBERED = re.compile(r"\d{1,2}\.\d+|\d{1,3}[bB]")
"""Numbers that only versions have: ``2.0``, ``7B``."""
ROAD = re.compile(r"(?:RN|RD|[AMND])-?\d{1,4}[A-Z]?")
"""What roads are called, behind an article: ``l’A71``, ``the M62``."""
_CODE = re.compile(r"[A-Z]{1,4}-?\d{2,5}[A-Za-z]?")
"""What types of machines are called: ``Socotel S63``."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINING = frozenset(
    "act bill committee council department unit association office institute fund agency authority commission service"
    " services union trust society board centre foundation tribunal".split()
)
"""Last words behind *and* that make one name of what stands before it too: ``Higher Education and Research Act``."""
_SHORT = frozenset({"St", "Ste", "Mt", "Ft"})
"""What is shortened, with a point, within a name."""
_BLANKS = frozenset({" ", "\u00a0", "\u202f", ""})
_BEFORE_NICKNAME = frozenset({' "', " “", " ‘", " «\u00a0", " « "})
_BEHIND_NICKNAME = frozenset({'" ', "” ", "’ ", "\u00a0» ", " » "})
POSSESSIVES = frozenset({"'s", "’s"})
_POST_NOMINALS = frozenset(
    {"KC", "QC", "MP", "MPs", "MSP", "MEP", "OBE", "CBE", "MBE", "DBE", "KBE", "FRS", "PhD", "GP", "GPs"}
)
"""Behind a person's name, and not part of it."""
_INSTITUTIONAL = frozenset({EntityType.ORGANISATION, EntityType.WORK, EntityType.EVENT, EntityType.OTHER})
_FRENCH_VERB = re.compile(r"\w{3,}(?:ez|ant|ement|ons)|\w{4,}(?:ées?|és|er|ir)")
_ENGLISH_VERB = re.compile(r"\w{3,}(?:ing|ly)|\w{4,}ed")
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
    if at not in line.known:
        line.known[at] = _known_at(line, at)
    return line.known[at]


def _known_at(line: Line, at: int) -> Run | None:
    lists = lexicon()
    first = folded(line.words[at]).partition(" ")[0].rstrip("'")
    most = max(1, lists.longest.get(first, 0), gazetteer().town_words.get(first, 0))
    best: Run | None = None
    for last in range(at, min(at + most, len(line))):
        if last > at and not is_near(line, last) and line.gap(last) not in {" & ", "’s ", "'s "}:
            break
        text, end = line.slice(at, last), line.ends[last]
        key = folded(text)
        known = lists.names.get(key)
        if known is None and line.words[at][0].isupper() and line.words[last][0].isupper():
            known = town(key, several=" " in key)
            if known is not None:
                best = Run(at, last, end, known)
                continue
        if line.text[end : end + 2] in POSSESSIVES:
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


def may_be_given(word: str) -> bool:
    """The same, by the long list too, whose names are rarer or other words as well."""
    return is_given_name(word) or (word[0].isupper() and folded(word).partition(" ")[0] in gazetteer().given_names)


def is_verb_like(line: Line, at: int) -> bool:
    """Whether a capitalised word is, by its ending, a verb or an adverb that begins a sentence, and no name we know."""
    word = line.words[at]
    ending = _FRENCH_VERB if line.french else _ENGLISH_VERB
    if ending.fullmatch(word) is None or known_at(line, at) is not None:
        return False
    return not may_be_given(word) and folded(word) not in gazetteer().surnames


def introduces_person(line: Line, at: int) -> bool:
    """Whether what stands before a word says that a person is named: ``M.``, ``la romancière``, ``son fils, ``."""
    words = vocabulary()
    before, gap = line.lower(at - 1), line.gap(at)
    if at == 0 or gap.strip(" .,\u00a0\u202f"):
        return False
    if "," in gap:
        return not words.roles.isdisjoint(line.lower(each) for each in range(max(0, at - 4), at))
    return before in words.honorifics or before in words.titles or before in words.roles


def is_calendar(lower: str) -> bool:
    """Whether a word is an English month or weekday that is nothing else."""
    return lower in _CALENDAR


def is_near(line: Line, index: int) -> bool:
    """Whether nothing but a blank stands between a word and the one before it."""
    if index >= len(line.words):
        return False
    gap = line.gap(index)
    return gap in _BLANKS or (gap == ". " and index > 0 and line.words[index - 1] in _SHORT)


def goes_on(line: Line, index: int) -> bool:
    """Whether a word continues the run of capitals before it."""
    if index >= len(line) or not (is_near(line, index) or line.gap(index) in {" & ", " + "}):
        return False
    word = line.words[index]
    if word.isdigit() and len(word) < 4 and line.lower(index - 1) in vocabulary().makers:
        return line.is_capital(index - 1)  # ``Peugeot 403``
    if VERSION.fullmatch(word):
        return _is_version(line, index)
    if word.isdigit() and 3 <= len(word) <= 5 and word[:2] not in {"19", "20"} and line.words[index - 1].isupper():
        return 2 <= len(line.words[index - 1]) <= 4  # ``BB 26000``
    if _YEAR.fullmatch(word):
        if line.lower(index - 1) in {"act", "regulations", "order"} and line.is_capital(index - 1) and not line.french:
            return True
        known = lexicon().names.get(folded(line.words[index - 1]))
        return known is not None and known.type is EntityType.EVENT
    if word in {"L’", "L'"}:
        return line.is_capital(index - 1) and is_near(line, index + 1) and line.words[index + 1][0].isupper()
    if not line.is_capital(index) or line.is_elided(index) or word in _POST_NOMINALS:
        return False
    words = vocabulary()
    lower = line.lower(index)
    if lower in words.honorifics and lower not in parts().heads:
        return not (is_near(line, index + 1) and line.is_capital(index + 1)) and (len(word) > 3 or lower == "duc")
    if lower in words.titles and (goes_on(line, index + 1) or not is_given_name(line.words[index - 1])):
        return False
    return not is_calendar(lower)


def _is_version(line: Line, index: int) -> bool:
    """Whether a number, a numeral or ``v2`` belongs to the name before it."""
    word, before = line.words[index], line.words[index - 1]
    numbered = word[0] in "vV" and word[1:2].isdigit()
    if word[0].isalpha() and not numbered:
        return line.is_capital(index)
    if numbered or is_telling(before) or VERSION.fullmatch(before) or _NUMBERED.fullmatch(word):
        return True
    known = lexicon().names.get(folded(before))
    return known is not None and known.type is EntityType.PRODUCT


def _joins_second(line: Line, at: int, last: int, index: int) -> bool:
    """Whether *and* stands inside a name: ``Fire and Rescue``, ``Department for Culture and Sport``."""
    if index - last != 2 or type_at(line, index) is not None or is_given_name(line.words[index]):
        return False
    if not line.french and type_at(line, at) is None and not may_be_given(line.words[at]) and not line.begins(at):
        beyond = index
        while goes_on(line, beyond + 1):
            beyond += 1
        if beyond > index and line.lower(beyond) in _JOINING:
            return True
    words = vocabulary()
    governed = any(small_word(line, each) in {"of", "for", "de", "du", "des"} for each in range(at, last))
    if governed:
        heads = {line.lower(each) for each in range(at, last)}
        return not heads.isdisjoint(words.governing_heads | vocabulary().governing)
    beyond = index
    while goes_on(line, beyond + 1):
        beyond += 1
    return not line.french and last > at and line.lower(beyond) in vocabulary().joined


def end_of_run(line: Line, at: int) -> int:
    """The last word of the run that begins with a word."""
    last = at
    while True:
        if goes_on(line, last + 1):
            last += 1
            continue
        beyond = _over_particles(line, at, last)
        if beyond == last:
            beyond = _over_owner(line, at, last)
        if beyond == last:
            beyond = _over_versus(line, last)
        if beyond == last and last == at:
            beyond = _over_nickname(line, at)
        if beyond == last:
            return last
        last = beyond


def _over_versus(line: Line, last: int) -> int:
    """Behind the *v* of a case and who is sued: ``Roe v. Wade``; ``last`` where there is none."""
    index = last + 2
    if index >= len(line) or line.words[last + 1] not in {"v", "vs"} or not is_near(line, last + 1):
        return last
    return index if line.is_capital(index) and line.gap(index) in {" ", ". "} else last


def _over_nickname(line: Line, at: int) -> int:
    """Behind a nickname in quotation marks and the surname after it: ``Derek "Dez" Hanmer``; ``at`` without one."""
    last = at + 2
    if last >= len(line) or line.gap(at + 1) not in _BEFORE_NICKNAME or line.gap(last) not in _BEHIND_NICKNAME:
        return at
    return last if may_be_given(line.words[at]) and line.is_capital(at + 1) and line.is_capital(last) else at


def is_case(line: Line, run: Run) -> bool:
    """Whether a run is the name of a case at law."""
    return not {"v", "vs"}.isdisjoint(line.words[run.first + 1 : run.last])


def owner_name(line: Line, at: int) -> Run | None:
    """``King’s Cross``, ``Shakespeare’s Globe``: an owner in one word and what makes a name of it."""
    last = _over_owner(line, at, at)
    return Run(at, last, line.ends[last]) if last > at else None


def _over_owner(line: Line, at: int, last: int) -> int:
    """Behind ``’s`` and what makes a name of an owner's: ``Shakespeare’s Globe``, ``Commissioner’s Office``."""
    index = last + 1
    if line.french or index >= len(line) or not line.is_capital(index):
        return last
    if line.gap(index) in {"' ", "’ "}:
        beyond = index
        while goes_on(line, beyond + 1):
            beyond += 1
        if line.lower(beyond) in {"act", "bill", "association", "union", "federation", "guild", "league", "society"}:
            return beyond  # ``Renters’ Rights Act``
        return index if line.lower(index) in vocabulary().owned | vocabulary().unions else last
    if line.gap(index) not in {"'s ", "’s "}:
        return last
    beyond = index
    while goes_on(line, beyond + 1):
        beyond += 1
    tail, owner = line.lower(beyond), line.lower(last)
    if (
        tail in vocabulary().owned
        or (beyond == index and tail in _OWNED_PLACES and at == last)
        or (tail in {"office", "party", "department"} and owner in vocabulary().titles | _OFFICES)
    ):
        return beyond
    return last


_OWNED_PLACES = frozenset(
    "bridge head corner yard lane hill wood farm mill church bay cove creek lock market pub bar café cafe restaurant"
    " kitchen stores books bookshop brewery bakery garage tower wall gate green common close leap seat chair needle"
    " cathedral".split()
)
"""What makes, behind one owner, the name of a place or a house: ``Daly’s Bridge``."""
_OFFICES = frozenset({"general", "commissioner", "rights", "auditor", "children", "people", "workers", "women"})


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
    if small == ["of"] and last == at and is_given_name(line.words[at]) and type_at(line, index) is EntityType.PLACE:
        return index if at and not line.begins(at) else last  # ``Julian of Norwich``
    if (
        small == ["et"]
        and line.french
        and line.lower(index) in {"fils", "fille", "filles", "frères", "associés", "compagnie", "cie"}
    ):
        return index
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
    if not all(word in particles for word in small):
        return False
    beyond = last + 1 + len(small)
    is_of_place = small[0] in {"de", "d", "du"} and type_at(line, beyond) is EntityType.PLACE
    if is_of_place and (len(small) == 1 or not is_given_name(line.words[at])):
        return False
    if last == at:
        return may_be_given(line.words[at]) or introduces_person(line, at)
    if line.french and last == at + 1 and small == ["de"] and is_given_name(line.words[at]):
        # ``François Villeroy de Galhau``
        after = line.words[beyond]
        known = type_at(line, last) is not None or type_at(line, beyond) is not None
        return not (known or after.isupper() or is_given_name(after))
    is_particle = last > at + 1 and small_word(line, at + 1) in particles
    return is_particle and is_given_name(line.words[at]) and small[0] in {"de", "d", "von", "van"}


def _joins_institution(line: Line, at: int, last: int, small: list[str], index: int) -> bool:
    """``University of Limerick``, ``Institute for Fiscal Studies``, ``Université de Rennes``."""
    words = vocabulary()
    heads, tails = parts().heads, parts().tails
    start = at
    inner = [each for each in range(at, last) if line.words[each] in {"of", "for"}]
    head, tail = line.lower(at), line.lower(inner[0] - 1 if inner else last)
    is_head = head in heads or tail in heads or (not line.french and tails.get(tail) in _INSTITUTIONAL)
    if {head, tail} & words.titles or tail in words.roles or (line.begins(at) and not is_head):
        return False
    if small[0] == "of" and heads.get(line.lower(index)) in _INSTITUTIONAL and not is_head:
        return False
    if small[0] == "of":
        is_company = tail in tails and tail not in heads and head not in heads
        if is_company and small == ["of"] and type_at(line, index) is EntityType.PLACE:
            return False  # ``Arbutus Bay Therapeutics of Cambridge``
        named = may_be_given(line.words[at]) or line.key(at, last) in lexicon().names
        if small == ["of", "the"] and not is_head and last - at == 1:
            return False  # ``Gethin Pryce of the Farmers’ Union``
        return is_head or not (named or tail in words.never_alone or type_at(line, index) is not None)
    if (
        small[0] == "for"
        and EntityType.PLACE in {heads.get(head), tails.get(tail)}
        and head not in words.organisation_heads
    ):
        return tail in words.organisation_tails
    if small[0] == "on":
        return bool({head, tail} & {"committee", "commission", "conference", "convention", "council", "panel"})
    if small[0] in {"and", "et"}:
        return _joins_second(line, start, last, index)
    return is_head and type_at(line, index) is not EntityType.PERSON
