import unicodedata
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.document.model import Blocks, Document
from tui.search import saved
from tui.search.index import Index
from tui.search.model import Results

ANIMALS = ["zebra", "quagga", "okapi", "llama", "cœlacanthe", "été"]
QUERIES = ["zebra", "quaga", "o", "lla", '"animal 7"', "coelacanthe !zebra", "animal | okapi", "ete animals"]


def document(name: str, paragraphs: list[str]) -> Document:
    starts, at = [], 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph) + 2
    from array import array

    ends = array("I", [start + len(paragraph) for start, paragraph in zip(starts, paragraphs, strict=True)])
    return Document(name, name, "", "-", "\n\n".join(paragraphs), Blocks.plain(array("I", starts), ends))


def herd(name: str, size: int = 60) -> Document:
    return document(name, [f"{ANIMALS[n % len(ANIMALS)]}, animal {n} of {name}" for n in range(size)])


ONE, TWO, THREE = herd("one"), herd("two"), herd("three")


def index_of(*documents: Document) -> Index:
    index = Index()
    for each in documents:
        index.add(each, f"stamp of {each.id}")
    return index


def load(path: Path, *documents: Document) -> Index:
    return Index.load(path, [(each, f"stamp of {each.id}") for each in documents])


def found(index: Index, query: str) -> Results:
    return index.search(query, limit=500)


def test_what_was_saved_is_found_again(tmp_path: Path) -> None:
    index = index_of(ONE, TWO)
    assert index.changed
    index.save(tmp_path / "index")
    assert not index.changed
    again = load(tmp_path / "index", TWO, ONE)
    assert not again.changed
    assert len(again) == len(index) == 120
    for query in QUERIES:
        assert found(again, query) == found(index, query)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["index"]


def test_documents_are_added_replaced_and_discarded_beside_what_was_saved(tmp_path: Path) -> None:
    index_of(ONE, TWO).save(tmp_path / "index")
    again = load(tmp_path / "index", ONE, TWO)
    again.add(ONE, "stamp of one")
    assert not again.changed
    again.add(document("two", ["a quokka and a zebra"]), "another stamp")
    again.add(THREE, "stamp of three")
    again.discard("one")
    assert again.changed
    assert {hit.document for hit in found(again, "animal").hits} == {"three"}
    assert [hit.document for hit in found(again, "quokka").hits] == ["two"]
    again.save(tmp_path / "index")
    last = Index.load(tmp_path / "index", [(document("two", ["a quokka and a zebra"]), "another stamp")])
    assert found(last, "zebra").total == 1
    assert len(last) == 1
    assert last.changed


def test_a_document_that_has_changed_is_not_taken_from_the_file(tmp_path: Path) -> None:
    index_of(ONE, TWO).save(tmp_path / "index")
    again = Index.load(tmp_path / "index", [(ONE, "stamp of one"), (TWO, "a later stamp")])
    assert {hit.document for hit in found(again, "zebra").hits} == {"one"}
    assert {hit.document for hit in found(again, '"animal 7"').hits} == {"one"}
    assert found(again, "zeb o").total == found(index_of(ONE), "zeb o").total
    again.add(TWO, "a later stamp")
    assert found(again, "zebra").total == found(index_of(ONE, TWO), "zebra").total


def test_without_a_stamp_the_text_tells(tmp_path: Path) -> None:
    index = Index()
    index.add(ONE)
    index.save(tmp_path / "index")
    assert index.stamp("one")
    assert len(Index.load(tmp_path / "index", [(ONE, index.stamp("one"))])) == 60


def test_an_index_of_nothing_is_saved_too(tmp_path: Path) -> None:
    Index().save(tmp_path / "index")
    assert len(load(tmp_path / "index", ONE)) == 0


def test_where_there_is_no_file_nothing_is_found_and_all_is_to_be_added(tmp_path: Path) -> None:
    index = load(tmp_path / "absent", ONE)
    assert index.changed
    assert found(index, "zebra") == Results("zebra", (), 0)


def test_another_version_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "_MAGIC", b"of another time ")
    index_of(ONE).save(tmp_path / "index")
    monkeypatch.undo()
    assert unicodedata.unidata_version
    assert len(load(tmp_path / "index", ONE)) == 0


def test_a_damaged_bitmap_is_noticed_and_the_index_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index"
    index_of(ONE, TWO).save(path)
    data = path.read_bytes()
    path.write_bytes(data[:-300] + bytes(byte ^ 0x55 for byte in data[-300:]))
    index = load(path, ONE, TWO)
    first = found(index, "zebra quagga")
    assert first.complete is False or first == found(index_of(ONE, TWO), "zebra quagga")
    wait_for(lambda: found(index, "zebra").complete and len(index) == 120)
    for query in QUERIES:
        assert found(index, query) == found(index_of(ONE, TWO), query)


def wait_for(true: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(1000):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it never came true")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "index"
    index_of(ONE, TWO).save(path)
    return path


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_does_harm(written: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(written.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.sampled_from([len(content), len(content) // 2, 20, 0]))]
    path = tmp_path / "damaged"
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    index = load(path, ONE, TWO)
    for each in (ONE, TWO):
        index.add(each, f"stamp of {each.id}")
    for query in ("zebra", "animal 7", "cœlacan", "f"):
        index.search(query)
    wait_for(lambda: index.search("z").complete and len(index) == 120)
    assert found(index, "zebra animal") == found(index_of(ONE, TWO), "zebra animal")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_file_without_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "index"
    path.write_bytes(content)
    assert len(load(path, ONE)) == 0


def test_a_search_while_a_text_is_being_indexed_says_so() -> None:
    index = index_of(herd("first"))
    assert index.search("zebra").complete
    writer = Thread(target=index.add, args=(herd("long", 20_000),))
    writer.start()
    seen = set()
    while writer.is_alive():
        results = index.search("zebra")
        seen.add(results.complete)
        assert results.total >= 10
    writer.join()
    assert False in seen
    assert index.search("zebra").complete


def test_what_was_given_back_is_found_again(tmp_path: Path) -> None:
    index_of(ONE, TWO).save(tmp_path / "index", texts=True)
    file = saved.Saved(tmp_path / "index")
    mapped = Index.of(file, file.standing_in())
    before = [found(mapped, query) for query in QUERIES]
    assert any(results.total for results in before)
    mapped.let_go()
    assert [found(mapped, query) for query in QUERIES] == before
