"""Steps that are one for the reader, the bin, and databases of before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.annotations.kinds import WHOLE_TEXT, Colour, Kind
from tui.annotations.model import Anchor, Annotation, Relations
from tui.annotations.store import Store

VERSION_1 = Path(__file__).parents[1] / "data" / "annotations" / "version-1.db"
"""Written by the first version: a changed note, a bookmark, a deleted highlight."""
VERSION_2 = VERSION_1.with_name("version-2.db")
"""By the second: a changed note, a reply and a highlight that were made together, the highlight deleted."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "annotations.db")


def mark(number: int, document: str = "one", **fields: object) -> Annotation:
    anchor = Anchor(f"words {number}", "", "", number, number + 7, 0)
    return replace(Annotation(str(UUID(int=number)), document, Kind.HIGHLIGHT, anchor), **fields)  # type: ignore[arg-type]


def numbers(store: Store) -> list[int]:
    return sorted(UUID(each.id).int for each in store.of())


def test_several_changes_are_taken_back_and_done_again_as_one(store: Store) -> None:
    store.put(mark(1))
    store.put_all([mark(2), mark(3, "two"), mark(4)])
    store.delete_all([mark(1).id, mark(3).id])
    assert numbers(store) == [2, 4]
    undone = store.undo()
    assert undone is not None and undone.together == 2
    assert numbers(store) == [1, 2, 3, 4]
    undone = store.undo("two")
    assert undone is not None and undone.together == 3, "asked of one text, the step goes back whole"
    assert numbers(store) == [1]
    redone = store.redo()
    assert redone is not None and redone.together == 3
    assert numbers(store) == [1, 2, 3, 4]
    store.redo()
    assert numbers(store) == [2, 4]
    assert store.redo() is None


def test_nothing_is_kept_when_one_of_several_cannot_be(store: Store) -> None:
    store.put(mark(1))
    with pytest.raises(Exception):  # noqa: B017 - whatever SQLite says of it
        store.put_all([mark(2), replace(mark(3), anchor=Anchor("x", "", "", 2**70, 2**70, 0))])
    assert numbers(store) == [1]


def test_the_bin_gives_back_and_is_emptied(store: Store) -> None:
    store.put_all([mark(1), mark(2), mark(3)])
    store.delete(mark(1).id)
    store.delete(mark(2).id)
    assert {UUID(each.id).int for each in store.bin()} == {1, 2}
    assert [UUID(each.id).int for each in store.restore_all([mark(1).id, mark(3).id])] == [1]
    assert numbers(store) == [1, 3]
    store.undo()
    assert numbers(store) == [3]
    assert store.empty_bin() == 2
    assert store.bin() == []
    assert store.get(mark(1).id) is None
    assert store.history(mark(2).id) == []
    assert numbers(store) == [3]
    store.undo()
    assert numbers(store) in ([3], []), "what was emptied does not come back"
    assert store.verify() == ()


def test_relations_come_back(store: Store, tmp_path: Path) -> None:
    reply = mark(2, relations=Relations(parent=mark(1).id))
    whole = mark(3, note="on all of it", relations=Relations(about=WHOLE_TEXT, author="coder “é”"))
    store.put_all([mark(1), reply, whole])
    again = Store(tmp_path / "annotations.db")
    assert [each.relations for each in again.of()] == [
        Relations(),
        Relations(parent=mark(1).id),
        Relations(about=WHOLE_TEXT, author="coder “é”"),
    ]
    assert again.verify() == ()


def test_a_database_of_the_first_version_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    shutil.copy(VERSION_1, path)
    with Store(path) as store:
        note, bookmark = store.of()
        assert (note.note, note.tags, note.colour) == ("A note, changed", ("sea", "claim"), Colour.GREEN)
        assert note.anchor == Anchor("the walrus", "of ", ", and", 20, 30, 1)
        assert note.relations == Relations()
        assert (bookmark.kind, bookmark.name) == (Kind.BOOKMARK, "q")
        assert [each.anchor.quote for each in store.bin()] == ["Nobody"]
        assert [(each.source, each.position) for each in store.documents()] == [("/texts/tide.md", 17)]
        assert store.verify() == ()
        assert len(store.history(note.id)) == 2
        assert store.undo() is not None
        assert [each.anchor.quote for each in store.of()] == ["Nobody", "the walrus", ""]
        store.undo()
        store.undo()
        store.undo()
        assert [each.note for each in store.of()] == ["A **note**\n\nin Markdown"]
        store.put(replace(note, relations=Relations(author="me")))
        assert store.verify() == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["put", "delete"])), max_size=4), max_size=8))
def test_as_many_steps_back_as_forth_end_where_they_began(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[int, str]]]
) -> None:
    store = Store(tmp_path_factory.mktemp("store") / "annotations.db")
    states = [store.of()]
    for number, step in enumerate(steps):
        before = store.of()
        store.put_all([mark(which, note=f"step {number}") for which, act in step if act == "put"])
        if store.of() != before:
            states.append(store.of())
        before = store.of()
        store.delete_all([mark(which).id for which, act in step if act == "delete"])
        if store.of() != before:
            states.append(store.of())
    for state in reversed(states[:-1]):
        assert store.undo() is not None
        assert store.of() == state
    for state in states[1:]:
        assert store.redo() is not None
        assert store.of() == state


def test_a_database_of_the_second_version_is_whole_after_the_third(tmp_path: Path) -> None:
    path = tmp_path / "annotations.db"
    shutil.copy(VERSION_2, path)
    with Store(path) as store:
        note, reply = store.of()
        assert (note.note, note.tags) == ("A second note.", ("claim",))
        assert (reply.note, reply.relations) == ("A reply.", Relations(parent=note.id))
        assert [each.colour for each in store.bin()] == [Colour.GREEN]
        assert [(each.source, each.position) for each in store.documents()] == [("/texts/one.md", 12)]
        assert store.agreement.known() == {}
        assert store.undo() is not None
        undone = store.undo()
        assert undone is not None and undone.together == 2
        assert [each.note for each in store.of()] == ["A second note."]
        assert store.verify() == ()
