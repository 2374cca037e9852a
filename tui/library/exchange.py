"""Annotations on their way out to other programs, and in from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.library import Library


class Exchange:
    """What a library can give away and take in. Methods raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @staticmethod
    def formats() -> list[str]:
        """The names of the formats that there are."""
        from tui.annotations.formats import names

        return names()

    def export(self, documents: Sequence[Document], format: str) -> str | bytes:  # noqa: A002
        """The annotations of these documents in a format; documents without any are left out."""
        from tui.annotations.formats import Article, write

        articles = [Article(document, tuple(self._library.annotations(document))) for document in documents]
        return write(format, [article for article in articles if article.placed])

    def export_file(self, documents: Sequence[Document], format: str, path: Path) -> None:  # noqa: A002
        """The same into a file, whole or not at all."""
        from tui.annotations.saving import write_file

        write_file(path, self.export(documents, format))

    @staticmethod
    def export_name(document: Document, ending: str = ".md") -> str:
        """A file name for a document's annotations, from its title, safe on every system."""
        from unicodedata import combining, normalize

        plain = "".join(letter for letter in normalize("NFKD", document.title) if not combining(letter))
        words = "".join(letter if letter.isalnum() else " " for letter in plain.casefold()).split()
        return f"{'-'.join(words)[:60].strip('-') or 'annotations'}{ending}"
