"""What the words beside a name say of it: that it is a person's, a place's..."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tui.entities.lexicon import vocabulary
from tui.entities.recognisers.capitals import is_given_name, is_near, may_be_given, type_at
from tui.entities.recognisers.lines import is_telling
from tui.entities.recognisers.votes import (
    CERTAIN,
    CLEAR,
    EVENT,
    HINT,
    LIKELY,
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    PRODUCT,
    SURE,
    WEAK,
    WORK,
    Votes,
)

if TYPE_CHECKING:
    from tui.entities.kinds import EntityType
    from tui.entities.recognisers.capitals import Run
    from tui.entities.recognisers.lines import Line

_AGE = re.compile(r",? \(?\d{1,3}(?:[ \u00a0]ans\b|\)|,(?!\d))|, aged \d")
_DATELINE = re.compile(
    r"\. [A-ZÀ-Þ]|,? \((?:AP|AFP|Reuters|PA|AAP)\)| (?:[–—|-]|--) [A-ZÀ-Þ]|, [A-Z][\w.]+ (?:[–—|-]|--) "
)
_QUOTES = " \u00a0\u202f«»“”\"‘’'*_"
_OF = frozenset({"of", "de", "du", "d", "des"})
_RESEARCH = frozenset({"trial", "trials", "study", "project", "survey", "experiment", "scheme"})
"""Behind an acronym: what it is called."""
_OF_COMPANIES = frozenset(
    "analyst analysts spokesman spokeswoman spokesperson employee employees executive executives shareholders shares"
    " shareholder headquarters subsidiary investors factory earnings".split()
)
"""Behind the name of a company."""
_ENDING = frozenset("of in at for that which who whose with from based to by on near made run where and".split())
"""What the noun of an English apposition ends before."""
_DEFINITE = frozenset({"the", "le", "la", "les", "l"})
_HELPING = frozenset({"a", "avait", "ont", "has", "had", "s", "se", "n", "ne", "l", "le", "qui"})


def around(line: Line, run: Run) -> Votes:
    """What speaks for each type in the words beside a run."""
    votes = Votes()
    if run.first == 0 and run.last < 3 and _DATELINE.match(line.text, run.end):
        votes[PLACE] += SURE if line.slice(0, run.last).isupper() else HINT
    if run.first > 0:
        _before(line, run, votes)
    _behind(line, run, votes)
    return votes


def _before(line: Line, run: Run, votes: Votes) -> None:
    words = vocabulary()
    at = run.first - 1
    gap = line.gap(run.first)
    several = run.last > run.first
    if run.kind is PERSON:
        votes[PERSON] += CERTAIN
        return
    if gap.strip(" .\u00a0\u202f") == "" and _is_honorific(line, at):
        votes[PERSON] += CERTAIN
        return
    if gap.strip() == ",":
        _behind_comma(line, at, several, votes)
        return
    if gap in {"'s ", "’s "} and not several and run.known is None and type_at(line, at) is PERSON:
        votes[WORK] += LIKELY  # ``Elgar’s Cockaigne``
    if gap.strip(_QUOTES):
        return
    word = _bare(line, at)
    article = word if word in words.articles else ""
    if article or word in {"du", "au", "aux", "des"}:
        votes[PERSON] -= WEAK if article == "l" and not several else LIKELY
        is_word = not several and not line.words[run.first].isupper()
        votes[PLACE if article == "the" and is_word else ORGANISATION] += WEAK if article in _DEFINITE else 0
    _of_place_before(line, run, at, word, votes)
    if line.french and word in {"son", "sa", "ses"} and run.known is None and not is_given_name(line.words[run.first]):
        votes[WORK if not several else PRODUCT] += HINT
    is_inhabitant = line.french and word in words.never_alone and line.words[at].islower()
    if is_inhabitant:
        _behind_noun(_bare(line, at - 1), True, votes)  # ``le groupe malien Songhoy Blues``
    if is_inhabitant and _bare(line, at - 1) in {"le", "la", "l", "du", "au"}:
        votes[ORGANISATION] += LIKELY  # ``du danois Bavarian Nordic``
    if word in {"née", "né", "nee", "alias"}:
        votes[PERSON] += CLEAR
    if word in {"un", "une"} and run.first == run.last and run.known is None:
        votes[PRODUCT] += LIKELY  # ``une Bbox``
    if word in {"procès", "affaire", "taxe"} and not several:
        votes[PERSON] += LIKELY
    if word in {"de", "d"} and line.gap(at) == ", " and run.known is None:
        near = {line.lower(each) for each in range(max(0, at - 4), at)}
        votes[PERSON] += 0 if words.work_nouns.isdisjoint(near) else CLEAR  # ``l’album Mirapolis, de Rone``
    if word in words.naming:
        _behind_noun(_bare(line, at - 1), False, votes)
        votes[PRODUCT] += WEAK
    if article:
        at -= 1
        word = _bare(line, at) if at >= 0 and not line.gap(at + 1).strip(_QUOTES) else ""
    else:
        _beside_verb(word, several, votes)
        if word in words.work_verbs and several and line.lower(run.first) in _DEFINITE and run.known is None:
            votes[WORK] += LIKELY  # ``publie Les Orphelins``
    _behind_noun(word, bool(article), votes)
    if not words.houses.isdisjoint(line.lower(each) for each in range(run.first, run.last + 1)):
        votes[PLACE] += CERTAIN + CLEAR if word in words.towards else 0
    if word in words.place_prepositions and not article:
        votes[PLACE] += HINT if word == "at" else LIKELY
    if word in _OF | {"for", "at", "by", "par", "in"}:
        _behind_of(line, at, word, several, votes)


def _of_place_before(line: Line, run: Run, at: int, word: str, votes: Votes) -> None:
    """``across the Esk``, ``franchit l’Isole``, ``of Llanberis``, ``aboard the Margrethe``, ``published in Nature``."""
    single = run.last == run.first
    has_article = word in {"the", "le", "la", "les", "l"}
    beyond = _bare(line, at - 1) if has_article and at > 0 else word
    acronym = line.words[run.first].isupper()
    if has_article and single and not acronym and beyond in vocabulary().crossing:
        votes[PLACE] += CLEAR
    elif "bord" in {line.lower(each) for each in range(max(0, at - 2), at)} and line.lower(at - 1) in {
        "de",
        "du",
        "bord",
    }:
        votes[PRODUCT] += SURE + LIKELY
        votes[PLACE] -= LIKELY
    elif beyond in {"aboard", "board", "bord"} or (beyond in {"on", "sur"} and _boards(line, at - has_article)):
        votes[PRODUCT] += CLEAR
        votes[PLACE] -= LIKELY
    elif word in {"in", "dans"} and not vocabulary().publishing.isdisjoint(
        line.lower(each) for each in range(max(0, at - 5), at)
    ):
        votes[ORGANISATION] += CLEAR
        votes[PLACE] -= LIKELY
    elif word == "of" and line.gap(at).strip() == ",":
        votes[PLACE] += LIKELY
    elif word in {"from", "on", "around", "au", "sur"} and single and not acronym:
        votes[PLACE] += WEAK
    elif has_article and beyond in {"sur", "dans"} and single and not acronym and line.french:
        votes[PLACE] += HINT
    elif (word == "to" and single and not acronym and not line.french) or (
        word in {"de", "d"} and single and not acronym and run.known is None
    ):
        votes[PLACE] += WEAK
    if has_article and beyond in {"at", "outside", "inside"}:
        votes[PLACE] += HINT


def _boards(line: Line, at: int) -> bool:
    """Whether a verb of going on board stands before a preposition."""
    return not vocabulary().boarding.isdisjoint(line.lower(each) for each in range(max(0, at - 3), at))


def _bare(line: Line, index: int) -> str:
    return line.lower(index).rstrip("'’")


def _is_honorific(line: Line, at: int) -> bool:
    """Whether a word is an honorific here: ``général`` is an adjective as well, ``me`` a pronoun."""
    lower = line.lower(at)
    if lower not in vocabulary().honorifics:
        return False
    if lower in {
        "me",
        "pr",
        "père",
        "mère",
        "frère",
        "judge",
        "dame",
        "officer",
        "father",
        "mother",
        "brother",
        "sister",
        "hon",
    }:
        return line.words[at][0].isupper()
    return not line.lower(at - 1).startswith(("secrétaire", "directeur", "directrice", "consul"))


def _beside_verb(word: str, several: bool, votes: Votes) -> None:
    """``le président Macron``, ``said Whitfield``, ``called Corvane``, ``chez Fridman``."""
    words = vocabulary()
    if word in words.titles or (word in words.roles and several):
        votes[PERSON] += CLEAR
    elif word in words.roles or word in words.speaking:
        votes[PERSON] += LIKELY
    elif word in {"launched", "launches", "unveiled", "unveils", "lance", "dévoile"}:
        votes[PRODUCT] += HINT
    elif word == "chez" and not several:
        votes[ORGANISATION] += CLEAR  # ``passée chez Margiela``
    elif (word in words.dealing and several) or word == "chez":
        votes[ORGANISATION] += HINT
    elif word in {"against", "contre", "beat", "battu"}:
        votes[ORGANISATION] += WEAK


def _behind_noun(word: str, has_article: bool, votes: Votes) -> None:
    """``the app Shazam``, ``la société Cyclaire``, ``ville Lumière``."""
    words = vocabulary()
    if word in words.product_nouns:
        votes[PRODUCT] += CLEAR if has_article else SURE
    if word in words.organisation_nouns:
        votes[ORGANISATION] += CLEAR
    if word in words.place_nouns:
        votes[PLACE] += CLEAR
    if word in {"projet", "project"} or word in words.animals:
        votes[OTHER] += CLEAR
    if word in words.event_nouns:
        votes[EVENT] += LIKELY
    if word in words.work_nouns and not has_article:
        votes[WORK] += CLEAR


def _behind_comma(line: Line, at: int, several: bool, votes: Votes) -> None:
    """``the mayor, Colin Barraclough``; ``un logiciel libre, PetitRADTRANS``."""
    words = vocabulary()
    near = [line.lower(each) for each in range(max(0, at - 6), at + 1)]
    if near[-1] in words.animals:
        votes[OTHER] += CLEAR
    elif (several and not words.roles.isdisjoint(near)) or near[-1] in words.relations & words.roles:
        votes[PERSON] += LIKELY
    elif not words.work_nouns.isdisjoint(near[-2:]):
        votes[WORK] += LIKELY
    elif not words.product_nouns.isdisjoint(near[-2:]):
        votes[PRODUCT] += LIKELY
    elif not words.organisation_nouns.isdisjoint(near[-2:]):
        votes[ORGANISATION] += LIKELY


def _behind_of(line: Line, at: int, link: str, several: bool, votes: Votes) -> None:
    """``the mayor of Whitby``, ``le PDG de Cyclaire``, ``shares in Corvane``, ``a novel by Ines Marlowe``."""
    words = vocabulary()
    owner = line.lower(at - 1)
    if owner in words.institution_adjectives:
        owner = line.lower(at - 2)
    if link in {"by", "par"}:
        votes[ORGANISATION if owner in vocabulary().made else PERSON] += (
            LIKELY if owner in vocabulary().made else HINT if several else 0
        )
    elif owner in {"nom", "prénom", "name", "surnom"} and link in _OF:
        votes[PERSON] += LIKELY
    elif owner in words.bosses:
        votes[ORGANISATION] += CLEAR
    elif link == "of" and line.is_capital(at - 1) and line.is_capital(at - 2) and is_near(line, at - 1):
        votes[ORGANISATION] += CLEAR if may_be_given(line.words[at - 2]) else 0  # ``Kenji Murakami of Riken``
    elif link == "in":
        return
    elif link in _OF and (owner in words.rulers or owner in words.place_nouns or owner in words.directions):
        votes[PLACE] += CLEAR
    elif link in {"of", "de", "d"} and owner in words.work_nouns:
        votes[PERSON] += LIKELY if several else HINT if link != "of" else 0
    elif owner in words.roles:
        votes[ORGANISATION] += LIKELY
    elif owner in words.relations and several:
        votes[PERSON] += WEAK


def _behind(line: Line, run: Run, votes: Votes) -> None:
    words = vocabulary()
    at = run.last + 1
    rest = line.text[run.end : run.end + 12]
    if rest.startswith(("-based", "-born")):
        votes[PLACE] += CLEAR
        return
    if _AGE.match(rest):
        votes[PERSON] += CLEAR
    if at >= len(line):
        return
    if rest[:2] in {"'s", "’s"}:
        _behind_owner(line, at, votes)
        return
    gap = line.gap(at)
    several = run.last > run.first
    if several and gap == " " and line.lower(at) == "by" and at + 1 < len(line) and may_be_given(line.words[at + 1]):
        votes[WORK] += LIKELY if line.is_capital(at + 1) else 0
    if gap.strip(_QUOTES) == "":
        spoken = _bare(line, at + 1) if _bare(line, at) in _HELPING else line.lower(at)
        if spoken in words.speaking:
            votes[PERSON] += LIKELY if several else HINT
            votes[ORGANISATION] += 0 if several else WEAK
        if spoken in vocabulary().dealing:
            votes[ORGANISATION] += LIKELY
        if not line.french and not several and run.known is None:
            votes[PRODUCT] += LIKELY if line.lower(at) in words.product_nouns else 0
            votes[PLACE] += HINT if line.lower(at) in words.place_nouns else 0
            votes[OTHER] += CLEAR if line.lower(at) in _RESEARCH and is_telling(line.words[run.first]) else 0
        if (
            not line.french
            and not several
            and line.lower(at) in {"administration", "presidency", "premiership", "affair"}
        ):
            votes[PERSON] += LIKELY
        if not line.french and line.lower(at) in _OF_COMPANIES:
            votes[ORGANISATION] += LIKELY
    elif gap.strip() == "(" and line.is_capital(at):
        kind = type_at(line, at)
        if kind in {PLACE, ORGANISATION}:
            votes[PLACE if kind is PLACE else PERSON] += LIKELY
    elif gap.strip() == "," and not line.is_capital(at):
        _in_apposition(line, at, votes)


def _behind_owner(line: Line, at: int, votes: Votes) -> None:
    """``Corvane’s shares``, ``Woolf’s novel``, ``Ireland’s minister``."""
    words = vocabulary()
    owned = {line.lower(at), line.lower(at + 1) if line.gap(at + 1) == " " else ""}
    if owned & words.relations:
        votes[PERSON] += HINT
    if owned & words.belongings:
        votes[ORGANISATION] += LIKELY
    if owned & words.lands:
        votes[PLACE] += LIKELY


def _in_apposition(line: Line, at: int, votes: Votes) -> None:
    """``Whitfield, the chief executive``; ``Corvane, a chip designer``."""
    words = vocabulary()
    if line.lower(at) in {"who", "whose"}:
        votes[PERSON] += LIKELY
        return
    has_article = _bare(line, at) in words.articles | {"its", "son", "sa", "leur", "ancien", "ancienne"}
    found: EntityType | None = None
    kinds = _kinds_of_nouns()
    for index in range(at, min(at + 6, len(line))):
        lower = line.lower(index)
        if index > at and (not is_near(line, index) or lower in _ENDING):
            break
        kind = kinds.get(lower)
        if kind is not None and (has_article or (index == at and kind is PERSON)):
            found = kind
            if line.french:
                break
        if not has_article:
            break
    if found is not None:
        votes[found] += LIKELY


@cache
def _kinds_of_nouns() -> dict[str, EntityType]:
    """What is called by a common noun; where it may be several things, the first of them."""
    words = vocabulary()
    found: dict[str, EntityType] = {}
    for nouns, kind in (
        (words.animals, OTHER),
        (words.event_nouns, EVENT),
        (words.work_nouns, WORK),
        (words.product_nouns, PRODUCT),
        (words.place_nouns, PLACE),
        (words.organisation_nouns, ORGANISATION),
        (words.roles, PERSON),
    ):
        found.update(dict.fromkeys(nouns, kind))
    return found
