"""The vote over a document: a name that is once clearly a person is one everywhere."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.entities.lexicon import lexicon
from tui.entities.model import Mention
from tui.entities.recognisers.votes import (
    CERTAIN,
    CLEAR,
    EVENT,
    HINT,
    LIKELY,
    ORGANISATION,
    PERSON,
    PLACE,
    PRODUCT,
    SURE,
    WEAK,
    Votes,
    decision,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Document
    from tui.entities.kinds import EntityType
    from tui.entities.recognisers.candidates import Candidate

_ENUMERATING = frozenset(
    {",", "and", "et", "or", "ou", ", and", ", or", "et d’", "et d'", "ou d’", ", d’", ", de", "et de", "/"}
)


def voted(document: Document, found: Sequence[Candidate]) -> list[Mention]:
    """The candidates, sorted by place, as mentions with the types that the document votes for."""
    votes: dict[str, Votes] = {}
    for each in found:
        if each.key not in votes:
            votes[each.key] = Votes(each.inner)
        if not each.is_local:
            votes[each.key].update(each.outer)
    _share(found, votes)
    _spread(document, found, votes)
    return [_mention(document, each, votes[each.key]) for each in found]


def _mention(document: Document, each: Candidate, votes: Votes) -> Mention:
    kind, certainty = decision(votes)
    if each.outer[PERSON] >= CERTAIN:
        kind, certainty = PERSON, 1.0
    elif each.is_local and votes[PERSON] < SURE:
        kind, certainty = ORGANISATION, 0.6
    elif votes[PERSON] >= SURE and votes[PLACE] >= SURE and each.outer:
        # A name may be the man's here and the city's there: what stands beside it decides.
        here, most = each.outer.most_common(1)[0]
        if most > WEAK and votes[here] >= CLEAR:
            kind, certainty = here, 0.7
    text = document.text[each.start : each.end]
    return Mention(document.id, each.start, each.end, text, kind, round(certainty, 3))


def _share(found: Sequence[Candidate], votes: dict[str, Votes]) -> None:
    """A name alone is what the longer name is that it begins or ends: a surname a person, ``the Times`` a newspaper."""
    surnames: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[EntityType]] = defaultdict(set)
    longer = {each.key: each for each in found if each.several}
    for key, each in longer.items():
        kind = decision(votes[key])[0]
        parts[each.first].add(kind)
        parts[each.last].add(kind)
        if kind is PERSON:
            surnames[each.last].add(key)
            surnames[key[len(each.first) + 1 :]].add(key)
    families = {each.key for each in found if each.has_article and not each.several and each.key[:-1] in surnames}
    for key in dict.fromkeys(each.key for each in found):
        if key in families and key[-1] == "s":
            votes[key][PERSON] += SURE + CLEAR  # ``the Nolans``
        if key in surnames:
            for full in surnames[key]:
                votes[full][PERSON] += min(CLEAR, max(0, votes[key][PERSON]))
            votes[key][PERSON] += SURE + WEAK
        elif PERSON in parts[key]:
            votes[key][PERSON] += LIKELY if key in lexicon().given_names else HINT
        # In this order, so that a tie is not decided by the hashes of this run.
        for kind in filter(parts[key].__contains__, (ORGANISATION, PRODUCT, EVENT)):
            votes[key][kind] += CLEAR


def _spread(document: Document, found: Sequence[Candidate], votes: dict[str, Votes]) -> None:
    """In an enumeration, what is undecided takes after what is decided beside it."""
    for one, other in pairwise(found):
        if other.start - one.end > 8:
            continue
        between = document.text[one.end : other.start]
        if between.strip() not in _ENUMERATING and not (between.isspace() and "\n" in between):
            continue
        for known, unknown in ((one, other), (other, one)):
            kind, certainty = decision(votes[known.key])
            if certainty > 0.6 and decision(votes[unknown.key])[1] <= 0.6:
                votes[unknown.key][kind] += HINT
