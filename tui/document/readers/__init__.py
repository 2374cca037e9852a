"""Bytes to a Document: a registry of readers by the ending of a file's name.

A reader is a function ``(text, source) -> Document``. Others can add their own by an entry point of the
group ``llama_tui.readers``, named for the ending that it reads (``.rst``); those are looked up only for
endings that are not built in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.document.decoding import decode
from tui.document.failures import Refused
from tui.document.harmless import harmless_line

if TYPE_CHECKING:
    from tui.document.model import Document

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


Reader = Callable[[str, Source], "Document"]


def read(data: bytes, source: Source, *, encoding: str | None = None) -> Document:
    """Make a document; raises :class:`~tui.document.failures.Refused` for what is not text, or empty.

    ``encoding`` is kept to when it is given; otherwise it is found out.
    """
    from dataclasses import replace

    name = harmless_line(source.name if source.name != "-" else "Standard input")
    decoded = decode(data, encoding, name=name)
    if not decoded.text or decoded.text.isspace():
        raise Refused(f"{name}: it is empty.")
    document = _reader(source.suffix.lower(), name)(decoded.text, source)
    if not document.blocks:
        raise Refused(f"{name}: there is no text in it.")
    return replace(document, encoding=decoded.encoding)


def _reader(suffix: str, name: str) -> Reader:
    if suffix in MARKDOWN_SUFFIXES:
        from tui.document.readers.markdown import read_markdown

        return read_markdown
    if suffix and suffix not in TEXT_SUFFIXES:
        plugged = _plugged(suffix, name)
        if plugged is not None:
            return plugged
    from tui.document.readers.text import read_text

    return read_text


def _plugged(suffix: str, name: str) -> Reader | None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=suffix):
        try:
            reader: Reader = entry.load()
        except Exception as error:  # whatever somebody else's module does when it is imported
            raise Refused(f"{name}: the plug-in {entry.value!r} that reads {suffix} does not load: {error}.") from error
        return reader
    return None
