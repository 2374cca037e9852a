"""What speaks for a name's being a person, a place...: the name itself, and the words around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import lexicon, parts, vocabulary
from tui.entities.recognisers.lines import is_telling
from tui.entities.recognisers.runs import VERSION, known_at

if TYPE_CHECKING:
    from tui.entities.recognisers.lines import Line
    from tui.entities.recognisers.runs import Run

Votes = Counter[EntityType]

CERTAIN, SURE, CLEAR, LIKELY, WEAK = 16, 8, 5, 3, 1
"""What one piece of evidence weighs."""

_PERSON, _ORGANISATION, _PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
_PRODUCT, _EVENT, _WORK, _OTHER = EntityType.PRODUCT, EntityType.EVENT, EntityType.WORK, EntityType.OTHER

_AGE = re.compile(r",? \(?\d{1,3}(?:[ \u00a0]ans\b|\)|,)|, aged \d")
_COMPOUND_PLACE = re.compile(
    r"\w+-(?:sur|sous|en|lès|lez|les|le|la|aux|au|de|du|des|et|l['’]?|d['’]?)-?['’]?\w+(?:-\w+)*|(?:Saint|Sainte|St|Ste)-\w[\w-]*|\w+-upon-\w+|\w+-on-\w+"
)
_PLACE_ENDING = re.compile(
    r"[^\W\d_]{2,}(?:ville|villers|bourg|burg|burgh|shire|stan|heim|grad|abad|pur|borough|chester|ingham|minster|mouth)"
)
_COMPANY_ENDING = re.compile(
    r"[^\W\d_]{2,}(?:tech|soft|corp|bank|labs?|works|pharma|telecom|media|com|net|gen|ware)|.*\.(?:com|fr|org|net|io|ai|tv)"
)
_SURNAME_ENDING = re.compile(
    r"(?:Mc|Mac|O['’])[A-Z].*|.{3,}(?:ski|sky|ska|son|sen|ov|ova|ev|ez|escu|ini|elli|ić|vich|stein|mann|berg|quist|dze|yan|shvili|oglu|ault|eau|ard)"
)
_RESULT = re.compile(r"\s\(?\d{1,2}[-–]\d{1,2}\b")


def of_name(line: Line, run: Run) -> Votes:
    """What the name itself says."""
    votes: Votes = Counter()
    words = [line.words[index] for index in range(run.first, run.last + 1)]
    if run.known is not None:
        votes[run.known.type] += SURE
        if run.known.other is not None:
            votes[run.known.other] += CLEAR
    if run.kind is not None:
        votes[run.kind] += SURE + LIKELY
    if len(words) > 1:
        _of_words(line, run, words, votes)
    else:
        _of_word(words[0], votes, known=run.known is not None)
    return votes


def _of_words(line: Line, run: Run, words: list[str], votes: Votes) -> None:
    head, tail = words[0].lower(), words[-1].lower().rstrip(".")
    kinds = parts()
    given = folded(words[0]).partition(" ")[0] in lexicon().given_names and words[0][0].isupper()
    initial = len(words[0].rstrip(".")) == 1 and words[0].endswith(".")
    if run.known is None and words[-1][0].isdigit() and len(words[-1]) == 4:
        votes[_EVENT] += CLEAR
    elif run.known is None and VERSION.fullmatch(words[-1]):
        votes[_PRODUCT if not (given or words[-1].isupper()) else _PERSON] += CLEAR
    if head in kinds.heads and not given:
        votes[kinds.heads[head]] += CLEAR + WEAK
    if tail in kinds.tails and not (given and len(words) == 2 and tail not in _FIRM_TAILS):
        votes[kinds.tails[tail]] += CLEAR + LIKELY
    if run.known is not None:
        return
    if given or initial:
        votes[_PERSON] += CLEAR + WEAK
    if any(folded(word) in lexicon().names for word in words[:1]) and not given:
        inner = known_at(line, run.first)
        if inner is not None and inner.known is not None and inner.known.type in {_ORGANISATION, _PRODUCT}:
            votes[_PRODUCT if inner.known.type is _PRODUCT else _ORGANISATION] += LIKELY
    capital = [word for word in words if word[0].isupper() and not is_telling(word)]
    if len(capital) in {2, 3} and not any(word.isupper() and len(word) > 1 for word in words):
        lowered = [word for word in words if word.islower()]
        if all(word.lower() in vocabulary().person_particles for word in lowered):
            votes[_PERSON] += WEAK if line.begins(run.first) else LIKELY
    if _SURNAME_ENDING.fullmatch(words[-1]):
        votes[_PERSON] += WEAK
    if any(word in {"of", "&"} for word in words):
        votes[_ORGANISATION] += LIKELY
    if _COMPOUND_PLACE.fullmatch(words[-1]) and not given:
        votes[_PLACE] += CLEAR


_FIRM_TAILS = frozenset(
    "street avenue road square airport station bridge prize award university hospital school foundation institute museum college stadium theatre trust gallery".split()
)
"""Last words that make even of a person's name another's: ``Marie Curie Hospital``."""


def _of_word(word: str, votes: Votes, *, known: bool) -> None:
    if _COMPOUND_PLACE.fullmatch(word):
        votes[_PLACE] += CLEAR
    if known:
        return
    if folded(word).partition(" ")[0] in lexicon().given_names:
        votes[_PERSON] += LIKELY
    if any(map(str.isdigit, word)):
        votes[_PRODUCT] += LIKELY
    elif word.replace(".", "").isupper() and len(word) > 1:
        votes[_ORGANISATION] += LIKELY
    elif _COMPANY_ENDING.fullmatch(word) or is_telling(word):
        votes[_ORGANISATION] += WEAK + WEAK
    elif _PLACE_ENDING.fullmatch(word):
        votes[_PLACE] += LIKELY
    elif _SURNAME_ENDING.fullmatch(word):
        votes[_PERSON] += WEAK


def around(line: Line, run: Run) -> Votes:
    """What the words beside a name say."""
    votes: Votes = Counter()
    _before(line, run, votes)
    _behind(line, run, votes)
    return votes


def _before(line: Line, run: Run, votes: Votes) -> None:
    words = vocabulary()
    at = run.first - 1
    if at < 0:
        return
    gap = line.gap(run.first)
    lower = line.lower(at)
    several = run.last > run.first
    if lower in words.honorifics and gap.strip(" .\u00a0\u202f") == "" and _is_honorific(line, at):
        votes[_PERSON] += CERTAIN
        return
    if "," in gap or "(" in gap:
        if gap.strip() == ",":
            _behind_apposition(line, at, several, votes)
        return
    if gap.strip(" \u00a0\u202f«“\"‘'’*_"):
        return
    article = ""
    if lower.rstrip("'’") in {
        "the",
        "le",
        "la",
        "l",
        "les",
        "un",
        "une",
        "a",
        "an",
        "this",
        "cette",
        "ce",
        "son",
        "sa",
        "its",
        "their",
    }:
        article = lower.rstrip("'’")
        at -= 1
        lower = line.lower(at)
        if at < 0 or line.gap(at + 1).strip(" \u00a0\u202f"):
            lower = ""
        if article in {"the", "le", "la", "les", "l"}:
            votes[_PERSON] -= LIKELY if several or article != "l" else WEAK
            votes[_ORGANISATION] += WEAK
    elif lower in {"du", "au", "aux", "des"}:
        votes[_PERSON] -= LIKELY
    if not article:
        if lower in words.titles or lower in words.roles:
            votes[_PERSON] += CLEAR if several or lower in words.titles else LIKELY
        elif lower in words.speaking:
            votes[_PERSON] += LIKELY
        elif lower in {"called", "named", "baptisé", "baptisée", "nommé", "nommée", "appelé", "appelée", "dubbed"}:
            votes[_PRODUCT] += WEAK
    if lower in words.product_nouns:
        votes[_PRODUCT] += CLEAR
    if lower in words.organisation_nouns:
        votes[_ORGANISATION] += CLEAR
    if lower in words.place_nouns:
        votes[_PLACE] += CLEAR
    if lower in words.event_nouns:
        votes[_EVENT] += LIKELY
    if lower in words.work_nouns and not article:
        votes[_WORK] += CLEAR
    if lower in words.place_prepositions:
        _after_preposition(lower, article, several, votes)
    if lower == "chez":
        votes[_ORGANISATION] += LIKELY
    if lower in {"against", "contre", "beat", "battu"}:
        votes[_ORGANISATION] += WEAK
    if lower in {"of", "de", "du", "d'", "d’", "des", "for", "at", "from", "by", "par", "chez", "in"}:
        _after_of(line, at, lower, several, votes)


def _behind_apposition(line: Line, at: int, several: bool, votes: Votes) -> None:
    """``the mayor, Colin Barraclough``; ``un logiciel libre, PetitRADTRANS``."""
    words = vocabulary()
    near = [line.lower(each) for each in range(max(0, at - 6), at + 1)]
    if several and not words.roles.isdisjoint(near):
        votes[_PERSON] += LIKELY
    elif not words.product_nouns.isdisjoint(near[-2:]):
        votes[_PRODUCT] += LIKELY
    elif not words.organisation_nouns.isdisjoint(near[-2:]):
        votes[_ORGANISATION] += LIKELY


def _is_honorific(line: Line, at: int) -> bool:
    """Whether a word is an honorific here: ``général`` is an adjective as well, ``me`` a pronoun."""
    word = line.words[at]
    if word.lower() in {"me", "pr", "père", "mère", "frère", "judge", "dame", "officer", "father", "mother", "brother"}:
        return word[0].isupper()
    if word.lower() in {"ms", "mr", "mm", "m", "dr", "mme"}:
        return True
    return not line.lower(at - 1).endswith(("secrétaire", "directeur", "consul"))


def _after_preposition(lower: str, article: str, several: bool, votes: Votes) -> None:
    if (lower in {"in", "en"} and not article) or (lower in {"à", "near", "vers", "outside"} and not article):
        votes[_PLACE] += LIKELY
    elif not several or lower in {"near", "vers", "across", "outside"}:
        votes[_PLACE] += WEAK


def _after_of(line: Line, at: int, lower: str, several: bool, votes: Votes) -> None:
    words = vocabulary()
    owner = line.lower(at - 1)
    if owner in words.institution_adjectives:
        owner = line.lower(at - 2)
    if lower in {"by", "par"}:
        if several:
            votes[_PERSON] += WEAK + WEAK
        return
    if owner in words.rulers and lower in {"of", "de", "du", "d'", "d’", "des"}:
        votes[_PLACE] += CLEAR
    if owner in words.bosses:
        votes[_ORGANISATION] += CLEAR
    elif lower == "in":
        return
    elif owner in words.place_nouns and lower in {"of", "de", "du", "d'", "d’", "des"}:
        votes[_PLACE] += CLEAR
    elif owner in words.work_nouns and lower in {"of", "de", "d'", "d’"} and several:
        votes[_PERSON] += LIKELY
    elif owner in words.roles and lower in {"of", "at", "de", "du", "d'", "d’", "for"}:
        votes[_ORGANISATION] += LIKELY
    elif owner in {
        "nord",
        "sud",
        "est",
        "ouest",
        "north",
        "south",
        "east",
        "west",
        "centre",
        "côte",
        "région",
        "heart",
        "cœur",
        "près",
        "loin",
        "autour",
        "bordure",
        "large",
        "outskirts",
    }:
        votes[_PLACE] += CLEAR
    elif owner in words.relations and several:
        votes[_PERSON] += WEAK


def _behind(line: Line, run: Run, votes: Votes) -> None:
    words = vocabulary()
    at = run.last + 1
    rest = line.text[run.end : run.end + 12]
    if rest[:2] in {"'s", "’s"} and at < len(line):
        owned = {line.lower(at), line.lower(at + 1) if line.gap(at + 1) == " " else ""}
        if owned & words.relations:
            votes[_PERSON] += WEAK + WEAK
        if owned & words.belongings:
            votes[_ORGANISATION] += LIKELY
        if owned & words.lands:
            votes[_PLACE] += LIKELY
        return
    if rest.startswith(("-based", "-born")):
        votes[_PLACE] += CLEAR
        return
    if _AGE.match(rest):
        votes[_PERSON] += CLEAR
    if at >= len(line):
        return
    gap = line.gap(at)
    lower = line.lower(at)
    several = run.last > run.first
    if gap.strip(' \u00a0\u202f»”"') == "":
        spoken = (
            line.lower(at + 1)
            if lower in {"a", "avait", "ont", "has", "had", "s'", "s’", "se", "n'", "n’", "ne", "l'", "l’", "le"}
            else lower
        )
        if spoken in words.speaking:
            votes[_PERSON] += LIKELY if several else WEAK + WEAK
            votes[_ORGANISATION] += 0 if several else WEAK
        if lower in words.product_nouns and not line.french:
            votes[_PRODUCT] += WEAK + WEAK
        if lower in {"beat", "défend", "affronte"} or _RESULT.match(rest):
            votes[_ORGANISATION] += LIKELY
        if lower in {"users", "app", "chatbot", "smartphone"}:
            votes[_PRODUCT] += WEAK
    elif "(" in gap and gap.strip(" (\u00a0") == "":
        inner = known_at(line, at) if line.is_capital(at) else None
        if inner is not None and inner.known is not None and line.gap(inner.last + 1).startswith(")"):
            votes[_PLACE if inner.known.type is _PLACE else _PERSON] += (
                LIKELY if inner.known.type in {_PLACE, _ORGANISATION} else 0
            )
    elif gap.strip(" \u00a0") == ",":
        _in_apposition(line, at, several, votes)


def _in_apposition(line: Line, at: int, several: bool, votes: Votes) -> None:
    """``Whitfield, the chief executive``; ``Corvane, a chip designer``; ``Springfield, Illinois``."""
    words = vocabulary()
    if line.is_capital(at):
        inner = known_at(line, at)
        if inner is not None and inner.known is not None and inner.known.type is _PLACE and not several:
            votes[_PLACE] += WEAK + WEAK
        return
    article = line.lower(at).rstrip("'’") in {
        "a",
        "an",
        "the",
        "un",
        "une",
        "le",
        "la",
        "l",
        "its",
        "son",
        "sa",
        "leur",
        "ancien",
        "ancienne",
        "which",
        "qui",
        "who",
    }
    if line.lower(at) in {"who", "whose"}:
        votes[_PERSON] += LIKELY
        return
    for index in range(at, min(at + 5, len(line))):
        if index > at and "," in line.gap(index):
            break
        lower = line.lower(index)
        if lower in words.roles and (article or index == at):
            votes[_PERSON] += LIKELY
            return
        if not article:
            break
        for nouns, kind in (
            (words.organisation_nouns, _ORGANISATION),
            (words.place_nouns, _PLACE),
            (words.product_nouns, _PRODUCT),
        ):
            if lower in nouns:
                votes[kind] += LIKELY
                return
