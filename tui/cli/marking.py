"""Commands that add, change, list and take away: annotate, bookmark, annotations, edit, delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.annotations import meanings
from tui.annotations.kinds import WHOLE_TEXT, Colour
from tui.annotations.model import Relations
from tui.annotations.records import record
from tui.cli.main import DONE, NOTHING
from tui.cli.printing import print_json, print_text, table, tell
from tui.cli.quoting import block_index, passage, place, short
from tui.cli.reading import open_all
from tui.document.failures import Refused
from tui.document.files import is_there
from tui.document.model import Span
from tui.library import STANDARD_INPUT, Library

if TYPE_CHECKING:
    import argparse

    from tui.annotations.model import Annotation, Placed
    from tui.document.model import Document
    from tui.library.choosing import Choice
    from tui.settings import Places

SHOWN_ID = 8
"""Characters of an id in tables; any unambiguous beginning will do on the command line."""
GONE = "Its passage is not in the text any more: --to and --quote attach it to another one."
SHOWN_CONTEXT = 24
"""Code points on either side of an orphan's quote that are shown with it."""


def annotate(options: argparse.Namespace, where: Places) -> int:
    """Highlight a passage, or write a note on it."""
    library = Library(where)
    document = one_text(library, options, where)
    span = Span(0, 0) if options.whole else passage(document, options.quote, options.paragraph)
    colour = _colour(options)
    relations = Relations(about=WHOLE_TEXT if options.whole else "")
    placed = library.annotate(document, span, note=options.note, tags=options.tags, colour=colour, relations=relations)
    return _print_one(document, placed, options, "saved")


def _colour(options: argparse.Namespace) -> Colour | None:
    """The colour that is asked for, by its name or what it means; None where none is."""
    if options.colour is None:
        return None
    found = meanings.colour_called(options.colour)
    if found is None:
        there = ", ".join(name for colour in Colour for name in meanings.names(colour))
        options.parser.error(f"argument --colour: {options.colour!r} is no colour; there are {there}")
    return found


def reply(options: argparse.Namespace, where: Places) -> int:
    """Reply to an annotation."""
    library = Library(where)
    annotation = library.find(options.id)
    document = _recalled(library, annotation)
    placed = library.reply(document, annotation.id, note=options.note, tags=options.tags)
    return _print_one(document, placed, options, "saved")


def bookmark(options: argparse.Namespace, where: Places) -> int:
    """Bookmark a paragraph."""
    library = Library(where)
    document = one_text(library, options, where)
    block = document.blocks[block_index(document, options.paragraph)]
    placed = library.bookmark(document, block.start, " ".join(options.name.split()))
    return _print_one(document, placed, options, "saved")


def one_text(library: Library, options: argparse.Namespace, where: Places) -> Document:
    """The text that is named; raises ``Refused`` where that is a folder of several."""
    documents = open_all(library, [options.path], where, options.encoding)
    if len(documents) != 1:
        raise Refused(f"{options.path}: one text is needed, and there are {len(documents)}.")
    return documents[0]


def list_annotations(options: argparse.Namespace, where: Places) -> int:
    """List what the reader added."""
    library = Library(where)
    chosen = choice(library, options)
    found: list[tuple[Document, Placed]] = []
    for document in annotated(library, options, where):
        found += [(document, placed) for placed in chosen.of(library, document)]
    warn_of_damage(library)
    if options.json:
        print_json({"annotations": [record(document, placed) for document, placed in found]})
    elif found:
        table(
            ("id", "kind", "¶", "text", "tags", "passage and note"),
            [_row(document, placed) for document, placed in found],
        )
    else:
        tell("There are no such annotations.")
    return DONE if found else NOTHING


def annotated(library: Library, options: argparse.Namespace, where: Places) -> list[Document]:
    """The texts that are meant: those named, a lost one as far as it is remembered; all known ones for none."""
    if not options.paths:
        return [library.recall(known) for known in library.known()]
    documents: list[Document] = []
    for word in options.paths:
        there = word == STANDARD_INPUT or is_there(Path(word))
        lost = [] if there else library.remembered(Path(word))
        documents += lost or open_all(library, [word], where, options.encoding)
    return list({document.id: document for document in documents}.values())


def warn_of_damage(library: Library) -> None:
    """Tell of the rows of the store that could not be listed."""
    for damage in library.damaged():
        tell(f"A row of the database is damaged and left out of this listing: {damage.table} {damage.id}.")


def choice(library: Library, options: argparse.Namespace) -> Choice:
    """Which annotations the options of a listing or an export ask for; raises ``Refused`` for ids of none."""
    from tui.library.choosing import Choice

    ids = frozenset(library.find(each).id for each in options.ids) if options.ids else None
    return Choice(query=options.query or "", tag=options.tag or "", ids=ids)


def _row(document: Document, placed: Placed) -> tuple[Any, ...]:
    annotation = placed.annotation
    shown = record(document, placed)
    words = f"“{short(annotation.anchor.quote)}”"
    if placed.span is None:
        before, after = annotation.anchor.prefix, annotation.anchor.suffix
        words = f"…{short(before[-SHOWN_CONTEXT:])} {words} {short(after[:SHOWN_CONTEXT])}…"
    extra = annotation.note or annotation.name
    return (
        annotation.id[:SHOWN_ID],
        annotation.kind.value,
        f"{shown['paragraph']}?" if placed.is_unsure else shown["paragraph"] or placed.status.value,
        short(document.title)[:24],
        " ".join(annotation.tags),
        f"{words} {short(extra)}" if extra else words,
    )


def _recalled(library: Library, annotation: Annotation) -> Document:
    for known in library.known():
        if known.id == annotation.document:
            return library.recall(known)
    raise Refused(f"The text of annotation {annotation.id} is not known any more.")


def edit(options: argparse.Namespace, where: Places) -> int:
    """Change an annotation."""
    if options.note is None and options.tags is None and options.colour is None:
        options.parser.error("nothing to change: give --note, --tag or --colour")
    library = Library(where)
    annotation = library.find(options.id)
    document = _recalled(library, annotation)
    colour = _colour(options)
    placed = library.edit(document, annotation.id, note=options.note, tags=options.tags, colour=colour)
    return _print_one(document, placed, options, "changed")


def attach(options: argparse.Namespace, where: Places) -> int:
    """Hang an annotation on another passage, or say whether it stands where it was found."""
    library = Library(where)
    annotation = library.find(options.id)
    ways = (bool(options.to), bool(options.quote), options.confirm, options.refuse)
    if sum(ways) != 1:
        options.parser.error("say just one of --to, --quote, --confirm and --refuse")
    if options.confirm or options.refuse:
        attaching = library.attaching
        done = (attaching.confirm if options.confirm else attaching.refuse)([annotation.id])
        if not done:
            tell("Its place was not in doubt." if library.store.doubts.known().get(annotation.id) is None else GONE)
            return NOTHING
        document = _recalled(library, annotation)
        placed = attaching.placed(document, [library.find(annotation.id)])[0]
        return _print_one(document, placed, options, "confirmed" if options.confirm else "an orphan now")
    document = one_text(library, options, where) if options.path else _recalled(library, annotation)
    span = place(document, options.to) if options.to else passage(document, options.quote, options.paragraph)
    placed = library.attaching.attach(document, annotation.id, span)
    return _print_one(document, placed, options, "attached")


def delete(options: argparse.Namespace, where: Places) -> int:
    """Delete an annotation; it can be brought back on the screen."""
    library = Library(where)
    annotation = library.find(options.id)
    document = _recalled(library, annotation)
    placed = library.delete(document, annotation.id)
    return _print_one(document, placed, options, "deleted")


def _print_one(document: Document, placed: Placed, options: argparse.Namespace, done: str) -> int:
    annotation = placed.annotation
    if options.json:
        print_json(record(document, placed))
    else:
        shown = record(document, placed)
        where = f", ¶ {shown['paragraph']}" if shown["paragraph"] else ""
        print_text(f"{annotation.kind.value} {annotation.id} {done}{where}: “{short(annotation.anchor.quote)}”")
    return DONE
