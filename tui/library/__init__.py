"""The documents that one opens, and the one way in to everything that is known about them.

Nothing here knows of a screen or a command line. Methods may be called from any thread; those that
touch the store raise ``Refused`` when it cannot be used.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tui.document.digest import blake2b
from tui.document.failures import Refused
from tui.document.files import discover, is_there, opened
from tui.document.model import Blocks, Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.annotations.glance import Glance
    from tui.annotations.kinds import Colour
    from tui.annotations.model import Annotation, Change, Damage, KnownDocument, Placed, Relations
    from tui.annotations.store import Store
    from tui.document.files import OpenFile
    from tui.document.model import Growth
    from tui.document.reading import Reading
    from tui.entities.evaluation import Evaluation
    from tui.entities.model import Entity
    from tui.library.attaching import Attaching
    from tui.library.codebook import Codebook
    from tui.library.corrections import Corrections
    from tui.library.exchange import Exchange
    from tui.library.recognising import Recognising
    from tui.library.recognising_beside import RecognisingBeside
    from tui.library.review import Review
    from tui.library.searching import Searching
    from tui.search.index import Index
    from tui.settings import Places

STANDARD_INPUT = "-"
SEED_NAME = "llama-open-source"
EDITIONS = ("en", "fr")
KEPT_DOCUMENTS = 200
"""Parsed documents that the cache keeps."""
LARGEST_CACHED = 16 * 1024 * 1024
"""Bytes of the largest source whose parsed form is kept."""


def seeds_folder() -> Path:
    """Where the bundled articles are: in the installed package, or beside it in a checkout."""
    here = Path(__file__).parent.parent
    packaged = here / "seeds"
    return packaged if packaged.is_dir() else here.parent / "seeds"


class Opening:
    """A document that is being opened: its beginning at once, and the rest as one asks for more.

    :meth:`read_on` and :meth:`finished` may be called in another thread than :meth:`take`, which is for
    the thread that uses the document. All raise ``Refused``.
    """

    def __init__(self, library: Library, reading: Reading | Document, *, kept: Path | None = None) -> None:
        """``kept`` is where the whole document is to be cached."""
        self._library = library
        self._kept = kept
        self._reading = None if isinstance(reading, Document) else reading
        self.document = library.adopted(reading if isinstance(reading, Document) else reading.document)
        """What has been read so far. Another object in the end, with the same blocks at the same offsets."""
        if self._reading is not None and self._reading.is_over:
            self._keep()

    @property
    def is_over(self) -> bool:
        """Whether :attr:`document` is the whole text."""
        return not self.document.grows

    @property
    def share(self) -> float:
        """How much of the source has been read, from 0 to 1."""
        return self._reading.share if self._reading is not None else 1.0

    @property
    def expected_blocks(self) -> int:
        """About how many blocks the whole document has."""
        return self._reading.expected_blocks if self._reading is not None else len(self.document.blocks)

    def read_on(self) -> Growth | None:
        """What is read next; None when there is nothing more."""
        return self._reading.read_on() if self._reading is not None else None

    def take(self, growth: Growth) -> None:
        """Let the document grow by that."""
        self.document.extend(growth)

    def finished(self) -> Document:
        """The whole document, what has not been read yet included."""
        if self._reading is not None and not self.is_over:
            while (growth := self.read_on()) is not None:
                self.take(growth)
            self.document = self._library.adopted(self._reading.completed(self.document))
            self._keep()
        return self.document

    def _keep(self) -> None:
        if self._kept is not None:
            from tui.document import cache

            cache.keep(self._kept, cache.to_bytes(self.document), most=KEPT_DOCUMENTS)


class Library:
    """A reader's documents and what belongs to them."""

    def __init__(self, places: Places) -> None:
        """Nothing is opened or made before it is needed."""
        self.places = places
        self._store: Store | None = None
        self._first_look: Glance | None = None
        self._attaching: Attaching | None = None
        self._corrections: Corrections | None = None
        self._recognising: Recognising | None = None
        self._recognising_beside: RecognisingBeside | None = None

    def close(self) -> None:
        """Let go of the store, and stop what is being recognised."""
        for store in (self._store, self._first_look):
            if store is not None:
                store.close()
        self.stop_recognising()

    @property
    def store(self) -> Store:
        """What the reader added, and what is remembered of documents."""
        if self._store is None:
            from tui.annotations.store import Store

            self._store = Store(self.places.database)
        return self._store

    def _glance(self) -> Glance:
        """What the first frame needs of the store, without loading all of it."""
        if self._first_look is None:
            from tui.annotations.glance import Glance

            self._first_look = Glance(self.places.database)
        return self._first_look

    def has_store(self) -> bool:
        """Whether there may be anything in the store; asked first, because SQLite takes long to load."""
        return self._store is not None or any(self.places.data.glob("annotations.db*"))

    def edition(self, language: str) -> Path:
        """The bundled article in a language, in English where there is none in that one."""
        return seeds_folder() / f"{SEED_NAME}.{language if language in EDITIONS else 'en'}.md"

    def other_edition(self, document: Document) -> Path | None:
        """The same article in the other language: ``name.fr.md`` beside ``name.en.md``; None without one."""
        path = path_of(document.source)
        stem, _, language = path.stem.rpartition(".")
        if not stem or language not in EDITIONS:
            return None
        other = path.with_name(f"{stem}.{'en' if language == 'fr' else 'fr'}{path.suffix}")
        return other if other.is_file() else None

    def expand(self, paths: Sequence[str | Path]) -> list[Path]:
        """The files that are meant by paths of files and folders; raises ``Refused``."""
        if not paths:
            return []
        from tui.document.readers import SUFFIXES

        return discover([_at_home(Path(path)) for path in paths], SUFFIXES)

    def open(self, path: Path, encoding: str | None = None) -> Document:
        """Read a file; raises ``Refused``.

        A file that was moved keeps its id, and so its annotations, when its text is known from a place
        where there is no file any more.
        """
        return self.begin(path, encoding).finished()

    def begin(self, path: Path, encoding: str | None = None, *, keep: bool = True) -> Opening:
        """Read the beginning of a file; raises ``Refused``. What it gives reads the rest.

        ``keep`` is for a text that one will read again, which is then quicker.
        """
        name = source_name(path)
        file = opened(path)
        if file.size > LARGEST_CACHED or not keep:
            from tui.document.readers import Source
            from tui.document.reading import Reading

            source = Source(_digest(os.fsencode(name)), name, path.suffix.lower(), path.stem)
            return Opening(self, Reading(_to_the_end(file), file.size, source, encoding=encoding))
        data = b"".join(_to_the_end(file))
        return self._begun(data, name, path.suffix.lower(), path.stem, encoding)

    def begin_text(self, data: bytes, encoding: str | None = None) -> Opening:
        """The same with what came from standard input. Its id is that of its bytes."""
        return self._begun(data, STANDARD_INPUT, ".md", "standard input", encoding)

    def open_text(self, data: bytes, encoding: str | None = None) -> Document:
        """Read what came from standard input; raises ``Refused``."""
        return self.begin_text(data, encoding).finished()

    def _begun(self, data: bytes, name: str, suffix: str, title: str, encoding: str | None) -> Opening:
        """The beginning of the document of these bytes; all of it where it has been read before."""
        from tui.document import cache

        identifier = _digest(os.fsencode(name) if name != STANDARD_INPUT else b"standard input\0" + data)
        kept = None
        if len(data) <= LARGEST_CACHED:
            key = blake2b(data, digest_size=16)
            key.update(repr((cache.READERS, suffix, title, encoding)).encode("utf-8", "surrogatepass"))
            kept = self.places.cache / "documents" / key.hexdigest()
            try:
                return Opening(self, cache.from_bytes(kept.read_bytes(), id=identifier, source=name))
            except (OSError, ValueError, EOFError, TypeError):
                pass
        from tui.document.readers import Source
        from tui.document.reading import Reading, pieces_of

        source = Source(identifier, name, suffix, title)
        return Opening(self, Reading(pieces_of(data), len(data), source, encoding=encoding), kept=kept)

    def adopted(self, document: Document) -> Document:
        """The document under the id by which the store knows it; its text, too, once that is all there."""
        from dataclasses import replace

        if document.source == STANDARD_INPUT or not self.has_store():
            return document
        try:
            known = self._glance().document_id_for(document.source)
            if known is None and document.grows:
                return document
            if known is None:
                moved = next(filter(_is_gone, self.store.by_fingerprint(fingerprint(document))), None)
                if moved is not None:
                    self.store.move(moved.id, document.source)
                known = moved.id if moved is not None else self._unused(document)
        except Refused:
            # A text can be read without the store; whatever needs the store will say what is wrong.
            return document
        return document if known == document.id else replace(document, id=known)

    def _unused(self, document: Document) -> str:
        """An id for a document that is not known: not that of another one which once stood in its place.

        Another process may have come to know it a moment ago, and then its id is the one.
        """
        sources = {known.id: known.source for known in self.store.documents()}
        identifier = document.id
        while sources.get(identifier, document.source) != document.source:
            identifier = _digest(identifier.encode())
        return identifier

    def known(self) -> list[KnownDocument]:
        """Every document that has annotations or a reading position."""
        return self.store.documents() if self.has_store() else []

    def remembered(self, path: Path) -> list[Document]:
        """What is known of a file, or of those below a folder, that need not exist any more."""
        name = source_name(path)
        return [
            self.recall(known)
            for known in self.known()
            if known.source == name or known.source.startswith(name.rstrip("/") + "/")
        ]

    def recall(self, known: KnownDocument) -> Document:
        """A known document as it is today; one without text when its source cannot be read any more."""
        from dataclasses import replace

        if known.source != STANDARD_INPUT:
            try:
                return replace(self.open(path_of(known.source)), id=known.id)
            except Refused:
                pass
        return Document(known.id, known.title, known.language, known.source, "", Blocks())

    @property
    def recognising(self) -> Recognising:
        """Who and what is named in documents."""
        if self._recognising is None:
            from tui.library.recognising import Recognising

            self._recognising = Recognising(self.mentions_folder)
        return self._recognising

    @property
    def recognising_beside(self) -> RecognisingBeside:
        """The same, done in a process of its own: for texts that take long."""
        if self._recognising_beside is None:
            from tui.library.recognising_beside import RecognisingBeside

            self._recognising_beside = RecognisingBeside(self)
        return self._recognising_beside

    @property
    def mentions_folder(self) -> Path:
        """Where it is kept who and what is named."""
        return self.places.cache / "mentions"

    def stop_recognising(self) -> None:
        """Let nobody wait any more for who and what is named."""
        for recognising in (self._recognising_beside, self._recognising):
            if recognising is not None:
                recognising.close()

    def entities(self, documents: Sequence[Document], engine: str = "rules") -> tuple[Entity, ...]:
        """Who and what is named in these documents, the reader's corrections applied; raises ``Refused``."""
        return self.corrections.apply(self.recognising.entities(documents, engine), documents)

    @property
    def corrections(self) -> Corrections:
        """What the reader knows better of names."""
        if self._corrections is None:
            from tui.library.corrections import Corrections

            self._corrections = Corrections(self.places.corrections)
        return self._corrections

    def evaluations(self, path: Path, engine: str = "rules") -> list[Evaluation]:
        """What is recognised in annotated texts (a file's, a folder's) beside what is annotated; raises ``Refused``."""
        from tui.document.readers import Source
        from tui.document.reading import read
        from tui.entities.annotated import annotated_texts, placed
        from tui.entities.evaluation import evaluate

        found = []
        for number, text in enumerate(annotated_texts(_at_home(path))):
            source = Source(str(number), text.name, text.suffix, text.name)
            document = read(text.text.encode("utf-8", "surrogatepass"), source, encoding="utf-8")
            found.append(evaluate(document, placed(text, document), self.recognising.entities([document], engine)))
        return found

    def index(self, documents: Iterable[Document]) -> Index:
        """An index of these documents, to which more can be added."""
        from tui.search.index import Index

        index = Index()
        for document in documents:
            index.add(document)
        return index

    @property
    def review(self) -> Review:
        """All annotations, over all documents."""
        from tui.library.review import Review

        return Review(self)

    @property
    def codebook(self) -> Codebook:
        """The tags, and what they mean."""
        from tui.library.codebook import Codebook

        return Codebook(self)

    @property
    def searching(self) -> Searching:
        """The indexes of many documents, which are kept."""
        from tui.library.searching import Searching

        return Searching(self)

    def annotations(self, document: Document) -> list[Placed]:
        """The annotations of a document and where they stand today: by place, orphans last.

        Those that are surely found at another place than when they were made are anchored anew. Of a text
        that is still being read, only those whose passages stand where they stood are told of.
        """
        if not self.has_store():
            return []
        if document.grows:
            found = (_in_place(document, each) for each in self.store.of(document.id))
            return sorted((placed for placed in found if placed is not None), key=by_place)
        placed = self.attaching.all(document)
        if placed and document.blocks:
            self._note_change(document)
        return placed

    def _note_change(self, document: Document) -> None:
        """Keep the fingerprint of a text that has changed, so that it is known again after a move, too."""
        if self._glance().fingerprint(document.id) not in {None, fingerprint(document)}:
            # A store that cannot be written to can still be listed.
            with suppress(Refused):
                self.remember(document)

    @property
    def attaching(self) -> Attaching:
        """Where annotations stand, and what the reader says of that."""
        if self._attaching is None:
            from tui.library.attaching import Attaching

            self._attaching = Attaching(self)
        return self._attaching

    def _placed(self, document: Document, annotation: Annotation) -> Placed:
        return self.attaching.placed(document, [annotation])[0]

    @staticmethod
    def found_again(before: Document, span: Span, document: Document) -> Span | None:
        """Where a passage of an earlier state of a text stands in this one; None when its words are gone."""
        from tui.annotations.anchoring import describe, resolve

        return resolve(document, describe(before, span)).span

    def annotate(
        self,
        document: Document,
        span: Span,
        *,
        note: str = "",
        tags: Iterable[str] = (),
        colour: Colour | None = None,
        relations: Relations | None = None,
    ) -> Placed:
        """Highlight a passage, or write a note on it; durable when this returns.

        ``relations`` say what else it hangs on; one about the whole text stands at its beginning.
        """
        from tui.annotations.kinds import Colour, Kind
        from tui.annotations.model import NO_RELATIONS

        kind = Kind.NOTE if note.strip() else Kind.HIGHLIGHT
        fields = {"note": note, "tags": tuple(tags), "colour": colour or Colour.YELLOW}
        return self._add(document, span, kind, **fields, relations=relations or NO_RELATIONS)

    def reply(self, document: Document, identifier: str, *, note: str, tags: Iterable[str] = ()) -> Placed:
        """Answer an annotation, at its passage; raises ``Refused`` when there is none, or nothing is said."""
        from dataclasses import replace
        from uuid import uuid4

        from tui.annotations.kinds import Kind
        from tui.annotations.model import Relations

        if not note.strip():
            raise Refused("A reply needs words.")
        parent = self.find(identifier)
        about = Relations(parent=parent.id, about=parent.relations.about)
        reply = replace(parent, id=str(uuid4()), kind=Kind.NOTE, note=note, tags=tuple(tags), name="", relations=about)
        with self.store.at_once():
            self.remember(document)
            kept = self.store.put(replace(reply, created="", modified=""))
        return self._placed(document, kept)

    def bookmark(self, document: Document, offset: int, name: str = "") -> Placed:
        """Mark a place. A name that is one letter belongs to one place: its older bookmark moves here."""
        from dataclasses import replace

        from tui.annotations.anchoring import describe
        from tui.annotations.kinds import Kind

        span = Span(offset, offset)
        if len(name) == 1:
            for annotation in self.store.of(document.id):
                if annotation.kind is Kind.BOOKMARK and annotation.name == name:
                    moved = replace(annotation, anchor=describe(document, span), modified="")
                    return self._placed(document, self.store.put(moved))
        return self._add(document, span, Kind.BOOKMARK, name=name)

    def _add(self, document: Document, span: Span, kind: str, **fields: object) -> Placed:
        from uuid import uuid4

        from tui.annotations.anchoring import describe
        from tui.annotations.kinds import Kind
        from tui.annotations.model import Annotation

        annotation = Annotation(
            id=str(uuid4()),
            document=document.id,
            kind=Kind(kind),
            anchor=describe(document, span),
            **fields,  # type: ignore[arg-type]
        )
        with self.store.at_once():
            self.remember(document)
            kept = self.store.put(annotation)
        return self._placed(document, kept)

    def find(self, identifier: str) -> Annotation:
        """The living annotation whose id is this or begins so; raises ``Refused`` unless there is just one."""
        found = [each for each in self.store.find(identifier) if not each.deleted] if self.has_store() else []
        exact = [each for each in found if each.id == identifier]
        if len(exact or found) != 1:
            if not found:
                raise Refused("No annotation has an id that begins with {id!r}.", id=identifier)
            raise Refused("{n} annotations have an id that begins with {id!r}.", n=len(found), id=identifier)
        return (exact or found)[0]

    def edit(
        self,
        document: Document,
        identifier: str,
        *,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        colour: Colour | None = None,
        name: str | None = None,
    ) -> Placed:
        """Change what is given; the rest stays. Raises ``Refused`` when there is no such annotation."""
        from dataclasses import replace

        from tui.annotations.kinds import Kind

        before = self.find(identifier)
        kept_note = before.note if note is None else note
        kind = before.kind
        if kind is not Kind.BOOKMARK:
            kind = Kind.NOTE if kept_note.strip() else Kind.HIGHLIGHT
        after = replace(
            before,
            kind=kind,
            note=kept_note,
            tags=before.tags if tags is None else tuple(tags),
            colour=before.colour if colour is None else colour,
            name=before.name if name is None else name,
            modified="",
        )
        return self._placed(document, self.store.put(after))

    def delete(self, document: Document, identifier: str) -> Placed:
        """Mark an annotation as deleted. Raises ``Refused`` when there is no such annotation."""
        placed = self._placed(document, self.find(identifier))
        self.store.delete(placed.annotation.id)
        return placed

    def undo(self, document: Document) -> Change | None:
        """Take back the last change to a document's annotations; None when there is none."""
        change = self.store.undo(document.id) if self.has_store() else None
        return None if change is None else self.codebook.followed(change, back=True)

    def redo(self, document: Document) -> Change | None:
        """Make the last change again that was taken back; None when there is none."""
        change = self.store.redo(document.id) if self.has_store() else None
        return None if change is None else self.codebook.followed(change, back=False)

    def tags(self) -> list[str]:
        """The tags in use, the most used first, and after them those that are only described."""
        used = [tag for tag, _ in self.store.tags()] if self.has_store() else []
        if self.places.codebook.exists():
            with suppress(Refused):
                used += sorted(self.codebook.descriptions().keys() - set(used))
        return used

    def damaged(self) -> tuple[Damage, ...]:
        """Rows of the store that have been found to be no longer what was written."""
        return self.store.damaged() if self._store is not None else ()

    def remember(self, document: Document) -> None:
        """Keep what lets a document be known again: where it is, and its text's fingerprint."""
        self.store.remember(document.id, document.source, document.title, document.language, fingerprint(document))

    def position(self, document: Document) -> int | None:
        """Where reading stopped; None where it has not begun."""
        return self._glance().position(document.id) if self.has_store() else None

    def remember_position(self, document: Document, offset: int) -> None:
        """Keep where reading is, for the next start."""
        with self.store.at_once():
            self.remember(document)
            self.store.set_position(document.id, offset)

    @property
    def exchange(self) -> Exchange:
        """The way of annotations out to other programs, and in from them."""
        from tui.library.exchange import Exchange

        return Exchange(self)


def source_name(path: Path) -> str:
    """By what name a file is known: ``seeds/NAME`` for a bundled one, the absolute path for any other."""
    resolved = Path(os.path.realpath(path))  # which, unlike resolve(), does not raise for links in a circle
    if resolved.parent == seeds_folder().resolve():
        return f"seeds/{resolved.name}"
    return str(resolved)


def fingerprint(document: Document) -> str:
    """A hash of the document's text, by which it is known again elsewhere; empty while it is being read."""
    if document.grows:
        return ""
    known = _fingerprints.get(document)
    if known is None:
        digest = blake2b(digest_size=32)
        text = document.text
        for piece in (text.encode("utf-8", "surrogatepass"),) if isinstance(text, str) else text.encoded():
            digest.update(piece)
        known = _fingerprints[document] = digest.hexdigest()
    return known


_fingerprints: WeakKeyDictionary[Document, str] = WeakKeyDictionary()


def _to_the_end(file: OpenFile) -> Iterator[bytes]:
    with file:
        yield from file.pieces()


def _in_place(document: Document, annotation: Annotation) -> Placed | None:
    """Where an annotation stands if that is where it stood; None if it is not, or not there yet."""
    from tui.annotations.model import Placed, Resolution

    anchor = annotation.anchor
    there = document.text[anchor.start : anchor.start + len(anchor.quote)] == anchor.quote
    return Placed(annotation, Resolution(anchor.span, 1.0)) if there and anchor.end <= len(document.text) else None


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def path_of(source: str) -> Path:
    """The file that a source names."""
    return seeds_folder() / Path(source).name if source.startswith("seeds/") else Path(source)


def _at_home(path: Path) -> Path:
    """The path with ``~`` for the reader's own folder; as it is where ``~`` names nobody."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _is_gone(known: KnownDocument) -> bool:
    """Whether a text is not where it was, or has only been heard of from another machine."""
    return known.source.startswith("/") and not (known.opened and is_there(Path(known.source)))


def by_place(placed: Placed) -> tuple[bool, int, int, str]:
    """In the order of the text, orphans last; what stands at one place in the order in which it was made."""
    span = placed.span or placed.annotation.anchor.span
    return placed.span is None, span.start, span.end, placed.annotation.created
