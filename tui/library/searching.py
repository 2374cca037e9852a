"""Searching many documents: their index is kept in the cache, and only what is new or changed is read again.

A :class:`Shelf` is some files and the index of their texts. What was saved is mapped (:mod:`tui.search.saved`), and
a document of it is taken as it is there while its file's stamp is the same; the others are read and indexed. The
cache may be damaged, of another version or not writable: then the index is made anew, or is not saved, and nobody
is told but by the time that it takes. Several processes may use one file: each replaces it as a whole.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from threading import Lock, RLock, Thread
from typing import TYPE_CHECKING, NamedTuple

from tui.document.cache import READERS
from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.files import is_there
from tui.library import STANDARD_INPUT, path_of, source_name
from tui.search.index import Index
from tui.search.kinds import Listed
from tui.search.saved import Damaged, Saved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from tui.annotations.model import KnownDocument
    from tui.document.model import Document
    from tui.library import Library
    from tui.search.facts import Facts
    from tui.search.model import Results

LEAST_SAVED = 1 << 18
"""Bytes of sources below which reading them is as quick as loading."""
LEAST_CHECKPOINT = 1 << 25
"""Bytes of sources after which what has been indexed so far is saved, so that memory need not hold it all."""
ALWAYS_SAVED = 1 << 26
"""Bytes of sources up to which whatever is new is worth writing the file again."""
WORTH_SAVING = 1 / 16
"""The share of more than that which has to be new."""
LEAST_BESIDE = 1 << 21
"""Bytes of sources that are indexed in the time in which another process would begin."""
MOST_HERE = 1 << 25
"""Bytes of sources that are indexed and held in memory where nothing can be saved."""
MOST_SEARCHED = 1 << 30
"""Bytes of sources that are searched together; what goes beyond is left out, and the share says so."""
MOST_KEPT = 1 << 31
"""Bytes of all saved indexes together; beyond, those go that were not used for the longest time."""
FORGOTTEN = 3600.0
"""Seconds after which a draft has been left by a process that was killed."""
SUFFIX = ".index"


class Source(NamedTuple):
    """A file as it is now."""

    path: Path
    stamp: str
    """What changes when the file does."""
    size: int
    """In bytes."""


class Searching:
    """The shelves of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def files(self, paths: Sequence[Path], encoding: str | None = None) -> Shelf:
        """These files, whose index lies under the name of the folder that they have in common."""
        sources = _resolved(paths)
        name = os.path.commonpath(sources) if sources else ""
        return self.shelf(self._file(name), sources, encoding)

    def everything(self) -> Shelf:
        """Every document that is remembered, if its file is there. Raises ``Refused`` with the store."""
        sources = [each.source for each in self._library.known() if each.source != STANDARD_INPUT]
        paths = {source: path_of(source) for source in sources}
        return self.shelf(self._file(""), {source: path for source, path in paths.items() if is_there(path)})

    def shelf(self, file: Path, sources: dict[str, Path], encoding: str | None = None) -> Shelf:
        """Files by the names that their documents have as sources, and where their index is saved."""
        return Shelf(self._library, file, sources, encoding)

    def _file(self, name: str) -> Path:
        named = blake2b(os.fsencode(name), digest_size=16).hexdigest() if name else "library"
        return self._library.places.cache / "search" / f"{named}{SUFFIX}"


class Shelf:
    """Some files and the index of their texts. One thread at a time loads and updates it while others search."""

    def __init__(self, library: Library, file: Path, sources: dict[str, Path], encoding: str | None = None) -> None:
        """``sources`` are the files, by the names that their documents have; ``file`` is where the index is kept."""
        self._library = library
        self.file = file
        self.encoding = encoding
        self.paths = sources
        self.index = Index()
        self.refused: list[Refused] = []
        """Why files could not be read."""
        self.left_out = 0
        """Bytes of the files that are not searched because the others are too many."""
        self._today: dict[str, Source] = {}
        """The files that are to be searched, as they were when they were last looked at."""
        self._left: dict[str, Source] = {}
        """Those that have yet to be indexed."""
        self._is_looked_at = False
        self._indexed: dict[str, str] = {}
        """Ids of the documents that are searched, by source."""
        self._only: frozenset[str] | None = None
        """Their ids where the index holds others, too."""
        self._saved: Saved | None = None
        self._saved_bytes = 0
        self._is_writable = True
        self._changing = RLock()
        self._mending: Thread | None = None
        self._noticing = Lock()

    # How much is searched

    @property
    def share(self) -> float:
        """How much of the files is searched, by bytes, from 0 to 1."""
        whole = sum(source.size for source in self._today.values()) + self.left_out
        return 1 - (self.missing_bytes + self.left_out) / whole if whole else float(self._is_looked_at)

    @property
    def is_complete(self) -> bool:
        """Whether all is searched that can be read."""
        return self._is_looked_at and not self._left

    @property
    def missing_bytes(self) -> int:
        """Bytes of the files that have yet to be indexed."""
        return sum(source.size for source in list(self._left.values()))

    @property
    def identifiers(self) -> frozenset[str]:
        """Ids of the documents that are searched."""
        return frozenset(self._indexed.values())

    def document(self, identifier: str) -> Document | None:
        """A document that is searched: its text and headings, without marks."""
        return self.index.document(identifier)

    def documents(self) -> list[Document]:
        """All that are searched, in the order of the files."""
        found = (self.index.document(self._indexed[name]) for name in self.paths if name in self._indexed)
        return [document for document in found if document is not None]

    def search(
        self,
        query: str,
        limit: int = 50,
        documents: Collection[str] | None = None,
        facts: Facts | None = None,
        listed: Listed = Listed.PASSAGES,
    ) -> Results:
        """As :meth:`tui.search.index.Index.search`; complete only where all files were searched."""
        index, saved = self.index, self._saved
        results = index.search(query, limit, self._only if documents is None else documents, facts, listed)
        if saved is not None and saved.is_damaged:
            self._notice_damage(index)
        return results if self.is_complete else replace(results, complete=False)

    def mended(self) -> bool:
        """Wait until damage that a search has met is made good; whether there was any."""
        mending = self._mending
        if mending is None:
            return False
        mending.join()
        self._mending = None
        return True

    # Getting there

    def load(self) -> None:
        """Look at the files, and take what was saved of those that are as they were. Quick, however much it is."""
        with self._changing:
            self._look()
            self._map()

    def _look(self) -> None:
        """Which files there are, and in what state; only so many as may be searched together."""
        found: dict[str, Source] = {}
        searched = left_out = 0
        for name, path in self.paths.items():
            source = look_at(path, self.encoding) or Source(path, "", 0)
            if searched + source.size <= MOST_SEARCHED:
                found[name] = source
                searched += source.size
            else:
                left_out += source.size
        self.left_out = left_out
        self._today = found
        self._left = {name: source for name, source in found.items() if name not in self._indexed}
        self._is_looked_at = True

    def _map(self) -> None:
        """Search what is saved from now on, unless that is less than what is searched already."""
        try:
            saved = Saved(self.file)
        except (OSError, Damaged):
            return
        with suppress(OSError):
            os.utime(self.file)
        index = Index.of(saved, self._as_today(saved))
        held = {document.source: document.id for document in index.documents()}
        if any(name not in held for name in self._indexed):
            return
        index.on_damage = self._notice_damage
        self._saved = saved
        self._indexed = {name: held[name] for name in self._today if name in held}
        self._only = frozenset(self._indexed.values()) if len(held) > len(self._indexed) else None
        self._saved_bytes = sum(self._today[name].size for name in self._indexed)
        self.index = index
        for name in self._indexed:
            self._left.pop(name, None)

    def _as_today(self, saved: Saved) -> Iterable[Document | None]:
        """The saved documents whose files are as they were, and which are known by the same ids."""
        known = {each.source: each.id for each in self._known()}
        for kept, document in zip(saved.documents, saved.standing_in(), strict=True):
            if document is None or known.get(kept.source, kept.id) != kept.id:
                yield None
                continue
            source = self._today.get(kept.source)
            if source is None and kept.source not in self.paths:
                source = look_at(path_of(kept.source), self.encoding)
            yield document if source is not None and source.stamp == kept.stamp else None

    def _known(self) -> Sequence[KnownDocument]:
        try:
            return self._library.known()
        except Refused:
            return []

    def is_writable(self) -> bool:
        """Whether the index can be saved."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self.file.parent, os.W_OK)

    def update_beside(self, is_cancelled: Callable[[], bool], told: Callable[[], None]) -> None:
        """The same as :meth:`update`, in another process where it is much, so that this one stays quick.

        Where that cannot be, it is done here as far as :data:`MOST_HERE` goes.
        """
        from tui.library.indexing import index_beside

        if self.missing_bytes > LEAST_BESIDE:

            def more() -> None:
                with self._changing:
                    self._map()
                told()

            index_beside(self, self._library.places, is_cancelled, more)
            if is_cancelled():
                return
            more()
        while self.missing_bytes > MOST_HERE:
            name, source = self._left.popitem()
            self._today.pop(name)
            self.left_out += source.size
        self.update(is_cancelled, told)

    def update(
        self,
        is_cancelled: Callable[[], bool] = lambda: False,
        told: Callable[[], None] = lambda: None,
        *,
        saved: Callable[[], None] = lambda: None,
    ) -> None:
        """Read and index what is missing, and save it.

        ``told`` is called whenever more can be found, ``saved`` whenever more has been saved.
        """
        with self._changing:
            new = 0
            while self._left:
                if is_cancelled():
                    return
                name, source = next(iter(self._left.items()))
                self._add(name, source)
                new += source.size
                if new >= max(LEAST_CHECKPOINT, self._saved_bytes) and self.missing_bytes > new // 2:
                    self._checkpoint()
                    saved()
                    new = 0
                told()
            if self.index.changed and self._is_worth_saving(new):
                self._checkpoint()
                saved()
                told()

    def _add(self, name: str, source: Source) -> None:
        try:
            document = self._library.begin(source.path, self.encoding, keep=False).finished()
        except Refused as refusal:
            self.refused.append(refusal)
        else:
            self.index.add(replace(document, marks=()), source.stamp)
            self._indexed[name] = document.id
            if self._only is not None:
                self._only |= {document.id}
        self._left.pop(name, None)

    def _is_worth_saving(self, new: int) -> bool:
        whole = self._saved_bytes + new
        return whole >= LEAST_SAVED and (whole <= ALWAYS_SAVED or new >= whole * WORTH_SAVING)

    def _checkpoint(self) -> None:
        """Save what is there, and search what was saved, so that memory need not hold it."""
        if not self._is_writable:
            return
        try:
            self.index.save(self.file, texts=True)
        except OSError:
            self._is_writable = False
            return
        _tidy(self.file)
        self._map()

    def _notice_damage(self, index: Index) -> None:
        """Let go of a damaged file and make the index anew, in another thread."""
        with self._noticing:
            if index is not self.index:
                return
            with suppress(OSError):
                self.file.unlink(missing_ok=True)
            self._saved, self._saved_bytes = None, 0
            self._indexed, self._only = {}, None
            self._left = dict(self._today)
            self.index = Index()
            self._mending = Thread(target=self.update, name="index made anew", daemon=True)
            self._mending.start()


def look_at(path: Path, encoding: str | None) -> Source | None:
    """A file as it is now; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    stamp = f"{READERS} {encoding or ''} {status.st_mtime_ns} {status.st_size} {status.st_ino}"
    return Source(path, stamp, status.st_size)


def _resolved(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by their source names (:func:`tui.library.source_name`); quick for thousands in few folders."""
    folders: dict[Path, str] = {}
    found: dict[str, Path] = {}
    for path in paths:
        folder = path.parent
        if folder not in folders:
            folders[folder] = source_name(folder / "-").removesuffix("-")
        name = source_name(path) if path.is_symlink() else f"{folders[folder]}{path.name}"
        found[name] = path
    return found


def _tidy(just_saved: Path) -> None:
    """Keep the cache within its bounds: the oldest indexes go, and drafts that nobody writes any more."""
    try:
        entries = [(each, each.stat()) for each in just_saved.parent.iterdir()]
    except OSError:
        return
    indexes = sorted(
        ((status.st_mtime, status.st_size, each) for each, status in entries if each.suffix == SUFFIX), reverse=True
    )
    room = MOST_KEPT
    gone = [each for each, status in entries if each.suffix != SUFFIX and status.st_mtime < time.time() - FORGOTTEN]
    for _, size, each in indexes:
        room -= size
        if room < 0 and each != just_saved:
            gone.append(each)
    for each in gone:
        with suppress(OSError):
            each.unlink(missing_ok=True)
