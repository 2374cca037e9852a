"""Mentions become entities: what names the same thing is one, however it is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from tui.entities.kinds import EntityType
from tui.entities.lexicon import ORGANISATION_TAILS, folded
from tui.entities.model import Entity, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Document

SPELLING = 92.0
"""From this likeness on (RapidFuzz's ratio, 0 to 100) two names are spellings of one."""
SHORTEST_SPELLED = 8
"""Letters from which on a name is compared by likeness; shorter ones differ by a letter and are others."""
MOST_COMPARED = 1500
"""Names up to which spellings are compared, for that takes the square of their number."""

_TELLING_TAILS = frozenset({"times", "post", "herald", "tribune", "gazette", "united", "city", "bank", "press", "news"})
"""Last words without which a name is another's."""

_ARTICLE = re.compile(r"^(?:the|le|la|les|l'|d'|an?)\s*(?=\S)")
_VERSION = re.compile(r"^(?P<base>.*?)[ -]?(?P<version>v?\d+(?:\.\d+)*[a-z]?(?: (?:pro|max|plus|mini|ultra|turbo))?)$")


@dataclass
class _Cluster:
    """Mentions of one thing, as far as is known."""

    key: str
    mentions: list[Mention] = field(default_factory=list)

    @property
    def type(self) -> EntityType:
        weights: Counter[EntityType] = Counter()
        for mention in self.mentions:
            weights[mention.type] += mention.certainty  # type: ignore[assignment]
        return weights.most_common(1)[0][0]


def link(documents: Sequence[Document], mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """The entities, most named first, then in the order of their first mention."""
    order = {document.id: number for number, document in enumerate(documents)}
    clusters: dict[str, _Cluster] = {}
    for mention in sorted(mentions, key=lambda each: (order.get(each.document, 0), each.start)):
        key = _key(mention)
        clusters.setdefault(key, _Cluster(key)).mentions.append(mention)
    _join_brackets(documents, clusters)
    _join_acronyms(clusters)
    _join_suffixes(clusters)
    _join_parts(clusters)
    _join_spellings(clusters)
    entities = _named(clusters, order)
    return tuple(sorted(entities, key=lambda entity: -entity.count))


def _key(mention: Mention) -> str:
    """By what a mention is compared: folded, without article; a date by its normal form."""
    if mention.type is EntityType.DATE:
        from tui.entities.recognisers.dates import dates

        found = next(dates(mention.text, 0, len(mention.text)), None)
        return f"date {found.normal if found else mention.text}"
    key = folded(mention.text).replace(".", "")
    return _ARTICLE.sub("", key) or key


def _merge(clusters: dict[str, _Cluster], kept: str, joined: str) -> None:
    if kept != joined:
        clusters[kept].mentions += clusters.pop(joined).mentions


def _join_brackets(documents: Sequence[Document], clusters: dict[str, _Cluster]) -> None:
    """``World Health Organization (WHO)``: what is in the brackets is what stands before them."""
    texts = {document.id: document.text for document in documents}
    places = sorted(
        (
            (mention.document, mention.start, mention.end, key)
            for key, each in clusters.items()
            for mention in each.mentions
        )
    )
    for (document, _, end, long), (other, start, short_end, short) in pairwise(places):
        text = texts.get(document, "")
        bracketed = document == other and text[end:start].strip() == "(" and text[short_end : short_end + 1] == ")"
        acronym = text[start:short_end].isupper() if bracketed else False
        if acronym and long in clusters and short in clusters and clusters[long].type is not EntityType.DATE:
            _merge(clusters, long, short)


def _initials(key: str) -> set[str]:
    parts = key.split()
    small = {"of", "the", "and", "de", "du", "des", "la", "le", "les", "d", "et", "for", "pour", "l"}
    return {"".join(part[0] for part in parts), "".join(part[0] for part in parts if part not in small)}


def _join_acronyms(clusters: dict[str, _Cluster]) -> None:
    by_initials: dict[str, list[str]] = defaultdict(list)
    for key, cluster in clusters.items():
        if key.count(" ") >= 1 and cluster.type in {EntityType.ORGANISATION, EntityType.OTHER, EntityType.EVENT}:
            for initials in _initials(key):
                by_initials[initials].append(key)
    for key in [key for key in clusters if " " not in key and 2 <= len(key) <= 6]:
        written = clusters[key].mentions[0].text.replace(".", "")
        longer = [name for name in by_initials.get(key, []) if name in clusters and name != key]
        if written.isupper() and len(longer) == 1:
            _merge(clusters, longer[0], key)


def _join_suffixes(clusters: dict[str, _Cluster]) -> None:
    """``Mistral AI`` is ``Mistral``, ``Meta Platforms, Inc`` is ``Meta``."""
    for key in sorted(clusters, key=len, reverse=True):
        base, _, tail = key.rpartition(" ")
        suits = tail in ORGANISATION_TAILS and tail not in {
            "times",
            "post",
            "herald",
            "united",
            "city",
            "bank",
            "press",
        }
        if not base or not suits or base not in clusters:
            continue
        if clusters[base].type in {EntityType.ORGANISATION, EntityType.OTHER, EntityType.PERSON}:
            _merge(clusters, key, base)


def _join_parts(clusters: dict[str, _Cluster]) -> None:
    """A name alone joins the one longer name that ends (or for a person begins) with it."""
    ends: dict[str, list[str]] = defaultdict(list)
    begins: dict[str, list[str]] = defaultdict(list)
    for key, cluster in clusters.items():
        parts = key.split()
        if len(parts) < 2:
            continue
        if cluster.type in {EntityType.PERSON, EntityType.ORGANISATION}:
            for cut in range(1, len(parts)):
                ends[" ".join(parts[cut:])].append(key)
        if cluster.type is EntityType.PERSON:
            begins[parts[0]].append(key)
    for key in sorted(clusters, key=len):
        kind = clusters[key].type
        last = [name for name in ends.get(key, []) if name in clusters]
        first = [name for name in begins.get(key, []) if name in clusters]
        if len(last) == 1 and _goes_with(kind, clusters[last[0]].type, key):
            _merge(clusters, last[0], key)
        elif not last and len(first) == 1 and kind is EntityType.PERSON:
            _merge(clusters, first[0], key)


def _goes_with(short: EntityType, long: EntityType, key: str) -> bool:
    if long is EntityType.PERSON:
        return short in {EntityType.PERSON, EntityType.OTHER}
    return short in {EntityType.ORGANISATION, EntityType.OTHER} and key not in ORGANISATION_TAILS - _TELLING_TAILS


def _join_spellings(clusters: dict[str, _Cluster]) -> None:
    """Names that differ by a slip of the pen; those with digits in them never, for they are versions."""
    keys = [key for key in clusters if len(key) >= SHORTEST_SPELLED and not any(map(str.isdigit, key))]
    if not 2 <= len(keys) <= MOST_COMPARED:
        return
    from rapidfuzz import fuzz, process

    keys.sort(key=lambda key: -len(clusters[key].mentions))
    for number, key in enumerate(keys):
        if key not in clusters:
            continue
        for other, _, _ in process.extract(key, keys[number + 1 :], scorer=fuzz.ratio, score_cutoff=SPELLING, limit=5):
            same = other in clusters and clusters[other].type is clusters[key].type
            if same and other[0] == key[0] and len(other.split()) == len(key.split()):
                _merge(clusters, key, other)


def _named(clusters: dict[str, _Cluster], order: dict[str, int]) -> list[Entity]:
    related = _versions(clusters)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    names: dict[str, str] = {}
    for key, cluster in clusters.items():
        names[key] = _name(cluster)
        slug = re.sub(r"[^a-z0-9]+", "-", folded(names[key])).strip("-") or "name"
        base = unique = f"{cluster.type.value}:{slug}"
        number = 2
        while unique in taken:
            unique = f"{base}-{number}"
            number += 1
        taken.add(unique)
        ids[key] = unique
    entities = []
    for key, cluster in clusters.items():
        mentions = sorted(cluster.mentions, key=lambda each: (order.get(each.document, 0), each.start))
        forms = dict.fromkeys(mention.text for mention in mentions)
        forms.pop(names[key], None)
        entities.append(
            Entity(
                id=ids[key],
                name=names[key],
                type=cluster.type,
                aliases=tuple(forms),
                mentions=tuple(mentions),
                related=tuple(sorted(ids[other] for other in related.get(key, ()))),
                certainty=sum(mention.certainty for mention in mentions) / len(mentions),
            )
        )
    first = {entity.id: (order.get(entity.mentions[0].document, 0), entity.mentions[0].start) for entity in entities}
    return sorted(entities, key=lambda entity: first[entity.id])


def _name(cluster: _Cluster) -> str:
    """The name to show: a person's fullest, anything else's most frequent that is more than an acronym."""
    counted = Counter(mention.text for mention in cluster.mentions)
    if cluster.type is EntityType.PERSON:
        return max(counted, key=lambda text: (text.count(" "), counted[text], text[:1].isupper()))
    spelled = {text: n for text, n in counted.items() if not (text.isupper() and len(text) <= 5)} or dict(counted)
    if len(counted) > 1 and cluster.type is EntityType.ORGANISATION:
        return max(spelled, key=lambda text: (_ARTICLE.sub("", folded(text)) == cluster.key, spelled[text], len(text)))
    return max(spelled, key=lambda text: (spelled[text], len(text)))


def _versions(clusters: dict[str, _Cluster]) -> dict[str, set[str]]:
    """Products that are versions of one another, by their keys."""
    families: dict[str, set[str]] = defaultdict(set)
    for key, cluster in clusters.items():
        if cluster.type is EntityType.PRODUCT:
            match = _VERSION.match(key)
            families[match.group("base") if match and match.group("base") else key].add(key)
    return {key: family - {key} for family in families.values() if len(family) > 1 for key in family}
