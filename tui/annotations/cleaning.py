"""What is done to notes, tags and names on their way into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.document.harmless import harmless, harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.annotations.model import Annotation


def clean_note(note: str) -> str:
    """A note with its control characters made visible and line ends as newlines; empty if it says nothing."""
    note = harmless(note.replace("\r\n", "\n").replace("\r", "\n"))
    return note if note.strip() else ""


def clean_tag(tag: str) -> str:
    """A tag on one line, white space collapsed, without the ``#`` that people write before it."""
    return " ".join(harmless_line(tag).split()).lstrip("# ")


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags cleaned, empty ones left out, each once, in the order in which they were given."""
    return tuple(dict.fromkeys(filter(None, map(clean_tag, tags))))


def clean_name(name: str) -> str:
    """A bookmark's name on one line."""
    return " ".join(harmless_line(name).split())


def clean(annotation: Annotation) -> Annotation:
    """The annotation as it may be kept and shown; cleaning it again changes nothing."""
    anchor = annotation.anchor
    return replace(
        annotation,
        anchor=replace(
            anchor,
            quote=harmless(anchor.quote),
            prefix=harmless(anchor.prefix),
            suffix=harmless(anchor.suffix),
        ),
        note=clean_note(annotation.note),
        tags=clean_tags(annotation.tags),
        name=clean_name(annotation.name),
    )
