"""A folder with one file of annotations for each document, kept up to date.

Other files are never touched: which file is whose stands in a small file of JSON in the folder, :data:`INDEX`, and
where that is lost, a file tells by what can be read from it. A document keeps the name that its file got first,
whatever its title becomes. The folder may be shared: a name that leads out of it counts as none, and nothing is
written through a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tui.annotations.formats import Article, writable
from tui.document.digest import blake2b
from tui.document.failures import Phrase, Refused, small
from tui.document.files import is_there, read_bytes
from tui.library.renewing import has_edits, renewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tui.document.model import Document
    from tui.library.renewing import Known

INDEX = ".llama-tui.json"
"""Which file is whose: ``{"version": 1, "files": {FORMAT: {DOCUMENT: {"name": …, "digest": …}}}}``."""
_LONGEST_STEM = 120
"""Bytes of UTF-8 of a name's stem: with a number, an ending and what a draft adds it stays below 255."""
_LONGEST_INDEX = 64 * 1024 * 1024
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows keeps for devices, whatever their ending."""


class Outcome(NamedTuple):
    """What was done in a folder, by the names of files."""

    written: list[str]
    same: list[str]
    """They stood there already as they would be written."""
    removed: list[str]
    """Nothing of them is chosen any more, and they held nothing of the reader's."""
    left: list[str]
    """Nothing of them is chosen any more, and somebody has changed them since."""
    edited: list[str]
    """Notes, tags or colours were changed in them and have not been taken in: they were not written."""


class _Entry(NamedTuple):
    """A document's file."""

    name: str
    digest: str
    """Of the bytes that were last written."""


def stem(title: str) -> str:
    """A file's name without its ending, from a title, safe on every system."""
    from unicodedata import combining, normalize

    plain = "".join(letter for letter in normalize("NFKD", title) if not combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in plain.casefold()).split()
    whole = normalize("NFC", "-".join(words))[:60]
    short = whole.encode("utf-8", "ignore")[:_LONGEST_STEM].decode("utf-8", "ignore").strip("-")
    return f"{short}-text" if short in _RESERVED else short or "annotations"


class ExportFolder:
    """One folder, in one format. Methods raise ``Refused``; what was done before then stays and is known."""

    def __init__(self, folder: Path, format: str, known: Known) -> None:  # noqa: A002
        self._folder = folder
        self._known = known
        self._format = writable(format)

    def bring_up_to_date(self, documents: Iterable[Document], articles: Sequence[Article]) -> Outcome:
        """Write the articles' files; take away those of the documents of which there is no article any more."""
        self._make()
        index = self._index()
        before = dict(index)
        outcome = Outcome([], [], [], [], [])
        try:
            for article in articles:
                self._write(article, index, outcome)
            there = {article.document.id for article in articles}
            for document in documents:
                if document.id in index and document.id not in there:
                    self._take_away(document, index, outcome)
        finally:
            if index != before:
                self._keep(index)
        return outcome

    def _make(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused(
                "{path} cannot be made: {reason}.", path=self._folder, reason=Phrase(small(reason))
            ) from error

    def _write(self, article: Article, index: dict[str, _Entry], outcome: Outcome) -> None:
        from tui.annotations.saving import write_file

        name = self._name(article.document, index)
        path = self._folder / name
        old = read_bytes(path) if is_there(path) else None
        known = index.get(article.document.id)
        if (
            old is not None
            and (known is None or _digest(old) != known.digest)
            and has_edits(self._format, old, self._known)
        ):
            outcome.edited.append(name)
            return
        data = renewed(self._format, [article], old)
        if data == old:
            outcome.same.append(name)
        else:
            write_file(path, data)
            outcome.written.append(name)
        index[article.document.id] = _Entry(name, _digest(data))

    def _name(self, document: Document, index: dict[str, _Entry]) -> str:
        """The name that the document's file has, or is to have: of a name that is taken, one with the id behind it."""
        known = index.get(document.id)
        if known is not None and self._is_ours(known):
            return known.name
        taken = {entry.name.casefold() for entry in index.values()}
        ending = self._format.ending or ".txt"
        plain = f"{stem(document.title)}{ending}"
        path = self._folder / plain
        if plain.casefold() not in taken and (not _stands(path) or self._is_of(path, document)):
            return plain
        # As no one can foresee it, whatever has this name is ours, unless it is a link to elsewhere.
        apart = f"{stem(document.title)}-{_digest(document.id.encode('utf-8', 'surrogateescape'))[:8]}{ending}"
        if (self._folder / apart).is_symlink():
            raise Refused("{path} is a link; nothing was written through it.", path=self._folder / apart)
        return apart

    def _is_ours(self, entry: _Entry) -> bool:
        """Whether a file is not there, or still what was written, even if somebody has changed it since."""
        path = self._folder / entry.name
        if path.is_symlink():
            return False
        if not is_there(path):
            return True
        data = read_bytes(path)
        return _digest(data) == entry.digest or self._format.recognises is None or self._format.recognises(data)

    def _is_of(self, path: Path, document: Document) -> bool:
        """Whether a file that nothing is known of holds annotations of this document, and of no other."""
        if self._format.read is None or path.is_symlink():
            return False
        try:
            found = self._format.read(read_bytes(path))
        except Refused:
            return False
        return bool(found) and all(document.id == each.work.id or document.source == each.work.source for each in found)

    def _take_away(self, document: Document, index: dict[str, _Entry], outcome: Outcome) -> None:
        """Remove a document's file; one that holds words of the reader's keeps these, and only these."""
        from tui.annotations.saving import write_file

        entry = index.pop(document.id)
        path = self._folder / entry.name
        if not is_there(path) or not self._is_ours(entry):
            return
        old = read_bytes(path)
        nothing = Article(document, ())
        if _digest(old) != entry.digest and has_edits(self._format, old, self._known):
            index[document.id] = entry
            outcome.edited.append(entry.name)
            return
        empty = renewed(self._format, [nothing], None)
        rest = renewed(self._format, [nothing], old) if self._format.update is not None else old
        if rest == empty or (self._format.update is None and _digest(old) == entry.digest):
            try:
                path.unlink()
            except OSError as error:
                reason = small(error.strerror or str(error))
                raise Refused("{path} cannot be removed: {reason}.", path=path, reason=Phrase(reason)) from error
            outcome.removed.append(entry.name)
            return
        outcome.left.append(entry.name)
        if rest != old:
            index[document.id] = _Entry(entry.name, _digest(rest))
            write_file(path, rest)

    def _index(self) -> dict[str, _Entry]:
        """What is known of the folder's files in this format, by the ids of documents."""
        return _entries(self._raw().get(self._format.name))

    def _raw(self) -> dict[str, Any]:
        import json

        try:
            told = json.loads(read_bytes(self._folder / INDEX, limit=_LONGEST_INDEX))
            files = told["files"] if told["version"] == 1 else {}
        except (Refused, ValueError, KeyError, TypeError, RecursionError):
            return {}
        return files if isinstance(files, dict) else {}

    def _keep(self, index: dict[str, _Entry]) -> None:
        import json

        from tui.annotations.saving import write_file

        files = self._raw() | {self._format.name: {key: entry._asdict() for key, entry in sorted(index.items())}}
        text = json.dumps({"version": 1, "files": files}, ensure_ascii=True, indent=1, sort_keys=True)
        write_file(self._folder / INDEX, text + "\n")


def _entries(told: object) -> dict[str, _Entry]:
    """The files that an index tells of; those whose names lead out of the folder are passed over."""
    found: dict[str, _Entry] = {}
    taken: set[str] = set()
    for key, entry in told.items() if isinstance(told, dict) else ():
        name = entry.get("name") if isinstance(entry, dict) else None
        if isinstance(name, str) and _is_plain(name) and name.casefold() not in taken:
            taken.add(name.casefold())
            found[str(key)] = _Entry(name, str(entry.get("digest", "")))
    return found


def _is_plain(name: str) -> bool:
    return bool(name) and name[0] not in ".-" and all(letter.isalnum() or letter in "-._" for letter in name)


def _stands(path: Path) -> bool:
    return path.is_symlink() or is_there(path)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
