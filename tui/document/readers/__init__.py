"""Text to a Document: a registry of readers by the ending of a file's name.

Those that are built in read a text piece by piece. Others can add their own by an entry point of the
group ``llama_tui.readers``, named for the ending that it reads (``.rst``): a function
``(text, source) -> Document``. Those are looked up only for endings that are not built in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.failures import Refused

if TYPE_CHECKING:
    from tui.document.model import Document
    from tui.document.readers.building import Builder, Facts

GROUP = "llama_tui.readers"
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
TEXT_SUFFIXES = frozenset({".txt", ".text"})
SUFFIXES = MARKDOWN_SUFFIXES | TEXT_SUFFIXES
"""Endings that are read without a plug-in, in lower case."""


@dataclass(frozen=True)
class Source:
    """Where bytes come from."""

    id: str
    """The document's id."""
    name: str
    """An absolute path, ``seeds/NAME``, or ``-`` for standard input."""
    suffix: str
    """The ending of the file's name, which chooses the reader; empty for plain text."""
    title: str
    """The title, should the text have none of its own."""


Reader = Callable[[Iterable[str], "Builder", "Facts"], Iterator[None]]
"""Adds the blocks of a text that comes in pieces, some with each step."""
PluggedReader = Callable[[str, Source], "Document"]
"""Makes a document of a whole text."""


def built_in(suffix: str) -> Reader | None:
    """Our reader of files with this ending in lower case; None where it is not known."""
    if suffix in MARKDOWN_SUFFIXES:
        from tui.document.readers.markdown import read_markdown

        return read_markdown
    if not suffix or suffix in TEXT_SUFFIXES:
        return plain_text()
    return None


def plain_text() -> Reader:
    """What reads anything that nothing else does."""
    from tui.document.readers.text import read_text

    return read_text


def plugged(suffix: str, name: str) -> PluggedReader | None:
    """The reader that somebody else provides for this ending; ``name`` is how a refusal calls the source."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=suffix):
        try:
            reader: PluggedReader = entry.load()
        except Exception as error:  # whatever somebody else's module does when it is imported
            raise Refused(f"{name}: the plug-in {entry.value!r} that reads {suffix} does not load: {error}.") from error
        return reader
    return None
