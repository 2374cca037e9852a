"""The one way in to documents and to everything that is known about them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from tui.annotations.model import Act, Colour, Kind, Status
from tui.document.failures import Refused
from tui.document.model import Blocks, Document, Span
from tui.library import KEPT_DOCUMENTS, Library, fingerprint, seeds_folder, source_name
from tui.settings import places

TEXT = "# On llamas\n\nThe first llama was calm and kind.\n\nThe second llama was not amused.\n"


@pytest.fixture
def library(home):
    opened = Library(places())
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "llamas.md"
    path.write_text(TEXT)
    return path


@pytest.fixture
def document(library, path):
    return library.open(path)


def span_of(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote))


def test_reading_alone_makes_no_store(library, document, home):
    assert library.annotations(document) == []
    assert library.known() == []
    assert library.tags() == []
    assert library.position(document) is None
    assert library.undo(document) is library.redo(document) is None
    assert library.damaged() == ()
    assert not (home / "data").exists()


@pytest.mark.parametrize(("language", "name"), [("fr", "fr"), ("en", "en"), ("de", "en"), ("", "en")])
def test_the_bundled_article_has_an_edition_in_each_language(library, language, name):
    edition = library.edition(language)
    assert edition.name.endswith(f".{name}.md")
    document = library.open(edition)
    assert (document.language, document.source) == (name, f"seeds/{edition.name}")
    assert library.other_edition(document) == library.edition("en" if name == "fr" else "fr")


def test_any_text_may_have_an_edition_in_the_other_language(library, tmp_path):
    english, french = tmp_path / "a.b.en.txt", tmp_path / "a.b.fr.txt"
    english.write_text("A text in English.")
    assert library.other_edition(library.open(english)) is None
    french.write_text("Un texte en français.")
    assert library.other_edition(library.open(english)) == french
    assert library.other_edition(library.open(french)) == english


def test_texts_without_a_language_in_their_name_have_no_other_edition(library, document, tmp_path):
    assert library.other_edition(document) is None
    assert library.other_edition(library.open_text(b"Some text.")) is None
    (tmp_path / "fr.md").write_text("Some text.")
    assert library.other_edition(library.open(tmp_path / "fr.md")) is None


def test_a_file_is_known_by_its_absolute_path_and_a_bundled_one_by_its_name(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.md").symlink_to(path)
    assert source_name(Path("llamas.md")) == source_name(Path("link.md")) == source_name(path) == str(path.resolve())
    [seed, *_] = sorted(seeds_folder().glob("*.md"))
    assert source_name(seed) == f"seeds/{seed.name}"


def test_the_same_bytes_from_standard_input_are_the_same_text(library):
    assert library.open_text(b"One.").id == library.open_text(b"One.").id
    assert library.open_text(b"One.").id != library.open_text(b"Two.").id


def test_an_annotation_is_there_for_whoever_opens_the_text_next(library, document, path):
    placed = library.annotate(document, span_of(document, "calm"), tags=["a", "a", " #b "], colour=Colour.PINK)
    assert (placed.annotation.kind, placed.status) == (Kind.HIGHLIGHT, Status.ANCHORED)
    assert placed.annotation.tags == ("a", "b")
    other = Library(places())
    assert other.annotations(other.open(path)) == [placed]
    assert other.tags() == ["a", "b"]
    other.close()


def test_annotations_come_by_place_and_orphans_last(library, document, path):
    quotes = ("not amused", "calm", "On llamas")
    for quote in quotes:
        library.annotate(document, span_of(document, quote))
    assert [placed.annotation.anchor.quote for placed in library.annotations(document)] == list(reversed(quotes))
    path.write_text(TEXT.replace("# On llamas", "# Quite another title, made of other words"))
    found = library.annotations(library.open(path))
    assert [placed.annotation.anchor.quote for placed in found] == ["calm", "not amused", "On llamas"]
    assert [placed.status for placed in found] == [Status.ANCHORED, Status.ANCHORED, Status.ORPHAN]


def test_what_moved_is_anchored_anew(library, document, path):
    made = library.annotate(document, span_of(document, "calm and kind"))
    path.write_text(TEXT.replace("The first", "Somebody said: the first"))
    changed = library.open(path)
    [placed] = library.annotations(changed)
    assert changed.quote(placed.span) == "calm and kind"
    assert library.find(made.annotation.id).anchor.span == placed.span != made.annotation.anchor.span
    assert library.find(made.annotation.id).modified == made.annotation.modified


def test_an_edit_changes_what_is_given(library, document):
    made = library.annotate(document, span_of(document, "calm"), note="Old.", tags=["t"]).annotation
    changed = library.edit(document, made.id, note="New.").annotation
    assert (changed.note, changed.tags, changed.kind, changed.anchor) == ("New.", ("t",), Kind.NOTE, made.anchor)
    assert library.edit(document, made.id, note="  ").annotation.kind is Kind.HIGHLIGHT
    with pytest.raises(Refused):
        library.edit(document, "nothing", note="x")


def test_a_bookmark_that_is_edited_stays_one(library, document):
    made = library.bookmark(document, 0, "a").annotation
    changed = library.edit(document, made.id, note="Here.", name="b").annotation
    assert (changed.kind, changed.note, changed.name) == (Kind.BOOKMARK, "Here.", "b")


def test_a_letter_moves_within_its_text_only(library, document, tmp_path):
    (tmp_path / "other.md").write_text("Another text.")
    other = library.open(tmp_path / "other.md")
    first = library.bookmark(document, 0, "a")
    theirs = library.bookmark(other, 0, "a")
    moved = library.bookmark(document, document.blocks[2].start, "a")
    assert moved.annotation.id == first.annotation.id != theirs.annotation.id
    assert moved.span.start == document.blocks[2].start
    assert len(library.annotations(document)) == len(library.annotations(other)) == 1


def test_a_letter_of_a_deleted_bookmark_is_free(library, document):
    first = library.bookmark(document, 0, "a").annotation
    library.delete(document, first.id)
    second = library.bookmark(document, 0, "a").annotation
    assert second.id != first.id
    assert [placed.annotation.id for placed in library.annotations(document)] == [second.id]


def test_undo_and_redo(library, document):
    made = library.annotate(document, span_of(document, "calm"), note="One.").annotation
    library.edit(document, made.id, note="Two.")
    library.delete(document, made.id)
    assert library.annotations(document) == []
    undone = [library.undo(document) for _ in range(4)]
    assert [change.act if change else None for change in undone] == [Act.DELETED, Act.EDITED, Act.CREATED, None]
    assert library.annotations(document) == []
    for _ in range(2):
        library.redo(document)
    [placed] = library.annotations(document)
    assert placed.annotation.note == "Two."


def test_an_id_is_found_by_its_beginning_only_if_there_is_one(library, document):
    made = library.annotate(document, span_of(document, "calm")).annotation
    assert library.find(made.id) == library.find(made.id[:6]) == library.find(made.id.upper()) == made
    for wrong in ("", made.id + "0", "%"):
        with pytest.raises(Refused):
            library.find(wrong)
    library.delete(document, made.id)
    with pytest.raises(Refused):
        library.find(made.id)


def test_the_reading_position_comes_back(library, document, path):
    library.remember_position(document, 42)
    other = Library(places())
    assert other.position(other.open(path)) == 42
    assert [known.title for known in other.known()] == ["On llamas"]
    other.close()


def test_a_text_that_was_renamed_is_known_again(library, document, path, tmp_path):
    library.remember_position(document, 7)
    moved = path.rename(tmp_path / "elsewhere.md")
    found = library.open(moved)
    assert (found.id, found.source) == (document.id, str(moved.resolve()))
    assert library.position(found) == 7
    path.write_text("Another text in the old place.")
    assert library.open(path).id != document.id


def test_what_is_remembered_of_a_lost_file(library, document, path, tmp_path):
    assert library.remembered(path) == []
    library.annotate(document, span_of(document, "calm"))
    path.unlink()
    [lost] = library.remembered(path)
    assert lost is not None
    assert (lost.id, lost.title) == (document.id, document.title)
    assert (lost.text, len(lost.blocks)) == ("", 0)
    [placed] = library.annotations(lost)
    assert placed.status is Status.ORPHAN
    assert library.remembered(tmp_path / "never.md") == []


def test_a_text_is_read_where_the_store_cannot_be_used(home, path):
    (home / "data").mkdir()
    (home / "data" / "annotations.db").write_bytes(b"No database at all. " * 300)
    library = Library(places())
    document = library.open(path)
    assert document.title == "On llamas"
    with pytest.raises(Refused, match=r"annotations\.db"):
        library.annotations(document)


def test_the_cache_keeps_a_bounded_number_of_texts(library, home):
    for number in range(KEPT_DOCUMENTS + 5):
        library.open_text(f"Text {number}.".encode())
    assert len(list((home / "cache" / "documents").iterdir())) == KEPT_DOCUMENTS


def test_a_text_is_read_where_nothing_can_be_cached(home, path):
    (home / "cache").write_text("Not a folder.")
    library = Library(places())
    assert library.open(path) is not library.open(path)
    assert library.open(path).text == library.open(path).text


def test_the_same_file_in_another_encoding_is_another_text(library, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Лама спит.".encode("koi8-r"))
    assert library.open(path, "koi8-r").text == "Лама спит."
    assert library.open(path).text != "Лама спит."
    assert library.open(path, "koi8-r").text == "Лама спит."


def test_annotating_from_several_threads(library, document):
    failures: list[BaseException] = []

    def annotate() -> None:
        try:
            for _ in range(5):
                library.annotate(document, span_of(document, "calm"))
        except BaseException as error:
            failures.append(error)

    library.remember(document)
    threads = [threading.Thread(target=annotate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.annotations(document)) == 20


def test_an_index_holds_the_texts_that_it_is_given(library, document):
    hits = library.index([document]).search("amused", 5).hits
    assert [(hit.document, hit.block) for hit in hits] == [(document.id, 2)]


def test_export_leaves_out_texts_without_annotations(library, document, tmp_path):
    (tmp_path / "other.md").write_text("# Other\n\nText.\n")
    other = library.open(tmp_path / "other.md")
    library.annotate(document, span_of(document, "calm"))
    exported = library.exchange.export([document, other], "markdown")
    assert "On llamas" in exported and "Other" not in exported
    library.exchange.export_file([document, other], "markdown", tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == exported
    assert library.exchange.formats()[:2] == ["markdown", "json"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Half Published, Half Leaked", "half-published-half-leaked.md"),
        ("L’été à Paris", "l-ete-a-paris.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("…", "annotations.md"),
        ("ラマ", "ラマ.md"),
    ],
)
def test_the_name_of_an_export_is_that_of_the_text(library, title, name):
    assert library.exchange.export_name(Document("id", title, "", "-", "", Blocks())) == name


@given(title=st.text())
@tuned(max_examples=60, deadline=None)
def test_the_name_of_an_export_is_safe_everywhere(title):
    name = Library(places()).exchange.export_name(Document("id", title, "", "-", "", Blocks()))
    assert name.endswith(".md") and not name.startswith((".", "-"))
    assert len(name.encode()) <= 255
    assert all(letter.isalnum() or letter in "-." for letter in name)


@given(first=st.text(), second=st.text())
@tuned(max_examples=60, deadline=None)
def test_texts_have_the_same_fingerprint_when_they_are_the_same(first, second):
    one, other = (Document("id", "", "", "-", text, Blocks()) for text in (first, second))
    assert (fingerprint(one) == fingerprint(other)) == (first == second)
