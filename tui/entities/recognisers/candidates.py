"""Candidates: runs of words with what speaks for their being names, and whose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import gazetteer, parts, vocabulary
from tui.entities.recognisers.around import around
from tui.entities.recognisers.capitals import VERSION, is_given_name, is_near, is_verb_like, may_be_given
from tui.entities.recognisers.inside import inside
from tui.entities.recognisers.lines import is_telling
from tui.entities.recognisers.votes import LIKELY, PERSON, WEAK

if TYPE_CHECKING:
    from collections.abc import Set

    from tui.entities.recognisers.capitals import Run
    from tui.entities.recognisers.lines import Line
    from tui.entities.recognisers.votes import Votes

_PEOPLE = re.compile(
    r".{2,}(?:ais|aises?|ains|aines?|iens?|iennes?|ois|oises?|ards?|ardes?|ins|istes?|ians|eans|ese)"
    r"|(?!.*[A-Z]{2}).+[sx]"
)
"""How words for inhabitants and followers end, where a plural article stands before them."""
_PEOPLE_ALONE = re.compile(r".{3,}(?:aises?|aines?|iens?|iennes?|oises?|ians|eans|ese)")
_FRENCH_HELP = frozenset(
    "a est avait était ont sont sera aura va doit peut veut fut ne n’ n' se s’ s' l’ l' en y lui".split()
)
_ENGLISH_HELP = frozenset("is was has had does did will would never also".split())
_ENGLISH_ONE = frozenset({"has", "would"})
"""What stands behind one who acts, and seldom behind a bare noun: ``Santaco has called``."""
"""Small verbs and what goes with them: what stands before them, alone, is who does it."""
_CONTRACTED = frozenset({"du", "des", "au", "aux"})
_PLURALS = frozenset("les des aux ces nos vos quelques certains plusieurs deux trois quatre cinq dix jeunes".split())
_SINGULARS = frozenset({"un", "une", "the", "a", "an", "many", "most", "some", "young"})


@dataclass(slots=True)
class Candidate:
    """A run of words that may be a name."""

    start: int
    end: int
    key: str
    """Its folded form."""
    first: str
    """Its first word, folded."""
    last: str
    """Its last word, folded."""
    several: bool
    """Whether it has more words than one."""
    is_evident: bool
    """Whether it is a name by itself, whatever the rest of the document says."""
    inner: Votes
    """What its own words say of its type."""
    outer: Votes
    """What the words beside it say."""
    has_article: bool = False
    is_local: bool = False
    """Whether it is what stands beside it that decides, and not the rest of the document."""
    is_guess: bool = False
    """Whether nothing in it or beside it says what it is."""
    label: str = ""
    """What a statistical recogniser calls it, if it sees it."""


def candidate(line: Line, run: Run, ordinary: Set[str]) -> Candidate | None:
    """What a run is worth; ``None`` where it is an inhabitant, a language, a common acronym, a number."""
    if not may_be_name(line, run):
        return None
    words = vocabulary()
    outer, inner = around(line, run), inside(line, run)
    is_guess = not inner and not outer
    if is_guess and not line.french and run.first == run.last and line.words[run.first][1:].islower():
        inner[PERSON] += WEAK  # of whom nothing is known, in English, is most often somebody
    return Candidate(
        start=line.starts[run.first],
        end=run.end,
        key=folded(line.text[line.starts[run.first] : run.end]),
        first=folded(line.words[run.first]),
        last=folded(line.words[run.last]),
        several=run.last > run.first,
        is_evident=_is_evident(line, run, ordinary, outer),
        inner=inner,
        outer=outer,
        is_guess=is_guess or max((*inner.values(), *outer.values())) <= 0,
        has_article=bool(run.first) and line.lower(run.first - 1).rstrip("'’") in words.articles | _CONTRACTED,
    )


def may_be_name(line: Line, run: Run) -> bool:
    """Whether a run is more than what is written with a capital and names nothing."""
    words = vocabulary()
    word, lower = line.words[run.first], line.lower(run.first)
    if run.kind is not None:
        return True
    if run.last > run.first:
        is_lettered = len(line.words[run.last]) == 1 and run.last == run.first + 1 and lower in words.common_words
        return not is_lettered
    if word[:-1].isupper() and lower.removesuffix("s" if word[-1] == "s" else "") in words.common_acronyms:
        return False
    if run.known is not None:
        return True
    if len(word) < 2 or VERSION.fullmatch(word) or lower in words.titles or lower in parts().heads:
        return False
    if lower in gazetteer().languages or lower.removesuffix("s") in words.never_alone:
        return False
    return lower not in words.never_alone and not _is_of_people(line, run.first)


def _is_of_people(line: Line, at: int) -> bool:
    """Whether a word names inhabitants or followers: ``les Rennais``, ``une Bretonne``, ``Californians``."""
    before, word = line.lower(at - 1), line.words[at]
    if before in _PLURALS:
        return _PEOPLE.fullmatch(word) is not None
    return (before in _SINGULARS and _PEOPLE_ALONE.fullmatch(word) is not None) or word.endswith(("ians", "eans"))


def _is_evident(line: Line, run: Run, ordinary: Set[str], outer: Votes) -> bool:
    """Whether a run is a name by its own capitals, and not for its place in the sentence."""
    words = vocabulary()
    word, lower = line.words[run.first], line.lower(run.first)
    if not line.begins(run.first) or run.kind is not None or run.last > run.first:
        return True
    if run.known is not None:
        listed = line.block.kind is BlockKind.ITEM and len(line) == 1
        speaks = is_near(line, run.last + 1) and line.lower(run.last + 1) in words.speaking
        if lower in words.function_words and run.last == run.first and not word.isupper():
            return False
        if listed or (speaks and run.known.type is EntityType.ORGANISATION):
            return True
        if run.known.is_town and _is_plural(line, run.last):
            return False
        return not (run.known.ordinary or lower in ordinary or lower in words.common_words)
    if is_telling(word) and not word.isupper():
        return True
    if lower in ordinary or lower in words.common_words or is_verb_like(line, run.first):
        return False
    helped = is_near(line, run.last + 1) and line.lower(run.last + 1) in (
        _FRENCH_HELP if line.french else _ENGLISH_HELP
    )
    # No noun is without an article there in French; in English many are.
    if helped and (
        line.french
        or line.lower(run.last + 1) in _ENGLISH_ONE
        or may_be_given(word)
        or folded(word) in gazetteer().surnames
    ):
        return True
    return word.isupper() or is_given_name(word) or max(outer.values(), default=0) >= LIKELY


def _is_plural(line: Line, at: int) -> bool:
    """Whether a word that begins a sentence is, by the verb behind it, many: ``Roses grow``, no town in Spain."""
    after = line.lower(at + 1)
    if line.french or line.lower(at)[-1] != "s" or not is_near(line, at + 1) or not line.words[at + 1].islower():
        return False
    return after[-1] != "s"


def common_notion(line: Line, run: Run) -> str | None:
    """The folded acronym that a run is, where it stands for common words: ``large language models (LLM)``."""
    word = line.words[run.first]
    size = len(word)
    if run.last > run.first or not 1 < size < 7 or not word.isupper() or run.first < size:
        return None
    if line.gap(run.first) != " (" or line.text[run.end : run.end + 1] != ")":
        return None
    spelt = line.words[run.first - size : run.first]
    if all(map(str.islower, spelt)) and "".join(each[0] for each in spelt) == word.lower():
        return folded(word)
    return None
