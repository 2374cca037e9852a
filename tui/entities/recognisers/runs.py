"""Where names may stand in a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.entities.kinds import EntityType
from tui.entities.lexicon import lexicon, parts, vocabulary
from tui.entities.recognisers.capitals import (
    POSSESSIVES,
    VERSION,
    Run,
    end_of_run,
    goes_on,
    is_calendar,
    is_given_name,
    is_near,
    is_verb_like,
    known_at,
    may_be_given,
    owner_name,
)
from tui.entities.recognisers.institutions import from_head, from_kind
from tui.entities.recognisers.lines import is_telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from tui.entities.recognisers.lines import Line

LONGEST = 10
"""Words of the longest name; a longer run of capitals says nothing."""
_NUMERAL = re.compile(r"[IVX]+(?:e|er|ère|ème|th|st|nd|rd)?|[IVXLCDM]{4,}")
_MONTHS = frozenset({"march", "april", "may", "june", "august"})
"""Months that are names or words as well."""
_WEEKDAYS = frozenset("lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juillet août".split())
_BEFORE_MONTHS = frozenset("in since last next this until by of for early late mid every to from between".split())
_NOBLE = frozenset("de d' d’ du van von di da del della ten ter zu af al".split())
_BODIES = frozenset("parliament government-house assembly senate congress council academy university institute".split())
_SINGLE = frozenset({"le", "la", "l’", "l'", "du", "au"})
_INHABITANT = re.compile(r"[\w-]{2,}(?:aise?|aine?|ien|ienne|oise?|arde?|éen|éenne|ine?)")
_PORTFOLIO = frozenset("de du des la le l d les à au aux et en chargé chargée délégué déléguée for of and the".split())
_MINISTERS = frozenset("ministre ministres ex-ministre secrétaire vice-ministre minister ministers".split())
_KINDS_IN_ENGLISH = frozenset(
    "rue boulevard quai faubourg piazza piazzale lycée musée château théâtre hôtel église prix".split()
)
"""French kinds that English leaves as they are."""
_STREETS = frozenset({"street", "road", "square", "lane", "avenue", "drive", "island", "islands", "bridge", "cross"})
_PORTFOLIOS = frozenset(
    "health home foreign defence defense justice education transport business culture energy environment treasury"
    " interior labor labour commerce agriculture finance trade housing prime vice chief deputy first work veterans"
    " immigration climate science economy development aviation fisheries tourism sports press".split()
)
"""What stands, with a capital, before an English minister's title."""
_SHIPS = frozenset({"mv", "hms", "uss", "ss", "rms", "rrs", "rv", "hmcs", "fv", "sv"})
_LEADING = frozenset({"the", "le", "la", "les", "el", "los", "las", "il", "al"})
"""Articles that belong to a name when they stand inside a sentence with a capital: ``The Beatles``."""


_DESCRIBING = frozenset("little good great new huge long best last first next four five six seven nine".split())
"""Adjectives and numbers that begin names where they have a capital inside a sentence: ``Little Simz``."""
_LORDS = frozenset({"prince", "princesse", "duc", "duchesse", "comte", "comtesse", "lord", "lady", "émir", "emir"})
"""Behind whom ``de`` stands before what is theirs."""
_STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn"
    " Tex Va Vt Wash Wis Wyo Ont Que Alta Sask".split()
)
"""States and provinces as the American press shortens them, behind a town and a comma."""
_COMPANY_FORMS = frozenset({"Inc", "Ltd", "LLC", "Corp"})
_SAINTS = frozenset({"St", "Saint"})
_INITIAL = re.compile(r"\.(?=,| [a-zà-ÿ])")
_ALSO_GIVEN = frozenset({"Will"})
"""Given names that begin questions as well."""


def runs(line: Line, ordinary: Set[str]) -> Iterator[Run]:
    """The runs of a line, in order, none over another.

    ``ordinary`` are the words that the document writes in lower case: a capital that only begins a
    sentence is not taken into a run when its word is among them.
    """
    kinds = parts().kinds
    at, size = 0, len(line.words)
    while at < size:
        word = line.words[at]
        found: Run | None = None
        if word.islower() or not word[0].isalpha():
            if word in _NOBLE and at and is_near(line, at + 1) and line.is_capital(at + 1):
                found = _noble(line, at)
            elif (word in kinds and (line.french or word in _KINDS_IN_ENGLISH)) or (
                word[0].isdigit() and line.lower(at + 1)
            ):
                found = from_kind(line, at) if word in kinds else known_at(line, at)
        elif line.is_capital(at):
            found = _starting(line, at, ordinary)
            if found is not None and found.last - at >= LONGEST:
                yield from _known_within(line, at, found.last)
                at = found.last + 1
                continue
        if found is None:
            at += 1
        else:
            yield found
            at = found.last + 1


def _noble(line: Line, at: int) -> Run | None:
    """``de Sèze`` behind ``M.``: a particle begins a name where an honorific stands before it."""
    if line.lower(at - 1) not in vocabulary().honorifics - _LORDS or line.gap(at).strip(" .\u00a0\u202f"):
        return None
    last = at + 1
    if line.lower(last) in {"la", "le", "los", "der", "den"} and is_near(line, last + 1) and line.is_capital(last + 1):
        last += 1
    while is_near(line, last + 1) and (line.is_capital(last + 1) or line.words[last + 1].rstrip("'’") in {"de", "d"}):
        if not line.is_capital(last + 1) and not (is_near(line, last + 2) and line.is_capital(last + 2)):
            break
        last += 1 if line.is_capital(last + 1) else 2
    return Run(at, last, line.ends[last], None, EntityType.PERSON)


def _known_within(line: Line, at: int, last: int) -> Iterator[Run]:
    """The names of the lists in a run that is too long to be one."""
    while at <= last:
        found = known_at(line, at)
        if found is not None:
            yield found
        at = found.last + 1 if found is not None else at + 1


def _starting(line: Line, at: int, ordinary: Set[str]) -> Run | None:
    """The run that begins with a capitalised word, or ``None`` where the capital means nothing."""
    is_article = line.is_elided(at) and line.words[at][0] == "L" and not line.begins(at)
    if is_article and line.text[line.starts[at] - 2] != ":":
        listed = known_at(line, at)
        last = end_of_run(line, at + 1) if at + 1 < len(line) and line.is_capital(at + 1) else at
        return listed or (Run(at, last, line.ends[last]) if last > at else None)
    if line.words[at][0].isupper() and _is_portfolio(line, at):
        return None
    if _opens_in_capitals(line, at):
        return None
    owned = owner_name(line, at)
    if owned is not None and line.lower(at) not in vocabulary().function_words:
        return owned
    if line.lower(at) in _SHIPS and line.words[at].isupper() and goes_on(line, at + 1):
        last = end_of_run(line, at + 1)
        return Run(at, last, line.ends[last], None, EntityType.PRODUCT)
    if line.lower(at) in vocabulary().honorifics and is_near(line, at + 1) and may_be_given(line.words[at + 1]):
        return None  # ``DS Kirsty Oldroyd``: no car
    if lower_is_calendar(line, at):
        return None
    if (
        not line.french
        and line.words[at] in _STATES
        and line.gap(at) == ", "
        and line.text[line.ends[at] : line.ends[at] + 1] == "."
    ):
        return Run(at, at, line.ends[at] + 1, None, EntityType.PLACE)
    known = known_at(line, at)
    begins_sentence = line.begins(at)
    if known is not None and begins_sentence and known.last == at and not line.words[at].isupper():
        known = None if line.lower(at) in vocabulary().function_words and goes_on(line, at + 1) else known
    if known is not None and known.known is not None and known.known.type is EntityType.PRODUCT:
        after = known.last + 1
        if (
            is_near(line, after)
            and line.words[after].isdigit()
            and len(line.words[after]) < 3
            and not known.known.ordinary
        ):
            return Run(at, after, line.ends[after], None, EntityType.PRODUCT)
    if known is not None and begins_sentence and line.lower(at) == "the" and _goes_for(line, known):
        return None  # ``The Office for Students``
    if known is not None and not _is_overrun(line, known):
        return _longer_than(line, known, ordinary=begins_sentence)
    if known is None and not _may_begin(line, at, ordinary, begins_sentence=begins_sentence):
        return None
    if known is not None and begins_sentence and line.lower(at) in vocabulary().articles:
        return None  # ``The National Science Foundation`` is no newspaper
    last = end_of_run(line, at)
    if last == at or line.lower(at) in parts().heads:
        institution = from_head(line, at, ordinary=begins_sentence)
        if institution is not None and institution.last >= last:
            return institution
    if known is not None and known.last >= last:
        return known
    if last == at + 1 and known is not None and line.lower(last) in vocabulary().never_alone:
        return known  # ``the Ohio Democrat``
    return _completed(line, at, last)


def _completed(line: Line, at: int, last: int) -> Run:
    """A run with what is part of its name though no capital shows it: ``plc``, ``, Inc.``, ``St Leonard’s``."""
    end = line.ends[last]
    after = last + 1
    if last > at and is_near(line, after) and line.words[after] == "plc":
        return Run(at, after, line.ends[after])
    if last > at and after < len(line) and line.gap(after) == ", " and line.words[after] in _COMPANY_FORMS:
        closed = line.ends[after]
        return Run(at, after, closed + (line.text[closed : closed + 1] == "."), None, EntityType.ORGANISATION)
    if line.words[at] in _SAINTS and last == at + 1 and line.text[end : end + 2] in POSSESSIVES:
        follows = line.words[after].lower() if after < len(line) else ""
        if follows in vocabulary().function_words or not _is_owned(line, after):
            return Run(at, last, end + 2)
    if last > at and len(line.words[last]) == 1 and is_given_name(line.words[at]) and _INITIAL.match(line.text, end):
        return Run(at, last, end + 1)  # ``Mehdi O., mineur``
    return Run(at, last, end)


def _is_owned(line: Line, index: int) -> bool:
    """Whether nothing but ``’s`` and a blank stands between a word and the one before it."""
    return index < len(line) and line.gap(index) in {"'s ", "’s "}


def lower_is_calendar(line: Line, at: int) -> bool:
    """Whether a word is a month, or a day of the week, and nobody's name."""
    lower = line.lower(at)
    if lower in _WEEKDAYS:
        return not goes_on(line, at + 1)
    return lower in _MONTHS and line.lower(at - 1) in _BEFORE_MONTHS and not goes_on(line, at + 1)


def _longer_than(line: Line, known: Run, *, ordinary: bool) -> Run:
    """The institution that begins with a name of the lists: ``Union des territoires``, ``Friends of the Earth``."""
    at = known.first
    if line.lower(at) not in parts().heads:
        if not line.french and known.last > at and line.lower(known.last) in parts().heads and _goes_for(line, known):
            last = end_of_run(line, at)
            return Run(at, last, line.ends[last]) if last > known.last else known
        return known
    longer = from_head(line, at, ordinary=ordinary)
    if longer is None and not line.french:
        last = end_of_run(line, at)
        longer = Run(at, last, line.ends[last])
    return longer if longer is not None and longer.last > known.last else known


def _goes_for(line: Line, known: Run) -> bool:
    """Whether ``for`` and a capital stand behind: ``Max Planck Institute for Chemical Ecology``."""
    after = known.last + 1
    return is_near(line, after) and line.words[after] == "for" and is_near(line, after + 1)


def _is_overrun(line: Line, known: Run) -> bool:
    """Whether capitals go on behind a name of the lists, so that it is part of a longer one."""
    after = known.last + 1
    if known.last == known.first and may_be_given(line.words[known.first]) and end_of_run(line, known.first) > after:
        return True
    if known.known is None or not goes_on(line, after):
        return False
    if known.last == known.first:
        return True
    if known.known.type is EntityType.PERSON:
        return not line.french and line.lower(after) in parts().tails and not goes_on(line, after + 1)
    if VERSION.fullmatch(line.words[after]):
        return known.known.type is EntityType.PRODUCT
    return not is_given_name(line.words[after]) or line.lower(after) in parts().tails


def _may_begin(line: Line, at: int, ordinary: Set[str], *, begins_sentence: bool) -> bool:
    """Whether a capitalised word may be the first of a name."""
    words = vocabulary()
    word, lower = line.words[at], line.lower(at)
    continues = goes_on(line, at + 1)
    if len(word) == 2 and word[1] == "." and continues and lower not in words.honorifics:
        return True
    if line.is_elided(at) or _NUMERAL.fullmatch(word):
        return False
    if line.french and continues and word.isupper() and lower in words.common_acronyms:
        return False  # ``l’ONG Climact``
    if lower in words.honorifics or is_calendar(lower):
        return continues and (lower in parts().heads or _is_house(line, at) or line.lower(at + 1) in _STREETS)
    if lower in words.titles and not word.isupper():
        return continues and line.lower(at + 1) in _STREETS
    if (
        lower in _PORTFOLIOS
        and is_near(line, at + 1)
        and line.lower(at + 1) in words.titles | {"secretary", "minister"}
    ):
        return False
    if lower in words.roles and (continues or line.lower(at + 1) == "of") and not is_given_name(word):
        return False
    if begins_sentence:
        if lower in words.function_words:
            return word in _ALSO_GIVEN and continues and not _is_asked(line, at)
        common = lower in words.common_words or lower in ordinary or is_verb_like(line, at)
        return not (common and continues) or lower in parts().heads or is_telling(word)
    if lower in words.function_words:
        return (lower in _LEADING | _DESCRIBING or word in _ALSO_GIVEN) and not word.isupper() and continues
    if continues and line.french and line.lower(at - 1) in _SINGLE and _INHABITANT.fullmatch(word):
        return False
    if continues and line.lower(at - 1) in {"for", "of"} and line.lower(at - 2) in words.titles:
        return not is_given_name(line.words[at + 1])
    if lower in words.never_alone and continues and line.french and line.lower(at - 1) in _SINGLE:
        return False  # ``le Basque Beñat Olazagasti``
    if lower in words.never_alone and continues:
        if line.lower(at + 1) in _BODIES:
            return True
        return known_at(line, at + 1) is None and not is_given_name(line.words[at + 1])
    return True


def _is_asked(line: Line, at: int) -> bool:
    """Whether the sentence that begins with a word is a question."""
    following = next((each for each in range(at + 1, len(line) + 1) if each == len(line) or line.begins(each)), at)
    return "?" in line.gap(following)


def _is_portfolio(line: Line, at: int) -> bool:
    """Whether a word is what a minister is for: ``la ministre de la Santé``, ``Minister for Transport``."""
    before = at - 1
    if before < 1 or line.lower(before).rstrip("'’") not in _PORTFOLIO:
        return False
    while before >= 0 and at - before < 8:
        if line.lower(before).rstrip("'’") not in _PORTFOLIO and not line.words[before][0].isupper():
            break
        if line.lower(before) in _MINISTERS:
            return before < at - 1
        if line.gap(before + 1).strip() not in {"", ","} or known_at(line, before) is not None:
            return False
        before -= 1
    return before >= 0 and before < at - 1 and line.lower(before) in _MINISTERS


def _opens_in_capitals(line: Line, at: int) -> bool:
    """Whether a word is among the first of an article, which some print in capitals: ``ASTRONOMERS HAVE a rule``."""
    if at > 2 or not line.words[at].isupper() or len(line) < 8:
        return False
    first = [word for word in line.words[:6] if word.isalpha()]
    shouted = next((count for count, word in enumerate(first) if not word.isupper()), len(first))
    small = vocabulary().function_words
    is_opening = (
        2 <= shouted < 6 and at < shouted and any(len(word) > 5 or word.lower() in small for word in first[:shouted])
    )
    return is_opening and known_at(line, at) is None


def _is_house(line: Line, at: int) -> bool:
    """``Captain Cook Memorial Museum``: an honorific within a house's name."""
    last = end_of_run(line, at + 1)
    return last > at + 1 and line.lower(last) in vocabulary().firm_tails | {"regulation", "act", "bill"}


def named_with_article(line: Line, at: int, last: int) -> EntityType | None:
    """What the lists say of a name together with the article before it: ``au Figaro`` is ``Le Figaro``."""
    before = line.lower(at - 1) if is_near(line, at) else ""
    article = {"au": "le", "du": "le", "aux": "les", "des": "les", "l’": "l'"}.get(before, before)
    if article not in {"le", "la", "les", "l'", "the"}:
        return None
    known = lexicon().names.get((article + " " + line.key(at, last)).replace("' ", "'"))
    return known.type if known is not None else None
