"""Names by rules: spelling, lists, the words around them, and a vote over the whole document.

Each candidate gathers votes for types; a name that is once clearly a person is one everywhere. What has
no evidence for being a name at all, such as a capital at the beginning of a sentence, is dropped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.document.model import BlockKind, MarkKind
from tui.entities import lexicon as words
from tui.entities.kinds import EntityType
from tui.entities.lexicon import folded, lexicon
from tui.entities.model import Mention
from tui.entities.recognisers.dates import dates
from tui.entities.recognisers.spelling import VERSION, Candidate, candidates, lower_case_words, tokens_of

if TYPE_CHECKING:
    from tui.document.model import Document

_Votes = Counter[EntityType]

SURE, CLEAR, LIKELY, WEAK = 8, 5, 3, 1
"""What one piece of evidence weighs."""
MOST_NAMED = 200_000
"""Candidates of one document that are looked at."""


def recognise(document: Document) -> list[Mention]:
    """The mentions in a document, sorted, none over another."""
    tokens = [tokens_of(document.text, block) if block.kind is not BlockKind.CODE else [] for block in document.blocks]
    lower = lower_case_words(tokens)
    dated = [
        (date.start, date.end) for block in document.blocks for date in dates(document.text, block.start, block.end)
    ]
    found: list[Candidate] = []
    for candidate in candidates(document, tokens):
        trimmed = _trimmed(candidate, lower)
        if trimmed is not None:
            found.append(trimmed)
        if len(found) >= MOST_NAMED:
            break
    found = _without(found, dated)
    mid_sentence = {each.key for each in found if not each.tokens[0].begins and not each.in_heading}
    found = [each for each in found if _is_name(each, mid_sentence)]
    types = _vote(found, document)
    mentions = [Mention(document.id, start, end, document.text[start:end], EntityType.DATE) for start, end in dated]
    for candidate in found:
        kind, certainty = types[candidate.key]
        mentions.append(
            Mention(
                document.id,
                candidate.start,
                candidate.end,
                document.text[candidate.start : candidate.end],
                kind,
                certainty,
            )
        )
    works = _works(document)
    mentions = [each for each in mentions if not any(a < each.end and each.start < b for a, b in works)]
    mentions += [Mention(document.id, a, b, document.text[a:b], EntityType.WORK, 0.8) for a, b in works]
    return sorted(mentions, key=lambda mention: mention.start)


def _without(found: list[Candidate], taken: list[tuple[int, int]]) -> list[Candidate]:
    """The candidates that lie over none of these spans."""
    starts = iter(sorted(taken))
    span = next(starts, None)
    kept = []
    for candidate in found:
        while span is not None and span[1] <= candidate.start:
            span = next(starts, None)
        if span is None or candidate.end <= span[0]:
            kept.append(candidate)
    return kept


def _trimmed(candidate: Candidate, lower: frozenset[str]) -> Candidate | None:
    """Without the small words, honorifics and roles at its beginning and its end that are not part of the name."""
    tokens = list(candidate.tokens)
    before = list(candidate.before)
    known = lexicon().types
    while tokens:
        first = tokens[0]
        whole = folded(" ".join(token.text for token in tokens))
        if whole in known and (len(tokens) > 1 or first.lower not in words.FUNCTION_WORDS):
            break
        elided = first.text.endswith(("'", "’"))
        small = first.lower in words.FUNCTION_WORDS and not (first.text.isupper() and len(first.text) > 1)
        ordinary = first.begins and first.text.lower() in lower and not first.is_telling
        titled = first.lower in words.HONORIFICS or (first.lower in words.ROLES and len(tokens) > 1)
        day = first.lower in words.NEVER_ALONE
        if not (elided or small or ordinary or titled or day):
            break
        before.append(tokens.pop(0))
    while tokens and tokens[-1].text.endswith(("'", "’")):
        tokens.pop()
    if not tokens:
        return None
    return Candidate(
        tuple(tokens),
        tuple(before[-3:]),
        candidate.after,
        candidate.gap if len(tokens) == len(candidate.tokens) else " ",
        candidate.next_gap,
        candidate.in_heading,
    )


def _is_name(candidate: Candidate, mid_sentence: set[str]) -> bool:
    """Whether its capitals are a name's and not those of a beginning."""
    first = candidate.tokens[0]
    key = candidate.key
    if len(candidate.tokens) == 1:
        acronym = first.lower.removesuffix("s") if first.text.endswith("s") else first.lower
        if acronym in words.COMMON_ACRONYMS or first.lower in words.NEVER_ALONE or len(first.text) < 2:
            return False
        if VERSION.fullmatch(first.text) and key not in lexicon().types:
            return False
    if key in lexicon().types or any(token.is_telling for token in candidate.tokens):
        return True
    if key in mid_sentence:
        return True
    if candidate.in_heading:
        return any(token.lower in words.HONORIFICS for token in candidate.before[-1:])
    if not first.begins:
        return True
    if len(candidate.tokens) > 1:
        return all(token.is_capital or token.lower in words.PARTICLES for token in candidate.tokens)
    return key in lexicon().given_names or any(token.lower in words.HONORIFICS for token in candidate.before[-1:])


def _vote(found: list[Candidate], document: Document) -> dict[str, tuple[EntityType, float]]:
    """For each folded name, its type and how sure that is."""
    votes: dict[str, _Votes] = defaultdict(Counter)
    for candidate in found:
        votes[candidate.key].update(_evidence(candidate))
    _neighbours(found, votes, document)
    _last_words(found, votes)
    return {key: _decided(counted) for key, counted in votes.items()}


def _decided(votes: _Votes) -> tuple[EntityType, float]:
    if not votes:
        return EntityType.OTHER, 0.4
    (kind, most), *rest = votes.most_common(2)
    second = rest[0][1] if rest else 0
    return kind, min(1.0, 0.5 + 0.5 * (most - second) / (most + 2))


def _evidence(candidate: Candidate) -> _Votes:
    votes: _Votes = Counter()
    tokens = candidate.tokens
    first, last = tokens[0], tokens[-1]
    kind = lexicon().types.get(candidate.key)
    if kind is not None:
        votes[kind] += SURE
    elif len(tokens) > 1 and VERSION.fullmatch(last.text) and last.text not in {"I", "V", "X"}:
        votes[EntityType.PRODUCT] += CLEAR
    if len(tokens) > 1:
        _evidence_of_parts(candidate, votes, known=kind is not None)
    elif kind is None:
        if folded(first.text) in lexicon().given_names:
            votes[EntityType.PERSON] += LIKELY
        if first.text.isalpha() and first.text.isupper() and len(first.text) > 1:
            votes[EntityType.ORGANISATION] += LIKELY
        elif any(map(str.isdigit, first.text)):
            votes[EntityType.PRODUCT] += LIKELY
        elif first.is_telling:
            votes[EntityType.ORGANISATION] += WEAK
    _evidence_around(candidate, votes, known=kind is not None)
    return votes


def _evidence_of_parts(candidate: Candidate, votes: _Votes, *, known: bool) -> None:
    tokens = candidate.tokens
    head, tail = tokens[0].lower, tokens[-1].lower
    if head in words.EVENT_HEADS or tail in words.EVENT_HEADS:
        votes[EntityType.EVENT] += CLEAR
    if head in words.ORGANISATION_HEADS or tail in words.ORGANISATION_HEADS:
        votes[EntityType.ORGANISATION] += CLEAR
    if tail in words.ORGANISATION_TAILS and not known:
        votes[EntityType.ORGANISATION] += CLEAR
    if head in words.PLACE_HEADS or tail in words.PLACE_TAILS:
        votes[EntityType.PLACE] += CLEAR
    if known:
        return
    given = (
        folded(tokens[0].text) in lexicon().given_names or folded(tokens[0].text.split("-")[0]) in lexicon().given_names
    )
    if given and not VERSION.fullmatch(tokens[-1].text):
        votes[EntityType.PERSON] += CLEAR + WEAK
    elif all(token.text[0].isupper() and not token.is_telling for token in tokens) and len(tokens) in {2, 3}:
        votes[EntityType.PERSON] += LIKELY if not tokens[0].begins else WEAK


def _evidence_around(candidate: Candidate, votes: _Votes, *, known: bool) -> None:
    near = candidate.before[-1] if candidate.before and candidate.gap.strip(" .,\u00a0\u202f") == "" else None
    after = candidate.after[0] if candidate.after and candidate.next_gap.strip(" ,\u00a0\u202f") == "" else None
    if near is not None:
        word = near.lower
        if word in words.HONORIFICS and "," not in candidate.gap:
            votes[EntityType.PERSON] += SURE + SURE
        elif word in words.ROLES:
            votes[EntityType.PERSON] += CLEAR if "," not in candidate.gap else LIKELY
        elif word in words.PRODUCT_NOUNS:
            votes[EntityType.PRODUCT] += CLEAR
        elif word in words.ORGANISATION_NOUNS:
            votes[EntityType.ORGANISATION] += CLEAR
        elif word in words.PLACE_NOUNS:
            votes[EntityType.PLACE] += LIKELY
        elif word in words.PLACE_PREPOSITIONS and not known and len(candidate.tokens) <= 3:
            votes[EntityType.PLACE] += LIKELY if word in {"in", "à", "en"} else WEAK
        elif word in {"de", "du"} and len(candidate.before) > 1 and candidate.before[-2].lower in words.PLACE_NOUNS:
            votes[EntityType.PLACE] += CLEAR
    if after is not None:
        word = after.lower
        speaks = word in words.SPEAKING or (
            word in {"a", "avait", "has", "had"}
            and len(candidate.after) > 1
            and candidate.after[1].lower in words.SPEAKING
        )
        if speaks:
            votes[EntityType.PERSON] += LIKELY if "," not in candidate.next_gap else WEAK
        elif (word in words.ROLES and "," in candidate.next_gap) or (
            "," in candidate.next_gap and any(each.lower in words.ROLES for each in candidate.after)
        ):
            votes[EntityType.PERSON] += LIKELY
        elif word in words.PRODUCT_NOUNS and "," not in candidate.next_gap:
            votes[EntityType.PRODUCT] += WEAK


def _neighbours(found: list[Candidate], votes: dict[str, _Votes], document: Document) -> None:
    """In an enumeration, what is undecided takes after what is decided beside it."""
    for one, other in pairwise(found):
        between = document.text[one.end : other.start]
        if between.strip(" \u00a0") not in {",", "and", "et", "or", "ou", ", and", "&"}:
            continue
        for known, unknown in ((one, other), (other, one)):
            settled = votes[known.key]
            if settled and not votes[unknown.key]:
                votes[unknown.key][_decided(settled)[0]] += WEAK


def _last_words(found: list[Candidate], votes: dict[str, _Votes]) -> None:
    """A name alone is what the longer name that ends with it is: a surname a person, ``the Times`` a newspaper."""
    decided = {key: _decided(counted)[0] for key, counted in votes.items() if " " in key}
    surnames = {key.rsplit(" ", 1)[1] for key, kind in decided.items() if kind is EntityType.PERSON}
    shortened = {key.rsplit(" ", 1)[1] for key, kind in decided.items() if kind is EntityType.ORGANISATION}
    for candidate in found:
        key = candidate.key
        if " " in key or key in lexicon().types:
            continue
        near = candidate.before[-1].lower if candidate.before else ""
        if key in surnames:
            votes[key][EntityType.PERSON] += CLEAR
        elif key in shortened and near in {"the", "le", "la"}:
            votes[key][EntityType.ORGANISATION] += CLEAR


def _works(document: Document) -> list[tuple[int, int]]:
    """Titles in quotation marks or in italics, where a word such as *film* or *novel* stands just before."""
    import re

    quoted = re.compile(r"«[\s\u00a0\u202f]*([^«»\n]{2,80}?)[\s\u00a0\u202f]*»|“([^“”\n]{2,80})”|\"([^\"\n]{2,80})\"")
    spans = [match.span(group) for match in quoted.finditer(document.text) for group in (1, 2, 3) if match.group(group)]
    spans += [(mark.start, mark.end) for mark in document.marks if mark.kind is MarkKind.EMPHASIS]
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        title = document.text[start:end]
        ahead = re.findall(r"[^\W_]+", document.text[max(0, start - 40) : start])[-3:]
        cue = any(word.lower() in words.WORK_NOUNS for word in ahead)
        if (
            cue
            and title[0].isupper()
            and title.count(" ") < 10
            and title[-1] not in ".!?,;"
            and (not found or start >= found[-1][1])
        ):
            found.append((start, end))
    return found
