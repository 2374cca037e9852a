"""When two names are one thing's. Each rule joins what it is sure of: wrongly joined is worse than apart."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.entities.kinds import UNNAMED, EntityType
from tui.entities.lexicon import lexicon, nicknames, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.entities.clusters import Cluster

_SMALL = frozenset("of the and de du des la le les d et for pour l a & on".split())
_NAMED_BY_ACRONYM = frozenset(
    {EntityType.ORGANISATION, EntityType.OTHER, EntityType.EVENT, EntityType.PRODUCT, EntityType.WORK}
)

APART = 300
"""Code points between the first mentions of two people of one surname, from which on the first is the text's own."""
LIKENESS = 90.0
"""From this likeness on (RapidFuzz's ratio, 0 to 100) two names are spellings of one."""
SHORTEST_SPELT = 8
"""Letters from which on names are compared by likeness; shorter ones that differ are others."""
NEAREST = 12
"""How many neighbours in the alphabet a name is compared with, so that the time stays linear."""


def alive(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The clusters that have not gone into others."""
    return [each for each in clusters if not each.is_joined]


def join_uncertain_types(clusters: list[Cluster]) -> None:
    """One spelling with an uncertain type here and a certain one there is one name; two certain types are two."""
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for each in clusters:
        if each.type not in UNNAMED:
            by_key[each.key].append(each)
    for same in by_key.values():
        if len(same) > 1:
            strongest = max(same, key=lambda each: (each.type is not EntityType.OTHER, each.certainty))
            for each in same:
                if each.type is EntityType.OTHER or each.mean_certainty < 0.5:
                    strongest.absorb(each)


def join_brackets(clusters: list[Cluster], texts: Mapping[str, str]) -> None:
    """``World Health Organization (WHO)``: what is in the brackets is what stands before them, or the reverse."""
    places = sorted(
        ((mention.document, mention.start, mention.end, each) for each in clusters for mention in each.mentions),
        key=lambda place: place[:3],
    )
    for (document, start, end, one), (other, second, second_end, two) in pairwise(places):
        if document != other or one.is_joined or two.is_joined or one is two or second - end > 3:
            continue
        text = texts.get(document, "")
        if text[end:second].strip() != "(" or text[second_end : second_end + 1] != ")":
            continue
        for long, short, written in ((one, two, text[second:second_end]), (two, one, text[start:end])):
            if _is_acronym(written) and long.type in _NAMED_BY_ACRONYM and _may_abbreviate(written, long.key):
                long.absorb(short)
                break


def _is_acronym(written: str) -> bool:
    letters = written.replace(".", "")
    return 1 < len(letters) < 8 and " " not in letters and letters.upper() == letters


def _may_abbreviate(acronym: str, key: str) -> bool:
    """Whether the letters of an acronym stand in a name in this order, the first at the beginning of a word."""
    letters = iter(key)
    wanted = acronym.replace(".", "").lower()
    return " " in key and any(word[0] == wanted[0] for word in key.split()) and all(each in letters for each in wanted)


def join_acronyms(clusters: list[Cluster]) -> None:
    """An acronym joins the one name in its documents whose initials it is."""
    by_initials: dict[str, list[Cluster]] = defaultdict(list)
    for each in clusters:
        words = each.key.replace("'", " ").split()
        if 1 < len(words) < 9 and each.type in _NAMED_BY_ACRONYM:
            main = [word[0] for word in words if word not in _SMALL]
            for initials in {"".join(word[0] for word in words), "".join(main)}:
                by_initials[initials].append(each)
    for each in clusters:
        if each.key in by_initials and each.type in _NAMED_BY_ACRONYM and any(map(_is_acronym, each.forms)):
            longer = [
                other for other in by_initials[each.key] if other.documents & each.documents and not other.is_joined
            ]
            if len(longer) == 1:
                longer[0].absorb(each)
    _join_beginning_acronyms(clusters)


def _join_beginning_acronyms(clusters: list[Cluster]) -> None:
    """``ARS`` is the ``agence régionale de santé de La Réunion``: of a name with its seat the first words count."""
    long = [(_initials(each), each) for each in clusters if each.type is EntityType.ORGANISATION and " " in each.key]
    for each in clusters:
        if each.is_joined or each.type is not EntityType.ORGANISATION or not 2 < len(each.key) < 6:
            continue
        if any(map(_is_acronym, each.forms)):
            meant = [
                other
                for initials, other in long
                if initials.startswith(each.key) and other.documents & each.documents and not other.is_joined
            ]
            if len(meant) == 1:
                meant[0].absorb(each)


def _initials(each: Cluster) -> str:
    return "".join(word[0] for word in each.key.replace("'", " ").split() if word not in _SMALL)


def join_initials(clusters: list[Cluster]) -> None:
    """``M. Skjelmose`` is the one ``Mattias Skjelmose`` of its documents."""
    full: dict[str, list[Cluster]] = defaultdict(list)
    people = [each for each in clusters if each.type is EntityType.PERSON and len(each.words) > 1]
    for each in people:
        if len(each.words[0].rstrip(".")) > 1:
            full[" ".join(each.words[1:])].append(each)
    for each in people:
        initial, rest = each.words[0].rstrip("."), " ".join(each.words[1:])
        if len(initial) == 1:
            meant = [other for other in full[rest] if other.words[0][0] == initial and other.documents & each.documents]
            if len(meant) == 1:
                meant[0].absorb(each)


def join_company_forms(clusters: list[Cluster]) -> None:
    """``Mistral AI`` is ``Mistral``, ``Meta Platforms, Inc`` is ``Meta``."""
    forms = vocabulary().company_forms
    short: dict[str, list[Cluster]] = defaultdict(list)
    for each in clusters:
        if each.type in {EntityType.ORGANISATION, EntityType.OTHER, EntityType.PERSON, EntityType.PRODUCT}:
            short[each.key].append(each)
    for each in clusters:
        words = each.words
        while len(words) > 1 and words[-1] in forms and each.type is EntityType.ORGANISATION:
            words = words[:-1]
            for other in short.get(" ".join(words), ()):
                if other.type is EntityType.ORGANISATION or other.mean_certainty < 0.75:
                    each.absorb(other)


def join_full_names(clusters: list[Cluster]) -> None:
    """A middle name or initial more makes no other person: ``George W. Bush`` is ``George Bush``."""
    full: dict[tuple[str, str], list[Cluster]] = defaultdict(list)
    for each in clusters:
        words = each.words
        if each.type is EntityType.PERSON and len(words) > 1:
            full[words[0], words[-1]].append(each)
    for same in full.values():
        same.sort(key=lambda each: len(each.words))
        if len(same) == 2 and len(same[0].words) == 2 < len(same[1].words):
            same[1].absorb(same[0])


def join_parts(clusters: list[Cluster]) -> None:
    """A name alone joins the one longer name that holds it: in its own document, or else in all of them."""
    ends: dict[str, list[Cluster]] = defaultdict(list)
    begins: dict[str, list[Cluster]] = defaultdict(list)
    for each in clusters:
        words = each.words
        if len(words) < 2 or (words[0] == "les" and each.type is EntityType.PERSON):
            continue  # a family is none of its members
        if each.type in {EntityType.PERSON, EntityType.ORGANISATION}:
            whole = words[:-1] if words[-1].rstrip(".") in {"jr", "sr"} else words
            for cut in range(1, min(len(whole), 6)):
                ends[" ".join(whole[cut:])].append(each)
        if each.type is EntityType.PERSON or _is_longer_form(each, words):
            begins[words[0]].append(each)
    for each in sorted(clusters, key=lambda each: len(each.words)):
        if not each.is_joined and (each.key in ends or each.key in begins):
            holder = _holder(each, ends.get(each.key, []), begins.get(each.key, []))
            if holder is not None:
                holder.absorb(each)


def _is_longer_form(each: Cluster, words: list[str]) -> bool:
    """Whether the first word alone names the same: ``Corvane Systems``, ``Euro 2024``."""
    if each.type is EntityType.ORGANISATION:
        return all(word in vocabulary().organisation_tails for word in words[1:])
    return each.type is EntityType.EVENT and len(words) == 2 and words[1].isdigit()


def _holder(each: Cluster, ends: list[Cluster], begins: list[Cluster]) -> Cluster | None:
    for near in (True, False):
        last = [other for other in ends if _holds(other, each, near=near)]
        if len(last) == 1:
            return last[0]
        if last:
            listed = lexicon().names.get(each.key)
            known = next((other for other in last if listed is not None and other.key == listed.group), None)
            return known or (_foremost(each, last) if near else None)
        first = [other for other in begins if _holds(other, each, near=near) and each.type is other.type]
        if len(first) == 1 and (near or first[0].type is not EntityType.PERSON):
            return first[0]
        if first:
            return None
    return None


def _foremost(each: Cluster, holders: list[Cluster]) -> Cluster | None:
    """Of several people with one surname the one that a text is about: who has it bare, before the others come in."""
    first, second, *_ = sorted(holders, key=lambda holder: holder.mentions[0].start)
    bare, begins = each.mentions[0].start, first.mentions[0].start
    later = second.mentions[0].start
    if begins < bare < later or (later - begins > APART and len(first.mentions) >= len(second.mentions)):
        return first
    return None


def _holds(long: Cluster, short: Cluster, *, near: bool) -> bool:
    if long.is_joined or long is short or (near and not short.documents <= long.documents):
        return False
    if short.type is long.type or (short.type is EntityType.OTHER and long.type is not EntityType.PERSON):
        return True
    return long.type is EntityType.PERSON and short.mean_certainty < 0.5


def join_articles(clusters: list[Cluster]) -> None:
    """``Tempest`` is ``The Tempest``: what the lists have with an article may stand without."""
    by_key = {(each.key, each.type): each for each in clusters}
    for each in clusters:
        for article in ("the ", "le ", "la ", "les ", "l'"):
            other = by_key.get((article + each.key, each.type))
            if other is not None and not other.is_joined and each.type is not EntityType.PERSON:
                other.absorb(each)


def join_nicknames(clusters: list[Cluster]) -> None:
    """``Sam`` is ``Samuel Okonjo``, ``Bill`` is ``William``, where nobody else of the document may be meant."""
    people = [each for each in clusters if each.type is EntityType.PERSON and len(each.words) > 1]
    for each in clusters:
        if each.type is EntityType.PERSON and len(each.words) == 1 and len(each.key) > 2:
            whole = nicknames().get(each.key, frozenset())
            meant = [
                other
                for other in people
                if not other.is_joined
                and other.documents & each.documents
                and (other.words[0] in whole or (other.words[0].startswith(each.key) and other.words[0] != each.key))
            ]
            if len(meant) == 1:
                meant[0].absorb(each)


def join_beginnings(clusters: list[Cluster]) -> None:
    """``Belvédère`` is ``Belvédère Promotion``, ``Toulouse`` the ``Stade toulousain``, ``Severn`` the ``River Severn``.

    Only in the document of both, and only where nothing else is meant; what the lists know by itself stays itself.
    """
    kinds = {EntityType.ORGANISATION, EntityType.EVENT, EntityType.PLACE}
    long = [each for each in clusters if each.type in kinds and len(each.words) > 1]
    for each in clusters:
        if each.type not in kinds or each.is_joined or any(map(str.isdigit, each.key)):
            continue
        meant = [
            other
            for other in long
            if other.type is each.type
            and other is not each
            and not other.is_joined
            and other.documents & each.documents
            and _is_short_for(each, other)
        ]
        if len(meant) == 1:
            meant[0].absorb(each)


def _is_short_for(short: Cluster, long: Cluster) -> bool:
    words = long.words
    if short.type is EntityType.PLACE:
        return words[0] in _WATERS and short.key == " ".join(word for word in words[1:] if word not in _SMALL)
    if short.type is EntityType.EVENT:
        return long.key.startswith(short.key + " ") and words[len(short.words)] in _SMALL | {"20"}
    if not _is_company(short.key) and long.key.startswith(short.key + " ") and len(words) - len(short.words) < 3:
        return words[len(short.words)] not in _SMALL
    if words[0] not in _CLUBS or len(short.words) > 2:
        return False
    stem = short.words[-1][: max(4, len(short.words[-1]) - 3)]
    return any(word.startswith(stem) for word in words[1:])


def _is_company(key: str) -> bool:
    """Whether the lists know an organisation by this name, and the name as nothing else."""
    known = lexicon().names.get(key)
    return known is not None and known.type is EntityType.ORGANISATION and not known.ordinary


_WATERS = frozenset("river lake mount mont lac loch lough riviere fleuve ile massif foret glacier vallee mer".split())
_CLUBS = frozenset(
    "stade aviron olympique racing as rc fc us sc section sporting union etoile castres biarritz ac".split()
)


def join_spellings(clusters: list[Cluster]) -> None:
    """Names that differ by a slip of the pen; never those with digits in them, for they are versions."""
    blocks: dict[tuple[EntityType, int, str], list[Cluster]] = defaultdict(list)
    for each in clusters:
        if len(each.key) >= SHORTEST_SPELT and not any(map(str.isdigit, each.key)):
            blocks[each.type, len(each.words), each.key[0]].append(each)
    for block in blocks.values():
        block.sort(key=lambda each: each.key)
        for index, one in enumerate(block):
            for two in block[index + 1 : index + 1 + NEAREST]:
                if not one.is_joined and not two.is_joined and _are_spellings(one.key, two.key):
                    more, less = (one, two) if len(one.mentions) >= len(two.mentions) else (two, one)
                    more.absorb(less)


def _are_spellings(one: str, two: str) -> bool:
    if abs(len(one) - len(two)) > 2 or one[:2] != two[:2]:
        return False
    lists = lexicon()
    if one in lists.names and two in lists.names:
        return False
    from rapidfuzz import fuzz

    for first, second in zip(one.split(), two.split(), strict=True):
        if first != second:
            short = min(len(first), len(second)) < 5
            if short or (first in lists.given_names and second in lists.given_names) or _inflected(first, second):
                return False
            if fuzz.ratio(first, second) < LIKENESS - 10:
                return False
    return fuzz.ratio(one, two) >= LIKENESS


def _inflected(one: str, two: str) -> bool:
    """Whether two words differ as masculine and feminine or singular and plural do, and so may name two things."""
    short, long = sorted((one, two), key=len)
    return long.startswith(short) and long[len(short) :] in {"e", "s", "es", "a", "n"}
