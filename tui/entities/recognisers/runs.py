"""Where names may stand: runs of capitalised words, with the small words that belong to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import Known, lexicon, parts, vocabulary
from tui.entities.recognisers.lines import is_telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from tui.entities.recognisers.lines import Line

LONGEST = 10
"""Words of the longest name; a longer run of capitals says nothing."""
VERSION = re.compile(
    r"[vV]?\d{1,3}(?:\.\d+)*[a-zA-Z]?|[IVX]{1,4}|Pro|Max|Plus|Mini|Ultra|Air|Lite|Turbo|Sonnet|Opus|Haiku"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERAL = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})(?:e|er|ers|es|ère|th|st|nd|rd)?")
_BLANKS = frozenset({" ", "\u00a0", "\u202f", ""})
_POSSESSIVES = frozenset({"'s", "’s"})
_ARTICLES = frozenset({"the", "le", "la", "les", "l", "el", "los", "las", "il"})
_FUNCTIONAL = frozenset({"of", "for", "de", "du", "des", "d", "pour"})
_COMPOUND = re.compile(r"\w+-(?:sur|sous|en|lès|les|le|la|aux|au|de|du|des|et)-\w+", re.IGNORECASE)


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


def runs(line: Line, ordinary: Set[str]) -> Iterator[Run]:
    """The runs of a line, in order, none over another.

    ``ordinary`` are the words that the document writes in lower case: a capital that only begins a
    sentence is not taken into a run when its word is among them.
    """
    kinds = parts().kinds
    at = 0
    count = len(line)
    while at < count:
        word = line.words[at]
        if word.islower() or not word[0].isalpha():
            found = _after_kind(line, at, ordinary) if word in kinds else None
        else:
            found = _starting(line, at, ordinary) if line.is_capital(at) else None
        if found is None:
            at += 1
        else:
            yield found
            at = found.last + 1


def known_at(line: Line, at: int) -> Run | None:
    """The longest name of the lists that begins with a word."""
    lists = lexicon()
    most = lists.longest.get(folded(line.words[at]).partition(" ")[0].rstrip("'"), 0)
    best: Run | None = None
    last = at
    while most and last < len(line) and last - at < most:
        if last > at and not _is_near(line, last):
            break
        text = line.slice(at, last)
        end = line.ends[last]
        known = lists.names.get(folded(text))
        if line.text[end : end + 2] in _POSSESSIVES:
            with_possessive = lists.names.get(folded(line.text[line.starts[at] : end + 2]))
            known, end = (with_possessive, end + 2) if with_possessive else (known, end)
        if known is not None and known.is_written(text):
            best = Run(at, last, end, known)
        last += 1
    return best


def _is_near(line: Line, index: int) -> bool:
    """Whether a word follows the one before it as words of one name do."""
    gap = line.gap(index)
    return gap in _BLANKS or gap in {" & ", "’s ", "'s "}


def _starting(line: Line, at: int, ordinary: Set[str]) -> Run | None:
    """The run that begins with a capitalised word, or ``None`` where the capital means nothing."""
    known = known_at(line, at)
    if known is not None and (known.last > at or not _goes_on(line, at + 1)) and not _is_overrun(line, known):
        return known
    if not _may_begin(line, at, ordinary) and known is None:
        return None
    last = _end(line, at)
    if last - at >= LONGEST:
        return known
    kind = None
    if last == at or line.lower(at) in parts().heads:
        last, kind = _institution(line, at, last)
    inner = _trimmed_end(line, at, last)
    if known is not None and inner <= known.last:
        return known
    return Run(at, inner, line.ends[inner], None, kind) if inner >= at else None


def _is_overrun(line: Line, known: Run) -> bool:
    """Whether capitals go on behind a name of the lists, so that it is part of a longer one."""
    after = known.last + 1
    if known.known is None or known.known.type is EntityType.PERSON or not _goes_on(line, after):
        return False
    words = vocabulary()
    if VERSION.fullmatch(line.words[after]) and known.known.type is not EntityType.PRODUCT:
        return False
    return folded(line.words[after]) not in lexicon().given_names or line.lower(after) in words.organisation_tails


def _goes_on(line: Line, index: int) -> bool:
    """Whether a word continues the run before it."""
    if index >= len(line) or not _is_near(line, index) or line.gap(index) in {"’s ", "'s "}:
        return False
    lower = line.lower(index)
    words = vocabulary()
    if VERSION.fullmatch(line.words[index]):
        return _is_version(line, index)
    if _YEAR.fullmatch(line.words[index]):
        known = lexicon().names.get(folded(line.words[index - 1]))
        return known is not None and known.type is EntityType.EVENT
    if not line.is_capital(index) or line.is_elided(index):
        return False
    if lower in words.honorifics and line.words[index][0].isupper() and lower not in words.place_heads:
        return False
    if lower in words.titles and (
        _goes_on(line, index + 1) or folded(line.words[index - 1]) not in lexicon().given_names
    ):
        return False
    return not _is_calendar(lower)


def _is_calendar(lower: str) -> bool:
    return lower in {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
        "july", "august", "september", "october", "november", "december",
    }  # fmt: skip


def _is_version(line: Line, index: int) -> bool:
    """Whether a number, a numeral or ``v2`` belongs to the name before it."""
    word, before = line.words[index], line.words[index - 1]
    if word[0].isalpha() and not (word[0] in "vV" and word[1:2].isdigit()):
        return line.is_capital(index)
    if word[0] in "vV" or is_telling(before):
        return True
    if folded(before) in {"guerre mondiale", "apollo", "article"} or VERSION.fullmatch(before):
        return True
    known = lexicon().names.get(folded(before))
    return known is not None and known.type is EntityType.PRODUCT


def _may_begin(line: Line, at: int, ordinary: Set[str]) -> bool:
    """Whether a capitalised word may be the first of a name."""
    words = vocabulary()
    word, lower = line.words[at], line.lower(at)
    if line.is_elided(at):
        return False
    if lower in words.honorifics or _is_calendar(lower):
        return lower in words.place_heads and _goes_on(line, at + 1)
    if lower in words.titles and not word.isupper():
        return False
    if _NUMERAL.fullmatch(word) or (word.isupper() and lower in words.common_acronyms and not _goes_on(line, at + 1)):
        return False
    if line.begins(at):
        if lower in words.function_words:
            return False
        common = lower in words.common_words or lower in ordinary
        return not (common and _goes_on(line, at + 1)) or lower in parts().heads or is_telling(word)
    if lower in words.function_words:
        return lower in _ARTICLES and not word.isupper() and line.trusted and _goes_on(line, at + 1)
    if lower in words.never_alone and _goes_on(line, at + 1):
        return not _drops_adjective(line, at)
    return True


def _drops_adjective(line: Line, at: int) -> bool:
    """Whether what follows an adjective of origin is a name by itself: ``French President Macron``, ``British Airways``."""
    following = known_at(line, at + 1)
    if following is not None:
        return True
    return folded(line.words[at + 1]).partition(" ")[0] in lexicon().given_names or not line.trusted


def _end(line: Line, at: int) -> int:
    """The last word of the run that begins with a word."""
    last = at
    while last - at < LONGEST:
        if _goes_on(line, last + 1):
            last += 1
            continue
        beyond = _over_particles(line, at, last)
        if beyond == last:
            break
        last = beyond
    return last


def _over_particles(line: Line, at: int, last: int) -> int:
    """Behind the small words inside a name and the capital after them; ``last`` where there are none."""
    words = vocabulary()
    index = last + 1
    while index < len(line) and index - last < 4 and _is_near(line, index):
        if line.words[index].rstrip("'’").lower() not in words.particles or line.words[index][0].isupper():
            break
        index += 1
    if index == last + 1 or index >= len(line) or not _is_near(line, index) or not line.is_capital(index):
        return last
    small = [line.words[each].rstrip("'’").lower() for each in range(last + 1, index)]
    if _joins_person(line, at, last, small, index) or _joins_institution(line, at, last, small, index):
        return index
    return last


def _joins_person(line: Line, at: int, last: int, small: list[str], index: int) -> bool:
    words = vocabulary()
    if not all(word in words.person_particles for word in small):
        return False
    if small[0] in {"van", "von", "bin", "ibn", "ten", "zu", "der", "della", "dos", "di"}:
        return True
    given = folded(line.words[last]).partition(" ")[0] in lexicon().given_names
    known = known_at(line, index)
    listed = known is not None and known.known is not None and known.known.type is not EntityType.PERSON
    return (
        given and last == at and not (listed and lexicon().names.get(line.key(at, index)) is None and small[0] == "d")
    )


def _joins_institution(line: Line, at: int, last: int, small: list[str], index: int) -> bool:
    words = vocabulary()
    head, tail = line.lower(at), line.lower(last)
    if not all(word in words.particles for word in small):
        return False
    is_head = head in parts().heads or tail in parts().heads
    if small[0] in {"of", "for"}:
        if tail in words.titles or head in words.titles or (line.begins(at) and not is_head):
            return False
        known = lexicon().names.get(line.key(at, last))
        return is_head or (small[0] == "of" and known is None and folded(line.words[at]) not in lexicon().given_names)
    if small[0] in {"and", "et", "&"}:
        return small == ["&"] or (
            is_head
            and any(line.lower(each) in {"of", "for", "de", "du", "des", "d'", "d’"} for each in range(at, last))
            and index - last == 2
            and line.lower(at)
            in {"department", "ministry", "ministère", "office", "institute", "institut", "museum", "faculty"}
        )
    if small[0] in _FUNCTIONAL or small[0] in {"sur", "l", "la", "les", "le"}:
        return is_head and (known_of(line, index) is not EntityType.PERSON or last == at)
    return False


def known_of(line: Line, at: int) -> EntityType | None:
    """What the name of the lists that begins with a word is."""
    found = known_at(line, at)
    return found.known.type if found is not None and found.known is not None else None


def _trimmed_end(line: Line, at: int, last: int) -> int:
    """The last word of a run without the small words at its end."""
    words = vocabulary()
    while last > at and (
        line.is_elided(last)
        or (
            line.lower(last) in words.function_words
            and len(line.words[last]) < 3
            and not VERSION.fullmatch(line.words[last])
            and not line.words[last].isupper()
        )
    ):
        last -= 1
    return last


def _institution(line: Line, at: int, last: int) -> tuple[int, EntityType | None]:
    """In French, the words in lower case behind the head of an institution's name, and its type.

    ``Agence nationale de la recherche``, ``Parti socialiste``, ``Fédération française de football``.
    """
    words = vocabulary()
    head = line.lower(at)
    if not line.french or head not in words.organisation_heads or last != at:
        return last, None
    index = at + 1
    while index < len(line) and _is_near(line, index) and line.words[index] in words.institution_adjectives:
        index += 1
    adjectives = index - at - 1
    found = index - 1
    small = index
    while small < len(line) and small - index < 3 and _is_near(line, small):
        if line.words[small].rstrip("'’") not in {"de", "du", "des", "la", "l", "d", "les", "pour", "contre", "aux"}:
            break
        small += 1
    begun = line.begins(at)
    if small > index and small < len(line) and _is_near(line, small) and line.is_capital(small):
        return _end(line, small), EntityType.ORGANISATION
    noun = small > index and small < len(line) and _is_near(line, small) and line.words[small].islower()
    if noun and not begun and head in _GOVERNING and len(line.words[small]) > 3:
        found = small
        if (
            small + 1 < len(line)
            and line.words[small + 1] in words.institution_adjectives
            and _is_near(line, small + 1)
        ):
            found = small + 1
    elif not adjectives or (begun and adjectives < 1):
        return last, None
    return found, EntityType.ORGANISATION


_GOVERNING = frozenset(
    "académie agence autorité caisse comité commission confédération conseil cour direction fédération fondation haut haute institut ligue "
    "ministère observatoire office organisation secrétariat société syndicat union association chambre fonds".split()
)
"""Heads that take a noun in lower case into their names: ``Cour des comptes``."""


def _after_kind(line: Line, at: int, ordinary: Set[str]) -> Run | None:
    """A French name whose first word is in lower case: ``lycée Beaumont``, ``ministère de l’Intérieur``."""
    words = vocabulary()
    word = line.words[at]
    known = known_at(line, at)
    if known is not None:
        return known
    index = at + 1
    while (
        index < len(line)
        and index - at < 3
        and _is_near(line, index)
        and line.words[index] in words.institution_adjectives
    ):
        index += 1
    small = index
    while small < len(line) and small - index < 3 and _is_near(line, small):
        if line.words[small].rstrip("'’") not in {"de", "du", "des", "la", "l", "d", "le", "les", "aux"}:
            break
        small += 1
    if small >= len(line) or not _is_near(line, small) or not line.is_capital(small) or line.is_elided(small):
        return None
    kind = parts().kinds[word]
    if small > index and (
        word not in parts().kinds_of
        or (word == "place" and small == index + 1 and line.words[index][0] == "d" and line.words[index] == "de")
    ):
        return None
    if (
        line.lower(small) in words.honorifics
        or line.lower(small) in words.common_acronyms
        or VERSION.fullmatch(line.words[small])
    ):
        return None
    if index > at + 1 and small == index:
        return None
    if (
        kind is EntityType.EVENT
        and small == index
        and word not in {"prix", "festival", "trophée", "tournoi", "carnaval", "opération", "marathon", "salon"}
    ):
        return None
    last = _end(line, small)
    if last - small >= LONGEST:
        return None
    while (
        last + 2 < len(line)
        and line.words[last + 1] == "et"
        and line.words[last + 2].rstrip("'’") in {"de", "du", "des"}
        and kind is EntityType.ORGANISATION
        and word == "ministère"
    ):
        nxt = last + 3
        while nxt < len(line) and line.words[nxt].rstrip("'’") in {"la", "l"}:
            nxt += 1
        if nxt >= len(line) or not line.is_capital(nxt):
            break
        last = _end(line, nxt)
    end = last
    while (
        word == "ministère"
        and end + 1 < len(line)
        and line.words[end + 1] in words.institution_adjectives
        and _is_near(line, end + 1)
    ):
        end += 1
    return Run(at, end, line.ends[end], None, kind)
