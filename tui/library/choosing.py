"""Choosing among the annotations of documents: what listings and exports share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.annotations.model import Annotation, Placed
    from tui.document.model import Document
    from tui.library import Library


@dataclass(frozen=True, slots=True)
class Choice:
    """Which annotations are meant: those that meet all of this."""

    query: str = ""
    """Words and filters, as :func:`tui.library.review.wanted` reads them; empty for any."""
    tag: str = ""
    """They have this tag, or one below it in the tree; empty for any."""
    ids: frozenset[str] | None = None
    """They have one of these ids; None for any."""

    def of(self, library: Library, document: Document) -> list[Placed]:
        """The document's annotations that are meant, in the order of the text, orphans last; raises ``Refused``."""
        found = library.annotations(document)
        if self.ids is not None:
            found = [each for each in found if each.annotation.id in self.ids]
        if self.tag:
            from tui.annotations.cleaning import clean_tag

            above = f"{clean_tag(self.tag)}/"
            found = [each for each in found if any(f"{own}/".startswith(above) for own in each.annotation.tags)]
        return self._asked(library, document, found) if self.query and found else found

    def _asked(self, library: Library, document: Document, found: list[Placed]) -> list[Placed]:
        from tui.library.review import reviewed, wanted

        asked = wanted(self.query)
        names = library.review.named_in(document) if asked.asks_for_entities else {}
        known = [
            reviewed(each.annotation, document, names.get(each.annotation.id, ()), each.resolution.standing)
            for each in found
        ]
        left = {each.annotation.id for each in asked.among(known)}
        return [each for each in found if each.annotation.id in left]


ALL = Choice()


def documents_of(library: Library, annotations: Iterable[Annotation]) -> list[Document]:
    """The texts of annotations as they are today, the one opened last first."""
    wanted = {each.document for each in annotations}
    return [library.recall(known) for known in library.known() if known.id in wanted]
