"""Commands that add, change, list and take away: annotate, bookmark, annotations, edit, delete, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.annotations.kinds import Colour
from tui.annotations.records import record
from tui.cli.main import DONE, NOTHING
from tui.cli.printing import print_json, print_text, table, tell
from tui.cli.reading import open_all
from tui.document.failures import Refused
from tui.document.model import Span
from tui.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tui.annotations.model import Annotation, Placed
    from tui.document.model import Document
    from tui.settings import Places

SHOWN_ID = 8
"""Characters of an id in tables; any unambiguous beginning will do on the command line."""


def annotate(options: argparse.Namespace, where: Places) -> int:
    """Highlight a passage, or write a note on it."""
    library = Library(where)
    document = _one(library, options, where)
    span = _passage(document, options.quote, options.paragraph)
    colour = Colour(options.colour) if options.colour else None
    placed = library.annotate(document, span, note=options.note, tags=options.tags, colour=colour)
    return _print_one(document, placed, options, "saved")


def bookmark(options: argparse.Namespace, where: Places) -> int:
    """Bookmark a paragraph."""
    library = Library(where)
    document = _one(library, options, where)
    block = document.blocks[_index(document, options.paragraph)]
    placed = library.bookmark(document, block.start, " ".join(options.name.split()))
    return _print_one(document, placed, options, "saved")


def _one(library: Library, options: argparse.Namespace, where: Places) -> Document:
    documents = open_all(library, [options.path], where, options.encoding)
    if len(documents) != 1:
        raise Refused(f"{options.path}: one text is needed, and there are {len(documents)}.")
    return documents[0]


def _index(document: Document, number: int) -> int:
    count = len(document.blocks)
    if number > count:
        raise Refused(f"There is no paragraph {number}: the text has {count}.")
    return number - 1


def _passage(document: Document, quote: str, paragraph: int | None) -> Span:
    """Where the quote stands; raises ``Refused`` when that is nowhere or in several places.

    It is looked for as it is, then without regard to white space and to the kind of quotation marks,
    apostrophes and dashes.
    """
    from tui.document.readers.building import normalised

    wanted = normalised(quote).strip()
    if not wanted:
        raise Refused("The quote is empty.")
    low, high = 0, len(document.text)
    if paragraph is not None:
        block = document.blocks[_index(document, paragraph)]
        low, high = block.start, block.end
    found = _exact(document.text, wanted, low, high) or _alike(document.text, wanted, low, high)
    inside = f"paragraph {paragraph}" if paragraph else "the text"
    if not found:
        raise Refused(f"“{_short(wanted)}” does not stand in {inside}.")
    if len(found) > 1:
        numbers = dict.fromkeys(str(document.block_at(span.start).number) for span in found)
        many = f"“{_short(wanted)}” stands {len(found)} times in {inside}"
        if len(numbers) == 1:
            raise Refused(f"{many}, in paragraph {next(iter(numbers))}: quote more of it.")
        raise Refused(f"{many}, in paragraphs {', '.join(numbers)}: choose with --paragraph, or quote more.")
    return found[0]


def _exact(text: str, wanted: str, low: int, high: int) -> list[Span]:
    found: list[Span] = []
    at = text.find(wanted, low, high)
    while at >= 0:
        found.append(Span(at, at + len(wanted)))
        at = text.find(wanted, at + 1, high)
    return found


def _alike(text: str, wanted: str, low: int, high: int) -> list[Span]:
    """Places of the same words with other white space or typography."""
    import re

    kinds = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", "-": "[-‐‑–—]", "–": "[-‐‑–—]", "—": "[-‐‑–—]"}
    kinds |= dict.fromkeys('"“”«»', '["“”«»]')
    pattern = r"\s+".join("".join(kinds.get(letter, re.escape(letter)) for letter in word) for word in wanted.split())
    pattern = re.sub(r'\["“”«»\]', r'\\s*["“”«»]\\s*', pattern)
    found = (Span(*match.span()) for match in re.compile(pattern).finditer(text, low, high))
    return [_without_blanks(text, span) for span in found]


def _without_blanks(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"


def list_annotations(options: argparse.Namespace, where: Places) -> int:
    """List what the reader added."""
    library = Library(where)
    found: list[tuple[Document, Placed]] = []
    for document in _documents(library, options, where):
        found += [
            (document, placed)
            for placed in library.annotations(document)
            if _is_wanted(placed.annotation, options.tag, options.query)
        ]
    _warn_of_damage(library)
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


def _documents(library: Library, options: argparse.Namespace, where: Places) -> list[Document]:
    if options.paths:
        return open_all(library, options.paths, where, options.encoding)
    return [library.recall(known) for known in library.known()]


def _warn_of_damage(library: Library) -> None:
    for damage in library.damaged():
        tell(f"A row of the database is damaged and left out of this listing: {damage.table} {damage.id}.")


def _is_wanted(annotation: Annotation, tag: str | None, query: str | None) -> bool:
    from tui.annotations.cleaning import clean_tag

    if tag is not None and clean_tag(tag) not in annotation.tags:
        return False
    if query is None:
        return True
    from tui.search.folding import fold_plain

    words = (annotation.anchor.quote, annotation.note, annotation.name, *annotation.tags)
    haystack = fold_plain("\n".join(words))
    return all(word in haystack for word in fold_plain(query).split())


def _row(document: Document, placed: Placed) -> tuple[Any, ...]:
    annotation = placed.annotation
    shown = record(document, placed)
    words = f"“{_short(annotation.anchor.quote)}”"
    extra = annotation.note or annotation.name
    return (
        annotation.id[:SHOWN_ID],
        annotation.kind.value,
        shown["paragraph"] or placed.status.value,
        _short(document.title)[:24],
        " ".join(annotation.tags),
        f"{words} {_short(extra)}" if extra else words,
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
    colour = Colour(options.colour) if options.colour else None
    placed = library.edit(document, annotation.id, note=options.note, tags=options.tags, colour=colour)
    return _print_one(document, placed, options, "changed")


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
        print_text(f"{annotation.kind.value} {annotation.id} {done}{where}: “{_short(annotation.anchor.quote)}”")
    return DONE


def export(options: argparse.Namespace, where: Places) -> int:
    """Write annotations in a format."""
    from tui.annotations.formats import FORMATS

    library = Library(where)
    if options.format not in library.formats():
        options.parser.error(f"there is no format {options.format!r}; there are {', '.join(library.formats())}")
    documents: Sequence[Document] = _documents(library, options, where)
    documents = [document for document in documents if library.annotations(document)]
    _warn_of_damage(library)
    if not documents and (options.format != FORMATS[1] or options.output):
        tell("There is nothing to export.")
        return NOTHING
    if options.output:
        path = Path(options.output)
        library.export_file(documents, options.format, path)
        tell(f"{path} written.")
    else:
        print_text(library.export(documents, options.format).rstrip("\n"))
    return DONE if documents else NOTHING
