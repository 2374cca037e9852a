"""What the program makes of an annotated text, side by side with what the annotator made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.entities.kinds import UNNAMED, EntityType
from tui.entities.linking import link
from tui.entities.model import Mention
from tui.entities.scoring import (
    BCubed,
    Counts,
    Labelled,
    Linked,
    b_cubed,
    by_type,
    of_kinds,
    spans,
    total,
    typed,
    unlike_pairs,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One text, annotated and recognised."""

    document: Document
    wanted: tuple[Labelled, ...]
    """In code points of the document's text."""
    found: tuple[Labelled, ...]
    links: tuple[Linked, ...]
    """How the annotated names are linked by the program; empty where the annotator linked nothing."""


def evaluate(document: Document, wanted: Iterable[Labelled], entities: Iterable[Entity]) -> Evaluation:
    """Compare ``entities``, recognised in this document, with what is wanted there."""
    wanted = tuple(sorted(wanted))
    found = sorted(
        Labelled(mention.start, mention.end, mention.type.value, entity.id)
        for entity in entities
        for mention in entity.mentions
        if mention.document == document.id
    )
    return Evaluation(document, wanted, tuple(found), tuple(_links(document, wanted)))


def _links(document: Document, wanted: Sequence[Labelled]) -> Iterable[Linked]:
    """Link the annotated names, so that a mistake in finding them is not one in linking them."""
    known = {kind.value for kind in EntityType if kind not in UNNAMED}
    marked = [each for each in wanted if each.entity and each.type in known]
    mentions = [
        Mention(document.id, each.start, each.end, document.text[each.start : each.end], EntityType(each.type))
        for each in marked
    ]
    clusters = {
        (mention.start, mention.end): entity.id for entity in link([document], mentions) for mention in entity.mentions
    }
    for each in marked:
        place = each.start, each.end
        yield Linked(each.entity, clusters.get(place, f"alone {place}"), document.text[each.start : each.end])


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a measure of each text, to be added up."""

    name: str
    measures: tuple[Counts, ...] | tuple[BCubed, ...]

    @property
    def sum(self) -> Counts | BCubed:
        """The measure over all texts."""
        first, *others = self.measures
        return total(others, first)


def lines(evaluations: Sequence[Evaluation], kinds: Mapping[str, str]) -> list[Line]:
    """The table of at least one text: spans, types, each of the kinds, linking (``unlike_pairs``) where annotated.

    ``kinds`` gives types the names under which they are counted, so that several can be one line; types that are
    not in it are left out on both sides.
    """
    pairs = [(of_kinds(each.wanted, kinds), of_kinds(each.found, kinds)) for each in evaluations]
    each_type = [by_type(*pair) for pair in pairs]
    table = [
        Line("span", tuple(spans(*pair) for pair in pairs)),
        Line("typed", tuple(typed(*pair) for pair in pairs)),
    ]
    table += [
        Line(kind, tuple(counts.get(kind, Counts()) for counts in each_type))
        for kind in dict.fromkeys(kinds.values())
        if any(kind in counts for counts in each_type)
    ]
    if any(each.links for each in evaluations):
        table.append(Line("linking, B-cubed", tuple(b_cubed(each.links) for each in evaluations)))
        table.append(Line("linking, pairs", tuple(unlike_pairs(each.links) for each in evaluations)))
    return table


def kinds_of(evaluations: Iterable[Evaluation]) -> dict[str, str]:
    """What is scored type by type: all that the program names, dates and amounts only where they are annotated."""
    annotated = {each.type for evaluation in evaluations for each in evaluation.wanted}
    return {kind.value: kind.value for kind in EntityType if kind not in UNNAMED or kind.value in annotated}
