"""Searching the texts of many files by an index that is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from tui.library import Library, searching
from tui.library.searching import Shelf
from tui.search import saved
from tui.settings import Places, places

ANIMALS = ("zebra", "quagga", "okapi", "llama", "gnu")


@pytest.fixture(autouse=True)
def _everything_is_worth_saving(monkeypatch):
    monkeypatch.setattr(searching, "LEAST_SAVED", 1)


@pytest.fixture
def library(home):
    opened = Library(places())
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for animal in ANIMALS:
        write(folder, animal)
    return folder


def write(folder: Path, animal: str, more: str = "") -> Path:
    path = folder / f"{animal}.md"
    path.write_text(f"# The {animal}\n\nA paragraph on the {animal}’s habits.\n\n{more or 'It eats grass.'}\n")
    return path


def shelf(library: Library, folder: Path, *, update: bool = True) -> Shelf:
    made = library.searching.files(library.expand([folder]))
    made.load()
    if update:
        made.update()
    return made


def found(of: Shelf, query: str) -> list[str]:
    documents = [of.document(hit.document) for hit in of.search(query).hits]
    assert None not in documents
    return sorted(Path(document.source).stem for document in documents if document is not None)


def files_of(home: Path) -> list[Path]:
    return sorted((home / "cache" / "search").iterdir())


def test_the_second_time_nothing_is_read(library, folder, home):
    first = shelf(library, folder)
    assert first.is_complete
    assert found(first, "zebras habits") == ["zebra"]
    path = folder / "zebra.md"
    status, text = path.stat(), path.read_text()
    path.write_text(text.replace("paragraph", "parograph"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    second = shelf(library, folder, update=False)
    assert second.is_complete
    assert second.share == 1
    assert found(second, "'paragraph zebra") == ["zebra"]
    assert found(second, "in:heading okapi") == ["okapi"]
    assert [document.title for document in second.documents()] == [f"The {animal}" for animal in sorted(ANIMALS)]
    assert len(files_of(home)) == 1


def test_only_what_is_new_or_changed_is_read_again(library, folder):
    shelf(library, folder)
    write(folder, "zebra", "It has stripes.")
    write(folder, "tapir")
    (folder / "gnu.md").unlink()
    second = shelf(library, folder, update=False)
    assert not second.is_complete
    assert 0 < second.share < 1
    assert not second.search("zebra").complete
    assert found(second, "zebra | tapir | gnu | okapi") == ["okapi", "okapi"]
    second.update()
    assert second.is_complete
    assert found(second, "stripes") == ["zebra"]
    assert found(second, "tapir habits") == ["tapir"]
    assert found(second, "gnu") == []
    third = shelf(library, folder, update=False)
    assert third.is_complete
    assert found(third, "stripes") == ["zebra"]
    assert found(third, "tapir habits") == ["tapir"]


def test_some_files_of_a_folder_are_searched_alone_and_the_others_kept(library, folder):
    shelf(library, folder)
    write(folder, "okapi", "It has stripes, too.")
    two = library.searching.files([folder / "okapi.md", folder / "llama.md"])
    two.load()
    assert found(two, "habits") == ["llama"]
    two.update()
    assert found(two, "habits") == ["llama", "okapi"]
    assert [document.title for document in two.documents()] == ["The okapi", "The llama"]
    again = shelf(library, folder, update=False)
    assert again.is_complete
    assert found(again, "stripes too") == ["okapi"]


@pytest.mark.parametrize("damage", ["truncated", "emptied", "head", "bitmaps", "texts", "another version"])
def test_what_is_no_use_is_made_anew_and_nobody_told(library, folder, home, damage, monkeypatch):
    if damage == "another version":
        monkeypatch.setattr(saved, "_MAGIC", b"of another time ")
    shelf(library, folder)
    monkeypatch.undo()
    monkeypatch.setattr(searching, "LEAST_SAVED", 1)
    (path,) = files_of(home)
    data = path.read_bytes()
    texts = data.index(b"The gnu\n")
    path.unlink()
    path.write_bytes(
        {
            "truncated": data[:-10],
            "emptied": b"",
            "head": data[:40] + bytes([data[40] ^ 1]) + data[41:],
            "bitmaps": data[: texts - 200] + bytes(byte ^ 0x55 for byte in data[texts - 200 : texts]) + data[texts:],
            "texts": data[:texts] + bytes(byte ^ 1 for byte in data[texts:]),
            "another version": data,
        }[damage]
    )
    again = shelf(library, folder)
    for query in ("zebra habits", "quagga grass", "gnu eats", "paragraph"):
        again.search(query)
    again.mended()
    assert again.is_complete
    assert found(again, "habits") == sorted(ANIMALS)
    assert found(again, "zebras habits") == ["zebra"]
    assert found(shelf(library, folder, update=False), "habits") == sorted(ANIMALS)


def test_without_a_place_to_save_it_everything_is_found_all_the_same(library, folder, home):
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "search").write_text("no folder")
    assert found(shelf(library, folder), "habits") == sorted(ANIMALS)
    assert found(shelf(library, folder), "habits") == sorted(ANIMALS)


def test_what_cannot_be_read_is_told_and_the_rest_searched(library, folder):
    (folder / "binary.md").write_bytes(bytes(range(256)) * 40)
    made = shelf(library, folder)
    assert made.is_complete
    assert len(made.refused) == 1
    assert "binary.md" in str(made.refused[0])
    assert found(made, "habits") == sorted(ANIMALS)


def test_little_is_not_worth_a_file(library, folder, home, monkeypatch):
    monkeypatch.setattr(searching, "LEAST_SAVED", 1 << 18)
    assert found(shelf(library, folder), "habits") == sorted(ANIMALS)
    assert not (home / "cache" / "search").exists()


def test_what_has_been_indexed_is_saved_on_the_way(library, folder, monkeypatch):
    monkeypatch.setattr(searching, "LEAST_CHECKPOINT", 1)
    made = library.searching.files(library.expand([folder]))
    made.load()
    seen = []
    made.update(told=lambda: seen.append((round(made.share, 3), len(found(made, "habits")))))
    assert seen == sorted(seen)
    assert seen[0][1] == 1
    assert seen[-1] == (1, 5)


def test_indexing_can_be_broken_off_and_taken_up_again(library, folder):
    made = library.searching.files(library.expand([folder]))
    made.load()
    made.update(is_cancelled=lambda: len(made.index) >= 4)
    assert 0 < made.share < 1
    assert len(found(made, "habits")) == 2
    made.update()
    assert found(made, "habits") == sorted(ANIMALS)


def test_more_than_can_be_searched_together_is_left_out_and_said(library, folder, monkeypatch):
    monkeypatch.setattr(searching, "MOST_SEARCHED", 200)
    made = shelf(library, folder)
    assert made.left_out
    assert made.share < 1
    assert 0 < len(found(made, "habits")) < 5


def test_the_cache_does_not_grow_without_bounds(library, folder, home, monkeypatch):
    shelf(library, folder)
    (first,) = files_of(home)
    os.utime(first, (1, 1))
    draft = first.with_name("killed.new")
    draft.write_text("left behind")
    os.utime(draft, (1, 1))
    monkeypatch.setattr(searching, "MOST_KEPT", first.stat().st_size)
    other = folder.parent / "others"
    other.mkdir()
    for animal in ANIMALS:
        write(other, animal)
    shelf(library, other)
    (left,) = files_of(home)
    assert left != first


def test_the_library_is_every_text_that_is_remembered_and_there(library, folder):
    for animal in ANIMALS[:3]:
        library.remember(library.open(folder / f"{animal}.md"))
    (folder / f"{ANIMALS[0]}.md").unlink()
    everything = library.searching.everything()
    everything.load()
    everything.update()
    assert everything.is_complete
    assert found(everything, "habits") == sorted(ANIMALS[1:3])
    assert {document.id for document in everything.documents()} == {
        known.id for known in library.known() if Path(known.source).exists()
    }


def test_a_text_that_is_known_by_another_id_is_found_under_that(library, folder):
    before = shelf(library, folder)
    (old,) = (document for document in before.documents() if document.title == "The gnu")
    path = folder / "gnu.md"
    annotated = library.open(path)
    library.bookmark(annotated, 3, "a")
    moved = folder / "moved.md"
    path.rename(moved)
    assert library.open(moved).id == annotated.id == old.id
    after = shelf(library, folder)
    assert found(after, "gnu habits") == ["moved"]
    (hit,) = after.search("gnu habits").hits
    assert hit.document == old.id


SCRIPT = """
import sys
from pathlib import Path
from tui.library import Library, searching
from tui.settings import places
searching.LEAST_SAVED = searching.LEAST_CHECKPOINT = 1
library = Library(places(Path(sys.argv[1])))
for _ in range(3):
    shelf = library.searching.files(library.expand(sys.argv[2:]))
    shelf.load()
    shelf.update()
    assert shelf.is_complete
    assert len({hit.document for hit in shelf.search("habits").hits}) == len(shelf.paths)
"""


def test_processes_may_use_one_file_at_once(library, folder, home):
    for number in range(20):
        write(folder, f"animal{number}")
    some = [folder / f"{animal}.md" for animal in ANIMALS]
    runs = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, home, *paths], stderr=subprocess.PIPE, text=True)
        for paths in ([folder], [folder], some)
    ]
    for run in runs:
        _, errors = run.communicate(timeout=60)
        assert run.returncode == 0, errors
    assert found(shelf(library, folder), "habits") == sorted([*ANIMALS, *(f"animal{number}" for number in range(20))])
    assert [path.suffix for path in files_of(home)] == [".index"]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(ANIMALS), st.sampled_from(("wool", "stripes", "horns and wool"))),
        st.tuples(st.just("remove"), st.sampled_from(ANIMALS), st.just("")),
        st.tuples(st.just("search"), st.sampled_from(ANIMALS), st.just("")),
    ),
    max_size=12,
)


@given(steps)
@tuned(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_the_files_what_is_found_is_what_they_say(tmp_path_factory, steps):
    root = tmp_path_factory.mktemp("steps")
    home, folder = root / "home", root / "texts"
    folder.mkdir()
    library = Library(Places(home / "data", home / "config", home / "cache", home / "log"))
    texts: dict[str, str] = {}
    for step, animal, more in [*steps, ("search", "zebra", "")]:
        if step == "write":
            draft = write(root, animal, more)
            draft.rename(folder / draft.name)
            texts[animal] = more
        elif step == "remove":
            (folder / f"{animal}.md").unlink(missing_ok=True)
            texts.pop(animal, None)
        elif texts:
            of = shelf(library, folder)
            for word in ("wool", "stripes", "horns"):
                assert found(of, word) == sorted(animal for animal, text in texts.items() if word in text)


@pytest.fixture
def _beside(monkeypatch):
    monkeypatch.setattr(searching, "LEAST_BESIDE", 1)


@pytest.mark.usefixtures("_beside")
def test_another_process_indexes_what_is_much(library, folder):
    made = library.searching.files(library.expand([folder]))
    made.load()
    (folder / "binary.md").write_bytes(bytes(range(256)) * 40)
    told = []
    made.update_beside(lambda: False, lambda: told.append(made.share))
    assert made.is_complete
    assert told[-1] == 1
    assert not made.index.changed
    assert found(made, "habits") == sorted(ANIMALS)


@pytest.mark.usefixtures("_beside")
def test_another_process_is_left_when_nobody_wants_it_any_more(library, folder):
    made = library.searching.files(library.expand([folder]))
    made.load()
    made.update_beside(lambda: True, lambda: None)
    assert not made.is_complete
    assert made.left_out == 0


@pytest.mark.usefixtures("_beside")
def test_where_nothing_can_be_saved_no_more_is_held_than_memory_allows(library, folder, home, monkeypatch):
    (home / "cache").mkdir()
    (home / "cache" / "search").write_text("in the way")
    monkeypatch.setattr(searching, "MOST_HERE", 200)
    made = library.searching.files(library.expand([folder]))
    made.load()
    made.update_beside(lambda: False, lambda: None)
    assert made.is_complete
    assert 0 < made.share < 1
    assert 0 < len(found(made, "habits")) < 5
