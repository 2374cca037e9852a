"""Mentions become entities: what names the same thing is one, however it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tui.entities.clusters import Cluster
from tui.entities.folding import folded
from tui.entities.joining import (
    alive,
    join_acronyms,
    join_articles,
    join_beginnings,
    join_brackets,
    join_company_forms,
    join_full_names,
    join_initials,
    join_nicknames,
    join_parts,
    join_spellings,
    join_uncertain_types,
)
from tui.entities.kinds import UNNAMED, EntityType
from tui.entities.lexicon import lexicon
from tui.entities.model import Entity, slug
from tui.entities.recognisers.amounts import normal_amount
from tui.entities.recognisers.dates import normal_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Mention

_PLURAL = re.compile(r"(?<!\w)(?:[Ll]es|[Dd]es|[Aa]ux)\s\Z")
_ARTICLE = re.compile(r"\A(?:(?:the|le|la|les|an?)\s+|l'\s*)(?=\S)")
_VERSION = re.compile(
    r"(?P<base>.*?\D)[ ]?(?:v?\d+(?:\.\d+)*[a-z]?)(?: (?:pro|max|plus|mini|ultra|turbo|sonnet|opus|air))*"
)


def link(documents: Sequence[Document], mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """The entities, most named first, then in the order of their first mention."""
    order = {document.id: number for number, document in enumerate(documents)}

    def place(mention: Mention) -> tuple[int, int]:
        return order.get(mention.document, len(order)), mention.start

    texts = {document.id: str(document.text) for document in documents}
    clusters = _gathered(sorted(mentions, key=place), texts)
    join_uncertain_types(clusters)
    join_brackets(alive(clusters), texts)
    for join in (
        join_acronyms,
        join_company_forms,
        join_full_names,
        join_initials,
        join_parts,
        join_articles,
        join_nicknames,
        join_beginnings,
    ):
        join(alive(clusters))
    clusters = _across_documents(alive(clusters))
    join_spellings(clusters)
    clusters = alive(clusters)
    for each in clusters:
        each.mentions.sort(key=place)
    clusters.sort(key=lambda each: place(each.mentions[0]))
    return tuple(sorted(_entities(clusters), key=lambda entity: -entity.count))


def _gathered(mentions: Sequence[Mention], texts: Mapping[str, str]) -> list[Cluster]:
    """What has the same spelling or the same entry in the lists, together.

    Single words stay apart by document at first: a surname may be another person's elsewhere.
    """
    clusters: dict[tuple[str, EntityType, str], Cluster] = {}
    for mention in mentions:
        key, is_listed = _key(mention)
        if mention.type is EntityType.PERSON and " " not in key and _is_family(mention, texts):
            key = f"les {key}"
        single = not is_listed and " " not in key and mention.type not in UNNAMED
        identity = key, mention.type, mention.document if single else ""
        if identity not in clusters:
            clusters[identity] = Cluster(key, mention.type)
        clusters[identity].add(mention)
    return list(clusters.values())


def _is_family(mention: Mention, texts: Mapping[str, str]) -> bool:
    """Whether a surname stands for the family, behind a plural article: ``les Roudaut``, and none of its members."""
    before = texts.get(mention.document, "")[max(0, mention.start - 5) : mention.start]
    return _PLURAL.search(before) is not None


def _key(mention: Mention) -> tuple[str, bool]:
    """By what a mention is compared, and whether the lists know it: a date by its normal form, a name folded."""
    if mention.type is EntityType.DATE:
        return mention.normal or normal_form(mention.text), False
    if mention.type is EntityType.AMOUNT:
        return mention.normal or normal_amount(mention.text), False
    key = folded(mention.text)
    known = lexicon().names.get(key)
    if known is not None and mention.type in {known.type, known.other} and known.is_written(mention.text):
        is_part = mention.type is EntityType.PERSON and key != known.group
        return (key, False) if is_part or mention.type is not known.type else (known.group, True)
    if mention.type is EntityType.PERSON and key.startswith("l'"):
        return key, False  # ``L’Herminier``
    return _ARTICLE.sub("", key, count=1), False


def _across_documents(clusters: list[Cluster]) -> list[Cluster]:
    """What is left of the same spelling and type in several documents is one."""
    found: dict[tuple[str, EntityType], Cluster] = {}
    for each in clusters:
        kept = found.setdefault((_listed_person(each) or each.key, each.type), each)
        kept.absorb(each)
    return list(found.values())


def _listed_person(each: Cluster) -> str | None:
    """The full name of a person whom the lists know by the surname."""
    known = lexicon().names.get(each.key) if each.type is EntityType.PERSON else None
    return known.group if known is not None and known.type is EntityType.PERSON else None


def _entities(clusters: list[Cluster]) -> list[Entity]:
    ids = _ids(clusters)
    related = _versions(clusters)
    return [
        Entity(
            id=ids[each],
            name=(name := _name(each)),
            type=each.type,
            aliases=tuple(form for form in each.forms if form != name),
            mentions=tuple(each.mentions),
            related=tuple(sorted(ids[other] for other in related.get(each, ()))),
            certainty=round(each.mean_certainty, 3),
        )
        for each in clusters
    ]


def _ids(clusters: list[Cluster]) -> dict[Cluster, str]:
    """A slug of type and name for each, made unique by a number."""
    ids: dict[Cluster, str] = {}
    taken: defaultdict[str, int] = defaultdict(int)
    for each in clusters:
        base = slug(each.type, _name(each))
        taken[base] += 1
        ids[each] = base if taken[base] == 1 else f"{base}-{taken[base]}"
    return ids


def _name(cluster: Cluster) -> str:
    """The name to show: a person's fullest; anything else's most frequent, acronyms and capitals throughout last."""
    forms = cluster.forms
    if cluster.type in UNNAMED:
        return max(forms, key=lambda form: (forms[form], len(form)))
    shouted = {form for form in forms if form.isupper()}
    usual = {form: count for form, count in forms.items() if form not in shouted or len(shouted) == len(forms)}
    rank: Callable[[str], tuple[int, int]]
    if cluster.type is EntityType.PERSON:

        def rank(form: str) -> tuple[int, int]:
            return form.count(" "), usual[form]
    else:

        def rank(form: str) -> tuple[int, int]:
            return usual[form], len(form)

    return max(usual, key=rank)


def _versions(clusters: list[Cluster]) -> dict[Cluster, list[Cluster]]:
    """Products that are versions of one another."""
    families: dict[str, list[Cluster]] = defaultdict(list)
    for each in clusters:
        if each.type is EntityType.PRODUCT:
            match = _VERSION.fullmatch(each.key)
            families[match.group("base").strip() if match else each.key].append(each)
    return {each: [other for other in family if other is not each] for family in families.values() for each in family}
