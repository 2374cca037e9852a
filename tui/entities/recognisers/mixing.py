"""What the rules see and what a statistical recogniser sees in a line, as one list of candidates.

Neither is right alone. The rules' spans are the better ones, but where they know nothing of a name they guess that it
is an organisation, and of French names with words in lower case they see the beginning only. So a suggestion that
fits a candidate votes for its type; one that goes on beyond candidates, in a way that names do, takes their place; and
one where there is no candidate becomes one if the rules have nothing against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.lexicon import lexicon, parts, vocabulary
from tui.entities.recognisers.candidates import candidate
from tui.entities.recognisers.capitals import VERSION, Run, is_given_name, small_word
from tui.entities.recognisers.institutions import ADJECTIVE
from tui.entities.recognisers.votes import (
    CLEAR,
    EVENT,
    HINT,
    LIKELY,
    ORGANISATION,
    PERSON,
    PLACE,
    PRODUCT,
    WEAK,
    WORK,
)

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from tui.document.model import Block
    from tui.entities.kinds import EntityType
    from tui.entities.recognisers.candidates import Candidate
    from tui.entities.recognisers.lines import Line
    from tui.entities.recognisers.statistical import Suggested


class Heard(NamedTuple):
    """What a label counts for."""

    type: EntityType
    single: int
    """What its vote weighs for a name of one word."""
    several: int
    """The same for a longer name."""

    def weight(self, candidate: Candidate) -> int:
        """What its vote weighs for a candidate."""
        return self.several if candidate.several else self.single


LABELS: dict[str, Heard] = {
    "PER": Heard(PERSON, HINT, CLEAR),
    "LOC": Heard(PLACE, LIKELY, HINT),
    "ORG": Heard(ORGANISATION, WEAK, HINT),
    "en ORG": Heard(ORGANISATION, 0, WEAK),
    "MISC": Heard(WORK, 0, HINT),
    "PERSON": Heard(PERSON, HINT, LIKELY),
    "GPE": Heard(PLACE, LIKELY, LIKELY),
    "FAC": Heard(PLACE, HINT, HINT),
    "EVENT": Heard(EVENT, HINT, HINT),
    "PRODUCT": Heard(PRODUCT, HINT, HINT),
    "WORK_OF_ART": Heard(WORK, HINT, HINT),
    "LAW": Heard(WORK, HINT, HINT),
}
"""The labels of spaCy's French and English pipelines that are names.

What each weighs was measured on articles that the rules had not seen. Of organisations the English pipeline is more
often wrong than right. Inhabitants, languages, dates and numbers are labelled as well, and left out.
"""
_OPENING = frozenset({"le", "la", "les", "l", "the", "a", "an", "un", "une"})
_WITHIN = " \u00a0\u202f.&’'"
"""What may stand between two words of a name."""
_ORDINAL = re.compile("[IVX]+(?:e|er|ère|ème)")
_LONGEST = 12
"""Words of the longest suggestion that is taken for a name."""


def mixed(
    line: Line, made: Sequence[Candidate], suggestions: Sequence[Suggested], ordinary: Set[str]
) -> list[Candidate]:
    """The candidates of a line, sorted, none over another, once the suggestions for it are heard."""
    found = {(each.start, each.end): each for each in made}
    for suggestion in suggestions:
        label = suggestion.label if line.french or suggestion.label != "ORG" else "en ORG"
        heard = LABELS.get(label)
        if heard is None:
            continue
        words = _trimmed(line, suggestion)
        if words is None:
            continue
        first, last = words
        if first < last and heard.type in {PERSON, PLACE} and line.lower(first) not in _OPENING:
            first += _only_begins(line, first, ordinary)
        start, end = line.starts[first], line.ends[last]
        fitting = found.get((start, end))
        if fitting is None:
            over = [each for each in found.values() if each.start < end and start < each.end]
            if over and not _outdoes(line, first, last, over, suggestion.label, ordinary):
                continue
            known = lexicon().names.get(line.key(first, last))
            fitting = candidate(line, Run(first, last, end, known), ordinary)
            if fitting is None or (not over and not _stands_alone(line, first, last, ordinary)):
                continue
            for each in over:
                del found[each.start, each.end]
            found[start, end] = fitting
        fitting.is_evident |= heard.weight(fitting) > 0 and _stands_alone(line, first, last, ordinary)
        fitting.label = label
    return sorted(found.values(), key=lambda each: each.start)


def _trimmed(line: Line, suggestion: Suggested) -> tuple[int, int] | None:
    """The first and the last word of a suggestion without what does not belong to a name; None if nothing is left."""
    first = bisect_left(line.starts, suggestion.start)
    last = bisect_right(line.ends, suggestion.end) - 1
    words = vocabulary()
    titled = False
    while first <= last:
        lower = line.lower(first).rstrip("'’")
        is_honorific = lower in words.honorifics or (lower in words.titles and first < last)
        if is_honorific:
            titled = True
        elif line.words[first][0].isupper() or (titled and lower in words.person_particles):
            may_open = lower in _OPENING and (line.begins(first) or line.is_elided(first))
            if not may_open or (suggestion.label == "PER" and lower in {"le", "la"}):
                break
        elif line.words[first] in parts().kinds and not line.words[last].islower():
            break
        first += 1
    while first <= last and (line.is_elided(last) or small_word(line, last) in words.particles):
        last -= 1
    if first > last or last - first >= _LONGEST:
        return None
    gaps = [line.gap(index) for index in range(first + 1, last + 1)]
    if any(gap.strip(_WITHIN) for gap in gaps):
        return None
    if any("." in gap and len(line.words[first + at]) > 2 for at, gap in enumerate(gaps)):
        return None  # ``Robert F. Kennedy Jr. Kennedy``
    if line.words[last].isdigit() and last > first and small_word(line, last - 1) in words.particles:
        return None  # ``Le Télégramme du 19``
    return (first, last) if _ORDINAL.fullmatch(line.words[first]) is None else None


def _outdoes(line: Line, first: int, last: int, over: Sequence[Candidate], label: str, ordinary: Set[str]) -> bool:
    """Whether a suggestion is a better span than the candidates that it lies over."""
    start, end = line.starts[first], line.ends[last]
    if over[-1].end > end:
        return False
    if over[0].start < start:
        begun = first > 0 and over[0].start == line.starts[first - 1] and _only_begins(line, first - 1, ordinary)
        is_whole = over[0].end == end and line.lower(first - 1) in _OPENING
        if not begun or is_whole or over[0].key in lexicon().names:
            return False
    behind = [index for index in range(first, last + 1) if line.starts[index] >= over[-1].end]
    between = line.text[over[0].end : over[-1].start].split() if len(over) > 1 else []
    if label in {"PER", "PERSON"} and {"and", "et", "to", "à"}.intersection(between):
        return False
    if not vocabulary().function_words.isdisjoint(set(between) - vocabulary().particles):
        return False
    if {"to", "of"}.intersection(between) or (between == ["and"] and over[0].inner[ORGANISATION] < LIKELY):
        return False
    if behind and (line.lower(behind[0]) in _OPENING or not line.french):
        return VERSION.fullmatch(line.words[behind[0]]) is not None
    if behind and line.words[behind[-1]].islower() and not _goes_on(line, behind, over[-1]):
        return False
    if len(over) > 1 and label == "MISC":
        # ``Hippocrate de Thomas Lilti``, ``la Matinale de France 3`` are two
        return over[-1].key not in lexicon().names and over[-1].inner[PERSON] < CLEAR
    return True


def _goes_on(line: Line, behind: Sequence[int], before: Candidate) -> bool:
    """Whether words in lower case may be the rest of a French name: adjectives, or what hangs on a particle."""
    if before.key in lexicon().names or before.inner[PERSON] >= CLEAR:
        return False
    if small_word(line, behind[0]) in vocabulary().particles:
        return len(behind) > 1
    return ADJECTIVE.fullmatch(line.words[behind[0]]) is not None


def _only_begins(line: Line, index: int, ordinary: Set[str]) -> bool:
    """Whether a word has its capital from the beginning of the sentence alone: ``Ask Hodder``, ``The Tate``."""
    words, lower = vocabulary(), line.lower(index)
    if not line.begins(index) or lower in parts().heads or is_given_name(line.words[index]) or len(lower) == 1:
        return False
    return lower in ordinary or lower in words.common_words or lower in words.function_words


def _stands_alone(line: Line, first: int, last: int, ordinary: Set[str]) -> bool:
    """Whether a suggestion where the rules see nothing may be a name all the same."""
    words = vocabulary()
    if not line.is_capital(first):
        return False
    lower = line.lower(first)
    if first == last and line.begins(first) and (line.begins(first + 1) or line.gap(first + 1).strip() == ":"):
        return False  # ``Nécrologie.``
    if first == last and line.words[first].isupper() and len(lower) > 5:
        return False
    if first == last:
        return not (line.begins(first) and (lower in ordinary or lower in words.common_words | words.function_words))
    return True


def weigh(found: Sequence[Candidate]) -> None:
    """Let the labels vote: each name once, for what it was labelled most often, so that a habit is no proof."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        if each.label:
            labels[each.key][each.label] += 1
    for each in found:
        for label, count in labels[each.key].items():
            heard = LABELS[label]
            share = count / labels[each.key].total()
            weight = heard.weight(each)
            if any(votes > CLEAR for kind, votes in each.inner.items() if kind is not heard.type):
                weight = min(weight, WEAK)  # ``Storm Bettina`` says itself that it is nobody
            if heard.type is PERSON and each.last in parts().tails and each.inner[PERSON] < LIKELY:
                weight = 0  # ``Peel Ports``
            if label == "GPE" and not each.several and each.outer[PLACE] <= 0 and each.inner[PLACE] <= 0:
                weight = min(weight, WEAK)  # most places that are in the news are in the lists
            each.inner[heard.type] += round(weight * share)
            if heard.type is WORK and each.several:
                each.inner[PERSON] -= LIKELY


def within(suggestions: Sequence[Suggested], block: Block) -> Sequence[Suggested]:
    """Those of the suggestions, which are sorted, that lie in a block."""
    first = bisect_left(suggestions, block.start, key=lambda each: each.start)
    last = bisect_left(suggestions, block.end, key=lambda each: each.start)
    return suggestions[first:last]
