"""Tags renamed, merged and described everywhere, and all of that taken back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tui.annotations.model import Placed
from tui.document.failures import Refused
from tui.document.model import Document, Span
from tui.library import Library
from tui.library.codebook import Undone
from tui.settings import places


@pytest.fixture
def library(home: Path) -> Library:
    return Library(places())


@pytest.fixture
def document(library: Library, tmp_path: Path) -> Document:
    path = tmp_path / "tide.md"
    path.write_text("# Tide\n\nThe sea came in and went out again.\n", encoding="utf-8")
    return library.open(path)


def coded(library: Library, document: Document, words: str, *tags: str) -> Placed:
    start = str(document.text).find(words)
    return library.annotate(document, Span(start, start + len(words)), tags=tags)


def tags(library: Library, document: Document) -> list[tuple[str, ...]]:
    return [each.annotation.tags for each in library.annotations(document)]


def test_nothing_is_made_by_looking(library: Library) -> None:
    book = library.codebook
    assert (book.tree(), book.meetings(), book.descriptions()) == ([], [], {})
    assert not library.places.data.exists()


def test_a_branch_is_renamed_with_what_it_means_and_that_is_one_step(library: Library, document: Document) -> None:
    book = library.codebook
    coded(library, document, "sea", "water", "doubt")
    coded(library, document, "out", "water/salt")
    book.describe("water", "What is wet")
    before = book.path.read_text(encoding="utf-8")
    assert book.rename("water", "liquid") == 2
    assert tags(library, document) == [("liquid", "doubt"), ("liquid/salt",)]
    assert book.descriptions() == {"liquid": "What is wet"}
    undone = book.undo()
    assert undone is not None
    assert undone.change is not None
    assert undone.change.together == 2
    assert tags(library, document) == [("water", "doubt"), ("water/salt",)]
    assert book.path.read_text(encoding="utf-8") == before
    assert book.redo() is not None
    assert (tags(library, document)[1], book.descriptions()) == (("liquid/salt",), {"liquid": "What is wet"})


def test_a_description_alone_is_taken_back_and_said_again_in_its_turn(library: Library, document: Document) -> None:
    book = library.codebook
    coded(library, document, "sea", "water")
    book.describe("water", "wet")
    book.describe("water", "What is wet")
    coded(library, document, "out", "salt")
    for _ in range(4):
        assert book.undo() is not None
    assert book.undo() is None
    assert (tags(library, document), book.descriptions()) == ([], {})
    said = []
    while (done := book.redo()) is not None:
        said.append((done.change is not None, dict(book.descriptions())))
    assert said == [
        (True, {}),
        (False, {"water": "wet"}),
        (False, {"water": "What is wet"}),
        (True, {"water": "What is wet"}),
    ]
    assert book.undo() is not None and book.undo() is not None
    book.describe("water", "Something else")
    done = book.redo()
    assert done is not None and done.change is not None
    assert book.redo() is None, "the description that was taken back is overtaken"
    assert book.descriptions() == {"water": "Something else"}


def test_descriptions_follow_what_is_undone_in_a_text(library: Library, document: Document) -> None:
    book = library.codebook
    coded(library, document, "sea", "a")
    coded(library, document, "out", "a")
    coded(library, document, "came", "a")
    book.describe("a", "First")
    book.rename("a", "b")
    library.undo(document)
    assert book.descriptions() == {"a": "First"}
    library.redo(document)
    assert book.descriptions() == {"b": "First"}


def test_a_name_that_is_taken_asks_for_a_merger(library: Library, document: Document) -> None:
    book = library.codebook
    coded(library, document, "sea", "a/x")
    coded(library, document, "out", "b/x")
    with pytest.raises(Refused, match="'b/x' already"):
        book.rename("a", "b")
    assert book.merge(["a"], "b") == 1
    assert tags(library, document) == [("b/x",), ("b/x",)]
    for act in (lambda: book.rename("a", "c"), lambda: book.merge(["b", "nobody"], "c"), lambda: book.rename("", "c")):
        with pytest.raises(Refused, match="There is no tag"):
            act()
    for name in ("", "#", "/"):
        with pytest.raises(Refused, match="needs a name"):
            book.rename("b", name)


def test_what_lies_in_the_bin_is_renamed_too(library: Library, document: Document) -> None:
    placed = coded(library, document, "sea", "water")
    library.delete(document, placed.annotation.id)
    assert library.codebook.rename("water", "liquid") == 0
    library.review.restore([placed.annotation.id])
    assert tags(library, document) == [("liquid",)]


def test_steps_are_taken_back_in_order_whether_they_were_descriptions_or_not(
    library: Library, document: Document
) -> None:
    coded(library, document, "sea", "water")
    book = library.codebook
    assert book.describe("#water", "  Wet ")
    assert not book.describe("water", "Wet")
    book.merge(["water"], "liquid")
    book.describe("liquid", "Flows")
    again = Library(library.places).codebook
    assert again.undo() == Undone(None, ("liquid",))
    assert again.descriptions() == {"liquid": "Wet"}
    assert (undone := again.undo()) is not None and undone.change is not None
    assert (tags(library, document), again.descriptions()) == ([("water",)], {"water": "Wet"})
    assert again.undo() == Undone(None, ("water",))
    assert again.descriptions() == {}
    assert (undone := again.undo()) is not None and undone.change is not None
    assert tags(library, document) == []
    assert again.undo() is None


def test_what_was_written_by_hand_since_stays(library: Library) -> None:
    book = library.codebook
    book.describe("a", "first")
    book.path.write_text('# mine\n"a" = "by hand"\n', encoding="utf-8")
    book.undo()
    assert book.path.read_text(encoding="utf-8") == '# mine\n"a" = "by hand"\n'


@pytest.mark.parametrize("content", [b"\xff", b"a b", b'"a" = 1', b"[" * 100_000])
def test_a_file_that_is_no_codebook_is_named_and_left_alone(library: Library, content: bytes) -> None:
    book = library.codebook
    book.path.parent.mkdir(parents=True)
    book.path.write_bytes(content)
    with pytest.raises(Refused, match=r"codebook\.toml"):
        book.describe("a", "b")
    assert book.path.read_bytes() == content


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'[{"time": 1}]', b'[{"behind":"","ends":[],"before":{"a":1},"after":{"a":2}}]']
)
def test_a_broken_journal_costs_the_undoing_only(library: Library, content: bytes) -> None:
    book = library.codebook
    book.describe("a", "b")
    book.path.with_name("codebook.toml.undo").write_bytes(content)
    assert book.undo() is None
    book.describe("a", "c")
    assert book.descriptions() == {"a": "c"}
    assert book.undo() == Undone(None, ("a",))


def test_tags_are_counted_past_a_damaged_row(library: Library, document: Document) -> None:
    coded(library, document, "sea", "a", "b/c")
    damaged = coded(library, document, "out", "d")
    library.close()
    with sqlite3.connect(library.places.database) as connection:
        connection.execute("UPDATE annotations SET tags = '[\"d' WHERE id = ?", (damaged.annotation.id,))
    connection.close()
    again = Library(library.places).codebook
    assert [(code.tag, code.own) for code in again.tree()] == [("a", 1), ("b", 0), ("b/c", 1)]
    assert again.rename("a", "x") == 1
