"""Annotations of other programs: to which text, to which words, and once only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotations.generated import articles, steady
from tui.annotations.formats import write
from tui.annotations.formats.foreign import Foreign, Work
from tui.annotations.kinds import Colour, Kind, Status
from tui.library import Library
from tui.library.importing import Fate
from tui.settings import places

TEXT = """# On llamas

The first llama was calm and kind. It said “hello” – twice.

The second llama was not amused. The first llama was calm and kind.
"""


@pytest.fixture
def library(home):
    opened = Library(places())
    yield opened
    opened.close()


@pytest.fixture
def document(library, tmp_path):
    path = tmp_path / "llamas.md"
    path.write_text(TEXT)
    return library.open(path)


def bring(library, foreign, *texts):
    plan = library.exchange.plan(foreign, texts)
    library.exchange.take_in(plan)
    return [each.fate for each in plan.incoming]


def passages(library, document):
    return [None if placed.span is None else document.quote(placed.span) for placed in library.annotations(document)]


def test_each_is_attached_to_its_words_and_the_rest_are_orphans(library, document):
    work = Work(title="On llamas")
    foreign = [
        Foreign(work, 'It said "hello" - twice', note="So?", tags=("talk",), colour=Colour.PINK),
        Foreign(work, "second llama was\nnot amused"),
        Foreign(work, "What never was in this text at all."),
        Foreign(work, "The first llama was calm and kind."),
        Foreign(work, "The first llama was calm and kind.", block=2),
        Foreign(work, "calm and kind", prefix="amused. The first llama was "),
    ]

    assert bring(library, foreign, document) == [Fate.NEW] * 6
    assert passages(library, document) == [
        "It said “hello” – twice",
        "second llama was not amused",
        "The first llama was calm and kind.",
        "calm and kind",
        None,
        None,
    ]
    first = library.annotations(document)[0].annotation
    assert (first.note, first.tags, first.colour, first.kind) == ("So?", ("talk",), Colour.PINK, Kind.NOTE)


def test_the_same_file_twice_brings_nothing_new(library, document):
    foreign = [
        Foreign(Work("On llamas"), "second llama", note="one", created="2024-01-01T00:00:00.000Z"),
        Foreign(Work("Unknown"), "nowhere"),
        Foreign(Work("Unknown"), "nowhere"),
    ]

    assert bring(library, foreign, document) == [Fate.NEW] * 3
    assert bring(library, foreign, document) == [Fate.KNOWN] * 3
    assert bring(library, foreign) == [Fate.KNOWN] * 3
    assert len(library.store.of()) == 3


def test_what_was_edited_or_deleted_here_stays_so(library, document):
    foreign = [
        Foreign(Work("On llamas"), "second llama", note="one"),
        Foreign(Work("On llamas"), "first llama", block=1),
    ]
    bring(library, foreign, document)
    first, second = library.annotations(document)
    library.edit(document, second.annotation.id, note="my own")
    library.delete(document, first.annotation.id)

    assert bring(library, foreign, document) == [Fate.KNOWN, Fate.DELETED]
    assert [placed.annotation.note for placed in library.annotations(document)] == ["my own"]


def test_what_is_newer_in_the_file_is_taken_over(library, document):
    [identifier] = [
        placed.annotation.id for placed in [library.annotate(document, document.blocks[2].span, note="old")]
    ]
    theirs = Foreign(Work("On llamas"), "x", id=identifier, note="new", modified="2999-01-01T00:00:00.000Z")

    assert bring(library, [theirs], document) == [Fate.CHANGED]
    assert bring(library, [theirs], document) == [Fate.KNOWN]
    [placed] = library.annotations(document)
    assert (placed.annotation.note, placed.status) == ("new", Status.ANCHORED)
    assert bring(library, [replace(theirs, note="older", modified="1999-01-01T00:00:00.000Z")]) == [Fate.KNOWN]


def test_a_note_that_came_later_in_a_program_that_tells_no_times_is_taken_over(library, document):
    """As with KOReader, Readwise and Zotero: what was never here is newer, what was here once is not."""
    marked = Foreign(Work(title="On llamas"), "hello", created="2024-01-02T03:04:05.000Z", undated=True, tags=("a",))
    noted = replace(marked, kind=Kind.NOTE, note="Why?", tags=("b",))
    assert bring(library, [marked], document) == [Fate.NEW]
    assert bring(library, [noted], document) == [Fate.CHANGED]
    assert bring(library, [noted], document) == [Fate.KNOWN]
    [placed] = library.annotations(document)
    assert (placed.annotation.note, placed.annotation.tags) == ("Why?", ("b",))

    library.edit(document, placed.annotation.id, note="Mine.", tags=("b", "c"))
    assert bring(library, [noted], document) == [Fate.KNOWN]
    assert bring(library, [replace(noted, note="Why not?")], document) == [Fate.CHANGED]
    [placed] = library.annotations(document)
    assert (placed.annotation.note, set(placed.annotation.tags)) == ("Why not?", {"b", "c"})
    library.store.undo()
    assert library.annotations(document)[0].annotation.note == "Mine."


def test_two_versions_are_merged_field_by_field(library, document):
    """They changed the colour of what they had from us, and later; we had changed the note meanwhile."""
    mine = library.annotate(document, document.blocks[2].span, note="first", tags=["a"]).annotation
    library.edit(document, mine.id, note="second", tags=["a", "b"])
    theirs = Foreign(
        Work("On llamas"),
        "x",
        id=mine.id,
        note="first",
        tags=("c",),
        colour=Colour.PINK,
        modified="2999-01-01T00:00:00.000Z",
    )

    assert bring(library, [theirs], document) == [Fate.CHANGED]
    found = library.store.get(mine.id)
    assert (found.note, found.colour) == ("second", Colour.PINK)
    assert set(found.tags) == {"b", "c"}, "a was taken away there, b is not known there, c is new"
    assert bring(library, [theirs], document) == [Fate.KNOWN]
    library.store.undo()
    assert library.store.get(mine.id).colour is Colour.YELLOW


def test_what_was_edited_in_a_file_meets_what_was_edited_here(library, document):
    """The note was changed in an exported file, the colour here."""
    mine = library.annotate(document, document.blocks[2].span, note="first").annotation
    library.edit(document, mine.id, colour=Colour.GREEN)
    edited = Foreign(Work("On llamas"), "x", id=mine.id, note="by hand", modified=mine.modified, edited=True)

    assert bring(library, [edited], document) == [Fate.CHANGED]
    found = library.store.get(mine.id)
    assert (found.note, found.colour) == ("by hand", Colour.GREEN)
    assert "first" in {change.after.note for change in library.store.history(mine.id)}


def test_orphans_without_a_text_are_attached_when_it_is_there(library, tmp_path):
    foreign = [Foreign(Work("On llamas", "A. Lama"), "second llama"), Foreign(Work("On llamas", "A. Lama"), "gone")]
    assert bring(library, foreign) == [Fate.NEW] * 2
    assert [known.title for known in library.known()] == ["On llamas"]
    path = tmp_path / "llamas.md"
    path.write_text(TEXT)
    document = library.open(path)

    assert bring(library, foreign, document) == [Fate.ATTACHED, Fate.KNOWN]
    assert passages(library, document) == ["second llama"]


def test_a_text_is_known_by_its_title_or_by_the_passages(library, document, tmp_path):
    library.remember(document)
    other = tmp_path / "other.md"
    other.write_text("# Something else\n\nAlpacas are no llamas.\n")
    library.remember(library.open(other))

    bring(library, [Foreign(Work("ON LLAMAS: a study"), "second llama")])
    bring(library, [Foreign(Work("Book 7"), "Alpacas are no llamas")])

    assert passages(library, document) == ["second llama"]
    assert passages(library, library.open(other)) == ["Alpacas are no llamas"]


def test_bookmarks_come_to_their_paragraph(library, document):
    bring(library, [Foreign(Work("On llamas"), "", kind=Kind.BOOKMARK, block=1, name="m")], document)

    [placed] = library.annotations(document)
    assert placed.span.start == document.blocks[1].start
    assert placed.annotation.name == "m"


@steady
@given(articles(st.sampled_from([TEXT, "Ångström’s “unit”, re-\nvisited…", "日本語の文章です。"])))
def test_all_is_there_again_on_another_machine(tmp_path_factory, article):
    from tui.annotations.formats import read

    home = tmp_path_factory.mktemp("other")
    library = Library(places(home))
    foreign = read("json-ld", write("json-ld", [article]).encode())

    bring(library, foreign, article.document)
    again = library.exchange.plan(foreign, [article.document])

    assert [each.fate for each in again.incoming] == [Fate.KNOWN] * len(foreign)
    before = {placed.annotation.id: placed.annotation for placed in article.placed}
    after = {each.id: each for each in library.store.of()}
    assert {key: replace(each, anchor=None) for key, each in before.items()} == {
        key: replace(each, anchor=None) for key, each in after.items()
    }
    for key, each in before.items():
        assert article.document.text.startswith(after[key].anchor.quote, after[key].anchor.start)
        assert after[key].anchor.quote == each.anchor.quote or each.anchor.quote not in article.document.text
    library.close()
