"""Commands that only look: read, search, paths."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.cli.main import DONE, NOTHING
from tui.cli.printing import emphasised, in_colour, print_json, print_text, table, tell
from tui.document.failures import Refused
from tui.document.files import LARGEST
from tui.document.model import BlockKind
from tui.library import STANDARD_INPUT, Library
from tui.settings import interface_language, load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tui.document.model import Block, Document
    from tui.library.searching import Shelf
    from tui.search.model import Hit
    from tui.settings import Places


def open_all(library: Library, words: Sequence[str], where: Places, encoding: str | None) -> list[Document]:
    """The documents that are named; the bundled article for none. Raises ``Refused``.

    A folder may hold files that cannot be read; they are told of and passed over.
    """
    if not words:
        return [library.open(library.edition(interface_language(load(where))))]
    documents: list[Document] = []
    for word in words:
        if word == STANDARD_INPUT:
            documents.append(library.open_text(standard_input(), encoding))
            continue
        paths = library.expand([word])
        for path in paths:
            try:
                documents.append(library.open(path, encoding))
            except Refused as refusal:
                if len(paths) == 1:
                    raise
                tell(str(refusal))
    if not documents:
        raise Refused("None of these files can be read.")
    return list({document.id: document for document in documents}.values())


def standard_input() -> bytes:
    """Everything on standard input; raises ``Refused`` when there is no end to it."""
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(f"Standard input: it is larger than {LARGEST // (1024 * 1024)} MiB.")
    return data


def read(options: argparse.Namespace, where: Places) -> int:
    """Print a text."""
    library = Library(where)
    words = [] if options.path is None else [options.path]
    documents = open_all(library, words, where, options.encoding)
    if options.json:
        first = documents[0]
        if len(documents) > 1:
            tell(f"{options.path}: of {len(documents)} texts this is the first.")
        print_json(
            {
                "document": {
                    "id": first.id,
                    "title": first.title,
                    "language": first.language,
                    "source": first.source,
                },
                "paragraphs": [
                    {"number": block.number, "kind": block.kind.value, "text": first.block_text(block)}
                    for block in first.blocks
                ],
            }
        )
        return DONE
    for number, document in enumerate(documents):
        if document.encoding not in {"utf-8", "ascii"}:
            tell(f"{document.source}: read as {document.encoding}.")
        print_text(("\n\n" if number else "") + linear(document))
    return DONE


def linear(document: Document) -> str:
    """A document as plain text in the order of reading, one line a paragraph."""
    first = document.blocks[0]
    titled = first.kind is BlockKind.HEADING and document.block_text(first) == document.title
    pieces = [] if titled else [emphasised(document.title)]
    above: Block | None = None
    lines: list[str] = []
    for block in document.blocks:
        tight = above is not None and block.kind is above.kind and block.kind in {BlockKind.ITEM, BlockKind.FOOTNOTE}
        if lines and not tight:
            pieces.append("\n".join(lines))
            lines = []
        lines.append(_line(document, block))
        above = block
    pieces.append("\n".join(lines))
    return "\n\n".join(pieces)


def _line(document: Document, block: Block) -> str:
    text = document.block_text(block)
    lead = "> " * block.quoted
    label = f"[{block.label}] " if block.label else ""
    if block.kind is BlockKind.HEADING:
        return lead + label + emphasised("#" * block.level + " " + text)
    if block.kind is BlockKind.ITEM:
        lead += "  " * (block.depth - 1) + block.marker + " "
    elif block.kind is BlockKind.CODE:
        return "\n".join([lead + label.rstrip()] * bool(label) + [f"{lead}    {line}" for line in text.split("\n")])
    elif block.kind is BlockKind.TABLE:
        rows = ["; ".join(row.split("\t")) for row in text.split("\n")]
        return "\n".join(lead + row for row in [label.rstrip()] * bool(label) + rows)
    else:
        lead += label or "  " * block.depth
    return lead + text.replace("\n", "\n" + " " * len(lead))


def search(options: argparse.Namespace, where: Places) -> int:
    """Find passages."""
    if options.scope == "library" and options.paths:
        options.parser.error("--scope library goes through what was opened once, and takes no PATH")
    library = Library(where)
    if STANDARD_INPUT in options.paths:
        documents = open_all(library, options.paths, where, options.encoding)
        index = library.index(documents)
        results = index.search(options.query, options.limit)
    else:
        shelf = _shelf(options, library, where)
        documents = shelf.documents()
        results = shelf.search(options.query, options.limit)
        if shelf.mended():
            results = shelf.search(options.query, options.limit)
        index = shelf.index
    if results.passed_over:
        tell(f"Passed over: {', '.join(map(repr, results.passed_over))}.")
    found = [(index.document(hit.document), hit) for hit in results.hits]
    hits = [(document, hit) for document, hit in found if document is not None]
    if options.json:
        described = [_hit(document, hit) | (_parts(hit) if options.explain else {}) for document, hit in hits]
        print_json({"query": options.query, "hits": described})
    else:
        several = len(documents) > 1
        for document, hit in hits:
            _print_hit(document, hit, several=several)
            if options.explain:
                parts = " + ".join(f"{name} {points:.2f}" for name, points in hit.parts._asdict().items())
                print_text(f"    {hit.score:.2f} = {parts}")
        if not hits:
            near = "".join(f" No {near.asked!r}; {near.total} with {near.word!r}." for near in results.nearest)
            tell(f"Nothing like {options.query!r} was found.{near}")
    return DONE if hits else NOTHING


def _shelf(options: argparse.Namespace, library: Library, where: Places) -> Shelf:
    """The files that are to be searched, all of them indexed; raises ``Refused`` as :func:`open_all` does."""
    if options.scope == "library":
        shelf = library.searching.everything()
    elif options.paths:
        shelf = library.searching.files(library.expand(options.paths), options.encoding)
    else:
        shelf = library.searching.files([library.edition(interface_language(load(where)))], options.encoding)
    shelf.load()
    shelf.update()
    if len(shelf.paths) == 1 and shelf.refused:
        raise shelf.refused[0]
    for refusal in shelf.refused:
        tell(str(refusal))
    if not len(shelf.index):
        raise Refused("None of these files can be read." if shelf.paths else "No document is remembered yet.")
    if not shelf.is_complete or shelf.left_out:
        tell(f"Searched are {shelf.share:.0%} of these files.")
    return shelf


def _hit(document: Document, hit: Hit) -> dict[str, object]:
    block = document.blocks[hit.block]
    return {
        "document": document.id,
        "title": document.title,
        "paragraph": block.number,
        "score": round(hit.score, 2),
        "text": document.block_text(block),
        "matches": [[match.start - block.start, match.end - block.start] for match in hit.matches],
    }


def _parts(hit: Hit) -> dict[str, object]:
    return {"parts": {name: round(points, 2) for name, points in hit.parts._asdict().items()}}


def _print_hit(document: Document, hit: Hit, *, several: bool) -> None:
    """Paragraph and text, what matched lit on a terminal; one line a hit in a pipe."""
    block = document.blocks[hit.block]
    text = document.text
    if in_colour():
        lit, at = "", block.start
        for start, end in hit.matches:
            lit += f"{text[at:start]}\x1b[1;33m{text[start:end]}\x1b[0m"
            at = end
        shown = lit + text[at : block.end]
    else:
        shown = document.block_text(block)
    where = f"¶ {block.number}" + (f" · {document.title}" if several else "")
    shown = shown.replace("\n", " ").replace("\t", "  ")
    print_text(f"{emphasised(where)}\n{shown}\n" if sys.stdout.isatty() else f"{where}\t{shown}")


def paths(options: argparse.Namespace, where: Places) -> int:
    """Tell where things are."""
    found = {
        "data": where.data,
        "settings": where.settings,
        "corrections": where.corrections,
        "codebook": where.codebook,
        "cache": where.cache,
        "log": where.log_file,
    }
    if options.json:
        print_json({name: str(path) for name, path in found.items()})
    else:
        table(("what", "where"), list(found.items()))
    return DONE
