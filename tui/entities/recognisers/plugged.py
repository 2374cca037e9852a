"""Recognisers of other packages, whose mentions are added to ours.

They are entry points of the group ``llama_tui.recognisers``: each a function from a Document to mentions in it.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from tui.document.failures import Refused
from tui.entities.model import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.metadata import EntryPoint

    from tui.document.model import Document

GROUP = "llama_tui.recognisers"


def plugged() -> list[EntryPoint]:
    """Those that are installed, by name."""
    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def version(point: EntryPoint) -> str:
    """Which one this is, for whoever keeps its results."""
    return f"{point.name} {point.value} {point.dist.version if point.dist is not None else ''}"


def recognised_by(point: EntryPoint, document: Document) -> list[Mention]:
    """What one finds, sorted, none over another; what does not lie in the document is left out.

    Raises ``Refused`` where it does not load or fails.
    """
    try:
        recogniser: Callable[[Document], Iterable[Mention]] = point.load()
        mentions = sorted(recogniser(document), key=lambda each: (each.start, -each.end))
    except Exception as error:  # whatever somebody else's code does
        raise Refused(f"The recogniser {point.name} ({point.value}) failed: {error}.") from error
    found: list[Mention] = []
    for each in mentions:
        begins = found[-1].end if found else 0
        if begins <= each.start < each.end <= len(document.text):
            text = document.text[each.start : each.end]
            found.append(
                Mention(
                    document.id, each.start, each.end, text, each.type, min(1.0, max(0.0, each.certainty)), each.normal
                )
            )
    return found


def joined(ours: Sequence[Mention], theirs: Sequence[Mention]) -> list[Mention]:
    """Both, sorted; whoever installs a recogniser wants to see what it finds, so where two meet ours give way."""
    kept = []
    taken = iter(theirs)
    one = next(taken, None)
    for each in ours:
        while one is not None and one.end <= each.start:
            one = next(taken, None)
        if one is None or each.end <= one.start:
            kept.append(each)
    return sorted([*kept, *theirs], key=lambda each: each.start)
