"""French names with words in lower case: ``Agence nationale de la recherche``, ``lycée Beaumont``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.entities.kinds import EntityType
from tui.entities.lexicon import parts, vocabulary
from tui.entities.recognisers.capitals import VERSION, Run, end_of_run, is_near, known_at, small_word

if TYPE_CHECKING:
    from tui.entities.recognisers.lines import Line

_LINKS = frozenset({"de", "du", "des", "la", "le", "l", "d", "les", "aux", "pour", "contre", "sur"})
"""Small words between a head and what it is the head of."""


def from_head(line: Line, at: int, ordinary: bool) -> Run | None:
    """The name whose head, with a capital, is a word: ``Parti socialiste``, ``Cour des comptes``.

    ``ordinary`` says that the head's capital may only begin the sentence; then more is asked of what follows.
    """
    words = vocabulary()
    head = line.lower(at)
    kind = parts().heads.get(head)
    if not line.french or kind is None:
        return None
    behind = _over_adjectives(line, at + 1)
    noun = _over_links(line, behind)
    if noun > behind and noun < len(line) and is_near(line, noun):
        if line.is_capital(noun):
            last = end_of_run(line, noun)
            return Run(at, last, line.ends[last], None, kind)
        if head in words.governing_heads and not ordinary and line.words[noun].islower() and len(line.words[noun]) > 3:
            last = _over_adjectives(line, noun + 1) - 1
            return Run(at, last, line.ends[last], None, kind)
    if behind == at + 1 or head not in words.organisation_heads:
        return None
    return Run(at, behind - 1, line.ends[behind - 1], None, kind)


def from_kind(line: Line, at: int) -> Run | None:
    """The name whose first word is in lower case: ``ministère de l’Intérieur``, ``rue de Rivoli``."""
    known = known_at(line, at)
    if known is not None:
        return known
    words = vocabulary()
    word = line.words[at]
    kind = parts().kinds[word]
    behind = _over_adjectives(line, at + 1)
    name = _over_links(line, behind)
    if not is_near(line, name) or not line.is_capital(name) or line.is_elided(name):
        return None
    if line.lower(name) in words.honorifics | words.common_acronyms or VERSION.fullmatch(line.words[name]):
        return None
    is_direct = name == behind
    if is_direct and (behind > at + 1 or (kind is EntityType.EVENT and word not in words.event_kinds_direct)):
        return None
    if not is_direct and (word not in parts().kinds_of or (word == "place" and line.words[behind:name] == ["de"])):
        return None
    last = end_of_run(line, name)
    if word == "ministère":
        last = _of_ministry(line, last)
    return Run(at, last, line.ends[last], None, kind)


def _of_ministry(line: Line, last: int) -> int:
    """``ministère de l’Économie et des Finances``, ``ministère de la Transition écologique``."""
    while True:
        last = _over_adjectives(line, last + 1) - 1
        if not is_near(line, last + 1) or line.words[last + 1] != "et":
            return last
        name = _over_links(line, last + 2)
        if name == last + 2 or not is_near(line, name) or not line.is_capital(name):
            return last
        last = end_of_run(line, name)


def _over_adjectives(line: Line, index: int) -> int:
    """The first word from one on that is no adjective of institutions."""
    adjectives = vocabulary().institution_adjectives
    while is_near(line, index) and line.words[index] in adjectives:
        index += 1
    return index


def _over_links(line: Line, index: int) -> int:
    """The first word from one on that is no small word, three words on at most."""
    start = index
    while index - start < 3 and is_near(line, index) and small_word(line, index) in _LINKS:
        index += 1
    return index
