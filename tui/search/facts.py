"""What is known of passages beyond their texts, as whoever searches gives it: this package may not import it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui.document.model import Document, Span
    from tui.search.filters import Field


class Noted(NamedTuple):
    """A note that the reader wrote at a passage."""

    id: str
    """The annotation's."""
    text: str
    """The words of the note."""
    block: int
    """The index (from 0) of the block where its passage begins, or began before the passage was lost."""
    span: Span | None = None
    """What it marks, in code points into the document's text; None where that is lost."""
    tags: tuple[str, ...] = ()
    colour: str = ""


class Named(NamedTuple):
    """A person, a place... that a document names."""

    id: str
    """The entity's; the same in all documents."""
    names: tuple[str, ...]
    """What it is called, the form to show first."""
    mentions: tuple[tuple[int, int], ...]
    """Where it is named: spans of the document's text, in code points, sorted."""
    type: str = ""
    """``person``, ``organisation``..."""


class Facts(Protocol):
    """What is known of passages beyond their texts. Asked at every keystroke, from the thread that searches."""

    def blocks(self, document: Document, field: Field, value: str) -> Iterable[int]:
        """The indices of the document's blocks for which a filter's folded value holds.

        Asked for ``type``, ``entity``, ``tag``, ``colour``, ``is``, and for ``in`` with ``note`` and ``entity``.
        A value may be the beginning of what is meant.
        """
        ...

    def values(self, field: Field) -> Iterable[str]:
        """What may be meant, to be completed: tags in use, names of entities... the commonest first."""
        ...

    def notes(self, document: Document) -> Sequence[Noted]:
        """The notes on a document, in its order; the same object as long as nothing has changed."""
        ...

    def entities(self, document: Document) -> Sequence[Named]:
        """Who and what is named in a document; the same object as long as nothing has changed."""
        ...
