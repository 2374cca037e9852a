"""The store: what is put in is there, unchanged, after restarts, and can be taken back and done again."""

from __future__ import annotations

import os
import stat
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tui.annotations.cleaning import clean
from tui.annotations.glance import Glance
from tui.annotations.kinds import Act, Colour, Kind
from tui.annotations.model import Anchor, Annotation
from tui.annotations.store import Store

ANCHOR = Anchor("three models", "They released ", " in July.", 14, 26, 0)
NOTE = Annotation(
    id="0b54b4ba-0000-4000-8000-000000000001",
    document="article",
    kind=Kind.NOTE,
    anchor=ANCHOR,
    note="Which *three*?\n\n- one",
    tags=("claim", "to check"),
    colour=Colour.PINK,
)
TIME = "2026-01-02T03:04:05.678Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "annotations.db"


@pytest.fixture
def store(path: Path) -> Store:
    return Store(path)


def identified(number: int) -> str:
    return str(UUID(int=number))


safe_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
annotations = st.builds(
    Annotation,
    id=st.integers(0, 5).map(identified),
    document=st.sampled_from(["one", "two"]),
    kind=st.sampled_from(Kind),
    anchor=st.builds(
        Anchor,
        safe_text,
        safe_text,
        safe_text,
        st.integers(0, 2**50),
        st.integers(0, 2**50),
        st.integers(0, 2**20),
    ),
    note=safe_text,
    tags=st.lists(safe_text, max_size=3).map(tuple),
    colour=st.sampled_from(Colour),
    name=safe_text,
    created=st.just(TIME),
    modified=st.just(TIME),
).map(clean)


def test_reading_makes_no_file(store: Store, path: Path) -> None:
    assert store.of() == []
    assert Glance(path).position("article") is None
    assert Glance(path).document_id_for("/x") is None
    assert store.tags() == []
    assert not path.parent.exists()


def test_what_is_put_is_there_after_a_restart(store: Store, path: Path) -> None:
    kept = store.put(NOTE)
    store.close()

    with Store(path) as again:
        assert again.get(NOTE.id) == kept
        assert again.of("article") == again.of() == [kept]
        assert again.of("another") == []
    assert replace(kept, created="", modified="") == NOTE
    assert kept.created == kept.modified != ""


@given(st.lists(annotations, max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_annotation_comes_back_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, given_annotations: list[Annotation]
) -> None:
    path = tmp_path_factory.mktemp("store") / "annotations.db"
    with Store(path) as store:
        for annotation in given_annotations:
            assert store.put(annotation) == annotation
    with Store(path) as store:
        expected = {annotation.id: annotation for annotation in given_annotations}
        assert {annotation.id: annotation for annotation in store.of()} == expected
        assert store.verify() == ()


def test_the_file_and_its_folder_are_private(store: Store, path: Path) -> None:
    previous = os.umask(0)
    try:
        store.put(NOTE)
    finally:
        os.umask(previous)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {entry.name for entry in path.parent.iterdir()} <= {path.name, path.name + "-journal"}


def test_putting_again_what_is_there_is_no_step(store: Store) -> None:
    kept = store.put(NOTE)

    assert store.put(NOTE) == kept
    assert store.put(kept) == kept

    change = store.undo("article")
    assert change is not None
    assert change.act is Act.CREATED
    assert store.undo("article") is None


def test_an_edit_without_a_time_is_dated(store: Store) -> None:
    store.put(replace(NOTE, created=TIME, modified=TIME))

    edited = store.put(replace(NOTE, note="Better."))

    assert edited.created == TIME
    assert edited.modified > TIME


def test_texts_are_cleaned_on_the_way_in(store: Store) -> None:
    kept = store.put(
        replace(
            NOTE,
            note="one\r\ntwo\x1b[31m",
            tags=("#claim", " to  check ", "claim", "", "#", "a\nb"),
            name="a\x00b\n",
        )
    )

    assert kept.note.startswith("one\ntwo")
    assert "\x1b" not in kept.note
    assert kept.tags == ("claim", "to check", "a b")
    assert "\x00" not in kept.name
    assert "\n" not in kept.name
    assert store.get(kept.id) == kept


def test_deleting_is_a_state(store: Store) -> None:
    store.put(NOTE)

    deleted = store.delete(NOTE.id)

    assert deleted is not None
    assert deleted.deleted
    assert store.of() == []
    assert store.of(include_deleted=True) == [deleted]
    assert store.get(NOTE.id) == deleted
    assert store.find(NOTE.id) == []
    assert store.tags() == []
    assert store.delete(NOTE.id) is None
    assert store.delete("no such id") is None


def test_annotations_are_found_by_the_beginning_of_their_ids(store: Store) -> None:
    first = store.put(NOTE)
    second = store.put(replace(NOTE, id="0b54c000-0000-4000-8000-000000000002"))

    assert store.find("0b54") == [first, second]
    assert store.find("0B54B") == [first]
    assert store.find("0b54b4ba-0000-4000-8000-000000000001") == [first]
    assert store.find("9") == store.find("") == store.find("%") == store.find("\udcff") == []


def test_tags_are_counted(store: Store) -> None:
    store.put(NOTE)
    store.put(replace(NOTE, id=identified(2), tags=("claim", "été")))
    store.put(replace(NOTE, id=identified(3), tags=("claim",)))
    store.delete(identified(3))

    assert store.tags() == [("claim", 2), ("to check", 1), ("été", 1)]


def test_undo_and_redo_survive_restarts(path: Path) -> None:
    with Store(path) as store:
        created = store.put(NOTE)
        edited = store.put(replace(created, note="Now otherwise.", modified=TIME))
        deleted = store.delete(NOTE.id)
    with Store(path) as store:
        change = store.undo("article")
        assert change is not None
        assert change.act is Act.DELETED
        assert change.description == "deleted note “three models”"
        assert store.get(NOTE.id) == edited
    with Store(path) as store:
        assert store.undo("article") is not None
        assert store.get(NOTE.id) == created
        assert store.undo("another") is None
        assert store.undo("article") is not None
        assert store.get(NOTE.id) is None
        assert store.undo("article") is None
    for expected in (created, edited, deleted):
        with Store(path) as store:
            assert store.redo("article") is not None
            assert store.get(NOTE.id) == expected
    with Store(path) as store:
        assert store.redo("article") is None


def test_a_new_step_forgets_what_could_be_redone_in_its_document_only(store: Store) -> None:
    other = replace(NOTE, id=identified(7), document="other")
    store.put(NOTE)
    store.put(other)
    store.undo("article")
    store.undo("other")

    store.put(replace(NOTE, id=identified(8)))

    assert store.redo("article") is None
    change = store.redo()
    assert change is not None
    assert change.after.id == other.id


def test_a_refreshed_anchor_is_no_step_and_survives_undo(store: Store) -> None:
    kept = store.put(NOTE)
    edited = store.put(replace(kept, note="Otherwise.", modified=TIME))
    fresh = replace(ANCHOR, start=100, end=112, block=3)

    store.re_anchor({NOTE.id: fresh})
    assert store.get(NOTE.id) == replace(edited, anchor=fresh)
    store.re_anchor({"no such id": fresh})

    store.undo()
    assert store.get(NOTE.id) == replace(kept, anchor=fresh)
    store.redo()
    assert store.get(NOTE.id) == replace(edited, anchor=fresh)


def test_a_moved_bookmark_goes_back(store: Store) -> None:
    bookmark = store.put(replace(NOTE, kind=Kind.BOOKMARK, name="a"))
    store.put(replace(bookmark, anchor=replace(ANCHOR, start=50, end=62), modified=TIME))

    store.undo()

    assert store.get(bookmark.id) == bookmark


def test_history_tells_what_happened(store: Store) -> None:
    kept = store.put(NOTE)
    store.put(replace(kept, note="Otherwise.", modified=TIME))
    store.put(replace(kept, note="Undone.", modified=TIME))
    store.undo()
    store.delete(NOTE.id)
    store.put(replace(kept, note="Back.", modified=TIME))

    acts = [change.act for change in store.history(NOTE.id)]

    assert acts == [Act.CREATED, Act.EDITED, Act.DELETED, Act.RESTORED]


def test_documents_are_remembered(store: Store, path: Path) -> None:
    store.remember("one", "/texts/a.md", "A title\x1b", "en", "f1")
    store.remember("two", "/texts/b.md", "B", "fr", "f1")
    store.set_position("one", 1234)
    store.set_position("unknown", 5)

    assert Glance(path).position("one") == 1234
    assert Glance(path).position("two") is None
    assert Glance(path).position("unknown") is None
    assert Glance(path).document_id_for("/texts/a.md") == "one"
    assert {known.id for known in store.by_fingerprint("f1")} == {"one", "two"}
    assert store.by_fingerprint("f2") == []

    store.move("one", "/elsewhere/a.md")
    store.move("unknown", "/x")
    assert Glance(path).document_id_for("/elsewhere/a.md") == "one"
    assert Glance(path).document_id_for("/texts/a.md") is None
    assert Glance(path).position("one") == 1234

    before = next(known for known in store.documents() if known.id == "one")
    store.remember("one", "/elsewhere/a.md", "A", "en", "f3")
    [after] = store.by_fingerprint("f3")
    assert after.position == 1234
    assert (after.opened, after.modified) >= (before.opened, before.modified)
    assert store.verify() == ()


def test_a_file_name_that_is_not_utf_8_is_remembered(store: Store, path: Path) -> None:
    store.remember("one", "/texts/caf\udce9.txt", "café", "fr", "f")

    assert Glance(path).document_id_for("/texts/caf\udce9.txt") == "one"
    assert store.documents()[0].source == "/texts/caf\udce9.txt"
    assert store.verify() == ()


def test_threads_share_a_store(store: Store) -> None:
    def work(number: int) -> None:
        for step in range(10):
            store.put(replace(NOTE, id=identified(number * 100 + step)))
            store.of("article")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.of()) == 40


class Journal(RuleBasedStateMachine):
    """Puts, deletions, undo and redo against a list of the states that there were."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "annotations.db"
        self.store = Store(self.path)
        self.states: dict[str, list[dict[str, Annotation]]] = {"one": [{}], "two": [{}]}
        self.at = {"one": 0, "two": 0}

    def present(self, document: str) -> dict[str, Annotation]:
        return self.states[document][self.at[document]]

    def step(self, document: str, state: dict[str, Annotation]) -> None:
        self.states[document][self.at[document] + 1 :] = [state]
        self.at[document] += 1

    @rule(annotation=annotations)
    def put(self, annotation: Annotation) -> None:
        document = annotation.document
        annotation = replace(annotation, id=f"{document}-{annotation.id}")
        state = self.present(document)
        assert self.store.put(annotation) == annotation
        if state.get(annotation.id) != annotation:
            self.step(document, {**state, annotation.id: annotation})

    @precondition(lambda self: any(self.present(document) for document in self.at))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        living = [(document, id_) for document in self.at for id_ in sorted(self.present(document))]
        document, id_ = data.draw(st.sampled_from(living))
        state = self.present(document)
        after = self.store.delete(id_)
        if state[id_].deleted:
            assert after is None
        else:
            assert after is not None
            assert after == replace(state[id_], deleted=after.deleted, modified=after.modified)
            self.step(document, {**state, id_: after})

    @rule(document=st.sampled_from(["one", "two"]))
    def undo(self, document: str) -> None:
        change = self.store.undo(document)
        assert (change is None) == (self.at[document] == 0)
        self.at[document] -= change is not None

    @rule(document=st.sampled_from(["one", "two"]))
    def redo(self, document: str) -> None:
        change = self.store.redo(document)
        assert (change is None) == (self.at[document] == len(self.states[document]) - 1)
        self.at[document] += change is not None

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store(self.path)

    @invariant()
    def agrees(self) -> None:
        for document in self.at:
            kept = {annotation.id: annotation for annotation in self.store.of(document, include_deleted=True)}
            assert kept == self.present(document)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestJournal = Journal.TestCase
TestJournal.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
