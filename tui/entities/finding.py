"""The one call that the rest of the program makes: from documents to the entities named in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.entities.linking import link
from tui.entities.recognisers.rules import recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.document.model import Document
    from tui.entities.model import Entity


def entities_of(documents: Sequence[Document]) -> tuple[Entity, ...]:
    """Who and what is named in these documents, the most named first."""
    return link(documents, [mention for document in documents for mention in recognise(document)])
