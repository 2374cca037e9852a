"""What a document is about, as far as that changes who is meant by a name: matches, or books and films."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.folding import folded
from tui.entities.lexicon import gazetteer, lexicon, vocabulary
from tui.entities.recognisers.capitals import is_given_name
from tui.entities.recognisers.votes import CLEAR, HINT, LIKELY, ORGANISATION, PERSON, PLACE, SURE, WEAK, WORK, Votes

if TYPE_CHECKING:
    from collections.abc import Set

    from tui.entities.recognisers.candidates import Candidate

ENOUGH = 5
"""How many different words of a subject a document has that is about it."""
_GOING = re.compile(
    r"(?:\b(?:à|en|in|at|from|to|near|of|de|vers|du|dans|around|via|chez|outside|across|pour|for|stade|born in"
    r"|[Dd]epuis|entre|between|sur|on)|\bd['’])\W?\Z"
)
_OF_CLUB = re.compile(
    r"(?:points|victoires?|défaites?|succès|joueurs?|joueuses?|vainqueur|réception|coach|entraîneur|capitaine|buteurs?"
    r"|gardien|attaquant|défenseur|face à|contre|devant|et) (?:à |de |d['’])?\Z"
)
_SCORE = re.compile(
    r"\W{0,2}\(?\d{1,3}[-–]\d{1,3}|\W{1,2}(?:n[’'])?(?:a|ont|had|have|has|went|were|won|lost|beat|bat|battait|drew|thrashed|overcame|edged|hosted?|reçoit|reçoivent"
    r"|s[’']incline|s[’']impose|l[’']emporte|domine|mène|concède)\b"
)


_RESULT = re.compile(r"(?<![\w-])\d{1,2}[-–]\d{1,2}(?![\w-])")
_STADIUM = re.compile(r"(?:\b[ÀàAa]u?) \Z")
_ADJECTIVE = re.compile(r" [a-zà-ÿ]{4,14}(?=[,.;:»)])")
"""What ends a French title: ``Le Baron perché,``."""
_OF_TEAM = re.compile(r" (?:coach|captain|striker|keeper|goalkeeper|manager|fans|defender|forward|midfielder|winger)\b")


class Subject(NamedTuple):
    """What a document is about."""

    is_sport: bool
    is_culture: bool


def subject(ordinary: Set[str], text: str) -> Subject:
    """By the words in lower case that a document has; a result, such as 3-1, counts for two of them."""
    words = vocabulary()
    results = 2 if _RESULT.search(text) is not None else 0
    return Subject(len(words.sport & ordinary) + results >= ENOUGH, len(words.culture & ordinary) >= ENOUGH)


def vote(each: Candidate, about: Subject, text: str) -> None:
    """A town that neither is a goal nor an origin is its club where matches are told of; unknown names are works'."""
    if about.is_sport:
        _vote_on_sport(each, text)
    if about.is_culture:
        _vote_on_culture(each, text)


def _vote_on_sport(each: Candidate, text: str) -> None:
    is_known = bool(each.inner or each.outer)
    if each.inner[PLACE] >= LIKELY and each.outer[PLACE] < HINT:
        before = text[max(0, each.start - 10) : each.start]
        apart = _GOING.search(before) is None or _OF_CLUB.search(text, max(0, each.start - 24), each.start) is not None
        is_club = each.key not in gazetteer().countries and not each.has_article and apart
        if is_club and not (each.several and each.inner[PLACE] > SURE):
            each.outer[ORGANISATION] += SURE if _SCORE.match(text, each.end) else LIKELY + HINT
            each.is_local = True
    if each.several:
        return
    if each.inner[PLACE] >= LIKELY and _OF_TEAM.match(text, each.end):
        each.outer[ORGANISATION] += SURE
        each.is_local = True
    if not is_known and not each.has_article:
        each.inner[PERSON] += HINT
    if "-" in text[each.start : each.end] and _STADIUM.search(text, max(0, each.start - 3), each.start):
        each.outer[PLACE] += SURE  # ``Au Marcel-Michelin``


def _vote_on_culture(each: Candidate, text: str) -> None:
    if _names_work(each, text):
        each.inner[WORK] += CLEAR
        longer = None if each.first in {"the", "a"} else _ADJECTIVE.match(text, each.end)
        if longer is not None:
            each.end = longer.end()
            each.key = folded(text[each.start : each.end])
    elif each.outer[PERSON] < LIKELY and each.inner[PERSON] < HINT and _is_made(each, text):
        each.inner[WORK] += LIKELY
    is_unknown = each.several and set(each.inner) <= {PERSON} and each.inner[PERSON] <= WEAK
    if is_unknown and each.outer[PERSON] < LIKELY and not each.has_article:
        each.inner[WORK] += HINT


def _names_work(each: Candidate, text: str) -> bool:
    """Whether a name begins with an article that has a capital inside a sentence: ``cancelled The Sandman``."""
    inside = re.search(r"[\w,]\s\Z", text[max(0, each.start - 2) : each.start]) is not None
    unknown = set(each.inner) <= {PERSON} and each.inner[PERSON] <= HINT and each.outer[PERSON] < LIKELY
    return inside and each.several and unknown and each.first in {"the", "le", "la", "les", "l", "a"}


def _is_made(each: Candidate, text: str) -> bool:
    """Whether what one does to a work stands before a name: ``adapte``, ``publishes``."""
    before = text[max(0, each.start - 24) : each.start].split()
    return bool(before) and text[each.start - 1] == " " and before[-1] in vocabulary().work_verbs


def parted(each: Candidate, text: str) -> list[Candidate]:
    """``Pau-Perpignan``, a match, as the two that play it; anything else as it is."""
    one, hyphen, other = text[each.start : each.end].partition("-")
    if not hyphen or "-" in other or each.inner[PLACE] >= SURE:
        return [each]
    if each.several:
        return _parted_clubs(each, one, other)
    lists, towns = lexicon().names, gazetteer().towns
    keys = folded(one), folded(other)
    places = [key in towns or (key in lists and lists[key].type is PLACE) for key in keys]
    clubs = [key in lists and lists[key].type is ORGANISATION for key in keys]
    if not any(places) or not all(map(or_, places, clubs)):
        return [each]
    end = each.start + len(one)
    club = Votes({PLACE: CLEAR})
    return [
        replace(each, end=end, key=keys[0], first=keys[0], last=keys[0], inner=Votes(club), outer=Votes()),
        replace(each, start=end + 1, key=keys[1], first=keys[1], last=keys[1], inner=Votes(club), outer=Votes()),
    ]


def _parted_clubs(each: Candidate, one: str, other: str) -> list[Candidate]:
    """``Krim Ljubljana-Bietigheim``: a match where the last word of the first is a town, or the second is one."""
    towns = gazetteer().towns
    words = one.split(" ")
    if " " in other or not other[:1].isupper() or len(words) > 2 or is_given_name(words[0]):
        return [each]
    if folded(words[-1]) not in towns and folded(other) not in towns:
        return [each]
    end = each.start + len(one)
    club = Votes({ORGANISATION: CLEAR})
    keys = folded(one), folded(other)
    return [
        replace(each, end=end, key=keys[0], last=folded(words[-1]), inner=Votes(club), outer=Votes()),
        replace(
            each,
            start=end + 1,
            key=keys[1],
            first=keys[1],
            last=keys[1],
            several=False,
            inner=Votes(club),
            outer=Votes(),
        ),
    ]
