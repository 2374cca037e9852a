"""What is done to notes, tags and names on their way into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui.document.harmless import UNSEEN, harmless, harmless_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.annotations.model import Anchor, Annotation, Relations

_WITHOUT_UNSEEN = str.maketrans("", "", UNSEEN)
_LETTER = "\u4e00"
"""Any letter that a joiner may stand beside."""


def clean_note(note: str) -> str:
    """A note as Markdown that a terminal may show: line ends as newlines, tabs as spaces to the next of four.

    Empty when it says nothing.
    """
    note = harmless(note.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4))
    return note if note.strip() else ""


def clean_tag(tag: str) -> str:
    """A tag on one line, white space collapsed, without the ``#`` that people write before it."""
    return clean_name(tag).lstrip("# ")


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags cleaned, empty ones left out, each once, in the order in which they were given."""
    return tuple(dict.fromkeys(filter(None, map(clean_tag, tags))))


def clean_name(name: str) -> str:
    """A name, of a bookmark or of somebody, on one line; two that look alike are alike."""
    return " ".join(harmless_line(name).translate(_WITHOUT_UNSEEN).split())


def clean(annotation: Annotation) -> Annotation:
    """The annotation as it may be kept and shown; cleaning it again changes nothing."""
    return replace(
        annotation,
        anchor=_clean_anchor(annotation.anchor),
        note=clean_note(annotation.note),
        tags=clean_tags(annotation.tags),
        name=clean_name(annotation.name),
        relations=_clean_relations(annotation.relations),
    )


def _clean_relations(relations: Relations) -> Relations:
    return replace(relations, about=clean_name(relations.about), author=clean_name(relations.author))


def _clean_anchor(anchor: Anchor) -> Anchor:
    """The anchor with texts that a document can have: what was quoted from one is left as it is.

    They are cleaned as the one piece of text that they are, and between letters, since whether a joiner
    is harmless depends on its neighbours. Tabs stay: they part the cells of a table.
    """
    given = f"{_LETTER}{anchor.prefix}{anchor.quote}{anchor.suffix}{_LETTER}"
    cleaned = harmless(given)
    if "\t" in given:
        cleaned = "".join("\t" if old == "\t" else new for old, new in zip(given, cleaned, strict=True))
    start = len(_LETTER) + len(anchor.prefix)
    end = start + len(anchor.quote)
    return replace(
        anchor,
        prefix=cleaned[len(_LETTER) : start],
        quote=cleaned[start:end],
        suffix=cleaned[end : -len(_LETTER)],
    )
