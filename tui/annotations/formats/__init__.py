"""The formats in which annotations leave, by name.

A format is a function from articles to text. Those of other packages are found by entry points of the
group ``llama_tui.formats``, which are looked up only for names that are not built in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.failures import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.annotations.model import Placed
    from tui.document.model import Document

FORMATS = ("markdown", "json")
"""The names of the formats that are built in."""

GROUP = "llama_tui.formats"
"""The entry points of others' formats: each a ``Callable[[Sequence[Article]], str]``."""


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its annotations, as a format is given it."""

    document: Document
    placed: tuple[Placed, ...]

    def in_order(self) -> list[Placed]:
        """The annotations in the order of reading, orphans in that of where they once stood, last."""

        def place(placed: Placed) -> tuple[bool, int, int, str, str]:
            annotation = placed.annotation
            start, end = placed.span or annotation.anchor.span
            return placed.span is None, start, end, annotation.created, annotation.id

        return sorted(self.placed, key=place)


def write(format: str, articles: Sequence[Article]) -> str:  # noqa: A002 - what it is called everywhere
    """The articles' annotations in the format of that name; raises Refused for one that nobody provides."""
    return _writer(format)(articles)


def _writer(name: str) -> Callable[[Sequence[Article]], str]:
    if name == "markdown":
        from tui.annotations.formats import markdown

        return markdown.write
    if name == "json":
        from tui.annotations.formats import json

        return json.write
    from importlib.metadata import entry_points

    provided = {point.name: point for point in entry_points(group=GROUP)}
    if name not in provided:
        raise Refused(f"{name} is not a format: there are {', '.join([*FORMATS, *sorted(provided)])}")
    writer: Callable[[Sequence[Article]], str] = provided[name].load()
    return writer
