"""What the reader says of where annotations stand, and that it can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.annotations.kinds import Standing
from tui.annotations.model import Placed
from tui.document.model import Document, Span
from tui.library import Library, attaching
from tui.settings import places

ORIGINAL = "# On llamas\n\nThe first llama was calm and kind.\n\nThe second llama was not amused by that.\n"
REWORDED = ORIGINAL.replace("was calm and kind", "seemed rather calm and so very kind")
OTHER = "# On camels\n\nNobody has ever seen one here, or wants to.\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(places(tmp_path / "home"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "llamas.md"


def said(library: Library, path: Path, text: str) -> Document:
    path.write_text(text)
    return library.open(path)


def marked(library: Library, path: Path, words: str = "was calm and kind") -> tuple[Document, Placed]:
    document = said(library, path, ORIGINAL)
    start = str(document.text).index(words)
    return document, library.annotate(document, Span(start, start + len(words)), note="Was it?")


def standings(library: Library, document: Document) -> list[Standing]:
    return [each.resolution.standing for each in library.annotations(document)]


def test_confirming_refusing_and_attaching_are_steps_that_are_undone(library: Library, path: Path) -> None:
    _, note = marked(library, path)
    ids = [note.annotation.id]
    document = said(library, path, REWORDED)
    assert standings(library, document) == [Standing.UNSURE]
    assert library.attaching.refuse(ids) == 1
    assert standings(library, document) == [Standing.ORPHAN]
    assert library.undo(document) is not None
    assert standings(library, document) == [Standing.UNSURE]
    assert library.redo(document) is not None
    assert library.undo(document) is not None
    assert library.attaching.confirm(ids, {document.id: document}) == 1
    assert standings(library, document) == [Standing.ANCHORED]
    assert library.attaching.confirm(ids) == library.attaching.refuse(ids) == 0, "what is sure is not asked for"
    assert library.undo(document) is not None
    assert standings(library, document) == [Standing.UNSURE]
    library.attaching.attach(document, ids[0], Span(0, 9))
    assert [each.annotation.anchor.quote for each in library.annotations(document)] == ["On llamas"[:9]]
    assert library.undo(document) is not None
    assert standings(library, document) == [Standing.UNSURE]


def test_the_review_knows_of_doubts_without_reading_texts(library: Library, path: Path) -> None:
    marked(library, path)
    document = said(library, path, OTHER)
    assert standings(library, document) == [Standing.ORPHAN]
    path.unlink()
    again = Library(library.places)
    assert [each.standing for each in again.review.everything()] == [Standing.ORPHAN]
    document = said(again, path, ORIGINAL)
    assert standings(again, document) == [Standing.ANCHORED]
    assert [each.standing for each in again.review.everything()] == [Standing.ANCHORED]
    assert again.store.doubts.known() == {}


def test_replies_are_attached_with_what_they_reply_to(library: Library, path: Path) -> None:
    document, note = marked(library, path)
    reply = library.reply(document, note.annotation.id, note="It was.")
    document = said(library, path, OTHER)
    library.attaching.attach(document, note.annotation.id, Span(0, 9))
    assert {each.annotation.anchor.quote for each in library.annotations(document)} == {"On camels"}
    assert library.undo(document) is not None
    assert {each.annotation.id for each in library.annotations(document)} == {note.annotation.id, reply.annotation.id}
    assert standings(library, document) == [Standing.ORPHAN, Standing.ORPHAN]


def test_what_is_on_the_screen_is_told_first(library: Library, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        f"The llama number {number} has the name {number * 7919 % 1000} and is fond of it." for number in range(900)
    ]
    document = said(library, path, "\n\n".join(words) + "\n")
    for block in document.blocks[::10]:
        library.annotate(document, Span(block.start + 4, block.start + 16))
    monkeypatch.setattr(attaching, "FEW", 10)
    monkeypatch.setattr(attaching, "SHOWN", 2000)
    halves = [*words[450:], "Something new.", *words[:450]]
    document = said(library, path, "\n\n".join(halves) + "\n")
    offset = len(document.text) // 4
    soon, are_all = Library(library.places).attaching.soon(document, offset)
    every = library.annotations(document)
    assert not are_all and len(every) == 90
    near = [each for each in every if each.span is not None and abs(each.span.start - offset) < 2000]
    assert near and {each.annotation.id for each in near} <= {each.annotation.id for each in soon}
    where = {each.annotation.id: each.span for each in every}
    assert all(where[each.annotation.id] == each.span for each in soon)
    assert len(soon) < 60
    known = library.attaching.all(document, lambda: True)
    assert [each.span for each in known] == [each.span for each in every], "nothing is left to be cancelled"
    again = Library(library.places)
    assert again.attaching.all(again.open(path), lambda: True) == []
