"""What a name says of itself: that it is a person's, a place's..."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import gazetteer, lexicon, parts, vocabulary
from tui.entities.recognisers.capitals import ROAD, VERSION, is_case, is_given_name, may_be_given, type_at
from tui.entities.recognisers.lines import is_telling
from tui.entities.recognisers.runs import named_with_article
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
    from tui.entities.lexicon import Known
    from tui.entities.recognisers.capitals import Run
    from tui.entities.recognisers.lines import Line

_COMPOUND_PLACE = re.compile(
    r"\w+-(?:sur|sous|en|lès|lez|les|le|la|aux|au|de|du|des|et|upon|on|under)-\w[\w'’-]*|\w+-[dl]['’]\w[\w-]*"
    r"|(?:Saint|Sainte|St|Ste)-\w[\w'’-]*"
)
_PLACE_ENDING = re.compile(
    r"\w{2,}(?:ville|villers|bourg|burg|burgh|shire|stan|heim|jökull|fjord|holm|haven|furt|dorf|grad|abad|pur|borough|chester|ingham|minster|mouth)"
)
_LAWS = frozenset(
    "accord accords act agreement amendment bill charter code constitution declaration directive law pact protocol"
    " regulation regulations treaty".split()
)
_STREETS = frozenset("street road lane avenue square crescent drive terrace bridge river lake island islands".split())
"""Last words that outweigh any first one: ``Union Street``."""
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ][a-z]?\.-?){1,3}")
_COMPANY_ENDING = re.compile(
    r"\w{2,}(?:tech|soft|corp|bank|labs?|works|pharma|telecom|media|net|ware)|.*\.(?:com|fr|org|net|io|ai|tv)"
)
_SURNAME = re.compile(
    r"(?:Mc|Mac|O['’])[A-Z].*"
    r"|.{3,}(?:ski|sky|ska|son|sen|ov|ova|ev|ez|escu|ini|elli|ić|vich|stein|mann|quist|dze|yan|shvili|oglu|ault|eau)"
)


def inside(line: Line, run: Run) -> Votes:
    """What speaks for each type in the words of a run."""
    votes = Votes()
    words = [line.words[index] for index in range(run.first, run.last + 1)]
    if run.known is not None:
        votes[run.known.type] += _trust(run.known, words)
        if run.known.other is not None:
            votes[run.known.other] += CLEAR
    if run.kind is not None:
        votes[run.kind] += SURE + LIKELY
    if len(words) == 1:
        _of_one(line, run.first, votes, known=run.known is not None)
    else:
        _by_place(words, votes)
        if run.known is None and run.kind is None:
            _of_several(line, run, words, votes)
    if is_case(line, run):
        votes[OTHER] += CERTAIN
    if run.known is None:
        listed = named_with_article(line, run.first, run.last)
        if listed is not None:
            votes[listed] += CLEAR
    return votes


def _trust(known: Known, words: list[str]) -> int:
    """What the lists' word for a name weighs: less where it is a town, a common word, or somebody's name too."""
    if known.is_town:
        return LIKELY
    if len(words) == 1 and known.type not in {PERSON, PLACE} and not words[0].isupper():
        key, lists = folded(words[0]), gazetteer()
        if key in lexicon().given_names or key in lists.given_names or key in lists.surnames:
            return LIKELY
    return CLEAR if known.ordinary else SURE


def _of_one(line: Line, at: int, votes: Votes, *, known: bool) -> None:
    word = line.words[at]
    if _COMPOUND_PLACE.fullmatch(word):
        votes[PLACE] += CLEAR
    if known:
        return
    if is_given_name(word):
        votes[PERSON] += LIKELY
    if is_telling(word) and not word.startswith(("Mc", "Mac", "De", "Le", "La", "O’", "O'")):
        votes[PERSON] -= CLEAR
    letters = word.replace(".", "")
    if at and line.gap(at).endswith(" (") and word.lower() in vocabulary().nations and word.isupper():
        votes[PLACE] += SURE  # ``L. Martinez (FRA)``
    if ROAD.fullmatch(word) and at and (line.is_elided(at - 1) or line.lower(at - 1) in {"the", "la", "route"}):
        votes[PLACE] += CLEAR
    elif any(map(str.isdigit, word)):
        votes[PRODUCT] += LIKELY
    elif letters.isupper() and 1 < len(letters) < 7:
        votes[ORGANISATION] += LIKELY
    elif _COMPANY_ENDING.fullmatch(word) or is_telling(word):
        votes[ORGANISATION] += HINT
    elif _PLACE_ENDING.fullmatch(word):
        votes[PLACE] += LIKELY
    elif _SURNAME.fullmatch(word) or folded(word) in gazetteer().surnames or _is_double(word):
        votes[PERSON] += WEAK


def _is_double(word: str) -> bool:
    """Whether a word is two surnames, at least one of them known: ``Okafor-Reyes``."""
    pieces = word.split("-")
    if len(pieces) != 2 or not all(piece[:1].isupper() and piece[1:].islower() for piece in pieces):
        return False
    return any(folded(piece) in gazetteer().surnames or is_given_name(piece) for piece in pieces)


def _by_place(words: list[str], votes: Votes) -> None:
    """What the first and the last word make of a name: ``Ministry``, ``Street``."""
    kinds = parts()
    head, tail = words[0].lower(), words[-1].lower().rstrip(".")
    governed = next((at for at, word in enumerate(words) if word in {"of", "for", "on"} and at), 0)
    if governed:
        tail = words[governed - 1].lower()
    given = is_given_name(words[0])
    if head in kinds.heads and not given:
        votes[kinds.heads[head]] += CLEAR + WEAK
    if len(words) == 2 and not given:
        given = may_be_given(words[0]) and folded(words[1]) in gazetteer().surnames  # ``Jai Field``
    if tail in kinds.tails and (tail in vocabulary().firm_tails or not (given and len(words) == 2)):
        kind = WORK if tail in _LAWS else kinds.tails[tail]
        votes[kind] += SURE + LIKELY if tail in _STREETS else CLEAR + LIKELY


def _of_several(line: Line, run: Run, words: list[str], votes: Votes) -> None:
    vocabulary_ = vocabulary()
    last = words[-1]
    given = is_given_name(words[0])
    initial = _INITIALS.fullmatch(words[0]) is not None
    if last.isdigit() and len(last) == 4:
        votes[EVENT] += CLEAR
    elif VERSION.fullmatch(last):
        votes[PERSON if given or last.isupper() else PRODUCT] += CLEAR
    surname = folded(last) in gazetteer().surnames
    if given or initial:
        votes[PERSON] += CLEAR + WEAK
    elif may_be_given(words[0]):
        votes[PERSON] += LIKELY if surname else HINT
    elif surname:
        votes[PERSON] += WEAK
    begun_by = None if given else type_at(line, run.first)
    if line.lower(run.first) in vocabulary_.makers and words[-1].lower() not in parts().tails:
        votes[PRODUCT] += CLEAR  # ``Ford Transit``
    elif begun_by is not None and begun_by is not EntityType.PERSON:
        votes[PRODUCT if begun_by is PRODUCT else ORGANISATION] += LIKELY
    elif _may_be_person(words) and line.french and len(words) == 2 and not line.begins(run.first):
        votes[PERSON] += HINT
    elif _may_be_person(words) and (surname or given or may_be_given(words[0])):
        votes[PERSON] += WEAK if line.begins(run.first) else HINT
    elif len(words) == 2 and _may_be_person(words) and not words[1].endswith(("s", "ing")):
        votes[PERSON] += WEAK  # in the press, two words that nothing is known of are most often somebody
    if _is_double(last):
        votes[PERSON] += HINT
    if _SURNAME.fullmatch(last):
        votes[PERSON] += WEAK
    if last.lower() in vocabulary_.common_words or words[0].lower() in vocabulary_.articles:
        votes[PERSON] -= LIKELY
    if "&" in line.slice(run.first, run.last):
        votes[ORGANISATION] += SURE
        votes[PERSON] -= LIKELY
    elif "of" in words:
        votes[ORGANISATION] += LIKELY
    if _COMPOUND_PLACE.fullmatch(last) and not given:
        votes[PLACE] += CLEAR


def _may_be_person(words: list[str]) -> bool:
    """Whether words are two or three ordinary capitals, with nothing between them that persons' names have not."""
    particles = vocabulary().person_particles
    capital = [word for word in words if word[0].isupper()]
    if len(capital) not in {2, 3} or any(is_telling(word) or (word.isupper() and len(word) > 1) for word in capital):
        return False
    return all(word.lower() in particles for word in words if word.islower())
