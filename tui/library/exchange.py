"""Annotations on their way out to other programs, and in from them."""

from __future__ import annotations

import shlex
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from tui.document.failures import Refused
from tui.library.choosing import ALL, Choice, documents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from tui.annotations.formats import Article, Format
    from tui.annotations.formats.foreign import Foreign
    from tui.annotations.model import Annotation
    from tui.document.model import Document
    from tui.library import Library
    from tui.library.export_folder import Outcome
    from tui.library.importing import Plan

T = TypeVar("T")


def ending_of(name: str, endings: Iterable[str]) -> str:
    """The longest of these endings that a file's name has, whatever its case; empty without one."""
    return max((each for each in endings if name.lower().endswith(each)), key=len, default="")


class Exchange:
    """What a library can give away and take in. Methods raise ``Refused``."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @staticmethod
    def formats() -> list[str]:
        """The names of the formats that there are."""
        from tui.annotations.formats import names

        return names()

    @staticmethod
    def endings() -> dict[str, str]:
        """The names of the formats that can be written, by the ending of their files: ``.md``."""
        from tui.annotations.formats import every

        found: dict[str, str] = {}
        for form in every():
            if form.write is not None and form.ending:
                found.setdefault(form.ending, form.name)
        return found

    @staticmethod
    def titles() -> dict[str, str]:
        """What each format is called in lists, by its name."""
        from tui.annotations.formats import every

        return {form.name: form.title for form in every()}

    def export(self, documents: Sequence[Document], format: str, choice: Choice = ALL) -> str | bytes:  # noqa: A002
        """The annotations of these documents in a format; documents without any are left out."""
        return self.written(self.articles(documents, choice), format)

    def export_file(
        self,
        documents: Sequence[Document],
        format: str,  # noqa: A002
        path: Path,
        choice: Choice = ALL,
    ) -> None:
        """The same into a file, as :meth:`write_file` does."""
        self.write_file(self.articles(documents, choice), format, path)

    def written(self, articles: Sequence[Article], format: str) -> str | bytes:  # noqa: A002
        """Chosen annotations in a format; with what was deleted and what tags mean, if it tells of that."""
        from tui.annotations.formats import write

        return write(format, self.telling(articles, format))

    def write_file(self, articles: Sequence[Article], format: str, path: Path) -> None:  # noqa: A002
        """The same into a file, whole or not at all.

        In a file that was exported before, what the reader wrote around our parts stays, if the format
        can tell it from them; one in which our parts were changed is refused until it has been imported.
        """
        from tui.annotations.formats import writable
        from tui.annotations.saving import write_file
        from tui.document.files import is_there, read_bytes, shown
        from tui.library.renewing import has_edits, renewed

        form = writable(format)
        old = None
        if form.update is not None and is_there(path):
            try:
                old = read_bytes(path)
            except Refused:  # then writing is refused with the reason
                old = None
        if old is not None and has_edits(form, old, self.known):
            raise Refused(
                "{name} was left: notes were changed in it. Take them in first: llama-tui import {path}",
                name=shown(path),
                path=shlex.quote(shown(path)),
            )
        write_file(path, renewed(form, self.telling(articles, format), old))

    def known(self, ids: frozenset[str]) -> list[Article]:
        """Living annotations, by their ids, with their documents."""
        store = self._library.store
        here = [each for each in map(store.get, ids) if each is not None and not each.deleted]
        return self.articles(documents_of(self._library, here), Choice(ids=ids))

    def export_folder(
        self,
        documents: Sequence[Document],
        format: str,  # noqa: A002
        folder: Path,
        choice: Choice = ALL,
    ) -> Outcome:
        """The same into a folder, one file a document, of which only those that change are written."""
        from tui.library.export_folder import ExportFolder

        articles = self.telling(self.articles(documents, choice), format)
        return ExportFolder(folder, format, self.known).bring_up_to_date(documents, articles)

    def articles(self, documents: Sequence[Document], choice: Choice = ALL) -> list[Article]:
        """The documents of which annotations are chosen, with these; with what was deleted, where all are."""
        from tui.annotations.formats import Article

        gone: dict[str, list[Annotation]] = {}
        for each in self._library.store.bin() if choice == ALL and self._library.known() else ():
            gone.setdefault(each.document, []).append(each)
        articles = [
            Article(document, tuple(choice.of(self._library, document)), tuple(gone.get(document.id, ())))
            for document in documents
        ]
        return [article for article in articles if article.placed or article.deleted]

    def telling(self, articles: Sequence[Article], format: str) -> list[Article]:  # noqa: A002
        """The articles of which a format has something to tell: a deletion, too, and what tags mean."""
        from dataclasses import replace

        from tui.annotations.formats import named

        form = named(format)
        told = [article for article in articles if article.placed or form.tells_deleted]
        if form.read_descriptions is None:
            return told
        descriptions: tuple[tuple[str, str], ...] = ()
        with suppress(Refused):  # a codebook that cannot be read keeps no note from leaving
            descriptions = tuple(self._library.codebook.descriptions().items())
        return [replace(article, descriptions=descriptions) for article in told]

    @staticmethod
    def export_name(document: Document, ending: str = ".md") -> str:
        """A file name for a document's annotations, from its title, safe on every system."""
        from tui.library.export_folder import stem

        return f"{stem(document.title)}{ending}"

    @staticmethod
    def read(data: bytes, name: str, format: str = "") -> list[Foreign]:  # noqa: A002
        """What a file of annotations tells of; its format is found by content unless it is given.

        Refusals name the file by ``name``.
        """
        form = _form(data, name, format)
        if form.read is None:
            raise Refused(f"{name}: {form.name} can be written, but not be read.")
        return _read(form, form.read, data, name)

    @staticmethod
    def read_descriptions(data: bytes, name: str, format: str = "") -> dict[str, str]:  # noqa: A002
        """What the same file says that tags mean; nothing in a format that does not tell."""
        form = _form(data, name, format)
        return {} if form.read_descriptions is None else _read(form, form.read_descriptions, data, name)

    @staticmethod
    def looks_readable(data: bytes) -> bool:
        """Whether bytes look like a file of annotations."""
        from tui.annotations.formats import recognised

        return recognised(data) is not None

    def plan(
        self, foreign: Sequence[Foreign], texts: Sequence[Document] = (), descriptions: Mapping[str, str] | None = None
    ) -> Plan:
        """What importing these annotations would do; ``texts`` are those they are said to be of.

        ``descriptions`` say what tags mean; what the reader said of one stays.
        """
        from dataclasses import replace

        from tui.library.importing import plan

        fresh = self._library.codebook.fresh(descriptions) if descriptions else {}
        return replace(plan(self._library, foreign, texts), descriptions=tuple(fresh.items()))

    def take_in(self, plan: Plan) -> None:
        """Do what a plan says, as one step that can be undone."""
        from tui.library.importing import carry_out

        carry_out(self._library, plan)


def _form(data: bytes, name: str, format: str) -> Format:  # noqa: A002
    """The format of a file, as it is given or by what is in it; raises ``Refused``."""
    from tui.annotations.formats import named, recognised

    form = named(format) if format else recognised(data)
    if form is None:
        raise Refused(f"{name}: it is in none of the formats that can be read.")
    return form


def _read(form: Format, reader: Callable[[bytes], T], data: bytes, name: str) -> T:
    """What a reader of a format finds; refusals name the file."""
    try:
        return reader(data)
    except Refused as refusal:
        raise Refused(f"{name}: read as {form.name}, {refusal}.") from refusal
