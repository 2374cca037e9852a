"""French names with words in lower case: ``Agence nationale de la recherche``, ``lycée Beaumont``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.entities.kinds import EntityType
from tui.entities.lexicon import parts, vocabulary
from tui.entities.recognisers.capitals import VERSION, Run, end_of_run, is_near, known_at, may_be_given, small_word

if TYPE_CHECKING:
    from tui.entities.recognisers.lines import Line

LONGEST = 14
"""Words of the longest institution's name."""
_LINKS = frozenset({"de", "du", "des", "la", "le", "l", "d", "les", "aux", "pour", "contre", "sur", "à", "en"})
"""Small words between a head and what it is the head of."""
_OF = frozenset({"de", "du", "des", "d"})
_AIMS = frozenset({"pour", "contre", "sur", "à", "aux", "en"})
ADJECTIVE = re.compile(
    r"(?!(?:indi|expli|criti|répli|prati|communi|appli|impli|revendi|rap|ap|inter)(?:qu|p?el))"
    r".{2,}(?:ale?s?|aux|iques?|ifs?|ives?|aires?|ien(?:ne)?s?|éen(?:ne)?s?|aines?|ains?|aises?|ais|oises?|ois|istes?"
    r"|elles?|els?|euses?|eux)"
)
"""How adjectives of institutions end; only those behind a head are tried."""
_INFINITIVE = re.compile(r".{2,}(?:er|ir|oir|[en]dre|ttre|[uidl]ire|[ui]vre|faire|plaire|clure)")
_ORDINAL = re.compile(r"[IVX]+(?:e|er|ère)")
_RANKS = ("ième", "ière", "ère", "1re", "2e", "3e", "bonne", "belle")
"""Before ``place``, what makes it a rank."""
_NOUNS_LIKE_VERBS = frozenset(
    "mer hiver littoral lettres théâtre centre titre maître ministre plaisir loisir avenir laser cancer désir air terre"
    " nature culture agriculture littérature architecture chambre œuvre guerre"
    " livre registre cadre ordre monastère mystère fer savoir pouvoir".split()
)
_NO_PART = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre"
    " octobre novembre décembre nouveau côté plus moins fait suite cours retour place sorte premier première deuxième"
    " dernier dernière lui elle eux celui celle ceux tous tout toute toutes ce cette son sa leur leurs".split()
)


def from_head(line: Line, at: int, ordinary: bool) -> Run | None:
    """The name whose head, with a capital, is a word: ``Parti socialiste``, ``Cour des comptes``.

    ``ordinary`` says that the head's capital may only begin the sentence; then more is asked of what follows.
    """
    words = vocabulary()
    head = line.lower(at)
    kind = parts().heads.get(head)
    if not line.french or kind is None:
        return None
    first = at
    if is_near(line, at + 1) and line.is_capital(at + 1) and line.lower(at + 1) in parts().heads:
        first = at + 1  # ``Haute Autorité``, ``Grand Conseil``
        kind = parts().heads[line.lower(first)]
    behind = _over_adjectives(line, first + 1)
    if first == at and is_near(line, at + 1) and line.is_capital(at + 1) and head in words.governing_heads:
        named = end_of_run(line, at)
        last = _chain(line, at, named + 1, ordinary=True)
        return Run(at, last, line.ends[last], None, kind) if last is not None else None
    last = _chain(line, first, behind, ordinary=ordinary) if head in words.governing_heads else _named(line, behind)
    if last is None:
        is_whole = behind > first + 1 and (head in words.organisation_heads or kind is not EntityType.ORGANISATION)
        if not is_whole or (ordinary and head in words.common_words and line.words[first + 1] not in _institutional()):
            return None
        last = behind - 1
    if is_near(line, last + 1) and _is_patron(line, last + 1):
        last = end_of_run(line, last + 1)
    return Run(at, last, line.ends[last], None, kind)


def _is_patron(line: Line, at: int) -> bool:
    """Whether a word is a name with a hyphen, as what an institution is called after has it: ``Paul-Émile-Victor``."""
    return at < len(line) and "-" in line.words[at] and line.is_capital(at) and may_be_given(line.words[at])


def _institutional() -> frozenset[str]:
    return vocabulary().institution_adjectives


def _named(line: Line, behind: int) -> int | None:
    """The last word where small words and a capital follow a head: ``Pont de Recouvrance``."""
    noun = _over_links(line, behind)
    if noun > behind and is_near(line, noun) and line.is_capital(noun) and line.lower(behind) not in _AIMS:
        return _end_of_name(line, noun)
    return None


def _end_of_name(line: Line, at: int) -> int:
    """The last word of what begins with a capital: of the run, or of a name of the lists (``Pays basque``)."""
    known = known_at(line, at)
    return max(end_of_run(line, at), known.last if known is not None else at)


def _chain(line: Line, head: int, behind: int, *, ordinary: bool) -> int | None:
    """The last word of a chain of nouns: ``Groupe d’experts intergouvernemental sur l’évolution du climat``.

    ``None`` where no noun hangs on the head.
    """
    last: int | None = None
    links = 0
    while behind - head < LONGEST:
        start = behind
        joins = is_near(line, behind) and line.words[behind] == "et" and last is not None
        noun = _over_links(line, behind + joins)
        link = small_word(line, behind + joins) if noun > behind + joins else ""
        is_aim = link in _AIMS
        if not link or not is_near(line, noun) or (is_aim and (links > 1 or ordinary)):
            break
        if link == "en" and links and not line.words[noun].endswith(("s", "é", "ion", "mer")):
            break  # ``la Cour des comptes en redoute``
        if line.is_capital(noun):
            word = line.words[noun]
            if is_aim and link not in {"pour", "contre"}:
                break
            if links and (word.isupper() and len(word) > 1):
                break
            last = _end_of_name(line, noun)
            break
        if not _is_noun(line, noun, link=link, elided=line.is_elided(noun - 1), ordinary=ordinary) or links > 3:
            break
        if joins and link not in _OF and not line.is_elided(noun - 1):
            break
        links += 1
        behind = _over_adjectives(line, noun + 1)
        last = behind - 1
        if is_near(line, behind) and line.words[behind] == "et" and _is_second(line, behind + 1):
            behind = _over_adjectives(line, behind + 2)
            last = behind - 1
        if behind <= start:
            break
    return last


def _is_noun(line: Line, at: int, *, link: str, elided: bool, ordinary: bool) -> bool:
    """Whether a word in lower case may be part of a name: no verb, no pronoun, no day of the week."""
    word = line.words[at]
    if not word.islower() or len(word) < 3 or not word[0].isalpha() or word in _NO_PART:
        return False
    if word in vocabulary().function_words or (ordinary and word in vocabulary().roles):
        return False
    bare = link in {"de", "d", "à", "pour"} and small_word(line, at - 1) in {"de", "d", "à", "pour"}
    is_verb = bare and _INFINITIVE.fullmatch(word) is not None and word not in _NOUNS_LIKE_VERBS
    return not is_verb or (elided and link != "d")


def _is_second(line: Line, at: int) -> bool:
    """Whether a noun or adjective behind *et* goes on with the name: ``arts et métiers``, ``économique et social``."""
    if not is_near(line, at) or not line.words[at].islower():
        return False
    word, next_word = line.words[at], line.words[at + 1] if at + 1 < len(line) else ""
    if word in vocabulary().institution_adjectives:
        return True
    bare = line.words[at - 3] in {"de", "d’", "d'"} and next_word in {"de", "du", "des"} and is_near(line, at + 1)
    if bare and len(word) > 4 and word not in vocabulary().function_words:
        return True
    closes = not is_near(line, at + 1) or next_word in {"de", "du", "des"} or line.is_capital(at + 1)
    return (
        closes and word.endswith("s") and line.words[at - 2].endswith("s") and word not in vocabulary().function_words
    )


def from_kind(line: Line, at: int) -> Run | None:
    """The name whose first word is in lower case: ``ministère de l’Intérieur``, ``rue de Rivoli``."""
    known = known_at(line, at)
    if known is not None:
        return known
    words = vocabulary()
    word = line.words[at]
    kind = parts().kinds[word]
    behind = _over_fixed(line, _over_adjectives(line, at + 1))
    name = _over_links(line, behind)
    if not is_near(line, name) or not line.is_capital(name) or line.is_elided(name) or line.lower(behind) in _AIMS:
        return None
    if line.lower(name) in words.honorifics | words.common_acronyms:
        return None
    if VERSION.fullmatch(line.words[name]) or _ORDINAL.fullmatch(line.words[name]):
        return None
    is_direct = name == behind
    if is_direct and word in vocabulary().apart:
        return None
    if word == "cour" and behind == at + 1:
        return None
    if is_direct and (
        (behind > at + 1 and not _is_patron(line, name))
        or (kind is EntityType.EVENT and word not in words.event_kinds_direct)
    ):
        return None
    if not is_direct and word not in parts().kinds_of and behind == at + 1:
        return None
    if word == "place" and (line.words[behind:name] == ["de"] or line.lower(at - 1).endswith(_RANKS)):
        return None
    last = _end_of_name(line, name)
    if word == "ministère":
        last = _of_ministry(line, last)
    elif kind is EntityType.ORGANISATION and not is_direct:
        last = _over_adjectives(line, last + 1, only_listed=True) - 1
    return Run(at, last, line.ends[last], None, kind)


def _of_ministry(line: Line, last: int) -> int:
    """``ministère de l’Économie et des Finances``, ``ministère de la Transition écologique``."""
    while True:
        last = _over_adjectives(line, last + 1) - 1
        comma = last + 1 < len(line) and line.gap(last + 1) == ", "
        if not comma and (not is_near(line, last + 1) or line.words[last + 1] != "et"):
            return last
        start = last + 1 if comma else last + 2
        name = _over_links(line, start)
        if name == start or not is_near(line, name) or not line.is_capital(name):
            return last
        last = end_of_run(line, name)


def _over_fixed(line: Line, index: int) -> int:
    """Behind ``d’appel``, ``de commerce et d’industrie``: nouns that stand between a kind and its name."""
    while True:
        noun = _over_links(line, index)
        if noun == index or not is_near(line, noun) or line.words[noun] not in vocabulary().between:
            return index
        index = _over_adjectives(line, noun + 1)
        if (
            is_near(line, index)
            and line.words[index] == "et"
            and line.words[index + 1 : index + 3] == ["d’", "industrie"]
        ):
            return index + 3


def _over_adjectives(line: Line, index: int, *, only_listed: bool = False) -> int:
    """The first word from one on that is no adjective of institutions."""
    adjectives = vocabulary().institution_adjectives
    others = vocabulary().function_words
    while is_near(line, index):
        word = line.words[index]
        if word in adjectives or (
            not only_listed and word.islower() and word not in others and ADJECTIVE.fullmatch(word)
        ):
            index += 1
        elif (
            word == "et" and index + 1 < len(line) and line.words[index + 1] in adjectives and is_near(line, index + 1)
        ):
            index += 2
        else:
            break
    return index


def _over_links(line: Line, index: int) -> int:
    """The first word from one on that is no small word, three words on at most."""
    start = index
    while index - start < 3 and is_near(line, index) and small_word(line, index) in _LINKS:
        index += 1
    return index
