"""Names by rules: spelling, lists, the words around them, and a vote over the whole document.

Each candidate gathers votes for types; a name that is once clearly a person is one everywhere. What has
no evidence for being a name at all, such as a capital at the beginning of a sentence, is dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.document.model import BlockKind
from tui.entities.folding import folded
from tui.entities.kinds import EntityType
from tui.entities.lexicon import Known, lexicon, parts, vocabulary
from tui.entities.model import Mention
from tui.entities.recognisers import evidence
from tui.entities.recognisers.dates import dates
from tui.entities.recognisers.evidence import CERTAIN, CLEAR, LIKELY, SURE, WEAK, Votes
from tui.entities.recognisers.lines import Line, is_telling
from tui.entities.recognisers.runs import VERSION, Run, known_at, runs
from tui.entities.recognisers.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.document.model import Document

_LOWER = re.compile(r"[^\W\d_A-ZÀ-ÖØ-Þ]{2,}(?:-[^\W\d_A-ZÀ-ÖØ-Þ]+)*")
_CAPITAL_ARTICLE = re.compile(r"(?<!\w)(?:Le|La|Les|The|De|Du|El|Al|Van|Von) \Z")
_LISTED = frozenset(
    {",", "and", "et", "or", "ou", ", and", ", or", "&", "et d’", "et d'", "et de", "ou d’", ", d’", "/"}
)


@dataclass(slots=True)
class _Candidate:
    """A run of words that may be a name, and what speaks for it."""

    start: int
    end: int
    key: str
    first: str
    """Its first word, folded."""
    last: str
    """Its last word, folded."""
    several: bool
    evident: bool
    """Whether it is a name by itself, whatever the rest of the document says."""
    known: Known | None
    inner: Votes
    outer: Votes


def recognise(document: Document) -> list[Mention]:
    """The mentions in a document, sorted, none over another."""
    text = document.text
    french = document.language != "en"
    ordinary: set[str] = set()
    for block in document.blocks:
        ordinary.update(_LOWER.findall(text, block.start, block.end))
    generic: set[str] = set()
    found: list[_Candidate] = []
    doubtful: list[Line] = []
    taken: list[Mention] = []
    for block in document.blocks:
        if block.kind is BlockKind.CODE:
            continue
        taken += (
            Mention(document.id, date.start, date.end, text[date.start : date.end], EntityType.DATE)
            for date in dates(text, block.start, block.end)
        )
        line = Line(text, block, french=french)
        if line.trusted:
            for run in runs(line, ordinary):
                _note_generic(line, run, generic)
                if _may_be_name(line, run):
                    found.append(_candidate(line, run, ordinary))
        else:
            doubtful.append(line)
    taken = _without_overlap(taken, titles(document))
    found = [each for each in found if each.key not in generic]
    names = {each.key for each in found if each.evident}
    names |= _parts_of_names(found, ordinary)
    found = [each for each in found if each.evident or each.key in names]
    for each in found:
        _take_article(each, text, names)
    for line in doubtful:
        found += _in_capitals(line, names, ordinary, generic)
    found.sort(key=lambda each: each.start)
    return _without_overlap(_decided(document, found), taken)


def _candidate(line: Line, run: Run, ordinary: set[str]) -> _Candidate:
    key = folded(line.text[line.starts[run.first] : run.end])
    return _Candidate(
        start=line.starts[run.first],
        end=run.end,
        key=key,
        first=folded(line.words[run.first]),
        last=folded(line.words[run.last]),
        several=run.last > run.first,
        evident=_is_evident(line, run, ordinary),
        known=run.known,
        inner=evidence.of_name(line, run),
        outer=evidence.around(line, run),
    )


def _may_be_name(line: Line, run: Run) -> bool:
    """Whether a run is more than an inhabitant, a language, a common acronym, a number."""
    words = vocabulary()
    word, lower = line.words[run.first], line.lower(run.first)
    if run.last > run.first or run.kind is not None:
        return True
    if (word.isupper() and lower in words.common_acronyms) or lower.removesuffix("s") in words.common_acronyms:
        return False
    if run.known is not None:
        return True
    if lower in words.never_alone or lower in words.titles or len(word) < 2 or lower in parts().heads:
        return False
    return not (_is_of_people(line, run.first) or VERSION.fullmatch(word))


def _is_evident(line: Line, run: Run, ordinary: set[str]) -> bool:
    """Whether a run is a name by its own capitals, and not for its place in the sentence."""
    words = vocabulary()
    word, lower = line.words[run.first], line.lower(run.first)
    if run.kind is not None or not line.begins(run.first):
        return True
    if run.known is not None and run.last == len(line) - 1 and run.first == 0 and line.block.kind is BlockKind.ITEM:
        return True
    if run.known is not None:
        return run.last > run.first or not (run.known.ordinary or lower in ordinary or lower in words.common_words)
    if is_telling(word) and not word.isupper():
        return True
    if evidence.around(line, run)[EntityType.PERSON] >= CERTAIN:
        return True
    if run.last > run.first:
        return True
    if lower in ordinary or lower in words.common_words:
        return False
    return (word.isupper() and len(word) > 1) or folded(word) in lexicon().given_names


_PEOPLE = re.compile(r".{2,}(?:ais|aises?|ains|aines?|iens?|iennes?|ois|oises?|ards?|ardes?|ins|istes?|ians|eans|ese)")


def _is_of_people(line: Line, at: int) -> bool:
    """Whether a word names inhabitants or followers: ``les Rennais``, ``une Bretonne``."""
    before = line.lower(at - 1)
    word = line.words[at]
    if before in {"les", "des", "aux", "ces", "nos", "deux", "trois", "jeunes", "un", "une", "the", "many", "most"}:
        return _PEOPLE.fullmatch(word) is not None or (
            before in {"les", "des", "aux"} and word.endswith(("s", "x")) and not word.isupper()
        )
    return word.endswith(("ians", "eans"))


def _note_generic(line: Line, run: Run, generic: set[str]) -> None:
    """An acronym that stands for common words is none of a name: ``large language models (LLM)``."""
    word = line.words[run.first]
    if run.known is None and run.last == run.first and word.isupper() and 1 < len(word) < 7:
        gap = line.gap(run.first)
        size = len(word)
        if gap == " (" and run.first >= size and line.text[run.end : run.end + 1] == ")":
            spelled = [line.words[index] for index in range(run.first - size, run.first)]
            if all(each.islower() for each in spelled) and "".join(each[0] for each in spelled) == word.lower():
                generic.add(folded(word))


def _in_capitals(line: Line, names: set[str], ordinary: set[str], generic: set[str]) -> Iterable[_Candidate]:
    """In a line whose capitals say nothing: names that the lists know or that stand elsewhere in the document."""
    at = 0
    while at < len(line):
        found = _known_or_named(line, at, names) if line.is_capital(at) else None
        if found is None:
            at += 1
            continue
        candidate = _candidate(line, found, ordinary)
        word = line.words[at]
        sure = (
            found.known is not None and not found.known.ordinary and found.known.is_written(line.slice(at, found.last))
        )
        if found.last == at:
            lower = word.lower()
            sure = sure and lower not in ordinary and lower not in vocabulary().common_words and not _all_capitals(line)
        telling = found.known is None and is_telling(word) and not word.isupper()
        if (sure or telling or candidate.key in names) and candidate.key not in generic and _may_be_name(line, found):
            yield candidate
        at = found.last + 1


def _all_capitals(line: Line) -> bool:
    return all(word.isupper() for word in line.words if word[0].isalpha())


def _known_or_named(line: Line, at: int, names: set[str]) -> Run | None:
    known = known_at(line, at)
    best = known
    for last in range(at, min(at + 6, len(line))):
        if last > at and line.gap(last).strip() not in {"", "&"}:
            break
        if line.key(at, last) in names and (best is None or last > best.last):
            best = Run(at, last, line.ends[last], lexicon().names.get(line.key(at, last)))
    if best is None and is_telling(line.words[at]) and not line.words[at].isupper():
        last = at
        while last + 1 < len(line) and line.gap(last + 1) == " " and VERSION.fullmatch(line.words[last + 1]):
            last += 1
        best = Run(at, last, line.ends[last])
    return best


def _parts_of_names(found: list[_Candidate], ordinary: set[str]) -> set[str]:
    """First words, and what follows them, of the longer names: given names, surnames, ``Corvane`` of ``Corvane Systems``."""
    words = vocabulary()
    kinds = parts()
    pieces = {
        piece
        for each in found
        if each.evident and each.several
        for piece in (each.first, each.last, each.key.partition(" ")[2])
    }
    return {
        piece
        for piece in pieces
        if piece not in ordinary
        and piece not in words.common_words
        and piece not in words.never_alone
        and piece not in kinds.heads
        and piece not in kinds.tails
    }


def _take_article(each: _Candidate, text: str, names: set[str]) -> None:
    """At the beginning of a sentence too, ``Le`` belongs to ``Le Gall`` when it does so elsewhere."""
    before = text[max(0, each.start - 4) : each.start]
    match = _CAPITAL_ARTICLE.search(before)
    if match is not None and folded(match.group() + text[each.start : each.end]) in names:
        each.start -= len(match.group())
        each.key = folded(text[each.start : each.end])


def _without_overlap(one: list[Mention], two: list[Mention]) -> list[Mention]:
    """Both, sorted; where two lie over each other the longer, and of two as long the second."""
    kept: list[Mention] = []
    for each in sorted([*one, *two], key=lambda mention: mention.start):
        while kept and each.start < kept[-1].end and each.end - each.start >= kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _decided(document: Document, found: list[_Candidate]) -> list[Mention]:
    """The candidates with the types that the document votes for."""
    votes: dict[str, Votes] = defaultdict(Votes)
    inner: dict[str, Votes] = {}
    for each in found:
        votes[each.key].update(each.outer)
        inner[each.key] = each.inner
    for key, own in inner.items():
        votes[key].update(own)
    _share(found, votes)
    _neighbours(document, found, votes)
    mentions = []
    for each in found:
        counted = votes[each.key]
        kind, certainty = decision(counted)
        if each.outer[EntityType.PERSON] >= CERTAIN:
            kind, certainty = EntityType.PERSON, 1.0
        elif _is_two_faced(counted) and each.outer:
            here, most = each.outer.most_common(1)[0]
            if most > WEAK and counted[here] >= CLEAR:
                kind, certainty = here, 0.7
        mentions.append(
            Mention(document.id, each.start, each.end, document.text[each.start : each.end], kind, round(certainty, 3))
        )
    return mentions


def _is_two_faced(votes: Votes) -> bool:
    """Whether a name may well be a person here and a place there."""
    return votes[EntityType.PERSON] >= SURE and votes[EntityType.PLACE] >= SURE


def decision(votes: Votes) -> tuple[EntityType, float]:
    """The type with the most votes, and how sure that is, from 0 to 1."""
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] <= 0:
        return EntityType.OTHER, 0.3
    kind, most = ranked[0]
    second = max(0, ranked[1][1]) if len(ranked) > 1 else 0
    return kind, 0.4 + 0.6 * (most - second) / (most + 2)


def _share(found: list[_Candidate], votes: dict[str, Votes]) -> None:
    """A name alone is what the longer name is that it begins or ends: a surname a person, ``the Times`` a newspaper."""
    surnames: dict[str, list[str]] = defaultdict(list)
    first: dict[str, list[EntityType]] = defaultdict(list)
    last: dict[str, list[EntityType]] = defaultdict(list)
    seen: set[str] = set()
    for each in found:
        if each.several and each.key not in seen:
            seen.add(each.key)
            kind = decision(votes[each.key])[0]
            last[each.last].append(kind)
            first[each.first].append(kind)
            if kind is EntityType.PERSON:
                surnames[each.last].append(each.key)
                surnames[each.key.split(" ", 1)[1]].append(each.key)
    for key in dict.fromkeys(each.key for each in found if not each.several or each.key in surnames):
        if key in surnames and key not in seen - set(surnames):
            for full in set(surnames[key]):
                votes[full][EntityType.PERSON] += min(CLEAR, max(0, votes[key][EntityType.PERSON]))
            votes[key][EntityType.PERSON] += CLEAR
        elif EntityType.PERSON in first.get(key, ()) and key in lexicon().given_names:
            votes[key][EntityType.PERSON] += LIKELY
        for kind in (EntityType.ORGANISATION, EntityType.PRODUCT, EntityType.EVENT):
            if kind in first.get(key, ()) or kind in last.get(key, ()):
                votes[key][kind] += CLEAR


def _neighbours(document: Document, found: list[_Candidate], votes: dict[str, Votes]) -> None:
    """In an enumeration, what is undecided takes after what is decided beside it."""
    for one, other in pairwise(found):
        if other.start - one.end > 8:
            continue
        between = document.text[one.end : other.start]
        if between.strip(" \u00a0\u202f") not in _LISTED and not (between.startswith("\n") and not between.strip()):
            continue
        for known, unknown in ((one, other), (other, one)):
            kind, certainty = decision(votes[known.key])
            if certainty > 0.6 and decision(votes[unknown.key])[1] < 0.6 and kind is not EntityType.OTHER:
                votes[unknown.key][kind] += WEAK + WEAK
